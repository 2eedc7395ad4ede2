"""All subsets, permutations and combinations of different things."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..properties import Form, conventions
from ..shapes import as_rows, by_text, elements, form, rows_in_any_order, satisfies, sets_in_any_order

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "search and dynamic programming"

Rows = list[list[object]]


def _different(size: int) -> SearchStrategy[list[int]]:
    from hypothesis import strategies as st

    return st.lists(st.integers(-9, 16), max_size=size, unique=True)


def _text(items: list[int]) -> str:
    """A letter for each number, so that different numbers are different letters."""
    return "".join(chr(ord("a") + item + 9) for item in items)


def _permuted(text: str) -> list[str]:
    return ["".join(found) for found in itertools.permutations(text)]


def _are_permuted(found: object, text: str) -> bool:
    """Words, or rows of letters."""
    words = elements(found) or []
    rows = as_rows([list(word) if isinstance(word, str) else word for word in words])
    return rows is not None and same(by_text(rows), by_text([list(word) for word in _permuted(text)]))


# Subsets


def subsets(items: list[int]) -> Rows:
    return [list(found) for size in range(len(items) + 1) for found in itertools.combinations(items, size)]


def _one_list(size: int, least: int = 0) -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_different(size).filter(lambda items: len(items) >= least))


_SUBSETS = Entry(
    name="subsets",
    names=listed("""
        power set, powerset, all subsets, generate all subsets, all subsets of set, subsets of set, subsets of list,
        all subsets of list, power set of list, power set of set, generate subsets, generate power set,
        all possible subsets, generate all possible subsets, 子集, 幂集, 所有子集, 求所有子集, 集合的所有子集,
        生成所有子集, 数组的所有子集, 列表的所有子集, 集合的幂集
    """),
    entry_points=listed(
        "subsets, power_set, all_subsets, generate_subsets, get_subsets, find_subsets, get_all_subsets"
    ),
    signature="def subsets(items: list[int]) -> list[list[int]]",
    summary="Returns all subsets of `items`, whose elements are all different, as lists: the empty one, `items` itself"
    " and all others, each once, in any order.",
    why="Lists of up to six different numbers, also empty. With equal ones programs differ: some give each subset"
    " once.",
    inputs=lambda: _one_list(6),
    conventions=conventions(
        (Form("", 1), form("called with a set", 1, lambda items: ({*items},))),
        (sets_in_any_order("every subset once", subsets),),
    ),
    reference=subsets,
    edges=(([],), ([0],), ([1, 2],), ([1, 2, 3],), ([3, 1, 2],), ([4, -1, 0, 7],)),
)

# Permutations


def permutations(items: list[int]) -> Rows:
    return [list(found) for found in itertools.permutations(items)]


_PERMUTATIONS = Entry(
    name="permutations",
    names=listed("""
        all permutations, generate permutations, generate all permutations, all permutations of list,
        permutations of list, permutations of array, generate permutations of list, generate all permutations of list,
        list permutations, all possible permutations, generate all possible permutations, 全排列, 所有排列,
        生成全排列, 生成所有排列, 求全排列, 列表的全排列, 数组的全排列, 数组全排列, 列表的所有排列
    """),
    entry_points=listed(
        "permutations, permute, all_permutations, generate_permutations, get_permutations, permutation"
    ),
    signature="def permutations(items: list[int]) -> list[list[int]]",
    summary="Returns all orders of `items`, whose elements are all different, as lists, each once, in any order.",
    why="Lists of one to five different numbers, or a word of different letters. With equal ones programs differ, and"
    " of nothing some give one order and some none.",
    inputs=lambda: _one_list(5, 1),
    conventions=(
        *conventions(
            (Form("", 1), form("called with (items, 0, last index)", 3, lambda items: (items, 0, len(items) - 1))),
            (rows_in_any_order("every order once", permutations),),
        ),
        *conventions(
            (form("called with a string", 1, lambda items: (_text(items),)),),
            (
                satisfies(
                    "every order once",
                    lambda found, items: _are_permuted(found, _text(items)),
                    lambda items: _permuted(_text(items)),
                ),
            ),
        ),
    ),
    reference=permutations,
    edges=(([0],), ([1, 2],), ([1, 2, 3],), ([3, 1, 2],), ([4, -1, 0, 7],)),
)


def _one_word() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_different(5).filter(bool).map(_text))


_STRING_PERMUTATIONS = Entry(
    name="string permutations",
    names=listed("""
        permutations of string, all permutations of string, generate permutations of string, permutation of string,
        generate all permutations of string, string permutation, 字符串的排列, 字符串排列, 字符串全排列,
        字符串的全排列
    """),
    entry_points=listed("string_permutations, permutations_of_string, permute_string, get_string_permutations"),
    signature="def string_permutations(text: str) -> list[str]",
    summary="Returns all orders of the characters of `text`, which are all different, as strings, each once, in any"
    " order.",
    why="Words of one to five different letters. With equal ones programs differ: some give each order once.",
    inputs=_one_word,
    conventions=conventions(
        (Form("", 1),),
        (satisfies("every order once", _are_permuted, _permuted),),
    ),
    reference=_permuted,
    edges=(("a",), ("ab",), ("abc",), ("cab",), ("zyxw",)),
)

# Combinations


def combinations(items: list[int], k: int) -> Rows:
    return [list(found) for found in itertools.combinations(items, k)]


def _of_numbers(items: list[int], k: int) -> Rows:
    return combinations(list(range(1, len(items) + 1)), k)


def _items_and_size() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    items = _different(6).filter(bool)
    return items.flatmap(lambda found: st.tuples(st.just(found), st.integers(1, len(found))))


_COMBINATIONS = Entry(
    name="combinations",
    names=listed("""
        all combinations, generate combinations, generate all combinations, combinations of k elements,
        combinations of size k, all combinations of size k, all combinations of k elements, k combinations,
        n choose k combinations, generate all combinations of k elements, generate all combinations of size k,
        combinations of list, 组合, 所有组合, 生成所有组合, 求所有组合, k个数的组合, 所有k个数的组合, 求组合
    """),
    entry_points=listed("combinations, combine, all_combinations, generate_combinations, get_combinations"),
    signature="def combinations(items: list[int], k: int) -> list[list[int]]",
    summary="Returns all combinations of `k` elements of `items`, whose elements are all different, as lists, each"
    " once, in any order; 1 <= k <= len(items).",
    why="Lists of up to six different numbers and every size from one to all. Of no elements, or of more than there"
    " are, programs give different things.",
    inputs=_items_and_size,
    conventions=(
        *conventions(
            (Form("", 2), form("called with (k, items)", 2, lambda items, k: (k, items))),
            (sets_in_any_order("every combination once", combinations),),
        ),
        *conventions(
            (form("of the numbers 1 to n, called with (n, k)", 2, lambda items, k: (len(items), k)),),
            (sets_in_any_order("every combination once", _of_numbers),),
        ),
    ),
    reference=combinations,
    edges=(([0], 1), ([1, 2], 1), ([1, 2], 2), ([1, 2, 3, 4], 2), ([3, 1, 2], 2), ([5, 1, 4, 2, 3], 3)),
)

ENTRIES: tuple[Entry, ...] = (_SUBSETS, _PERMUTATIONS, _STRING_PERMUTATIONS, _COMBINATIONS)
