"""Caches of a fixed size: what goes when there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..operations import (
    DONE,
    GIVES_MINUS_ONE,
    NOTHING,
    Behaviour,
    Expectation,
    Open,
    Operation,
    class_names,
    operation_lists,
    optional,
    required,
)
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "classes"

_GET = required("get, __getitem__, lookup, read, fetch, get_item")
_PUT = required("put, set, __setitem__, add, insert, store, write, update, put_item")
_SIZE = optional("__len__, size, get_size, length, current_size")
#: As LeetCode has it; the others follow.
_MISSING = (GIVES_MINUS_ONE, *(one for one in NOTHING if one is not GIVES_MINUS_ONE))


class _Lru:
    """The keys of a dict, the one used last at the end."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._held: dict[object, object] = {}

    def get(self, key: object) -> object:
        if key not in self._held:
            return Open("a missing key", GIVES_MINUS_ONE)
        self._held[key] = self._held.pop(key)
        return self._held[key]

    def put(self, key: object, value: object) -> Expectation:
        self._held.pop(key, None)
        if len(self._held) == self._capacity:
            del self._held[next(iter(self._held))]
        self._held[key] = value
        return DONE

    def __len__(self) -> int:
        return len(self._held)


class _Lfu(_Lru):
    """The dict is in order of use, so that of several least frequent keys the first is the one used longest ago."""

    def __init__(self, capacity: int) -> None:
        super().__init__(capacity)
        self._uses: dict[object, int] = {}

    def get(self, key: object) -> object:
        if key in self._held:
            self._uses[key] += 1
        return super().get(key)

    def put(self, key: object, value: object) -> Expectation:
        if key not in self._held and len(self._held) == self._capacity:
            gone = min(self._held, key=self._uses.__getitem__)
            del self._held[gone], self._uses[gone]
        self._held.pop(key, None)
        self._held[key] = value
        self._uses[key] = self._uses.get(key, 0) + 1
        return DONE


def _operations(capacity: int) -> list[Operation]:
    """Few keys more than there is room for."""
    keys = range(capacity + 2)
    getting = [_GET(key) for key in keys]
    putting = [_PUT(key, value) for key in keys for value in (key, 0, 10 + key)]
    return [*putting, *getting * 2, _SIZE()]


def _inputs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return operation_lists(_operations, st.sampled_from([(2,), (1,), (3,), (2,), (4,)]))


def _example(capacity: int, *words: str) -> Arguments:
    """ "1=5" puts, "1" gets."""
    pairs = [(word, word.split("=")) for word in words]
    return ((capacity,), [_PUT(*map(int, pair)) if "=" in word else _GET(int(word)) for word, pair in pairs])


_EDGES = (
    _example(2, "1"),
    _example(1, "1=1", "1", "2=2", "1", "2"),
    _example(1, "1=1", "1=2", "1"),
    _example(2, "1=0", "1", "2=0", "2"),
    _example(2, "1=1", "2=2", "1", "3=3", "2", "4=4", "1", "3", "4"),
    _example(2, "2=1", "1=1", "2=3", "4=1", "1", "2"),
    _example(2, "2=1", "2=2", "2", "1=1", "4=1", "2", "1"),
    _example(2, "1=1", "2=2", "3", "3=3", "1", "2"),
    _example(3, "1=1", "2=2", "3=3", "4=4", "4", "3", "2", "1", "5=5", "1", "2", "3", "4", "5"),
    _example(3, "1=1", "2=2", "3=3", "1", "2", "3", "1", "4=4", "2", "5=5", "3", "4", "1"),
    _example(2, "1=1", "2=2", "1=5", "3=3", "1", "2", "3"),
)


def _behaviour(model: type[_Lru]) -> tuple[Behaviour, tuple[Choice, ...]]:
    made = Behaviour(model, (_GET, _PUT, _SIZE))
    kept = Choice("", (made.follows("keeps and forgets the right keys", _GET, _PUT), made.follows("right size", _SIZE)))
    return made, (kept,)


_LRU_BEHAVIOUR, _LRU_KEEPS = _behaviour(_Lru)
_LFU_BEHAVIOUR, _LFU_KEEPS = _behaviour(_Lfu)

_LRU = Entry(
    name="lru cache",
    names=class_names(
        "lru cache, lru, least recently used cache, lru caching, lru cache least recently used",
        "lru缓存, lru缓存机制, lru缓存算法, lru算法, 最近最少使用缓存, 最近最久未使用缓存, 最近最少使用算法",
    ),
    entry_points=listed("LRUCache, LRU, LruCache, LeastRecentlyUsedCache"),
    signature="class LRUCache(capacity: int)",
    summary="A cache made as LRUCache(capacity), with the methods get(key), which returns the value or -1 where the key"
    " is not there, and put(key, value), which sets the value and, where there is no room, first drops the key that was"
    " least recently used; both get and put use a key.",
    why="Capacities of one to four and a few more keys, so that every list of operations drops some; values that are 0,"
    " and keys put again, which must count as used. A capacity of 0 is left out: nobody agrees on it.",
    inputs=_inputs,
    conventions=conventions((Form("", 1),), _LRU_KEEPS, _LRU_BEHAVIOUR.answers("a missing key", *_MISSING)),
    reference=_LRU_BEHAVIOUR.reference,
    edges=_EDGES,
    is_class=True,
)

_LFU = Entry(
    name="lfu cache",
    names=class_names(
        "lfu cache, lfu, least frequently used cache, lfu caching, lfu cache least frequently used",
        "lfu缓存, 最不经常使用缓存, lfu缓存机制, lfu缓存算法, lfu算法, 最不经常使用算法, 最少使用频率缓存",
    ),
    entry_points=listed("LFUCache, LFU, LfuCache, LeastFrequentlyUsedCache"),
    signature="class LFUCache(capacity: int)",
    summary="A cache made as LFUCache(capacity), with the methods get(key), which returns the value or -1 where the key"
    " is not there, and put(key, value), which sets the value and, where there is no room, first drops the key that was"
    " used least often (of several, the one least recently used); both get and put count as one use of a key.",
    why="Capacities of one to four and a few more keys, so that ties in frequency are met and broken by age; values"
    " that are 0, and keys put again, which count as used. A capacity of 0 is left out.",
    inputs=_inputs,
    conventions=conventions((Form("", 1),), _LFU_KEEPS, _LFU_BEHAVIOUR.answers("a missing key", *_MISSING)),
    reference=_LFU_BEHAVIOUR.reference,
    edges=_EDGES,
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_LRU, _LFU)
