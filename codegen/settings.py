"""Settings: flags > CODEGEN_* > OPENAI_* > codegen.toml or [tool.codegen] > .env > defaults. Validated once."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import urlsplit

from .errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sandbox.limits import Limits

Api = Literal["auto", "completions", "chat", "responses"]
SandboxName = Literal["restricted", "process", "docker"]
Isolation = Literal["process", "container"]
Provider = Literal["ollama", "lmstudio", "vllm", "llamacpp"]

DEFAULT_URL = "https://api.openai.com/v1"
#: Where the local servers listen unless told otherwise.
PROVIDERS: dict[Provider, str] = {
    "ollama": "http://localhost:11434/v1",
    "lmstudio": "http://localhost:1234/v1",
    "vllm": "http://localhost:8000/v1",
    "llamacpp": "http://localhost:8080/v1",
}

#: Field -> (least, most, what to say). Temperature and top_p as the API documents them.
RANGES: dict[str, tuple[float, float, str]] = {
    "attempts": (1, 100, "between 1 and 100"),
    "samples": (1, 100, "between 1 and 100"),
    "examples": (1, 1_000_000, "between 1 and 1000000"),
    "seed": (0, 2**64 - 1, "a whole number from 0 on"),
    "timeout": (0.01, 86_400, "between 0.01 and 86400 seconds"),
    "model_timeout": (0.01, 86_400, "between 0.01 and 86400 seconds"),
    "memory": (64 * 2**20, 2**40, "between 64M and 1024G"),
    "temperature": (0, 2, "between 0 and 2"),
    "top_p": (0, 1, "between 0 and 1"),
    "max_tokens": (1, 10_000_000, "at least 1"),
    "max_tokens_total": (1, 1_000_000_000, "at least 1"),
}
#: Two settings for one thing, of which one may be set; between layers the stronger one decides.
RIVALS = (("provider", "base_url", "choose the server"), ("temperature", "top_p", "steer the randomness"))
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
    `image`, `runtime`, `pull`, `isolation` and `allow_import` are as `sandbox.Sandbox` has them. `provider` is a local
    server by its name, instead of its base URL.
    """

    sandbox: SandboxName = "restricted"
    model: str = "gpt-4.1-mini"
    api: Api = "auto"
    provider: Provider | None = None
    base_url: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    organization: str | None = None
    project: str | None = None
    attempts: int = 3
    samples: int = 1
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
    max_tokens_total: int | None = None
    model_timeout: float = 120.0
    history: Path | None = None
    #: Where each value that is no default came from: "--model", "CODEGEN_MODEL", "../pyproject.toml",
    #: "OPENAI_API_KEY (.env)".
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    #: A line for each value that was found and does not count.
    unused: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        choices = (("sandbox", SandboxName), ("api", Api), ("isolation", Isolation), ("provider", Provider))
        for name, allowed in ((name, get_args(kind)) for name, kind in choices):
            value = getattr(self, name)
            if value not in allowed and (name, value) != ("provider", None):
                raise UsageError(f"{self._called(name)} must be one of {', '.join(allowed)}, was {value!r}")
        if not self.model.strip():
            raise UsageError(f"{self._called('model')} is empty; name one, `codegen models` lists them")
        if not self.model.isprintable():
            raise UsageError(f"{self._called('model')} holds a character that no id has, was {self.model!r}")
        for name, (least, most, words) in RANGES.items():
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and least <= value <= most):
                raise UsageError(f"{self._called(name)} must be {words}, was {value}")
        for one, other, matter in RIVALS:
            if getattr(self, one) is not None and getattr(self, other) is not None:
                raise UsageError(f"{self._called(one)} and {self._called(other)} both {matter}; set one of them")
        self._require_use()
        self._require_access()

    def _require_access(self) -> None:
        """What reaches the server: an address, and headers that can be sent. No message shows what may be secret."""
        if self.base_url is not None and (fault := _fault_of(self.base_url)):
            raise UsageError(f"{self._called('base_url')} {fault}, was {without_secrets(self.base_url)!r}")
        if self.api_key is not None and not (self.api_key.isascii() and self.api_key.isprintable()):
            raise UsageError(f"{self._called('api_key')} holds a character that no key has; copy it again")
        for name in ("organization", "project"):
            value = getattr(self, name)
            if value is not None and not re.fullmatch(r"[!-~]+", value):
                raise UsageError(f"{self._called(name)} must be an id without spaces, was {value!r}")

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
        return called(name, self.origins.get(name, ""))

    @property
    def demo(self) -> bool:
        """True without a key and without a server of one's own: the built-in model answers."""
        return self.api_key is None and self.base_url is None and self.provider is None

    @property
    def url(self) -> str:
        """The base URL that is asked."""
        return self.base_url or (PROVIDERS[self.provider] if self.provider else DEFAULT_URL)

    @property
    def server_origin(self) -> str:
        """Where the choice of the server came from; "" for the default."""
        return self.origins.get("base_url") or self.origins.get("provider", "")

    @property
    def secrets(self) -> tuple[str, ...]:
        """What is never to be shown: the key, and a password in the base URL."""
        return tuple(filter(None, (self.api_key, urlsplit(self.url).password)))

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


def called(name: str, origin: str) -> str:
    """A field as the user wrote it: the flag, the variable, or its name in its file."""
    if origin.startswith(("-", "CODEGEN_", "OPENAI_")):
        return origin
    return f"{name} (in {origin})" if origin else name


def from_file(origin: str) -> bool:
    """Whether an entry of `origins` is a file: one of the project's, which may be a stranger's."""
    return origin.endswith((".toml", ".env)"))


def without_secrets(url: str) -> str:
    """A base URL as it may be shown: no user, password or query; nothing at all where these cannot be told apart."""
    match = re.fullmatch(r"(\w+://)?(?:[^/?#]*@)?([^@?#]*)(?:[?#][^@]*)?", url)
    return f"{match[1] or ''}{match[2]}" if match else "***"


def _fault_of(url: str) -> str:
    """What keeps it from being a base URL, as the end of "it ..."; "" if nothing does."""
    if not url.startswith(("http://", "https://")):
        return "must start with http:// or https://"
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and parts.port != 0  # a port that is no number is an error here
    except ValueError:
        whole = False
    if not whole or not url.isprintable() or " " in url:
        return "must be an address such as http://localhost:8000/v1"
    return "must not hold a query or a fragment" if parts.query or parts.fragment else ""


def load(flags: Mapping[str, object] | None = None) -> Settings:
    """All layers, merged. `flags` are Settings fields as given on the command line; None means not given.

    Values may be text (`memory="256M"`). Raises UsageError for an unknown field, a bad value, broken TOML.
    """
    from .layers import merged

    values, origins, unused = merged(flags or {})
    return Settings(**values, origins=MappingProxyType(origins), unused=unused)  # type: ignore[arg-type]
