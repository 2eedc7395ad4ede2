"""Well-known tasks: what they are called in English and Chinese, what goes in, what must come out.

Importing this package loads no Hypothesis; only drawing inputs does (`Entry.inputs`). README.md says how to add a task.
"""

from __future__ import annotations

import difflib
from functools import cache

from ..errors import CheckError
from . import prompts
from .entry import Entry

__all__ = ["Entry", "by_entry_point", "entries", "find", "get"]


@cache
def entries() -> tuple[Entry, ...]:
    """All tasks, by field."""
    from .tasks import every_entry

    return every_entry()


def find(prompt: str) -> Entry | None:
    """The task that a prompt asks for, in English or Chinese; None where it asks for anything more, or else."""
    entry = _by_meaning().get(prompts.meaning(prompt))
    if entry is not None and entry.signature.endswith("-> bool") and prompts.makes_things(prompt):
        return None
    return entry


def get(name: str) -> Entry:
    """The task of that name or other name. Raises CheckError, which names the closest."""
    entry = _by_name().get(prompts.key(name))
    if entry is None:
        raise CheckError(f"unknown task {name!r}{_suggestion(name)}; `codegen tasks` lists all {len(entries())}")
    return entry


def by_entry_point(name: str) -> Entry | None:
    """The task of a function `quick_sort` or `quickSort`; a class's name has to be exact."""
    entry = _by_function().get(name.replace("_", "").casefold())
    return entry if entry is None or not entry.is_class or name in entry.entry_points else None


def _suggestion(name: str) -> str:
    known = [each for entry in entries() for each in (entry.name, *entry.names)]
    close = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.5)
    return f", did you mean {close[0]!r}?" if close else ""


@cache
def _by_name() -> dict[str, Entry]:
    return {prompts.key(name): entry for entry in entries() for name in (entry.name, *entry.names)}


@cache
def _by_meaning() -> dict[str, Entry]:
    return {prompts.meaning(name): entry for entry in entries() for name in (entry.name, *entry.names)}


@cache
def _by_function() -> dict[str, Entry]:
    return {point.replace("_", "").casefold(): entry for entry in entries() for point in entry.entry_points}
