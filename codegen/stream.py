"""The bytes of a model's answer -> its text. Pure; takes server-sent events and whole JSON documents alike.

Servers differ: keep-alive lines without data, usage chunks with and without choices, texts that are null, errors inside
a stream, no stream at all although one was asked for. What has neither a finish reason nor `[DONE]` was cut off.
"""

from __future__ import annotations

import codecs
import json
from typing import Literal

from .errors import ModelError
from .task import Tokens

Endpoint = Literal["completions", "chat", "responses"]

#: A server that never ends is stopped here; the longest real answers are some hundred kilobytes.
MAX_BYTES = 16 * 2**20


class ReplyReader:
    """Fed with chunks of a response's body. `feed` and `end` return new text and raise ModelError (without text)."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.text = ""
        self.model = ""
        self.finish_reason = ""
        self.usage = Tokens()
        self.done = False
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._pending = ""
        self._data: list[str] = []
        self._event = ""
        self._streamed: bool | None = None  # unknown until the first character
        self._bytes = 0

    def feed(self, chunk: bytes) -> str:
        self._bytes += len(chunk)
        if self._bytes > MAX_BYTES:
            raise ModelError(f"the answer is longer than {MAX_BYTES >> 20} MiB; it was stopped there")
        before = len(self.text)
        try:
            self._pending += self._decoder.decode(chunk)
        except UnicodeDecodeError as problem:
            raise ModelError("the server sent bytes that are not UTF-8; is the base URL right?") from problem
        if self._streamed is None and self._pending.strip():
            self._streamed = not self._pending.lstrip().startswith(("{", "[", "<", '"', "null"))
        if self._streamed:
            self._take_lines()
        return self.text[before:]

    def end(self) -> str:
        """The body is over. Raises ModelError where it was cut off or was no answer."""
        before = len(self.text)
        if self._streamed:
            self._pending += "\n\n"  # a last event without its blank line still counts
            self._take_lines()
        else:
            self._take_document(self._pending)
        if not self.done and not self.finish_reason:
            raise ModelError("the stream was cut off before its end; try again")
        return self.text[before:]

    def _take_lines(self) -> None:
        text = self._pending.replace("\r\n", "\n")
        if text.endswith("\r"):  # perhaps half of a line end
            text, self._pending = text[:-1], "\r"
        else:
            self._pending = ""
        *lines, rest = text.replace("\r", "\n").split("\n")
        self._pending = rest + self._pending
        for line in lines:
            self._take_line(line)

    def _take_line(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            data, event = "\n".join(self._data), self._event
            self._data, self._event = [], ""
            self._take_event(data, event)
        elif name == "data":
            self._data.append(value)
        elif name == "event":
            self._event = value

    def _take_event(self, data: str, event: str) -> None:
        if not data.strip() or self.done:
            return
        if data.startswith("[DONE]"):
            self.done = True
            return
        if event == "error":
            raise ModelError(f"the server reported an error in its stream: {error_text(_loads(data)) or data[:200]}")
        self._take_object(_loads(data))

    def _take_document(self, text: str) -> None:
        if not text.strip():
            raise ModelError("the server's answer is empty")
        if text.lstrip().startswith("<"):
            raise ModelError("the server answered with a web page; is the base URL right? It often ends in /v1")
        self._take_object(_loads(text))
        if not self.finish_reason and not self.text:
            raise ModelError("the server's answer has no text in it; is this an OpenAI-compatible API?")
        self.done = True

    def _take_object(self, found: object) -> None:
        if not isinstance(found, dict):
            raise ModelError(f"the server sent {type(found).__name__} where an object belongs; is the base URL right?")
        if found.get("error"):
            raise ModelError(f"the server reported an error: {error_text(found) or found['error']!r}")
        if self.endpoint == "responses":
            self._take_response_event(found)
        else:
            self._take_choices(found)

    def _take_choices(self, chunk: dict[str, object]) -> None:
        self._take_facts(chunk)
        choices = chunk.get("choices")
        for choice in choices if isinstance(choices, list) else ():
            if not isinstance(choice, dict) or choice.get("index", 0) != 0:
                continue
            part = choice.get("delta") or choice.get("message")
            if isinstance(part, dict):
                self.text += _content(part.get("content"))
                if part.get("refusal"):
                    raise ModelError(f"the model refused: {part['refusal']}")
            self.text += _content(choice.get("text"))
            self.finish_reason = str(choice.get("finish_reason") or self.finish_reason)

    def _take_response_event(self, event: dict[str, object]) -> None:
        kind = str(event.get("type") or "")
        if kind == "response.output_text.delta":
            self.text += _content(event.get("delta"))
        whole = event.get("response", event if event.get("object") == "response" else None)
        if not isinstance(whole, dict):
            return
        self._take_facts(whole)
        status = whole.get("status")
        if status == "failed":
            raise ModelError(f"the model failed: {error_text(whole) or 'no reason given'}")
        if status in ("completed", "incomplete"):
            if not self.text:
                self.text = _output_text(whole)
            self.finish_reason = "stop" if status == "completed" else "length"

    def _take_facts(self, found: dict[str, object]) -> None:
        if isinstance(found.get("model"), str):
            self.model = str(found["model"])
        usage = found.get("usage")
        if isinstance(usage, dict):
            self.usage = Tokens(
                prompt_tokens=_count(usage, "prompt_tokens", "input_tokens"),
                completion_tokens=_count(usage, "completion_tokens", "output_tokens"),
            )


def error_text(found: object) -> str:
    """The useful words of an error body, wherever this kind of server keeps them; "" if there are none."""
    if isinstance(found, str):
        return found
    if isinstance(found, dict):
        for key in ("error", "message", "detail", "error_description"):
            text = error_text(found.get(key))
            if text:
                return text
    if isinstance(found, list) and found:
        return error_text(found[0]) or error_text(
            {"message": found[0].get("msg")} if isinstance(found[0], dict) else ""
        )
    return ""


def _loads(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ModelError(f"the server sent broken JSON: {text.strip()[:120]!r}") from problem


def _content(value: object) -> str:
    if isinstance(value, list):
        return "".join(str(part.get("text") or "") for part in value if isinstance(part, dict))
    return value if isinstance(value, str) else ""


def _output_text(response: dict[str, object]) -> str:
    output = response.get("output")
    items = output if isinstance(output, list) else []
    return "".join(_content(item.get("content")) for item in items if isinstance(item, dict))


def _count(usage: dict[str, object], *names: str) -> int | None:
    return next((value for name in names if isinstance(value := usage.get(name), int)), None)
