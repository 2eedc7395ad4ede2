"""Linked lists and binary trees as inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ...values import Linked, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

#: A chain of so many nodes is within the reach of a recursion.
_MAX_NODES = 12


def linked_lists(values: SearchStrategy[Any]) -> SearchStrategy[Linked]:
    return st.lists(values, max_size=_MAX_NODES).map(lambda items: Linked(tuple(items)))


def trees(values: SearchStrategy[Any]) -> SearchStrategy[Tree]:
    """Of every shape; one child in four is missing."""
    nodes = st.one_of(values, values, values, st.none())
    return st.lists(nodes, max_size=_MAX_NODES).map(as_tree)


def as_tree(values: Sequence[object]) -> Tree:
    """The tree whose levels these are, as far as there are parents for them."""
    levels: list[object] = []
    room = 1
    for value in values:
        if room == 0:
            break
        room += -1 if value is None else 1
        levels.append(value)
    while levels and levels[-1] is None:
        levels.pop()
    return Tree(tuple(levels))
