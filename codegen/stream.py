"""The bytes of a model's answer -> its text. Pure; takes server-sent events and whole JSON documents alike.

Servers differ: keep-alive lines without data, usage chunks with and without choices, texts that are null, errors inside
a stream, no stream at all although one was asked for. What has neither a finish reason nor `[DONE]` was cut off.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from .body import MAX_BYTES, MAX_DETAIL, NO_UTF8, TOO_LONG, error_text, loads, reported
from .errors import ModelError
from .faults import one_line
from .messages import whole_characters
from .task import Tokens

if TYPE_CHECKING:
    from .model import Reply

Endpoint = Literal["completions", "chat", "responses"]
#: An answer's index, and what has come of its text.
Piece: TypeAlias = tuple[int, str]

_CUT = "the stream was cut off before its end; try again"
_NO_TEXT = "the server's answer has no text in it; is this an OpenAI-compatible API, and --api the one it speaks?"
#: A line end and `[DONE]`: raw line ends cannot stand inside the JSON of an event.
DONE = re.compile(rb"[\r\n]data: ?\[DONE\]")
#: The fields of server-sent events (data, event, id, retry) and comments; JSON and web pages start otherwise.
_STREAM_STARTS = "deir:"
_FIELD = re.compile(r"(data|event|id|retry)?:")
#: Parts of an answer that are no words of it.
_THOUGHTS = ("reasoning", "reasoning_text", "summary_text", "thinking")
#: A count of tokens that a database can keep.
_MAX_COUNT = 2**53


@dataclass(slots=True)
class Choice:
    """One of a response's answers, as far as it has come. `refusal`: the model's words instead of an answer."""

    texts: list[str] = field(default_factory=list)
    finish_reason: str = ""
    refusal: str = ""

    @property
    def text(self) -> str:
        return whole_characters("".join(self.texts))


class ReplyReader:
    """Fed with chunks of a response's body. `feed` and `end` raise ModelError (without text), `taken` gives new text.

    `answers`: how many were asked for; what is numbered beyond them is left out.
    """

    def __init__(self, endpoint: Endpoint, answers: int = 1) -> None:
        self.endpoint = endpoint
        self._answers = answers
        #: By index; empty until the first has begun.
        self.choices: dict[int, Choice] = {}
        self._new: list[Piece] = []
        self.model = ""
        self.usage = Tokens()
        self.done = False
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
        self._pending: list[str] = []  # pieces, so that a long line is not copied with each of them
        self._data: list[str] = []
        self._event = ""
        self._streamed: bool | None = None  # unknown until the first character
        self._start = ""
        self._bytes = 0
        self._events = 0
        self._recognised = False  # one event at least is of this endpoint's kind

    @property
    def text(self) -> str:
        """All that has arrived so far of the first answer."""
        return self.choices[0].text if 0 in self.choices else ""

    @property
    def finished(self) -> bool:
        """True if each answer that has begun says why it ended."""
        return bool(self.choices) and all(choice.finish_reason for choice in self.choices.values())

    def feed(self, chunk: bytes) -> None:
        self._bytes += len(chunk)
        if self._bytes > MAX_BYTES:
            raise ModelError(TOO_LONG)
        try:
            self._take(self._decoder.decode(chunk))
        except UnicodeDecodeError as problem:
            self._take(problem.object[: problem.start].decode().removeprefix("\ufeff"))
            raise ModelError(NO_UTF8) from None

    def _take(self, decoded: str) -> None:
        self._pending.append(decoded)
        if self._streamed is None and (start := decoded.lstrip()):
            self._streamed, self._start = start[0] in _STREAM_STARTS, start[:MAX_DETAIL]
        if self._streamed and ("\n" in decoded or "\r" in decoded):
            self._take_lines()

    def end(self) -> None:
        """The body is over. Raises ModelError where it was cut off, was no answer or a refusal."""
        if self._streamed:
            self._take_rest()
        else:
            self._take_document("".join(self._pending))
        if self._streamed and not self._events and not _FIELD.match(self._start):
            raise ModelError(f"the server sent no answer but {self._start[:120]!r}; is the base URL right?")
        if self._streamed and self._events and not self._recognised:
            raise ModelError(_NO_TEXT)
        refusals = [choice.refusal for choice in self.choices.values() if choice.refusal and not choice.texts]
        if refusals and len(refusals) == len(self.choices):
            raise ModelError(f"the model refused: {refusals[0]}")
        if not self.done and not self.finished:
            raise ModelError(_CUT)

    def replies(self, shared: Reply, *, ended: bool = True) -> list[Reply]:
        """The answers, in order; `shared` is what is true of all of them. Before the end, those that had theirs."""
        replies: list[Reply] = []
        for index, choice in sorted(self.choices.items()) or [(0, Choice())]:
            if not ended and not choice.finish_reason:
                continue
            notes = [] if replies else [*shared.notes]
            if choice.finish_reason == "length":
                notes.append("the reply was cut off at the token limit; raise --max-tokens")
            if choice.refusal:
                notes.append(one_line(f"the model refused: {choice.refusal}")[:MAX_DETAIL])
            own = replace(shared, text=choice.text, index=index, finish_reason=choice.finish_reason or "stop")
            replies.append(replace(own, notes=tuple(notes), usage=Tokens() if replies else shared.usage))
        return replies

    def taken(self) -> list[Piece]:
        """The text that is new since the last call, also where `feed` has raised."""
        new, self._new = self._new, []
        return new

    def _take_rest(self) -> None:
        """A last event without its blank line counts, unless it is only a part of one."""
        partial = bool(self._data or "".join(self._pending).strip())
        self._pending.append("\n\n")
        try:
            self._take_lines()
        except ModelError as problem:
            raise ModelError(_CUT) if partial else problem from None

    def _take_lines(self) -> None:
        text = "".join(self._pending).replace("\r\n", "\n")
        half = "\r" if text.endswith("\r") else ""  # perhaps the first half of a line end
        *lines, rest = text.removesuffix("\r").replace("\r", "\n").split("\n")
        self._pending = [rest + half]
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
            self._events += 1
            self.done = True
            return
        if event == "error":
            raise ModelError(f"the server reported an error in its stream: {_words(data)[:MAX_DETAIL]}")
        self._events += 1
        self._take_object(loads(data))

    def _take_document(self, text: str) -> None:
        self._take_object(loads(text))
        begun = any(choice.finish_reason or choice.texts or choice.refusal for choice in self.choices.values())
        if not begun or not self._recognised:
            raise ModelError(_NO_TEXT)
        self.done = True

    def _take_object(self, found: object) -> None:
        if not isinstance(found, dict):
            raise ModelError(f"the server sent {type(found).__name__} where an object belongs; is the base URL right?")
        if found.get("error"):
            raise reported(found)
        if self.endpoint == "responses":
            self._take_response_event(found)
        else:
            self._take_choices(found)

    def _take_choices(self, chunk: dict[str, object]) -> None:
        self._take_facts(chunk)
        choices = chunk.get("choices")
        for index, choice in _numbered(choices if isinstance(choices, list) else []):
            if not 0 <= index < self._answers:
                continue
            part = choice.get("delta") or choice.get("message")
            self._recognised |= isinstance(part, dict) or "text" in choice or "delta" in choice
            fields = part if isinstance(part, dict) else {}
            self._add(_content(fields.get("content")) or choice.get("text"), index)
            if refusal := _content(fields.get("refusal")):
                self._choice(index).refusal += refusal
            if choice.get("finish_reason"):
                self._choice(index).finish_reason = str(choice["finish_reason"])

    def _take_response_event(self, event: dict[str, object]) -> None:
        kind = str(event.get("type") or "")
        if kind == "response.output_text.delta":
            self._add(event.get("delta"))
        elif kind == "response.refusal.delta":
            self._choice(0).refusal += _content(event.get("delta"))
        elif kind == "error":
            raise ModelError(f"the server reported an error in its stream: {error_text(event)[:MAX_DETAIL]}")
        self._recognised |= kind.startswith("response.") or event.get("object") == "response"
        whole = event.get("response", event if event.get("object") == "response" else None)
        if not isinstance(whole, dict):
            return
        self._take_facts(whole)
        status = whole.get("status")
        if status in ("failed", "cancelled"):
            raise ModelError(f"the model {status}: {error_text(whole)[:MAX_DETAIL] or 'no reason given'}")
        if status in ("completed", "incomplete"):
            if not self.text:
                self._add(_output(whole, "text"))
            self._choice(0).refusal = self._choice(0).refusal or _output(whole, "refusal")
            self._choice(0).finish_reason = "stop" if status == "completed" else _why_incomplete(whole)

    def _choice(self, index: int) -> Choice:
        return self.choices.setdefault(index, Choice())

    def _add(self, content: object, index: int = 0) -> None:
        if text := _content(content):
            self._choice(index).texts.append(text)
            self._new.append((index, text))

    def _take_facts(self, found: dict[str, object]) -> None:
        if isinstance(found.get("model"), str):
            self.model = str(found["model"])
        usage = found.get("usage")
        if isinstance(usage, dict):
            self.usage = Tokens(
                prompt_tokens=_count(usage, "prompt_tokens", "input_tokens"),
                completion_tokens=_count(usage, "completion_tokens", "output_tokens"),
            )


def _numbered(choices: list[object]) -> list[tuple[int, dict[str, object]]]:
    """Each with its index, or by its place where some have none or the same one."""
    found = [choice for choice in choices if isinstance(choice, dict)]
    indexes = [choice.get("index") for choice in found]
    given = [index for index in indexes if type(index) is int]
    return list(zip(given if len(set(given)) == len(found) else range(len(found)), found, strict=True))


def _words(data: str) -> str:
    """What an event says that need not be JSON."""
    try:
        return error_text(loads(data)) or data
    except ModelError:
        return data


def _content(value: object, key: str = "text") -> str:
    """A text, or the texts of its parts under `key`, without what the model thought."""
    if isinstance(value, list):
        parts = [part for part in value if isinstance(part, dict) and part.get("type") not in _THOUGHTS]
        return "".join(text for part in parts if isinstance(text := part.get(key), str))
    return value if isinstance(value, str) else ""


def _output(response: dict[str, object], key: str) -> str:
    output = response.get("output")
    items = [item for item in output if isinstance(item, dict)] if isinstance(output, list) else []
    return "".join(_content(item.get("content"), key) for item in items if item.get("type") not in _THOUGHTS)


def _why_incomplete(response: dict[str, object]) -> str:
    """In the words of the other APIs."""
    details = response.get("incomplete_details")
    reason = details.get("reason") if isinstance(details, dict) else None
    return "length" if reason in (None, "max_output_tokens") else str(reason)


def _count(usage: dict[str, object], *names: str) -> int | None:
    found = [value for name in names if type(value := usage.get(name)) is int]
    return next((value for value in found if 0 <= value < _MAX_COUNT), None)
