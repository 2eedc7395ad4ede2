"""What the library builds on `copy`, on top of the copies that ask no reducer."""

from __future__ import annotations

from collections import UserDict, UserList
from typing import Any

from .classes import OWN
from .copying import copy


def install() -> None:
    """These would call the real `copy.copy`, or set attributes of whatever the program's `__new__` returns."""
    _reroute(UserDict, "copy")
    _reroute(UserDict, "__copy__")
    _reroute(UserList, "__copy__")


def _reroute(kind: type, name: str) -> None:
    original = getattr(kind, name)

    def safe(self: Any) -> Any:
        trusted = issubclass(type(self), kind) and type(self) is not kind and type(self) not in OWN
        return original(self) if trusted else copy(self)  # trusted: a subclass that no program made

    safe.__name__, safe.__qualname__ = name, f"{kind.__name__}.{name}"
    setattr(kind, name, safe)
