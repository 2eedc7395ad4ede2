"""The most frequent element of a list, of which there may be several."""

from __future__ import annotations

import statistics
from dataclasses import replace
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ...checking.property import Call, Property
from ..absence import Absence, absences
from ..drawn import integers
from ..entry import Entry, listed, phrased
from ..properties import Choice, as_list, conventions
from .averages import ONE_LIST, WITHOUT_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"


def modes(items: list[int]) -> list[int]:
    return statistics.multimode(items)


def _items() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    few = st.lists(st.integers(-2, 3), max_size=9)
    return st.tuples(few | few | st.lists(st.integers(-9, 9), max_size=15))


def _of_modes(name: str, holds: Callable[[object, list[int]], bool], where: Callable[[int], bool]) -> Property:
    """`where` bounds the claim by the number of modes."""

    def claim(call: Call) -> bool:
        found = modes(integers(call.input))
        return not found or not where(len(found)) or holds(call.value, found)

    return Property(name, "oracle", claim, lambda call: modes(integers(call.input)))


def _is_one(answer: object, found: list[int]) -> bool:
    return type(answer) is int and answer in found


def _is_all(answer: object, found: list[int]) -> bool:
    items = sorted(answer) if isinstance(answer, set) and all(type(one) is int for one in answer) else as_list(answer)
    return isinstance(items, list) and all(type(one) is int for one in items) and sorted(items) == sorted(found)


def _without_mode(items: list[int]) -> bool:
    return len(modes(items)) > 1


def _all_once(items: list[int]) -> bool:
    return len(items) == len(modes(items)) > 0


def _is_counted(answer: object, items: list[int]) -> bool:
    pair = as_list(answer)
    return not items or (isinstance(pair, list) and any(same(pair, [mode, items.count(mode)]) for mode in modes(items)))


_SINGLE = _of_modes("the most frequent element", _is_one, lambda count: count == 1)
_ANY = _of_modes("one of the most frequent elements", _is_one, lambda count: True)
_ALL = _of_modes("all most frequent elements", _is_all, lambda count: True)
_COUNTED = Property(
    "one of the most frequent elements, with its count",
    "oracle",
    lambda call: _is_counted(call.value, integers(call.input)),
    lambda call: (modes(integers(call.input))[0], integers(call.input).count(modes(integers(call.input))[0])),
)
_SEVERAL = _of_modes("all most frequent elements, if several", _is_all, lambda count: count > 1)
_MODES = (
    Choice("", (_ANY,)),
    Choice("with its count", (_COUNTED,)),
    Choice("a list of all modes", (_ALL,)),
    Choice("a list of all modes where there are several", (_SINGLE, _SEVERAL)),
    *(
        Choice(choice.name, (_SINGLE, *choice.properties))
        for choice in absences(
            "says when there are several",
            _without_mode,
            (
                Absence("None where there are several", (None,)),
                Absence("raises where there are several"),
                Absence("a message where there are several", any_message=True),
                Absence("an empty list where there are several", ([],)),
            ),
        )
    ),
)


_NO_MODE = (
    Absence("no mode where no element comes twice", (None,)),
    Absence("an empty list where no element comes twice", ([],)),
    Absence("a message where no element comes twice", any_message=True),
    Absence("raises where no element comes twice"),
)


def _repeated(way: Absence, name: str, *claims: Property) -> Choice:
    """Of a single element it may be said too."""

    def bounded(claim: Property) -> Property:
        return replace(claim, holds=lambda call: _all_once(integers(call.input)) or claim.holds(call))

    def says(call: Call) -> bool:
        items = integers(call.input)
        right = len(items) == 1 and all(claim.holds(call) for claim in claims)
        return not _all_once(items) or right or way.said_by(call)

    said = Property("says when no element comes twice", "postcondition", says, way.shown)
    return Choice(f"{name}{way.name}", (*map(bounded, claims), said))


_MODE = Entry(
    name="mode",
    names=(
        *phrased("|find |calculate ", "mode|statistical mode", "| list| numbers| list numbers| array"),
        *listed("mode of a list of numbers, most frequent element, find most frequent element, most common element"),
        *phrased("most frequent element|most common element|most frequent number", " in list| list| array"),
        *phrased("|列表|数组|一组数", "众数"),
        *listed("出现次数最多元素, 列表中出现次数最多元素, 数组中出现次数最多元素, 出现频率最高元素"),
    ),
    entry_points=listed("mode, find_mode, calculate_mode, get_mode, most_frequent, most_frequent_element, most_common"),
    signature="def mode(items: list[int]) -> int | None",
    summary="Returns the most frequent element of the list (any one of them, if several are equally frequent), or"
    " None if the list is empty.",
    why="Few distinct numbers, so that several are equally frequent; lists in which none comes twice, of which some"
    " programs say that there is no mode.",
    inputs=_items,
    conventions=conventions(
        ONE_LIST,
        (
            *_MODES,
            *(_repeated(way, "", _ANY) for way in _NO_MODE),
            *(_repeated(way, "all modes, ", _ALL) for way in _NO_MODE),
            *(_repeated(way, "all modes where there are several, ", _SINGLE, _SEVERAL) for way in _NO_MODE),
        ),
        WITHOUT_NUMBERS,
    ),
    reference=lambda items: modes(items)[0] if items else None,
    edges=(
        ([1],),
        ([1, 1, 2],),
        ([1, 2, 2],),
        ([2, 1],),
        ([1, 1, 2, 2],),
        ([3, 1, 3, 2, 1],),
        ([1, 2, 3],),
        ([0, 0],),
        ([5, 5, 5, 1, 1],),
        ([],),
    ),
)

ENTRIES: tuple[Entry, ...] = (_MODE,)
