"""Values from a worker that are no builtin data. Plain data; none of them equals anything the host would expect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Opaque:
    """A value that cannot cross the boundary as data. Equal only to itself, so it never passes for an answer."""

    type_name: str

    def __repr__(self) -> str:
        return f"<opaque {self.type_name}>"


@dataclass(frozen=True, slots=True, eq=False)
class Handle(Opaque):
    """An object that is no data and stays in its program, for later calls of that program (`Program.keep`).

    `key`: what the program's process knows it by. `owner`: the program.
    """

    key: str = ""
    owner: object = None

    def __repr__(self) -> str:
        return f"<kept {self.type_name}>"


@dataclass(frozen=True, slots=True)
class Record:
    """A dataclass instance or named tuple of the program: its class name and its fields in order.

    As an argument, an instance of any class of the program, made with these fields as keyword arguments.
    """

    type_name: str
    fields: tuple[tuple[str, object], ...]

    def __repr__(self) -> str:
        return _text(self)


@dataclass(frozen=True, slots=True)
class Iterated:
    """An iterator, drained up to a bound. `complete` is False where it had not ended by then."""

    items: tuple[object, ...]
    complete: bool = True

    def __repr__(self) -> str:
        return _text(self)


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked list of a program's nodes, by their values; as an argument, its first node (None for an empty list).

    `back`: the index of the node that follows the last one, where the list runs in a circle.
    """

    items: tuple[object, ...] = ()
    back: int | None = None

    def __repr__(self) -> str:
        return _text(self)


@dataclass(frozen=True, slots=True)
class Tree:
    """A binary tree of a program's nodes; as an argument, its root (None for an empty tree).

    `levels`: the values from the root downwards, each level from the left, None for a child that is not there; below
    such a one there is nothing: `(1, None, 2, 3)` is 1 with the right child 2, whose left child is 3.
    """

    levels: tuple[object, ...] = ()

    def __repr__(self) -> str:
        return _text(self)


@dataclass(frozen=True, slots=True)
class Tabulated:
    """A function as an argument, by its results: `pairs` of arguments and result, and a default for all others."""

    pairs: tuple[tuple[tuple[object, ...], object], ...] = ()
    default: object = None

    def __repr__(self) -> str:
        return _text(self)


def _text(value: object) -> str:
    from .literal import literal  # it knows these classes

    return literal(value)
