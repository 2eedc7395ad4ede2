"""Linked lists and trees of a program's own nodes, read as the data that they hold. A worker reads its program's."""

from __future__ import annotations

from typing import Any, Final

from .values import Linked, Tree

#: Longer lists and larger trees are no data.
MAX_NODES: Final = 10_000
_VALUES: Final = ("val", "value", "data", "key", "item")


def read(value: Any) -> Linked | Tree | None:
    """The list or tree that begins at this node; None for what is no node, or one of a tree that is none."""
    names = _attributes(value)
    held = next((name for name in _VALUES if name in names), None)
    if held is None:
        return None
    if "next" in names:
        return _linked(value, held)
    return _tree(value, held) if {"left", "right"} <= names else None


def _attributes(value: Any) -> set[str]:
    """The names of an instance's own attributes. Nothing of the program runs for it."""
    try:
        names = set(object.__getattribute__(value, "__dict__"))
    except (AttributeError, TypeError):
        names = set()
    for kind in type.mro(type(value)):
        slots = type.__dict__["__dict__"].__get__(kind).get("__slots__", ())
        names |= set(slots if type(slots) in (tuple, list) else (slots,))
    return {name for name in names if type(name) is str}


def _linked(first: Any, held: str) -> Linked | None:
    places: dict[int, int] = {}
    nodes: list[Any] = []  # kept, so that no other object gets the place of one in memory
    node = first
    while node is not None and id(node) not in places:
        if len(nodes) == MAX_NODES or type(node) is not type(first):
            return None
        places[id(node)] = len(nodes)
        nodes.append(node)
        node = node.next
    return Linked(tuple(getattr(one, held) for one in nodes), None if node is None else places[id(node)])


def _tree(root: Any, held: str) -> Tree | None:
    seen: set[int] = set()
    levels: list[Any] = []
    waiting: list[Any] = [root]
    for node in waiting:  # which grows
        if node is None:
            levels.append(None)
            continue
        value = getattr(node, held)
        if id(node) in seen or len(seen) == MAX_NODES or type(node) is not type(root) or value is None:
            return None
        seen.add(id(node))
        levels.append(value)
        waiting += (node.left, node.right)
    while levels and levels[-1] is None:
        levels.pop()
    return Tree(tuple(levels))
