"""The longest part of a string that is special: without repeated characters, or a palindrome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Choice, Form, answer, conventions
from .common import any_longest, is_subsequence, length_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"


def _longest_part(fits: Callable[[str], bool]) -> Callable[[str], str]:
    def find(text: str) -> str:
        parts = (text[i:j] for i in range(len(text)) for j in range(i + 1, len(text) + 1))
        return max(filter(fits, parts), key=len, default="")

    return find


def _part_of(fits: Callable[[str], bool]) -> Callable[[str, str], bool]:
    return lambda part, text: part in text and fits(part)


# Without repeated characters


def _is_unique(text: str) -> bool:
    return len(set(text)) == len(text)


unique_part = _longest_part(_is_unique)


def _repeating() -> SearchStrategy[Arguments]:
    """Pieces that come again, next to each other and apart; spaces, digits and marks are characters as others."""
    from hypothesis import strategies as st

    pieces = st.lists(st.sampled_from(("a", "b", "ab", "abc", "cba", "bcd", "dvdf", "a b", "1!")), max_size=5)
    return st.tuples(pieces.map("".join) | st.text("abc", max_size=8) | st.text("abcdefgAB 1!", max_size=15))


_UNIQUE_LENGTH = length_of("the length of a longest part without repeated characters", unique_part)
_UNIQUE_EDGES: tuple[Arguments, ...] = tuple(
    (text,)
    for text in ("", "a", " ", "aa", "ab", "aab", "abb", "aba", "abba", "abcabcbb", "bbbbb", "pwwkew", "dvdf",
                 "abcdefg", "tmmzuxt", "aA", "a b c a", "abcb", "cdd")
)  # fmt: skip
_WHY_UNIQUE = "Pieces that come again at any distance, so that a window which forgets or jumps back too far is seen."

_UNIQUE = Entry(
    name="longest substring without repeating characters",
    names=listed("""
        find longest substring without repeating characters, longest unique substring,
        longest non repeating substring, longest substring with unique characters,
        longest substring with all unique characters, longest substring with distinct characters,
        longest substring without repeated characters, longest substring without duplicate characters, 无重复子串,
        无重复字符最长子串, 无重复字符的最长子串, 最长无重复子串, 最长无重复字符子串, 最长不重复子串,
        不含重复字符的最长子串, 最长不含重复字符的子串, 最长不含重复字符的子字符串
    """),
    entry_points=listed("""
        longest_unique_substring, longest_substring_without_repeating_characters, longest_non_repeating_substring,
        longest_substring_without_repeats, longest_substring_without_repeating
    """),
    signature="def longest_unique_substring(text: str) -> int",
    summary="Returns the length of the longest contiguous part of `text` in which no character occurs twice; 0 for the"
    " empty string.",
    inputs=_repeating,
    conventions=conventions(
        (Form("", 1),),
        (
            _UNIQUE_LENGTH,
            Choice(
                "the part itself",
                any_longest("a longest part without repeated characters", unique_part, _part_of(_is_unique)).properties,
            ),
        ),
    ),
    reference=lambda text: len(unique_part(text)),
    edges=_UNIQUE_EDGES,
    why=_WHY_UNIQUE,
)

_UNIQUE_LENGTH_ENTRY = Entry(
    name="length of longest substring without repeating characters",
    names=listed("""
        length of longest substring, find length of longest substring without repeating characters,
        length of longest unique substring, length of longest non repeating substring,
        length of longest substring with unique characters, length of longest substring with distinct characters,
        无重复字符的最长子串的长度, 无重复字符最长子串长度, 最长无重复子串的长度, 最长不重复子串长度,
        不含有重复字符的最长子串的长度, 不含重复字符的最长子串的长度
    """),
    entry_points=listed("""
        length_of_longest_substring, longest_unique_substring_length, length_of_longest_unique_substring
    """),
    signature="def length_of_longest_substring(text: str) -> int",
    summary="Returns the length of the longest contiguous part of `text` in which no character occurs twice; 0 for the"
    " empty string.",
    inputs=_repeating,
    conventions=conventions((Form("", 1),), (_UNIQUE_LENGTH,)),
    reference=lambda text: len(unique_part(text)),
    edges=_UNIQUE_EDGES,
    why=_WHY_UNIQUE,
)

# Palindromes


def _is_mirrored(text: str) -> bool:
    return text == text[::-1]


palindromic_part = _longest_part(_is_mirrored)


def _with_palindromes() -> SearchStrategy[Arguments]:
    """A palindrome of even or odd length at the beginning, in between or at the end of other letters."""
    from hypothesis import strategies as st

    letters = st.text("ab", max_size=4) | st.text("abcd", max_size=4)
    mirrored = st.tuples(letters, st.sampled_from(("", "a", "b", "x"))).map(lambda d: d[0] + d[1] + d[0][::-1])
    around = st.tuples(letters, mirrored, letters).map("".join)
    apart = st.tuples(letters, st.text("xy", min_size=2, max_size=2)).map(lambda d: d[0] + d[1] + d[0][::-1])
    return st.tuples(around | around | apart | mirrored | st.text("ab", max_size=10) | st.text("abcAB 1", max_size=10))


_PALINDROME_LENGTH = length_of("the length of a longest palindrome", palindromic_part)
_PALINDROME_EDGES: tuple[Arguments, ...] = tuple(
    (text,)
    for text in ("", "a", "ab", "aa", "aab", "abb", "aba", "abba", "babad", "cbbd", "abacab", "aaaa", "aaaaa", "xabax",
                 "abcba", "xabba", "abbax", "forgeeksskeegfor", "Aba", "abcda", "abcxycba",
                 "aacabdkacaa")
)  # fmt: skip
_WHY_PALINDROME = (
    "Palindromes of even and odd length at the beginning, at the end and in between, some beside a second one; of"
    " several longest ones any is right."
)

_PALINDROME = Entry(
    name="longest palindromic substring",
    names=listed("""
        find longest palindromic substring, longest palindrome substring, longest palindromic substring in string,
        longest palindrome in string, longest palindrome substring in string,
        find longest palindromic substring in string, find longest palindrome in string, 最长回文, 最长回文子串,
        求最长回文子串, 字符串最长回文子串, 字符串中最长的回文子串, 字符串中的最长回文子串, 查找最长回文子串,
        最长回文子字符串, find longest palindrome substring, find longest palindrome substring in string,
        找出字符串中最长的回文子串, 给定字符串找出最长回文子串
    """),
    entry_points=listed("""
        longest_palindromic_substring, longest_palindrome_substring, find_longest_palindrome,
        find_longest_palindromic_substring
    """),
    signature="def longest_palindromic_substring(text: str) -> str",
    summary="Returns the longest contiguous part of `text` that reads the same backwards (any, if there are several),"
    " every character counted as it is; the empty string for the empty string.",
    inputs=_with_palindromes,
    conventions=conventions(
        (Form("", 1),),
        (
            any_longest("a longest palindrome of the string", palindromic_part, _part_of(_is_mirrored)),
            Choice("its length", _PALINDROME_LENGTH.properties),
        ),
    ),
    reference=palindromic_part,
    edges=_PALINDROME_EDGES,
    why=_WHY_PALINDROME,
)

_PALINDROME_LENGTH_ENTRY = Entry(
    name="length of longest palindromic substring",
    names=listed("""
        longest palindromic substring length, find length of longest palindromic substring,
        length of longest palindrome substring, 最长回文子串的长度, 最长回文子串长度, 求最长回文子串的长度
    """),
    entry_points=listed("longest_palindromic_substring_length, length_of_longest_palindromic_substring"),
    signature="def longest_palindromic_substring_length(text: str) -> int",
    summary="Returns the length of the longest contiguous part of `text` that reads the same backwards; 0 for the empty"
    " string.",
    inputs=_with_palindromes,
    conventions=conventions((Form("", 1),), (_PALINDROME_LENGTH,)),
    reference=lambda text: len(palindromic_part(text)),
    edges=_PALINDROME_EDGES,
    why=_WHY_PALINDROME,
)

# Subsequence


def _parts_and_wholes() -> SearchStrategy[Arguments]:
    """A string with some characters left out, at times with one replaced, doubled or moved."""
    from hypothesis import strategies as st

    whole = st.text("abc", max_size=8)
    part = whole.flatmap(
        lambda text: st.tuples(
            st.lists(st.booleans(), min_size=len(text), max_size=len(text)).map(
                lambda kept: "".join(c for c, keep in zip(text, kept, strict=True) if keep)
            ),
            st.just(text),
        )
    )
    change = st.sampled_from((lambda t: t + t[-1:], lambda t: t[1:] + t[:1], lambda t: "b" + t, lambda t: t[:-1] + "a"))
    changed = st.tuples(part, change).map(lambda drawn: (drawn[1](drawn[0][0]), drawn[0][1]))
    return part | changed | st.tuples(st.text("abc", max_size=3), whole)


_SUBSEQUENCE = Entry(
    name="is subsequence",
    names=listed("""
        check string is subsequence of another, check string is subsequence of another string, subsequence check,
        check subsequence, check one string is subsequence of another, 判断子序列, 判断字符串是否为子序列,
        判断一个字符串是否是另一个字符串的子序列, 判断一个字符串是否为另一个字符串的子序列
    """),
    entry_points=listed("is_subsequence, check_subsequence, is_sub_sequence"),
    signature="def is_subsequence(part: str, whole: str) -> bool",
    summary="Returns True if all characters of `part` occur in `whole` in the same order, not necessarily without gaps;"
    " the empty string is a subsequence of every string.",
    inputs=_parts_and_wholes,
    conventions=conventions(
        (Form("", 2), Form("called with (whole, part)", 2, lambda given: (given[1], given[0]))),
        (answer("True exactly for subsequences", is_subsequence),),
    ),
    reference=is_subsequence,
    edges=(
        ("", ""), ("", "a"), ("a", ""), ("a", "a"), ("aa", "a"), ("ab", "ba"), ("ace", "abcde"), ("aec", "abcde"),
        ("abc", "ahbgdc"), ("axc", "ahbgdc"), ("aab", "abab"), ("abb", "ab"), ("b", "ab"), ("a", "ab"), ("aba", "aab"),
    ),
    why="A string with characters left out, then with one of them doubled, moved or replaced.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (
    _UNIQUE,
    _UNIQUE_LENGTH_ENTRY,
    _PALINDROME,
    _PALINDROME_LENGTH_ENTRY,
    _SUBSEQUENCE,
)
