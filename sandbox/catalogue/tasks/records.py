"""Sorting records by one of their fields, and dicts by their keys or values."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from ...checking.comparison import same
from ...checking.property import Call, Property
from ..entry import Entry, listed, phrased
from ..properties import Choice, Form, Result, answer, as_list, collected, conventions, in_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "sorting"

Record = dict[str, Any]
Pair = tuple[int, int]

# Records


def _records() -> SearchStrategy[Arguments]:
    """Few distinct values in each field, so that ties come often; other fields show whether their order is kept."""
    from hypothesis import strategies as st

    record = st.fixed_dictionaries(
        {"name": st.text("ab", max_size=2), "age": st.integers(0, 3) | st.integers(-9, 99), "id": st.integers(0, 99)}
    )
    return st.tuples(st.lists(record, max_size=8), st.sampled_from(("name", "age")))


def sort_records(records: list[Record], key: str) -> list[Record]:
    return sorted(records, key=operator.itemgetter(key))


_RECORDS = Entry(
    name="sort records by key",
    names=(
        *phrased(
            "|stable ", "sort ", "list |", "dictionaries|dicts|records|dictionary list", " by ", "key|given key|field"
        ),
        *phrased(
            "sort ", "list dictionaries|list dicts", " by key value| by value of key| by specific key| by common key"
        ),
        *phrased("stable sort by key|sort by key|按键排序|按关键字排序|稳定按键排序"),
        *phrased("|按键对|按指定键对|根据键对", "字典列表", "排序|按键排序|按指定键排序"),
    ),
    entry_points=listed("""
        sort_records, sort_dicts_by_key, sort_list_of_dicts, sort_dicts, sort_records_by_key, sort_dict_list,
        sort_list_of_dictionaries, sort_dictionaries_by_key, sort_by_field
    """),
    signature="def sort_records(records: list[dict[str, object]], key: str) -> list[dict[str, object]]",
    summary="Returns a new list with the dicts of `records` in ascending order of their values for `key`, which all"
    " have and which can be compared; those with equal values keep their order.",
    why="Few distinct values, so that ties show whether equal records keep their order; numbers and texts as keys. A"
    " record without the key is left out.",
    inputs=_records,
    conventions=conventions(
        (Form("", 2), Form("called with (key, records)", 2, lambda given: (given[1], given[0]))),
        (answer("in ascending order, equal ones in their order", sort_records, collected),),
    )
    + conventions(
        (Form("", 2),),
        (
            answer(
                "the argument is left in order, equal ones in their order", sort_records, in_place, choice="in place"
            ),
        ),
    ),
    reference=sort_records,
    edges=(
        ([], "age"),
        ([{"name": "a", "age": 1, "id": 1}], "age"),
        ([{"name": "a", "age": 2, "id": 1}, {"name": "b", "age": 1, "id": 2}], "age"),
        ([{"name": "b", "age": 1, "id": 1}, {"name": "a", "age": 1, "id": 2}], "age"),
        ([{"name": "b", "age": 1, "id": 1}, {"name": "a", "age": 2, "id": 2}], "name"),
        (
            [{"name": "b", "age": 1, "id": 9}, {"name": "a", "age": 2, "id": 1}, {"name": "b", "age": 0, "id": 2}],
            "name",
        ),
        ([{"name": "x", "age": 10, "id": 1}, {"name": "y", "age": 9, "id": 2}], "age"),
    ),
)

# Pairs


def _pairs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    pair = st.tuples(st.integers(-9, 9), st.integers(0, 3) | st.integers(-9, 99))
    return st.tuples(st.lists(pair, max_size=9))


def _by_second(result: Result) -> Choice:
    """Equal second elements in any order: who sorts by hand need not be stable."""

    def holds(call: Call) -> bool:
        found = as_list(result(call))
        if not isinstance(found, list):
            return False
        pairs = [tuple(one) if isinstance(one, list | tuple) else () for one in found]
        given = _given(call)
        return same(sorted(pairs, key=repr), sorted(given, key=repr)) and same(
            [pair[1] for pair in pairs], sorted(pair[1] for pair in given)
        )

    name = "in place" if result is in_place else ""
    expected: Callable[[Call], object] = lambda call: sorted(_given(call), key=operator.itemgetter(1))  # noqa: E731
    return Choice(
        name, (Property("the same pairs, ascending by the second element", "postcondition", holds, expected),)
    )


def _given(call: Call) -> list[Pair]:
    (pairs,) = call.input
    return pairs if isinstance(pairs, list) else []


_SECONDS = Entry(
    name="sort tuples by second element",
    names=(
        *phrased(
            "sort ",
            "list |",
            "tuples|pairs",
            " by ",
            "second|last|second element|last element|second item|second value",
        ),
        *phrased("|对", "元组列表", "按第二个元素排序|按第二元素排序|按最后一个元素排序"),
        *listed("按第二个元素排序元组, 元组按第二个元素排序, 按元组第二个元素排序, 根据第二个元素排序元组列表"),
    ),
    entry_points=listed("""
        sort_by_second, sort_tuples_by_second, sort_by_second_element, sort_tuples, sort_pairs_by_second,
        sort_tuples_by_last, sort_by_last_element
    """),
    signature="def sort_by_second(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]",
    summary="Returns a new list with the pairs in ascending order of their second elements.",
    why="Second elements of more than one digit and with ties, first elements in another order than the second ones.",
    inputs=_pairs,
    conventions=conventions((Form("", 1),), (_by_second(collected), _by_second(in_place))),
    reference=lambda pairs: sorted(pairs, key=operator.itemgetter(1)),
    edges=(
        ([],),
        ([(1, 2)],),
        ([(1, 2), (2, 1)],),
        ([(2, 1), (1, 2)],),
        ([(1, 1), (0, 1)],),
        ([(0, 10), (1, 9)],),
        ([(2, 5), (1, 2), (4, 4), (2, 3), (2, 1)],),
    ),
)

# Dicts


def _mappings() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    value = st.integers(0, 3) | st.integers(-9, 99)
    return st.tuples(st.dictionaries(st.text("abc", min_size=1, max_size=2), value, max_size=7))


def _items(call: Call) -> list[tuple[object, object]] | None:
    """The items of a dict, or pairs, in their order."""
    found = call.value
    pairs = list(found.items()) if isinstance(found, dict) else as_list(found)
    if not isinstance(pairs, list):
        return None
    parts = [as_list(pair) for pair in pairs]
    return [(part[0], part[1]) for part in parts if isinstance(part, list) and len(part) == 2 and len(parts)]


def _drawn(call: Call) -> dict[str, int]:
    (mapping,) = call.input
    return mapping if isinstance(mapping, dict) else {}


def _ordered_by(part: int) -> Choice:
    def expected(call: Call) -> list[tuple[str, int]]:
        return sorted(_drawn(call).items(), key=operator.itemgetter(part))

    def holds(call: Call) -> bool:
        found, wanted = _items(call), expected(call)
        return (
            found is not None
            and same(sorted(found, key=repr), sorted(wanted, key=repr))
            and same([item[part] for item in found], [item[part] for item in wanted])
        )

    name = f"the same items, ascending by {('key', 'value')[part]}"
    return Choice("", (Property(name, "postcondition", holds, lambda call: dict(expected(call))),))


def _mapping_entry(what: str, part: int, chinese: str) -> Entry:
    point = f"sort_dict_by_{what}"
    return Entry(
        name=f"sort dictionary by {what}",
        names=(
            *phrased(
                "sort ", "dictionary|dict|python dictionary|python dict", f" by {what}| by {what}s| by its {what}s"
            ),
            *phrased("|对", "字典", f"按{chinese}排序|根据{chinese}排序"),
            *phrased(f"按{chinese}|根据{chinese}", "对字典排序|排序字典|给字典排序"),
        ),
        entry_points=(point, f"sort_dictionary_by_{what}", f"sort_dict_by_{what}s"),
        signature=f"def {point}(mapping: dict[str, int]) -> dict[str, int]",
        summary=f"Returns a new dict with the items of `mapping`, inserted in ascending order of their {what}s.",
        why="Values of more than one digit and with ties, whose order is free; keys in another order than the values. A"
        " list of pairs in that order is accepted, for so many programs answer.",
        inputs=_mappings,
        conventions=conventions((Form("", 1),), (_ordered_by(part),)),
        reference=lambda mapping: dict(sorted(mapping.items(), key=operator.itemgetter(part))),
        edges=(
            ({},),
            ({"a": 1},),
            ({"a": 2, "b": 1},),
            ({"b": 1, "a": 2},),
            ({"b": 1, "a": 1},),
            ({"a": 10, "b": 9},),
            ({"banana": 3, "apple": 4, "pear": 1, "orange": 2},),
        ),
    )


ENTRIES: tuple[Entry, ...] = (
    _RECORDS,
    _SECONDS,
    _mapping_entry("value", 1, "值"),
    _mapping_entry("key", 0, "键"),
)
