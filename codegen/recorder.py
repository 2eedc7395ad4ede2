"""Recording: every exchange is written to a tape as it ends, also one that broke. Keys never reach the file."""

from __future__ import annotations

import base64
import json
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

import httpx2

from .errors import TapeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: All that a replay needs: the body is recorded as it came, perhaps compressed. `retry-after` is left out, so that a
#: replay does not wait.
_KEPT_HEADERS = ("content-type", "content-encoding", "x-request-id")
#: A placeholder key such as "none" is no secret, and its letters stand everywhere.
_LEAST_SECRET = 8


class RecordingTransport(httpx2.BaseTransport):
    """Passes requests on and appends each exchange to a new tape, which takes its place with the first of them.

    An older tape stays where nothing was recorded. Raises UsageError where there can be no file. Where it cannot be
    written later, exchanges go on and `close` raises TapeError: what was paid for is not to be lost with its tape.
    `secrets` are replaced by *** wherever they stand; `base_url` gives the part of the path that is left out.
    """

    def __init__(
        self, tape: Path, inner: httpx2.BaseTransport | None = None, *, base_url: str, secrets: Sequence[str] = ()
    ) -> None:
        self._inner = inner or httpx2.HTTPTransport()
        self._prefix = urlsplit(base_url).path.rstrip("/")
        self._secrets = [secret for secret in secrets if len(secret) >= _LEAST_SECRET]
        self._lock = threading.Lock()
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
            "path": request.url.path.removeprefix(self._prefix),
            "body": json.loads(content) if content else None,
        }
        response = self._inner.handle_request(request)
        kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        answered: dict[str, object] = {"status": response.status_code, "headers": kept}
        assert isinstance(response.stream, httpx2.SyncByteStream)  # noqa: S101 - a sync transport's always is
        response.stream = _Recorded(response.stream, self, {"request": asked, "response": answered})
        return response

    def write(self, record: dict[str, object]) -> None:
        """One more line of the tape."""
        line = json.dumps(record, ensure_ascii=False)
        for secret in self._secrets:
            line = line.replace(json.dumps(secret)[1:-1], "***")
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
        self._inner.close()
        with suppress(OSError):  # what could not be written was said when it was tried
            self._file.close()
        if self._beside is not None:
            self._beside.unlink(missing_ok=True)
        if self._problem is not None:
            raise self._problem


class _Recorded(httpx2.SyncByteStream):
    """A response's stream that remembers what went through; written when it is closed."""

    def __init__(self, inner: httpx2.SyncByteStream, owner: RecordingTransport, record: dict[str, dict[str, object]]):
        self._inner = inner
        self._owner = owner
        self._record = record
        self._seen = bytearray()
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in self._inner:
                self._seen += chunk
                yield chunk
        except httpx2.HTTPError:
            self._record["response"]["cut"] = True
            raise

    def close(self) -> None:
        self._inner.close()
        if not self._closed:
            self._closed = True
            self._record["response"].update(_body(bytes(self._seen)))
            self._owner.write(dict(self._record))


def _body(seen: bytes) -> dict[str, object]:
    """The readable form from which exactly these bytes come back."""
    try:
        text = seen.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(seen).decode()}
    if text.startswith(("data:", ":", "event:", "id:")):
        return {"sse": text.split("\n\n")}
    return {"raw": text}
