"""More builders of entries: answers that are rows in any order, answers that one claim checks, saying "none".

As in `properties.py`, whatever has the wrong shape becomes `MISSING` or None, and no property raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..checking.comparison import same
from ..checking.property import MISSING, Call, Property
from .properties import Choice, Expected, Form, Result, as_list, declines, value

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..checking.property import Arguments


def form(name: str, arity: int, adapt: Callable[..., Arguments]) -> Form:
    """A form whose `adapt` takes the drawn arguments one by one."""
    return Form(name, arity, lambda given: adapt(*given))


def elements(data: object) -> list[object] | None:
    """The elements of a list, tuple, set or finished iterator, in its order; None for anything else."""
    found = list(data) if isinstance(data, set | frozenset) else as_list(data)
    return found if isinstance(found, list) else None


def as_rows(data: object) -> list[list[object]] | None:
    """Rows of integers and strings as lists, whatever each of them is; None for anything else."""
    outer = elements(data)
    inner = [elements(row) for row in outer] if outer is not None else [None]
    found = [row for row in inner if row is not None and all(type(item) in (int, str) for item in row)]
    return found if len(found) == len(inner) else None


def rows_of(result: Result = value) -> Result:
    """The result as a list of lists."""

    def read(call: Call) -> object:
        found = as_rows(result(call))
        return MISSING if found is None else found

    return read


def by_text(rows: list[list[object]]) -> list[list[object]]:
    """In one order, also where integers and strings meet."""
    return sorted(rows, key=repr)


def unordered_rows(call: Call) -> object:
    """The returned rows, in whatever order they came."""
    found = as_rows(call.value)
    return MISSING if found is None else by_text(found)


def unordered_sets(call: Call) -> object:
    """The returned rows, in whatever order they and their elements came."""
    found = as_rows(call.value)
    return MISSING if found is None else by_text([sorted(row, key=repr) for row in found])


def rows_in_any_order(name: str, expected: Callable[..., list[list[object]]], *, choice: str = "") -> Choice:
    """The choice of exactly these rows, in any order."""

    def holds(call: Call) -> bool:
        return same(unordered_rows(call), by_text(expected(*call.input)))

    return Choice(choice, (Property(name, "oracle", holds, lambda call: expected(*call.input)),))


def sets_in_any_order(name: str, expected: Callable[..., list[list[object]]], *, choice: str = "") -> Choice:
    """The choice of exactly these rows, in any order, each with its elements in any order."""

    def holds(call: Call) -> bool:
        return same(unordered_sets(call), by_text([sorted(row, key=repr) for row in expected(*call.input)]))

    return Choice(choice, (Property(name, "oracle", holds, lambda call: expected(*call.input)),))


def satisfies(
    name: str, right: Callable[..., bool], expected: Expected | None = None, result: Result = value, *, choice: str = ""
) -> Choice:
    """The choice of an answer of which `right(answer, *input)` tells; `expected` gives one for the report."""
    return judges(name, lambda call, *given: right(result(call), *given), expected, choice=choice)


def judges(name: str, right: Callable[..., bool], expected: Expected | None = None, *, choice: str = "") -> Choice:
    """The choice of a call of which `right(call, *input)` tells, for answers that may be exceptions."""
    shown = None if expected is None else lambda call: expected(*call.input)
    return Choice(choice, (Property(name, "postcondition", lambda call: right(call, *call.input), shown),))


def right_or_none(name: str, expected: Expected, *nothing: object, result: Result = value, choice: str = "") -> Choice:
    """The choice of one right answer; where `expected` is None it returns one of `nothing`, or declines."""

    def holds(call: Call) -> bool:
        wanted = expected(*call.input)
        return says_none(call, *nothing) if wanted is None else same(result(call), wanted)

    return Choice(choice, (Property(name, "oracle", holds, lambda call: expected(*call.input)),))


def says_none(call: Call, *nothing: object) -> bool:
    """It returned one of the values that mean "there is none", or raised on purpose."""
    return any(same(call.value, one) for one in nothing) or declines(call)
