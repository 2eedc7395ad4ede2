"""Classes, checked by lists of operations against a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..operations import Expectation, Operation, Step, follows
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

_PUSH = ("push", "append", "add", "put")
_POP = ("pop", "remove")
_PEEK = ("peek", "top", "peek_top", "get_top", "last")
_IS_EMPTY = ("is_empty", "isEmpty", "empty", "isempty")
_SIZE = ("size", "__len__", "length", "get_size", "getSize", "count")


def _model(
    empty: Callable[[Step], bool], shown: tuple[object, ...] = ("raised", "IndexError")
) -> Callable[[Sequence[Operation]], list[Expectation]]:
    """A stack as a list; `empty` judges what a pop or a peek does when there is nothing, `shown` says so."""

    def expectations(operations: Sequence[Operation]) -> list[Expectation]:
        held: list[object] = []
        return [_expectation(names, arguments, held, empty, shown) for names, arguments in operations]

    return expectations


def _expectation(
    names: tuple[str, ...],
    arguments: tuple[object, ...],
    held: list[object],
    empty: Callable[[Step], bool],
    shown: tuple[object, ...],
) -> Expectation:
    if names == _PUSH:
        held.append(arguments[0])
        return Expectation("order", lambda step: step.kind == "returned", ("returned", None))
    if names == _POP:
        return _exactly("order", held.pop()) if held else Expectation("empty pop", empty, shown)
    if names == _PEEK:
        return _if_there(_exactly("order", held[-1]) if held else Expectation("empty peek", empty, shown))
    return _if_there(_exactly("size", not held if names == _IS_EMPTY else len(held)))


def _exactly(aspect: str, value: object) -> Expectation:
    return Expectation(aspect, lambda step: step.gave(value), ("returned", value))


def _if_there(wanted: Expectation) -> Expectation:
    """A stack may lack this method, but not get it wrong."""
    return Expectation(wanted.aspect, lambda step: step.kind == "absent" or wanted.right(step), wanted.expected)


# What happens when there is nothing: any one answer, but always the same.

_WHEN_EMPTY: tuple[tuple[str, Callable[[Step], bool], tuple[object, ...]], ...] = (
    ("raises", lambda step: step.refused, ("raised", "IndexError")),
    ("gives None", lambda step: step.gave(None), ("returned", None)),
    ("gives -1", lambda step: step.gave(-1), ("returned", -1)),
    ("gives False", lambda step: step.gave(False), ("returned", False)),
    ("gives a message", lambda step: step.kind == "returned" and type(step.value) is str, ("returned", "empty")),
)


def _when_empty(method: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(name, (follows(name, f"empty {method}", _model(right, shown)),))
        for name, right, shown in ((f"an empty {method} {how}", right, shown) for how, right, shown in _WHEN_EMPTY)
    )


_ORDER = Choice(
    "",
    (
        follows("last in, first out", "order", _model(lambda step: True)),
        follows("right size and emptiness", "size", _model(lambda step: True)),
    ),
)


def _operation_lists() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    push = (st.integers(0, 2) | st.integers(0, 2) | st.integers(-100, 100)).map(lambda number: (_PUSH, (number,)))
    other = st.sampled_from([(names, ()) for names in (_POP, _POP, _PEEK, _IS_EMPTY, _SIZE)])
    return st.tuples(st.lists(push | push | other, min_size=1, max_size=25))


def _example(*words: int | str) -> Arguments:
    """Numbers are pushed."""
    named = {"pop": _POP, "peek": _PEEK, "empty": _IS_EMPTY, "size": _SIZE}
    return ([(named[word], ()) if isinstance(word, str) else (_PUSH, (word,)) for word in words],)


def _reference(operations: list[Operation]) -> list[object]:
    """The steps of a right stack, of which an empty pop or peek raises an IndexError."""
    nothing = ("raised", "IndexError", ("LookupError", "Exception"))
    wanted = _model(lambda step: False)(operations)
    return [nothing if one.aspect.startswith("empty") else one.expected for one in wanted]


_STACK = Entry(
    name="stack",
    names=listed("""
        stack class, stack data structure, lifo stack, class stack, 栈, 堆栈, 栈类, 栈数据结构, 栈结构, 后进先出栈
    """),
    entry_points=("Stack",),
    signature="class Stack",
    summary="A last-in-first-out stack that starts empty, with the methods push(item), pop(), peek(), is_empty() and"
    " size(); pop() and peek() of an empty stack raise an IndexError.",
    inputs=_operation_lists,
    conventions=conventions((Form("", 0),), (_ORDER,), _when_empty("pop"), _when_empty("peek")),
    reference=_reference,
    edges=(
        _example("empty", "size"),
        _example("pop"),
        _example("peek"),
        _example(1, "peek", "pop", "empty", "size"),
        _example(1, 2, "pop", "pop"),
        _example(1, 2, 1, "pop", "pop", "pop"),
        _example(1, 2, 3, "size", "peek", "peek", "pop", "peek", "empty", 4, "pop", "pop", "pop", "empty", "pop"),
        _example(0, 0, "size", "pop", "empty"),
    ),
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_STACK,)
