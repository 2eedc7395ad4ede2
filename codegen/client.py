"""The `openai` client behind the Model protocol: completions, chat and responses.

Answers are read as raw bytes (see `stream.py`): the client's own reader fails on keep-alive lines and does not notice
a stream that was cut off. Its retries are off: ours can be shown, and know the deadline.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from .deadline import within
from .dialect import Dialect, Question
from .errors import ModelError, UsageError
from .faults import MAX_DETAIL, one_line, shown_url, status_of, translate
from .messages import validated
from .model import ModelInfo, Reply
from .parallel import together
from .retry import pause_seconds
from .stream import Choice, ReplyReader, loads
from .task import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import httpx2

    from .dialect import Asked
    from .messages import Message
    from .model import OnText, OnWait
    from .parallel import Tell
    from .settings import Settings

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

    def samples(self, messages: Sequence[Message], count: int, on_text: OnText | None = None) -> Iterator[Reply]:
        """`count` answers, each when it is whole. See `Model`."""
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
        return self._answers(asked, on_text)

    def _answers(self, question: Question, on_text: OnText | None) -> Iterator[Reply]:
        left = list(range(question.answers))
        notes: tuple[str, ...] = ()
        try:
            replies = self._exchange(question, on_text) if self._dialect.takes(question) else []
        except _SeveralRequestsError as refusal:
            replies, notes = [], refusal.notes
        for reply in _placed(replies, question):
            if reply.index in left:
                left.remove(reply.index)
                yield reply
        problems = []

        def asking(index: int) -> Callable[[Tell], Reply]:
            single = question.single(index)
            return lambda tell: self._exchange(single, lambda _, text: tell(text))[0]

        for number, result in together([asking(index) for index in left], _renumbered(on_text, left)):
            if isinstance(result, Exception):
                problems.append(result)
            else:
                yield replace(result, index=left[number], notes=(*notes, *result.notes))
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
            reader, ids = ReplyReader(asked.endpoint), list[str]()
            left = self._settings.model_timeout - (time.monotonic() - start)
            try:
                self._read(asked, reader, left, ids, on_text)
                break
            except Exception as problem:
                learned = self._learn(problem, asked)
                if learned is not None:
                    notes += learned
                    if not self._dialect.takes(question):
                        raise _SeveralRequestsError(tuple(notes)) from problem
                    continue
                tries += 1
                left = self._settings.model_timeout - (time.monotonic() - start)
                pause = None if reader.choices else pause_seconds(problem, tries)
                if pause is None or pause >= left:
                    raise self._fault(problem, reader.text, request_id="".join(ids)) from problem
                if self._on_wait is not None:
                    self._on_wait(pause, str(self._fault(problem)))
                time.sleep(pause)
        shared = Reply(
            text="",
            model=reader.model or self.name,
            usage=reader.usage,
            seconds=time.monotonic() - start,
            request_id="".join(ids),
            notes=tuple(notes),
        )
        return _replies(reader, shared)

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
        found = self._get(lambda: self._client.models.with_raw_response.list())
        entries = found.get("data", found.get("models")) if isinstance(found, dict) else found
        if not isinstance(entries, list):
            raise ModelError(f"{shown_url(self._settings)} sent no list of models; is the base URL right?")
        return sorted((_info(entry) for entry in entries), key=lambda info: info.id)

    def retrieve_model(self, model_id: str) -> ModelInfo:
        """One model of the server. Raises UsageError for an empty id, ModelError."""
        if not model_id.strip():
            raise UsageError("the model's id is empty; `codegen models` lists them")
        return _info(self._get(lambda: self._client.models.with_raw_response.retrieve(model_id), model_id))

    def _get(self, request: Callable[[], Any], asked: str = "") -> object:
        """The JSON of an answer that is not streamed; read here, since the client takes anything for a model.

        `asked` is the model's id in the message, if it was for one.
        """
        try:
            return loads(request().http_response.text)
        except Exception as problem:
            raise self._fault(problem, asked=asked) from problem

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


def _replies(reader: ReplyReader, shared: Reply) -> list[Reply]:
    """A request's answers, in order; `shared` is what is true of the whole request."""
    replies: list[Reply] = []
    for index, choice in sorted(reader.choices.items()) or [(0, Choice())]:
        notes = [] if replies else [*shared.notes]
        if choice.finish_reason == "length":
            notes.append("the reply was cut off at the token limit; raise --max-tokens")
        if choice.refusal:
            notes.append(one_line(f"the model refused: {choice.refusal}")[:MAX_DETAIL])
        own = replace(shared, text=choice.text, index=index, finish_reason=choice.finish_reason or "stop")
        replies.append(replace(own, notes=tuple(notes), usage=Tokens() if replies else shared.usage))
    return replies


def _info(details: object) -> ModelInfo:
    """Both the present shape and the old one with `permission`, `root` and `parent`."""
    if not isinstance(details, dict) or not details.get("id"):
        raise ModelError(one_line(f"the server sent a model without an id: {details!r}")[:200])
    created = details.get("created")
    return ModelInfo(
        id=str(details["id"]),
        owned_by=str(details.get("owned_by") or ""),
        created=created if isinstance(created, int) else None,
        details=details,
    )
