"""Linked lists and binary trees as a task's arguments and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..checking.property import MISSING, Call
from ..values import Linked, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator


def listed_nodes(data: object) -> object:
    """The values of a linked list that ends, as a list; of anything else `MISSING`."""
    if data is None:
        return []
    return list(data.items) if isinstance(data, Linked) and data.back is None else MISSING


def returned_list(call: Call) -> object:
    return Linked() if call.value is None else call.value


def returned_tree(call: Call) -> object:
    """The returned tree, or the argument as it was left where nothing was returned."""
    data = call.after[0] if call.value is None and call.after else call.value
    return Tree() if data is None and call.returned else data


def values(linked: object) -> list[int]:
    """Of a drawn list."""
    return [item for item in linked.items if isinstance(item, int)] if isinstance(linked, Linked) else []


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a drawn tree."""

    value: int
    left: Node | None = None
    right: Node | None = None


def root(tree: object) -> Node | None:
    """A drawn tree by its nodes."""
    levels = tree.levels if isinstance(tree, Tree) else ()
    children: dict[int, list[int]] = {}
    parents = iter([index for index, value in enumerate(levels) if value is not None])
    for index in range(1, len(levels), 2):
        children[next(parents)] = [index, index + 1]

    def node(index: int) -> Node | None:
        value = levels[index] if index < len(levels) else None
        if not isinstance(value, int):
            return None
        return Node(value, *map(node, children.get(index, [])))

    return node(0)


def levels(top: Node | None) -> Tree:
    """The tree of these nodes."""
    waiting: list[Node | None] = [top]
    found: list[object] = []
    for node in waiting:  # which grows
        found.append(node and node.value)
        waiting += (node.left, node.right) if node is not None else ()
    while found and found[-1] is None:
        found.pop()
    return Tree(tuple(found))


def in_order(node: Node | None) -> Iterator[int]:
    if node is not None:
        yield from in_order(node.left)
        yield node.value
        yield from in_order(node.right)
