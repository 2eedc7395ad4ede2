"""Arguments that are objects of the program's classes, lists or trees of its nodes, functions, or what was kept.

A program that takes such an argument often only mentions the class of its nodes, as on LeetCode: then it gets this one.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from ..values import Handle, Linked, Record, Tabulated, Tree
from .refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

#: Compiled in the program's language, so that its nodes are as much its own as those of a class it defines.
PROVIDED: Final = """
class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next
    value = property(lambda self: self.val, lambda self, val: setattr(self, "val", val))
    data = property(lambda self: self.val, lambda self, val: setattr(self, "val", val))
class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right
    value = property(lambda self: self.val, lambda self, val: setattr(self, "val", val))
    data = property(lambda self: self.val, lambda self, val: setattr(self, "val", val))
    key = property(lambda self: self.val, lambda self, val: setattr(self, "val", val))
"""
_NAMES: Final[dict[type, tuple[str, ...]]] = {
    Linked: ("ListNode", "LinkedListNode", "SinglyLinkedListNode", "LinkedNode", "Node"),
    Tree: ("TreeNode", "BinaryTreeNode", "BTNode", "BinaryNode", "Node"),
}
_CONTAINERS: Final = frozenset({list, tuple, set, frozenset, dict})
#: Objects of a program that are kept for its later calls.
MAX_KEPT: Final = 1000
#: The names that PROVIDED defines.
NODES: Final = tuple(names[0] for names in _NAMES.values())


class Builder:
    """`names`: what the program defines. `provide` gives the names that PROVIDED defines, when they are needed."""

    def __init__(self, names: dict[str, Any], provide: Callable[[], dict[str, Any]]) -> None:
        self._names, self._provide = names, provide
        self._kept: dict[str, Any] = {}

    def keep(self, key: str, value: Any) -> None:
        """For arguments to come; beyond MAX_KEPT the oldest is forgotten."""
        self._kept[key] = value
        if len(self._kept) > MAX_KEPT:
            del self._kept[next(iter(self._kept))]

    def built(self, argument: Any) -> Any:
        """The argument itself, unless it is an object, a list or tree of nodes, a function, or holds one of these."""
        make = _MAKERS.get(type(argument))
        if make is not None:
            return make(self, argument)
        return self._inside(argument) if type(argument) in _CONTAINERS and _holds_any(argument) else argument

    def _inside(self, holder: Any) -> Any:
        if type(holder) is dict:
            return {self.built(key): self.built(value) for key, value in holder.items()}
        return type(holder)(map(self.built, holder))

    def _record(self, record: Record) -> Any:
        """An instance of the program's class of that name; the record itself where it has none."""
        make = self._names.get(record.type_name)
        if not isinstance(make, type):
            return record
        return make(**{name: self.built(value) for name, value in record.fields})

    def _object(self, handle: Handle) -> Any:
        if handle.key not in self._kept:
            message = f"the object is gone: its process has ended, or {MAX_KEPT} others were kept since"
            raise Refusal("handle", message, hint="make it again")
        return self._kept[handle.key]

    def _node_class(self, kind: type) -> Any:
        found = (self._names.get(name) for name in _NAMES[kind])
        own = next((one for one in found if isinstance(one, type)), None)
        return own or self._provide()[_NAMES[kind][0]]

    def _list(self, linked: Linked) -> Any:
        make = self._node_class(Linked)
        nodes = [_made(make, value) for value in linked.items]
        for node, following in itertools.pairwise(nodes):
            node.next = following
            if hasattr(following, "prev"):
                following.prev = node
        if linked.back is not None:
            nodes[-1].next = nodes[linked.back]
        return nodes[0] if nodes else None

    def _tree(self, tree: Tree) -> Any:
        make = self._node_class(Tree)
        nodes = [None if value is None else _made(make, value) for value in tree.levels]
        children = iter(nodes[1:])
        for parent in (node for node in nodes if node is not None):
            parent.left, parent.right = next(children, None), next(children, None)
        return nodes[0] if nodes else None


_MAKERS: Final[dict[type, Callable[[Builder, Any], Any]]] = {
    Handle: Builder._object,
    Linked: Builder._list,
    Record: Builder._record,
    Tabulated: lambda builder, table: _function(table),
    Tree: Builder._tree,
}


def _holds_any(holder: Any) -> bool:
    """Whether there is something to make in it, at any depth."""
    kinds = {*map(type, holder), *(map(type, holder.values()) if type(holder) is dict else ())}
    if not kinds.isdisjoint(_MAKERS):
        return True
    if kinds.isdisjoint(_CONTAINERS):
        return False
    parts = (*holder, *holder.values()) if type(holder) is dict else holder
    return any(type(part) in _CONTAINERS and _holds_any(part) for part in parts)


def _function(table: Tabulated) -> Callable[..., Any]:
    pairs, default = table.pairs, table.default

    def tabulated(*arguments: Any) -> Any:
        return next((result for known, result in pairs if known == arguments), default)

    return tabulated


def _made(make: Callable[..., Any], value: object) -> Any:
    """By the value alone; a class that wants to be told of the nodes around gets none."""
    try:
        return make(value)
    except TypeError:
        return make(value, None)
