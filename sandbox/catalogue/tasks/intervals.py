"""Intervals that overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, conventions
from ..shapes import form, rows_in_any_order

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "lists"

Intervals = list[list[int]]


def merged(intervals: Intervals) -> list[list[object]]:
    """Ascending; intervals that touch become one."""
    found: Intervals = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [list(one) for one in found]


def inserted(intervals: Intervals, new: list[int]) -> list[list[object]]:
    return merged([*intervals, new])


def _one() -> SearchStrategy[list[int]]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(-6, 20), st.integers(0, 6)).map(lambda drawn: [drawn[0], drawn[0] + drawn[1]])


def _many() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.lists(_one(), min_size=1, max_size=6))


def _apart_and_one() -> SearchStrategy[Arguments]:
    """Ascending intervals that do not even touch, and one more."""
    from hypothesis import strategies as st

    return st.tuples(st.lists(_one(), max_size=6).map(merged), _one())


def _tuples(intervals: Intervals) -> list[tuple[int, ...]]:
    return [tuple(one) for one in intervals]


_MERGE = Entry(
    name="merge intervals",
    names=listed("""
        merge overlapping intervals, merge all overlapping intervals, merging intervals, merge interval,
        interval merging, merge list of intervals, merge overlapping intervals in list, 合并区间, 区间合并,
        合并重叠区间, 合并所有重叠的区间, 合并重叠的区间
    """),
    entry_points=listed("merge_intervals, merge_overlapping_intervals"),
    signature="def merge_intervals(intervals: list[list[int]]) -> list[list[int]]",
    summary="Each interval is [start, end] with start <= end, in any order. Returns the ascending list of the intervals"
    " that remain when all that overlap or touch are merged.",
    why="Up to six intervals in any order that lie inside each other, touch, begin or end together, are a single"
    " point or leave gaps. There is at least one: on none, some programs fail.",
    inputs=_many,
    conventions=conventions(
        (Form("", 1), form("called with tuples", 1, lambda intervals: (_tuples(intervals),))),
        (rows_in_any_order("the merged intervals", merged),),
    ),
    reference=merged,
    edges=tuple(
        (each,)
        for each in (
            [[1, 3]],
            [[1, 4], [4, 5]],
            [[1, 3], [2, 6], [8, 10], [15, 18]],
            [[1, 4], [2, 3]],
            [[2, 3], [1, 4]],
            [[1, 2], [3, 4]],
            [[4, 5], [1, 2]],
            [[0, 0], [0, 0]],
            [[1, 10], [2, 3], [4, 5], [9, 12]],
            [[5, 6], [1, 2], [2, 5]],
        )
    ),
)

_INSERT = Entry(
    name="insert interval",
    names=listed("""
        insert interval into sorted intervals, insert new interval, insert interval and merge,
        insert and merge interval, insert interval into list of intervals, 插入区间, 插入新区间, 区间插入
    """),
    entry_points=listed("insert_interval, insert_new_interval"),
    signature="def insert_interval(intervals: list[list[int]], new_interval: list[int]) -> list[list[int]]",
    summary="`intervals` holds intervals [start, end] in ascending order that neither overlap nor touch. Returns the"
    " ascending list after `new_interval` was added, with all that overlap or touch merged.",
    why="Up to six intervals and one that comes before, after or between them, touches them, lies inside one or covers"
    " many; also no intervals at all.",
    inputs=_apart_and_one,
    conventions=conventions(
        (
            Form("", 2),
            form("called with tuples", 2, lambda intervals, new: (_tuples(intervals), tuple(new))),
        ),
        (rows_in_any_order("the merged intervals", inserted),),
    ),
    reference=inserted,
    edges=(
        ([], [1, 2]),
        ([[1, 3], [6, 9]], [2, 5]),
        ([[1, 2], [3, 5], [6, 7], [8, 10], [12, 16]], [4, 8]),
        ([[1, 5]], [2, 3]),
        ([[1, 5]], [6, 8]),
        ([[3, 5]], [0, 1]),
        ([[3, 5]], [0, 3]),
        ([[1, 2], [8, 9]], [4, 5]),
        ([[1, 2], [5, 6]], [2, 5]),
    ),
)

ENTRIES: tuple[Entry, ...] = (_MERGE, _INSERT)
