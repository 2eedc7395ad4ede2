"""Linked lists as a class of their own."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from ...checking.comparison import same
from ...values import Linked
from ..entry import Entry, listed
from ..nodes import listed_nodes
from ..operations import (
    DONE,
    DONE_OR_REFUSED,
    IS_EMPTY,
    SAYS_NOTHING,
    SIZE,
    Behaviour,
    Expectation,
    class_names,
    exactly,
    operation_lists,
    optional,
    such,
)
from ..properties import Choice, Form, as_list, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "classes"

_APPEND = optional("""
    append, insert_at_end, insertAtEnd, push_back, add_last, addLast, insert_end, insert_last, insert_at_tail,
    add_to_end, add_at_tail, append_node, add_to_tail, insert_tail, insert_at_the_end
""")
_PREPEND = optional("""
    prepend, insert_at_beginning, insertAtBeginning, push_front, add_first, addFirst, insert_at_head, insert_first,
    add_front, insert_front, insert_beginning, insert_at_start, add_to_front, appendleft, add_at_head, add_to_start,
    insert_at_front, insert_head, add_to_head, insert_at_begin, insert_at_the_beginning
""")
_ADD = optional("add, insert, add_node, insert_node, push")
_DELETE = optional("""
    delete, remove, delete_node, deleteNode, delete_value, remove_value, delete_by_value, remove_node, delete_item,
    remove_item, remove_by_value, erase, discard
""")
_SEARCH = optional("search, find, contains, __contains__, includes, has, exists, index_of, index, find_node, get_node")
_REVERSE = optional("reverse, reverse_list, reverse_in_place, reverse_iterative")
#: What a class shows by itself, else what its first node leads to: many only print.
_TO_LIST = optional("""
    to_list, toList, as_list, to_python_list, get_all, get_list, to_array, get_values, get_elements, __iter__, .head,
    ._head, .first, .start, values, elements, items, traverse, display
