"""Inputs from what is known of a function: the types it states, the examples it gives, the literals it tells apart.

A type is data, as `sandbox.worker.describe` reads it: `["list", ["int"]]`. Half of the inputs keep to the shape of the
types, half are the given examples, changed a little: the domain decides what is found, not the number of inputs.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ..bank import kept_by_content
from .nodes import linked_lists, trees
from .shapes import hashable, leaves, type_of, union

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ..property import Arguments

_MAX_ITEMS = 8


@kept_by_content
def arguments_strategy(
    types: list[list[Any]], examples: list[Arguments], literals: list[Any], *, near: bool = True
) -> SearchStrategy[Arguments] | None:
    """Argument tuples for parameters of these types; None if a parameter's type cannot be told.

    `near`: also inputs like the examples.
    """
    shown = [example for example in examples if len(example) == len(types)]
    known = [_known(kind, [example[index] for example in shown]) for index, kind in enumerate(types)]
    if any(kind == ["any"] for kind in known):
        return None
    pool = [*literals, *(leaf for example in shown for value in example for leaf in leaves(value))]
    shaped: SearchStrategy[Arguments] = st.tuples(*(of_type(kind, pool) for kind in known))
    if not shown or not near:
        return shaped
    return shaped | st.sampled_from(shown).flatmap(
        lambda example: st.tuples(*(_near(value, pool) for value in example))
    )


def _known(stated: list[Any], values: list[Any]) -> list[Any]:
    """What the hint leaves open, the examples may tell."""
    if "any" not in str(stated) and stated not in (["list"], ["sequence"], ["dict"], ["tuple"], ["set"]):
        return stated
    seen = [type_of(value) for value in values]
    return union(seen) if seen else stated


def of_type(kind: list[Any], pool: list[Any]) -> SearchStrategy[Any]:
    """Values of a type; literals of that type from the pool come up often."""
    name, *parts = kind
    if name in _LEAVES:
        usual: SearchStrategy[Any] = _LEAVES[name]()
        shown = [value for value in pool if type(value).__name__ == name]
        if name == "str":
            alphabet = sorted({character for text in shown for character in text} | set("ab "))
            usual |= st.text(alphabet, max_size=12)
        return usual | st.sampled_from(shown) if shown else usual
    inside = [of_type(part, pool) for part in parts if part != ["..."]]
    if name == "tuple" and inside and ["..."] not in parts:
        return st.tuples(*inside)
    item = inside[0] if inside else of_type(["int"], pool)
    if name in ("optional", "union"):
        return st.one_of(*(inside or [item]), *([st.none()] if name == "optional" else []))
    key = of_type(hashable(parts[0]), pool) if inside and name in ("dict", "set", "frozenset") else item
    if name == "dict":
        return st.dictionaries(key, inside[1] if len(inside) > 1 else item, max_size=_MAX_ITEMS)
    if name in ("set", "frozenset"):
        return (st.sets if name == "set" else st.frozensets)(key, max_size=_MAX_ITEMS)
    items = st.lists(item, max_size=_MAX_ITEMS)
    return items.map(tuple) if name == "tuple" else items


def _floats() -> SearchStrategy[Any]:
    return st.integers(-40, 40).map(lambda n: n / 4) | st.floats(allow_nan=False, allow_infinity=False, width=32)


_LEAVES: dict[str, Any] = {
    "int": lambda: st.integers(-10, 20) | st.integers(-1000, 1000),
    "float": _floats,
    "bool": st.booleans,
    "str": lambda: st.text(string.ascii_letters + string.digits + " .,-_()", max_size=12),
    "bytes": lambda: st.binary(max_size=12),
    "complex": lambda: st.builds(complex, _floats(), _floats()),
    "None": st.none,
    "Linked": lambda: linked_lists(st.integers(-10, 20)),
    "Tree": lambda: trees(st.integers(-10, 20)),
    "any": lambda: st.integers(-10, 20) | st.text("ab ", max_size=4) | st.lists(st.integers(-10, 20), max_size=4),
}


def _near(value: Any, pool: list[Any]) -> SearchStrategy[Any]:
    """The value itself, one like it, or one with a part changed, dropped or doubled."""
    alike = of_type(type_of(value), pool)
    if isinstance(value, list) and value:
        index = st.integers(0, len(value) - 1)
        changed = index.map(lambda i: [*value[:i], *value[i + 1 :]]) | index.map(lambda i: [*value, value[i]])
        return st.just(value) | changed | st.permutations(value) | alike
    if isinstance(value, str) and value:
        index = st.integers(0, len(value))
        return st.just(value) | index.map(lambda i: value[:i] + value[i + 1 :]) | index.map(lambda i: value[i:]) | alike
    if type(value) is int:
        return st.integers(-3, 3).map(lambda step: value + step) | alike
    return st.just(value) | alike
