"""Comparing and coding strings: edit distance, run lengths."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Choice, Form, answer, as_list, conventions, declining

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "strings"

# Levenshtein


def levenshtein(left: str, right: str) -> int:
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def _near_words() -> SearchStrategy[Arguments]:
    """Short enough for a plain recursion, which takes exponential time."""
    from hypothesis import strategies as st

    word = st.text("ab", max_size=5) | st.text("abcd", max_size=6)
    position, letter = st.integers(0, 5), st.sampled_from(("", "a", "d", "ab"))
    edited = st.tuples(word, position, letter).map(lambda d: (d[0], (d[0][: d[1]] + d[2] + d[0][d[1] + 1 :])[:6]))
    turned = word.map(lambda text: (text, text[1:] + text[:1]))
    return st.tuples(word, word) | edited | turned


_LEVENSHTEIN = Entry(
    name="levenshtein distance",
    names=listed("""
        levenshtein, edit distance, edit distance two strings, levenshtein distance two strings,
        minimum edit distance, levenshtein distance between two strings, edit distance between two strings,
        编辑距离, 最小编辑距离, 莱文斯坦距离, 字符串编辑距离, 两个字符串编辑距离, 莱文斯坦编辑距离
    """),
    entry_points=listed("""
        levenshtein, levenshtein_distance, edit_distance, min_edit_distance, minimum_edit_distance
    """),
    signature="def levenshtein(left: str, right: str) -> int",
    summary="Returns the least number of insertions, deletions and replacements of one character each that turn `left`"
    " into `right`.",
    why="Pairs of short words of few letters, often one an edit or a rotation of the other. At most six letters,"
    " since the plain recursion is right and takes exponential time.",
    inputs=_near_words,
    conventions=conventions(
        (
            Form("", 2),
            Form("called with (left, right, length, length)", 4, lambda given: (*given, *map(len, map(str, given)))),
            Form("called with (left, right, 0, 0)", 4, lambda given: (*given, 0, 0)),
        ),
        (answer("the least number of edits", levenshtein),),
    ),
    reference=levenshtein,
    edges=(
        ("", ""),
        ("", "a"),
        ("a", ""),
        ("a", "a"),
        ("a", "b"),
        ("ab", "ba"),
        ("abc", "ac"),
        ("ac", "abc"),
        ("horse", "ros"),
        ("kitten", "sittin"),
        ("aaa", "aa"),
        ("abcd", "bcda"),
    ),
)

# Run lengths


def runs(text: str) -> list[tuple[str, int]]:
    return [(character, len(list(group))) for character, group in itertools.groupby(text)]


def _runs_by_count(text: str) -> list[tuple[int, str]]:
    return [(count, character) for character, count in runs(text)]


def _written(pattern: Callable[[str, int], str]) -> Callable[[str], str]:
    return lambda text: "".join(pattern(character, count) for character, count in runs(text))


_LETTER_FIRST = _written(lambda character, count: f"{character}{count}")
_COUNT_FIRST = _written(lambda character, count: f"{count}{character}")
_LETTER_FIRST_BUT_1 = _written(lambda character, count: character if count == 1 else f"{character}{count}")
_COUNT_FIRST_BUT_1 = _written(lambda character, count: character if count == 1 else f"{count}{character}")


def _if_shorter(text: str) -> str:
    return min(text, _LETTER_FIRST(text), key=len)


def _if_not_longer(text: str) -> str:
    return min(_LETTER_FIRST(text), text, key=len)


def _pairs(call: Call) -> object:
    """A list of pairs, whether lists, tuples or iterators, as a list of tuples."""
    outer = as_list(call.value)
    if not isinstance(outer, list):
        return outer
    return [tuple(inner) if isinstance(inner := as_list(pair), list) else pair for pair in outer]


def _as_string(name: str, code: Callable[[str], str]) -> Choice:
    return answer("the run-length code", code, choice=name)


def _texts() -> SearchStrategy[Arguments]:
    """Letters only, since digits would make the code ambiguous; some runs have ten letters and more."""
    from hypothesis import strategies as st

    count = st.integers(1, 4) | st.integers(1, 13)
    run = st.tuples(st.sampled_from("aabcAZ"), count).map(lambda drawn: drawn[0] * drawn[1])
    return st.tuples(st.text("ab", max_size=8) | st.lists(run, max_size=6).map("".join))


_CODES = (
    _as_string("", _LETTER_FIRST),
    _as_string("count first", _COUNT_FIRST),
    _as_string("letter first, 1 left out", _LETTER_FIRST_BUT_1),
    _as_string("count first, 1 left out", _COUNT_FIRST_BUT_1),
    _as_string("the text itself where the code is not shorter", _if_shorter),
    _as_string("the text itself where the code is longer", _if_not_longer),
    answer("the runs", runs, _pairs, choice="pairs of letter and count"),
    answer("the runs", _runs_by_count, _pairs, choice="pairs of count and letter"),
)

_TEXTS_WITH_RUNS: tuple[Arguments, ...] = tuple(
    (text,)
    for text in ("", "a", "aa", "ab", "aaa", "aab", "abb", "aba", "aaabbc", "a" * 10, "a" * 12 + "b", "aA",
                 "WWWWWWWWWWWWBWWWWWWWWWWWWBBB")
)  # fmt: skip

_RUN_LENGTH = Entry(
    name="run-length encoding",
    names=listed("""
        run length encode, rle, rle encoding, run length encoder, run length encoding string,
        run length compression, 游程编码, 行程编码, 行程长度编码, 游程长度编码, 行程编码压缩
    """),
    entry_points=listed("""
        run_length_encode, run_length_encoding, rle, rle_encode, encode_rle, run_length_encoder
    """),
    signature="def run_length_encode(text: str) -> str",
    summary="Returns each run of equal letters of `text` as the letter followed by the length of the run, 1 included:"
    ' "aaab" gives "a3b1", the empty string gives the empty string.',
    why="Runs of one to thirteen letters, since a length of two digits is what a decoder must cope with, and the"
    " last run, which loops forget. No digits in the text: the code would be ambiguous.",
    inputs=_texts,
    conventions=conventions((Form("", 1),), (*_CODES, *declining(_CODES, "the empty string", lambda text: not text))),
    reference=_LETTER_FIRST,
    edges=_TEXTS_WITH_RUNS,
)

# Run lengths, back


def _code_of(pattern: Callable[[str], object]) -> Callable[[Arguments], Arguments]:
    return lambda given: (pattern(str(given[0])),)


_RUN_LENGTH_BACK = Entry(
    name="run-length decoding",
    names=listed("""
        run length decode, rle decode, rle decoding, run length decoder, run length decoding string, decode run length,
        decode run length encoding, decode run length encoded string, run length decompression, 游程解码, 行程解码,
        行程长度解码, 游程长度解码, 行程编码解码, 游程编码解码
    """),
    entry_points=listed("run_length_decode, run_length_decoding, rle_decode, decode_rle, run_length_decoder"),
    signature="def run_length_decode(code: str) -> str",
    summary="Returns the text whose runs of equal letters `code` gives, each as the letter followed by the length of"
    ' the run, 1 included: "a3b1" gives "aaab", the empty string gives the empty string.',
    inputs=_texts,
    conventions=conventions(
        (
            Form("", 1, _code_of(_LETTER_FIRST)),
            Form("count first", 1, _code_of(_COUNT_FIRST)),
            Form("letter first, 1 left out", 1, _code_of(_LETTER_FIRST_BUT_1)),
            Form("count first, 1 left out", 1, _code_of(_COUNT_FIRST_BUT_1)),
            Form("pairs of letter and count", 1, _code_of(runs)),
            Form("pairs of count and letter", 1, _code_of(_runs_by_count)),
        ),
        (answer("the text that was encoded", str),),
    ),
    reference=str,
    edges=_TEXTS_WITH_RUNS,
    why="Codes of texts of letters with runs of one to thirteen, so that counts have one digit or two.",
)

ENTRIES: tuple[Entry, ...] = (_LEVENSHTEIN, _RUN_LENGTH, _RUN_LENGTH_BACK)
