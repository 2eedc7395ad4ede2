"""`codegen tasks [NAME]`: what the catalogue knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import options
from .exits import OK
from .tables import print_document, print_pairs, print_table

if TYPE_CHECKING:
    from sandbox.catalogue.entry import Entry

#: In the table of all tasks; `codegen tasks NAME` shows every name.
_NAMES_SHOWN = 2
#: Some tasks accept every combination of several choices.
_CONVENTIONS_SHOWN = 6


def tasks(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One task, by any of its names.")] = None,
    as_json: options.Json = False,
) -> int:
    """List the tasks that can be checked by properties, or show one."""
    from sandbox import catalogue

    entries = catalogue.entries() if name is None else (_named(name),)
    if as_json:
        print_document("tasks", tasks=[_fields(entry) for entry in entries])
    elif name is not None:
        _print_one(entries[0])
    else:
        rows = [(entry.name, entry.entry_points[0], ", ".join(_chinese(entry)[:_NAMES_SHOWN])) for entry in entries]
        print_table(("task", "function", "中文"), rows)
    return OK


def _named(name: str) -> Entry:
    """Raises CheckError, which names the closest task, where nothing is called like this."""
    from sandbox import catalogue

    return catalogue.find(name) or catalogue.get(name)


def _chinese(entry: Entry) -> list[str]:
    return [name for name in entry.names if not name.isascii()]


def _fields(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "names": list(entry.names),
        "entry_points": list(entry.entry_points),
        "signature": entry.signature,
        "summary": entry.summary,
        "conventions": [
            {
                "name": convention.name,
                "properties": [{"name": each.name, "kind": each.kind} for each in convention.properties],
            }
            for convention in entry.conventions
        ],
    }


def _print_one(entry: Entry) -> None:
    pairs = [
        ("task", entry.name),
        ("also called", ", ".join(entry.names)),
        ("signature", entry.signature),
        ("summary", entry.summary),
        ("found by", ", ".join(entry.entry_points)),
    ]
    first, *others = entry.conventions
    pairs.append(("asked for", first.name))
    pairs += [("", f"- {each.name} ({each.kind})") for each in first.properties]
    pairs += [("also right", convention.name) for convention in others[:_CONVENTIONS_SHOWN]]
    if more := others[_CONVENTIONS_SHOWN:]:
        pairs.append(("", f"and {len(more)} more conventions; --json has them all"))
    print_pairs(pairs)
