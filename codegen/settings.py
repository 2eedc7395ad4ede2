"""Settings: flags > CODEGEN_* and OPENAI_* > [tool.codegen] in pyproject.toml > .env > defaults. Validated once."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from .errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sandbox.limits import Limits

Api = Literal["auto", "completions", "chat", "responses"]
SandboxName = Literal["restricted", "process", "docker"]
Isolation = Literal["process", "container"]

#: Field -> (least, most, what to say). Temperature and top_p as the API documents them.
RANGES: dict[str, tuple[float, float, str]] = {
    "attempts": (1, 100, "between 1 and 100"),
    "examples": (1, 1_000_000, "between 1 and 1000000"),
    "seed": (0, 2**64 - 1, "a whole number from 0 on"),
    "timeout": (0.01, 86_400, "between 0.01 and 86400 seconds"),
    "model_timeout": (0.01, 86_400, "between 0.01 and 86400 seconds"),
    "memory": (64 * 2**20, 2**40, "between 64M and 1024G"),
    "temperature": (0, 2, "between 0 and 2"),
    "top_p": (0, 1, "between 0 and 1"),
    "max_tokens": (1, 10_000_000, "at least 1"),
}
#: Fields that mean something in these sandboxes only. In a file they wait for the day that one is chosen; a flag that
#: would do nothing is an error.
ONLY_IN: dict[str, tuple[SandboxName, ...]] = {
    "image": ("docker",),
    "runtime": ("docker",),
    "pull": ("docker",),
    "isolation": ("docker",),
    "allow_import": ("process", "docker"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a command runs with. Raises UsageError where a value is out of range.

    `timeout` and `model_timeout` are wall seconds: of one sandboxed call, and of one whole model request.
    `memory` is in bytes. None or nothing means: not asked for, so nothing is sent, or the sandbox's default holds.
    `image`, `runtime`, `pull`, `isolation` and `allow_import` are as `sandbox.Sandbox` has them.
    """

    sandbox: SandboxName = "restricted"
    model: str = "gpt-4.1-mini"
    api: Api = "auto"
    base_url: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    organization: str | None = None
    project: str | None = None
    attempts: int = 3
    examples: int = 100
    seed: int | None = None
    timeout: float | None = None
    memory: int | None = None
    image: str = ""
    runtime: str = ""
    pull: bool = True
    isolation: Isolation = "process"
    allow_import: tuple[str, ...] = ()
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    model_timeout: float = 120.0
    history: Path | None = None
    #: Where each value that is no default came from: "--model", "CODEGEN_MODEL", "pyproject.toml", ".env".
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def __post_init__(self) -> None:
        choices = (("sandbox", SandboxName), ("api", Api), ("isolation", Isolation))
        for name, allowed in ((name, get_args(kind)) for name, kind in choices):
            value = getattr(self, name)
            if value not in allowed:
                raise UsageError(f"{self._called(name)} must be one of {', '.join(allowed)}, was {value!r}")
        if not self.model.strip():
            raise UsageError(f"{self._called('model')} is empty; name one, `codegen models` lists them")
        for name, (least, most, words) in RANGES.items():
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and least <= value <= most):
                raise UsageError(f"{self._called(name)} must be {words}, was {value}")
        self._require_use()
        if self.temperature is not None and self.top_p is not None:
            raise UsageError("temperature and top_p both steer the randomness; set one of them, not both")
        if self.base_url is not None and not self.base_url.startswith(("http://", "https://")):
            raise UsageError(f"{self._called('base_url')} must start with http:// or https://, was {self.base_url!r}")
        if self.api_key is not None and not (self.api_key.isascii() and self.api_key.isprintable()):
            raise UsageError(f"{self._called('api_key')} holds a character that no key has; copy it again")

    def _require_use(self) -> None:
        """Options of a sandbox: well formed, and not given for one that has no use for them."""
        for name, sandboxes in ONLY_IN.items():
            flag = self.origins.get(name, "")
            if flag.startswith("-") and self.sandbox not in sandboxes:
                fitting = " or ".join(f"--sandbox {each}" for each in sandboxes)
                raise UsageError(f"{flag} has no meaning for the sandbox {self.sandbox!r}; it needs {fitting}")
        for name in ("image", "runtime"):
            value = getattr(self, name)
            if name in self.origins and not re.fullmatch(r"[A-Za-z0-9][\w.:/@+-]*", value, re.ASCII):
                raise UsageError(f"{self._called(name)} must be a name that Docker knows, was {value!r}")
        for module in self.allow_import:
            if not all(part.isidentifier() for part in module.split(".")):
                raise UsageError(f"{self._called('allow_import')} must be the name of a module, was {module!r}")

    def _called(self, name: str) -> str:
        """The value's name as the user wrote it: the flag, the variable, or the field in its file."""
        origin = self.origins.get(name, "")
        if origin.startswith(("-", "CODEGEN_", "OPENAI_")):
            return origin
        return f"{name} (in {origin})" if origin else name

    @property
    def demo(self) -> bool:
        """True without a key and without a base URL: the built-in model answers."""
        return self.api_key is None and self.base_url is None

    @property
    def masked_key(self) -> str:
        """The key as it may be shown: its last four characters, or "not set"."""
        if self.api_key is None:
            return "not set"
        return f"...{self.api_key[-4:]}" if len(self.api_key) >= 12 else "..."

    def limits(self) -> Limits:
        """The sandbox's limits: `timeout` is wall and CPU time alike, `memory` the address space."""
        from sandbox.limits import Limits

        default = Limits()
        wall, cpu = (self.timeout or seconds for seconds in (default.wall_seconds, default.cpu_seconds))
        memory = default.memory_bytes if self.memory is None else self.memory
        return Limits(wall_seconds=wall, cpu_seconds=cpu, memory_bytes=memory)


def load(flags: Mapping[str, object] | None = None) -> Settings:
    """All layers, merged. `flags` are Settings fields as given on the command line; None means not given.

    Values may be text (`memory="256M"`). Raises UsageError for an unknown field, a bad value, broken TOML.
    """
    from .layers import merged

    values, origins = merged(flags or {})
    return Settings(**values, origins=MappingProxyType(origins))  # type: ignore[arg-type]
