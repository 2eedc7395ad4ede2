"""What a model is to the rest: messages in, a Reply out, piece by piece."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable
from urllib.parse import urlsplit

from .errors import ModelError, UsageError
from .settings import DEFAULT_URL, from_file, load, without_secrets
from .task import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import httpx2

    from .client import OpenAIModel
    from .messages import Message
    from .settings import Settings

#: Told an answer's index and the next piece of its text.
OnText: TypeAlias = "Callable[[int, str], None]"
#: Told how many seconds are waited before the next try, and why.
OnWait: TypeAlias = "Callable[[float, str], None]"

#: How an answer ends by itself, and the end that the model's client has a note of.
USUAL_ENDS = ("stop", "length")

#: The end of the notice that is shown whenever the prepared replies answer.
WAY_OUT = "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own"
DEMO_NOTICE = f"no API key is set: the built-in demo model answers, from prepared replies; {WAY_OUT}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One whole answer. `model` is the id that the server says answered; `seconds` wall time of the request.

    `index` counts the answers of one question from 0. The usage of a request that had several is with the first alone.
    """

    text: str
    model: str
    usage: Tokens = field(default_factory=Tokens)
    finish_reason: str = "stop"
    seconds: float = 0.0
    request_id: str = ""
    index: int = 0
    #: Lines a reader should know: a parameter that the server refused and that was left out.
    notes: tuple[str, ...] = ()

    @property
    def ended_by_server(self) -> str:
        """A line where the server ended it, such as by its content filter; "" for a usual end."""
        usual = self.finish_reason in USUAL_ENDS
        return "" if usual else f"the reply was ended by the server: {self.finish_reason}"


class Model(Protocol):
    """Whoever answers."""

    @property
    def name(self) -> str: ...

    def stream(self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None) -> Reply:
        """The answer, given to `on_text` piece by piece as it comes. Raises ModelError."""
        ...


@runtime_checkable
class Sampler(Model, Protocol):
    """Whoever answers one question several times, at the price of one where that can be had."""

    def samples(self, messages: Sequence[Message], count: int, on_text: OnText | None = None) -> Iterator[list[Reply]]:
        """So many answers to one question, each as soon as it is whole, those of one request together.

        All calls of `on_text` are in the caller's thread. Raises ModelError after the last whole one if any failed.
        """
        ...


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model of a server; `details` is everything it says about it, as JSON values."""

    id: str
    owned_by: str
    created: int | None
    details: dict[str, object]


def open_model(
    settings: Settings | None = None,
    *,
    record: Path | None = None,
    replay: Path | None = None,
    on_wait: OnWait | None = None,
    on_notice: Callable[[str], None] | None = None,
) -> OpenAIModel:
    """The model that the settings ask for, by default those of `load()`. A context manager.

    Without a key and a base URL it is the built-in demo.

    `record` writes every exchange to a tape, `replay` answers from one without a network. `on_wait` is told of each
    wait before another try, `on_notice` once of what a user must know: that the demo or a tape answers, that a file of
    the project sends the key elsewhere. Without it, the first and the last are warnings.

    Raises UsageError, TapeError, ModelError.
    """
    from .client import OpenAIModel

    settings = settings or load()
    transport: httpx2.BaseTransport | None
    if record is not None and replay is not None:
        raise UsageError("--record and --replay exclude each other; give one of them")
    if replay is not None:
        from .tape import ReplayTransport, read_tape, recorded_model

        tape = read_tape(replay)
        name = None if "model" in settings.origins else recorded_model(tape)
        if on_notice is not None:
            on_notice(f"replies come from the tape {replay}")
        transport = ReplayTransport(tape, str(replay), base_url=settings.url)
        # The waits are over, and answers to one question come in the order in which they came.
        return OpenAIModel(
            settings,
            transport=transport,
            name=name,
            on_wait=on_wait,
            pause=lambda _: None,
            at_once=1,
        )
    if settings.api_key is None and settings.base_url and _host(settings.base_url) == _host(DEFAULT_URL):
        raise ModelError(f"no API key is set for {without_secrets(settings.url)}; set OPENAI_API_KEY")
    name, notice, transport = None, _redirected(settings), None
    if settings.demo:
        from .demo import DemoTransport

        name, notice, transport = "demo", DEMO_NOTICE, DemoTransport()
    if notice and on_notice is not None:
        on_notice(notice)
    elif notice:
        warnings.warn(notice, stacklevel=2)
    if record is not None:
        from .faults import secrets_of
        from .recorder import RecordingTransport

        transport = RecordingTransport(record, transport, base_url=settings.url, secrets=secrets_of(settings))
    return OpenAIModel(settings, transport=transport, name=name, on_wait=on_wait)


def _host(url: str) -> str | None:
    return urlsplit(url).hostname


def _redirected(settings: Settings) -> str:
    """A line where a file of the project sends the user's own key somewhere: that file may be a stranger's."""
    server, key = settings.server_origin, settings.origins.get("api_key", "")
    if not from_file(server) or not key or from_file(key):
        return ""
    return f"requests and your key go to {without_secrets(settings.url)}, as set by {server}"
