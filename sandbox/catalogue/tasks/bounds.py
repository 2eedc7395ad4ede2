"""Searching sorted lists with duplicates: bounds, first and last positions."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from ..absence import EMPTY, MINUS_ONE, NONE, NOTHING, RAISES, Absence, absences
from ..drawn import integers
from ..entry import Entry, listed
from ..properties import Choice, answer, collected, combined, conventions, declining, equals
from .searching import SEARCH_FORMS, sorted_and_target

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments
    from ..properties import Expected

FIELD = "searching"

_EDGES: tuple[Arguments, ...] = (
    ([], 0),
    ([0], 0),
    ([0], 1),
    ([0], -1),
    ([0, 0], 0),
    ([1, 3], 2),
    ([1, 2, 2, 2, 3], 2),
    ([5, 7, 7, 8, 8, 10], 8),
    ([5, 7, 7, 8, 8, 10], 6),
    ([2, 2], 3),
    ([1, 1, 4], 4),
    ([1, 4, 4], 1),
    *((list(range(size)), target) for size in (2, 3, 5) for target in range(size)),
)

# Lower and upper bound


def lower_bound(items: list[int], target: int) -> int:
    return bisect.bisect_left(items, target)


def upper_bound(items: list[int], target: int) -> int:
    return bisect.bisect_right(items, target)


def _bound(name: str, expected: Expected, is_end: Expected) -> tuple[Choice, ...]:
    """`is_end`: whether no element is large enough, for which there is the length, -1 or None."""
    inside = Choice("", (equals(name, expected, where=lambda *given: not is_end(*given)),))
    beyond = absences("says when no element is large enough", lambda *given: bool(is_end(*given)), (MINUS_ONE, NONE))
    bounds = (answer(name, expected), *combined((inside,), beyond))
    return (*bounds, *declining(bounds, "the empty list", lambda items, target: not items))


def _bound_entry(name: str, others: str, points: str, expected: Expected, what: str, is_end: Expected) -> Entry:
    function = name.replace(" ", "_")
    return Entry(
        name=name,
        names=listed(others),
        entry_points=(function, *listed(points)),
        signature=f"def {function}(items: list[int], target: int) -> int",
        summary=f"Returns the first index of the ascending list `items` whose element is {what} `target`, or the length"
        " of the list if there is none.",
        why="Runs of equal elements, targets at both ends and just beside an element: there the two bounds, and `<` and"
        " `<=`, differ.",
        inputs=sorted_and_target,
        conventions=conventions(SEARCH_FORMS, _bound(f"the first index {what} the target", expected, is_end)),
        reference=expected,
        edges=_EDGES,
    )


_LOWER = _bound_entry(
    "lower bound",
    """
    lower bound binary search, binary search lower bound, bisect left, lower bound sorted array, find lower bound,
    lower bound sorted list, 下界, 二分查找下界, 二分下界, 查找下界, lower bound二分查找
    """,
    "bisect_left, find_lower_bound",
    lower_bound,
    "not less than",
    lambda items, target: not items or items[-1] < target,
)
_UPPER = _bound_entry(
    "upper bound",
    """
    upper bound binary search, binary search upper bound, bisect right, upper bound sorted array, find upper bound,
    upper bound sorted list, 上界, 二分查找上界, 二分上界, 查找上界, upper bound二分查找
    """,
    "bisect_right, find_upper_bound",
    upper_bound,
    "greater than",
    lambda items, target: not items or items[-1] <= target,
)


def _distinct_and_target() -> SearchStrategy[Arguments]:
    return sorted_and_target().map(lambda given: (sorted(set(integers(given))), given[1]))


_INSERT = Entry(
    name="search insert position",
    names=listed("""
        search insert, find insert position, insert position, search insert position sorted array,
        insertion index sorted array, 搜索插入位置, 查找插入位置, 插入位置
    """),
    entry_points=listed("search_insert, search_insert_position, find_insert_position"),
    signature="def search_insert(items: list[int], target: int) -> int",
    summary="Returns the index of `target` in the ascending list `items` of different numbers, or the index at which it"
    " would have to be inserted to keep the order.",
    why="Targets before the first, after the last and between neighbours; no duplicates, with which the index is open.",
    inputs=_distinct_and_target,
    conventions=conventions(SEARCH_FORMS, (answer("the index, or where it belongs", lower_bound),)),
    reference=lower_bound,
    edges=(([], 0), ([1], 0), ([1], 1), ([1], 2), ([1, 3], 2), ([1, 3, 5, 6], 5), ([1, 3, 5, 6], 7), ([1, 3], 0)),
)

# First and last position


def _is_absent(items: list[int], target: int) -> bool:
    return target not in items


def first_and_last(items: list[int], target: int) -> list[int]:
    if target not in items:
        return [-1, -1]
    return [lower_bound(items, target), upper_bound(items, target) - 1]


def _position_entry(name: str, others: str, points: str, expected: Expected) -> Entry:
    function = name.replace(" ", "_")
    claims = (equals(f"the {name} of the target", expected, where=lambda *given: not _is_absent(*given)),)
    return Entry(
        name=name,
        names=listed(others),
        entry_points=(function, *listed(points)),
        signature=f"def {function}(items: list[int], target: int) -> int",
        summary=f"Returns the index of the {name} of `target` in the ascending list `items`, or -1 if it is not there.",
        why="Runs of equal elements at the start, the end and over the whole list, and targets that are not there.",
        inputs=sorted_and_target,
        conventions=conventions(
            SEARCH_FORMS,
            (Choice("", claims),),
            absences("says when it is absent", _is_absent, (MINUS_ONE, *NOTHING)),
        ),
        reference=expected,
        edges=_EDGES,
    )


_FIRST = _position_entry(
    "first occurrence",
    """
    find first occurrence, first occurrence sorted array, binary search first occurrence,
    find first occurrence sorted array, first occurrence binary search, 第一次出现位置, 查找第一次出现位置,
    二分查找第一次出现位置, 二分查找左边界
    """,
    "find_first_occurrence, find_first, binary_search_first, first_index",
    lambda items, target: first_and_last(items, target)[0],
)
_LAST = _position_entry(
    "last occurrence",
    """
    find last occurrence, last occurrence sorted array, binary search last occurrence,
    find last occurrence sorted array, last occurrence binary search, 最后一次出现位置, 查找最后一次出现位置,
    二分查找最后一次出现位置, 二分查找右边界
    """,
    "find_last_occurrence, find_last, binary_search_last, last_index",
    lambda items, target: first_and_last(items, target)[1],
)


_BOTH = equals("the first and the last index", first_and_last, collected, where=lambda *g: not _is_absent(*g))

_FIRST_AND_LAST = Entry(
    name="first and last position",
    names=listed("""
        find first and last position, first and last position element sorted array, search range,
        find first and last position element sorted array, first and last occurrence, find first and last occurrence,
        first last position element sorted array, first and last index, find first and last position target,
        first and last position target sorted array, first and last occurrence sorted array, 首末位置,
        查找元素首末位置, 元素首末位置, 查找元素第一个和最后一个位置, 在排序数组中查找元素第一个和最后一个位置,
        查找首末位置, 第一个和最后一个位置
    """),
    entry_points=listed("""
        search_range, first_and_last_position, find_first_and_last, first_and_last, find_range, first_last_position,
        find_first_last
    """),
    signature="def search_range(items: list[int], target: int) -> list[int]",
    summary="Returns [first, last], the first and the last index of `target` in the ascending list `items`, or [-1, -1]"
    " if it is not there.",
    why="Runs of equal elements at the start, the end and over the whole list; a target that occurs once has twice the"
    " same index.",
    inputs=sorted_and_target,
    conventions=conventions(
        SEARCH_FORMS,
        (Choice("", (_BOTH,)),),
        absences(
            "says when it is absent",
            _is_absent,
            (
                Absence("[-1, -1] where there is none", ([-1, -1], (-1, -1))),
                Absence("(None, None) where there is none", ((None, None), [None, None])),
                NONE,
                EMPTY,
                MINUS_ONE,
                RAISES,
                *NOTHING[2:],
            ),
        ),
    ),
    reference=first_and_last,
    edges=_EDGES,
)

ENTRIES: tuple[Entry, ...] = (_LOWER, _UPPER, _INSERT, _FIRST, _LAST, _FIRST_AND_LAST)
