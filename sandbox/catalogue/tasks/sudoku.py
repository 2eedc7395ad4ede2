"""Sudoku: solving one, and whether a board breaks the rules."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, conventions
from ..shapes import as_rows, form, judges

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "search and dynamic programming"

#: Nine rows of nine digits; 0 where nothing is known.
Board = list[list[int]]

_DIGITS = list(range(1, 10))
_UNITS: tuple[tuple[tuple[int, int], ...], ...] = (
    *(tuple((row, column) for column in range(9)) for row in range(9)),
    *(tuple((row, column) for row in range(9)) for column in range(9)),
    *(
        tuple((top + cell // 3, left + cell % 3) for cell in range(9))
        for top in range(0, 9, 3)
        for left in range(0, 9, 3)
    ),
)


def is_valid(board: Board) -> bool:
    """No digit twice in a row, a column or a box."""
    known = [[board[row][column] for row, column in unit if board[row][column]] for unit in _UNITS]
    return all(len({*digits}) == len(digits) for digits in known)


def solved(board: Board) -> Board | None:
    """The cell with the fewest possible digits first."""
    empty = [(row, column) for row in range(9) for column in range(9) if not board[row][column]]
    if not empty:
        return board
    row, column = min(empty, key=lambda cell: len(_possible(board, *cell)))
    for digit in _possible(board, row, column):
        filled = [list(each) for each in board]
        filled[row][column] = digit
        found = solved(filled)
        if found is not None:
            return found
    return None


def _possible(board: Board, row: int, column: int) -> list[int]:
    near = {board[r][c] for unit in _UNITS if (row, column) in unit for r, c in unit}
    return [digit for digit in _DIGITS if digit not in near]


# Inputs


def _complete(seed: int) -> Board:
    """A full board, made of a regular one by exchanging digits, rows, columns and bands."""
    random = Random(seed)  # noqa: S311  not for secrets
    digits = random.sample(_DIGITS, 9)
    rows, columns = _shuffled_lines(random), _shuffled_lines(random)
    return [[digits[(3 * (row % 3) + row // 3 + column) % 9] for column in columns] for row in rows]


def _shuffled_lines(random: Random) -> list[int]:
    return [3 * band + line for band in random.sample(range(3), 3) for line in random.sample(range(3), 3)]


def _without(board: Board, cells: list[int]) -> Board:
    return [[0 if 9 * row + column in cells else board[row][column] for column in range(9)] for row in range(9)]


def _puzzles(most: int) -> SearchStrategy[Board]:
    from hypothesis import strategies as st

    cells = st.lists(st.integers(0, 80), max_size=most)
    return st.tuples(st.integers(0, 999).map(_complete), cells).map(lambda drawn: _without(*drawn))


def _solvable() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_puzzles(35))


def _changed() -> SearchStrategy[Arguments]:
    """Often one digit is in a wrong cell: twice in a row, a column or a box, or in just one of these."""
    from hypothesis import strategies as st

    place = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 9))
    board = _puzzles(12) | _puzzles(75)
    return st.tuples(st.tuples(board, st.lists(place, max_size=1)).map(_with_change))


def _with_change(drawn: tuple[Board, list[tuple[int, int, int]]]) -> Board:
    board = [list(row) for row in drawn[0]]
    for row, column, digit in drawn[1]:
        board[row][column] = digit
    return board


def _read(text: str) -> Board:
    return [[int(cell) for cell in row] for row in text.split()]


_KNOWN = _read("530070000 600195000 098000060 800060003 400803001 700020006 060000280 000419005 000080079")
_TWICE_IN_BOX = _read("830070000 600195000 098000060 800060003 400803001 700020006 060000280 000419005 000080079")
_ONE = [[5 if (row, column) == (4, 4) else 0 for column in range(9)] for row in range(9)]


def _pair(*cells: tuple[int, int]) -> Board:
    return [[7 if (row, column) in cells else 0 for column in range(9)] for row in range(9)]


# Conventions


def _strings(board: Board) -> list[list[str]]:
    return [[str(cell) if cell else "." for cell in row] for row in board]


def _as_board(found: object) -> Board | None:
    rows = as_rows(found)
    if rows is None or len(rows) != 9 or any(len(row) != 9 for row in rows):
        return None
    digits = [
        [digit for cell in row for digit in _DIGITS if same(cell, digit) or same(cell, str(digit))] for row in rows
    ]
    return digits if all(len(row) == 9 for row in digits) else None


def _solves(found: object, board: Board) -> bool:
    solution = _as_board(found)
    return (
        solution is not None
        and is_valid(solution)
        and all(
            given in (0, cell)
            for row, full in zip(board, solution, strict=True)
            for given, cell in zip(row, full, strict=True)
        )
    )


def _solves_in_place(call: Call, board: Board) -> bool:
    """Returned is nothing, True or the board."""
    return (
        bool(call.after)
        and _solves(call.after[0], board)
        and (call.value in (None, True) or _solves(call.value, board))
    )


_SOLUTION = "a solution of the puzzle"
_SOLVED: tuple[Choice, ...] = (
    judges(_SOLUTION, lambda call, board: _solves(call.value, board), solved),
    judges(f"the argument is left as {_SOLUTION}", _solves_in_place, solved, choice="in place"),
)
_FORMS = (
    Form("", 1),
    form('cells are strings, "." is empty', 1, lambda board: (_strings(board),)),
    form('cells are strings, "0" is empty', 1, lambda board: ([[str(cell) for cell in row] for row in board],)),
)

_SOLVE = Entry(
    name="sudoku solver",
    names=listed("""
        solve sudoku, sudoku, sudoku solver using backtracking, solve sudoku puzzle, sudoku puzzle solver,
        solve sudoku board, solve sudoku using backtracking, backtracking sudoku solver, sudoku backtracking, 数独,
        解数独, 数独求解, 数独求解器, 数独解题, 求解数独, 回溯法解数独
    """),
    entry_points=listed("solve_sudoku, sudoku_solver, solve_sudoku_board, sudoku_solve"),
    signature="def solve_sudoku(board: list[list[int]]) -> list[list[int]]",
    summary="`board` holds nine rows of nine digits, 0 for an empty cell, and has a solution. Returns the full board:"
    " the given digits kept, and every digit from 1 to 9 once in each row, column and 3 by 3 box.",
    why="Full boards from which up to 35 digits were taken, so that plain backtracking ends, and one puzzle from a"
    " newspaper. Every board can be solved, some in several ways, of which any is right.",
    inputs=_solvable,
    conventions=conventions(_FORMS, _SOLVED),
    reference=solved,
    edges=((_complete(0),), (_without(_complete(1), [0]),), (_without(_complete(2), list(range(18))),), (_KNOWN,)),
)

_VALID = Entry(
    name="valid sudoku",
    names=listed("""
        is valid sudoku, sudoku validator, validate sudoku, validate sudoku board, valid sudoku board,
        sudoku board is valid, check sudoku board is valid, sudoku validation, is sudoku valid, check valid sudoku,
        sudoku is valid, 有效的数独, 验证数独, 判断数独是否有效, 数独验证, 数独有效性验证, 判断数独有效性
    """),
    entry_points=listed("is_valid_sudoku, valid_sudoku, validate_sudoku, check_sudoku"),
    signature="def is_valid_sudoku(board: list[list[int]]) -> bool",
    summary="`board` holds nine rows of nine digits, 0 for an empty cell. Returns True if no digit from 1 to 9 is"
    " twice in a row, a column or a 3 by 3 box; whether it can be solved does not matter.",
    why="Boards without faults, full or nearly empty, and such with one digit in another cell, which often breaks only"
    " one of the three rules.",
    inputs=_changed,
    conventions=conventions(_FORMS, (answer("True exactly where no rule is broken", is_valid),)),
    reference=is_valid,
    edges=(
        (_KNOWN,),
        (_TWICE_IN_BOX,),
        (_ONE,),
        (_pair((0, 0), (0, 8)),),
        (_pair((0, 0), (8, 0)),),
        (_pair((0, 0), (2, 2)),),
        (_pair((3, 4), (5, 3)),),
        (_pair((6, 6), (8, 7)),),
        (_pair((8, 8), (8, 4)),),
        (_pair((0, 0), (3, 3)),),
        (_pair((0, 0), (8, 8), (4, 4)),),
        (_pair((1, 3), (2, 2)),),
        (_complete(3),),
    ),
)

ENTRIES: tuple[Entry, ...] = (_SOLVE, _VALID)
