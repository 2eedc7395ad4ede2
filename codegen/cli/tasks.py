"""`codegen tasks [NAME]`: what the catalogue knows, what is checked and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from codegen.errors import UsageError

from . import options
from .exits import OK
from .screen import complain, say_on_stdout
from .tables import print_document, print_folded, print_table

if TYPE_CHECKING:
    from sandbox.catalogue.entry import Entry
    from sandbox.checking.property import Arguments

#: Chinese names in the table of all tasks; and names of each language where one is shown.
_NAMES_IN_TABLE = 2
_NAMES_SHOWN = 10
_SEPARATOR = " · "
#: A few inputs tell what kind they are; those that are long do not.
_EXAMPLES_SHOWN = 6
_EXAMPLE_LENGTH = 60


def tasks(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One task, by any of its names.")] = None,
    search: Annotated[
        str | None,
        typer.Option("--search", "-s", metavar="TEXT", help="Only tasks whose names or summary have this or are near."),
    ] = None,
    as_json: options.Json = False,
) -> int:
    """List the tasks that can be checked by properties, or show what is checked of one and why."""
    from sandbox import catalogue

    if name is not None and search is not None:
        raise UsageError("a NAME and --search exclude each other; give one of them")
    if search is not None and not search.strip():
        raise UsageError("--search needs a text, for example --search sort")
    shown = (_named(name),) if name is not None else catalogue.search(search) if search is not None else None
    fields = {
        field: [entry for entry in entries if shown is None or entry in shown]
        for field, entries in catalogue.by_field().items()
    }
    if not any(fields.values()):
        complain(f"no task is called anything like {search!r}; `codegen tasks` lists all {len(catalogue.entries())}")
    if as_json:
        print_document("tasks", tasks=[_fields(field, entry) for field, found in fields.items() for entry in found])
    elif name is not None:
        print_folded([pair for found in fields.values() for entry in found for pair in _pairs(entry)])
    else:
        _print_all({field: found for field, found in fields.items() if found})
    return OK


def _print_all(fields: dict[str, list[Entry]]) -> None:
    """A table a field, since the names of some fields are long."""
    for number, (field, found) in enumerate(fields.items()):
        if number:
            say_on_stdout("")
        print_table((field, "function", "中文"), [_row(entry) for entry in found])


def _named(name: str) -> Entry:
    """Raises CheckError, which names the closest task, where nothing is called like this."""
    from sandbox import catalogue

    return catalogue.find(name) or catalogue.get(name)


def _row(entry: Entry) -> tuple[str, str, str]:
    chinese = [name for name in entry.names if not name.isascii()]
    return (entry.name, entry.entry_points[0], ", ".join(chinese[:_NAMES_IN_TABLE]))


def _fields(field: str, entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "field": field,
        "names": list(entry.names),
        "entry_points": list(entry.entry_points),
        "signature": entry.signature,
        "summary": entry.summary,
        "why": entry.why,
        "tried_first": [_call(entry, edge) for edge in entry.edges],
        "conventions": [
            {
                "name": convention.name,
                "properties": [{"name": each.name, "kind": each.kind} for each in convention.properties],
            }
            for convention in entry.conventions
        ],
    }


def _pairs(entry: Entry) -> list[tuple[str, str]]:
    first = entry.conventions[0]
    checked = [f"{each.name} ({each.kind})" for each in first.properties]
    calls = [call for call in (_call(entry, edge) for edge in entry.edges) if len(call) <= _EXAMPLE_LENGTH]
    return [
        ("task", entry.name),
        ("also called", _names(entry)),
        ("asked for", entry.signature),
        ("", entry.summary),
        *_under("checked", checked),
        *_under("also right", [f"- {line}" for line in _alternatives(entry)]),
        ("inputs", entry.why),
        *_under("tried first", calls[:_EXAMPLES_SHOWN]),
        ("recognised by", f"{'the class' if entry.is_class else 'a function'} {' or '.join(entry.entry_points)}"),
        ("", f"or a line # codegen: task={entry.name}"),
    ]


def _names(entry: Entry) -> str:
    chinese = [name for name in entry.names if not name.isascii()]
    english = [name for name in entry.names if name.isascii()]
    shown = [*english[:_NAMES_SHOWN], *chinese[:_NAMES_SHOWN]]
    more = len(entry.names) - len(shown)
    return ", ".join(shown) + (f" and {more} more; --json has them all" if more else "")


def _under(label: str, texts: list[str]) -> list[tuple[str, str]]:
    return [(label if not index else "", text) for index, text in enumerate(texts)]


def _alternatives(entry: Entry) -> list[str]:
    """A line for each question that the task leaves open, with the answers that are right beside the one asked for.

    Each answer goes with any answer to the other questions that are open at once.
    """
    asked, *others = dict.fromkeys(convention.questions for convention in entry.conventions)
    lines = [_SEPARATOR.join(answers) for _, *answers in asked]
    for questions in others:
        lines.append(", ".join(answers[0] for answers in questions if len(answers) == 1 and answers[0]))
        lines += [_SEPARATOR.join(filter(None, answers)) for answers in questions if len(answers) > 1]
    return list(dict.fromkeys(filter(None, lines)))


def _call(entry: Entry, drawn: Arguments) -> str:
    """The call of a program as it was asked for."""
    from sandbox.checking.literal import call_text, operations_text

    match entry.conventions[0].adapt(drawn):
        case (tuple(constructor), list(operations)) if entry.is_class:
            return operations_text(call_text(entry.entry_points[0], constructor), operations)
        case arguments:
            return call_text(entry.entry_points[0], arguments)
