"""Tapes: HTTP exchanges as JSON lines, played beneath the real `openai` client. Free of keys: no request headers.

One line is one exchange:

    {"request": {"method": "POST", "path": "/chat/completions", "body": {...}},
     "response": {"status": 200, "headers": {...}, "sse": ["data: {...}", "data: [DONE]", ""]}}

`path` is relative to the base URL. Whatever `request.body` says must be in the request; what it does not say is free.
The response has one of `sse` (the body split at blank lines), `body` (JSON), `raw` (text), `base64`, or `text`: a
model's words, which are spoken in the manner of the endpoint that asks. `"cut": true` ends it as a lost connection.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx2

from .errors import TapeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

#: A tape is read whole; one that is larger is no tape.
MAX_TAPE = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One recorded request and its answer. `line` counts from 1, for messages."""

    line: int
    method: str
    path: str
    body: object
    status: int
    headers: Mapping[str, str]
    #: The body, or None where `text` is to be spoken.
    content: bytes | None
    text: str = ""
    cut: bool = False


def read_tape(path: Path) -> list[Exchange]:
    """The exchanges of a file. Raises UsageError where there is none, TapeError with the line that is broken."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TAPE + 1)  # a device has no size, and perhaps no end
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"the tape {path}: no such file; --record makes one") from None
    except IsADirectoryError:
        raise UsageError(f"the tape {path}: is a directory; name a file in it") from None
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else problem
        raise TapeError(f"cannot read the tape {path}: {why}") from problem
    if len(data) > MAX_TAPE:
        raise TapeError(f"{path} is larger than {MAX_TAPE >> 20} MiB, which is no tape")
    try:
        return parse_tape(data.decode().replace("\r\n", "\n"), str(path))
    except UnicodeDecodeError as problem:
        raise TapeError(f"cannot read the tape {path}: it is not UTF-8") from problem


def parse_tape(text: str, name: str) -> list[Exchange]:
    """The exchanges of a tape's text; blank lines are skipped. Raises TapeError."""
    tape = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            tape.append(_exchange(json.loads(line), number))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
            why = f"{problem} is missing" if isinstance(problem, KeyError) else str(problem)
            raise TapeError(f"the tape {name} is broken at line {number}: {why}") from problem
    if not tape:
        raise TapeError(f"the tape {name} is empty; --record makes one")
    return tape


def recorded_model(tape: Sequence[Exchange]) -> str | None:
    """The model that was asked when the tape was made; None where no request names one."""
    bodies = (exchange.body for exchange in tape)
    return next((str(body["model"]) for body in bodies if isinstance(body, dict) and "model" in body), None)


def _exchange(record: dict[str, dict[str, object]], number: int) -> Exchange:
    request, response = record["request"], record["response"]
    status, headers = response.get("status", 200), response.get("headers", {})
    if not isinstance(status, int) or not isinstance(headers, dict) or not 100 <= status <= 599:
        raise ValueError("the response needs a numeric status and an object of headers")
    return Exchange(
        line=number,
        method=str(request["method"]),
        path=str(request["path"]),
        body=request.get("body"),
        status=status,
        headers={str(key): str(value) for key, value in headers.items()},
        content=_content(response),
        text=str(response.get("text", "")),
        cut=bool(response.get("cut", False)),
    )


def _content(response: dict[str, object]) -> bytes | None:
    match response:
        case {"sse": list(events)}:
            return "\n\n".join(map(str, events)).encode()
        case {"body": body}:
            return json.dumps(body).encode()
        case {"raw": str(text)}:
            return text.encode()
        case {"base64": str(text)}:
            return base64.b64decode(text, validate=True)
        case {"text": str()}:
            return None
        case _:
            raise ValueError("the response has none of sse, body, raw, base64, text")


def difference(recorded: object, asked: object, at: str = "body") -> str:
    """Where a request departs from what was recorded, in words; "" if it has all of it."""
    if isinstance(recorded, dict) and isinstance(asked, dict):
        pairs = [(f"{at}.{key}", value, asked.get(key)) for key, value in recorded.items()]
    elif isinstance(recorded, list) and isinstance(asked, list) and len(recorded) == len(asked):
        pairs = [(f"{at}[{i}]", *pair) for i, pair in enumerate(zip(recorded, asked, strict=True))]
    elif recorded == asked:
        return ""
    elif isinstance(recorded, list) and isinstance(asked, list):
        return f"{at} has {len(asked)} entries, recorded were {len(recorded)}"
    else:
        return _unlike(recorded, asked, at)
    return next((found for where, old, new in pairs if (found := difference(old, new, where))), "")


