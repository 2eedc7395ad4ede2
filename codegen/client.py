"""The `openai` client behind the Model protocol: completions, chat and responses.

Answers are read as raw bytes (see `stream.py`): the client's own reader fails on keep-alive lines and does not notice
a stream that was cut off.
"""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from .connection import Connection
from .dialect import Dialect, Question, prompted
from .errors import ModelError
from .faults import masked, status_of
from .listing import find_model, read_model, read_page, read_pages
from .messages import validated
from .model import Reply
from .parallel import AT_ONCE, together
from .stream import ReplyReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import httpx2

    from .dialect import Asked
    from .listing import Page
    from .messages import Message
    from .model import ModelInfo, OnText, OnWait
    from .parallel import Tell
    from .settings import Settings


class OpenAIModel:
    """A model behind an OpenAI-compatible API. A context manager.

    `on_wait` is told of each wait before another try, which `pause` makes; `at_once` requests go out together. Raises
    ModelError where the client cannot be set up (proxy, certificates).
    """

    def __init__(
        self,
        settings: Settings,
        *,
        transport: httpx2.BaseTransport | None = None,
        name: str | None = None,
        on_wait: OnWait | None = None,
        pause: Callable[[float], None] = time.sleep,
        at_once: int = AT_ONCE,
    ) -> None:
        self.name = name or settings.model
        self._settings = settings
        self._dialect = Dialect(settings, self.name)
        self._at_once = at_once
        self._connection = Connection(settings, self.name, transport=transport, on_wait=on_wait, pause=pause)

    def stream(self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None) -> Reply:
        """The answer, piece by piece to `on_text`. Raises ModelError; its `.text` is what had arrived.

        What the server refuses by name is put differently or left out, once each, and noted in the reply.
        """
        question = Question(messages=tuple(validated(messages)))
        return self._exchange(question, lambda _, text: on_text and on_text(text))[0]

    def samples(self, messages: Sequence[Message], count: int, on_text: OnText | None = None) -> Iterator[list[Reply]]:
        """`count` answers, those of one request together. See `Sampler`."""
        return self._answers(Question(messages=tuple(validated(messages)), samples=count), on_text)

    def complete(
        self,
        prompts: Sequence[str],
        *,
        samples: int = 1,
        stop: Sequence[str] = (),
        stream: bool = True,
        on_text: OnText | None = None,
    ) -> Iterator[Reply]:
        """`samples` continuations of each prompt, each when it is whole; `Reply.index` counts through the prompts.

        A model that only chats gets each prompt as a message of the user's. Raises ModelError as `samples` does, and at
        once UsageError for what cannot be sent.
        """
        asked = prompted(prompts, samples=samples, stop=stop, stream=stream)
        return chain.from_iterable(self._answers(asked, on_text))

    def _answers(self, question: Question, on_text: OnText | None) -> Iterator[list[Reply]]:
        left = list(range(question.answers))
        notes: tuple[str, ...] = ()
        broken: ModelError | None = None
        try:
            replies = self._exchange(question, on_text) if self._dialect.takes(question) else []
        except _SeveralRequestsError as refusal:
            replies, notes = [], refusal.notes
        except _BrokenOffError as found:
            replies, broken = found.replies, found.fault
        if replies := _placed(replies, question):
            left = [index for index in left if all(reply.index != index for reply in replies)]
            yield replies
        if broken is not None:
            raise broken
        problems = []

        def asking(index: int) -> Callable[[Tell], Reply]:
            single = question.single(index)
            return lambda tell: self._exchange(single, lambda _, text: tell(text))[0]

        jobs = [asking(index) for index in left]
        for number, result in together(jobs, _renumbered(on_text, left), at_once=self._at_once):
            if isinstance(result, Exception):
                problems.append(result)
            else:
                yield [replace(result, index=left[number], notes=(*notes, *result.notes))]
                notes = ()
        if problems:
            raise problems[0]

    def _exchange(self, question: Question, on_text: OnText | None) -> list[Reply]:
        """One request, tried again as long as that may help; its answers in the order of their indexes."""
        start = time.monotonic()
        notes: list[str] = []
        tries = 0
        while True:
            asked = self._dialect.phrase(question)
            reader, ids = ReplyReader(asked.endpoint, question.answers), list[str]()
            fault: ModelError | None = None
            try:
                self._read(asked, reader, start + self._settings.model_timeout, ids, on_text)
            except Exception as problem:
                found = self._connection.fault(problem, reader.text, request_id="".join(ids))
                if reader.finished and not isinstance(problem, ModelError):
                    break  # lost after its end, which is no loss
                learned = self._learn(problem, question, asked)
                if learned is not None:
                    notes += learned
                    if not self._dialect.takes(question):
                        raise _SeveralRequestsError(tuple(notes)) from None
                    continue
                fault = found
                if not reader.choices:
                    tries += 1
                    self._connection.wait(problem, fault, tries, start + self._settings.model_timeout)
                    continue
            break
        shared = Reply(
            text="",
            model=masked(reader.model, self._settings) or self.name,
            usage=reader.usage,
            seconds=time.monotonic() - start,
            request_id="".join(ids),
            notes=(*notes, *self._dialect.unsaid(question)),
        )
        if fault is None:
            return self._without_keys(reader.replies(shared))
        if question.answers > 1 and (whole := self._without_keys(reader.replies(shared, ended=False))):
            raise _BrokenOffError(whole, fault)
        raise fault

    def _without_keys(self, replies: list[Reply]) -> list[Reply]:
        """What is told of the answers; their texts stay the model's."""

        def clean(text: str) -> str:
            return masked(text, self._settings)

        return [
            replace(each, finish_reason=clean(each.finish_reason), notes=tuple(map(clean, each.notes)))
            for each in replies
        ]

    def _read(self, asked: Asked, reader: ReplyReader, end: float, ids: list[str], on_text: OnText | None) -> None:
        client = self._connection.client
        create: Mapping[str, Callable[..., Any]] = {
            "chat": client.chat.completions.with_streaming_response.create,
            "responses": client.responses.with_streaming_response.create,
            "completions": client.completions.with_streaming_response.create,
        }
        with closing(self._connection.body(lambda: create[asked.endpoint](**asked.parameters), end, ids)) as chunks:
            for chunk in chain(chunks, (None,)):
                try:
                    reader.end() if chunk is None else reader.feed(chunk)
                finally:  # what came before the fault in one chunk with it
                    for index, piece in reader.taken():
                        if on_text is not None:
                            on_text(index, piece)

    def _learn(self, problem: Exception, question: Question, asked: Asked) -> list[str] | None:
        status, parameter, words = status_of(problem)
        return self._dialect.learn(status, parameter, words, question, asked) if status else None

    def list_models(self) -> list[ModelInfo]:
        """The server's models, sorted by id. Raises ModelError."""
        return self._listed(time.monotonic() + self._settings.model_timeout)

    def retrieve_model(self, model_id: str) -> ModelInfo:
        """One model of the server, by its own route or from the list.

        Raises UsageError for an empty id, ModelError, which names the closest ids where there is no such model.
        """
        end = time.monotonic() + self._settings.model_timeout
        retrieved = self._connection.client.models.with_streaming_response.retrieve

        def retrieve() -> ModelInfo:
            return self._connection.document(lambda: retrieved(model_id), read_model, end, asked=model_id)

        return find_model(model_id, retrieve, lambda: self._listed(end))

    def _listed(self, end: float) -> list[ModelInfo]:
        listed = self._connection.client.models.with_streaming_response.list

        def page(last: str) -> Page:
            query = {"after": last} if last else {}
            return self._connection.document(lambda: listed(extra_query=query), read_page, end, asked="/models")

        return read_pages(page)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _SeveralRequestsError(Exception):
    """The server does not answer all of it in one request. `notes`: what to tell of that."""

    def __init__(self, notes: tuple[str, ...]) -> None:
        super().__init__(*notes)
        self.notes = notes


class _BrokenOffError(Exception):
    """One answer was not to its end. `replies`: those that were."""

    def __init__(self, replies: list[Reply], fault: ModelError) -> None:
        super().__init__(str(fault))
        self.replies = replies
        self.fault = fault


def _renumbered(on_text: OnText | None, indexes: Sequence[int]) -> OnText | None:
    return on_text and (lambda number, text: on_text(indexes[number], text))


def _placed(replies: list[Reply], question: Question) -> list[Reply]:
    """A server that gives one answer a prompt, whatever is asked, numbers the prompts."""
    if question.samples > 1 and len(replies) == len(question.prompts) > 1:
        return [replace(reply, index=reply.index * question.samples) for reply in replies]
    return replies
