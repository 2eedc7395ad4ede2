"""A model server for tests: real sockets, completions, chat and models, plain and as a stream, and its faults."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import zip_longest
from typing import Any


@dataclass
class Answer:
    """What goes back. `chunks` are sent one by one, as they are made; `lost` closes the socket where the end would be announced,
    `linger` keeps it open for so many seconds before that."""

    chunks: Iterable[bytes]
    status: int = 200
    content_type: str = "text/event-stream"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    linger: float = 0.0
    lost: bool = False


#: A script's entry: made when the request is there, since its form follows the endpoint.
Reply = Callable[[str, dict[str, Any]], Answer]


def say(text: str, *, keep_alive: bool = False, usage_choice: bool = False, done: bool = True, **more: Any) -> Reply:
    """A good answer: streamed word by word if asked for, else whole."""

    def answer(path: str, body: dict[str, Any]) -> Answer:
        chat = path.endswith("/chat/completions")
        if not body.get("stream"):
            part = {"message": {"role": "assistant", "content": text}} if chat else {"text": text}
            return as_json({"model": "served", "choices": [{"index": 0, **part, "finish_reason": "stop"}]})
        pieces = re.findall(r"\s*\S+|\s+$", text)
        chunks = [_event([{"index": 0, **_piece(chat, word), "finish_reason": None}]) for word in pieces]
        chunks.append(_event([{"index": 0, **_piece(chat, None), "finish_reason": more.pop("finish", "stop")}]))
        usage = {"prompt_tokens": 7, "completion_tokens": len(pieces)}
        chunks.append(_event([{"index": 0, **_piece(chat, None)}] if usage_choice else [], usage))
        if keep_alive:
            chunks = [line for chunk in chunks for line in (b": ping\n\n", b"data:\n\n", chunk)]
        return Answer([*chunks, b"data: [DONE]\n\n"] if done else chunks, **more)

    return answer


def several(*texts: str, ignore_n: bool = False) -> Reply:
    """As many answers as the request wants, streamed by turns or whole; `ignore_n` gives one a prompt."""

    def answer(path: str, body: dict[str, Any]) -> Answer:
        chat = path.endswith("/chat/completions")
        prompts = len(body["prompt"]) if isinstance(body.get("prompt"), list) else 1
        count = prompts * (1 if ignore_n else body.get("n", 1))
        words = [re.findall(r"\s*\S+|\s+$", texts[index % len(texts)]) for index in range(count)]
        if not body.get("stream"):
            parts = [{"message": {"content": text}} if chat else {"text": text} for text in map("".join, words)]
            choices = [{"index": index, **part, "finish_reason": "stop"} for index, part in enumerate(parts)]
            return as_json({"model": "served", "choices": choices, "usage": {"prompt_tokens": 7}})
        turns = [(index, word) for turn in zip_longest(*words) for index, word in enumerate(turn) if word is not None]
        chunks = [_event([{"index": index, **_piece(chat, word)}]) for index, word in turns]
        chunks += [_event([{"index": index, **_piece(chat, None), "finish_reason": "stop"}]) for index in range(count)]
        usage = {"prompt_tokens": 7, "completion_tokens": len(turns)}
        return Answer([*chunks, _event([], usage), b"data: [DONE]\n\n"])

    return answer


def cut(text: str, *, lost: bool = False) -> Reply:
    """A stream that stops in the middle: ended as if it were whole, or with the connection lost."""

    def answer(path: str, body: dict[str, Any]) -> Answer:
        chat = path.endswith("/chat/completions")
        return Answer([_event([{"index": 0, **_piece(chat, w)}]) for w in re.findall(r"\s*\S+", text)], lost=lost)

    return answer


def held(reply: Reply, after: int, release: threading.Event) -> Reply:
    """The same, but only its first `after` chunks until `release` is set."""

    def answer(path: str, body: dict[str, Any]) -> Answer:
        whole = reply(path, body)
        chunks = list(whole.chunks)

        def made() -> Iterator[bytes]:
            yield from chunks[:after]
            release.wait(60)
            yield from chunks[after:]

        return replace(whole, chunks=made())

    return answer


def fail(status: int, message: str, **more: str) -> Reply:
    """An error in the manner of the API."""
    return lambda path, body: as_json({"error": {"message": message, **more}}, status)


def raw(content: str | bytes, content_type: str = "text/event-stream", **more: Any) -> Reply:
    """Just these bytes."""
    found = content.encode() if isinstance(content, str) else content
    return lambda path, body: Answer([found], content_type=content_type, **more)


def as_json(value: object, status: int = 200) -> Answer:
    return Answer([json.dumps(value).encode()], status, "application/json", {"x-request-id": "req_42"})


def _piece(chat: bool, word: str | None) -> dict[str, object]:
    if chat:
        return {"delta": {"content": word} if word is not None else {}}
    return {"text": word}


def _event(choices: list[dict[str, object]], usage: dict[str, int] | None = None) -> bytes:
    chunk = {"id": "c", "model": "served", "choices": choices, **({"usage": usage} if usage else {})}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


class ModelServer:
    """`replies` are answered in turn, the last one again and again; `requests` is what was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.replies: list[Reply] = []
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.models: list[dict[str, Any]] = [
            {"id": "served", "object": "model", "owned_by": "us", "created": 1},
            {"id": "old", "object": "model", "owned_by": "us", "root": "old", "parent": None, "permission": [{}]},
        ]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [body for _, _, body in self.requests]

    def answer(self, path: str, body: dict[str, Any]) -> Answer:
        if path.endswith("/models"):
            return as_json({"object": "list", "data": self.models})
        if "/models/" in path:
            known = next((model for model in self.models if path.endswith("/" + str(model["id"]))), None)
            return as_json(known) if known else fail(404, "no such model")(path, body)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return reply(path, body)


@contextmanager
def serving() -> Iterator[ModelServer]:
    """A server on a free port of this machine; `.url` is its base URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._handle({})

        def do_POST(self) -> None:
            self._handle(json.loads(self.rfile.read(int(self.headers["content-length"]))))

        def _handle(self, body: dict[str, Any]) -> None:
            state.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            answer = state.answer(self.path, body)
            self.send_response(answer.status)
            for name, value in {"content-type": answer.content_type, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            for chunk in answer.chunks:
                time.sleep(answer.delay)
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                self.wfile.flush()
            time.sleep(answer.linger)
            if answer.lost:
                self.close_connection = True
            else:
                self.wfile.write(b"0\r\n\r\n")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that went away in the middle is what some tests do."""

    server = Quiet(("127.0.0.1", 0), Handler)
    state = ModelServer(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
