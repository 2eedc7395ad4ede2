"""Queens on a board that do not attack each other."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..properties import Form, answer, conventions
from ..shapes import as_rows, by_text, elements, satisfies

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "search and dynamic programming"

#: For each row the column of its queen, from 0.
Placement = list[int]


@cache
def _placements(n: int) -> tuple[tuple[int, ...], ...]:
    return tuple(found for found in itertools.permutations(range(n)) if _is_peaceful(found))


def _is_peaceful(columns: tuple[int, ...]) -> bool:
    pairs = itertools.combinations(enumerate(columns), 2)
    return all(abs(column - other) != below - row for (row, column), (below, other) in pairs)


def placements(n: int) -> list[Placement]:
    return [list(found) for found in _placements(n)]


def _board(columns: Placement) -> list[str]:
    return ["." * column + "Q" + "." * (len(columns) - column - 1) for column in columns]


# One placement, as programs show it


def _columns(found: object, n: int) -> Placement | None:
    """From column numbers, rows of a board, or places (row, column)."""
    rows = elements(found)
    if rows is None or len(rows) != n:
        return None
    numbers = [row for row in rows if type(row) is int]
    if len(numbers) == n:
        return numbers
    columns = [_column(row, n) for row in rows]
    known = [column for column in columns if column is not None]
    return known if len(known) == n else _by_place(found, n)


def _column(row: object, n: int) -> int | None:
    """Where in a row of a board the one queen is: the cell that differs from all others."""
    cells = list(row) if isinstance(row, str) else elements(row)
    if cells is None or len(cells) != n:
        return None
    queens = [column for column, cell in enumerate(cells) if same(cell, "Q") or same(cell, 1) or same(cell, True)]
    others = [cell for cell in cells if any(same(cell, empty) for empty in (".", 0, "", " ", "_", "-", "*", False))]
    return queens[0] if len(queens) == 1 and len(others) == n - 1 else None


def _by_place(found: object, n: int) -> Placement | None:
    rows = as_rows(found)
    if rows is None or any(len(row) != 2 or not all(type(each) is int for each in row) for row in rows):
        return None
    places = {row: column for row, column in rows if isinstance(row, int) and isinstance(column, int)}
    return [places[row] for row in range(n)] if places.keys() == set(range(n)) else None


def _all(base: int) -> Callable[[object, int], bool]:
    def right(found: object, n: int) -> bool:
        shown = [_columns(one, n) for one in elements(found) or []]
        known = [[column - base for column in one] for one in shown if one is not None]
        return elements(found) is not None and len(known) == len(shown) and _is_all(known, n)

    return right


def _is_all(found: list[Placement], n: int) -> bool:
    return same(by_text([list(one) for one in found]), by_text([list(one) for one in placements(n)]))


def _one(base: int) -> Callable[[object, int], bool]:
    def right(found: object, n: int) -> bool:
        if not placements(n):
            return found is None or found is False or same(found, [])
        columns = _columns(found, n)
        return columns is not None and tuple(column - base for column in columns) in _placements(n)

    return right


def count_placements(n: int) -> int:
    return len(_placements(n))


def _sizes() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(1, 6))


_EDGES: tuple[Arguments, ...] = ((1,), (2,), (3,), (4,), (5,), (6,))
_WHY = (
    "Boards from 1 by 1 to 6 by 6, as far as a program goes that tries everything; on two of them nothing is possible,"
    " on the others more than one placement or just one."
)

_QUEENS = Entry(
    name="n-queens",
    names=listed("""
        n queens, n queens problem, solve n queens, n queens puzzle, solve n queens problem, n queen, n queen problem,
        n queens using backtracking, n queens problem using backtracking, n queens backtracking, n queens solver,
        solve n queens using backtracking, solve n queens problem using backtracking, n queens solutions,
        all n queens solutions, n皇后, n皇后问题, 解决n皇后问题, n皇后问题求解, 回溯法解决n皇后问题
    """),
    entry_points=listed("solve_n_queens, n_queens, nqueens, n_queens_solutions, solve_queens"),
    signature="def solve_n_queens(n: int) -> list[list[int]]",
    summary="Returns all ways to place `n` queens (1 or more) on an n by n board such that no two share a row, a column"
    " or a diagonal; each as the list of the columns, from 0, of the queens in row 0, 1, ...; in any order.",
    why=_WHY,
    inputs=_sizes,
    conventions=conventions(
        (Form("", 1),),
        (
            satisfies("all placements, each once", _all(0), placements),
            satisfies("all placements, each once", _all(1), placements, choice="columns from 1"),
            satisfies("one of the placements", _one(0), placements, choice="one placement"),
            satisfies("one of the placements", _one(1), placements, choice="one placement, columns from 1"),
            answer("the number of placements", count_placements, choice="their number"),
        ),
    ),
    reference=placements,
    edges=_EDGES,
)

_COUNT = Entry(
    name="number of n-queens solutions",
    names=listed("""
        count n queens solutions, n queens count, total n queens, number of solutions to n queens, n queens ii,
        number of solutions of n queens problem, count solutions to n queens, number of n queens placements,
        n皇后解的个数, n皇后的解数, n皇后 ii, n皇后ii, n皇后问题解的个数, n皇后问题的解的数量
    """),
    entry_points=listed("total_n_queens, count_n_queens, n_queens_count, count_queens, num_queens_solutions"),
    signature="def total_n_queens(n: int) -> int",
    summary="Returns in how many ways `n` queens (1 or more) can be placed on an n by n board such that no two share a"
    " row, a column or a diagonal.",
    why=_WHY,
    inputs=_sizes,
    conventions=conventions((Form("", 1),), (answer("the number of placements", count_placements),)),
    reference=count_placements,
    edges=_EDGES,
)

ENTRIES: tuple[Entry, ...] = (_QUEENS, _COUNT)
