"""Matrices turned, read round, and their determinant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed, phrased
from ..measured import near
from ..properties import Choice, Form, answer, as_list, collected, conventions
from .matrices import Matrix, rows

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "numbers"

_ONE = (Form("", 1),)


def _matrices(height: int, width: int) -> SearchStrategy[Matrix]:
    """Rows of numbers that are all different, or of few distinct ones."""
    from hypothesis import strategies as st

    def row(number: SearchStrategy[int]) -> SearchStrategy[list[int]]:
        return st.lists(number, min_size=width, max_size=width)

    numbered = [[width * i + j for j in range(width)] for i in range(height)]
    near = st.lists(row(st.integers(-2, 3)), min_size=height, max_size=height)
    return st.just(numbered) | near | st.lists(row(st.integers(-9, 9)), min_size=height, max_size=height)


def _any_shape() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    size = st.integers(1, 5)
    return st.tuples(st.tuples(size, size).flatmap(lambda sizes: _matrices(*sizes)))


def _square(largest: int) -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(1, largest).flatmap(lambda size: _matrices(size, size)))


def in_place_rows(call: Call) -> object:
    """The first argument afterwards; such a program returns nothing, or that matrix again."""
    after = _as_rows(call.after[0]) if call.after else None
    return after if call.value is None or _as_rows(call.value) == after else None


def _as_rows(data: object) -> object:
    outer = as_list(data)
    return [as_list(row) for row in outer] if isinstance(outer, list) else None


_SHAPES: tuple[Arguments, ...] = (
    ([[1]],),
    ([[1, 2]],),
    ([[1], [2]],),
    ([[1, 2], [3, 4]],),
    ([[1, 2, 3], [4, 5, 6]],),
    ([[1, 2], [3, 4], [5, 6]],),
    ([[1, 2, 3], [4, 5, 6], [7, 8, 9]],),
    ([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]],),
    ([[1, 2, 3]],),
    ([[1], [2], [3]],),
    ([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]],),
)
_SQUARES = (_SHAPES[0], _SHAPES[3], _SHAPES[6], _SHAPES[-1])

# Transpose


def transpose(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


_TRANSPOSE = Entry(
    name="matrix transpose",
    names=(
        *phrased("transpose |compute transpose |find transpose |transpose of ", "matrix|2d matrix|2d list|2d array"),
        *listed("matrix transposition, transpose matrix of any size, transpose"),
        *phrased("矩阵转置|转置矩阵|二维数组转置|二维列表转置"),
    ),
    entry_points=listed("transpose, transpose_matrix, matrix_transpose, mat_transpose, get_transpose"),
    signature="def transpose(matrix: list[list[int]]) -> list[list[int]]",
    summary="Returns the transpose of a matrix given as a non-empty list of rows of equal length, at least 1: the i-th"
    " row of the result is the i-th column.",
    why="One row, one column, squares and shapes that differ in both directions; matrices without rows or columns are"
    " left out.",
    inputs=_any_shape,
    conventions=conventions(_ONE, (answer("rows and columns exchanged", transpose, rows),)),
    reference=transpose,
    edges=_SHAPES,
)

# Rotation


def rotate(matrix: Matrix) -> Matrix:
    return transpose(matrix[::-1])


_ROTATE = Entry(
    name="rotate matrix",
    names=(
        *phrased(
            "rotate ",
            "matrix|image|square matrix|2d matrix|matrix clockwise|image clockwise",
            "| by 90 degrees| 90 degrees| 90 degrees clockwise| by 90 degrees clockwise",
        ),
        *phrased("|顺时针", "旋转", "矩阵|图像|二维矩阵", "|90度"),
        *phrased("矩阵", "|顺时针", "旋转", "|90度"),
        *phrased("将矩阵|把矩阵", "|顺时针", "旋转90度"),
    ),
    entry_points=listed("""
        rotate_matrix, rotate_image, rotate_90, rotate_matrix_90, rotate_clockwise, rotate_matrix_clockwise
    """),
    signature="def rotate_matrix(matrix: list[list[int]]) -> list[list[int]]",
    summary="Returns a square matrix, given as a non-empty list of rows, rotated by 90 degrees clockwise: its first row"
    " is the first column read from below.",
    why="One to five rows, odd and even, for a rotation in place goes round by rings; other shapes cannot be rotated in"
    " place.",
    inputs=lambda: _square(5),
    conventions=conventions(
        _ONE,
        (
            answer("rotated clockwise", rotate, rows),
            answer("the argument is left rotated clockwise", rotate, in_place_rows, choice="in place"),
        ),
    ),
    reference=rotate,
    edges=_SQUARES,
)

# Spiral


def spiral(matrix: Matrix) -> list[int]:
    found: list[int] = []
    while matrix:
        found += matrix[0]
        matrix = transpose(matrix[1:])[::-1] if len(matrix) > 1 else []
    return found


_SPIRAL = Entry(
    name="spiral order",
    names=(
        *phrased(
            "|matrix |print matrix in |traverse matrix in ",
            "spiral",
            "| order| traversal| form| matrix| order traversal",
        ),
        *listed("spiral order matrix, spiral order of a matrix, spiral traversal of a matrix, spiral matrix traversal"),
        *phrased("螺旋矩阵|螺旋遍历|矩阵螺旋遍历|顺时针打印矩阵|螺旋顺序遍历矩阵|螺旋打印矩阵"),
    ),
    entry_points=listed("spiral_order, spiral_matrix, spiral, spiral_traversal, spiral_traverse, matrix_spiral"),
    signature="def spiral_order(matrix: list[list[int]]) -> list[int]",
    summary="Returns all elements of a matrix, given as a non-empty list of rows of equal length, in clockwise spiral"
    " order from the top left corner inwards.",
    why="One row, one column, and shapes whose innermost ring is a single row or column, which must not be read twice.",
    inputs=_any_shape,
    conventions=conventions(_ONE, (answer("all elements in spiral order", spiral, collected),)),
    reference=spiral,
    edges=_SHAPES,
)

# Determinant


def determinant(matrix: Matrix) -> int:
    if not matrix:
        return 1
    return sum(
        (-1) ** column * entry * determinant([row[:column] + row[column + 1 :] for row in matrix[1:]])
        for column, entry in enumerate(matrix[0])
    )


_DETERMINANT = Entry(
    name="determinant",
    names=(
        *phrased(
            "|find |calculate |matrix ", "determinant", "| matrix| square matrix| of a matrix| of a square matrix"
        ),
        *phrased("|矩阵|方阵|计算", "行列式"),
        *listed("矩阵行列式值, 行列式值, 行列式计算"),
    ),
    entry_points=listed(
        "determinant, det, matrix_determinant, calculate_determinant, compute_determinant, find_determinant"
    ),
    signature="def determinant(matrix: list[list[int]]) -> int",
    summary="Returns the determinant of a square matrix of integers, given as a non-empty list of rows; a float that is"
    " near enough will do.",
    why="One to four rows, zeros where elimination looks for a pivot, equal rows, which make it 0, and the sign of row"
    " exchanges. Larger ones take an expansion by rows too long.",
    inputs=lambda: _square(4),
    conventions=conventions(_ONE, (Choice("", (near("the determinant", determinant, relative=1e-6, absolute=1e-6),)),)),
    reference=determinant,
    edges=(
        *_SQUARES[:3],
        ([[0, 1], [1, 0]],),
        ([[0, 2], [3, 4]],),
        ([[2, 0], [0, 3]],),
        ([[1, 1], [1, 1]],),
        ([[2, -3, 1], [2, 0, -1], [1, 4, 5]],),
        ([[0, 0, 1], [0, 1, 0], [1, 0, 0]],),
        ([[0, 1, 2], [0, 3, 4], [5, 6, 7]],),
        ([[1, 2, 3], [2, 4, 5], [3, 5, 6]],),
        ([[1, 0, 2, -1], [3, 0, 0, 5], [2, 1, 4, -3], [1, 0, 5, 0]],),
    ),
)

ENTRIES: tuple[Entry, ...] = (_TRANSPOSE, _ROTATE, _SPIRAL, _DETERMINANT)
