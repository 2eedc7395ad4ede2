"""Filling a knapsack: each thing once, or as often as one likes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..properties import Form, answer, as_list, conventions
from ..shapes import elements, form, satisfies

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "search and dynamic programming"

Numbers = list[int]


def best_value(weights: Numbers, values: Numbers, capacity: int) -> int:
    best = [0] * (capacity + 1)
    for weight, value in zip(weights, values, strict=True):
        for room in range(capacity, weight - 1, -1):
            best[room] = max(best[room], best[room - weight] + value)
    return best[capacity]


def best_value_unbounded(weights: Numbers, values: Numbers, capacity: int) -> int:
    best = [0] * (capacity + 1)
    for room in range(capacity + 1):
        for weight, value in zip(weights, values, strict=True):
            if weight <= room:
                best[room] = max(best[room], best[room - weight] + value)
    return best[capacity]


def _fills(chosen: object, weights: Numbers, values: Numbers, capacity: int) -> bool:
    """Indices, a 0 or 1 for each thing, or the things as pairs, of the best value."""
    things = list(zip(weights, values, strict=True))
    picked = elements(chosen)
    if picked is None:
        return False
    readings = (_by_index(picked, things), _by_flag(picked, things), _by_pair(picked, things))
    best = best_value(weights, values, capacity)
    return any(
        found is not None and sum(w for w, _ in found) <= capacity and sum(v for _, v in found) == best
        for found in readings
    )


_Things = list[tuple[int, int]]


def _by_index(picked: list[object], things: _Things) -> _Things | None:
    indices = [each for each in picked if type(each) is int and 0 <= each < len(things)]
    return [things[each] for each in indices] if len({*indices}) == len(picked) else None


def _by_flag(picked: list[object], things: _Things) -> _Things | None:
    if len(picked) != len(things) or any(type(each) not in (int, bool) or each not in (0, 1) for each in picked):
        return None
    return list(itertools.compress(things, picked))


def _by_pair(picked: list[object], things: _Things) -> _Things | None:
    rest, found = list(things), []
    for each in picked:
        pair = as_list(each)
        thing = next((one for one in rest if pair in ([*one], [one[1], one[0]])), None)
        if thing is None:
            return None
        rest.remove(thing)
        found.append(thing)
    return found


def _value_and_choice(found: object, weights: Numbers, values: Numbers, capacity: int) -> bool:
    if not isinstance(found, tuple | list) or len(found) != 2:
        return False
    best = best_value(weights, values, capacity)
    return any(same(v, best) and _fills(chosen, weights, values, capacity) for v, chosen in (found, found[::-1]))


# How it is called

_FORMS = (
    Form("", 3),
    form("called with (values, weights, capacity)", 3, lambda w, v, c: (v, w, c)),
    form("called with (capacity, weights, values)", 3, lambda w, v, c: (c, w, v)),
    form("called with (capacity, values, weights)", 3, lambda w, v, c: (c, v, w)),
    form("called with (weights, values, capacity, n)", 4, lambda w, v, c: (w, v, c, len(w))),
    form("called with (values, weights, capacity, n)", 4, lambda w, v, c: (v, w, c, len(w))),
    form("called with (capacity, weights, values, n)", 4, lambda w, v, c: (c, w, v, len(w))),
    form("called with (capacity, values, weights, n)", 4, lambda w, v, c: (c, v, w, len(w))),
    form("called with (n, capacity, weights, values)", 4, lambda w, v, c: (len(w), c, w, v)),
    form("called with (n, weights, values, capacity)", 4, lambda w, v, c: (len(w), w, v, c)),
    form("called with (pairs of weight and value, capacity)", 2, lambda w, v, c: (_pairs(w, v), c)),
    form("called with (pairs of value and weight, capacity)", 2, lambda w, v, c: (_pairs(v, w), c)),
    form("called with (capacity, pairs of weight and value)", 2, lambda w, v, c: (c, _pairs(w, v))),
    form("called with (capacity, pairs of value and weight)", 2, lambda w, v, c: (c, _pairs(v, w))),
    form("called with (dicts of weight and value, capacity)", 2, lambda w, v, c: (_dicts(w, v), c)),
)


def _pairs(first: Numbers, second: Numbers) -> _Things:
    return list(zip(first, second, strict=True))


def _dicts(weights: Numbers, values: Numbers) -> list[dict[str, int]]:
    return [{"weight": weight, "value": value} for weight, value in zip(weights, values, strict=True)]


def _things() -> SearchStrategy[list[tuple[int, int]]]:
    from hypothesis import strategies as st

    return st.lists(st.tuples(st.integers(1, 9), st.integers(1, 20)), min_size=1, max_size=6)


def _filling(things: list[tuple[int, int]], capacity: int) -> Arguments:
    return [weight for weight, _ in things], [value for _, value in things], capacity


def _once() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_things(), st.integers(0, 25)).map(lambda drawn: _filling(*drawn))


def _often() -> SearchStrategy[Arguments]:
    """Few ways to fill it: no weight twice, for a plain recursion tries every order."""
    from hypothesis import strategies as st

    things = _things().map(lambda drawn: list(dict(drawn).items()))
    return st.tuples(things, st.integers(0, 14)).map(lambda drawn: _filling(*drawn))


_EDGES: tuple[Arguments, ...] = (
    ([1], [1], 0),
    ([1], [1], 1),
    ([2], [3], 1),
    ([1, 3, 4, 5], [1, 4, 5, 7], 7),
    ([3, 4, 5], [30, 50, 60], 8),
    ([5, 4, 4], [9, 6, 6], 8),
    ([2, 2, 2], [3, 4, 5], 4),
    ([4, 1], [3, 1], 4),
    ([6, 3, 3], [7, 3, 3], 6),
)

_KNAPSACK = Entry(
    name="0-1 knapsack",
    names=listed("""
        knapsack, 0/1 knapsack, 01 knapsack, knapsack problem, 0/1 knapsack problem, 0-1 knapsack problem,
        01 knapsack problem, 0/1 knapsack dynamic programming, knapsack dynamic programming,
        0/1 knapsack problem using dynamic programming, knapsack problem using dynamic programming,
        0/1 knapsack using dynamic programming, 背包问题, 01背包, 01背包问题, 0-1背包, 0-1背包问题, 0/1背包问题, 背包,
        动态规划背包问题, 动态规划 01背包, 动态规划 背包问题, 动态规划解决背包问题, 动态规划解决01背包问题
    """),
    entry_points=listed("knapsack, knapsack_01, zero_one_knapsack, knapsack_dp, solve_knapsack, knapsack_problem"),
    signature="def knapsack(weights: list[int], values: list[int], capacity: int) -> int",
    summary="Returns the greatest total value of things whose total weight is at most `capacity`; thing i weighs"
    " `weights[i]`, is worth `values[i]` and can be taken once.",
    why="Up to six things of few different weights, so that the dearest, the lightest and the best by weight are often"
    " the wrong choice; capacities down to 0. Weights and values are positive and there is at least one thing.",
    inputs=_once,
    conventions=conventions(
        _FORMS,
        (
            answer("the greatest value that fits", best_value),
            satisfies("the greatest value and the things", _value_and_choice, choice="value and things"),
        ),
    ),
    reference=best_value,
    edges=_EDGES,
)

_UNBOUNDED = Entry(
    name="unbounded knapsack",
    names=listed("""
        unbounded knapsack problem,
        unbounded knapsack dynamic programming, unbounded knapsack using dynamic programming, 完全背包, 完全背包问题,
        无界背包, 无界背包问题
    """),
    entry_points=listed("unbounded_knapsack, complete_knapsack, knapsack_unbounded"),
    signature="def unbounded_knapsack(weights: list[int], values: list[int], capacity: int) -> int",
    summary="Returns the greatest total value of things whose total weight is at most `capacity`; thing i weighs"
    " `weights[i]`, is worth `values[i]` and can be taken any number of times.",
    why="Up to six things of different weights, of which one is often best taken several times together with another;"
    " capacities from 0 to 14, so that a plain recursion ends. Weights and values are positive.",
    inputs=_often,
    conventions=conventions(_FORMS, (answer("the greatest value that fits", best_value_unbounded),)),
    reference=best_value_unbounded,
    edges=_EDGES,
)

ENTRIES: tuple[Entry, ...] = (_KNAPSACK, _UNBOUNDED)
