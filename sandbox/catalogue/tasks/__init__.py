"""The tasks, one module a field, each with its `ENTRIES`. A module that is put here is found."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..entry import Entry


def every_entry() -> tuple[Entry, ...]:
    """All tasks, by field."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return tuple(entry for module in modules for entry in module.ENTRIES)
