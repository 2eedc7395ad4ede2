"""Orders of a list other than the sorted one: three colours, the next permutation, inversions."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ...checking.property import Call, Property
from ..absence import EMPTY, FALSE, MESSAGE, NONE, RAISES, Absence, absences
from ..drawn import integers
from ..entry import Entry, listed
from ..properties import WHOLE, Choice, Form, answer, as_list, collected, conventions, equals, in_place
from .sorting import EITHER_SORTED, SORT_FORMS, integer_lists

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "sorting"

# Three colours


def _colours() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.lists(st.integers(0, 2), max_size=12) | st.lists(st.integers(0, 2), min_size=9, max_size=40))


_DUTCH_FLAG = Entry(
    name="dutch national flag",
    names=listed("""
        dutch national flag problem, dutch flag, dutch flag problem, sort colors, sort colours, sort 0s 1s 2s,
        sort array 0s 1s 2s, sort 0 1 2, sort array 0 1 2, three way partition 0s 1s 2s, 荷兰国旗, 荷兰国旗问题,
        颜色分类, 三色旗, 三色排序
    """),
    entry_points=listed("sort_colors, dutch_national_flag, dutch_flag, sort_colours, sort_012, dutch_flag_sort"),
    signature="def sort_colors(items: list[int]) -> list[int]",
    summary="Returns a list with the same numbers, each 0, 1 or 2, in ascending order.",
    why="Every mix of the three values, with some missing and with the last ones still to be looked at; other values do"
    " not occur.",
    inputs=_colours,
    conventions=conventions((SORT_FORMS[0], SORT_FORMS[-1]), EITHER_SORTED),
    reference=sorted,
    edges=(
        ([],),
        ([0],),
        ([2, 0, 2, 1, 1, 0],),
        *((list(colours),) for colours in itertools.product(range(3), repeat=3)),
    ),
)

# Next permutation


def _permutations() -> SearchStrategy[Arguments]:
    """Often with a long descending tail, which is what the next permutation turns."""
    from hypothesis import strategies as st

    item = st.integers(0, 3) | st.integers(0, 9)
    head, tail = st.lists(item, max_size=3), st.lists(item, min_size=1, max_size=5)
    descending = tail.map(lambda items: sorted(items, reverse=True))
    return st.tuples(st.tuples(head, descending | tail).map(lambda parts: parts[0] + parts[1]))


def next_permutation(items: list[int]) -> list[int]:
    """The next in the order of lists; after the last one, the first."""
    following = next((i for i in range(len(items) - 1, 0, -1) if items[i - 1] < items[i]), 0)
    head, tail = items[:following], items[following:]
    if head:
        greater = min((item for item in tail if item > head[-1]), default=head[-1])
        tail.remove(greater)
        tail.append(head[-1])
        head[-1] = greater
    return head + sorted(tail)


def _is_last(items: list[int]) -> bool:
    return all(a >= b for a, b in itertools.pairwise(items))


def _tells_and_permutes(call: Call) -> bool:
    """After the last one, the first is left or the list as it was."""
    items = integers(call.input)
    if not call.after or type(call.value) is not bool or call.value is _is_last(items):
        return False
    return same(call.after[0], next_permutation(items)) or (_is_last(items) and same(call.after[0], items))


_NEXT = "the next permutation, after the last one the first"
_TELLS = Property(
    "the argument is left as the next permutation, and True comes back unless it was the last",
    "postcondition",
    _tells_and_permutes,
)
_AFTER_LAST = absences(
    "says when there is none",
    _is_last,
    (NONE, EMPTY, FALSE, RAISES, MESSAGE, Absence("-1 where there is none", (-1,))),
)

_NEXT_PERMUTATION = Entry(
    name="next permutation",
    names=listed("""
        next lexicographic permutation, next permutation list, next permutation array, next greater permutation,
        find next permutation, lexicographically next permutation, next permutation list integers,
        next permutation numbers, 下一个排列, 下个排列, 下一个字典序排列, 字典序下一个排列, 下一排列
    """),
    entry_points=listed("next_permutation, next_perm, find_next_permutation, next_lexicographic_permutation"),
    signature="def next_permutation(items: list[int]) -> list[int]",
    summary="Returns the next permutation of the non-empty list in lexicographic order; after the last permutation"
    " comes the first, the ascending one. Duplicates may occur.",
    why="Duplicates around the turning point and descending tails of any length; the empty list has no permutation to"
    " speak of.",
    inputs=_permutations,
    conventions=(
        *conventions(
            (Form("", 1),),
            (
                answer(_NEXT, next_permutation, collected),
                answer(_NEXT, next_permutation, in_place, choice="in place"),
                Choice("in place, False after the last", (_TELLS,)),
            ),
        ),
        *conventions(
            (Form("", 1),),
            (Choice("", (equals(_NEXT, next_permutation, collected, where=lambda items: not _is_last(items)),)),),
            _AFTER_LAST,
        ),
    ),
    reference=next_permutation,
    edges=(
        ([1],),
        ([1, 2],),
        ([2, 1],),
        ([1, 2, 3],),
        ([1, 3, 2],),
        ([3, 2, 1],),
        ([1, 1, 5],),
        ([1, 5, 1],),
        ([2, 2, 0],),
        ([2, 3, 3, 1],),
        ([1, 5, 8, 4, 7, 6, 5, 3, 1],),
        ([2, 4, 2, 2],),
    ),
)

# Inversions


def count_inversions(items: list[int]) -> int:
    return sum(a > b for a, b in itertools.combinations(items, 2))


def _count_with_list(call: Call) -> bool:
    items = integers(call.input)
    count = count_inversions(items)
    parts = as_list(call.value)
    return same(parts, [sorted(items), count]) or same(parts, [count, sorted(items)])


def _inversion_inputs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(integer_lists().filter(lambda items: len(items) <= 40))


_INVERSIONS = Entry(
    name="count inversions",
    names=listed("""
        inversion count, counting inversions, number inversions, number of inversions, count inversions list,
        count inversions array, inversion count array, count number inversions, count number of inversions array,
        count inversions in array, inversions count, 逆序对, 逆序数, 逆序对数量, 统计逆序对, 数组中逆序对,
        逆序对个数, 逆序对计数, 逆序对总数, 统计逆序对数量, 数组中逆序对总数, 数组逆序对
    """),
    entry_points=listed("count_inversions, inversion_count, inversions, num_inversions, count_inv, get_inversions"),
    signature="def count_inversions(items: list[int]) -> int",
    summary="Returns the number of pairs of positions i < j with items[i] > items[j]; equal elements are no inversion.",
    why="Duplicates, which are no inversions, and lists of every length around powers of two, where halves are merged.",
    inputs=_inversion_inputs,
    conventions=conventions(
        SORT_FORMS,
        (
            Choice("", (WHOLE, equals("the number of inversions", count_inversions))),
            Choice(
                "with the sorted list",
                (
                    Property(
                        "the number of inversions and the sorted list",
                        "oracle",
                        _count_with_list,
                        lambda call: (sorted(integers(call.input)), count_inversions(integers(call.input))),
                    ),
                ),
            ),
        ),
    ),
    reference=count_inversions,
    edges=(
        ([],),
        ([1],),
        ([1, 2],),
        ([2, 1],),
        ([1, 1],),
        ([2, 4, 1, 3, 5],),
        ([3, 2, 1],),
        ([2, 1, 2, 1],),
        ([8, 4, 2, 1],),
        ([5, 4, 3, 2, 1],),
        ([1, 20, 6, 4, 5],),
    ),
)

ENTRIES: tuple[Entry, ...] = (_DUTCH_FLAG, _NEXT_PERMUTATION, _INVERSIONS)
