"""Longest increasing subsequences and the greatest sum of a subarray."""

from __future__ import annotations

import bisect
import itertools
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, as_integers, as_list, conventions
from ..shapes import form, satisfies

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "search and dynamic programming"


def _short_lists() -> SearchStrategy[Arguments]:
    """Short enough for a program that tries everything; equal numbers, rising and falling runs."""
    from hypothesis import strategies as st

    near = st.lists(st.integers(-3, 4), min_size=1, max_size=10)
    far = st.lists(st.integers(-60, 60), min_size=1, max_size=11)
    return st.tuples(near | near | far | far.map(lambda items: sorted(items, reverse=True)))


# Increasing


def increasing(items: list[int]) -> list[int]:
    """A longest strictly increasing subsequence."""
    best: list[list[int]] = []
    for item in items:
        before = [found for found in best if found[-1] < item]
        best.append([*max(before, key=len, default=[]), item])
    return max(best, key=len)


def length_of_increasing(items: list[int]) -> int:
    ends: list[int] = []
    for item in items:
        place = bisect.bisect_left(ends, item)
        ends[place : place + 1] = [item]
    return len(ends)


def _is_longest(found: object, items: list[int]) -> bool:
    sequence = as_integers(as_list(found))
    if sequence is None or len(sequence) != length_of_increasing(items):
        return False
    rest = iter(items)
    return all(a < b for a, b in itertools.pairwise(sequence)) and all(item in rest for item in sequence)


_LENGTH = answer("the length of the longest", length_of_increasing, choice="its length")
_SEQUENCE = satisfies("a longest increasing subsequence", _is_longest, increasing)
_LIS_EDGES: tuple[Arguments, ...] = tuple(
    (items,)
    for items in (
        [0],
        [0, 0],
        [0, 1],
        [1, 0],
        [10, 9, 2, 5, 3, 7, 101, 18],
        [0, 1, 0, 3, 2, 3],
        [7, 7, 7],
        [3, 1, 2],
        [2, 5, 3, 4, 1],
        [4, 10, 4, 3, 8, 9],
        [1, 2, 3, -1, 0, 1, 2],
    )
)
_LIS_WHY = (
    "Lists of up to 11 numbers with equal ones, in which the longest one often skips a large number early or ends"
    " before the end. Short enough for a program that tries everything; never empty, where many programs give up."
)
_LIS_FORMS = (Form("", 1), form("called with (items, length)", 2, lambda items: (items, len(items))))

_LIS = Entry(
    name="longest increasing subsequence",
    names=listed("""
        lis, longest increasing subsequence in list, longest increasing subsequence in array,
        longest increasing subsequence of list, longest strictly increasing subsequence,
        longest increasing subsequence problem, 最长递增子序列, 最长上升子序列, 最长严格递增子序列,
        数组的最长递增子序列
    """),
    entry_points=listed("longest_increasing_subsequence, lis, find_lis, get_lis"),
    signature="def longest_increasing_subsequence(items: list[int]) -> list[int]",
    summary="Returns a longest strictly increasing subsequence of the non-empty list `items`: elements in their order,"
    " not necessarily neighbours. Any one, if there are several.",
    why=_LIS_WHY,
    inputs=_short_lists,
    conventions=conventions(_LIS_FORMS, (_SEQUENCE, _LENGTH)),
    reference=increasing,
    edges=_LIS_EDGES,
)

_LIS_LENGTH = Entry(
    name="length of longest increasing subsequence",
    names=listed("""
        longest increasing subsequence length, lis length, length of lis,
        length of longest strictly increasing subsequence, longest increasing subsequence's length,
        length of longest increasing subsequence in array, length of longest increasing subsequence in list,
        最长递增子序列的长度, 最长递增子序列长度, 最长上升子序列的长度, 最长上升子序列长度, 最长严格递增子序列的长度
    """),
    entry_points=listed("length_of_lis, lis_length, longest_increasing_subsequence_length, len_of_lis"),
    signature="def length_of_lis(items: list[int]) -> int",
    summary="Returns the length of the longest strictly increasing subsequence of the non-empty list `items`:"
    " elements in their order, not necessarily neighbours.",
    why=_LIS_WHY,
    inputs=_short_lists,
    conventions=conventions(_LIS_FORMS, (answer("the length of the longest", length_of_increasing),)),
    reference=length_of_increasing,
    edges=_LIS_EDGES,
)

# Greatest sum


