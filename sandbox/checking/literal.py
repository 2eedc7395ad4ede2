"""Calls as Python text that a person can paste."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..literal import literal as literal

if TYPE_CHECKING:
    from collections.abc import Collection

    from .property import Arguments


def call_text(name: str, arguments: Arguments) -> str:
    return f"{name}({', '.join(map(literal, arguments))})"


def operations_text(
    made: str, operations: list[tuple[tuple[str, ...], Arguments]], methods: Collection[str] = ()
) -> str:
    """A class driven by operations, as statements in one line; of a method's names the first that the class has."""
    steps = [_step(next((name for name in names if name in methods), names[0]), given) for names, given in operations]
    return "; ".join([f"x = {made}", *steps])


def _step(name: str, arguments: Arguments) -> str:
    inside = ", ".join(map(literal, arguments))
    return _SPECIAL[name].format(inside) if name in _SPECIAL else f"x.{name}({inside})"


_SPECIAL: Final = {"__len__": "len(x)", "__iter__": "list(x)", "__contains__": "{} in x", "__getitem__": "x[{}]"}
