"""Binary search trees as a class, balanced or not."""

from __future__ import annotations

import bisect
import itertools
from typing import TYPE_CHECKING, Final

from ...checking.comparison import same
from ...values import Tree
from ..entry import Entry, listed
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
    one_of,
    operation_lists,
    optional,
    required,
    such,
)
from ..properties import Choice, Form, as_list, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "classes"

_INSERT = required("insert, add, put, insert_node, insert_value, add_node, insert_key")
_DELETE = optional("delete, remove, delete_node, delete_value, remove_node, erase, delete_key, remove_value, discard")
_SEARCH = optional("search, contains, find, __contains__, exists, has, lookup, search_value, search_node, search_key")
_IN_ORDER = optional("""
    inorder, in_order, inorder_traversal, in_order_traversal, inOrder, inorderTraversal, traverse_inorder, get_inorder,
    inorder_list, to_list, to_sorted_list, sorted_list, as_list, get_sorted, __iter__, traverse, traverse_in_order
""")
_MIN = optional(
    "find_min, get_min, minimum, min, min_value, findMin, getMin, find_minimum, get_minimum, find_min_value"
)
_MAX = optional(
    "find_max, get_max, maximum, max, max_value, findMax, getMax, find_maximum, get_maximum, find_max_value"
)


class _SearchTree:
    """`keeps`: whether an item that comes again is kept; `finds`: what a search answers."""

    def __init__(self, *, keeps: bool, finds: str, prints: bool) -> None:
        self._keeps, self._finds, self._prints = keeps, finds, prints
        self._held: list[int] = []

    def insert(self, item: int) -> Expectation:
        again = item in self._held
        if self._keeps or not again:
            bisect.insort(self._held, item)
        return DONE_OR_REFUSED if again and not self._keeps else DONE

    def delete(self, item: int) -> Expectation:
        if item not in self._held:
            return DONE_OR_REFUSED
        self._held.remove(item)
        return DONE

    def search(self, item: int) -> Expectation:
        if item not in self._held:
            return one_of(False, None)
        if self._finds == "its node":
            return such(lambda found: isinstance(found, Tree) and same(found.levels[:1], (item,)), item)
        return exactly(True if self._finds == "whether" else item)

    def inorder(self) -> Expectation:
        items = list(self._held)
        if self._prints:
            return exactly(None)
        return such(lambda found: same(as_list(found), items), items)

    def find_min(self) -> Expectation:
        return _end(self._held[:1])

    def find_max(self) -> Expectation:
        return _end(self._held[-1:])

    def is_empty(self) -> bool:
        return not self._held

    def size(self) -> int:
        return len(self._held)


def _end(found: list[int]) -> Expectation:
    """The item, or its node."""
    if not found:
        return SAYS_NOTHING
    return such(lambda value: same(value.levels[0] if isinstance(value, Tree) else value, found[0]), found[0])


_METHODS = (_INSERT, _DELETE, _SEARCH, _IN_ORDER, _MIN, _MAX, IS_EMPTY, SIZE)


def _behaviour(*, keeps: bool, finds: str, prints: bool) -> Behaviour:
    telling = (_SEARCH,) if prints else (_SEARCH, _IN_ORDER)
    return Behaviour(lambda: _SearchTree(keeps=keeps, finds=finds, prints=prints), _METHODS, telling=(telling,))


def _kept(keeps: bool, finds: str, prints: bool) -> Choice:  # noqa: FBT001  one of every combination
    made = _behaviour(keeps=keeps, finds=finds, prints=prints)
    name = f"finds {finds}{', keeps equal items' * keeps}{', prints its items' * prints}"
    return Choice(
        name,
        (
            made.follows("keeps the right items in order", _INSERT, _DELETE, _IN_ORDER),
            made.follows("finds what is there", _SEARCH, _MIN, _MAX),
            made.follows("right size and emptiness", IS_EMPTY, SIZE),
        ),
    )


_WAYS: Final = ((False, True), ("whether", "its node", "its value"), (False, True))


def _inputs() -> SearchStrategy[Arguments]:
    items = (4, 2, 6, 1, 3, 5, 7, 0, 9)
    changing = [method(item) for item in items for method in (_INSERT, _INSERT, _INSERT, _DELETE, _DELETE)]
    asking = [_SEARCH(item) for item in items]
    return operation_lists(lambda: [*changing, *asking, *[_IN_ORDER()] * 12, _MIN(), _MAX(), IS_EMPTY(), SIZE()])


def _example(*words: str) -> Arguments:
    """ "1" inserts, "-1" deletes, "?1" searches."""
    named = {"list": _IN_ORDER, "min": _MIN, "max": _MAX, "size": SIZE, "empty": IS_EMPTY}
    methods = {"-": _DELETE, "?": _SEARCH}
    return (
        (),
        [named[word]() if word in named else methods.get(word[0], _INSERT)(int(word.lstrip("-?"))) for word in words],
    )


_FULL = ("4", "2", "6", "1", "3", "5", "7")
_BST = Entry(
    name="binary search tree",
    names=class_names(
        "binary search tree, bst, avl tree, red black tree, self balancing binary search tree, avl, rb tree,"
        " binary search tree bst, balanced binary search tree",
        "二叉搜索树, 二叉查找树, 二叉排序树, 平衡二叉树, avl树, 红黑树, 平衡二叉搜索树",
    ),
    entry_points=listed("BinarySearchTree, BST, AVLTree, RedBlackTree, AVL, RBTree, BSTree, AvlTree"),
    signature="class BinarySearchTree",
    summary="A binary search tree that starts empty, with the methods insert(item), which ignores an item that is"
    " there, delete(item), search(item), which tells whether it is there, inorder(), the list of items in ascending"
    " order, min() and max().",
    why="Nodes with no, one and two children are deleted, also the root, in trees of every shape; each one is looked"
    " for afterwards. Whether equal items are kept is open. That a tree is balanced is not seen from outside.",
    inputs=_inputs,
    conventions=conventions((Form("", 0),), tuple(_kept(*ways) for ways in itertools.product(*_WAYS))),
    reference=_behaviour(keeps=False, finds="whether", prints=False).reference,
    edges=(
        _example("list", "?1", "-1", "min", "max", "empty", "size", "list"),
        _example("1", "list", "?1", "?2", "min", "max", "-1", "list", "?1", "empty"),
        _example("2", "1", "3", "list", "?1", "?2", "?3", "?0", "?4", "min", "max", "size"),
        _example("2", "2", "list", "?2", "-2", "list", "?2", "size"),
        *(
            _example(*_FULL, f"-{item}", "list", *(f"?{other}" for other in range(1, 8)), "size")
            for item in range(1, 8)
        ),
        _example(*_FULL, "-4", "-5", "-6", "list", "-7", "-2", "list", "-1", "-3", "list", "8", "list"),
        _example("1", "2", "3", "4", "5", "list", "-1", "list", "-5", "list", "-3", "list", "min", "max"),
        _example("5", "4", "3", "2", "1", "list", "-5", "list", "-1", "list", "-3", "list", "min", "max"),
        _example("1", "3", "2", "-3", "list", "?2", "4", "-1", "list", "?2", "?4"),
        _example("3", "1", "2", "-1", "list", "?2", "0", "-3", "list", "?2", "?0"),
    ),
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_BST,)
