"""The shortest way through a maze."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..properties import Choice, Form, conventions
from ..shapes import as_rows, elements, form, judges, says_none
from .grids import SIDES, Cell, Grid, grids, neighbours

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "graphs"


def steps_through(maze: Grid, start: Cell, goal: Cell) -> int | None:
    """The least number of moves; 1 is a wall."""
    found, length = {start}, 0
    while goal not in found:
        more = {(r, c) for cell in found for r, c in neighbours(maze, cell, SIDES) if not maze[r][c]} | found
        if more == found:
            return None
        found, length = more, length + 1
    return length


def _is_walk(found: object, maze: Grid, start: Cell, goal: Cell) -> bool:
    rows = as_rows(found)
    if not rows or any(len(row) != 2 or type(row[0]) is not int or type(row[1]) is not int for row in rows):
        return False
    cells = [(row, column) for row, column in rows if isinstance(row, int) and isinstance(column, int)]
    moves = itertools.pairwise(cells)
    return (
        cells[0] == start
        and cells[-1] == goal
        and all(other in neighbours(maze, one, SIDES) and not maze[other[0]][other[1]] for one, other in moves)
    )


def _as_drawn(maze: Grid, start: Cell, goal: Cell) -> tuple[Grid, Cell, Cell]:
    return maze, start, goal


def _corner_to_corner(maze: Grid, *_: Cell) -> tuple[Grid, Cell, Cell]:
    opened = [list(row) for row in maze]
    opened[0][0] = opened[-1][-1] = 0
    return opened, (0, 0), (len(maze) - 1, len(maze[0]) - 1)


def _ways(ends: Callable[..., tuple[Grid, Cell, Cell]]) -> tuple[Choice, ...]:
    def length(*drawn: object) -> int | None:
        return steps_through(*ends(*drawn))

    def counts(more: int) -> Callable[..., bool]:
        def right(call: Call, *drawn: object) -> bool:
            moves = length(*drawn)
            return _says_no_way(call) if moves is None else same(call.value, moves + more)

        return right

    def path(call: Call, *drawn: object) -> bool:
        moves = length(*drawn)
        if moves is None:
            return _says_no_way(call)
        return len(elements(call.value) or []) == moves + 1 and _is_walk(call.value, *ends(*drawn))

    return (
        judges("the least number of moves", counts(0), length),
        judges("a shortest path", path, choice="the cells of the path"),
        judges("the least number of cells", counts(1), choice="the number of cells"),
    )


def _says_no_way(call: Call) -> bool:
    return says_none(call, None, -1, [], float("inf"), False)


def _inverted(maze: Grid) -> Grid:
    return [[1 - cell for cell in row] for row in maze]


def _drawn_maze(maze: Grid) -> list[str]:
    return ["".join(".#"[cell] for cell in row) for row in maze]


_MAZE_FORMS = (
    Form("", 3),
    form("0 is a wall", 3, lambda maze, start, goal: (_inverted(maze), start, goal)),
    form('"#" is a wall', 3, lambda maze, start, goal: ([list(row) for row in _drawn_maze(maze)], start, goal)),
    form('rows are strings, "#" is a wall', 3, lambda maze, start, goal: (_drawn_maze(maze), start, goal)),
)
_CORNER_FORMS = (
    form("from corner to corner", 1, lambda *drawn: _corner_to_corner(*drawn)[:1]),
    form("from corner to corner, 0 is a wall", 1, lambda *drawn: (_inverted(_corner_to_corner(*drawn)[0]),)),
)


def _maze_and_ends() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    def with_ends(maze: Grid) -> SearchStrategy[Arguments]:
        cell = st.tuples(st.integers(0, len(maze) - 1), st.integers(0, len(maze[0]) - 1))
        return st.tuples(st.just(maze), cell, cell).map(_opened)

    return grids((0, 0, 1)).flatmap(with_ends)


def _opened(drawn: tuple[Grid, Cell, Cell]) -> Arguments:
    maze = [list(row) for row in drawn[0]]
    for row, column in drawn[1:]:
        maze[row][column] = 0
    return maze, *drawn[1:]


_MAZE = Entry(
    name="shortest path in maze",
    names=listed("""
        shortest path in grid, shortest path in binary grid, solve maze, maze solver, shortest path through maze,
        shortest path in maze using bfs, bfs maze, bfs maze solver, solve maze using bfs,
        shortest path in grid using bfs, bfs shortest path in grid, maze shortest path, grid shortest path,
        迷宫最短路径, 走迷宫, 求解迷宫, 迷宫求解, 网格最短路径, 迷宫的最短路径
    """),
    entry_points=listed("shortest_path_in_maze, solve_maze, shortest_path_maze, maze_solver, shortest_path_grid"),
    signature="def shortest_path_in_maze(maze: list[list[int]], start: tuple[int, int], goal: tuple[int, int])"
    " -> int | None",
    summary="`maze` holds rows of 0 (free) and 1 (wall); `start` and `goal` are free cells as (row, column). Returns"
    " the least number of moves up, down, left or right from `start` to `goal` over free cells, or None if there is"
    " no way.",
    why="Mazes of up to 6 by 6 cells in which the way is often blocked, bent or goes back. Start and goal are free:"
    " about a start in a wall programs differ.",
    inputs=_maze_and_ends,
    conventions=(*conventions(_MAZE_FORMS, _ways(_as_drawn)), *conventions(_CORNER_FORMS, _ways(_corner_to_corner))),
    reference=steps_through,
    edges=(
        ([[0]], (0, 0), (0, 0)),
        ([[0, 0]], (0, 0), (0, 1)),
        ([[0, 0]], (0, 1), (0, 0)),
        ([[0, 1, 0]], (0, 0), (0, 2)),
        ([[0, 1, 0], [0, 1, 0], [0, 0, 0]], (0, 0), (0, 2)),
        ([[0, 1], [1, 0]], (0, 0), (1, 1)),
        ([[0, 0, 0], [1, 1, 0], [0, 0, 0], [0, 1, 1], [0, 0, 0]], (0, 0), (4, 2)),
    ),
)

ENTRIES: tuple[Entry, ...] = (_MAZE,)
