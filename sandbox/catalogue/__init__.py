"""Well-known tasks: what they are called in English and Chinese, what goes in, what must come out.

Importing this package loads no Hypothesis; only drawing inputs does (`Entry.inputs`). Only those tasks are
loaded that are asked for (`index.py`). README.md says how to add a task.
"""

from __future__ import annotations

import difflib
from functools import cache
from typing import TYPE_CHECKING

from ..errors import CheckError
from . import index, prompts
from .entry import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Entry", "by_entry_point", "by_field", "entries", "find", "get", "search"]


#: How much of a name must be right to be found all the same.
_NEAR = 0.75


@cache
def by_field() -> dict[str, tuple[Entry, ...]]:
    """The tasks of each field (sorting, numbers, graphs ...)."""
    from . import tasks

    return tasks.by_field()


@cache
def entries() -> tuple[Entry, ...]:
    """All tasks, by field."""
    return tuple(entry for tasks in by_field().values() for entry in tasks)


def find(prompt: str) -> Entry | None:
    """The task that a prompt asks for, in English or Chinese; None where it asks for anything more, or else."""
    meaning = prompts.meaning(prompt)
    entry = _known(index.read().meanings.get(meaning), meaning, index.meanings)
    if entry is not None and entry.signature.endswith("-> bool") and prompts.asks_for_things(prompt):
        return None
    return entry


def get(name: str) -> Entry:
    """The task of that name or other name. Raises CheckError, which names the closest."""
    module, key = index.read().meanings.get(prompts.meaning(name)), prompts.key(name)
    entry = _known(module, key, index.name_keys) or _by_name().get(key)
    if entry is None:
        raise CheckError(f"unknown task {name!r}{_suggestion(name)}; `codegen tasks` lists all {len(entries())}")
    return entry


def search(text: str) -> tuple[Entry, ...]:
    """The tasks with this text in a name, a function's name or the summary; without any, those with a name near it.

    In English or Chinese. Small and capital letters are one; in names, spaces and marks do not count.
    """
    found = tuple(entry for entry in entries() if _has(text.strip().casefold(), entry))
    return found or tuple(entry for entry in entries() if _is_near(text.casefold(), entry))


def _has(text: str, entry: Entry) -> bool:
    wanted = prompts.key(text)
    names = (entry.name, *entry.names, *entry.entry_points)
    return bool(wanted) and (text in entry.summary.casefold() or any(wanted in prompts.key(name) for name in names))


def _is_near(text: str, entry: Entry) -> bool:
    """True if a name, or each word of the text in one of the names, is nearly the same."""
    names = [name.casefold() for name in (entry.name, *entry.names)]
    words = [word for name in names for word in name.split()]
    wanted = text.replace("_", " ").split()
    return bool(difflib.get_close_matches(text, names, n=1, cutoff=_NEAR)) or (
        bool(wanted) and all(difflib.get_close_matches(word, words, n=1, cutoff=_NEAR) for word in wanted)
    )


def by_entry_point(name: str) -> Entry | None:
    """The task of a function `quick_sort` or `quickSort`; a class's name has to be exact."""
    key = index.function_key(name)
    entry = _known(index.read().functions.get(key), key, index.function_keys)
    return entry if entry is None or not entry.is_class or name in entry.entry_points else None


def _suggestion(name: str) -> str:
    known = [each for entry in entries() for each in (entry.name, *entry.names)]
    close = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.5)
    return f", did you mean {close[0]!r}?" if close else ""


def _known(module: str | None, key: str, keys: Callable[[Entry], set[str]]) -> Entry | None:
    """The task of this module that has the key."""
    if module is None:
        return None
    from . import tasks

    return next((entry for entry in tasks.of_module(module) if key in keys(entry)), None)


@cache
def _by_name() -> dict[str, Entry]:
    """Also for names with other spaces than the catalogue's, whose words are thus others: `isPrime`."""
    return {key: entry for entry in entries() for key in index.name_keys(entry)}