""")


class _List:
    """`adds`: where `add` puts an item; `deletes`: what `delete` takes away; `finds`: what `search` answers."""

    def __init__(self, adds: str, deletes: str, finds: str) -> None:
        self._adds, self._deletes, self._finds = adds, deletes, finds
        self._held: list[int] = []

    def append(self, item: int) -> Expectation:
        self._held.append(item)
        return DONE

    def prepend(self, item: int) -> Expectation:
        self._held.insert(0, item)
        return DONE

    def add(self, item: int) -> Expectation:
        return self.append(item) if self._adds == "at the end" else self.prepend(item)

    def delete(self, item: int) -> Expectation:
        if self._deletes == "by place":
            found = [item] if 0 <= item < len(self._held) else []
        else:
            found = [index for index, held in enumerate(self._held) if held == item]
        for index in reversed(found if self._deletes == "all" else found[:1]):
            del self._held[index]
        return DONE if found else DONE_OR_REFUSED

    def search(self, item: int) -> Expectation:
        if self._finds == "whether":
            return exactly(item in self._held)
        if item not in self._held:
            return SAYS_NOTHING
        if self._finds == "its node":
            return such(lambda found: isinstance(found, Linked) and same(found.items[:1], (item,)), item)
        return exactly(self._held.index(item) if self._finds == "its place" else item)

    def reverse(self) -> Expectation:
        self._held.reverse()
        return DONE

    def to_list(self) -> Expectation:
        items = list(self._held)
        return such(lambda found: same(_shown(found), items), items)

    def is_empty(self) -> bool:
        return not self._held

    def __len__(self) -> int:
        return len(self._held)

    size = __len__


def _shown(found: object) -> object:
    """The items, of a list or of nodes; some begin with a node that holds nothing."""
    if isinstance(found, Linked) and found.items[:1] == (None,):
        return listed_nodes(Linked(found.items[1:], found.back))
    return listed_nodes(found) if found is None or isinstance(found, Linked) else as_list(found)


_METHODS = (_APPEND, _PREPEND, _ADD, _DELETE, _SEARCH, _REVERSE, _TO_LIST, IS_EMPTY, SIZE)


def _behaviour(adds: str, deletes: str, finds: str) -> Behaviour:
    return Behaviour(
        lambda: _List(adds, deletes, finds), _METHODS, telling=((_APPEND, _PREPEND, _ADD), (_TO_LIST, _SEARCH))
    )


def _kept(adds: str, deletes: str, finds: str) -> Choice:
    made = _behaviour(adds, deletes, finds)
    name = f"adds {adds}, deletes {deletes}, finds {finds}"
    return Choice(
        name,
        (
            made.follows("keeps the right items in order", _APPEND, _PREPEND, _ADD, _DELETE, _REVERSE, _TO_LIST),
            made.follows("finds what is there", _SEARCH),
            made.follows("right size and emptiness", IS_EMPTY, SIZE),
        ),
    )


_WAYS: Final = (
    ("at the end", "at the front"),
    ("the first", "all", "by place"),
    ("whether", "its node", "its place", "its value"),
)


def _inputs() -> SearchStrategy[Arguments]:
    adding = [method(item) for item in (1, 2, 3, 0, 4) for method in (_APPEND, _APPEND, _PREPEND, _ADD)]
    asking = [method(item) for item in (1, 2, 3, 0, 4) for method in (_DELETE, _DELETE, _SEARCH)]
    return operation_lists(lambda: [*adding, *asking, *[_TO_LIST()] * 6, _REVERSE(), _REVERSE(), IS_EMPTY(), SIZE()])


def _example(*words: str) -> Arguments:
    """ "1" appends, "<1" puts in front, "+1" adds, "-1" deletes, "?1" searches."""
    named = {"list": _TO_LIST, "reverse": _REVERSE, "empty": IS_EMPTY, "size": SIZE}
    methods = {"<": _PREPEND, "+": _ADD, "-": _DELETE, "?": _SEARCH}
    return (
        (),
        [named[word]() if word in named else methods.get(word[0], _APPEND)(int(word.lstrip("<+-?"))) for word in words],
    )


_LINKED_LIST = Entry(
    name="linked list",
    names=class_names(
        "linked list, singly linked list, doubly linked list, single linked list, double linked list, my linked list",
        "链表, 单链表, 双向链表, 单向链表, 双链表",
    ),
    entry_points=listed("LinkedList, SinglyLinkedList, DoublyLinkedList, SingleLinkedList, DoubleLinkedList"),
    signature="class LinkedList",
    summary="A linked list that starts empty, with the methods append(item), prepend(item), delete(item), which"
    " removes the first node with that item, search(item), which tells whether it is there, reverse(), to_list() and"
    " __len__().",
    why="Few different items, deleted at the front, in the middle, at the end and where they are not, down to the empty"
    " list and on from there. Where `add` or `insert` puts an item, whether `delete` means an item or a place, and what"
    " a search gives is open; a class that only prints is read from its first node.",
    inputs=_inputs,
    conventions=conventions((Form("", 0),), tuple(_kept(*ways) for ways in itertools.product(*_WAYS))),
    reference=_behaviour("at the end", "the first", "whether").reference,
    edges=(
        _example("list", "size", "empty", "?1", "-1", "reverse", "list"),
        _example("1", "list", "?1", "?2", "size", "empty", "-1", "list", "empty", "2", "list"),
        _example("<1", "list", "<2", "3", "list", "size"),
        _example("+1", "+2", "+3", "list", "?2", "?3", "?1"),
        _example("1", "2", "3", "-1", "list", "size", "4", "list"),
        _example("1", "2", "3", "-3", "list", "4", "list", "?3", "size"),
        _example("1", "2", "3", "-2", "list", "<0", "list", "size"),
        _example("1", "2", "1", "-1", "list", "-5", "list", "size", "?1"),
        _example("1", "1", "1", "-1", "list"),
        _example("2", "0", "1", "-0", "list", "-0", "list", "?0", "?2"),
        _example("1", "2", "3", "reverse", "list", "4", "<0", "list", "?4"),
        _example("1", "reverse", "list", "2", "reverse", "list", "-1", "list", "3", "list"),
    ),
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_LINKED_LIST,)
