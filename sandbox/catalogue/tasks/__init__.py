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
    found: dict[str, tuple[Entry, ...]] = dict.fromkeys(FIELDS, ())
    for module in (import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)):
        field = getattr(module, "FIELD", "other")
        found[field] = (*found.get(field, ()), *module.ENTRIES)
    return found
