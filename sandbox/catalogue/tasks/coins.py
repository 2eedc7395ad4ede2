"""Change: the fewest coins for an amount, and in how many ways it can be paid."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, answer, as_integers, as_list, conventions
from ..shapes import form, judges, right_or_none, says_none

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "search and dynamic programming"


def fewest_coins(coins: list[int], amount: int) -> int | None:
    fewest: list[float] = [0] + [math.inf] * amount
    for each in range(1, amount + 1):
        fewest[each] = min((fewest[each - coin] + 1 for coin in coins if coin <= each), default=math.inf)
    return None if fewest[amount] == math.inf else int(fewest[amount])


def ways_to_pay(coins: list[int], amount: int) -> int:
    ways = [1] + [0] * amount
    for coin in coins:
        for each in range(coin, amount + 1):
            ways[each] += ways[each - coin]
    return ways[amount]


#: What is returned where no coins make the amount.
_NEVER: tuple[object, ...] = (-1, None, math.inf, sys.maxsize, False, [], ())


def _pays(call: Call, coins: list[int], amount: int) -> bool:
    wanted = fewest_coins(coins, amount)
    if wanted is None:
        return says_none(call, *_NEVER)
    paid = as_integers(as_list(call.value))
    return paid is not None and len(paid) == wanted and sum(paid) == amount and {*paid} <= {*coins}


_FORMS = (
    Form("", 2),
    form("called with (amount, coins)", 2, lambda coins, amount: (amount, coins)),
    form("called with (coins, n, amount)", 3, lambda coins, amount: (coins, len(coins), amount)),
    form("called with (coins, amount, n)", 3, lambda coins, amount: (coins, amount, len(coins))),
    form("called with (amount, coins, n)", 3, lambda coins, amount: (amount, coins, len(coins))),
)


def _coins_and_amount() -> SearchStrategy[Arguments]:
    """Small amounts for small coins, on which a plain recursion ends; greedy choices that fail; coins in any order."""
    from hypothesis import strategies as st

    small = st.tuples(st.lists(st.integers(1, 7), min_size=1, max_size=4, unique=True), st.integers(0, 18))
    even = st.tuples(st.lists(st.sampled_from((2, 4, 6, 10)), min_size=1, max_size=3, unique=True), st.integers(0, 18))
    large = st.tuples(st.lists(st.integers(8, 30), min_size=1, max_size=4, unique=True), st.integers(0, 80))
    return small | small | even | large


_EDGES: tuple[Arguments, ...] = (
    ([1], 0),
    ([1], 1),
    ([2], 3),
    ([1, 2, 5], 11),
    ([1, 3, 4], 6),
    ([2, 5], 6),
    ([5], 5),
    ([5, 2, 1], 5),
    ([9, 6, 1], 12),
    ([2, 3], 1),
)

_FEWEST = Entry(
    name="coin change",
    names=listed("""
        coin change problem, minimum coins, minimum number of coins, fewest coins, coin change minimum coins,
        coin change minimum number of coins, minimum coin change, minimum number of coins for amount,
        fewest coins for amount, minimum number of coins to make amount, fewest coins to make amount,
        minimum coins for change, coin change dynamic programming, coin change problem using dynamic programming,
        零钱兑换, 零钱兑换问题, 找零问题, 硬币找零, 最少硬币, 最少硬币数, 零钱问题, 硬币找零问题, 最少硬币个数,
        最少硬币问题
    """),
    entry_points=listed("""
        coin_change, min_coins, minimum_coins, coin_change_min, fewest_coins, min_coin_change, coin_change_minimum
    """),
    signature="def coin_change(coins: list[int], amount: int) -> int",
    summary="Returns the least number of coins that make up `amount`, where each of the different `coins` can be used"
    " any number of times; 0 for the amount 0, -1 if it cannot be made.",
    why="Systems of coins in which the largest coin first is often not best, or in which the amount cannot be made, in"
    " any order; amounts from 0 and small enough for a plain recursion. Coins are positive and different.",
    inputs=_coins_and_amount,
    conventions=conventions(
        _FORMS,
        (
            right_or_none("the least number of coins", fewest_coins, *_NEVER),
            judges("coins of the least number", _pays, fewest_coins, choice="the coins themselves"),
        ),
    ),
    reference=lambda coins, amount: -1 if (fewest := fewest_coins(coins, amount)) is None else fewest,
    edges=_EDGES,
)

_WAYS = Entry(
    name="coin change ways",
    names=listed("""
        number of ways to make change, coin change number of ways, count ways to make change, ways to make change,
        coin change ii, coin change 2, coin change combinations, number of ways to make amount,
        count number of ways to make change, number of ways to make change for amount, coin change count ways,
        零钱兑换 ii, 零钱兑换ii, 零钱兑换2, 硬币组合数, 零钱组合数, 零钱兑换组合数, 零钱兑换的组合数
    """),
    entry_points=listed("""
        coin_change_ways, count_ways_to_make_change, number_of_ways_to_make_change, coin_change_combinations,
        coin_change_ii, coin_change2, count_change, ways_to_make_change, make_change_ways
    """),
    signature="def coin_change_ways(coins: list[int], amount: int) -> int",
    summary="Returns the number of ways to make up `amount`, where each of the different `coins` can be used any number"
    " of times and the order of coins does not matter; 1 for the amount 0.",
    why="Different positive coins in any order and amounts from 0, small enough for a plain recursion; counting orders"
    " apart gives more ways almost always.",
    inputs=_coins_and_amount,
    conventions=conventions(_FORMS, (answer("the number of ways", ways_to_pay),)),
    reference=ways_to_pay,
    edges=_EDGES,
)

ENTRIES: tuple[Entry, ...] = (_FEWEST, _WAYS)
