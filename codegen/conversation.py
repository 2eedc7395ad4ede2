"""A conversation: the whole of it is sent each time, and all that was said is in the history before it is used."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

from .errors import UsageError
from .messages import message, validated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from .history import History
    from .messages import Message
    from .model import Model, Reply
    from .saved import Status
    from .task import Tokens

#: A file to load that is longer than this is no conversation.
MAX_BYTES = 64 * 2**20
_INSTRUCTIONS = ("system", "developer")


@dataclass(frozen=True, slots=True)
class _Said:
    """One message, and by which number the history knows it; an answer has its question's."""

    message: Message
    number: int | None = None


class Conversation:
    """Talks with `model`. `messages` begin it, `system` is what the model is told before all else.

    With a `history`, every message is saved there when there is one, answers piece by piece. A context manager: how it
    was left is how it ended in the history. An answer that breaks off counts as far as it came; a question without any
    answer is taken back, so that it can be asked again. Raises UsageError for messages that are none.
    """

    def __init__(
        self,
        model: Model,
        *,
        system: str | None = None,
        messages: Iterable[object] = (),
        history: History | None = None,
    ) -> None:
        self._model = model
        #: The number in the history, None until something was said.
        self.id: int | None = None
        #: The last question, if nothing of an answer to it came.
        self.unanswered: Message | None = None
        self._history = history
        self._said = [_Said(each) for each in validated(messages)]
        if system is not None:
            self.system = system

    @classmethod
    def resume(cls, model: Model, history: History, number: int) -> Self:
        """Goes on with the conversation of that number. Raises UsageError if the history has none."""
        saved = history.conversation(number)
        talk = cls(model, history=history)
        talk.id = saved.id
        talk._said = [_Said(*each) for each in zip(saved.messages, saved.numbers, strict=True)]
        history.resume(saved.id, model.name)
        if talk._said and talk._said[-1].message["role"] == "user":
            asked = talk._said.pop()
            if saved.status != "running":  # the process ended before an answer came; else it waits for one
                talk._withdraw([asked])
                last = next((each.message for each in reversed(talk._said) if each.message["role"] == "user"), None)
                talk.unanswered = asked.message if asked.message != last else None  # the same again was a `retry`
        return talk

    @property
    def model(self) -> Model:
        """Who answers; another one can be put in its place at any time."""
        return self._model

    @model.setter
    def model(self, model: Model) -> None:
        self._model = model
        if self._history:
            self._history.resume(self.id, model.name)

    @property
    def messages(self) -> list[Message]:
        """What the model would be sent before the next question, as plain dicts of one's own."""
        return [each.message.copy() for each in self._said]

    @property
    def system(self) -> str | None:
        """What the model is told before all else; None for nothing."""
        first = self._said[0].message if self._said else None
        return first["content"] if first and first["role"] in _INSTRUCTIONS else None

    @system.setter
    def system(self, text: str | None) -> None:
        if self.system is not None:
            self._withdraw(self._said[:1])
            del self._said[0]
        if text is not None:
            self._said.insert(0, self._noted(message("system", text), "first"))

    def send(self, text: str, on_text: Callable[[str], None] | None = None, *, name: str | None = None) -> Reply:
        """Asks, and gives the answer, to `on_text` piece by piece as it comes. `name` tells users apart.

        Raises ModelError, and what `on_text` raises; what had come of the answer by then counts as the answer.
        """
        return self._ask(message("user", text, name), len(self._said), on_text)

    def retry(self, on_text: Callable[[str], None] | None = None) -> Reply:
        """Asks the last question again. The answer that there was goes when the first piece of another one comes.

        Raises UsageError if nothing was asked, else what `send` raises.
        """
        if self.unanswered is not None:
            return self._ask(self.unanswered, len(self._said), on_text)
        place = self._last_question("ask again")
        return self._ask(self._said[place].message, place, on_text)

    def undo(self) -> Message:
        """Takes the last question back, with its answer; the question. Raises UsageError if nothing was asked."""
        if self.unanswered is not None:
            question, self.unanswered = self.unanswered, None
            return question
        place = self._last_question("take back")
        question = self._said[place].message
        self._cut(place)
        return question

    def save(self, path: Path) -> None:
        """To a file, as a JSON object of the model's name and the messages. Raises UsageError."""
        text = json.dumps({"model": self.model.name, "messages": self.messages}, ensure_ascii=False, indent=2)
        try:
            path.write_text(text + "\n", encoding="utf-8")
        except (OSError, ValueError) as problem:
            raise UsageError(f"{path}: cannot be written: {_reason(problem)}") from None

    def load(self, path: Path) -> None:
        """Goes on as another conversation: with the messages of a file that `save` wrote, or a JSON list of messages.

        Raises UsageError; then nothing has changed.
        """
        messages = _read(path)
        self._finish("done")
        self.id, self.unanswered = None, None
        self._said = [_Said(each) for each in messages]

    def close(self) -> None:
        """Nothing more will be said for now."""
        self._finish("done")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, at: object) -> None:
        if kind is None:
            self.close()
        elif issubclass(kind, Exception):
            self._finish("failed", str(problem))
        else:
            self._finish("interrupted")

    def _ask(self, question: Message, place: int, on_text: Callable[[str], None] | None) -> Reply:
        """Asks it after the first `place` messages; with its answer it comes into the place of all that follow."""
        asked = self._begun(question)
        heard: list[str] = []

        def hear(piece: str) -> None:
            if not heard:
                self._withdraw(self._said[place:])
            heard.append(piece)
            if self._history:
                self._history.save_piece(self.id, asked.number, piece)
            if on_text is not None:
                on_text(piece)

        try:
            reply = self.model.stream([*(each.message for each in self._said[:place]), question], hear)
        except BaseException as problem:  # Ctrl-C too
            self._settle(asked, place, "".join(heard), error=str(problem) or "interrupted")
            raise
        self._settle(asked, place, reply.text, model=reply.model, usage=reply.usage)
        return reply

    def _settle(
        self, asked: _Said, place: int, text: str, *, model: str = "", usage: Tokens | None = None, error: str = ""
    ) -> None:
        """What has become of a question that was sent."""
        if text:
            self._cut(place)
            self._said += [asked, _Said(message("assistant", text), asked.number)]
        elif place == len(self._said):
            self.unanswered = asked.message
        if self._history:
            self._history.save_reply(self.id, asked.number, text, model=model, usage=usage, error=error)
        if not text:
            self._withdraw([asked])

    def _begun(self, question: Message) -> _Said:
        """The question as the history knows it, where a conversation begins with its first one."""
        if self._history and self.id is None:
            self.id = self._history.begin("chat", self.model.name)
            system = 1 if self.system is not None else 0
            earlier = [each.message for each in self._said]
            self._said = [self._noted(each, "first") for each in earlier[:system]]
            self._said += [self._noted(each) for each in earlier[system:]]
        return self._noted(question)

    def _noted(self, said: Message, place: Literal["first", "last"] = "last") -> _Said:
        number = self._history.add_message(self.id, said, place=place) if self._history else None
        return _Said(said, number)

    def _last_question(self, purpose: str) -> int:
        questions = [place for place, each in enumerate(self._said) if each.message["role"] == "user"]
        if not questions:
            raise UsageError(f"there is no question to {purpose}")
        return questions[-1]

    def _cut(self, place: int) -> None:
        """All messages from that place on are no part of the conversation any more."""
        self.unanswered = None
        self._withdraw(self._said[place:])
        del self._said[place:]

    def _withdraw(self, said: Iterable[_Said]) -> None:
        if self._history and (numbers := {each.number for each in said}):
            self._history.withdraw(self.id, *numbers)

    def _finish(self, status: Status, error: str = "") -> None:
        if self._history:
            self._history.finish(self.id, status, error)


def _read(path: Path) -> list[Message]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as problem:
        raise UsageError(f"{path}: cannot be read: {_reason(problem)}") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path}: a conversation has at most {MAX_BYTES >> 20} MiB")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UsageError(f"{path}: is no JSON, let alone a list of messages") from None
    messages = found.get("messages") if isinstance(found, dict) else found
    if not isinstance(messages, list):
        raise UsageError(f'{path}: holds no list of messages, such as [{{"role": "user", "content": "Hello"}}]')
    try:
        return validated(messages)
    except UsageError as problem:
        raise UsageError(f"{path}: {problem}") from None


def _reason(problem: OSError | ValueError) -> str:
    return str(problem.strerror if isinstance(problem, OSError) else problem)
