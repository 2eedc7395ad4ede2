"""Maps by hashing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..entry import Entry, listed
from ..operations import (
    DONE,
    NOTHING,
    RAISES,
    SAYS_NOTHING,
    SIZE,
    Behaviour,
    Expectation,
    Open,
    class_names,
    made_with,
    operation_lists,
    optional,
    parts,
    required,
)
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "classes"

_PUT = required("put, set, __setitem__, insert, add, set_item, set_value, set_val, add_item, assoc, update")
_GET = required("get, __getitem__, lookup, get_item, get_value, get_val, find, search, retrieve")
_REMOVE = optional("remove, delete, __delitem__, remove_item, delete_item, delete_val, pop, discard, erase, del_item")
_CONTAINS = optional("contains, __contains__, contains_key, containsKey, has, has_key, exists, contain")


class _Map:
    def __init__(self) -> None:
        self._held: dict[object, object] = {}

    def put(self, key: object, value: object) -> Expectation:
        self._held[key] = value
        return DONE

    def get(self, key: object) -> object:
        return self._held[key] if key in self._held else Open("a missing key", RAISES)

    def remove(self, key: object) -> Expectation:
        if key not in self._held:
            return SAYS_NOTHING
        del self._held[key]
        return DONE

    def contains(self, key: object) -> bool:
        return key in self._held

    def size(self) -> int:
        return len(self._held)


_BEHAVIOUR = Behaviour(_Map, (_PUT, _GET, _REMOVE, _CONTAINS, SIZE))
#: Many share a remainder by the usual numbers of buckets, or the sum of their letters.
_KEYS: Final = ("a", "b", "ab", "ba", "", 0, 1, 16, 32, 10, 1000, 2000, 160_000)
#: For a map of integers alone: what stands for a text, as small as LeetCode's bound.
_NUMBERS: Final = {"a": 97, "b": 98, "ab": 195, "ba": 24_576, "": 320_000}


def _many_keys() -> SearchStrategy[Arguments]:
    putting = [_PUT(key, value) for key in _KEYS for value in (1, 7, 0)]
    asking = [method(key) for key in _KEYS for method in (_GET, _GET, _REMOVE, _CONTAINS)]
    return operation_lists(lambda: [*putting, *asking, *[SIZE()] * 6])


def _few_keys() -> SearchStrategy[Arguments]:
    """Of few keys, which are met again."""
    putting = [_PUT(key, value) for key in (0, 160_000, "ab", "ba") for value in (1, 7, 0)]
    asking = [method(key) for key in (0, 160_000, "ab", "ba") for method in (_GET, _GET, _REMOVE, _CONTAINS)]
    return operation_lists(lambda: [*putting, *asking, *[SIZE()] * 3])


def _inputs() -> SearchStrategy[Arguments]:
    return _few_keys() | _many_keys()


def _example(*words: str) -> Arguments:
    """ "1=5" puts, "1" gets, "-1" removes, "?1" asks; keys that are digits are integers. "#" is the size."""
    return ((), [_named(word) for word in words])


def _named(word: str) -> tuple[tuple[str, ...], Arguments]:
    methods = {"-": _REMOVE, "?": _CONTAINS}
    if word == "#":
        return SIZE()
    if "=" in word:
        key, value = word.split("=")
        return _PUT(_key(key), int(value))
    return methods[word[0]](_key(word[1:])) if word[0] in methods else _GET(_key(word))


def _key(text: str) -> object:
    return int(text) if text.isdecimal() else text


def _numbered(drawn: Arguments) -> Arguments:
    constructor, operations = parts(drawn)
    return constructor, [(names, (*map(_number, arguments[:1]), *arguments[1:])) for names, arguments in operations]


def _number(key: object) -> object:
    return _NUMBERS[key] if isinstance(key, str) else key


_HASH_MAP = Entry(
    name="hash map",
    names=class_names(
        "hash map, hash table, hash table with chaining, hash map with chaining, hash map from scratch,"
        " hash table from scratch, hash map without built in hash table libraries",
        "哈希表, 散列表, 哈希映射, 哈希字典",
    ),
    entry_points=listed("HashMap, HashTable, MyHashMap, MyHashTable, ChainingHashTable, ChainedHashTable"),
    signature="class HashMap",
    summary="A map that starts empty, with the methods put(key, value), get(key), remove(key), contains(key) and"
    " size(); put of a key that is there replaces its value, and get and remove of one that is not there raise a"
    " KeyError.",
    why="Keys that meet in one bucket for the usual numbers of buckets and for sums of letters, values that are 0, keys"
    " put again and removed; up to 160,000, so that a direct table of a million places is right too. A map that asks"
    " for its size gets 16 buckets, or 1,000 where it cannot hold more than it has.",
    inputs=_inputs,
    conventions=conventions(
        (
            Form("", 0),
            Form("integers as keys", 0, _numbered),
            made_with("16 buckets", 16),
            made_with("1000 buckets", 1000),
        ),
        (
            Choice(
                "",
                (
                    _BEHAVIOUR.follows("gets what was put last", _PUT, _GET, _REMOVE),
                    _BEHAVIOUR.follows("right size and keys", _CONTAINS, SIZE),
                ),
            ),
        ),
        _BEHAVIOUR.answers("a missing key", *NOTHING),
    ),
    reference=_BEHAVIOUR.reference,
    edges=(
        _example("1", "?1", "#", "-1"),
        _example("1=5", "1", "?1", "#", "-1", "?1", "1", "#"),
        _example("1=5", "1=6", "1", "#", "-1", "1"),
        _example("0=0", "0", "?0", "#"),
        _example("0=1", "1000=2", "160000=3", "0", "1000", "160000", "-1000", "0", "1000", "160000", "#"),
        _example("0=1", "160000=3", "-0", "160000", "0=2", "-160000", "0", "#"),
        _example("ab=1", "ba=2", "ab", "ba", "-ab", "ba", "ab", "?ab", "?ba"),
        _example("16=1", "32=2", "0=3", "-16", "32", "0", "16=4", "16", "32", "#"),
        _example("0=1", "16=2", "-0", "16=3", "16", "-16", "16", "#"),
        _example(*(f"{key}={key}" for key in range(24)), "#", *map(str, range(24)), "24"),
    ),
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_HASH_MAP,)
