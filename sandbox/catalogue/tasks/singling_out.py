"""One element out of a list: the majority, the missing, the single, the second largest; and three that cancel out."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, answer, conventions
from ..shapes import form, right_or_none, sets_in_any_order
from .rearranging import each_list, short_lists

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "lists"


# Majority


def majority(items: list[int]) -> int:
    return max(items, key=items.count)


def _with_majority() -> SearchStrategy[Arguments]:
    """Often by one vote."""
    from hypothesis import strategies as st

    def shuffled(drawn: tuple[int, list[int], int]) -> SearchStrategy[Arguments]:
        winner, others, more = drawn
        rest = [other for other in others if other != winner]
        return st.tuples(st.permutations([winner] * (len(rest) + more) + rest))

    return st.tuples(st.integers(-4, 9), st.lists(st.integers(-4, 9), max_size=5), st.integers(1, 2)).flatmap(shuffled)


_MAJORITY = Entry(
    name="majority element",
    names=listed("""
        boyer moore majority vote, majority element in array, majority element in list, boyer moore voting,
        majority vote, majority element using boyer moore, boyer moore majority vote algorithm,
        majority element problem, 多数元素, 主要元素, 摩尔投票, 摩尔投票法, 求多数元素, 数组中的多数元素
    """),
    entry_points=listed("majority_element, find_majority, find_majority_element, majority_vote"),
    signature="def majority_element(items: list[int]) -> int",
    summary="Returns the element that is more than half of the elements of `items`; there is one.",
    why="Lists of up to a dozen integers in which one has a majority, often by a single vote, in any order. Without a"
    " majority programs differ.",
    inputs=_with_majority,
    conventions=conventions((Form("", 1),), (answer("the majority element", majority),)),
    reference=majority,
    edges=each_list(
        [0],
        [1, 1],
        [3, 2, 3],
        [2, 2, 1, 1, 1, 2, 2],
        [1, 2, 1],
        [2, 1, 1],
        [1, 1, 2],
        [-1, 5, -1, 5, -1],
        [1, 2, 1, 2, 2],
    ),
)

# Missing


def missing(items: list[int]) -> int:
    return sum(range(len(items) + 1)) - sum(items)


def _all_but_one() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    def shuffled(drawn: tuple[int, int]) -> SearchStrategy[Arguments]:
        return st.tuples(st.permutations([number for number in range(drawn[0] + 1) if number != drawn[1]]))

    return st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))).flatmap(shuffled)


_MISSING = Entry(
    name="missing number",
    names=listed("""
        missing number in array, missing number in list, missing number problem, missing number from 0 to n,
        missing number in range, 缺失的数字, 缺失数字, 丢失的数字, 数组中缺失的数字
    """),
    entry_points=listed("missing_number, find_missing, find_missing_number"),
    signature="def missing_number(items: list[int]) -> int",
    summary="`items` holds n different integers from 0 to n, at least one. Returns the one from 0 to n that is"
    " missing.",
    why="Up to nine numbers in any order; 0, n or one between is missing.",
    inputs=_all_but_one,
    conventions=(
        *conventions((Form("", 1),), (answer("the missing number", missing),)),
        *conventions(
            (
                form("numbers from 1", 1, lambda items: ([item + 1 for item in items],)),
                form("numbers from 1, with how many", 2, lambda items: ([item + 1 for item in items], len(items) + 1)),
            ),
            (answer("the missing number", lambda items: missing(items) + 1),),
        ),
    ),
    reference=missing,
    edges=each_list([0], [1], [0, 1], [3, 0, 1], [1, 2], [0, 2], [9, 6, 4, 2, 3, 5, 7, 0, 1], [2, 0]),
)

# Single


def single(items: list[int]) -> int:
    return next(item for item in items if items.count(item) == 1)


def _pairs_and_one() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    numbers = st.lists(st.integers(-30, 30), min_size=1, max_size=5, unique=True)
    return numbers.flatmap(lambda drawn: st.tuples(st.permutations(drawn[1:] * 2 + drawn[:1])))


_SINGLE = Entry(
    name="single number",
    names=listed("""
        single number problem, single number in array, element that appears once, number that appears only once,
        只出现一次的数字, 只出现一次的数, 单独的数字
    """),
    entry_points=listed("single_number, find_single, find_single_number"),
    signature="def single_number(items: list[int]) -> int",
    summary="In `items` every integer occurs twice, but one occurs once. Returns that one.",
    why="One to nine integers in any order, negative ones and zero among them; the pairs stand together or apart.",
    inputs=_pairs_and_one,
    conventions=conventions((Form("", 1),), (answer("the number that occurs once", single),)),
    reference=single,
    edges=each_list([0], [7], [2, 2, 1], [4, 1, 2, 1, 2], [1, 0, 1], [-1, -1, -2], [0, 5, 5], [3, 4, 3, 4, 0]),
)

# Second largest


def second_largest(items: list[int]) -> int | None:
    different = sorted({*items})
    return different[-2] if len(different) > 1 else None


def _several() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(short_lists(-40, 40, 2))


_SECOND = Entry(
    name="second largest",
    names=listed("""
        second largest number, second largest element, second largest number in list, second largest element in list,
        second largest element in array, second largest number in array, second maximum,
        second largest distinct number, second highest number, find second largest, find second largest number,
        find second largest number in list, find second largest element, find second largest element in array,
        find second largest element in list, 第二大的数, 第二大的数字, 第二大元素, 求第二大的数, 列表中第二大的数,
        数组中第二大的数, 数组中的第二大元素
    """),
    entry_points=listed("second_largest, find_second_largest, get_second_largest, second_max"),
    signature="def second_largest(items: list[int]) -> int | None",
    summary="Returns the largest element of `items`, which has at least two elements, that is smaller than its largest"
    " one; None if all are equal.",
    why="Two to ten integers with the largest one twice, first or last, with negative ones only, or all equal.",
    inputs=_several,
    conventions=conventions(
        (Form("", 1), form("called with (items, length)", 2, lambda items: (items, len(items)))),
        (
            right_or_none("the second largest", second_largest, None, -1, False, float("-inf")),
            answer("the last but one in order", lambda items: sorted(items)[-2], choice="equal ones count"),
        ),
    ),
    reference=second_largest,
    edges=each_list(
        [1, 2], [2, 1], [1, 1], [5, 5, 3], [3, 5, 5], [-1, -2], [-2, -1, -3], [0, -1], [10, 5, 10, 8], [1, 2, 3]
    ),
)

# Three numbers


def triplets(items: list[int]) -> list[list[object]]:
    found = {tuple(sorted(three)) for three in itertools.combinations(items, 3) if sum(three) == 0}
    return [list(three) for three in sorted(found)]


def _near_zero() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    near = st.lists(st.integers(-4, 4), max_size=9)
    return st.tuples(near | near | st.lists(st.integers(-20, 20), max_size=10))


_THREE_SUM = Entry(
    name="three sum",
    names=listed("three sum problem, 3 sum, 三数之和, 三数之和问题"),
    entry_points=listed("three_sum, three_sum_zero, threesum"),
    signature="def three_sum(items: list[int]) -> list[list[int]]",
    summary="Returns all different triplets of elements at different places of `items` whose sum is 0, each once, in"
    " any order; no triplets if there are none.",
    why="Up to ten small integers, many of them equal, so that the same triplet is found in several ways; three zeros;"
    " fewer than three elements.",
    inputs=_near_zero,
    conventions=conventions((Form("", 1),), (sets_in_any_order("every triplet once", triplets),)),
    reference=triplets,
    edges=each_list(
        [], [0], [0, 0], [0, 0, 0], [0, 0, 0, 0], [-1, 0, 1, 2, -1, -4], [1, 1, -2], [-2, 0, 1, 1, 2], [1, 2, 3]
    ),
)

ENTRIES: tuple[Entry, ...] = (_MAJORITY, _MISSING, _SINGLE, _SECOND, _THREE_SUM)
