"""Tapes: HTTP exchanges as JSON lines, played beneath the real `openai` client. Free of keys: no request headers.

One line is one exchange:

    {"request": {"method": "POST", "path": "/chat/completions", "body": {...}},
     "response": {"status": 200, "headers": {...}, "sse": ["data: {...}", "data: [DONE]", ""]}}

`path` is relative to the base URL. Whatever `request.body` says must be in the request; what it does not say is free,
and so is the query where the path has none. The response has one of `sse` (the body split at blank lines), `body`
(JSON), `raw` (text), `base64`, or `text`: a model's words, which are spoken in the manner of the endpoint that asks.
`"cut": "the reason"` ends it as a lost connection.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx2

from .errors import TapeError, UsageError
from .faults import one_line
from .settings import DEFAULT_URL

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
    cut: str = ""


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
        cut=str(response.get("cut") or ""),
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
    """Answers each request with the first exchange of the tape that fits and was not used. Raises TapeError.

    `base_url` gives the part of the path that the tape leaves out.
    """

    def __init__(self, tape: Sequence[Exchange], name: str, *, base_url: str = DEFAULT_URL) -> None:
        self._left = list(tape)
        self._name = name
        self._base_url = base_url
        self._lock = threading.Lock()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        content = request.read()
        asked, path = json.loads(content) if content else None, path_of(request, self._base_url)
        with self._lock:
            if not self._left:
                raise TapeError(
                    f"the tape {self._name} is at its end, but the model is asked once more; record it anew"
                )
            for exchange in self._left:
                if not _mismatch(exchange, request.method, path, asked):
                    self._left.remove(exchange)
                    return play(exchange, request, asked)
            nearest = min(self._left, key=lambda each: bool(_elsewhere(each, request.method, path)))
            why = _mismatch(nearest, request.method, path, asked)
        line = f"the request is not on the tape {self._name}: at line {nearest.line}, {why}; record it anew"
        raise TapeError(one_line(line))


def path_of(request: httpx2.Request, base_url: str) -> str:
    """What a request asks for there, with its query."""
    path = request.url.path.removeprefix(urlsplit(base_url).path.rstrip("/"))
    return f"{path}?{request.url.query.decode()}" if request.url.query else path


def _mismatch(exchange: Exchange, method: str, path: str, asked: object) -> str:
    if differs := _elsewhere(exchange, method, path):
        return differs
    return difference(exchange.body, asked) if exchange.body is not None else ""


def _elsewhere(exchange: Exchange, method: str, path: str) -> str:
    free = path if "?" in exchange.path else path.partition("?")[0]
    if (method, free) == (exchange.method, exchange.path):
        return ""
    return f"{method} {path} is asked, recorded was {exchange.method} {exchange.path}"


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
            raise httpx2.RemoteProtocolError(self._cut)


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
