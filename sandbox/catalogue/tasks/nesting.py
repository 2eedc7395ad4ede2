"""Lists in lists: made flat."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, Union

from ..entry import Entry, listed
from ..properties import Form, answer, collected, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "lists"

Nested: TypeAlias = list[Union[int, "Nested"]]


def flat(items: Nested) -> list[int]:
    found: list[int] = []
    for item in items:
        found += flat(item) if isinstance(item, list) else [item]
    return found


def _nested() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    number = st.integers(-9, 99)
    row = st.lists(number, max_size=3)
    items = st.recursive(number | row, lambda inner: st.lists(inner, max_size=3), max_leaves=8)
    return st.tuples(st.lists(items, max_size=4))


def _rows() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.lists(st.lists(st.integers(-9, 99), max_size=4), max_size=5))


_FLATTEN = Entry(
    name="flatten nested list",
    names=listed("""
        flatten deeply nested list, flatten arbitrarily nested list, flatten nested list of integers, deep flatten,
        flatten list recursively, recursively flatten list, flatten nested lists, nested list flatten,
        flatten nested array, flatten deeply nested array, list flattening nested, 扁平化嵌套列表, 嵌套列表扁平化,
        展平嵌套列表, 嵌套列表展平, 将嵌套列表展平, 将嵌套列表扁平化, 展开嵌套列表, 把嵌套列表展平, 扁平化
    """),
    entry_points=listed("flatten_nested_list, deep_flatten, flatten_deep, flatten_nested, flatten_recursive"),
    signature="def flatten_nested_list(items: list) -> list[int]",
    summary="`items` holds integers and lists, which hold integers and lists in their turn, to any depth. Returns the"
    " list of all integers in their order.",
    why="Lists of integers and lists to a depth of about six, empty ones among them at every level. Nothing but"
    " integers and lists: about tuples and strings programs differ.",
    inputs=_nested,
    conventions=conventions((Form("", 1),), (answer("all integers in their order", flat, collected),)),
    reference=flat,
    edges=(
        ([],),
        ([0],),
        ([[]],),
        ([[[]], []],),
        ([1, [2, 3]],),
        ([[1, 2], 3],),
        ([1, [2, [3, [4, [5]]]]],),
        ([[[[1]], 2], [3, [4]], 5],),
        ([1, 1, [1, [1]]],),
    ),
)

_FLATTEN_ROWS = Entry(
    name="flatten list of lists",
    names=listed("""
        flatten 2d list, flatten two dimensional list, flatten matrix, flatten list of lists into single list,
        flatten 2d array, concatenate list of lists, 展平二维列表, 二维列表展平, 二维数组扁平化, 展平二维数组,
        二维列表扁平化
    """),
    entry_points=listed("flatten_list_of_lists, flatten_2d, flatten_matrix, flatten_2d_list"),
    signature="def flatten_list_of_lists(rows: list[list[int]]) -> list[int]",
    summary="Returns one list with the elements of all lists in `rows` in their order.",
    why="Up to five lists of different lengths, empty ones among them, with equal elements.",
    inputs=_rows,
    conventions=conventions((Form("", 1),), (answer("all elements in their order", flat, collected),)),
    reference=flat,
    edges=(([],), ([[]],), ([[0]],), ([[1, 2], [3]],), ([[], [1], []],), ([[1, 1], [1]],), ([[3, 1], [2], [0, 5]],)),
)

ENTRIES: tuple[Entry, ...] = (_FLATTEN, _FLATTEN_ROWS)
