"""A registry of one image, from which a real engine pulls."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import os
import tarfile
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
_CONFIG = "application/vnd.docker.container.image.v1+json"
_UNKNOWN = b'{"errors": [{"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}]}'
_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"


@dataclass(frozen=True)
class Registry:
    """`name` and `pinned`: the image as the engine is to be asked for it. Without `layer` its content is lost."""

    name: str
    pinned: str
    content: dict[str, bytes]
    layer: str


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _layer() -> bytes:
    """Of no use to run: one file of a megabyte, unlike any other's."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        member = tarfile.TarInfo("noise")
        member.size = 1 << 20
        tar.addfile(member, io.BytesIO(os.urandom(member.size)))
    return archive.getvalue()


@contextlib.contextmanager
def registry() -> Iterator[Registry]:
    raw = _layer()
    layer = gzip.compress(raw, 1)
    config = json.dumps(
        {"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": [_digest(raw)]}}
    ).encode()
    parts = [
        {"mediaType": kind, "size": len(data), "digest": _digest(data)}
        for kind, data in ((_CONFIG, config), (_LAYER, layer))
    ]
    manifest = json.dumps(
        {"schemaVersion": 2, "mediaType": _MANIFEST, "config": parts[0], "layers": parts[1:]}
    ).encode()
    content = {_digest(data): data for data in (config, layer, manifest)} | {"1": manifest}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = b"{}" if self.path == "/v2/" else content.get(self.path.rpartition("/")[2])
            data = _UNKNOWN if found is None else found
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", _MANIFEST if "/manifests/" in self.path else "application/octet-stream")
            self.send_header("Docker-Content-Digest", _digest(data))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"127.0.0.1:{server.server_port}/codegen-test-noise"
        try:
            yield Registry(f"{place}:1", f"{place}@{_digest(manifest)}", content, _digest(layer))
        finally:
            server.shutdown()
