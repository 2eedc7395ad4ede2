"""Trees over a list that answer for a range of it: Fenwick and segment trees."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from ..entry import Entry, listed
from ..operations import (
    DONE,
    Behaviour,
    Expectation,
    Operation,
    class_names,
    operation_lists,
    optional,
    parts,
    required,
)
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "classes"

_ADD = required("update, add, increment, point_update, add_value, modify, range_add")
_PREFIX = optional(
    "prefix_sum, query, sum, get_sum, prefix, prefixSum, getSum, read, get_prefix_sum, prefix_query, get"
)
_RANGE = optional(
    "range_sum, range_query, sum_range, query_range, get_range_sum, rangeSum, sumRange, query, sum, get_sum"
)


class _Sums:
    def __init__(self, size: int) -> None:
        self._items = [0] * size

    def update(self, index: int, number: int) -> Expectation:
        self._items[index] += number
        return DONE

    def prefix_sum(self, index: int) -> int:
        return sum(self._items[: index + 1])

    def range_sum(self, left: int, right: int) -> int:
        return sum(self._items[left : right + 1])


_FENWICK_BEHAVIOUR = Behaviour(_Sums, (_ADD, _PREFIX, _RANGE), telling=((_PREFIX, _RANGE),))


def _integers(values: Iterable[object]) -> list[int]:
    return [value for value in values if isinstance(value, int)]


def _shifted(first: int, last: int, ends: int) -> Callable[[Arguments], Arguments]:
    """By how much the index of an item, that of a prefix's last item and that of a range's last item are larger."""

    def shift(operation: Operation) -> Operation:
        names, numbers = operation[0], _integers(operation[1])
        if names == _ADD.names:
            return _ADD(numbers[0] + first, numbers[1])
        if names == _PREFIX.names:
            return _PREFIX(numbers[0] + last)
        return _RANGE(numbers[0] + first, numbers[1] + ends)

    def adapt(drawn: Arguments) -> Arguments:
        constructor, operations = parts(drawn)
        return constructor, list(map(shift, operations))

    return adapt


def _from_list(adapt: Callable[[Arguments], Arguments]) -> Callable[[Arguments], Arguments]:
    """What is added first, it is made with."""

    def adapted(drawn: Arguments) -> Arguments:
        constructor, operations = parts(drawn)
        items = [0] * _integers(constructor)[0]
        adding = list(itertools.takewhile(lambda one: one[0] == _ADD.names, operations))
        for index, number in map(_integers, (arguments for _, arguments in adding)):
            items[index] += number
        return adapt(((items,), operations[len(adding) :]))

    return adapted


_INDICES: Final = {
    "indices from 0": _shifted(0, 0, 0),
    "indices from 1": _shifted(1, 1, 1),
    "a prefix by its length": _shifted(0, 1, 0),
    "a prefix by its length, a range without its end": _shifted(0, 1, 1),
}


def _additions(size: int) -> list[Operation]:
    adding = [_ADD(index, number) for index in range(size) for number in (1, 5, -3)]
    ranges = [_RANGE(left, right) for left in range(size) for right in range(left, size)]
    return [*adding, *[_PREFIX(index) for index in range(size)] * 2, *ranges[:: 1 + len(ranges) // 20]]


def _sizes() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.sampled_from([(4,), (1,), (2,), (5,), (8,), (11,)])


def _fenwick_inputs() -> SearchStrategy[Arguments]:
    return operation_lists(_additions, _sizes())


def _added(size: int, *words: str) -> Arguments:
    """ "0+5" adds, "3" asks for a prefix, "1-3" for a range."""
    return ((size,), [_addition(word) for word in words])


def _addition(word: str) -> Operation:
    if "+" in word:
        return _ADD(*map(int, word.split("+")))
    return _RANGE(*map(int, word.split("-"))) if "-" in word else _PREFIX(int(word))


#: Tried first: a tree of indices from 1 may loop for ever at a 0, which no more forms than need be shall find out.
_WITHOUT_THE_FIRST = _added(4, "1+5", "3+2", "1", "2", "3", "1-2")

_FENWICK = Entry(
    name="fenwick tree",
    names=class_names("fenwick tree, binary indexed tree, fenwick, bit fenwick tree", "树状数组, 二叉索引树"),
    entry_points=listed("FenwickTree, BinaryIndexedTree, Fenwick, BIT"),
    signature="class FenwickTree(n: int)",
    summary="A binary indexed tree of n numbers, at first 0, made as FenwickTree(n), with the methods update(i, delta),"
    " which adds delta to number i, prefix_sum(i), the sum of numbers 0 to i inclusive, and range_sum(left, right), the"
    " sum of numbers left to right inclusive; indices begin at 0.",
    why="Sizes that are powers of two and others, every index up to the last, also several additions to one. Indices"
    " may begin at 1, and a tree may be made with the numbers.",
    inputs=_fenwick_inputs,
    conventions=conventions(
        (
            *(Form(name, 1, adapt) for name, adapt in _INDICES.items()),
            *(Form(f"made with a list, {name}", 1, _from_list(adapt)) for name, adapt in _INDICES.items()),
        ),
        (Choice("", (_FENWICK_BEHAVIOUR.follows("right sums"),)),),
    ),
    reference=_FENWICK_BEHAVIOUR.reference,
    edges=(
        _WITHOUT_THE_FIRST,
        _added(1, "0+5", "0", "0-0"),
        _added(1, "0", "0+5", "0+-3", "0"),
        _added(2, "0+1", "1+5", "0", "1", "0-1", "1-1"),
        _added(4, "3+5", "0", "2", "3", "0+1", "0", "3", "1-2", "1-3"),
        _added(8, "0+1", "1+2", "2+3", "3+4", "4+5", "5+6", "6+7", "7+8", *"01234567", "2-5", "0-7", "7-7"),
        _added(5, "4+1", "4", "3", "4-4", "0-4", "0+2", "4", "0"),
        _added(8, "3", "3+5", "3", "4", "7", "2"),
    ),
    is_class=True,
)


# Segment tree

_SET = required("update, set, point_update, modify, update_value, change, set_value, update_point, assign")
_QUERY = required("""
    query, range_query, sum_range, sumRange, range_sum, query_range, get_sum, getSum, rangeSum, range_min, range_max,
    sum, get, min, max, rmq, range_minimum, minimum, query_sum
