"""The tasks: modules with `ENTRIES` and the `FIELD` that these belong to. A module that is put here is found."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..entry import Entry

#: In the order in which a reader meets them.
FIELDS = (
    "sorting", "searching", "numbers", "strings", "parsing", "lists", "graphs", "search and dynamic programming",
    "classes",
)  # fmt: skip


def by_field() -> dict[str, tuple[Entry, ...]]:
    """All tasks."""
    modules = [_module(name) for name in _names()]
    return {
        field: tuple(entry for module in modules if field == module.FIELD for entry in module.ENTRIES)
        for field in FIELDS
    }


def by_module() -> dict[str, tuple[Entry, ...]]:
    """All tasks."""
    return {name: of_module(name) for name in _names()}


def of_module(name: str) -> tuple[Entry, ...]:
    """The tasks of one module; no other is loaded but those that it imports."""
    entries: tuple[Entry, ...] = _module(name).ENTRIES
    return entries


def _names() -> list[str]:
    return [one.name for one in pkgutil.iter_modules(__path__)]


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{name}")
