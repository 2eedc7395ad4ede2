"""Searching ascending lists that were rotated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..absence import MINUS_ONE, NOTHING, absences
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, conventions, equals
from .searching import SEARCH_FORMS

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "searching"


def _rotated() -> SearchStrategy[list[int]]:
    """Different numbers, ascending but for one place; at times rotated by nothing."""
    from hypothesis import strategies as st

    def turned(items: list[int]) -> SearchStrategy[list[int]]:
        return st.integers(0, len(items) - 1).map(lambda by: items[by:] + items[:by])

    few = st.lists(st.integers(-3, 9), min_size=1, max_size=8, unique=True)
    many = st.lists(st.integers(-999, 999), min_size=1, max_size=20, unique=True)
    return (few | many).map(sorted).flatmap(turned)


def _rotated_and_target() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    def with_target(items: list[int]) -> SearchStrategy[Arguments]:
        there = st.sampled_from(items)
        return st.tuples(st.just(items), there | there | there.map(lambda item: item + 1) | st.integers(-5, 12))

    return _rotated().flatmap(with_target)


def _is_absent(items: list[int], target: int) -> bool:
    return target not in items


def index_of(items: list[int], target: int) -> int:
    return items.index(target) if target in items else -1


_INDEX = (Choice("", (equals("the index of the target", index_of, where=lambda *given: not _is_absent(*given)),)),)

_ROTATED = Entry(
    name="search rotated sorted array",
    names=listed("""
        search in rotated sorted array, search in rotated array, rotated array search, rotated binary search,
        search rotated array, rotated sorted array search, binary search rotated array, rotated search,
        binary search in rotated sorted array, search rotated sorted list, find element rotated sorted array,
        find element in rotated sorted array, search in rotated sorted list, 旋转数组, 旋转数组查找, 旋转数组搜索,
        搜索旋转排序数组, 在旋转排序数组中搜索, 旋转排序数组查找, 旋转排序数组搜索, 旋转有序数组查找,
        在旋转数组中查找, 搜索旋转数组
    """),
    entry_points=listed("""
        search_rotated, search_rotated_array, rotated_search, search_rotated_sorted_array, rotated_binary_search,
        search_in_rotated_array, search_in_rotated_sorted_array
    """),
    signature="def search_rotated(items: list[int], target: int) -> int",
    summary="Returns the index of `target` in an ascending list of different numbers that was rotated by any number of"
    " places, or -1 if it is not there.",
    why="Rotations by every number of places, none too, and targets in both parts; no duplicates, with which the index"
    " is open and halving fails.",
    inputs=_rotated_and_target,
    conventions=conventions(
        SEARCH_FORMS,
        _INDEX,
        absences("says when it is absent", _is_absent, (MINUS_ONE, *NOTHING)),
    ),
    reference=index_of,
    edges=(
        ([1], 1),
        ([1], 0),
        ([2, 1], 1),
        ([2, 1], 2),
        ([1, 2], 2),
        ([3, 1, 2], 3),
        ([2, 3, 1], 1),
        ([4, 5, 6, 7, 0, 1, 2], 0),
        ([4, 5, 6, 7, 0, 1, 2], 3),
        ([5, 1, 3], 5),
        ([6, 7, 1, 2, 3, 4, 5], 6),
        *(([*range(by, 5), *range(by)], target) for by in range(5) for target in range(5)),
    ),
)


def _one_rotated() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_rotated())


_SMALLEST = Entry(
    name="minimum of rotated sorted array",
    names=listed("""
        find minimum rotated sorted array, minimum rotated sorted array, minimum in rotated sorted array,
        find minimum in rotated sorted array, minimum rotated array, find min rotated sorted array,
        find min in rotated sorted array, smallest element rotated sorted array, find minimum rotated array,
        find smallest element rotated sorted array, 旋转数组最小数字, 旋转数组最小值, 寻找旋转排序数组中最小值,
        旋转排序数组最小值, 旋转排序数组中最小值, 旋转数组中最小数字
    """),
    entry_points=listed("""
        find_min_rotated, find_minimum_rotated, min_rotated, find_min_in_rotated_array, min_in_rotated_array,
        find_min_rotated_array, minimum_rotated
    """),
    signature="def find_min_rotated(items: list[int]) -> int",
    summary="Returns the smallest number of a non-empty ascending list of different numbers that was rotated by any"
    " number of places.",
    why="Rotations by every number of places, none too; the empty list has no smallest number, duplicates are another"
    " task.",
    inputs=_one_rotated,
    conventions=conventions((Form("", 1),), (answer("the smallest number", min),)),
    reference=min,
    edges=(([1],), ([1, 2],), ([2, 1],), ([3, 1, 2],), ([2, 3, 1],), ([4, 5, 6, 7, 0, 1, 2],), ([5, 1, 2, 3, 4],)),
)

ENTRIES: tuple[Entry, ...] = (_ROTATED, _SMALLEST)
