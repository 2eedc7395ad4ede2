"""Two lists as sets: their intersection, their union, all pairs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Choice, Form, as_integers, conventions
from ..shapes import elements, rows_in_any_order, satisfies
from .rearranging import short_lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "lists"

Numbers = list[int]


def _two_lists() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(short_lists(-9, 20), short_lists(-9, 20))


def _bag(name: str, expected: Callable[[Numbers, Numbers], Numbers], choice: str = "") -> Choice:
    """These elements, each as often, in any order."""

    def right(found: object, left: Numbers, right: Numbers) -> bool:
        numbers = as_integers(elements(found))
        return numbers is not None and sorted(numbers) == sorted(expected(left, right))

    return satisfies(name, right, expected, choice=choice)


def intersection(left: Numbers, right: Numbers) -> Numbers:
    return sorted({*left} & {*right})


def union(left: Numbers, right: Numbers) -> Numbers:
    return sorted({*left} | {*right})


_EDGES: tuple[Arguments, ...] = (
    ([], []),
    ([1], []),
    ([], [1]),
    ([1], [1]),
    ([1, 2], [2, 3]),
    ([1, 2, 2, 1], [2, 2]),
    ([4, 9, 5], [9, 4, 9, 8, 4]),
    ([3, 1], [2]),
    ([0, 0], [0]),
)
_WHY = "Two lists of up to ten integers, also empty, with many elements in common, once or several times in either."

_INTERSECTION = Entry(
    name="intersection of two lists",
    names=listed("""
        intersection of two arrays, list intersection, array intersection, common elements of two lists,
        common elements in two lists, find common elements in two lists, find common elements of two lists,
        two lists intersection, find intersection of two lists, find intersection of two arrays,
        common elements between two lists, find common elements between two lists, 两个数组的交集, 两个列表的交集,
        列表交集, 数组交集, 求两个列表的交集, 两个列表的公共元素, 两个列表的共同元素
    """),
    entry_points=listed("""
        list_intersection, intersection_of_lists, intersect, array_intersection, common_elements,
        intersection_of_two_lists, find_intersection, find_common_elements
    """),
    signature="def list_intersection(left: list[int], right: list[int]) -> list[int]",
    summary="Returns every different element that is in both lists, once, in any order.",
    why=f"{_WHY} An element that is in both several times may also be given several times.",
    inputs=_two_lists,
    conventions=conventions(
        (Form("", 2),),
        (
            _bag("every common element once", intersection),
            _bag(
                "common elements as often as in both",
                lambda left, right: list((Counter(left) & Counter(right)).elements()),
                "as often as in both",
            ),
            _bag(
                "elements of the first that are in the second",
                lambda left, right: [item for item in left if item in right],
                "as often as in the first",
            ),
        ),
    ),
    reference=intersection,
    edges=_EDGES,
)

_UNION = Entry(
    name="union of two lists",
    names=listed("""
        union of two arrays, list union, array union, two lists union, find union of two lists,
        find union of two arrays, 两个数组的并集, 两个列表的并集, 列表并集, 数组并集, 求两个列表的并集
    """),
    entry_points=listed("list_union, union_of_lists, union_of_two_lists, array_union, find_union"),
    signature="def list_union(left: list[int], right: list[int]) -> list[int]",
    summary="Returns every different element that is in one of the lists or in both, once, in any order.",
    why=_WHY,
    inputs=_two_lists,
    conventions=conventions((Form("", 2),), (_bag("every element of either once", union),)),
    reference=union,
    edges=_EDGES,
)


def all_pairs(left: Numbers, right: Numbers) -> list[list[object]]:
    return [[one, other] for one in left for other in right]


def _different_lists() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    one = st.lists(st.integers(-9, 20), max_size=6, unique=True)
    return st.tuples(one, one)


_PRODUCT = Entry(
    name="cartesian product",
    names=listed("""
        cartesian product of two lists, cartesian product of two sets, cartesian product of lists,
        all pairs of two lists, compute cartesian product, 笛卡尔积, 两个列表的笛卡尔积, 求笛卡尔积,
        两个集合的笛卡尔积
    """),
    entry_points=listed("cartesian_product, cartesian, product_of_lists"),
    signature="def cartesian_product(left: list[int], right: list[int]) -> list[tuple[int, int]]",
    summary="Returns all pairs of an element of `left` and an element of `right`, in this order within a pair, the"
    " pairs in any order. The elements of each list are different.",
    why="Two lists of up to ten different integers, also empty, that share some of them and are of different lengths.",
    inputs=_different_lists,
    conventions=conventions(
        (Form("", 2), Form("called with a list of lists", 1, lambda given: (list(given),))),
        (rows_in_any_order("every pair once", all_pairs),),
    ),
    reference=all_pairs,
    edges=(([], []), ([1], []), ([], [1]), ([1], [2]), ([1, 2], [3, 4]), ([1, 2, 3], [1, 2]), ([2, 1], [1])),
)

ENTRIES: tuple[Entry, ...] = (_INTERSECTION, _UNION, _PRODUCT)
