"""Finding things in lists: an element, a pair with a given sum."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, TypeGuard

from ...checking.comparison import same
from ...checking.property import Arguments, Call, Property
from ..absence import EMPTY, FALSE, MESSAGE, MINUS_ONE, NONE, NOTHING, RAISES, Absence, absences
from ..drawn import integer, integers
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, as_integers, as_list, combined, conventions, declining, equals
from .sorting import integer_lists

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

FIELD = "searching"


def _list_and_number(call: Call) -> tuple[list[int], int]:
    return integers(call.input), integer(call.input, 1)


# Binary search


def sorted_and_target() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    def with_target(items: list[int]) -> SearchStrategy[Arguments]:
        there = st.sampled_from(items) if items else st.integers(-4, 4)
        near = there.map(lambda item: item + 1) | there.map(lambda item: item - 1)
        return st.tuples(st.just(items), there | there | near | st.integers(-1001, 1001))

    return integer_lists().map(sorted).flatmap(with_target)


def _index_of(items: list[int], target: int) -> int:
    """The leftmost index, -1 if absent."""
    index = bisect.bisect_left(items, target)
    return index if index < len(items) and items[index] == target else -1


def _finds_index() -> Property:
    def holds(call: Call) -> bool:
        items, target = integers(call.input), call.input[1]
        if target not in items:
            return True
        index = call.value
        return type(index) is int and 0 <= index < len(items) and items[index] == target

    return Property("an index of the target", "postcondition", holds, lambda call: _index_of(*_list_and_number(call)))


SEARCH_FORMS = (
    Form("", 2),
    Form("called with (target, items)", 2, lambda given: (given[1], given[0])),
    Form("called with (items, target, low, high)", 4, lambda given: (*given, 0, len(integers(given)) - 1)),
    Form("called with (items, low, high, target)", 4, lambda given: (given[0], 0, len(integers(given)) - 1, given[1])),
    Form("called with (items, target, start, end), end exclusive", 4, lambda given: (*given, 0, len(integers(given)))),
    Form(
        "called with (items, start, end, target), end exclusive",
        4,
        lambda given: (given[0], 0, len(integers(given)), given[1]),
    ),
    Form("called with (items, length, target)", 3, lambda given: (given[0], len(integers(given)), given[1])),
    Form("called with (items, target, length)", 3, lambda given: (*given, len(integers(given)))),
)

_ABSENT = absences("says when it is absent", lambda items, target: target not in items, (MINUS_ONE, *NOTHING))
_INDEX = combined((Choice("", (_finds_index(),)),), _ABSENT)
_REFUSING_EMPTY = declining(_INDEX, "the empty list", lambda items, target: not items)


def _tells_place(call: Call) -> bool:
    items, target = _list_and_number(call)
    return target in items or same(call.value, -1 - bisect.bisect_left(items, target))


_PLACE = Property(
    "-1 - (where it belongs) when it is absent",
    "postcondition",
    _tells_place,
    lambda call: -1 - bisect.bisect_left(*_list_and_number(call)),
)
_BELONGS = Choice("-1 - (where it belongs) where there is none", (_finds_index(), _PLACE))
_FOUND = Choice(
    "True or False", (equals("True exactly where the target is there", lambda items, target: target in items),)
)

_BINARY_SEARCH = Entry(
    name="binary search",
    names=listed("""
        binary search sorted list, binary search sorted array, binary search list, binary search array, 二分查找,
        二分搜索, 折半查找, 二分查找法
    """),
    entry_points=listed("binary_search, bin_search, binary_search_recursive, binary_search_iterative"),
    signature="def binary_search(items: list[int], target: int) -> int",
    summary="Returns an index of `target` in the ascending list `items` (any one, if it is there several times), or -1"
    " if it is not there.",
    why="Half of the targets are in the list, the others next to an element or far away, so that the first, the"
    " last and the missing element all occur. With duplicates, any index is right.",
    inputs=sorted_and_target,
    conventions=conventions(SEARCH_FORMS, (*_INDEX, _FOUND, _BELONGS, *_REFUSING_EMPTY)),
    reference=_index_of,
    edges=(
        ([], 0),
        ([0], 0),
        ([0], 1),
        ([0], -1),
        ([0, 0], 0),
        ([1, 3], 1),
        ([1, 3], 3),
        ([1, 3], 2),
        ([1, 3, 5], 0),
        ([1, 3, 5], 6),
        ([1, 3, 5, 7], 7),
        (list(range(0, 64, 2)), 62),
        (list(range(0, 64, 2)), 31),
    ),
)


# Two-sum


def _numbers_and_target() -> SearchStrategy[Arguments]:
    """Often the sum of two of the numbers, at times twice one of them or out of reach."""
    from hypothesis import strategies as st

    def with_target(items: list[int]) -> SearchStrategy[Arguments]:
        if len(items) < 2:
            return st.tuples(st.just(items), st.integers(-10, 10))
        pair = st.lists(st.sampled_from(range(len(items))), min_size=2, max_size=2, unique=True)
        there = pair.map(lambda found: items[found[0]] + items[found[1]])
        twice = st.sampled_from(items).map(lambda item: 2 * item)
        return st.tuples(st.just(items), there | there | twice | st.integers(-2001, 2001))

    near, far = st.integers(-5, 9), st.integers(-1000, 1000)
    return (st.lists(near, max_size=8) | st.lists(far, max_size=20)).flatmap(with_target)


def _two_sum(items: list[int], target: int) -> list[int] | None:
    seen: dict[int, int] = {}
    for index, item in enumerate(items):
        if target - item in seen:
            return [seen[target - item], index]
        seen[item] = index
    return None


def _adds_up(items: list[int], target: int) -> bool:
    return _two_sum(items, target) is not None


def _is_numbers(found: object) -> TypeGuard[set[int]]:
    return isinstance(found, set) and all(type(item) is int for item in found)


def _pair(found: object) -> tuple[int, int] | None:
    """Of a set, the smaller number first; two equal elements cannot be told by one."""
    numbers = as_integers(sorted(found) if _is_numbers(found) else as_list(found))
    return (numbers[0], numbers[1]) if numbers is not None and len(numbers) == 2 else None


def _are_indices(pair: tuple[int, int], items: list[int], target: object, base: int) -> bool:
    i, j = pair[0] - base, pair[1] - base
    return i != j and min(i, j) >= 0 and max(i, j) < len(items) and items[i] + items[j] == target


def _are_values(pair: tuple[int, int], items: list[int], target: object) -> bool:
    rest = list(items)
    for number in pair:
        if number not in rest:
            return False
        rest.remove(number)
    return sum(pair) == target


def _as_asked(call: Call, base: int | None) -> list[int] | None:
    """One right pair, as indices from `base` or, where it is None, as values."""
    items, target = _list_and_number(call)
    pair = _two_sum(items, target)
    return pair and [items[index] if base is None else index + base for index in pair]


def _finds_pair(name: str, base: int | None) -> Property:
    """`base`: the index of the first element, None for the values themselves."""

    def holds(call: Call) -> bool:
        if not _adds_up(*_list_and_number(call)):
            return True
        pair, items, target = _pair(call.value), integers(call.input), call.input[1]
        if pair is None:
            return False
        return _are_values(pair, items, target) if base is None else _are_indices(pair, items, target, base)

    return Property(name, "postcondition", holds, lambda call: _as_asked(call, base))


_WITHOUT_PAIR = (
    NONE,
    EMPTY,
    Absence("(-1, -1) where there is none", ([-1, -1], (-1, -1))),
    Absence("(None, None) where there is none", ((None, None), [None, None])),
    RAISES,
    FALSE,
    MESSAGE,
    MINUS_ONE,
)

_PAIR_FORMS = (Form("", 2), Form("called with (target, items)", 2, lambda given: (given[1], given[0])))


_TWO_SUM = Entry(
    name="two-sum",
    names=listed("two sum, 2sum, two sum problem, 两数之和"),
    entry_points=("two_sum", "two_sum_indices"),
    signature="def two_sum(items: list[int], target: int) -> list[int] | None",
    summary="Returns the indices of two different positions of `items`, counted from 0, whose elements add up to"
    " `target` (any such pair, in either order), or None if there are none.",
    why="Targets are mostly the sum of two elements, at times twice one element, which must not be used twice. Of"
    " several pairs any one is right.",
    inputs=_numbers_and_target,
    conventions=(
        *conventions(
            _PAIR_FORMS,
            (
                Choice("", (_finds_pair("two indices whose elements add up", 0),)),
                Choice("indices from 1", (_finds_pair("two indices from 1 whose elements add up", 1),)),
                Choice("values", (_finds_pair("two elements that add up", None),)),
            ),
            absences("says when there is no pair", lambda *given: not _adds_up(*given), _WITHOUT_PAIR),
        ),
        *conventions(
            _PAIR_FORMS,
            (answer("True exactly where two elements add up", _adds_up, choice="True or False"),),
        ),
    ),
    reference=_two_sum,
    edges=(
        ([], 0),
        ([1], 2),
        ([3, 3], 6),
        ([3, 2, 4], 6),
        ([2, 7, 11, 15], 9),
        ([1, 2], 4),
        ([0, 4, 3, 0], 0),
        ([-1, -2, -3, -4, -5], -8),
        ([1, 2, 3], 7),
    ),
)

ENTRIES: tuple[Entry, ...] = (_BINARY_SEARCH, _TWO_SUM)
