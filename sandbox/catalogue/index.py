"""Which module of `tasks` a function's name or a prompt belongs to, so that one is loaded instead of all.

`index.jsonl` has a line a module: the keys by which its tasks are looked up. `python -m sandbox.catalogue` writes it
anew; a test fails where it and the tasks differ.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from . import prompts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .entry import Entry

FILE = Path(__file__).with_name("index.jsonl")


@dataclass(frozen=True, slots=True)
class Index:
    """From a `function_key`, or from a `prompts.meaning`, to the name of a module."""

    functions: Mapping[str, str]
    meanings: Mapping[str, str]


@cache
def read() -> Index:
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return Index(
        functions={key: line["module"] for line in lines for key in line["functions"]},
        meanings={key: line["module"] for line in lines for key in line["meanings"]},
    )


def text(modules: Mapping[str, Iterable[Entry]]) -> str:
    """What the file has to hold for the tasks of these modules."""
    lines = (
        {
            "module": module,
            "functions": sorted({key for entry in entries for key in function_keys(entry)}),
            "meanings": sorted({key for entry in entries for key in meanings(entry)}),
        }
        for module, entries in modules.items()
    )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def function_key(name: str) -> str:
    """What a function's name is compared by: `quick_sort` and `quickSort` are one."""
    return name.replace("_", "").casefold()


def function_keys(entry: Entry) -> set[str]:
    return {function_key(name) for name in entry.entry_points}


def name_keys(entry: Entry) -> set[str]:
    return {prompts.key(name) for name in (entry.name, *entry.names)}


def meanings(entry: Entry) -> set[str]:
    return {prompts.meaning(name) for name in (entry.name, *entry.names)}
