"""A far end that does what it is told to the byte: what goes wrong on the wire and in a body, row by row."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    import ssl

#: Bytes are sent, numbers are seconds of silence; None resets the connection.
Step: TypeAlias = bytes | float | None
Steps: TypeAlias = Iterable[Step]
#: What happens on a connection; made anew for each where it has no end.
Row: TypeAlias = Sequence[Step] | Callable[[], Steps]

CLOSED: Final[list[Step]] = []
RESET: Final[list[Step]] = [None]
FOR_EVER: Final = 60.0


@dataclass
class FarEnd:
    """`plays` are for one connection each, the last one for all that follow; `requests` is what came, as it came."""

    url: str
    plays: list[Callable[[], Steps]] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)

    def play(self, *rows: Row) -> None:
        self.plays = [row if callable(row) else lambda row=row: row for row in rows]  # type: ignore[misc]


@contextmanager
def far_end(tls: ssl.SSLContext | None = None) -> Iterator[FarEnd]:
    """A server on a free port of this machine that closes each connection after one answer."""
    listening = socket.create_server(("127.0.0.1", 0))
    state = FarEnd(f"http{'s' if tls else ''}://127.0.0.1:{listening.getsockname()[1]}/v1")
    over = threading.Event()
    lock = threading.Lock()

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            talk = tls.wrap_socket(connection, server_side=True) if tls else connection
            with talk:
                request = _request(talk)
                with lock:
                    state.requests.append(request)
                    play = state.plays.pop(0) if len(state.plays) > 1 else state.plays[0]
                for step in play():
                    if isinstance(step, bytes):
                        talk.sendall(step)
                    elif step is None:
                        talk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    elif over.wait(step):
                        return

    def accept() -> None:
        with contextlib.suppress(OSError):
            while not over.is_set():
                threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield state
    finally:
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        accepting.join()


def _request(connection: socket.socket) -> bytes:
    """A whole request, so that closing afterwards is no reset."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536) or b"\r\n\r\n"
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536) or b" " * length
    return head + b"\r\n\r\n" + body


