"""Ways up a staircase and across a grid."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import WHOLE, Choice, Form, conventions, equals
from ..shapes import form
from .grids import Grid, grids

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "search and dynamic programming"


def _number(name: str, expected: Callable[..., int]) -> tuple[Choice, ...]:
    return (Choice("", (WHOLE, equals(name, expected))),)


def _numbers(count: int, lowest: int, highest: int) -> Callable[[], SearchStrategy[Arguments]]:
    def inputs() -> SearchStrategy[Arguments]:
        from hypothesis import strategies as st

        return st.tuples(*[st.integers(lowest, highest)] * count)

    return inputs


# Stairs


def climbing_ways(n: int) -> int:
    ways, following = 1, 1
    for _ in range(n):
        ways, following = following, ways + following
    return ways


_STAIRS = Entry(
    name="climbing stairs",
    names=listed("""
        climb stairs, climbing stairs problem, number of ways to climb stairs, ways to climb stairs,
        count ways to climb stairs, staircase problem, number of distinct ways to climb stairs, stair climbing,
        stairs climbing, 爬楼梯, 爬楼梯问题, 上楼梯, 上台阶, 跳台阶, 青蛙跳台阶, 爬楼梯的方法数, 爬台阶
    """),
    entry_points=listed("climb_stairs, climbing_stairs, count_ways_to_climb, ways_to_climb_stairs, num_ways_to_climb"),
    signature="def climb_stairs(n: int) -> int",
    summary="Returns in how many ways a staircase of `n` steps, at least 1, can be climbed by one or two steps at a"
    " time.",
    why="From 1 to 20 steps, as far as a plain recursion goes. For no steps some say 1 and some 0, so that is not"
    " asked.",
    inputs=_numbers(1, 1, 20),
    conventions=conventions((Form("", 1),), _number("the number of ways", climbing_ways)),
    reference=climbing_ways,
    edges=((1,), (2,), (3,), (4,), (5,), (10,)),
)

# Across a grid


def unique_paths(m: int, n: int) -> int:
    return math.comb(m + n - 2, m - 1)


def paths_around(grid: Grid) -> int:
    ways = [0] * len(grid[0])
    ways[0] = 1
    for row in grid:
        for column, blocked in enumerate(row):
            before = ways[column - 1] if column else 0
            ways[column] = 0 if blocked else ways[column] + before
    return ways[-1]


def least_path_sum(grid: Grid) -> int:
    least: list[float] = [0] + [math.inf] * (len(grid[0]) - 1)
    for row in grid:
        for column, cost in enumerate(row):
            least[column] = cost + min(least[column], least[column - 1] if column else math.inf)
    return int(least[-1])


def _one_grid(values: tuple[int, ...]) -> Callable[[], SearchStrategy[Arguments]]:
    def inputs() -> SearchStrategy[Arguments]:
        from hypothesis import strategies as st

        return st.tuples(grids(values, 5))

    return inputs


_UNIQUE_PATHS = Entry(
    name="unique paths",
    names=listed("""
        number of unique paths, count unique paths, unique paths in grid, number of unique paths in grid,
        unique paths problem, count unique paths in grid, grid unique paths, robot unique paths, 不同路径,
        不同路径问题, 不同路径数, 机器人不同路径, 网格不同路径
    """),
    entry_points=listed("unique_paths, count_unique_paths, num_unique_paths, number_of_unique_paths"),
    signature="def unique_paths(m: int, n: int) -> int",
    summary="Returns the number of ways from the top left to the bottom right cell of a grid of `m` rows and `n`"
    " columns, both at least 1, where each move goes right or down.",
    why="Grids from 1 by 1 to 8 by 8, as far as a plain recursion goes.",
    inputs=_numbers(2, 1, 8),
    conventions=conventions((Form("", 2),), _number("the number of paths", unique_paths)),
    reference=unique_paths,
    edges=((1, 1), (1, 5), (5, 1), (2, 2), (3, 7), (3, 2)),
)

_PATHS_AROUND = Entry(
    name="unique paths with obstacles",
    names=listed("""
        unique paths ii, unique paths 2, number of unique paths with obstacles, unique paths in grid with obstacles,
        count unique paths with obstacles, unique paths with obstacles in grid, 不同路径 ii, 不同路径ii, 不同路径2,
        有障碍物的不同路径, 带障碍物的不同路径
    """),
    entry_points=listed("unique_paths_with_obstacles, unique_paths_ii, unique_paths_obstacles"),
    signature="def unique_paths_with_obstacles(grid: list[list[int]]) -> int",
    summary="`grid` holds rows of 0 (free) and 1 (obstacle). Returns the number of ways from the top left to the bottom"
    " right cell over free cells, where each move goes right or down; 0 if one of the two is an obstacle.",
    why="Grids of up to 5 by 5 cells, seldom square, with obstacles that cut off a border, the start, the end or all.",
    inputs=_one_grid((0, 0, 0, 1)),
    conventions=conventions((Form("", 1),), _number("the number of paths", paths_around)),
    reference=paths_around,
    edges=(
        ([[0]],),
        ([[1]],),
        ([[0, 0]],),
        ([[0], [1], [0]],),
        ([[0, 0], [0, 1]],),
        ([[1, 0], [0, 0]],),
        ([[0, 0, 0], [0, 1, 0], [0, 0, 0]],),
        ([[0, 1, 0], [0, 0, 0]],),
        ([[0, 0], [1, 0], [0, 0]],),
    ),
)

_LEAST_SUM = Entry(
    name="minimum path sum",
    names=listed("""
        min path sum, minimum path sum in grid, minimum cost path in grid, min path sum in grid,
        minimum path sum of grid, grid minimum path sum, 最小路径和, 最小路径和问题, 矩阵最小路径和, 网格最小路径和
    """),
    entry_points=listed("min_path_sum, minimum_path_sum"),
    signature="def min_path_sum(grid: list[list[int]]) -> int",
    summary="`grid` holds rows of non-negative integers. Returns the least sum of the cells on a way from the top"
    " left to the bottom right cell, both included, where each move goes right or down.",
    why="Grids of up to 5 by 5 cells, seldom square, in which the cheaper next cell often leads the dearer way.",
    inputs=_one_grid((0, 1, 2, 3, 5, 9, 30)),
    conventions=conventions(
        (
            Form("", 1),
            form("called with (grid, rows, columns)", 3, lambda grid: (grid, len(grid), len(grid[0]))),
            form("called with (grid, last row, last column)", 3, lambda grid: (grid, len(grid) - 1, len(grid[0]) - 1)),
        ),
        _number("the least sum", least_path_sum),
    ),
    reference=least_path_sum,
    edges=(
        ([[0]],),
        ([[7]],),
        ([[1, 2]],),
        ([[1], [2], [3]],),
        ([[1, 3, 1], [1, 5, 1], [4, 2, 1]],),
        ([[1, 2, 3], [4, 5, 6]],),
        ([[0, 9, 0], [1, 9, 0], [1, 1, 1]],),
        ([[1, 2, 5], [3, 2, 1]],),
    ),
)

ENTRIES: tuple[Entry, ...] = (_STAIRS, _UNIQUE_PATHS, _PATHS_AROUND, _LEAST_SUM)
