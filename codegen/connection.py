"""The way to one server: a request's bytes by the deadline, its faults as one line each, another try where it may help.

The client's own retries are off: ours can be shown, and know the deadline. It follows no redirect: key and prompt go
where the user said.
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeVar

import httpx2

from .body import read_document
from .deadline import within
from .faults import hidden, masked, one_line, request_id_of, setup_fault, translate
from .retry import pause_seconds
from .stream import DONE

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from .errors import ModelError
    from .model import OnWait
    from .settings import Settings

Found = TypeVar("Found")

#: Of a body that comes with an error, which the client reads whole; the words are at its beginning.
_MAX_ERROR_BYTES = 64 * 2**10
_MAX_ID = 80


class Connection:
    """One `openai` client. `name`: the model that is asked where nothing else is said.

    `on_wait` is told of each wait before another try, and `pause` makes it. Raises ModelError where the client cannot
    be set up (proxy, certificates).
    """

    def __init__(
        self,
        settings: Settings,
        name: str,
        *,
        transport: httpx2.BaseTransport | None = None,
        on_wait: OnWait | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        import openai

        self._settings = settings
        self._name = name
        self._on_wait = on_wait
        self._pause = pause
        try:
            self.client = openai.OpenAI(
                # A server of one's own often needs no key, but the client does.
                api_key=settings.api_key or "none",
                base_url=settings.url,
                organization=settings.organization,
                project=settings.project,
                timeout=settings.model_timeout,
                max_retries=0,
                http_client=openai.DefaultHttpxClient(
                    transport=transport, follow_redirects=False, event_hooks={"response": [self._make_readable]}
                ),
            )
        except Exception as problem:
            raise setup_fault(problem, settings) from None
        # The client's own look at OPENAI_ORG_ID and OPENAI_PROJECT_ID knows neither blank ones nor other servers.
        self.client.organization, self.client.project = settings.organization, settings.project

    def body(self, request: Callable[[], Any], end: float, ids: list[str]) -> Generator[bytes, None, None]:
        """The bytes of its answer, up to `[DONE]`: some servers keep the connection open after it.

        `ids` gets the server's name for the request.
        """

        def chunks() -> Iterator[bytes]:
            tail = b"\n"
            with request() as response:
                ids.append(one_line(request_id_of(response.headers))[:_MAX_ID])
                for chunk in response.iter_bytes():
                    yield chunk
                    if DONE.search(tail + chunk):
                        return
                    tail = (tail + chunk)[-16:]

        return within(end - time.monotonic(), chunks)

    def document(self, request: Callable[[], Any], read: Callable[[object], Found], end: float, *, asked: str) -> Found:
        """What `read` finds in the JSON of an answer; read here, since the client takes anything for a model.

        `asked` is what is not there, in the message for it. Raises ModelError.
        """
        tries = 0
        while True:
            ids: list[str] = []
            try:
                with closing(self.body(request, end, ids)) as chunks:
                    return read(read_document(chunks, lambda text: hidden(text, self._settings)))
            except Exception as problem:
                tries += 1
                self.wait(problem, self.fault(problem, asked=asked, request_id="".join(ids)), tries, end)

    def wait(self, problem: Exception, fault: ModelError, tries: int, end: float) -> None:
        """Before the next try; raises the fault if none helps, or not before the `end`."""
        pause = pause_seconds(problem, tries)
        if pause is None or pause >= end - time.monotonic():
            raise fault from None
        if self._on_wait is not None:
            self._on_wait(pause, str(fault))
        self._pause(pause)

    def fault(self, problem: Exception, text: str = "", *, asked: str = "", request_id: str = "") -> ModelError:
        """The problem as one line; what is no fault of the far end (a tape's, a bug) goes on as it is."""
        fault = translate(problem, self._settings, text, asked=asked or self._name, request_id=request_id)
        if fault is None:
            raise problem
        return fault

    def _make_readable(self, response: httpx2.Response) -> None:
        """Before the client reads it, and logs the name of the request."""
        for name, value in response.headers.items():
            if (clean := masked(value, self._settings)) != value:
                response.headers[name] = clean
        if not response.is_success:
            assert isinstance(response.stream, httpx2.SyncByteStream)  # noqa: S101 - a sync client's always is
            response.stream = _Beginning(response.stream)
            try:
                "".encode(response.charset_encoding or "utf-8")
            except LookupError:  # none of texts, which the client takes for one
                response.encoding = "utf-8"

    def close(self) -> None:
        self.client.close()


class _Beginning(httpx2.SyncByteStream):
    """As much of an error's body as anyone reads."""

    def __init__(self, whole: httpx2.SyncByteStream) -> None:
        self._whole = whole

    def __iter__(self) -> Iterator[bytes]:
        left = _MAX_ERROR_BYTES
        for chunk in self._whole:
            yield chunk[:left]
            left -= len(chunk)
            if left <= 0:
                return

    def close(self) -> None:
        self._whole.close()
