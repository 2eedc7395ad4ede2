"""Values as Python text that a person can paste. Total: no value of a worker's makes it raise or grow without end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .property import Arguments

#: Longer ints are written in hexadecimal: CPython refuses to write them in decimal.
_DECIMAL_DIGITS = 4000


def literal(value: Any) -> str:
    """An expression for the value; `float("nan")` and the like instead of bare names."""
    kind = type(value)
    if kind is float and not math.isfinite(value):
        return f'float("{value}")'
    if kind is int and value.bit_length() > 3 * _DECIMAL_DIGITS:
        return hex(value)
    if kind in (list, tuple, set, frozenset) and value:
        inside = ", ".join(map(literal, value))
        if kind is tuple:
            return f"({inside},)" if len(value) == 1 else f"({inside})"
        if kind is list:
            return f"[{inside}]"
        return f"{{{inside}}}" if kind is set else f"frozenset({{{inside}}})"
    if kind is dict:
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    return repr(value)


def call_text(name: str, arguments: Arguments) -> str:
    return f"{name}({', '.join(map(literal, arguments))})"


def operations_text(made: str, operations: list[tuple[tuple[str, ...], Arguments]]) -> str:
    """A class driven by operations, as statements in one line."""
    steps = [f"x.{names[0]}({', '.join(map(literal, arguments))})" for names, arguments in operations]
    steps = [f"len({step.removesuffix('.__len__()')})" if step.endswith(".__len__()") else step for step in steps]
    return "; ".join([f"x = {made}", *steps])
