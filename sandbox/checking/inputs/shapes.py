"""A type as data, as `sandbox.worker.describe` reads it: `["list", ["int"]]`. What values are, and what fits."""

from __future__ import annotations

from typing import Any, Final

from ...values import Linked, Record, Tree

#: Types without parts of which inputs can be drawn, or that tell nothing.
SCALARS: Final = frozenset({"int", "float", "bool", "str", "bytes", "complex", "None", "any", "Linked", "Tree"})
#: An empty one is None.
_NODES: Final = ("Linked", "Tree")


def fields(name: str) -> list[str]:
    """Of the type of a program's objects, `Point(x, y)`, the names of what they are made of; none of another type."""
    _, bracket, inside = name.partition("(")
    return inside.removesuffix(")").split(", ") if bracket else []


def type_of(value: Any) -> list[Any]:
    """The type of a plain value, as data."""
    kind = type(value)
    if value is None:
        return ["None"]
    if kind in (list, set, frozenset):
        return [kind.__name__, union([type_of(item) for item in value])] if value else [kind.__name__]
    if kind is tuple:
        return ["tuple", *map(type_of, value)]
    if kind is dict:
        if not value:
            return ["dict"]
        return ["dict", union([type_of(key) for key in value]), union([type_of(item) for item in value.values()])]
    return [kind.__name__] if kind in (int, float, str, bool, bytes, complex, Linked, Tree) else ["any"]


def union(types: list[list[Any]]) -> list[Any]:
    distinct: list[list[Any]] = []
    for kind in types:
        if kind not in distinct:
            distinct.append(kind)
    return distinct[0] if len(distinct) == 1 else ["union", *distinct]


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for pair in value.items() for part in pair for leaf in leaves(part)]
    if isinstance(value, list | tuple | set | frozenset):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


def hashable(kind: list[Any]) -> list[Any]:
    """The type of an element of a set, or of a key, where a hint or an example says what none can be."""
    name, *parts = kind
    if name in SCALARS and name != "any":
        return kind
    inside = [part if part == ["..."] else hashable(part) for part in parts]
    if name in ("tuple", "optional", "union") or fields(name):
        return [name, *inside]
    if name in ("set", "frozenset"):
        return ["frozenset", *inside]
    return ["tuple", inside[0] if inside else ["int"], ["..."]] if name in ("list", "sequence") else ["int"]


def fits(value: Any, kind: list[Any]) -> bool:
    """True if a returned value is of the type, recursively; an int is also a float, as everywhere in Python."""
    name, *parts = kind
    actual = type(value)
    if name == "any":
        return True
    if name in ("optional", "union"):
        return (name == "optional" and value is None) or any(fits(value, part) for part in parts)
    if name in SCALARS:
        names = {"float": ("float", "int"), "complex": ("complex", "float", "int")}.get(name, (name,))
        return actual.__name__ in names or (name in ("None", *_NODES) and value is None)
    if fields(name):
        return isinstance(value, Record)
    if name == "iterator":
        return actual.__name__ in ("Iterated", "list", "tuple")
    sequences = ("list", "tuple", "deque", "Iterated", "range", "set", "frozenset", "dict", "str")
    if actual.__name__ not in (sequences if name == "sequence" else (name,)):
        return False
    if name == "dict" and len(parts) == 2:
        return all(fits(key, parts[0]) and fits(item, parts[1]) for key, item in value.items())
    if name == "tuple" and parts and ["..."] not in parts:
        return len(value) == len(parts) and all(map(fits, value, parts))
    if not parts or not isinstance(value, list | tuple | set | frozenset):
        return True
    return all(fits(item, parts[0]) for item in value)
