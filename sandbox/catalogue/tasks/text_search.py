"""Finding a pattern in a text: the first place, all places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..absence import EMPTY, MINUS_ONE, NONE, NOTHING, Absence, absences
from ..entry import Entry, listed, phrased
from ..properties import Choice, Form, answer, collected, conventions, equals

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"


def _texts() -> SearchStrategy[Arguments]:
    """Patterns that repeat their own beginning, and texts of pieces of them."""
    from hypothesis import strategies as st

    runs = st.lists(st.sampled_from(("a", "aa", "ab", "b", "c")), min_size=1, max_size=4).map("".join)
    pattern = st.text("ab", min_size=1, max_size=6) | st.text("ab", min_size=4, max_size=7) | runs

    def with_text(drawn: str) -> SearchStrategy[Arguments]:
        cut = st.integers(0, len(drawn))
        start, end = cut.map(lambda place: drawn[:place]), cut.map(lambda place: drawn[place:])
        pieces = st.lists(st.one_of(start, start, end, st.sampled_from("abc"), st.just(drawn)), max_size=5)
        return st.tuples(pieces.map("".join) | st.text("abc", max_size=8), st.just(drawn))

    return pattern.flatmap(with_text)


def first_place(text: str, pattern: str) -> int:
    return text.find(pattern)


def all_places(text: str, pattern: str) -> list[int]:
    return [index for index in range(len(text)) if text.startswith(pattern, index)]


def _apart(text: str, pattern: str) -> list[int]:
    """Places that do not overlap, from the left."""
    found: list[int] = []
    for index in all_places(text, pattern):
        if not found or index >= found[-1] + len(pattern):
            found.append(index)
    return found


def _is_absent(text: str, pattern: str) -> bool:
    return pattern not in text


_FORMS = (Form("", 2), Form("called with (pattern, text)", 2, lambda given: (given[1], given[0])))
_FIRST = (Choice("", (equals("the first index", first_place, where=lambda *given: not _is_absent(*given)),)),)
_FIRST_INDEX = conventions(_FORMS, _FIRST, absences("says when it is absent", _is_absent, (MINUS_ONE, *NOTHING)))
_IS_THERE = conventions(
    _FORMS, (answer("True exactly where it is there", lambda *g: not _is_absent(*g), choice="True or False"),)
)
_PLACES = (
    answer("all indices", all_places, collected, choice="all indices"),
    answer("all indices that do not overlap", _apart, collected, choice="all indices that do not overlap"),
)
_WITHOUT = absences(
    "says when it is absent",
    _is_absent,
    (EMPTY, NONE, MINUS_ONE, Absence("[-1] where there is none", ([-1], (-1,))), *NOTHING[1:]),
)
_ALL_INDICES = (
    *conventions(_FORMS, _PLACES),
    *conventions(
        _FORMS,
        (
            Choice("", (equals("all indices", all_places, collected, where=lambda *g: not _is_absent(*g)),)),
            Choice("not overlapping", (equals("all indices", _apart, collected, where=lambda *g: not _is_absent(*g)),)),
        ),
        _WITHOUT[1:],
    ),
)
_EDGES: tuple[Arguments, ...] = (
    ("a", "a"),
    ("a", "b"),
    ("", "a"),
    ("ab", "b"),
    ("aa", "a"),
    ("aaa", "aa"),
    ("a", "aa"),
    ("aab", "ab"),
    ("ababcabab", "abab"),
    ("ababa", "aba"),
    ("aabaaabaaac", "aabaaac"),
    ("abababac", "ababac"),
    ("hello world", "o w"),
    ("mississippi", "issip"),
    ("acb", "ab"),
    ("abbaaabbaca", "baabba"),
    ("abbaaabbaabbaa", "baabba"),
    ("bbbbbabaabbbbbaabbba", "bbaabbb"),
    ("aaabaabc", "aaabc"),
    ("abaabac", "abac"),
    ("caah", "ah"),
)
_WHY = (
    "Patterns that repeat their own beginning and texts of their pieces, at which a wrong table of borders skips a"
    " place; hits at both ends, overlapping ones, none. The empty pattern is left out, which has no one answer."
)


def _search_entry(name: str, names: tuple[str, ...], points: str) -> Entry:
    point, *others = listed(points)
    return Entry(
        name=name,
        names=names,
        entry_points=(point, *others),
        signature=f"def {point}(text: str, pattern: str) -> int",
        summary="Returns the index in `text` at which the non-empty `pattern` begins first, -1 if it is absent.",
        why=_WHY,
        inputs=_texts,
        conventions=(*_FIRST_INDEX, *_ALL_INDICES, *_IS_THERE),
        reference=first_place,
        edges=_EDGES,
    )


_SUBSTRING = _search_entry(
    "substring search",
    (
        *phrased("find |search |implement |", "substring|substring in string|strstr|str str"),
        *phrased("find index of |first occurrence |find first occurrence ", "substring|substring in string"),
        *phrased("|naive ", "string matching|pattern matching|string search|pattern search|pattern searching"),
        *phrased("|查找", "子串|子字符串|字符串子串"),
        *listed("子串查找, 子串搜索, 字符串匹配, 字符串查找, 朴素字符串匹配, 实现strstr, 字符串模式匹配, 模式匹配"),
    ),
    "find_substring, substring_search, str_str, strstr, naive_search, string_match, naive_string_match",
)
_BY_NAME = tuple(
    _search_entry(
        name,
        (
            *phrased(name, " search| string search| string matching| pattern matching| substring search"),
            *phrased(name, "匹配|字符串匹配|搜索|查找|字符串查找|模式匹配"),
            *others,
        ),
        points,
    )
    for name, others, points in (
        ("kmp", listed("knuth morris pratt, knuth morris pratt string matching"), "kmp_search, kmp, kmp_match"),
        ("rabin karp", (), "rabin_karp, rabin_karp_search"),
        ("boyer moore", (), "boyer_moore, boyer_moore_search"),
    )
)  # fmt: skip

_ALL_PLACES = Entry(
    name="all occurrences of a substring",
    names=(
        *phrased(
            "find |", "all occurrences substring|all substring occurrences|all substring indices|all indices substring"
        ),
        *phrased("find |", "all occurrences substring in string|all occurrences substring in text"),
        *phrased("find |", "all occurrences pattern|all occurrences pattern in text"),
        *phrased("|查找", "所有子串位置|子串所有位置|子串所有出现位置|所有子串出现位置"),
    ),
    entry_points=listed("""
        find_all_occurrences, find_all_substrings, all_occurrences, find_all_indices, find_all, substring_indices
    """),
    signature="def find_all_occurrences(text: str, pattern: str) -> list[int]",
    summary="Returns the ascending list of all indices in `text` at which the non-empty `pattern` begins,"
    " overlapping ones too; [] if there are none.",
    why=_WHY,
    inputs=_texts,
    conventions=_ALL_INDICES,
    reference=all_places,
    edges=_EDGES,
)


def borders(pattern: str) -> list[int]:
    return [
        next(size for size in range(end - 1, -1, -1) if pattern[:size] == pattern[end - size : end])
        for end in range(1, len(pattern) + 1)
    ]


def _patterns() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    word = st.text("ab", min_size=1, max_size=4)
    repeated = st.tuples(word, st.integers(1, 3), st.text("abc", max_size=3)).map(lambda d: d[0] * d[1] + d[2])
    return st.tuples(st.text("ab", min_size=1, max_size=10) | repeated)


_PREFIX = Entry(
    name="prefix function",
    names=listed("""
        kmp prefix function, kmp failure function, failure function, compute lps array, longest prefix suffix array,
        lps array, kmp prefix table, kmp failure table, 前缀函数, next数组, kmp next数组, kmp部分匹配表, 部分匹配表
    """),
    entry_points=listed("prefix_function, kmp_prefix_function, kmp_failure_function"),
    signature="def prefix_function(pattern: str) -> list[int]",
    summary="Returns for each index i of the non-empty `pattern` the length of the longest proper prefix of"
    " pattern[:i + 1] that is its suffix too.",
    why="Patterns that repeat their own beginning and break off, at which the fall back to a shorter border shows.",
    inputs=_patterns,
    conventions=conventions(
        (Form("", 1), Form("called with (pattern, length)", 2, lambda given: (*given, len(str(given[0]))))),
        (
            answer("the lengths of the borders", borders, collected),
            answer("shifted by one", lambda p: [-1, *borders(p)[:-1]], collected, choice="shifted, beginning with -1"),
            answer("with a leading -1", lambda p: [-1, *borders(p)], collected, choice="with a leading -1"),
        ),
    ),
    reference=borders,
    edges=tuple((p,) for p in ("a", "aa", "ab", "aba", "aab", "abab", "aabaaab", "aabaaac", "abcabd", "abacabab")),
)


ENTRIES: tuple[Entry, ...] = (_SUBSTRING, *_BY_NAME, _ALL_PLACES, _PREFIX)
