"""Private attributes inherited from the library, such as `Enum._convert_`, which hands out any module's contents."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, Final

from .classes import LIBRARY, OWN
from .names import attribute_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The private names of all classes behind the facades; other names can only be a program's own. Filled by `learn`.
LIBRARY_NAMES: Final[set[str]] = set()


def learn(values: Iterable[object]) -> None:
    """Notes the classes among `values`, and the private names that they and their metaclasses define or use."""
    for value in values:
        if isinstance(value, type):
            LIBRARY.add(value)
            for cls in value.__mro__ + type(value).__mro__:  # type: ignore[operator]
                LIBRARY_NAMES.update(name for name in _names(cls) if attribute_kind(name) == "private")


def _names(cls: type) -> Iterator[str]:
    for name, member in vars(cls).items():
        yield name
        function = getattr(member, "__func__", getattr(member, "fget", member))
        if isinstance(function, types.FunctionType):
            yield from function.__code__.co_names


def is_own_attribute(owner: Any, name: str) -> bool:
    """Whether the classes that tell what `owner.name` is are the program's. `owner` is, and its `__dict__` may lie."""
    kind = type(owner)
    if kind is super:
        line = owner.__self_class__.__mro__
        return _first_is_own(line[line.index(owner.__thisclass__) + 1 :], name)
    if issubclass(kind, type):
        return _first_is_own(owner.__mro__ + kind.__mro__, name)
    return _first_is_own(kind.__mro__, name)


def _first_is_own(line: Iterable[type], name: str) -> bool:
    """True also where no class has the name: then the reading fails, as it should."""
    return next((cls in OWN for cls in line if name in vars(cls)), True)
