"""Pascal's triangle and binomial coefficients."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...checking.property import Property
from ..entry import Entry, listed, phrased
from ..properties import WHOLE, Choice, Form, answer, collected, conventions, equals, refuses
from ..shapes import says_none
from .matrices import rows

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"


def row(n: int) -> list[int]:
    """The row of (a + b) ** n."""
    return [math.comb(n, k) for k in range(n + 1)]


def triangle(height: int) -> list[list[int]]:
    return [row(n) for n in range(height)]


def _heights() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(1, 6) | st.integers(1, 14))


_PASCAL = "pascal triangle|pascals triangle|pascal s triangle"
_HEIGHT_EDGES: tuple[Arguments, ...] = tuple((n,) for n in (1, 2, 3, 4, 5, 6, 10))

_TRIANGLE = Entry(
    name="pascal's triangle",
    names=(
        *phrased("|print |first n rows |first n rows of |n rows |generate first n rows ", _PASCAL),
        *phrased(_PASCAL, " generator| with n rows| n rows| first n rows| up to n rows"),
        *phrased("|前n行|打印|生成前n行|输出", "杨辉三角|帕斯卡三角|杨辉三角形|帕斯卡三角形"),
        *listed("杨辉三角前n行, 帕斯卡三角前n行"),
    ),
    entry_points=listed("""
        pascal_triangle, pascals_triangle, generate_pascal_triangle, generate_pascals_triangle, yanghui_triangle
    """),
    signature="def pascal_triangle(n: int) -> list[list[int]]",
    summary="Returns the first n >= 1 rows of Pascal's triangle as lists: 3 gives [[1], [1, 1], [1, 2, 1]].",
    why="One and two rows, which have no inner numbers, and tall triangles; no rows at all is left out, which programs"
    " answer or refuse.",
    inputs=_heights,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the first n rows", triangle, rows),
            answer("the rows 0 to n", lambda n: triangle(n + 1), rows, choice="the rows 0 to n"),
        ),
    ),
    reference=triangle,
    edges=_HEIGHT_EDGES,
)


def _row_numbers() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(0, 6) | st.integers(0, 14))


_FROM_ONE = equals("row n, counted from 1", lambda n: row(n - 1), collected, where=lambda n: n > 0)
_ANYTHING_AT_ZERO = Property(
    "no row 0", "postcondition", lambda call: call.input != (0,) or says_none(call, None, [], (), [1], (1,))
)

_ROW = Entry(
    name="pascal's triangle row",
    names=(
        *phrased("nth row |n th row |nth row of |row n |kth row ", _PASCAL),
        *phrased(_PASCAL, " row| nth row| ii| row n"),
        *phrased("杨辉三角|帕斯卡三角", "第n行|ii|第k行"),
    ),
    entry_points=listed("pascal_row, pascals_row, pascal_triangle_row, nth_pascal_row, get_pascal_row"),
    signature="def pascal_row(n: int) -> list[int]",
    summary="Returns row n of Pascal's triangle, counted from 0: row 0 is [1], row 2 is [1, 2, 1].",
    why="The first rows, which have no inner numbers, and long ones; where rows are counted from 1, row 0 is nothing.",
    inputs=_row_numbers,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("row n, counted from 0", row, collected),
            Choice("rows from 1", (_FROM_ONE, _ANYTHING_AT_ZERO)),
        ),
    ),
    reference=row,
    edges=((0,), *_HEIGHT_EDGES),
)


def _pairs() -> SearchStrategy[Arguments]:
    """Small, for a plain recursion takes exponential time; at times k lies beyond n."""
    from hypothesis import strategies as st

    def with_k(n: int) -> SearchStrategy[Arguments]:
        return st.tuples(st.just(n), st.integers(0, n) | st.integers(0, n) | st.integers(0, n + 2))

    large = st.tuples(st.integers(13, 60), st.integers(0, 2))
    return st.integers(0, 12).flatmap(with_k) | large


def _beyond(n: int, k: int) -> bool:
    return k > n


_CHOOSE = Entry(
    name="binomial coefficient",
    names=(
        *listed("""
        ncr, n choose k, n choose r, binomial coefficients, binomial, number of combinations, combination number,
        compute ncr, calculate ncr, combinations formula, number combinations n choose k, comb n k, combination formula
        """),
        *phrased("|计算|求", "组合数|二项式系数|组合数c n k|从n个中选k个组合数"),
    ),
    entry_points=listed("""
        n_choose_k, binomial_coefficient, binomial, ncr, n_choose_r, choose, comb, binomial_coeff, nCk
    """),
    signature="def n_choose_k(n: int, k: int) -> int",
    summary="Returns the number of ways to choose k of n things, for n >= 0 and k >= 0; 0 where k is greater than n.",
    why="Both ends of a row, its middle, k just beyond n, and large n with a small k; negative arguments are left out.",
    inputs=_pairs,
    conventions=conventions(
        (Form("", 2),),
        (
            Choice("", (WHOLE, equals("equals math.comb()", math.comb))),
            Choice(
                "refuses k greater than n",
                (
                    WHOLE,
                    equals("equals math.comb()", math.comb, where=lambda n, k: not _beyond(n, k)),
                    refuses("refuses k greater than n", where=_beyond),
                ),
            ),
        ),
    ),
    reference=math.comb,
    edges=((0, 0), (1, 0), (1, 1), (2, 1), (4, 2), (5, 2), (5, 3), (10, 5), (0, 1), (3, 4), (40, 2), (14, 12)),
)

ENTRIES: tuple[Entry, ...] = (_TRIANGLE, _ROW, _CHOOSE)
