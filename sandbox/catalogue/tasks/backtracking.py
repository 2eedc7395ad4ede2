"""Everything that fits: parentheses, letters of a phone, sums of candidates, words in a grid."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, conventions
from ..shapes import elements, form, satisfies, sets_in_any_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "search and dynamic programming"


def _words_in_any_order(name: str, expected: Callable[..., list[str]]) -> Choice:
    def right(found: object, *drawn: object) -> bool:
        words = [word for word in elements(found) or [] if isinstance(word, str)]
        return len(words) == len(elements(found) or [0]) and same(sorted(words), sorted(expected(*drawn)))

    return satisfies(name, right, expected)


# Parentheses


def parentheses(n: int) -> list[str]:
    if n == 0:
        return [""]
    return [f"({a}){b}" for inner in range(n) for a in parentheses(inner) for b in parentheses(n - 1 - inner)]


def _pairs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(1, 5))


_PARENTHESES = Entry(
    name="generate parentheses",
    names=listed("""
        parentheses generation, generate all combinations of well formed parentheses,
        well formed parentheses combinations, generate n pairs of parentheses,
        all combinations of n pairs of parentheses, generate well formed parentheses, 括号生成, n对括号生成
    """),
    entry_points=listed("generate_parentheses, generate_parenthesis, generate_parens"),
    signature="def generate_parentheses(n: int) -> list[str]",
    summary="Returns all strings of `n` opening and `n` closing parentheses, n at least 1, in which every opening one"
    " is closed by a later one; each once, in any order.",
    why="From one to five pairs, as far as a program goes that tries all strings.",
    inputs=_pairs,
    conventions=conventions((Form("", 1),), (_words_in_any_order("every string once", parentheses),)),
    reference=parentheses,
    edges=((1,), (2,), (3,), (4,)),
)

# Letters of a phone

_KEYS = {"2": "abc", "3": "def", "4": "ghi", "5": "jkl", "6": "mno", "7": "pqrs", "8": "tuv", "9": "wxyz"}


def letter_combinations(digits: str) -> list[str]:
    return ["".join(letters) for letters in itertools.product(*(_KEYS[digit] for digit in digits))]


def _digits() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.text("23456789", min_size=1, max_size=3))


_LETTERS = Entry(
    name="letter combinations of a phone number",
    names=listed("""
        letter combinations of phone number, phone number letter combinations, letter combinations,
        phone letter combinations, 电话号码的字母组合, 电话号码字母组合
    """),
    entry_points=listed("letter_combinations, phone_letter_combinations, letter_combinations_of_phone_number"),
    signature="def letter_combinations(digits: str) -> list[str]",
    summary="On the keys of a phone 2 is abc, 3 def, 4 ghi, 5 jkl, 6 mno, 7 pqrs, 8 tuv and 9 wxyz. Returns all words"
    " that the digits 2 to 9 in the non-empty `digits` can mean, in any order.",
    why="One to three digits with each of the keys, equal ones among them. For no digits some give nothing and some one"
    " empty word.",
    inputs=_digits,
    conventions=conventions((Form("", 1),), (_words_in_any_order("every word once", letter_combinations),)),
    reference=letter_combinations,
    edges=(("2",), ("23",), ("79",), ("22",), ("456",), ("98",)),
)

# Sums of candidates


def combination_sums(candidates: list[int], target: int) -> list[list[object]]:
    if target == 0:
        return [[]]
    if target < 0 or not candidates:
        return []
    first = candidates[0]
    return [[first, *rest] for rest in combination_sums(candidates, target - first)] + combination_sums(
        candidates[1:], target
    )


def _candidates() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.lists(st.integers(2, 9), min_size=1, max_size=4, unique=True), st.integers(1, 14))


_SUMS = Entry(
    name="combination sum",
    names=listed("combination sum problem, combinations that sum to target, 组合总和, 组合总和问题"),
    entry_points=listed("combination_sum, combination_sums"),
    signature="def combination_sum(candidates: list[int], target: int) -> list[list[int]]",
    summary="Returns all combinations of `candidates`, which are different integers from 2 on, whose sum is `target`,"
    " 1 or more; each candidate may be used any number of times, each combination is given once, in any order.",
    why="Up to four candidates in any order and targets up to 14, some of which cannot be reached or are a candidate.",
    inputs=_candidates,
    conventions=conventions(
        (Form("", 2), form("called with (target, candidates)", 2, lambda candidates, target: (target, candidates))),
        (sets_in_any_order("every combination once", combination_sums),),
    ),
    reference=combination_sums,
    edges=(([2], 1), ([2], 2), ([2, 3, 6, 7], 7), ([2, 3, 5], 8), ([8, 7, 4, 3], 11), ([3, 2], 6), ([5, 9], 13)),
)

# Words in a grid

Board = list[list[str]]


def word_exists(board: Board, word: str) -> bool:
    places = [(row, column) for row, cells in enumerate(board) for column in range(len(cells))]
    paths = [[place] for place in places if board[place[0]][place[1]] == word[0]]
    for letter in word[1:]:
        paths = [
            [*path, (r, c)]
            for path in paths
            for r, c in places
            if (r, c) not in path and abs(r - path[-1][0]) + abs(c - path[-1][1]) == 1 and board[r][c] == letter
        ]
    return bool(paths)


def _board_and_word() -> SearchStrategy[Arguments]:
    """Small boards of few letters, so that a word often needs a cell twice, or turns back; half the words are there."""
    from hypothesis import strategies as st

    def with_word(width: int) -> SearchStrategy[Arguments]:
        row = st.lists(st.sampled_from("ABC"), min_size=width, max_size=width)
        board = st.lists(row, min_size=1, max_size=3)
        turns = st.lists(st.integers(0, 3), max_size=5)
        there = st.tuples(board, turns, st.integers(0, 11)).map(lambda drawn: _with_walk(*drawn))
        return there | st.tuples(board, st.text("ABC", min_size=1, max_size=5))

    return st.integers(1, 4).flatmap(with_word)


def _with_walk(board: Board, turns: list[int], start: int) -> Arguments:
    """The word along a walk that takes the turns as far as it can."""
    path = [(start // len(board[0]) % len(board), start % len(board[0]))]
    for turn in turns:
        row, column = path[-1]
        down, right = ((0, 1), (1, 0), (0, -1), (-1, 0))[turn]
        place = (row + down, column + right)
        if place not in path and 0 <= place[0] < len(board) and 0 <= place[1] < len(board[0]):
            path.append(place)
    return board, "".join(board[row][column] for row, column in path)


_SEARCH = Entry(
    name="word search",
    names=listed(
        "word search in grid, word search problem, word search in board, word exists in grid, 单词搜索, 单词搜索问题"
    ),
    entry_points=listed("word_search, exist, word_exists"),
    signature="def word_search(board: list[list[str]], word: str) -> bool",
    summary="`board` holds rows of equal length of single letters. Returns True if the non-empty `word` can be read"
    " along a path of cells, each beside the one before (left, right, up or down), no cell used twice.",
    why="Boards of up to 3 by 4 cells with three letters, on which a path often has to turn, to start elsewhere, or"
    " would need a cell twice; an index below 0 must not lead to the other side.",
    inputs=_board_and_word,
    conventions=conventions((Form("", 2),), (answer("True exactly where the word can be read", word_exists),)),
    reference=word_exists,
    edges=(
        ([["A"]], "A"),
        ([["A"]], "B"),
        ([["A"]], "AA"),
        ([["A", "B"]], "BA"),
        ([["A"], ["B"]], "BA"),
        ([["B", "A", "A"]], "AAB"),
        ([["A", "B"]], "ABA"),
        ([["A", "B", "C", "E"], ["S", "F", "C", "S"], ["A", "D", "E", "E"]], "ABCCED"),
        ([["A", "B", "C", "E"], ["S", "F", "C", "S"], ["A", "D", "E", "E"]], "ABCB"),
        ([["A", "B"], ["C", "A"]], "AA"),
        ([["A", "A", "B"], ["B", "A", "A"]], "BAAB"),
        ([["A", "B", "C"]], "AC"),
        ([["A"], ["B"], ["C"]], "AC"),
        ([["A", "B", "C"]], "CA"),
        ([["A"], ["B"], ["C"]], "CA"),
        ([["C", "A"], ["B", "C"], ["A", "C"]], "CCB"),
        ([["A", "C", "B"], ["C", "A", "C"], ["C", "A", "C"]], "CCBCC"),
    ),
)

ENTRIES: tuple[Entry, ...] = (_PARENTHESES, _LETTERS, _SUMS, _SEARCH)
