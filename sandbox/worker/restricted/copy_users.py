"""What the library builds on `copy`, on top of the copies that ask no reducer."""

from __future__ import annotations

import dataclasses
from collections import UserDict, UserList, defaultdict
from typing import TYPE_CHECKING, Any

from .classes import OWN
from .copying import copy, deepcopy

if TYPE_CHECKING:
    from collections.abc import Callable


def asdict(value: Any, *, dict_factory: Callable[[list[tuple[str, Any]]], Any] = dict) -> Any:
    """`dataclasses.asdict`."""
    return _plain(_instance(value, "asdict"), dict_factory)


def astuple(value: Any, *, tuple_factory: Callable[[list[Any]], Any] = tuple) -> Any:
    """`dataclasses.astuple`."""
    return _plain(_instance(value, "astuple"), lambda pairs: tuple_factory([part for _, part in pairs]))


def _instance(value: Any, name: str) -> Any:
    if not dataclasses.is_dataclass(type(value)):
        raise TypeError(f"{name}() should be called on dataclass instances")
    return value


def _plain(value: Any, factory: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    cls: Any = type(value)
    if dataclasses.is_dataclass(cls):  # the class's fields: an instance could name others
        return factory([(one.name, _plain(getattr(value, one.name), factory)) for one in dataclasses.fields(cls)])
    if issubclass(cls, dict):
        pairs = [(_plain(key, factory), _plain(part, factory)) for key, part in value.items()]
        return cls(value.default_factory, pairs) if issubclass(cls, defaultdict) else cls(pairs)
    if issubclass(cls, (list, tuple)):
        parts = [_plain(part, factory) for part in value]
        return cls(*parts) if hasattr(cls, "_fields") else cls(parts)
    return deepcopy(value)


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
