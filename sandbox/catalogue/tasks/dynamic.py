"""Dynamic programming over words and sums: word break, equal halves, palindromic subsequences."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, answer, conventions
from ..shapes import form, satisfies

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "search and dynamic programming"

# Word break


def can_break(text: str, words: list[str]) -> bool:
    ends = {0}
    for end in range(1, len(text) + 1):
        if any(text.endswith(word, 0, end) and end - len(word) in ends for word in words):
            ends.add(end)
    return len(text) in ends


def _text_and_words() -> SearchStrategy[Arguments]:
    """Texts made of the words, at times with a letter changed, dropped or added."""
    from hypothesis import strategies as st

    def with_text(words: list[str]) -> SearchStrategy[Arguments]:
        made = st.lists(st.sampled_from(words), min_size=1, max_size=4).map("".join)
        spoiled = st.tuples(made, st.integers(0, 9), st.sampled_from(("a", "b", "c", ""))).map(
            lambda drawn: (drawn[0][: drawn[1]] + drawn[2] + drawn[0][drawn[1] + 1 :]) or "a"
        )
        return st.tuples(made | spoiled, st.just(words))

    word = st.text("ab", min_size=1, max_size=3) | st.text("abc", min_size=1, max_size=4)
    return st.lists(word, min_size=1, max_size=4, unique=True).flatmap(with_text)


_WORD_BREAK = Entry(
    name="word break",
    names=listed("word break problem, can word break, string can be segmented into words, 单词拆分, 单词拆分问题"),
    entry_points=listed("word_break, can_break_word, can_segment"),
    signature="def word_break(text: str, words: list[str]) -> bool",
    summary="Returns True if the non-empty `text` is a concatenation of words from `words`, each used any number of"
    " times.",
    why="Texts of the letters a, b and c made of one to four words, often with one letter changed, so that taking the"
    " longest or the first word that fits fails.",
    inputs=_text_and_words,
    conventions=conventions(
        (
            Form("", 2),
            form("called with (text, set of words)", 2, lambda text, words: (text, {*words})),
            form("called with (words, text)", 2, lambda text, words: (words, text)),
        ),
        (answer("True exactly where it can be broken into words", can_break),),
    ),
    reference=can_break,
    edges=(
        ("a", ["a"]),
        ("a", ["b"]),
        ("leetcode", ["leet", "code"]),
        ("applepenapple", ["apple", "pen"]),
        ("catsandog", ["cats", "dog", "sand", "and", "cat"]),
        ("aaaaaaa", ["aaaa", "aaa"]),
        ("abcd", ["a", "abc", "b", "cd"]),
        ("ab", ["a"]),
        ("cars", ["car", "ca", "rs"]),
    ),
)

# Equal halves


def can_halve(numbers: list[int]) -> bool:
    sums = {0}
    for number in numbers:
        sums |= {each + number for each in sums}
    return sum(numbers) % 2 == 0 and sum(numbers) // 2 in sums


def _numbers() -> SearchStrategy[Arguments]:
    """Often with an even sum, in which two halves are rather likely."""
    from hypothesis import strategies as st

    numbers = st.lists(st.integers(1, 9), min_size=1, max_size=6) | st.lists(st.integers(1, 40), min_size=2, max_size=6)
    return st.tuples(numbers | numbers.map(lambda drawn: [*drawn, 1 + sum(drawn) % 2, 1]))


_PARTITION = Entry(
    name="partition equal subset sum",
    names=listed("""
        equal subset sum, equal subset sum partition, partition into two subsets with equal sum, can partition,
        equal sum partition, partition array into two equal sum subsets, partition problem, 分割等和子集, 等和子集
    """),
    entry_points=listed("can_partition, partition_equal_subset_sum, equal_partition, can_partition_equal_sum"),
    signature="def can_partition(numbers: list[int]) -> bool",
    summary="Returns True if the positive `numbers`, at least one, can be put into two groups of equal sum.",
    why="Up to eight numbers with odd and even sums; often a half is missed by one, or only made of several small"
    " ones.",
    inputs=_numbers,
    conventions=conventions(
        (Form("", 1), form("called with (numbers, length)", 2, lambda numbers: (numbers, len(numbers)))),
        (answer("True exactly where there are two halves", can_halve),),
    ),
    reference=can_halve,
    edges=tuple(
        (each,) for each in ([1], [1, 1], [1, 2], [1, 5, 11, 5], [1, 2, 3, 5], [2, 2, 3, 5], [3, 3, 3, 4, 5], [1, 1, 4])
    ),
)

# Palindromic subsequences


def longest_palindrome(text: str) -> str:
    """By length from the longest; the text is short."""
    for size in range(len(text), 0, -1):
        for letters in itertools.combinations(text, size):
            if letters == letters[::-1]:
                return "".join(letters)
    return ""


def length_of_longest(text: str) -> int:
    return len(longest_palindrome(text))


def _is_longest(found: object, text: str) -> bool:
    if not isinstance(found, str) or found != found[::-1] or len(found) != length_of_longest(text):
        return False
    rest = iter(text)
    return all(letter in rest for letter in found)


def _words() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.text("ab", min_size=1, max_size=8) | st.text("abcd", min_size=1, max_size=9))


_PALINDROMIC = Entry(
    name="longest palindromic subsequence",
    names=listed("""
        length of longest palindromic subsequence, longest palindromic subsequence length,
        longest palindrome subsequence, longest palindromic subsequence in string,
        longest palindromic subsequence of string, 最长回文子序列, 最长回文子序列长度, 最长回文子序列的长度
    """),
    entry_points=listed(
        "longest_palindromic_subsequence, longest_palindrome_subseq, lps_length, longest_palindrome_subsequence"
    ),
    signature="def longest_palindromic_subsequence(text: str) -> int",
    summary="Returns the length of the longest subsequence (characters in their order, not necessarily neighbours) of"
    " the non-empty `text` that reads the same backwards.",
    why="Words of up to nine letters of few kinds, so that the best is often neither a substring nor ends at an end.",
    inputs=_words,
    conventions=conventions(
        (
            Form("", 1),
            form("called with (text, 0, last index)", 3, lambda text: (text, 0, len(text) - 1)),
        ),
        (
            answer("the greatest length", length_of_longest),
            satisfies("a longest palindromic subsequence", _is_longest, longest_palindrome, choice="the subsequence"),
        ),
    ),
    reference=length_of_longest,
    edges=tuple((each,) for each in ("a", "ab", "aa", "bbbab", "cbbd", "abcba", "abcd", "agbdba", "abab", "aabaca")),
)

ENTRIES: tuple[Entry, ...] = (_WORD_BREAK, _PARTITION, _PALINDROMIC)
