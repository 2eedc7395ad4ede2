"""Images that are made for a test and removed after it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import tarfile
from typing import TYPE_CHECKING, Final

from sandbox.backends import engine
from tests.images import TEST_IMAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NAME: Final = "codegen-test-faults"
#: The head of a program for a processor that is not this one (PA-RISC), 64 bits, of no sections.
FOREIGN: Final = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\x0f\x00\x01\x00\x00\x00" + bytes(40)


@contextlib.contextmanager
def image_maker() -> Iterator[Callable[..., str]]:
    """Gives `make(name, files, line="", processor="")`: an image of files, for the engine's processor unless another
    is said, or one on top of the test image by a line of a Dockerfile."""
    api = engine.connect()
    made: list[str] = []

    def make(name: str, files: dict[str, bytes], line: str = "", processor: str = "") -> str:
        tag = f"{_NAME}:{name}"
        if line:
            files = {**files, "Dockerfile": f"FROM {TEST_IMAGE}\n{line}\n".encode()}
            steps = list(
                api.build(fileobj=_tar(files), custom_context=True, tag=tag, network_mode="none", decode=True, rm=True)
            )
            assert not [step for step in steps if "error" in step], steps
        elif processor:
            api.load_image(_saved(_tar(files).read(), tag, processor).read())
        else:
            api.import_image_from_data(_tar(files).read(), tag)  # Podman hears of no tag beside the name
        made.append(tag)
        return tag

    try:
        yield make
    finally:
        for tag in set(made):
            api.remove_image(tag, force=True)
        api.close()


def _saved(layer: bytes, tag: str, processor: str) -> io.BytesIO:
    """An image as `docker save` writes it: only so a processor can be said."""
    layers = {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]}
    config = {"architecture": processor, "os": "linux", "config": {}, "rootfs": layers}
    manifest = [{"Config": "config.json", "RepoTags": [tag], "Layers": ["layer.tar"]}]
    described = {"config.json": json.dumps(config).encode(), "manifest.json": json.dumps(manifest).encode()}
    return _tar({"layer.tar": layer, **described})


def _tar(files: dict[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path, data in files.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(data), 0o755
            archive.addfile(entry, io.BytesIO(data))
    packed.seek(0)
    return packed
