"""Prefix trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..operations import DONE, Behaviour, Expectation, class_names, exactly, one_of, operation_lists, required
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "classes"

_INSERT = required("insert, add, insert_word, add_word, put, insertWord, addWord")
_SEARCH = required("search, contains, find, search_word, has, exists, __contains__, has_word, is_word, contains_word")
_STARTS = required("""
    starts_with, startsWith, startswith, has_prefix, search_prefix, is_prefix, starts, prefix, contains_prefix,
    prefix_exists, find_prefix, starts_with_prefix, hasPrefix
""")


def _whether(found: bool) -> Expectation:  # noqa: FBT001  the answer itself
    """None says no where a search returns the node that it did not reach."""
    return exactly(True) if found else one_of(False, None)


class _Trie:
    def __init__(self) -> None:
        self._words: set[str] = set()

    def insert(self, word: str) -> Expectation:
        self._words.add(word)
        return DONE

    def search(self, word: str) -> Expectation:
        return _whether(word in self._words)

    def starts_with(self, prefix: str) -> Expectation:
        return _whether(any(word.startswith(prefix) for word in self._words))


_BEHAVIOUR = Behaviour(_Trie, (_INSERT, _SEARCH, _STARTS))
_WORDS = ("a", "ab", "abc", "b", "ba", "abd", "zz", "abca", "z", "cab")
_PARTS = (*_WORDS, "c", "bc", "bca", "abcab", "ac")


def _inputs() -> SearchStrategy[Arguments]:
    inserting = [_INSERT(word) for word in _WORDS]
    return operation_lists(lambda: [*inserting, *map(_SEARCH, _PARTS), *map(_STARTS, _PARTS)])


def _example(*words: str) -> Arguments:
    """ "+" inserts, "?" searches, "^" asks for a prefix."""
    methods = {"+": _INSERT, "?": _SEARCH, "^": _STARTS}
    return ((), [methods[word[0]](word[1:]) for word in words])


_TRIE = Entry(
    name="trie",
    names=class_names("trie, prefix tree, trie prefix tree", "前缀树, 字典树, 单词查找树"),
    entry_points=listed("Trie, PrefixTree"),
    signature="class Trie",
    summary="A prefix tree of words in small letters that starts empty, with the methods insert(word), search(word),"
    " which tells whether exactly that word was inserted, and starts_with(prefix), which tells whether some inserted"
    " word begins with the prefix.",
    why="Words that are prefixes, suffixes and middles of each other, in either order, which tell a word from a prefix."
    " The empty word is left out, and so are capital letters, since many keep 26 places a node.",
    inputs=_inputs,
    conventions=conventions(
        (Form("", 0),),
        (
            Choice(
                "",
                (
                    _BEHAVIOUR.follows("finds exactly the words inserted", _INSERT, _SEARCH),
                    _BEHAVIOUR.follows("finds exactly their prefixes", _STARTS),
                ),
            ),
        ),
    ),
    reference=_BEHAVIOUR.reference,
    edges=(
        _example("?a", "^a"),
        _example("+a", "?a", "^a", "?b", "^b"),
        _example("+ab", "?a", "?ab", "?abc", "^a", "^ab", "^abc", "?b", "^b"),
        _example("+abc", "+ab", "?ab", "?abc", "?a", "^abc"),
        _example("+a", "+abc", "?ab", "^ab", "?a", "?abc"),
        _example("+abc", "+abd", "?abc", "?abd", "?ab", "^abd", "^abe"),
        _example("+ab", "+ab", "?ab", "+a", "?a", "?ab"),
        _example("+abc", "+ba", "?bc", "^bc", "?ac", "^ac", "^ba"),
        _example("+z", "+zz", "?z", "?zz", "?zzz", "^zz"),
    ),
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_TRIE,)
