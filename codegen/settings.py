"""Settings: flags > CODEGEN_* and OPENAI_* > [tool.codegen] in pyproject.toml > .env > defaults. Validated once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sandbox.limits import Limits

Api = Literal["auto", "completions", "chat", "responses"]
SandboxName = Literal["restricted", "process", "docker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a command runs with. Raises UsageError where a value is out of range.

    `timeout` and `model_timeout` are wall seconds: of one sandboxed call, and of one whole model request.
    `memory` is in bytes. None means: not asked for, so nothing is sent, or the sandbox's default holds.
    """

    sandbox: SandboxName = "restricted"
    model: str = "gpt-4.1-mini"
    api: Api = "auto"
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    organization: str | None = None
    project: str | None = None
    attempts: int = 3
    examples: int = 100
    seed: int | None = None
    timeout: float | None = None
    memory: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    model_timeout: float = 120.0
    history: Path | None = None
    #: Where each value that is no default came from: "--model", "CODEGEN_MODEL", "pyproject.toml", ".env".
    origins: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def demo(self) -> bool:
        """True without a key and without a base URL: the built-in model answers."""
        return self.api_key is None and self.base_url is None

    def limits(self) -> Limits:
        """The sandbox's limits: `timeout` is wall time and caps CPU time, `memory` the address space."""
        raise NotImplementedError


def load(flags: Mapping[str, object] | None = None) -> Settings:
    """All layers, merged. `flags` are Settings fields as given on the command line; None means not given.

    Values may be text (`memory="256M"`). Raises UsageError for an unknown field, a bad value, broken TOML.
    """
    raise NotImplementedError
