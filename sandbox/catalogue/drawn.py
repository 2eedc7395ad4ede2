"""Drawn arguments by their type, of which the strategies of a task made sure; it is the type checker that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..checking.property import Arguments


def integers(arguments: Arguments, position: int = 0) -> list[int]:
    items = arguments[position]
    assert isinstance(items, list)  # noqa: S101
    return items


def integer(arguments: Arguments, position: int = 0) -> int:
    number = arguments[position]
    assert isinstance(number, int)  # noqa: S101
    return number


def text(arguments: Arguments, position: int = 0) -> str:
    found = arguments[position]
    assert isinstance(found, str)  # noqa: S101
    return found