def _unlike(recorded: object, asked: object, at: str) -> str:
    """Long texts are shown from where they part."""
    if isinstance(recorded, str) and isinstance(asked, str):
        same = next((i for i, (a, b) in enumerate(zip(recorded, asked, strict=False)) if a != b), None)
        start = max(0, (min(len(recorded), len(asked)) if same is None else same) - 10)
        recorded, asked = recorded[start:], asked[start:]
    return f"{at} is {json.dumps(asked)[:60]}, recorded was {json.dumps(recorded)[:60]}"


class ReplayTransport(httpx2.BaseTransport):
    """Answers each request with the first exchange of the tape that fits and was not used. Raises TapeError."""

    def __init__(self, tape: Sequence[Exchange], name: str) -> None:
        self._left = list(tape)
        self._name = name
        self._lock = threading.Lock()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        content = request.read()
        asked = json.loads(content) if content else None
        with self._lock:
            if not self._left:
                raise TapeError(
                    f"the tape {self._name} is at its end, but the model is asked once more; record it anew"
                )
            for exchange in self._left:
                if not _mismatch(exchange, request, asked):
                    self._left.remove(exchange)
                    return play(exchange, request, asked)
            first = self._left[0]
            why = _mismatch(first, request, asked)
        raise TapeError(f"the request is not on the tape {self._name}: at line {first.line}, {why}; record it anew")


def _mismatch(exchange: Exchange, request: httpx2.Request, asked: object) -> str:
    if request.method != exchange.method or not request.url.path.endswith(exchange.path):
        return f"{request.method} {request.url.path} is asked, recorded was {exchange.method} {exchange.path}"
    return difference(exchange.body, asked) if exchange.body is not None else ""


def play(exchange: Exchange, request: httpx2.Request, asked: object) -> httpx2.Response:
    """The exchange's answer, as the HTTP client would have got it."""
    headers = dict(exchange.headers)
    if exchange.content is None:
        headers.setdefault("content-type", "text/event-stream")
        chunks = list(spoken(exchange.text, request.url.path, asked))
    else:
        chunks = [exchange.content]
    return httpx2.Response(exchange.status, headers=headers, stream=_Chunks(chunks, exchange), request=request)


class _Chunks(httpx2.SyncByteStream):
    def __init__(self, chunks: list[bytes], exchange: Exchange) -> None:
        self._chunks = chunks
        self._cut = exchange.cut

    def __iter__(self) -> Iterator[bytes]:
        yield from self._chunks
        if self._cut:
            raise httpx2.RemoteProtocolError("peer closed connection (as recorded)")


def spoken(text: str, path: str, asked: object) -> Iterator[bytes]:
    """A model's words as server-sent events, one word each, in the manner of the endpoint."""
    model = asked.get("model", "") if isinstance(asked, dict) else ""
    words = re.findall(r"\s*\S+|\s+$", text)
    usage = {"prompt_tokens": len(json.dumps(asked)) // 4, "completion_tokens": len(words)}
    if path.endswith("/responses"):
        for word in words:
            yield _event({"type": "response.output_text.delta", "delta": word})
        usage = {"input_tokens": usage["prompt_tokens"], "output_tokens": usage["completion_tokens"]}
        yield _event(
            {"type": "response.completed", "response": {"status": "completed", "model": model, "usage": usage}}
        )
        return
    chat = path.endswith("/chat/completions")
    for word in words:
        piece: dict[str, object] = {"delta": {"content": word}} if chat else {"text": word}
        yield _event({"model": model, "choices": [{"index": 0, **piece, "finish_reason": None}]})
    last: dict[str, object] = {"delta": {}} if chat else {"text": ""}
    yield _event({"model": model, "choices": [{"index": 0, **last, "finish_reason": "stop"}]})
    yield _event({"model": model, "choices": [], "usage": usage})
    yield b"data: [DONE]\n\n"


def _event(data: object) -> bytes:
    return b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n"
