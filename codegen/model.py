"""The only module that talks to the network: the Model protocol and the `openai` client behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from .settings import Settings
    from .task import Tokens


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One whole answer. `model` is the id that the server says answered."""

    text: str
    model: str
    usage: Tokens
    finish_reason: str = "stop"
    seconds: float = 0.0
    request_id: str = ""
    #: Lines a reader should know: a parameter that the server refused and that was left out.
    notes: tuple[str, ...] = ()


class Model(Protocol):
    """Whoever answers."""

    @property
    def name(self) -> str: ...

    def stream(self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None) -> Reply:
        """The answer, given to `on_text` piece by piece as it comes. Raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model of a server; `details` is everything it says about it, as JSON values."""

    id: str
    owned_by: str
    created: int | None
    details: dict[str, object]


def open_model(settings: Settings, *, record: Path | None = None, replay: Path | None = None) -> OpenAIModel:
    """The model that the settings ask for; the built-in demo without a key and base URL. `.notice` is a line to show or "".

    Usable as a context manager. Raises ModelError, TapeError.
    """
    raise NotImplementedError


class OpenAIModel:
    """A model behind an OpenAI-compatible API. Has `name`, `notice` (one line to show, or ""), `stream`,
    `list_models`, `retrieve_model`."""

    name: str
    notice: str

    def stream(self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None) -> Reply:
        raise NotImplementedError

    def list_models(self) -> list[ModelInfo]:
        raise NotImplementedError

    def retrieve_model(self, model_id: str) -> ModelInfo:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError
