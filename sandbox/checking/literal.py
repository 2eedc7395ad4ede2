"""Calls as Python text that a person can paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..literal import literal as literal

if TYPE_CHECKING:
    from .property import Arguments


def call_text(name: str, arguments: Arguments) -> str:
    return f"{name}({', '.join(map(literal, arguments))})"


def operations_text(made: str, operations: list[tuple[tuple[str, ...], Arguments]]) -> str:
    """A class driven by operations, as statements in one line."""
    steps = [f"x.{names[0]}({', '.join(map(literal, arguments))})" for names, arguments in operations]
    steps = [f"len({step.removesuffix('.__len__()')})" if step.endswith(".__len__()") else step for step in steps]
    return "; ".join([f"x = {made}", *steps])
