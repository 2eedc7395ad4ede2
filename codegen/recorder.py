"""Recording: every exchange is written to a tape as it ends, also one that broke. Keys never reach the file."""

from __future__ import annotations

import base64
import json
import os
import re
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

import httpx2

from .body import MAX_BYTES
from .errors import TapeError, UsageError
from .faults import pattern_of, root_cause
from .retry import wished_seconds
from .tape import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: All that a replay needs. `retry-after` is told in seconds, since a date would be over; the body is decompressed.
_KEPT_HEADERS = ("content-type", "location", "x-request-id", "request-id", "x-litellm-call-id", "x-should-retry")


class RecordingTransport(httpx2.BaseTransport):
    """Passes requests on and appends each exchange to a new tape, which takes its place with the first of them.

    An older tape stays where nothing was recorded. Raises UsageError where there can be no file. Where it cannot be
    written later, exchanges go on and `close` raises TapeError: what was paid for is not to be lost with its tape.
    `secrets` are replaced by *** wherever they stand; `base_url` gives the part of the path that is left out.
    """

    def __init__(
        self, tape: Path, inner: httpx2.BaseTransport | None = None, *, base_url: str, secrets: Sequence[str] = ()
    ) -> None:
        self._inner = inner or _Network()
        self._base_url = base_url
        self._secrets = pattern_of(secrets)
        self._lock = threading.Lock()
        self._unfinished: list[_Recorded] = []
        self._tape = tape
        #: The first; kept until `close`.
        self._problem: TapeError | None = None
        #: Beside the tape until the first exchange; a device or a pipe cannot be replaced and is written to.
        self._beside: Path | None = None
        self._file = self._opened()

    def _opened(self) -> TextIO:
        tape = self._tape
        if tape.is_dir():
            raise UsageError(f"the tape {tape}: is a directory; name a file in it")
        if not tape.parent.is_dir():
            raise UsageError(f"the tape {tape}: the directory {tape.parent} does not exist")
        try:
            if tape.exists() and not tape.is_file():
                return tape.open("w", encoding="utf-8")
            real = tape.resolve()  # a link stays one
            self._tape, self._beside = real, real.with_name(f".{real.name}.{os.getpid()}.part")
            return self._beside.open("w", encoding="utf-8")
        except OSError as problem:
            raise self._unwritable(problem) from problem

    def _unwritable(self, problem: OSError) -> TapeError:
        return TapeError(f"cannot write the tape {self._tape}: {problem.strerror or problem}")

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        content = request.read()
        asked = {
            "method": request.method,
            "path": path_of(request, self._base_url),
            "body": json.loads(content) if content else None,
        }
        response = self._inner.handle_request(request)
        kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        if (wished := wished_seconds(response.headers)) is not None:
            kept["retry-after"] = f"{wished:.3f}"
        answered: dict[str, object] = {"status": response.status_code, "headers": kept}
        assert isinstance(response.stream, httpx2.SyncByteStream)  # noqa: S101 - a sync transport's always is
        encoding = response.headers.get("content-encoding", "")
        response.stream = _Recorded(response.stream, self, {"request": asked, "response": answered}, encoding)
        self._unfinished.append(response.stream)
        return response

    def keep(self, finished: _Recorded, record: dict[str, dict[str, object]], body: bytes) -> None:
        """An exchange is over. Until it is written it counts as unfinished: `close` waits for those."""
        body = re.sub(self._secrets.encode(), b"***", body)
        record["response"].update(_readable(body))
        self.write(dict(record))
        self._unfinished.remove(finished)

    def write(self, record: dict[str, object]) -> None:
        """One more line of the tape."""
        line = re.sub(self._secrets, "***", json.dumps(record, ensure_ascii=False))
        try:
            with self._lock:
                self._file.write(line.encode("utf-8", "backslashreplace").decode() + "\n")
                self._file.flush()
                if self._beside is not None:
                    self._beside.replace(self._tape)
                    self._beside = None
        except OSError as problem:
            self._problem = self._problem or self._unwritable(problem)

    def close(self) -> None:
        for each in list(self._unfinished):
            each.finish("it had not ended when the recording did")
        self._inner.close()
        with suppress(OSError):  # what could not be written was said when it was tried
            self._file.close()
        if self._beside is not None:
            self._beside.unlink(missing_ok=True)
        if self._problem is not None:
            raise self._problem


class _Network(httpx2.BaseTransport):
    """The way of a client without a transport of its own: by the proxies and certificates of the environment."""

    def __init__(self) -> None:
        self._client = httpx2.Client(follow_redirects=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._client.send(request, stream=True)

    def close(self) -> None:
        self._client.close()


class _Recorded(httpx2.SyncByteStream):
    """A response's stream that remembers what went through."""

    def __init__(
        self,
        inner: httpx2.SyncByteStream,
        owner: RecordingTransport,
        record: dict[str, dict[str, object]],
        encoding: str,
    ) -> None:
        self._inner = inner
        self._owner = owner
        self._record = record
        self._encoding = encoding
        self._seen = bytearray()
        self._lock = threading.Lock()
        self._finished = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in self._inner:
                self._seen += chunk
                yield chunk
        except httpx2.HTTPError as problem:
            self.finish(root_cause(problem))
            raise

    def close(self) -> None:
        self._inner.close()
        self.finish("")

    def finish(self, cut: str) -> None:
        """No more will come, `cut` tells why it is not all; once."""
        with self._lock:  # until it is written: who closes the tape waits for that
            if self._finished:
                return
            self._finished = True
            body, broken = _decompressed(bytes(self._seen), self._encoding)
            if cut or broken:
                self._record["response"]["cut"] = cut or broken
            self._owner.keep(self, self._record, body)


def _decompressed(seen: bytes, encoding: str) -> tuple[bytes, str]:
    """The body as far as it can be read, and why not further."""
    body = bytearray()
    try:
        for chunk in httpx2.Response(200, headers={"content-encoding": encoding}, content=iter([seen])).iter_bytes():
            body += chunk
            if len(body) > MAX_BYTES:
                break
    except httpx2.DecodingError as problem:
        return bytes(body), str(problem)
    return bytes(body), ""


def _readable(body: bytes) -> dict[str, object]:
    """The most readable form from which the same comes back."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}
    if text.startswith(("data:", ":", "event:", "id:")):
        return {"sse": text.split("\n\n")}
    with suppress(ValueError, RecursionError):
        value = json.loads(text)
        if json.loads(json.dumps(value, allow_nan=False)) == value:
            return {"body": value}
    return {"raw": text}