def greatest_sum(items: list[int]) -> int:
    best = here = items[0]
    for item in items[1:]:
        here = max(item, here + item)
        best = max(best, here)
    return best


def _greatest_or_none(items: list[int]) -> int:
    return max(0, greatest_sum(items))


def _is_subarray(found: object, items: list[int]) -> bool:
    part = as_integers(as_list(found))
    if not part or sum(part) != greatest_sum(items):
        return False
    return any(items[start : start + len(part)] == part for start in range(len(items)))


def _places(order: tuple[int, int], more: int, total: int | None) -> Choice:
    """`order`: where start and end stand; `more`: 1 where the end is inclusive; `total`: where the sum stands."""

    def right(found: object, items: list[int]) -> bool:
        parts = as_integers(as_list(found))
        if parts is None or len(parts) != (2 if total is None else 3):
            return False
        start, end = parts[order[0]], parts[order[1]] + more
        best = greatest_sum(items)
        inside = 0 <= start < end <= len(items) and sum(items[start:end]) == best
        return inside and (total is None or parts[total] == best)

    names = ["", "", ""][: 2 if total is None else 3]
    names[order[0]], names[order[1]] = "start", "end" if more else "end, exclusive"
    if total is not None:
        names[total] = "sum"
    shown = f"({', '.join(names)})"
    return satisfies(f"{shown} of a subarray of greatest sum", right, choice=shown)


def _sum_and_subarray(found: object, items: list[int]) -> bool:
    if not isinstance(found, tuple | list) or len(found) != 2:
        return False
    best = greatest_sum(items)
    return any(same(total, best) and _is_subarray(part, items) for total, part in (found, found[::-1]))


_SUBARRAYS = (
    answer("the greatest sum", greatest_sum),
    answer("the greatest sum, 0 for no element", _greatest_or_none, choice="the empty subarray counts"),
    satisfies("a subarray of greatest sum", _is_subarray, choice="the subarray"),
    satisfies("the greatest sum and its subarray", _sum_and_subarray, choice="sum and subarray"),
    *(_places(order, more, total) for order, total in (((1, 2), 0), ((0, 1), 2), ((0, 1), None)) for more in (1, 0)),
)

_MAX_SUBARRAY = Entry(
    name="maximum subarray",
    names=listed("""
        max subarray, maximum subarray sum, max subarray sum, kadane, kadane's algorithm, kadane algorithm,
        largest sum contiguous subarray, maximum sum subarray, maximum contiguous subarray sum,
        maximum subarray problem, maximum sum of contiguous subarray, largest contiguous sum,
        maximum subarray sum using kadane's algorithm, maximum subarray sum kadane,
        maximum subarray using kadane's algorithm, max subarray sum using kadane's algorithm, 最大子数组,
        最大子数组和, 最大子序和, 最大连续子数组和, 连续子数组的最大和, 最大子段和, 最大子数组问题, kadane 算法,
        最大连续子序列和, 最大子数组的和
    """),
    entry_points=listed("""
        max_subarray, maximum_subarray, max_subarray_sum, kadane, maximum_subarray_sum, max_sub_array,
        kadanes_algorithm, kadane_algorithm, largest_sum_contiguous_subarray, find_maximum_subarray
    """),
    signature="def max_subarray(items: list[int]) -> int",
    summary="Returns the greatest sum of neighbouring elements of the non-empty list `items`; at least one element is"
    " taken.",
    why="Lists of up to 11 numbers, often all negative, in which the best part lies at an end, in the middle or is a"
    " single number, and a loss in between is worth it or not. Never empty: about that programs differ.",
    inputs=_short_lists,
    conventions=conventions(
        (
            Form("", 1),
            form("called with (items, low, high)", 3, lambda items: (items, 0, len(items) - 1)),
            form("called with (items, length)", 2, lambda items: (items, len(items))),
        ),
        _SUBARRAYS,
    ),
    reference=greatest_sum,
    edges=tuple(
        (items,)
        for items in (
            [0],
            [-1],
            [1, -1],
            [-2, -1],
            [-1, -2],
            [-2, 1, -3, 4, -1, 2, 1, -5, 4],
            [5, 4, -1, 7, 8],
            [3, -1, 3],
            [-1, 2],
            [1, -2, 3],
            [0, 1],
            [2, -3, 2],
            [-3, 1, -2, -1],
            [1, 2, 3],
        )
    ),
)

ENTRIES: tuple[Entry, ...] = (_LIS, _LIS_LENGTH, _MAX_SUBARRAY)