""")


class _Ranges:
    def __init__(self, items: list[int], over: Callable[[list[int]], int], *, adds: bool) -> None:
        self._items, self._over, self._adds = list(items), over, adds

    def update(self, index: int, number: int) -> Expectation:
        self._items[index] = number + self._adds * self._items[index]
        return DONE

    def query(self, left: int, right: int) -> int:
        return self._over(self._items[left : right + 1])


def _over(over: Callable[[list[int]], int], *, adds: bool) -> Behaviour:
    return Behaviour(lambda items: _Ranges(items, over, adds=adds), (_SET, _QUERY))


def _ranged(name: str, over: Callable[[list[int]], int], *, adds: bool) -> Choice:
    made = _over(over, adds=adds)
    return Choice(f"{name}, an update adds" if adds else name, (made.follows(f"the right {name} of a range"),))


def _queried(first: int, ends: int) -> Callable[[Arguments], Arguments]:
    """By how much indices, and the index of a range's last item, are larger."""

    def shift(operation: Operation) -> Operation:
        one, other = _integers(operation[1])
        return _QUERY(one + first, other + ends) if operation[0] == _QUERY.names else _SET(one + first, other)

    def adapt(drawn: Arguments) -> Arguments:
        constructor, operations = parts(drawn)
        return constructor, list(map(shift, operations))

    return adapt


def _by_size(drawn: Arguments) -> Arguments:
    (items, *_), operations = parts(drawn)
    numbers = items if isinstance(items, list) else []
    return (len(numbers),), [*(_SET(index, number) for index, number in enumerate(numbers)), *operations]


def _updates(items: list[int]) -> list[Operation]:
    size = len(items)
    ranges = [_QUERY(left, right) for left in range(size) for right in range(left, size)]
    updates = [_SET(index, number) for index in range(size) for number in (0, 7, -4)]
    return [*updates, *ranges, *([_QUERY(0, size - 1)] * size)]


def _segment_inputs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    lists = st.sampled_from(
        [[1, 2, 3, 4], [5], [2, 1], [3, -1, 4, 1, -5], [9, 8, 7, 6, 5, 4, 3], [0, 0, 0, 0, 0, 0, 0, 1]]
    )
    return operation_lists(_updates, lists.map(lambda items: (list(items),)))


def _set_to(items: list[int], *words: str) -> Arguments:
    """ "0=5" sets, "1-3" asks for a range."""
    named = ((_SET, word.split("=")) if "=" in word else (_QUERY, word.split("-")) for word in words)
    return ((items,), [method(*map(int, numbers)) for method, numbers in named])


_SEGMENT_TREE = Entry(
    name="segment tree",
    names=class_names("segment tree, segment tree range sum, segment tree for range sum queries", "线段树"),
    entry_points=listed("SegmentTree, SegTree, NumArray, SegmentTreeSum"),
    signature="class SegmentTree(numbers: list[int])",
    summary="A segment tree made as SegmentTree(numbers), with the methods update(i, value), which sets number i, and"
    " query(left, right), the sum of numbers left to right inclusive; indices begin at 0.",
    why="Lengths that are powers of two and others, every range, before and after updates. It may be for the least or"
    " the largest number instead of the sum, leave out a range's end, or add where it updates.",
    inputs=_segment_inputs,
    conventions=conventions(
        (
            Form("", 1),
            Form("a range without its end", 1, _queried(0, 1)),
            Form("indices from 1", 1, _queried(1, 1)),
            Form("made with its size", 1, _by_size),
        ),
        tuple(
            _ranged(name, over, adds=adds)
            for adds in (False, True)
            for name, over in (("sum", sum), ("minimum", min), ("maximum", max))
        ),
    ),
    reference=_over(sum, adds=False).reference,
    edges=(
        _set_to([5], "0-0", "0=7", "0-0"),
        _set_to([1, 2], "0-0", "1-1", "0-1", "1=5", "0-1", "1-1", "0=-2", "0-1"),
        _set_to([1, 2, 3, 4], "0-3", "1-2", "2=9", "1-2", "0-3", "2-2", "3-3"),
        _set_to([1, 2, 3, 4, 5], "0-4", "4=0", "0-4", "3-4", "1-3", "0=9", "0-0", "0-2"),
        _set_to([-1, -2, -3], "0-2", "1=-7", "0-2", "1-2", "0-1"),
        _set_to([4, 3, 9, 1, 7, 8], "2-4", "3=5", "2-4", "3-3", "0-5", "5-5"),
    ),
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_FENWICK, _SEGMENT_TREE)