def http(body: bytes | str | None, status: int = 200, kind: str = "application/json", **headers: Any) -> bytes:
    """A whole answer; without a body only the head of one that ends with the connection."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = body.encode() if isinstance(body, str) else body or b""
    length = {} if body is None else {"content-length": str(len(data))}
    fields = {"content-type": kind, "x-request-id": "req_7", "connection": "close", **length, **named}
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode() + data


def failing(status: int, message: str = "because", **headers: str) -> list[Step]:
    """An error in the manner of the API, which asks for another try at once."""
    named: dict[str, Any] = {"retry_after_ms": "1", **headers}
    return [http(json.dumps({"error": {"message": message}}), status, **named)]


def whole(*parts: bytes | str, **headers: Any) -> list[Step]:
    """A stream of these events."""
    return [http(None, kind="text/event-stream", **headers), *(_bytes(part) for part in parts)]


def said(text: str | None, api: str = "chat", **more: Any) -> bytes:
    """The event of one piece of an answer."""
    if api == "responses":
        return event({"type": "response.output_text.delta", "delta": text, **more})
    part = {"delta": {"content": text}} if api == "chat" else {"text": text}
    return event({"model": "served", "choices": [{"index": 0, **part, **more}]})


def ended(api: str = "chat", reason: str = "stop") -> bytes:
    """The event that ends an answer."""
    if api == "responses":
        return event({"type": "response.completed", "response": {"status": "completed", "model": "served"}})
    return event({"choices": [{"index": 0, "delta": {}, "text": "", "finish_reason": reason}]})


def event(value: object) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _bytes(part: bytes | str) -> bytes:
    return part.encode() if isinstance(part, str) else part


def endless(head: bytes, piece: bytes = b"x" * 65536) -> Callable[[], Steps]:
    return lambda: itertools.chain([head], itertools.repeat(piece))


def dripping(head: bytes, piece: bytes) -> Callable[[], Steps]:
    return lambda: itertools.chain([head], itertools.cycle([piece, 0.05]))


def seconds_for(says: str) -> float:
    """How long a request may take whose fault is this line."""
    return 2 if says.startswith("within") else 60


DEEP: Final = '{"error":' * 5_000 + "1" + "}" * 5_000
BOMB: Final = gzip.compress(b" " * 2**25)
_BROKEN_GZIP: Final = gzip.compress(b"", mtime=0)[:10] + b"\xff" * 40

#: Of any request's first answer: what happens, and what the line must say.
ANYWHERE: Final[dict[str, tuple[Row, str]]] = {
    "closed at once": (CLOSED, "the connection was lost"),
    "reset at once": (RESET, "the connection was lost"),
    "closed in the head": ([b"HTTP/1.1 200 OK\r\nContent-"], "the connection was lost"),
    "reset after the head": ([http(None), None], "the connection was lost"),
    "no HTTP": ([b"SSH-2.0-OpenSSH_9.2\r\n"], "the connection was lost"),
    "a huge head": ([b"HTTP/1.1 200 OK\r\n" + b"x-a: %s\r\n" % (b"x" * 2**20)], "the connection was lost"),
    "an endless head": (endless(b"HTTP/1.1 200 OK\r\nx-a: "), "the connection was lost"),
    "endless 1xx": (endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100), "within 2 s"),
    "101": ([b"HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"], "the connection was lost"),
    "less than announced": ([http("{}", content_length="100")], "the connection was lost"),
    "a chunk cut": ([http(None, transfer_encoding="chunked"), b"64\r\n{"], "the connection was lost"),
    "a bad chunk": ([http(None, transfer_encoding="chunked"), b"zz\r\n{"], "the connection was lost"),
    "broken gzip": ([http(_BROKEN_GZIP, content_encoding="gzip")], "cannot be decompressed"),
    "no gzip": ([http("{}", content_encoding="gzip")], "cannot be decompressed"),
    "a gzip bomb": ([http(BOMB, content_encoding="gzip")], "16 MiB"),
    "an endless body": (endless(http(None)), "16 MiB"),
    "nothing": ([http("")], "empty"),
    "204": ([http(None, 204)], "empty"),
    "a web page": ([http("<html>hello</html>", kind="text/html")], "web page"),
    "a web page with a mark": ([http("\ufeff<html>", kind="text/html")], "web page"),
    "broken JSON": ([http("{oops")], "broken JSON"),
    "half of JSON": ([http('{"choices": [{"message"')], "broken JSON"),
    "plain text": ([http("internal error", kind="text/plain")], "internal error"),
    "bad UTF-8": ([http(b'{"a": "\xff"}')], "UTF-8"),
    "deep JSON": ([http(DEEP)], "nested deeper"),
    "a text": ([http('"hello"')], "base URL"),
    "a number": ([http("42")], "base URL"),
    "null": ([http("null")], "base URL"),
    "200 with an error": ([http('{"error": {"message": "overloaded"}}')], "overloaded"),
    "200 with an error text": ([http('{"error": "overloaded"}')], "overloaded"),
    "200 with an error code": ([http('{"error": {"code": 7}}')], "{'code': 7}"),
    "a redirect": ([http("", 301, location="http://127.0.0.1:9/v1/x")], "redirects to http://127.0.0.1:9/v1"),
    "a redirect that keeps the method": ([http("", 307, location="http://127.0.0.1:9/v1")], "(307)"),
    "a redirect to itself": ([http("", 308, location="/v1")], "(308)"),
    "a redirect to nowhere": ([http("", 302)], "(302)"),
    "a redirect to nonsense": ([http("", 302, location="http://[::1/\x7f")], "(302)"),
    "400": (failing(400), "the server refused the request (400): because"),
    "402": (failing(402), "check its billing"),
    "403": (failing(403), "check the key's permissions"),
    "404": (failing(404), "`codegen models --base-url"),
    "405": (failing(405), "the base URL"),
    "408": (failing(408), "(408): because"),
    "409": (failing(409), "(409): because"),
    "413": (failing(413), "shorten the prompt"),
    "422": ([http('{"detail": [{"loc": ["x"], "msg": "field required"}]}', 422)], "(422): field required"),
    "429": (failing(429), "(429): because"),
    "429 with a wait": (failing(429, retry_after_ms="", retry_after="3600"), "it asks to wait 3600 s"),
    "429 with a date": (failing(429, retry_after_ms="", retry_after="Fri, 01 Jan 2100 00:00:00 GMT"), "asks to wait"),
    "429 with nonsense": (failing(429, retry_after_ms="1", retry_after="soon"), "wait, or check"),
    "500": (failing(500), "the server failed (500): because"),
    "502 as a page": ([http("<html>nginx</html>", 502, "text/html", retry_after_ms="1")], "(502); try again"),
    "503 as text": ([http("no capacity", 503, "text/plain", retry_after_ms="1")], "(503): no capacity"),
    "529": (failing(529), "(529): because"),
    "an error in gzip": (
        [http(gzip.compress(b'{"error": {"message": "squeezed"}}'), 400, content_encoding="gzip")], "squeezed",
    ),
    "an error in broken gzip": ([http(_BROKEN_GZIP, 400, content_encoding="gzip")], "cannot be decompressed"),
    "an error in a bomb": ([http(BOMB, 400, content_encoding="gzip")], "(400)"),
    "an error that is deep": ([http(DEEP, 400)], "(400)"),
    "an error that never ends": (endless(http(None, 400)), "(400)"),
    "an error that is cut": ([http('{"error"', 400, content_length="100")], "the connection was lost"),
    "an error of no charset": ([http("bad", 400, "text/plain; charset=nosuch")], "(400)"),
    "an error of a charset of bytes": ([http("bad", 400, "text/plain; charset=hex")], "(400)"),
    "an error with null": ([http('{"error": null}', 400)], "(400)"),
    "an error as a list": ([http('[{"error": {"message": "listed"}}]', 400)], "listed"),
    "slow to answer": ([FOR_EVER], "within 2 s"),
    "slow after the head": ([http(None), FOR_EVER], "within 2 s"),
    "a dripping head": (dripping(b"HTTP/1.1 200 OK\r\n", b"x-a: b\r\n"), "within 2 s"),
    "a dripping body": (dripping(http(None), b" "), "within 2 s"),
}  # fmt: skip

#: Of an answer to a prompt alone.
ANSWERS: Final[dict[str, tuple[Row, str]]] = {
    "a list": ([http("[]")], "sent list"),
    "an object of nothing": ([http("{}")], "no text in it"),
    "choices null": ([http('{"choices": null}')], "no text in it"),
    "no choices": ([http('{"choices": []}')], "no text in it"),
    "a choice null": ([http('{"choices": [null]}')], "no text in it"),
    "a choice of nothing": ([http('{"choices": [{}]}')], "no text in it"),
    "a message null": ([http('{"choices": [{"message": null, "finish_reason": "stop"}]}')], "no text in it"),
    "a negative index": (whole(event({"choices": [{"index": -1, "text": "x"}]}), b"data: [DONE]\n\n"), "no text"),
    "a huge index": (whole(event({"choices": [{"index": 10**30, "text": "x"}]}), b"data: [DONE]\n\n"), "no text"),
    "a stream of nothing": (whole(), "empty"),
    "a stream of comments": (whole(": hi\n\n: ho\n\n"), "cut off"),
    "a stream of blank data": (whole("data:\n\ndata:\n\n"), "cut off"),
    "an error object": (whole(event({"error": {"message": "overloaded"}})), "overloaded"),
    "an error event": (whole("event: error\n", event({"message": "overloaded"})), "overloaded"),
    "an error event of text": (whole("event: error\ndata: overloaded\n\n"), "overloaded"),
    "events that are no JSON": (whole("data: {oops\n\n"), "broken JSON"),
    "events that are no objects": (whole("data: [1]\n\n"), "sent list"),
}


def broken_off(api: str) -> dict[str, tuple[list[Step], str]]:
    """What may follow the pieces "Hel" and "lo" of an answer, and what the line must say."""
    rows: dict[str, tuple[list[Step], str]] = {
        "the end": ([], "cut off"),
        "a reset": ([0.3, None], "the connection was lost"),
        "silence": ([FOR_EVER], "within 2 s"),
        "half an event": ([said("x", api)[:20]], "cut off"),
        "broken JSON": ([b"data: {oops\n\n"], "broken JSON"),
        "bad UTF-8": ([b'data: {"a": "\xff"}\n\n'], "UTF-8"),
        "half a character": ([b'data: {"a": "\xe5\xbf'], "cut off"),
        "deep JSON": ([b"data: " + DEEP.encode() + b"\n\n"], "nested deeper"),
        "null": ([b"data: null\n\n"], "sent NoneType"),
        "a web page": ([b"data: <html>\n\n"], "web page"),
        "an error object": ([event({"error": {"message": "overloaded", "code": 503}})], "overloaded"),
        "an error event": ([b"event: error\n", event({"message": "overloaded"})], "overloaded"),
        "an error event of text": ([b"event: error\ndata: overloaded\n\n"], "overloaded"),
        "an endless line": ([b"data: ", *[b"x" * 2**20] * 17], "16 MiB"),
    }
    return rows | (_FAILED_RESPONSES if api == "responses" else {})


_FAILED_RESPONSES: Final[dict[str, tuple[list[Step], str]]] = {
    "a failure": (
        [event({"type": "response.failed", "response": {"status": "failed", "error": {"message": "overloaded"}}})],
        "the model failed: overloaded",
    ),
    "an error of its kind": ([event({"type": "error", "message": "overloaded", "code": "x"})], "overloaded"),
    "a cancellation": ([event({"type": "response.cancelled", "response": {"status": "cancelled"}})], "cancelled"),
}
