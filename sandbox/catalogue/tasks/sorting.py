"""Sorting lists of integers, and merging sorted ones."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from ..drawn import integers
from ..entry import Entry, listed
from ..properties import (
    Choice,
    Form,
    Result,
    collected,
    conventions,
    declining,
    equals,
    idempotent,
    in_place,
    ordered,
    permutation,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Convention

FIELD = "sorting"


# Inputs


def integer_lists(lowest: int = -1000, highest: int = 1000) -> SearchStrategy[list[int]]:
    """Lists as sorts fail on them: few distinct values, sorted, reversed, long; they shrink to `[0, 0]` and such."""
    from hypothesis import strategies as st

    near, any_number = st.integers(max(lowest, -3), min(highest, 3)), st.integers(lowest, highest)
    plain = st.lists(near, max_size=12) | st.lists(any_number, max_size=30)
    long = st.lists(near | any_number, min_size=9, max_size=25).map(lambda items: items * 8)
    return st.one_of(plain, plain, plain.map(sorted), plain.map(lambda items: sorted(items, reverse=True)), long)


def _one_list(lowest: int, highest: int) -> Callable[[], SearchStrategy[Arguments]]:
    def inputs() -> SearchStrategy[Arguments]:
        from hypothesis import strategies as st

        return st.tuples(integer_lists(lowest, highest))

    return inputs


_INTEGERS, _NON_NEGATIVE = _one_list(-1000, 1000), _one_list(0, 1000)
_SMALL: tuple[list[int], ...] = ([], [0], [0, 0], [1, 0], [2, 1, 0], [0, 1, 2], [3, 1, 2, 1, 3])
#: The longest has seven of Timsort's runs.
_EDGES: tuple[Arguments, ...] = (
    *((items,) for items in _SMALL),
    ([7] * 20,),
    (list(range(50)),),
    (list(range(200, 0, -1)),),
)

# Conventions


def _sorts(result: Result) -> tuple[Choice, ...]:
    name = "sorted in place" if result is in_place else "a sorted list is returned"
    claims = (permutation(result), ordered(result), equals("equals sorted()", sorted, result), idempotent(result))
    return (Choice(name, claims),)


EITHER_SORTED = (*_sorts(collected), *_sorts(in_place))
_SORTED = (*EITHER_SORTED, *declining(EITHER_SORTED, "the empty list", lambda items: not items))
SORT_FORMS = (
    Form("", 1),
    Form("called with (items, low, high)", 3, lambda given: (given[0], 0, len(integers(given)) - 1)),
    Form("called with (items, start, end), end exclusive", 3, lambda given: (given[0], 0, len(integers(given)))),
    Form("called with (items, room, low, high)", 4, lambda g: (g[0], [0] * len(integers(g)), 0, len(integers(g)) - 1)),
    Form("called with (items, length)", 2, lambda given: (given[0], len(integers(given)))),
)
_ANY_SORT = conventions(SORT_FORMS, _SORTED)
#: Of a radix sort a second parameter is the number of digits, or the base: at least two, so that it ends.
_BY_DIGITS = (
    *SORT_FORMS[:-1],
    Form("called with (items, digits)", 2, lambda given: (given[0], _digits(integers(given)))),
)
_BY_LARGEST = (
    Form("called with (items, largest)", 2, lambda given: (given[0], max(integers(given), default=0))),
    Form("called with (items, smallest, largest)", 3, lambda given: (given[0], *_range(integers(given)))),
    Form("called with (items, largest + 1)", 2, lambda given: (given[0], max(integers(given), default=0) + 1)),
)


def _digits(items: list[int]) -> int:
    return max(2, len(str(max(items, default=0))))


def _range(items: list[int]) -> tuple[int, int]:
    return min(items, default=0), max(items, default=0)


def _fractions(arguments: Arguments) -> Arguments:
    return ([item / 1024 for item in integers(arguments)],)


def _sorted_fractions(items: list[int]) -> list[float]:
    return sorted(item / 1024 for item in items)


_OF_FRACTIONS = conventions(
    (Form("fractions in [0, 1)", 1, _fractions),),
    (
        Choice("a sorted list is returned", (equals("equals sorted()", _sorted_fractions, collected),)),
        Choice("sorted in place", (equals("equals sorted()", _sorted_fractions, in_place),)),
    ),
)

# The family

#: Name, other English names, Chinese names.
_FAMILY: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "sort",
        (
            "sorting",
            "sort list",
            "sort array",
            "sort numbers",
            "sort list of integers",
            "sort array of integers",
            "sort integers",
            "sort list of numbers",
        ),
        ("排序", "列表排序", "数组排序", "对列表排序", "对数组排序", "整数排序"),
    ),
    ("quick sort", (), ("快速排序", "快排")),
    ("merge sort", (), ("归并排序", "合并排序")),
    ("heap sort", (), ("堆排序",)),
    ("bubble sort", (), ("冒泡排序",)),
    ("insertion sort", ("insert sort",), ("插入排序", "直接插入排序")),
    ("selection sort", ("select sort",), ("选择排序", "直接选择排序")),
    ("shell sort", (), ("希尔排序",)),
    ("tim sort", (), ("tim排序", "蒂姆排序")),
)


def _sort_entry(name: str, others: tuple[str, ...], chinese: tuple[str, ...]) -> Entry:
    function = name.replace(" ", "_")
    points = (function,) if name != "sort" else ("sort", "sort_list", "sort_array", "sort_numbers")
    return Entry(
        name=name,
        names=(*others, *chinese, *_phrases(name)),
        entry_points=points,
        signature=f"def {function}(items: list[int]) -> list[int]",
        summary="Returns a new list with the integers of `items` in ascending order, each as often as in `items`."
        " The empty list gives the empty list.",
        why="Lists with few distinct values, where a bug with equal elements shows; sorted and reversed ones; and long"
        " ones, since some sorts go another way from 32 or 64 elements on.",
        inputs=_INTEGERS,
        conventions=_ANY_SORT,
        reference=sorted,
        edges=(*_EDGES, ([0, -1],), ([-5, 3, -5, 0],)),
    )


def _phrases(name: str) -> tuple[str, ...]:
    """ "sort a list of integers using quick sort"; empty for "sort" itself, which needs no telling how."""
    if name == "sort":
        return ()
    things = ("", "list ", "array ", "numbers ", "integers ", "list numbers ", "list integers ", "array integers ")
    return tuple(f"sort {thing}{how}{name}" for thing in things for how in ("", "by "))


def _distribution_entry(name: str, others: tuple[str, ...], accepted: tuple[Convention, ...]) -> Entry:
    """Sorts that look at digits or values, not at pairs: classically for non-negative integers only."""
    function = name.replace(" ", "_")
    return Entry(
        name=name,
        names=(*others, *_phrases(name)),
        entry_points=(function,),
        signature=f"def {function}(items: list[int]) -> list[int]",
        summary="Returns a new list with the non-negative integers of `items` in ascending order, each as often as in"
        " `items`. The empty list gives the empty list.",
        why="Lists with few distinct values, sorted, reversed and long ones, and numbers of one to four digits."
        " Nothing negative: of these sorts the textbook forms take no negative numbers.",
        inputs=_NON_NEGATIVE,
        conventions=accepted,
        reference=sorted,
        edges=(*_EDGES, ([1000, 0, 10, 100, 9, 99, 999],), ([170, 45, 75, 90, 802, 24, 2, 66],)),
    )


# Merging


def _merged(left: list[int], right: list[int]) -> list[int]:
    return list(heapq.merge(left, right))


def _two_sorted_lists() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    one = integer_lists().map(sorted)
    return st.tuples(one, one)


def _with_room(arguments: Arguments) -> Arguments:
    left, right = integers(arguments, 0), integers(arguments, 1)
    return (left + [0] * len(right), len(left), right, len(right))


def _merges(result: Result) -> tuple[Choice, ...]:
    def both(arguments: Arguments) -> object:
        return integers(arguments, 0) + integers(arguments, 1)

    name = "merged into the first list" if result is in_place else ""
    claims = (permutation(result, both), ordered(result, both), equals("equals heapq.merge()", _merged, result))
    return (Choice(name, claims),)


_MERGE = Entry(
    name="merge sorted lists",
    names=listed("""
        merge two sorted lists, merge sorted arrays, merge two sorted arrays, merge sorted list,
        merge sorted array, 合并有序列表, 合并两个有序列表, 合并有序数组, 合并两个有序数组, 两个有序数组合并,
        合并两个有序数列
    """),
    entry_points=listed("""
        merge_sorted_lists, merge_sorted, merge_two_sorted_lists, merge_sorted_arrays, merge_two_sorted_arrays,
        merge_sorted_list
    """),
    signature="def merge_sorted_lists(left: list[int], right: list[int]) -> list[int]",
    summary="Returns one new ascending list with every element of the two ascending lists, duplicates kept.",
    why="Sorted lists of unequal lengths with values that both have, and empty ones: merges fail on what remains when"
    " one list ends.",
    inputs=_two_sorted_lists,
    conventions=(
        *conventions((Form("", 2),), (*_merges(collected), *_merges(in_place))),
        *conventions((Form("called with one list of lists", 1, lambda given: (list(given),)),), _merges(collected)),
        *conventions((Form("called with (left + room, m, right, n)", 4, _with_room),), _merges(in_place)),
    ),
    reference=_merged,
    edges=(([], []), ([0], []), ([], [0]), ([0], [0]), ([1, 3, 5], [2, 4, 6]), ([1, 2], [3, 4]), ([3, 4], [1, 2])),
)

ENTRIES: tuple[Entry, ...] = (
    *(_sort_entry(*names) for names in _FAMILY),
    _distribution_entry("counting sort", ("count sort", "计数排序"), (*_ANY_SORT, *conventions(_BY_LARGEST, _SORTED))),
    _distribution_entry("radix sort", ("基数排序",), conventions(_BY_DIGITS, _SORTED)),
    _distribution_entry("bucket sort", ("桶排序",), (*_ANY_SORT, *_OF_FRACTIONS)),
    _MERGE,
)
