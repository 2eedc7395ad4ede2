"""Permissions: what a program may say, as opposed to how much it may use (`Limits`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["restricted", "full"]

#: Modules that code under the `restricted` policy can import, each through an immutable facade.
RESTRICTED_IMPORTS: tuple[str, ...] = (
    "abc", "array", "base64", "binascii", "bisect", "calendar", "cmath", "collections", "collections.abc",
    "contextlib", "copy", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "graphlib",
    "hashlib", "heapq", "itertools", "json", "math", "numbers", "operator", "random", "re", "statistics", "string",
    "struct", "sys", "textwrap", "time", "typing", "unicodedata",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Which language a program is written in and what it may import.

    `restricted`: RestrictedPython with facade modules. `full`: all of CPython; the wall alone confines it.
    `imports`: for `full`, modules to import into the worker before it is locked down, besides the built-in list
    (a child opens no file, so what is not there by then cannot be imported).
    """

    language: Language = "restricted"
    imports: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.language not in get_args(Language):
            raise ValueError(f"language must be one of {', '.join(get_args(Language))}, was {self.language!r}")
        if self.language == "restricted" and self.imports:
            raise ValueError("the restricted policy has a fixed list of imports; use sandbox 'process' for others")
        for name in self.imports:
            if not all(part.isidentifier() for part in name.split(".")):
                raise ValueError(f"imports must be module names, was {name!r}")
