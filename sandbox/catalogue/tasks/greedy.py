"""Best choices along a list: robbing, jumping, trading, filling up, holding water."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..properties import Form, answer, conventions
from ..shapes import form, judges, says_none

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "search and dynamic programming"


def _lists(lowest: int, highest: int, least: int = 1) -> Callable[[], SearchStrategy[Arguments]]:
    """Short enough for a program that tries everything, with equal numbers and rising and falling runs."""

    def inputs() -> SearchStrategy[Arguments]:
        from hypothesis import strategies as st

        near = st.lists(st.integers(lowest, lowest + 4), min_size=least, max_size=9)
        far = st.lists(st.integers(lowest, highest), min_size=least, max_size=10)
        return st.tuples(near | far | far | far.map(lambda items: sorted(items, reverse=True)))

    return inputs


def _each(*lists: list[int]) -> tuple[Arguments, ...]:
    return tuple((items,) for items in lists)


_ONE_LIST = (Form("", 1), form("called with (items, length)", 2, lambda items: (items, len(items))))

# House robber


def most_robbed(amounts: list[int]) -> int:
    before, best = 0, 0
    for amount in amounts:
        before, best = best, max(best, before + amount)
    return best


_ROBBER = Entry(
    name="house robber",
    names=listed("""
        house robber problem, rob houses, maximum sum of non adjacent elements, maximum sum non adjacent elements,
        max sum of non adjacent elements, house robbery, 打家劫舍, 打家劫舍问题, 不相邻元素的最大和
    """),
    entry_points=listed("house_robber, rob_houses, max_non_adjacent_sum, rob_house, max_sum_non_adjacent"),
    signature="def house_robber(amounts: list[int]) -> int",
    summary="Returns the greatest sum of elements of the non-empty list `amounts`, none of which is negative, such that"
    " no two of them are neighbours in the list.",
    why="Lists of up to ten numbers, also of one or two, in which taking every other one or the largest first is often"
    " not best. Never empty, where programs differ.",
    inputs=_lists(0, 40),
    conventions=conventions(_ONE_LIST, (answer("the greatest sum", most_robbed),)),
    reference=most_robbed,
    edges=_each([0], [5], [1, 2], [2, 1], [1, 2, 3, 1], [2, 7, 9, 3, 1], [2, 1, 1, 2], [4, 1, 1, 4, 2], [1, 3, 1]),
)

# Jump game


def can_jump(jumps: list[int]) -> bool:
    reach = 0
    for place, jump in enumerate(jumps):
        if place > reach:
            return False
        reach = max(reach, place + jump)
    return True


_JUMP = Entry(
    name="jump game",
    names=listed("""
        jump game problem, can jump, can reach last index, jump game can reach end, can reach end of array, 跳跃游戏,
        跳跃游戏问题, 判断能否跳到最后一个位置
    """),
    entry_points=listed("can_jump, jump_game, can_reach_end, can_reach_last_index"),
    signature="def can_jump(jumps: list[int]) -> bool",
    summary="From index i one can jump forward by at most `jumps[i]` places (0 or more). Returns True if one can get"
    " from the first index of the non-empty list to the last.",
    why="Lists of up to ten small numbers, in which a zero stops many ways, can be jumped over just so, or comes last.",
    inputs=_lists(0, 4),
    conventions=conventions(_ONE_LIST, (answer("True exactly where the end can be reached", can_jump),)),
    reference=can_jump,
    edges=_each(
        [0],
        [1],
        [0, 1],
        [1, 0],
        [2, 3, 1, 1, 4],
        [3, 2, 1, 0, 4],
        [2, 0, 0],
        [1, 1, 0, 1],
        [3, 0, 0, 0],
        [2, 5, 0, 0],
        [1, 1, 2, 3, 1, 0, 4],
    ),
)

# Buying and selling


def best_profit(prices: list[int]) -> int:
    lowest, best = prices[0], 0
    for price in prices:
        lowest, best = min(lowest, price), max(best, price - lowest)
    return best


_STOCK = Entry(
    name="best time to buy and sell stock",
    names=listed("""
        best time to buy sell stock, maximum profit from one transaction, max profit from single transaction,
        buy and sell stock once, maximum stock profit, max stock profit, stock buy and sell,
        maximum profit buying and selling stock once, 买卖股票的最佳时机, 股票买卖的最佳时机, 买卖股票最佳时机
    """),
    entry_points=listed("best_time_to_buy_and_sell_stock, max_stock_profit, stock_profit, max_profit_single"),
    signature="def best_time_to_buy_and_sell_stock(prices: list[int]) -> int",
    summary="`prices` holds the price of each day, at least one. Returns the greatest profit from buying once and"
    " selling on a later day, 0 if there is none.",
    why="Up to ten prices, often falling, in which the lowest comes after the highest or the best day to sell is the"
    " last.",
    inputs=_lists(0, 40),
    conventions=conventions(_ONE_LIST, (answer("the greatest profit", best_profit),)),
    reference=best_profit,
    edges=_each(
        [1], [1, 2], [2, 1], [7, 1, 5, 3, 6, 4], [7, 6, 4, 3, 1], [2, 4, 1], [3, 3], [2, 1, 2, 0, 1], [5, 9, 1, 4]
    ),
)

# Gas station


def first_start(gas: list[int], cost: list[int]) -> int | None:
    return next((start for start in range(len(gas)) if _gets_round(gas, cost, start)), None)


def _gets_round(gas: list[int], cost: list[int], start: int) -> bool:
    tank = 0
    for place in (*range(start, len(gas)), *range(start)):
        tank += gas[place] - cost[place]
        if tank < 0:
            return False
    return True


def _starts_well(call: Call, gas: list[int], cost: list[int]) -> bool:
    if first_start(gas, cost) is None:
        return says_none(call, -1, None, False)
    start = call.value
    return any(same(start, place) and _gets_round(gas, cost, place) for place in range(len(gas)))


def _stations() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    def balanced(pairs: list[tuple[int, int]]) -> Arguments:
        """The last costs what is left over, so that there is often just one start."""
        gas, cost = [gas for gas, _ in pairs], [cost for _, cost in pairs]
        cost[-1] = max(0, sum(gas) - sum(cost[:-1]))
        return gas, cost

    pairs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=7)
    return pairs.map(balanced) | pairs.map(lambda drawn: ([gas for gas, _ in drawn], [cost for _, cost in drawn]))


_GAS = Entry(
    name="gas station",
    names=listed("gas station problem, gas station circuit, complete gas station circuit, 加油站, 加油站问题"),
    entry_points=listed("can_complete_circuit, gas_station"),
    signature="def can_complete_circuit(gas: list[int], cost: list[int]) -> int",
    summary="On a circle of stations, station i gives `gas[i]` and the way to the next one costs `cost[i]`. Returns the"
    " index of a station from which one can drive once round, starting with an empty tank, or -1 if there is none.",
    why="Up to seven stations that give just enough or one too little, so that the start is often the only one; any"
    " start that works is right.",
    inputs=_stations,
    conventions=conventions(
        (Form("", 2),), (judges("a station from which one gets round", _starts_well, first_start),)
    ),
    reference=lambda gas, cost: -1 if (start := first_start(gas, cost)) is None else start,
    edges=(
        ([0], [0]),
        ([1], [2]),
        ([1, 2, 3, 4, 5], [3, 4, 5, 1, 2]),
        ([2, 3, 4], [3, 4, 3]),
        ([5, 1, 2], [4, 4, 0]),
        ([0, 2], [1, 1]),
        ([3, 0], [1, 2]),
        ([0, 0, 3], [1, 1, 1]),
    ),
)

# Water


def trapped(heights: list[int]) -> int:
    levels = [min(max(heights[: place + 1]), max(heights[place:])) for place in range(len(heights))]
    return sum(level - height for level, height in zip(levels, heights, strict=True))


def largest_container(heights: list[int]) -> int:
    size = len(heights)
    return max(min(heights[i], heights[j]) * (j - i) for i in range(size) for j in range(i + 1, size))


_RAIN = Entry(
    name="trapping rain water",
    names=listed("""
        trap rain water, trapped rain water, rain water trapping, trapping rain water problem, rainwater trapping,
        接雨水, 接雨水问题, 雨水收集
    """),
    entry_points=listed("trap, trap_rain_water, trapping_rain_water, trapped_water, trap_water"),
    signature="def trap(heights: list[int]) -> int",
    summary="`heights` holds the heights of neighbouring bars of width 1, at least one, none negative. Returns how many"
    " units of water stay between them after rain.",
    why="Up to ten heights with pits beside pits, slopes that hold nothing, walls of equal height and of height 0.",
    inputs=_lists(0, 9),
    conventions=conventions(_ONE_LIST, (answer("the units of water", trapped),)),
    reference=trapped,
    edges=_each(
        [0],
        [2, 0, 2],
        [0, 1, 0, 2, 1, 0, 1, 3, 2, 1, 2, 1],
        [4, 2, 0, 3, 2, 5],
        [3, 1],
        [1, 2, 3],
        [5, 0, 1, 0, 2],
        [2, 0, 1, 0, 5],
    ),
)

_CONTAINER = Entry(
    name="container with most water",
    names=listed("""
        container most water, container with most water problem, largest container, 盛最多水的容器, 盛水最多的容器
    """),
    entry_points=listed("container_with_most_water, max_area_container, max_water_container, most_water"),
    signature="def container_with_most_water(heights: list[int]) -> int",
    summary="`heights` holds the heights of at least two walls at distance 1. Returns the greatest amount of water"
    " between two of them: their distance times the lower height.",
    why="Two to ten heights, in which the two highest walls, the outermost ones or neighbours are often not best.",
    inputs=_lists(0, 30, 2),
    conventions=conventions(_ONE_LIST, (answer("the greatest amount", largest_container),)),
    reference=largest_container,
    edges=_each(
        [1, 1],
        [0, 2],
        [1, 8, 6, 2, 5, 4, 8, 3, 7],
        [4, 3, 2, 1, 4],
        [1, 2, 1],
        [2, 3, 4, 5, 18, 17, 6],
        [1, 9, 9, 1],
        [3, 1, 2],
    ),
)

ENTRIES: tuple[Entry, ...] = (_ROBBER, _JUMP, _STOCK, _GAS, _RAIN, _CONTAINER)
