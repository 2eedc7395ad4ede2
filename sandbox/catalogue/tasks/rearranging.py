"""Lists with their elements moved, counted up, multiplied or cut."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, answer, collected, conventions, in_place
from ..shapes import form, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "lists"


def short_lists(lowest: int, highest: int, least: int = 0) -> SearchStrategy[list[int]]:
    """Lists with many equal elements and lists with few."""
    from hypothesis import strategies as st

    near = st.integers(max(lowest, -2), min(highest, 3))
    return st.lists(near, min_size=least, max_size=9) | st.lists(
        st.integers(lowest, highest), min_size=least, max_size=10
    )


def of_one_list(lowest: int, highest: int, least: int = 0) -> Callable[[], SearchStrategy[Arguments]]:
    def inputs() -> SearchStrategy[Arguments]:
        from hypothesis import strategies as st

        return st.tuples(short_lists(lowest, highest, least))

    return inputs


def each_list(*lists: list[int]) -> tuple[Arguments, ...]:
    return tuple((items,) for items in lists)


# Zeroes


def zeroes_last(items: list[int]) -> list[int]:
    return [item for item in items if item] + [0] * items.count(0)


_ZEROES = Entry(
    name="move zeroes",
    names=listed("""
        move zeros, move zeroes to end, move zeros to end, move all zeroes to end, move all zeros to end,
        move all zeros to end of list, move zeros to end of list, move zeros to end of array,
        move all zeros to end of array, move all zeroes to end of array, 移动零, 移动 0, 将零移到末尾,
        把所有零移到末尾
    """),
    entry_points=listed("move_zeroes, move_zeros, move_zeroes_to_end, move_zeros_to_end"),
    signature="def move_zeroes(items: list[int]) -> list[int]",
    summary="Returns the elements of `items` in their order, but with all zeroes at the end.",
    why="Lists of up to ten integers, many of them zero, also negative ones; zeroes at both ends, side by side, none or"
    " nothing else.",
    inputs=of_one_list(-20, 30),
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the same order, zeroes last", zeroes_last, collected),
            answer("the argument is left with its zeroes last", zeroes_last, in_place, choice="in place"),
        ),
    ),
    reference=zeroes_last,
    edges=each_list([], [0], [1], [0, 1], [1, 0], [0, 1, 0, 3, 12], [0, 0, 1], [2, 1, 0], [-1, 0, -2], [0, 0]),
)

# Rotation


def rotated(items: list[int], k: int) -> list[int]:
    """To the right."""
    places = k % len(items)
    return items[len(items) - places :] + items[: len(items) - places]


def _to_left(items: list[int], k: int) -> list[int]:
    return rotated(items, -k)


def _items_and_places() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(short_lists(-50, 50, 1), st.integers(0, 5) | st.integers(0, 25))


_ROTATE = Entry(
    name="rotate array",
    names=listed("""
        rotate list, rotate array by k, rotate list by k, rotate array by k steps, rotate array to right,
        rotate list to right, rotate array to right by k steps, rotate array by k positions,
        rotate list by k positions, rotate list by k steps, rotate array right by k steps,
        rotate list to right by k positions, 轮转数组, 旋转列表, 数组旋转k位, 数组右移k位
    """),
    entry_points=listed("rotate_array, rotate_list, rotate_right, rotate_array_right"),
    signature="def rotate_array(items: list[int], k: int) -> list[int]",
    summary="Returns the elements of the non-empty list `items` rotated to the right by `k` places, 0 or more: the last"
    " element comes first for k = 1. `k` may be larger than the list is long.",
    why="Lists of one to ten integers and up to 25 places, often as many as there are elements or more. Not empty:"
    " there some programs divide by zero.",
    inputs=_items_and_places,
    conventions=conventions(
        (Form("", 2), form("called with (items, length, k)", 3, lambda items, k: (items, len(items), k))),
        (
            answer("rotated to the right", rotated, collected),
            answer("the argument is left rotated to the right", rotated, in_place, choice="in place"),
            answer("rotated to the left", _to_left, collected, choice="to the left"),
            answer("the argument is left rotated to the left", _to_left, in_place, choice="to the left, in place"),
        ),
    ),
    reference=rotated,
    edges=(
        ([1], 0),
        ([1], 3),
        ([1, 2], 1),
        ([1, 2, 3], 1),
        ([1, 2, 3, 4, 5, 6, 7], 3),
        ([1, 2, 3], 3),
        ([1, 2, 3], 4),
        ([1, 2, 3, 4], 0),
    ),
)

# Digits


def plus_one(digits: list[int]) -> list[int]:
    return [int(digit) for digit in str(int("".join(map(str, digits))) + 1)]


def _digits() -> SearchStrategy[Arguments]:
    """Without leading zeros; often with nines at the end."""
    from hypothesis import strategies as st

    number = st.integers(0, 10**6)
    return st.tuples((number | st.tuples(st.integers(1, 99), st.integers(0, 3)).map(_ending_in_nines)).map(_as_digits))


def _ending_in_nines(drawn: tuple[int, int]) -> int:
    return int(drawn[0] * 10 ** drawn[1] - 1)


def _as_digits(number: int) -> list[int]:
    return [int(digit) for digit in str(number)]


_PLUS_ONE = Entry(
    name="plus one",
    names=listed(
        "plus one problem, add one to number represented as array, add one to array of digits, 加一, 数组加一"
    ),
    entry_points=listed("plus_one, add_one_to_digits"),
    signature="def plus_one(digits: list[int]) -> list[int]",
    summary="`digits` holds the decimal digits of a number, 0 or more, the first of which is not 0 unless it is the"
    " only one. Returns the digits of the number plus one.",
    why="Numbers of one to seven digits that often end in nines, or are nothing but nines.",
    inputs=_digits,
    conventions=conventions((Form("", 1),), (answer("the digits of the next number", plus_one, collected),)),
    reference=plus_one,
    edges=each_list([0], [1], [9], [1, 9], [9, 9], [1, 2, 3], [8, 9, 9, 9], [9, 8, 9], [1, 0, 0]),
)

# Products


def products_of_others(items: list[int]) -> list[int]:
    return [math.prod(items[:place]) * math.prod(items[place + 1 :]) for place in range(len(items))]


_PRODUCTS = Entry(
    name="product of array except self",
    names=listed("""
        product except self, product of list except self, product of all elements except self,
        products of all other elements, array product except self, 除自身以外数组的乘积, 除自身以外的乘积,
        除自身以外数组乘积
    """),
    entry_points=listed("product_except_self, product_of_array_except_self, product_array_except_self, array_product"),
    signature="def product_except_self(items: list[int]) -> list[int]",
    summary="Returns for each element of `items`, which has at least two, the product of all others.",
    why="Two to ten integers with no zero, one or several, which a division gets wrong, and with negative ones.",
    inputs=of_one_list(-9, 9, 2),
    conventions=conventions((Form("", 1),), (answer("the products of the others", products_of_others, collected),)),
    reference=products_of_others,
    edges=each_list([1, 2], [1, 2, 3, 4], [0, 4], [0, 0], [-1, 1, 0, -3, 3], [2, 0, 3, 0], [5, -5], [7, 7, 7]),
)

# Pieces


def chunks(items: list[int], size: int) -> list[list[int]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _items_and_size() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(short_lists(-50, 50), st.integers(1, 4) | st.integers(1, 12))


_CHUNKS = Entry(
    name="chunk list",
    names=listed("""
        split list into chunks, chunk list into pieces of size n, split list into chunks of size n, chunk array,
        chunk list into sublists, divide list into chunks, split list into chunks of given size,
        split array into chunks, split list into sublists of size n, chunk list into smaller lists, list chunking,
        split list into n sized chunks, 列表分块, 将列表分块, 列表切分, 将列表分成大小为n的块, 数组分块
    """),
    entry_points=listed("chunk_list, chunk, split_into_chunks, chunk_array, chunks, split_list_into_chunks, chunked"),
    signature="def chunk_list(items: list[int], size: int) -> list[list[int]]",
    summary="Returns the elements of `items` in their order, cut into lists of `size` elements, 1 or more; the last one"
    " may be shorter. The empty list gives no lists.",
    why="Up to ten elements cut into pieces that come out even, leave one over, or are larger than the list. Sizes"
    " below one are refused by some and answered by others.",
    inputs=_items_and_size,
    conventions=conventions(
        (Form("", 2), form("called with (size, items)", 2, lambda items, size: (size, items))),
        (answer("the pieces in their order", chunks, rows_of()),),
    ),
    reference=chunks,
    edges=(
        ([], 1),
        ([1], 1),
        ([1], 2),
        ([1, 2], 1),
        ([1, 2, 3, 4], 2),
        ([1, 2, 3, 4, 5], 2),
        ([1, 2, 3], 3),
        ([1, 1, 1], 2),
    ),
)


def interleaved(left: list[int], right: list[int]) -> list[int]:
    return [item for pair in zip(left, right, strict=True) for item in pair]


def _as_long() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    pairs = st.lists(st.tuples(st.integers(-9, 30), st.integers(-9, 30)), max_size=8)
    return st.tuples(pairs).map(lambda drawn: ([one for one, _ in drawn[0]], [other for _, other in drawn[0]]))


_INTERLEAVE = Entry(
    name="interleave lists",
    names=listed("""
        interleave two lists, interleave two lists of equal length, interleave arrays, interleave two arrays,
        merge two lists alternately, alternate elements of two lists, 交错合并两个列表, 交替合并两个列表, 列表交错合并
    """),
    entry_points=listed("interleave, interleave_lists, interleave_two_lists, merge_alternately_lists, alternate_lists"),
    signature="def interleave(left: list[int], right: list[int]) -> list[int]",
    summary="The two lists are equally long. Returns their elements in turn: the first of `left`, the first of `right`,"
    " the second of `left` and so on.",
    why="Lists of equal length, also empty, with equal elements. With unequal lengths some stop and some go on.",
    inputs=_as_long,
    conventions=conventions(
        (Form("", 2), form("called with one list of lists", 1, lambda left, right: ([left, right],))),
        (answer("the elements in turn", interleaved, collected),),
    ),
    reference=interleaved,
    edges=(([], []), ([1], [2]), ([1, 3], [2, 4]), ([1, 2, 3], [4, 5, 6]), ([0, 0], [1, 1])),
)

ENTRIES: tuple[Entry, ...] = (_ZEROES, _ROTATE, _PLUS_ONE, _PRODUCTS, _CHUNKS, _INTERLEAVE)
