"""Matrices as lists of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, answer, as_list, conventions, value

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "numbers"

Matrix = list[list[int]]


def multiply(left: Matrix, right: Matrix) -> Matrix:
    columns = list(zip(*right, strict=True))
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in left]


def rows(call: Call) -> object:
    """The result as a list of lists, whether rows or all of it are lists, tuples or iterators."""
    outer = as_list(value(call))
    return [as_list(row) for row in outer] if isinstance(outer, list) else outer


def _compatible() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    def matrix(height: int, width: int) -> SearchStrategy[Matrix]:
        number = st.integers(-9, 9) if height * width > 4 else st.integers(-1000, 1000)
        return st.lists(st.lists(number, min_size=width, max_size=width), min_size=height, max_size=height)

    size = st.integers(1, 4)
    return st.tuples(size, size, size).flatmap(
        lambda sizes: st.tuples(matrix(sizes[0], sizes[1]), matrix(sizes[1], sizes[2]))
    )


_MULTIPLY = Entry(
    name="matrix multiply",
    names=listed("""
        matrix multiplication, multiply matrices, multiply two matrices, matrix product, multiply matrix,
        two matrices multiplication, product two matrices, matmul, 矩阵乘法, 矩阵相乘, 两个矩阵相乘, 矩阵乘积,
        两个矩阵乘积, 两个矩阵乘法
    """),
    entry_points=listed("""
        matrix_multiply, multiply_matrices, matmul, matrix_multiplication, mat_mul, matrix_product,
        multiply_matrix
    """),
    signature="def matrix_multiply(a: list[list[int]], b: list[list[int]]) -> list[list[int]]",
    summary="Returns the product of two matrices, given as non-empty lists of rows, where a has as many columns"
    " as b has rows.",
    why="Mostly matrices that are not square, on which mistaken sizes and a transposed product show, also with a"
    " single row or column. All fit together; what is empty is not asked.",
    inputs=_compatible,
    conventions=conventions((Form("", 2),), (answer("the matrix product", multiply, rows),)),
    reference=multiply,
    edges=(
        ([[2]], [[3]]),
        ([[1, 2], [3, 4]], [[5, 6], [7, 8]]),
        ([[1, 2, 3]], [[4], [5], [6]]),
        ([[1], [2], [3]], [[4, 5]]),
        ([[1, 0], [0, 1]], [[7, -8], [9, 0]]),
        ([[0, 1], [0, 0]], [[0, 0], [1, 0]]),
        ([[1, 2, 3], [4, 5, 6]], [[7, 8], [9, 10], [11, 12]]),
    ),
)

ENTRIES: tuple[Entry, ...] = (_MULTIPLY,)
