"""Last in, first out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..operations import (
    DONE,
    IS_EMPTY,
    NOTHING,
    RAISES,
    SIZE,
    Behaviour,
    Expectation,
    Open,
    class_names,
    made_with,
    operation_lists,
    optional,
    required,
)
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

_PUSH = required("push, append, add, put")
_POP = required("pop, remove")
_PEEK = optional("peek, top, peek_top, get_top, last")


class _Stack:
    def __init__(self) -> None:
        self._held: list[object] = []

    def push(self, item: object) -> Expectation:
        self._held.append(item)
        return DONE

    def pop(self) -> object:
        return self._held.pop() if self._held else Open("an empty pop", RAISES)

    def peek(self) -> object:
        return self._held[-1] if self._held else Open("an empty peek", RAISES)

    def is_empty(self) -> bool:
        return not self._held

    def size(self) -> int:
        return len(self._held)


_BEHAVIOUR = Behaviour(_Stack, (_PUSH, _POP, _PEEK, IS_EMPTY, SIZE))
_ORDER = Choice(
    "",
    (
        _BEHAVIOUR.follows("last in, first out", _PUSH, _POP, _PEEK),
        _BEHAVIOUR.follows("right size and emptiness", IS_EMPTY, SIZE),
    ),
)


def _operation_lists() -> SearchStrategy[Arguments]:
    pushing = [_PUSH(number) for number in (0, 1, 2, 0, 1, 2, -1, 7, 90, -100)]
    return operation_lists(lambda: [*pushing, *[_POP()] * 5, *[_PEEK(), IS_EMPTY(), SIZE()] * 2])


def _example(*words: int | str) -> Arguments:
    """Numbers are pushed."""
    named = {"pop": _POP, "peek": _PEEK, "empty": IS_EMPTY, "size": SIZE}
    return ((), [named[word]() if isinstance(word, str) else _PUSH(word) for word in words])


_STACK = Entry(
    name="stack",
    names=class_names(
        "stack, lifo stack, stack using list, stack with list, stack using array, stack using linked list,"
        " stack using queues, stack using two queues, stack with queues, my stack",
        "栈, 堆栈, 后进先出栈, 用队列实现栈, 用两个队列实现栈, 两个队列实现栈, 列表实现栈, 数组实现栈, 链表实现栈",
    ),
    entry_points=listed("Stack, MyStack, StackUsingQueues, StackWithQueues, StackUsingTwoQueues, StackWithTwoQueues"),
    signature="class Stack",
    summary="A last-in-first-out stack that starts empty, with the methods push(item), pop(), peek(), is_empty() and"
    " size(); pop() and peek() of an empty stack raise an IndexError.",
    why="Few distinct values, so that one taken for another shows, and more pops than pushes. A stack that asks for a"
    " capacity gets one that no list of operations fills.",
    inputs=_operation_lists,
    conventions=conventions(
        (Form("", 0), made_with("a capacity", 1000)),
        (_ORDER,),
        _BEHAVIOUR.answers("an empty pop", *NOTHING),
        _BEHAVIOUR.answers("an empty peek", *NOTHING),
    ),
    reference=_BEHAVIOUR.reference,
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
