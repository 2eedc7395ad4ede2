"""The game of life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, conventions
from ..shapes import form
from .grids import ALL_AROUND, Cell, Grid, either_way, grids

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "search and dynamic programming"


def next_generation(board: Grid) -> Grid:
    """Nothing lives outside the board."""
    return _lived(board, lambda row, column: (row, column))


def _next_on_torus(board: Grid) -> Grid:
    """Beyond an edge the board goes on at the opposite one; a narrow board meets itself there."""
    height, width = len(board), len(board[0])
    return _lived(board, lambda row, column: (row % height, column % width))


def _lived(board: Grid, place: Callable[[int, int], Cell]) -> Grid:
    alive = {(row, column) for row, cells in enumerate(board) for column, cell in enumerate(cells) if cell}

    def lives(row: int, column: int) -> bool:
        count = sum(place(row + down, column + right) in alive for down, right in ALL_AROUND)
        return count == 3 or (count == 2 and (row, column) in alive)

    return [[int(lives(row, column)) for column in range(len(board[0]))] for row in range(len(board))]


def _twice(step: Callable[[Grid], Grid]) -> Callable[[Grid], Grid]:
    return lambda board: step(step(board))


def _boards() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(grids())


_CLAIM = "the next generation"
_STEPS = ((next_generation, ""), (_next_on_torus, "edges are joined"))

_GAME_OF_LIFE = Entry(
    name="game of life",
    names=listed("""
        conway's game of life, conway game of life, next generation of game of life, game of life next state,
        game of life next generation, next state of game of life, conway's game of life next generation,
        next generation of conway's game of life, game of life step, game of life simulation,
        生命游戏, 康威生命游戏, 康威的生命游戏, 生命游戏下一状态, 生命游戏下一个状态, 生命游戏模拟
    """),
    entry_points=listed("game_of_life, next_generation, life_step, conway_step, game_of_life_step"),
    signature="def game_of_life(board: list[list[int]]) -> list[list[int]]",
    summary="`board` holds rows of 1 (alive) and 0 (dead). Returns the next generation: a living cell with two or three"
    " living neighbours of its eight lives on, a dead one with three comes to life, all others are dead. Cells outside"
    " the board are dead.",
    why="Boards of up to 6 by 6 cells, seldom square, so that every number of neighbours occurs at corners, edges and"
    " inside. At least one cell.",
    inputs=_boards,
    conventions=tuple(
        convention
        for step, joined in _STEPS
        for convention in (
            *conventions((Form(joined, 1),), either_way(_CLAIM, step)),
            *conventions(
                (form(", ".join(filter(None, ("called with (board, 2 generations)", joined))), 2, lambda b: (b, 2)),),
                either_way("the generation after the next", _twice(step)),
            ),
        )
    ),
    reference=next_generation,
    edges=(
        ([[0]],),
        ([[1]],),
        ([[1, 1], [1, 0]],),
        ([[1, 1], [1, 1]],),
        ([[0, 1, 0], [0, 1, 0], [0, 1, 0]],),
        ([[0, 1, 0], [0, 0, 1], [1, 1, 1], [0, 0, 0]],),
        ([[1, 1, 1], [1, 1, 1], [1, 1, 1]],),
        ([[1, 0, 1], [0, 0, 0], [1, 0, 0]],),
    ),
)

ENTRIES: tuple[Entry, ...] = (_GAME_OF_LIFE,)
