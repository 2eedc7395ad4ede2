"""Values of a type, as data; few distinct ones, ordered ones and rows of one length come up often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ...values import Record, Tabulated
from .nodes import linked_lists, trees
from .numbers import floats, integers
from .shapes import SCALARS, fields, hashable
from .texts import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from .pool import Pool

_MAX_ITEMS = 8
_MAX_FEW = 12
_MAX_SIDE = 4

_SCALAR: dict[str, Callable[[Pool], SearchStrategy[Any]]] = {
    "int": integers,
    "float": floats,
    "bool": lambda pool: st.booleans(),
    "str": texts,
    "bytes": lambda pool: st.binary(max_size=12),
    "complex": lambda pool: st.builds(complex, floats(pool), floats(pool)),
    "None": lambda pool: st.none(),
    "Linked": lambda pool: linked_lists(st.integers(-10, 20)),
    "Tree": lambda pool: trees(st.integers(-10, 20)),
    "any": lambda pool: st.one_of(
        st.integers(-10, 20), st.text("ab ", max_size=4), st.lists(st.integers(-10, 20), max_size=4)
    ),
}


def of_type(kind: list[Any], pool: Pool) -> SearchStrategy[Any]:
    name, *parts = kind
    if name in SCALARS:
        return _SCALAR[name](pool)
    if name == "callable":
        return _functions(parts, pool)
    inside = [of_type(part, pool) for part in parts if part != ["..."]]
    if name == "tuple" and inside and ["..."] not in parts:
        return st.tuples(*inside)
    if names := fields(name):
        return st.tuples(*inside).map(lambda values: _object(name, names, values))
    item = inside[0] if inside else of_type(["int"], pool)
    if name in ("optional", "union"):
        return st.one_of(*(inside or [item]), *([st.none()] if name == "optional" else []))
    key = of_type(hashable(parts[0]), pool) if inside and name in ("dict", "set", "frozenset") else item
    if name == "dict":
        return st.dictionaries(key, inside[1] if len(inside) > 1 else item, max_size=_MAX_ITEMS)
    if name in ("set", "frozenset"):
        return (st.sets if name == "set" else st.frozensets)(key, max_size=_MAX_ITEMS)
    items = _rows(parts[0][1], pool) if parts and _is_row(parts[0]) else _items(item, parts or [["int"]], pool)
    return items.map(tuple) if name == "tuple" else items


def _object(kind: str, names: list[str], values: tuple[object, ...]) -> Record:
    return Record(kind.partition("(")[0], tuple(zip(names, values, strict=True)))


def _functions(parts: list[list[Any]], pool: Pool) -> SearchStrategy[Any]:
    """By a table of a few results; `parts`: the types of the result and of the arguments."""
    result = of_type(parts[0], pool)
    arguments = st.tuples(*(of_type(hashable(part), pool) for part in parts[1:]))
    tables = st.dictionaries(arguments, result, max_size=_MAX_SIDE).map(lambda table: tuple(table.items()))
    return st.builds(Tabulated, tables, result)


def _is_row(kind: list[Any]) -> bool:
    return kind[0] == "list" and len(kind) == 2 and kind[1][0] in SCALARS


def _items(item: SearchStrategy[Any], parts: list[list[Any]], pool: Pool) -> SearchStrategy[Any]:
    longest = max((len(value) for value in pool.shown if isinstance(value, list | tuple)), default=0)
    usual = st.lists(item, max_size=max(_MAX_ITEMS, min(longest + 2, 2 * _MAX_ITEMS)))
    few = st.lists(item, min_size=1, max_size=3).flatmap(
        lambda some: st.lists(st.sampled_from(some), max_size=_MAX_FEW)
    )
    if not pool.varied:
        return usual
    ways = [usual, usual, few, usual.map(_ordered)]
    return st.one_of(ways + [usual.map(_ranks)] * (parts[0] == ["int"]))


def _repeated(some: list[Any]) -> SearchStrategy[list[Any]]:
    """Each length as often: Hypothesis prefers short ones."""
    lengths = st.integers(0, _MAX_FEW)
    return lengths.flatmap(lambda count: st.lists(st.sampled_from(some), min_size=count, max_size=count))


def _ordered(items: list[Any]) -> list[Any]:
    try:
        return sorted(items)
    except TypeError:
        return items[::-1]


def _rows(kind: list[Any], pool: Pool) -> SearchStrategy[Any]:
    """Lists of lists: where all that are shown are tables, tables; where all are square, square ones."""
    item = of_type(kind, pool)
    tables = [value for value in pool.shown if _is_table(value)]
    sides = st.integers(1, _MAX_SIDE)
    square = sides.flatmap(lambda side: _table(item, side, side))
    if kind == ["int"] and pool.varied:
        square |= square.map(_numbered)
    table = st.tuples(sides, sides).flatmap(lambda size: _table(item, *size))
    if tables and len(tables) == len(pool.shown):
        return square if all(len(value) == len(value[0]) for value in tables) else st.one_of(table, square)
    if not pool.varied:
        return st.lists(_items(item, [kind], pool), max_size=_MAX_ITEMS)
    return st.one_of(st.lists(_items(item, [kind], pool), max_size=_MAX_ITEMS), table, square)


def _is_table(value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        return False
    return len(value) > 1 and len({len(row) for row in value}) == 1 and len(value[0]) > 0


def _table(item: SearchStrategy[Any], rows: int, columns: int) -> SearchStrategy[Any]:
    row = st.lists(item, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


def _ranks(items: list[Any]) -> list[int]:
    """Each number from 1 once, in the order of the items."""
    ranks = [0] * len(items)
    for rank, index in enumerate(sorted(range(len(items)), key=items.__getitem__), 1):
        ranks[index] = rank
    return ranks


def _numbered(rows: list[list[Any]]) -> list[list[int]]:
    side = len(rows)
    ranks = _ranks([item for row in rows for item in row])
    return [ranks[start : start + side] for start in range(0, side * side, side)]
