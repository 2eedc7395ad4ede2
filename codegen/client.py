"""The `openai` client behind the Model protocol: completions, chat and responses.

Answers are read as raw bytes (see `stream.py`): the client's own reader fails on keep-alive lines and does not notice
a stream that was cut off. Its retries are off: ours can be shown, and know the deadline.
"""

from __future__ import annotations

import re
import time
from contextlib import closing
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Self, TypeVar

from .body import read_document
from .deadline import within
from .dialect import Dialect, Question
from .faults import status_of, translate
from .listing import find_model, read_model, read_page, read_pages
from .messages import validated
from .model import Reply
from .parallel import together
from .retry import pause_seconds
from .stream import ReplyReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import httpx2

    from .dialect import Asked
    from .errors import ModelError
    from .listing import Page
    from .messages import Message
    from .model import ModelInfo, OnText, OnWait
    from .parallel import Tell
    from .settings import Settings

Found = TypeVar("Found")

#: A line end and `[DONE]`: raw line ends cannot stand inside the JSON of an event.
_DONE = re.compile(rb"[\r\n]data: ?\[DONE\]")


class OpenAIModel:
    """A model behind an OpenAI-compatible API. `notice` is one line to show, or "". A context manager.

    `on_wait` is told of each wait before another try. Raises ModelError where the client cannot be set up (proxy,
    certificates).
    """

    def __init__(
        self,
        settings: Settings,
        *,
        transport: httpx2.BaseTransport | None = None,
        name: str | None = None,
        notice: str = "",
        on_wait: OnWait | None = None,
    ) -> None:
        import openai

        self.name = name or settings.model
        self.notice = notice
        self._settings = settings
        self._dialect = Dialect(settings, self.name)
        self._on_wait = on_wait
        try:
            self._client = openai.OpenAI(
                # A server of one's own often needs no key, but the client does.
                api_key=settings.api_key or "none",
                base_url=settings.url,
                organization=settings.organization,
                project=settings.project,
                timeout=settings.model_timeout,
                max_retries=0,
                http_client=openai.DefaultHttpxClient(transport=transport) if transport is not None else None,
            )
        except Exception as problem:
            raise self._fault(problem) from problem
        # The client's own look at OPENAI_ORG_ID and OPENAI_PROJECT_ID knows neither blank ones nor other servers.
        self._client.organization, self._client.project = settings.organization, settings.project

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

        A model that only chats gets each prompt as a message of the user's. Raises ModelError as `samples` does.
        """
        asked = Question(prompts=tuple(prompts), samples=samples, stop=tuple(stop), stream=stream)
        return chain.from_iterable(self._answers(asked, on_text))

    def _answers(self, question: Question, on_text: OnText | None) -> Iterator[list[Reply]]:
        left = list(range(question.answers))
        notes: tuple[str, ...] = ()
        try:
            replies = self._exchange(question, on_text) if self._dialect.takes(question) else []
        except _SeveralRequestsError as refusal:
            replies, notes = [], refusal.notes
        if replies := [reply for reply in _placed(replies, question) if reply.index in left]:
            left = [index for index in left if all(reply.index != index for reply in replies)]
            yield replies
        problems = []

        def asking(index: int) -> Callable[[Tell], Reply]:
            single = question.single(index)
            return lambda tell: self._exchange(single, lambda _, text: tell(text))[0]

        for number, result in together([asking(index) for index in left], _renumbered(on_text, left)):
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
        end = start + self._settings.model_timeout
        notes: list[str] = []
        tries = 0
        while True:
            asked = self._dialect.phrase(question)
            reader, ids = ReplyReader(asked.endpoint), list[str]()
            try:
                self._read(asked, reader, end - time.monotonic(), ids, on_text)
                break
            except Exception as problem:
                learned = self._learn(problem, asked)
                if learned is not None:
                    notes += learned
                    if not self._dialect.takes(question):
                        raise _SeveralRequestsError(tuple(notes)) from problem
                    continue
                fault = self._fault(problem, reader.text, request_id="".join(ids))
                if reader.choices:
                    raise fault from problem
                tries += 1
                self._wait(problem, fault, tries, end)
        shared = Reply(
            text="",
            model=reader.model or self.name,
            usage=reader.usage,
            seconds=time.monotonic() - start,
            request_id="".join(ids),
            notes=(*notes, *self._dialect.unsaid(question)),
        )
        return reader.replies(shared)

    def _wait(self, problem: Exception, fault: ModelError, tries: int, end: float) -> None:
        """Before the next try; raises the fault if none helps, or not before the `end`."""
        pause = pause_seconds(problem, tries)
        if pause is None or pause >= end - time.monotonic():
            raise fault from problem
        if self._on_wait is not None:
            self._on_wait(pause, str(fault))
        time.sleep(pause)

    def _read(self, asked: Asked, reader: ReplyReader, seconds: float, ids: list[str], on_text: OnText | None) -> None:
        chunks = within(seconds, lambda: self._chunks(asked, ids))
        ended = False
        try:
            while not ended:
                chunk = next(chunks, None)
                ended = chunk is None
                for index, piece in reader.end() if chunk is None else reader.feed(chunk):
                    if on_text is not None:
                        on_text(index, piece)
        finally:
            chunks.close()

    def _chunks(self, asked: Asked, ids: list[str]) -> Iterator[bytes]:
        """The body of one request, up to `[DONE]`: some servers keep the connection open after it."""
        client, tail = self._client, b"\n"
        create: Mapping[str, Callable[..., Any]] = {
            "chat": client.chat.completions.with_streaming_response.create,
            "responses": client.responses.with_streaming_response.create,
            "completions": client.completions.with_streaming_response.create,
        }
        with create[asked.endpoint](**asked.parameters) as response:
            ids.append(response.headers.get("x-request-id") or "")
            for chunk in response.iter_bytes():
                yield chunk
                if _DONE.search(tail + chunk):
                    return
                tail = (tail + chunk)[-16:]

    def _learn(self, problem: Exception, asked: Asked) -> list[str] | None:
        status, parameter, words = status_of(problem)
        return self._dialect.learn(status, parameter, words, asked) if status else None

    def list_models(self) -> list[ModelInfo]:
        """The server's models, sorted by id. Raises ModelError."""
        listed = self._client.models.with_streaming_response.list
        end = time.monotonic() + self._settings.model_timeout

        def page(last: str) -> Page:
            query = {"after": last} if last else {}
            return self._get(lambda: listed(extra_query=query), read_page, end, asked="/models")

        return read_pages(page)

    def retrieve_model(self, model_id: str) -> ModelInfo:
        """One model of the server, by its own route or from the list.

        Raises UsageError for an empty id, ModelError, which names the closest ids where there is no such model.
        """
        retrieved = self._client.models.with_streaming_response.retrieve
        end = time.monotonic() + self._settings.model_timeout
        return find_model(
            model_id, lambda: self._get(lambda: retrieved(model_id), read_model, end, asked=model_id), self.list_models
        )

    def _get(self, request: Callable[[], Any], read: Callable[[object], Found], end: float, *, asked: str) -> Found:
        """What `read` finds in the JSON of an answer; read here, since the client takes anything for a model.

        `asked` is what is not there, in the message for it.
        """

        def body() -> Iterator[bytes]:
            with request() as response:
                yield from response.iter_bytes()

        tries = 0
        while True:
            try:
                with closing(within(end - time.monotonic(), body)) as chunks:
                    return read(read_document(chunks))
            except Exception as problem:
                tries += 1
                self._wait(problem, self._fault(problem, asked=asked), tries, end)

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fault(self, problem: Exception, text: str = "", *, asked: str = "", request_id: str = "") -> ModelError:
        """The problem as one line; what is no fault of the far end (a tape's, a bug) goes on as it is."""
        fault = translate(problem, self._settings, text, asked=asked or self.name, request_id=request_id)
        if fault is None:
            raise problem
        return fault


class _SeveralRequestsError(Exception):
    """The server does not answer all of it in one request. `notes`: what to tell of that."""

    def __init__(self, notes: tuple[str, ...]) -> None:
        super().__init__(*notes)
        self.notes = notes


def _renumbered(on_text: OnText | None, indexes: Sequence[int]) -> OnText | None:
    return on_text and (lambda number, text: on_text(indexes[number], text))


def _placed(replies: list[Reply], question: Question) -> list[Reply]:
    """A server that gives one answer a prompt, whatever is asked, numbers the prompts."""
    if question.samples > 1 and len(replies) == len(question.prompts) > 1:
        return [replace(reply, index=reply.index * question.samples) for reply in replies]
    return replies
