"""Disjoint sets: which elements were joined, however they are represented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...checking.property import Property
from ..entry import Entry, listed
from ..operations import (
    DONE,
    Behaviour,
    Expectation,
    Operation,
    class_names,
    operation_lists,
    optional,
    parts,
    required,
    such,
)
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "classes"

_UNION = required("union, unite, merge, join, union_set, union_sets, unionSet, connect, link")
_FIND = optional("find, find_set, findSet, find_root, root, get_root, find_parent")
_CONNECTED = optional("""
    connected, is_connected, isConnected, are_connected, same, same_set, is_same_set, in_same_set, is_same, same_group,
    same_component, is_joined
""")
_COUNT = optional("""
    count, get_count, getCount, count_sets, num_sets, number_of_sets, get_num_sets, num_components, count_components,
    number_of_components, components, set_count, num_groups, get_components
""")
_SHORT: Final = 14
#: Of a class that wants to be told of each element first; another one finds it.
_MAKE = required("make_set, makeSet, add, add_element, make, insert, add_node, find")


class _DisjointSets:
    def __init__(self, size: int) -> None:
        self.sets = [{element} for element in range(size)]

    def union(self, one: int, other: int) -> Expectation:
        if self.sets[one] is not self.sets[other]:
            self.sets[one] |= self.sets[other]
            for element in self.sets[other]:
                self.sets[element] = self.sets[one]
        return DONE

    def find(self, element: int) -> Expectation:
        return such(lambda found: type(found) is int, min(self.sets[element]))

    def connected(self, one: int, other: int) -> bool:
        return self.sets[one] is self.sets[other]

    def count(self) -> int:
        return len(set(map(id, self.sets)))


_BEHAVIOUR = Behaviour(_DisjointSets, (_UNION, _FIND, _CONNECTED, _COUNT), telling=((_FIND, _CONNECTED),))


def _one_a_set(call: Call) -> bool:
    """Between two unions, `find` gives the same for elements of one set, and another for those of another."""
    done = _BEHAVIOUR.done(call)
    if done is None:
        return False
    model, found = _DisjointSets(_size(parts(call.input)[0])), dict[int, int]()
    for (names, arguments), step, _ in done:
        if names == _UNION.names:
            model.union(*_elements(arguments))
            found.clear()
        if names == _FIND.names and isinstance(step.value, int):
            found[_elements(arguments)[0]] = step.value
            if any((found[one] == step.value) != model.connected(one, *_elements(arguments)) for one in found):
                return False
    return True


def _elements(arguments: Arguments) -> list[int]:
    return [one for one in arguments if isinstance(one, int)]


def _size(constructor: Arguments) -> int:
    return _elements(constructor)[0]


def _operations(size: int) -> list[Operation]:
    pairs = [(one, other) for one in range(size) for other in range(size)]
    return [
        *(_UNION(*pair) for pair in pairs if pair[0] != pair[1]),
        *(_CONNECTED(*pair) for pair in pairs),
        *[_FIND(element) for element in range(size)] * 3,
        *[_COUNT()] * 4,
    ]


def _inputs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return operation_lists(_operations, st.sampled_from([(4,), (2,), (6,), (1,), (8,)])).map(_all_asked)


def _all_asked(drawn: Arguments) -> Arguments:
    """A long list ends with what tells all sets."""
    constructor, operations = parts(drawn)
    others = range(_size(constructor))
    end = [*map(_FIND, others), *(_CONNECTED(0, other) for other in others), _COUNT()]
    return constructor, operations + end * (len(operations) > _SHORT)


def _example(size: int, *words: str) -> Arguments:
    """ "01" joins 0 and 1, "0?1" asks, "0" finds, "#" counts."""
    return ((size,), [_named(word) for word in words])


def _named(word: str) -> Operation:
    if word == "#":
        return _COUNT()
    if len(word) == 1:
        return _FIND(int(word))
    return (_CONNECTED if "?" in word else _UNION)(int(word[0]), int(word[-1]))


def _told(drawn: Arguments) -> Arguments:
    constructor, operations = parts(drawn)
    return (), [*map(_MAKE, range(_size(constructor))), *operations]


def _listed(drawn: Arguments) -> Arguments:
    constructor, operations = parts(drawn)
    return (list(range(_size(constructor))),), operations


_UNION_FIND = Entry(
    name="union-find",
    names=class_names(
        "union find, disjoint set, disjoint sets, disjoint set union, dsu, union find disjoint set, disjoint set"
        " forest, union find with path compression",
        "并查集",
    ),
    entry_points=listed("UnionFind, DisjointSet, DSU, DisjointSetUnion, DisjointSets, UF, DisjointSetForest"),
    signature="class UnionFind(n: int)",
    summary="Disjoint sets of the integers 0 to n - 1, each by itself at first, made as UnionFind(n), with the"
    " methods union(x, y), find(x), which gives the same for all elements of one set, connected(x, y) and count(),"
    " the number of sets.",
    why="Up to eight elements, joined in every order, also those that are joined already, and some with themselves."
    " Which element stands for a set is open: what `find` gives is only compared with what it gives for others.",
    inputs=_inputs,
    conventions=conventions(
        (Form("", 1), Form("made with a list of elements", 1, _listed), Form("made empty", 0, _told)),
        (
            Choice(
                "",
                (
                    _BEHAVIOUR.follows("connected exactly what was joined", _UNION, _CONNECTED),
                    Property("find tells the same sets", "stateful", _one_a_set),
                    _BEHAVIOUR.follows("right number of sets, and an integer found", _COUNT, _FIND),
                ),
            ),
        ),
    ),
    reference=_BEHAVIOUR.reference,
    edges=(
        _example(1, "0?0", "0", "#"),
        _example(2, "0?1", "#", "01", "0?1", "1?0", "#", "0", "1"),
        _example(3, "0", "1", "2", "01", "0", "1", "2", "#"),
        _example(3, "01", "01", "10", "#", "0?2", "2?2"),
        _example(4, "01", "23", "0?3", "#", "13", "0?2", "#", "0", "1", "2", "3"),
        _example(4, "10", "20", "30", "1?2", "2?3", "3?0", "#"),
        _example(6, "01", "12", "23", "34", "45", "0?5", "#", "5", "0"),
        _example(8, "01", "23", "45", "67", "02", "46", "0?4", "1?3", "5?7", "04", "1?7", "#", "7", "0"),
        _example(6, "01", "23", "02", "45", "05", "0?4", "4", "0"),
        _example(4, "0?1", "01", "12", "2?0", "3?0", "2", "0", "3"),
    ),
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_UNION_FIND,)
