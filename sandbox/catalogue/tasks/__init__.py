"""The tasks: modules with `ENTRIES` and the `FIELD` that these belong to. A module that is put here is found."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..entry import Entry

#: In the order in which a reader meets them.
FIELDS = (
    "sorting", "searching", "numbers", "strings", "parsing", "lists", "graphs", "search and dynamic programming",
    "classes",
)  # fmt: skip


def by_field() -> dict[str, tuple[Entry, ...]]:
    """All tasks."""
    modules = [import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
    return {
        field: tuple(entry for module in modules if field == module.FIELD for entry in module.ENTRIES)
        for field in FIELDS
    }
