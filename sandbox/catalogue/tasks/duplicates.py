"""Lists with every element once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..properties import Form, answer, as_integers, as_list, collected, conventions, in_place
from ..shapes import elements, judges, satisfies
from .rearranging import each_list, of_one_list, short_lists

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "lists"


def without_duplicates(items: list[int]) -> list[int]:
    return list(dict.fromkeys(items))


def _are_different(found: object, items: list[int]) -> bool:
    numbers = as_integers(elements(found))
    return numbers is not None and sorted(numbers) == sorted({*items})


_DUPLICATES = Entry(
    name="remove duplicates from list",
    names=listed("""
        remove duplicates, remove duplicates from array, remove duplicates from list preserving order,
        remove duplicates from list while preserving order, remove duplicate elements from list, deduplicate list,
        remove duplicates list, remove duplicate elements, remove duplicates from list keeping order,
        list deduplication, remove duplicates preserving order, remove duplicates from list maintaining order,
        remove duplicates while preserving order, 列表去重, 数组去重, 去除列表中重复元素, 移除列表中重复元素,
        删除列表中重复元素, 列表去重保持顺序, 去除列表重复元素
    """),
    entry_points=listed("remove_duplicates, deduplicate, dedupe, remove_duplicates_from_list, unique_elements, dedup"),
    signature="def remove_duplicates(items: list[int]) -> list[int]",
    summary="Returns a list with every different element of `items` once, in the order in which they first occur.",
    why="Lists of up to ten integers, many of them equal, both neighbours and apart; also empty.",
    inputs=of_one_list(-20, 30),
    conventions=conventions(
        (Form("", 1),),
        (
            answer("each element once, in the order of the first", without_duplicates, collected),
            answer("the argument is left with each element once", without_duplicates, in_place, choice="in place"),
            satisfies("each element once", _are_different, without_duplicates, choice="in any order"),
        ),
    ),
    reference=without_duplicates,
    edges=each_list([], [0], [1, 1], [1, 2, 1], [3, 1, 3, 2, 1], [2, 2, 2], [3, 2, 1], [1, 2, 2, 3, 3, 3]),
)


def _sorted_lists() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(short_lists(-20, 30).map(sorted))


def _shortened(call: Call, items: list[int]) -> bool:
    """The number of different elements is returned, which stand at the start of the argument."""
    wanted = without_duplicates(items)
    after = as_list(call.after[0]) if call.after else None
    return same(call.value, len(wanted)) and isinstance(after, list) and same(after[: len(wanted)], wanted)


_SORTED_DUPLICATES = Entry(
    name="remove duplicates from sorted array",
    names=listed("""
        remove duplicates from sorted list, remove duplicates in sorted array,
        remove duplicates from sorted array in place, 删除有序数组中的重复项, 删除排序数组中的重复项, 有序数组去重
    """),
    entry_points=listed("remove_duplicates_from_sorted_array, remove_duplicates_sorted, remove_duplicates_from_sorted"),
    signature="def remove_duplicates_from_sorted_array(items: list[int]) -> list[int]",
    summary="`items` is an ascending list. Returns an ascending list with every different element once.",
    why="Ascending lists of up to ten integers, many of them equal, in runs of all lengths; also empty.",
    inputs=_sorted_lists,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("each element once, ascending", without_duplicates, collected),
            answer("the argument is left with each element once", without_duplicates, in_place, choice="in place"),
            judges(
                "the number of different elements, which come first", _shortened, choice="in place, the number returned"
            ),
        ),
    ),
    reference=without_duplicates,
    edges=each_list([], [0], [1, 1], [1, 1, 2], [1, 2, 3], [0, 0, 1, 1, 1, 2, 2, 3, 3, 4], [2, 2, 2], [1, 2, 2]),
)

ENTRIES: tuple[Entry, ...] = (_DUPLICATES, _SORTED_DUPLICATES)
