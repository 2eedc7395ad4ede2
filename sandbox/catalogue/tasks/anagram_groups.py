"""Words grouped by their letters."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ...checking.property import MISSING, Call, Property
from ..entry import Entry, listed
from ..properties import Choice, Form, as_list, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"


def _word_lists() -> SearchStrategy[Arguments]:
    """Words, some of them with their letters in another order, or with one letter more."""
    from hypothesis import strategies as st

    word = st.text("ab", max_size=3) | st.text("abc", max_size=4)
    changes: tuple[Callable[[str], str], ...] = (str, lambda t: t[::-1], lambda t: t[1:] + t[:1], lambda t: t + "a")
    related = st.tuples(word, st.lists(st.sampled_from(changes), max_size=3)).map(
        lambda drawn: [drawn[0], *(change(drawn[0]) for change in drawn[1])]
    )
    groups = st.lists(related, max_size=3).map(lambda drawn: list(itertools.chain.from_iterable(drawn)))
    mixed = groups.map(lambda words: words[::2] + words[1::2])
    return st.tuples(groups | mixed | st.lists(word, max_size=6))


def anagram_groups(words: list[str]) -> list[list[str]]:
    ordered = sorted(words, key=sorted)
    return [list(group) for _, group in itertools.groupby(ordered, sorted)]


def _as_groups(data: object) -> object:
    """Groups in a canonical order, whether a list, an iterator, or the values of a dict."""
    groups = as_list(list(data.values()) if isinstance(data, dict) else data)
    if not isinstance(groups, list):
        return MISSING
    inner = [as_list(group) for group in groups]
    if not all(isinstance(group, list) and all(type(word) is str for word in group) for group in inner):
        return MISSING
    return sorted(sorted(group) for group in inner if isinstance(group, list))


def _groups(name: str, expected: Callable[..., list[list[str]]], *, choice: str = "") -> Choice:
    def holds(call: Call) -> bool:
        return same(_as_groups(call.value), _as_groups(expected(*call.input)))

    return Choice(choice, (Property(name, "oracle", holds, lambda call: expected(*call.input)),))


_GROUP_ANAGRAMS = Entry(
    name="group anagrams",
    names=listed("""
        group anagrams together, anagram groups, anagram grouping, group words that are anagrams,
        group list of anagrams, group anagrams from list of strings, group anagrams in list of strings,
        group list of words into anagrams, 异位词分组, 字母异位词分组, 变位词分组, 字母异位词分组问题,
        list of strings group anagrams together, group anagrams in list, group anagrams list of strings,
        group strings that are anagrams, 对字母异位词进行分组, 对异位词分组, 字母异位词分类
    """),
    entry_points=listed("group_anagrams, anagram_groups, find_anagram_groups, group_anagram"),
    signature="def group_anagrams(words: list[str]) -> list[list[str]]",
    summary="Returns the words in groups, two words being in one group exactly if they have the same letters, each as"
    " often; every word is kept, in any order of groups and of words in a group.",
    inputs=_word_lists,
    conventions=conventions(
        (Form("", 1),),
        (
            _groups("the groups, in any order", anagram_groups),
            _groups(
                "the groups of two and more, in any order",
                lambda words: [group for group in anagram_groups(words) if len(group) > 1],
                choice="groups of two and more",
            ),
        ),
    ),
    reference=anagram_groups,
    edges=tuple(
        (words,)
        for words in (
            [], [""], ["a"], ["a", "a"], ["a", "b"], ["ab", "ba"], ["ab", "a"], ["", ""], ["aab", "abb"],
            ["aab", "aba"], ["eat", "tea", "tan", "ate", "nat", "bat"], ["ac", "bb"], ["ab", "cd", "ba"],
            ["aa", "a", "aa"],
        )
    ),
    why="Words of few letters with their letters in another order, doubled or with one more; the same word twice, the"
    " empty word.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (_GROUP_ANAGRAMS,)
