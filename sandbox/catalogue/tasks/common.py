"""What strings have in common: a prefix, a substring, a subsequence; and the longest part of one that is special."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...checking.property import MISSING, Call, Property
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, as_list, conventions, declining

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"

# Any of the longest


def as_text(call: Call) -> object:
    """The returned string, or the list of its characters as one."""
    characters = as_list(call.value)
    if isinstance(characters, list):
        return "".join(map(str, characters)) if all(type(one) is str for one in characters) else MISSING
    return call.value


def any_longest(name: str, find: Callable[..., str], fits: Callable[..., bool]) -> Choice:
    """The result is as long as what `find(*input)` gives, and `fits(result, *input)`."""

    def holds(call: Call) -> bool:
        text = as_text(call)
        return isinstance(text, str) and len(text) == len(find(*call.input)) and fits(text, *call.input)

    return Choice("", (Property(name, "postcondition", holds, lambda call: find(*call.input)),))


def length_of(name: str, find: Callable[..., str], *, choice: str = "") -> Choice:
    return answer(name, lambda *given: len(find(*given)), choice=choice)


def pairs_of_words(longest: int) -> SearchStrategy[Arguments]:
    """Unrelated words, and two that share pieces: in order, turned round, or with something between."""
    from hypothesis import strategies as st

    short = st.text("ab", max_size=longest) | st.text("abcd", max_size=longest)
    piece = st.text("abc", max_size=3)

    def around(shared: list[str]) -> SearchStrategy[Arguments]:
        one = st.lists(piece, min_size=len(shared) + 1, max_size=len(shared) + 1).map(
            lambda between: "".join(a + b for a, b in zip(between, [*shared, ""], strict=True))[:longest]
        )
        return st.tuples(one, one)

    turned = short.map(lambda text: (text, text[::-1]))
    return st.tuples(short, short) | st.lists(piece, min_size=1, max_size=2).flatmap(around) | turned


# Longest common subsequence


def common_subsequence(left: str, right: str) -> str:
    row = [""] * (len(right) + 1)
    for a in left:
        above, row = row, [""]
        for j, b in enumerate(right):
            row.append(above[j] + a if a == b else max(above[j + 1], row[j], key=len))
    return row[-1]


def is_subsequence(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in part)


def _in_both_in_order(text: str, left: str, right: str) -> bool:
    return is_subsequence(text, left) and is_subsequence(text, right)


_RECURSIVE_FORMS = (
    Form("", 2),
    Form("called with (left, right, length, length)", 4, lambda given: (*given, *map(len, map(str, given)))),
    Form("called with (left, right, 0, 0)", 4, lambda given: (*given, 0, 0)),
    Form(
        "called with (left, right, last index, last index)", 4, lambda g: (*g, len(str(g[0])) - 1, len(str(g[1])) - 1)
    ),
)
_SUBSEQUENCE_LENGTH = length_of("the length of a longest common subsequence", common_subsequence)
_PAIR_EDGES: tuple[Arguments, ...] = (
    ("", ""), ("", "a"), ("a", ""), ("a", "a"), ("a", "b"), ("ab", "ba"), ("abc", "ac"), ("abcde", "ace"),
    ("aab", "ab"), ("ab", "aab"), ("abab", "baba"), ("aa", "aaaa"), ("xaby", "zabw"), ("abcab", "cabc"),
)  # fmt: skip
_WHY_SUBSEQUENCE = (
    "Words of two to four letters that share pieces, some of them turned round; at most six letters, so that a plain"
    " recursion ends."
)


def _short_pairs() -> SearchStrategy[Arguments]:
    return pairs_of_words(6)


_SUBSEQUENCE = Entry(
    name="longest common subsequence",
    names=listed("""
        lcs, longest common subsequence two strings, find longest common subsequence, lcs dynamic programming,
        longest common subsequence using dynamic programming, longest common subsequence between two strings,
        find longest common subsequence of two strings, 最长公共子序列, 两个字符串最长公共子序列, 求最长公共子序列,
        求两个字符串的最长公共子序列, 动态规划最长公共子序列, 最长公共子序列问题,
        longest common subsequence algorithm, longest common subsequence of two given strings,
        求两个字符串最长公共子序列, 计算最长公共子序列, 找出两个字符串的最长公共子序列, 两个序列的最长公共子序列
    """),
    entry_points=listed("longest_common_subsequence, lcs, find_lcs, lcs_dp, lcs_recursive, compute_lcs, get_lcs"),
    signature="def longest_common_subsequence(left: str, right: str) -> int",
    summary="Returns the length of the longest sequence of characters that occurs in both strings in that order, not"
    " necessarily without gaps.",
    inputs=_short_pairs,
    conventions=conventions(
        _RECURSIVE_FORMS,
        (
            _SUBSEQUENCE_LENGTH,
            Choice(
                "the subsequence itself",
                any_longest("a longest common subsequence", common_subsequence, _in_both_in_order).properties,
            ),
        ),
    ),
    reference=lambda left, right: len(common_subsequence(left, right)),
    edges=_PAIR_EDGES,
    why=_WHY_SUBSEQUENCE,
)

_SUBSEQUENCE_LENGTH_ENTRY = Entry(
    name="length of longest common subsequence",
    names=listed("""
        longest common subsequence length, lcs length, length of lcs,
        length of longest common subsequence two strings, find length of longest common subsequence,
        最长公共子序列长度, 最长公共子序列的长度, 求最长公共子序列的长度, 两个字符串最长公共子序列长度
    """),
    entry_points=listed(
        "lcs_length, longest_common_subsequence_length, length_of_lcs, length_of_longest_common_subsequence"
    ),
    signature="def lcs_length(left: str, right: str) -> int",
    summary="Returns the length of the longest sequence of characters that occurs in both strings in that order, not"
    " necessarily without gaps.",
    inputs=_short_pairs,
    conventions=conventions(_RECURSIVE_FORMS, (_SUBSEQUENCE_LENGTH,)),
    reference=lambda left, right: len(common_subsequence(left, right)),
    edges=_PAIR_EDGES,
    why=_WHY_SUBSEQUENCE,
)

# Longest common substring


def common_substring(left: str, right: str) -> str:
    parts = (left[i:j] for i in range(len(left)) for j in range(i + 1, len(left) + 1))
    return max((part for part in parts if part in right), key=len, default="")


def _in_both(text: str, left: str, right: str) -> bool:
    return text in left and text in right


def _long_pairs() -> SearchStrategy[Arguments]:
    return pairs_of_words(10)


_SUBSTRING_LENGTH = length_of("the length of a longest common substring", common_substring)
_WHY_SUBSTRING = "Words of two to four letters that share pieces at the beginning, at the end and in between, or none."

_SUBSTRING = Entry(
    name="longest common substring",
    names=listed("""
        find longest common substring, longest common substring two strings,
        longest common substring between two strings, find longest common substring of two strings, 最长公共子串,
        两个字符串最长公共子串, 最长公共子字符串, 求最长公共子串, 求两个字符串的最长公共子串,
        longest common substring of two given strings, 找出两个字符串的最长公共子串, 计算最长公共子串,
        找出最长公共子串
    """),
    entry_points=listed("longest_common_substring, find_longest_common_substring, lcsubstring, lc_substring"),
    signature="def longest_common_substring(left: str, right: str) -> str",
    summary="Returns the longest string that is a contiguous part of both strings (any, if there are several), the"
    " empty string if they share no character.",
    inputs=_long_pairs,
    conventions=conventions(
        (Form("", 2),),
        (
            any_longest("a longest common substring", common_substring, _in_both),
            Choice("its length", _SUBSTRING_LENGTH.properties),
        ),
    ),
    reference=common_substring,
    edges=_PAIR_EDGES,
    why=_WHY_SUBSTRING,
)

_SUBSTRING_LENGTH_ENTRY = Entry(
    name="length of longest common substring",
    names=listed("""
        longest common substring length, length of longest common substring two strings,
        find length of longest common substring, 最长公共子串长度, 最长公共子串的长度, 求最长公共子串的长度
    """),
    entry_points=listed("longest_common_substring_length, length_of_longest_common_substring"),
    signature="def longest_common_substring_length(left: str, right: str) -> int",
    summary="Returns the length of the longest string that is a contiguous part of both strings.",
    inputs=_long_pairs,
    conventions=conventions((Form("", 2),), (_SUBSTRING_LENGTH,)),
    reference=lambda left, right: len(common_substring(left, right)),
    edges=_PAIR_EDGES,
    why=_WHY_SUBSTRING,
)

# Longest common prefix


def common_prefix(words: list[str]) -> str:
    if not words:
        return ""
    first, last = min(words), max(words)
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(a for a, _ in same)


def _words_with_a_prefix() -> SearchStrategy[Arguments]:
    """Words that begin alike; one may be the prefix itself or empty, and the odd one out stands anywhere."""
    from hypothesis import strategies as st

    word = st.text("ab", max_size=3) | st.text("abcd", max_size=6)
    words = st.lists(word, max_size=5)
    shared = st.tuples(st.text("abc", max_size=4), st.lists(word, min_size=1, max_size=5)).map(
        lambda drawn: [drawn[0] + rest for rest in drawn[1]]
    )
    odd = st.tuples(shared, word).flatmap(lambda drawn: st.permutations([*drawn[0], drawn[1]]))
    return st.tuples(shared | shared | odd | words)


_PREFIXES = (answer("the longest prefix of all", common_prefix),)

_PREFIX = Entry(
    name="longest common prefix",
    names=listed("""
        find longest common prefix, longest common prefix string, longest common prefix string array,
        longest common prefix in list of strings, find longest common prefix string amongst array of strings,
        longest common prefix string amongst array of strings, longest common prefix among array of strings,
        find longest common prefix in list of strings, longest common prefix among list of strings,
        common prefix of strings, common prefix of list of strings, 最长公共前缀, 字符串数组最长公共前缀,
        字符串最长公共前缀, 求最长公共前缀, 查找最长公共前缀, 查找字符串数组中的最长公共前缀,
        字符串数组中的最长公共前缀, 字符串列表最长公共前缀, 公共前缀, longest common prefix among strings,
        longest common prefix string amongst strings, longest common prefix in array of strings,
        find longest common prefix of array of strings, find longest common prefix of list of strings,
        find longest common prefix among array of strings, find longest common prefix in array of strings,
        longest common prefix of list of words, 多个字符串的最长公共前缀, 找出最长公共前缀
    """),
    entry_points=listed("longest_common_prefix, common_prefix, find_longest_common_prefix, find_common_prefix"),
    signature="def longest_common_prefix(words: list[str]) -> str",
    summary="Returns the longest string with which every string of `words` begins; the empty string if there is none"
    " or if `words` is empty.",
    inputs=_words_with_a_prefix,
    conventions=conventions(
        (Form("", 1),), (*_PREFIXES, *declining(_PREFIXES, "the empty list", lambda words: not words))
    ),
    reference=common_prefix,
    edges=tuple(
        (words,)
        for words in (
            [], [""], ["a"], ["ab", "ab"], ["a", "b"], ["ab", "a"], ["a", "ab"], ["", "a"], ["a", ""],
            ["flower", "flow", "flight"], ["dog", "racecar", "car"], ["aa", "ab", "aa"], ["ab", "ac", "bc"],
            ["abab", "aab", "abab"], ["ba", "bab", "baba"], ["cab", "dab"], ["aaa", "aa", "aaa"],
        )
    ),
    why="Words that begin alike, with one that is shorter, empty or different at any place; the empty list gives the"
    " empty string or is refused on purpose.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (
    _SUBSEQUENCE,
    _SUBSEQUENCE_LENGTH_ENTRY,
    _SUBSTRING,
    _SUBSTRING_LENGTH_ENTRY,
    _PREFIX,
)
