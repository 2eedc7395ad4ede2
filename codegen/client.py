"""The `openai` client behind the Model protocol: completions, chat and responses, always streamed.

The stream is read as raw bytes (see `stream.py`): the client's own reader fails on keep-alive lines and does not notice
a stream that was cut off.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, Self

from .deadline import within
from .errors import ModelError, UsageError
from .faults import DEFAULT_URL, one_line, shown_url, translate
from .model import Message, ModelInfo, Reply
from .prompt import as_completion
from .stream import Endpoint, ReplyReader, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import httpx2

    from .settings import Settings

#: Models that only complete; everything else speaks chat. Fine-tuned ones are `ft:davinci-002:...`.
_COMPLETES = re.compile(r"(ft:)?(gpt-3\.5-turbo-instruct|(text-|code-)?(davinci|curie|babbage|ada)\b)")
#: The Completions endpoint stops after 16 tokens unless told otherwise, which is no code at all.
COMPLETION_TOKENS = 2048
#: A line end and `[DONE]`: raw line ends cannot stand inside the JSON of an event.
_DONE = re.compile(rb"[\r\n]data: ?\[DONE\]")


class OpenAIModel:
    """A model behind an OpenAI-compatible API. `notice` is one line to show, or "". A context manager.

    Raises ModelError where the client cannot be set up (proxy, certificates).
    """

    def __init__(
        self,
        settings: Settings,
        *,
        transport: httpx2.BaseTransport | None = None,
        name: str | None = None,
        notice: str = "",
    ) -> None:
        import openai

        self.name = name or settings.model
        self.notice = notice
        self._settings = settings
        try:
            self._client = openai.OpenAI(
                # A server of one's own often needs no key, but the client does.
                api_key=settings.api_key or "none",
                base_url=settings.base_url or DEFAULT_URL,
                organization=settings.organization,
                project=settings.project,
                timeout=settings.model_timeout,
                http_client=openai.DefaultHttpxClient(transport=transport) if transport is not None else None,
            )
        except Exception as problem:
            raise self._fault(problem) from problem

    @property
    def endpoint(self) -> Endpoint:
        """Which of the three interfaces is spoken: as asked, else by the model's name."""
        if self._settings.api != "auto":
            return self._settings.api
        return "completions" if _COMPLETES.match(self.name) else "chat"

    def stream(self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None) -> Reply:
        """The answer, piece by piece to `on_text`. Raises ModelError; its `.text` is what had arrived.

        A parameter that the server refuses by name is renamed or left out, once each, and noted in the reply.
        """
        start = time.monotonic()
        extra, notes = _parameters(self._settings, self.endpoint), list[str]()
        while True:
            left = self._settings.model_timeout - (time.monotonic() - start)
            try:
                reader, request_id = self._read(messages, extra, left, on_text)
            except _Refusal as refusal:
                notes += _without(extra, refusal.parameter)
                continue
            if reader.finish_reason == "length":
                notes.append("the reply was cut off at the token limit; raise --max-tokens")
            return Reply(
                text=reader.text,
                model=reader.model or self.name,
                usage=reader.usage,
                finish_reason=reader.finish_reason or "stop",
                seconds=time.monotonic() - start,
                request_id=request_id,
                notes=tuple(notes),
            )

    def _read(
        self,
        messages: Sequence[Message],
        extra: dict[str, Any],
        seconds: float,
        on_text: Callable[[str], None] | None,
    ) -> tuple[ReplyReader, str]:
        reader, ids = ReplyReader(self.endpoint), list[str]()
        chunks = within(seconds, lambda: self._chunks(messages, extra, ids))
        ended = False
        try:
            while not ended:
                try:
                    chunk = next(chunks, None)
                    ended = chunk is None
                    piece = reader.end() if chunk is None else reader.feed(chunk)
                except Exception as problem:
                    _raise_refusal(problem, extra)
                    if isinstance(problem, ModelError):
                        problem.request_id = "".join(ids)
                    raise self._fault(problem, reader.text) from problem
                if piece and on_text is not None:
                    on_text(piece)
        finally:
            chunks.close()
        return reader, "".join(ids)

    def _chunks(self, messages: Sequence[Message], extra: dict[str, Any], ids: list[str]) -> Iterator[bytes]:
        """The body of one request, up to `[DONE]`: some servers keep the connection open after it."""
        tail = b"\n"
        with self._request(messages, extra) as response:
            ids.append(response.headers.get("x-request-id") or "")
            for chunk in response.iter_bytes():
                yield chunk
                if _DONE.search(tail + chunk):
                    return
                tail = (tail + chunk)[-16:]

    def _request(self, messages: Sequence[Message], extra: dict[str, Any]) -> Any:
        common: dict[str, Any] = {"model": self.name, "stream": True, **extra}
        talk: Any = [{"role": message.role, "content": message.content} for message in messages]
        match self.endpoint:
            case "chat":
                return self._client.chat.completions.with_streaming_response.create(messages=talk, **common)
            case "responses":
                return self._client.responses.with_streaming_response.create(input=talk, **common)
            case "completions":
                prompt = as_completion(messages)
                return self._client.completions.with_streaming_response.create(prompt=prompt, **common)

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

    def _fault(self, problem: Exception, text: str = "", asked: str = "") -> ModelError:
        """The problem as one line; what is no fault of the far end (a tape's, a bug) goes on as it is."""
        fault = translate(problem, self._settings, text, asked=asked or self.name)
        if fault is None:
            raise problem
        return fault


class _Refusal(Exception):
    """The server named a parameter that it does not take."""

    def __init__(self, parameter: str) -> None:
        super().__init__(parameter)
        self.parameter = parameter


def _raise_refusal(problem: Exception, extra: dict[str, Any]) -> None:
    import openai

    if isinstance(problem, (openai.BadRequestError, openai.UnprocessableEntityError)):
        words = f"{problem.param} {problem.message}"
        for name in extra:
            if re.search(rf"\b{name}\b", words):
                raise _Refusal(name) from problem


def _parameters(settings: Settings, endpoint: Endpoint) -> dict[str, Any]:
    """Only what the user asked for, under the endpoint's names, besides the usage that the report shows."""
    limit = {"chat": "max_completion_tokens", "responses": "max_output_tokens", "completions": "max_tokens"}[endpoint]
    tokens = settings.max_tokens or (COMPLETION_TOKENS if endpoint == "completions" else None)
    wanted: dict[str, Any] = {"temperature": settings.temperature, "top_p": settings.top_p, limit: tokens}
    if endpoint != "responses":
        wanted["stream_options"] = {"include_usage": True}
    return {name: value for name, value in wanted.items() if value is not None}


def _without(extra: dict[str, Any], name: str) -> list[str]:
    """Take the parameter out, or give it its older name; the lines that say so."""
    value = extra.pop(name)
    if name == "stream_options":
        return []
    if name == "max_completion_tokens":
        extra["max_tokens"] = value
        return ["the server does not know max_completion_tokens; max_tokens was sent instead"]
    return [f"the server refused {name}; the request was sent without it"]


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
