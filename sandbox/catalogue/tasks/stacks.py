"""Last in, first out."""

from __future__ import annotations

import math
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
    exactly,
    made_with,
    one_of,
    operation_lists,
    optional,
    required,
)
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "classes"

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
    return operation_lists(lambda: [*pushing, *[_POP()] * 5, *[_PEEK(), IS_EMPTY(), SIZE()] * 2], emptied_by=_POP)


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


# Min-stack

_TOP = required("top, peek, get_top, peek_top")
_MINIMUM = required("get_min, getMin, min, minimum, find_min, get_minimum, min_value, peek_min, current_min")
#: Of a pop that returns nothing, as many are written, only its effect is judged.
_INFINITY = exactly(math.inf, "gives infinity")


class _MinStack(_Stack):
    def pop(self) -> object:
        return one_of(self._held.pop(), None) if self._held else Open("an empty pop", RAISES)

    def top(self) -> object:
        return self._held[-1] if self._held else Open("an empty top", RAISES)

    def get_min(self) -> object:
        return min(map(_number, self._held)) if self._held else Open("an empty minimum", RAISES)


def _number(item: object) -> int:
    return item if isinstance(item, int) else 0


_MIN_BEHAVIOUR = Behaviour(_MinStack, (_PUSH, _POP, _TOP, _MINIMUM, IS_EMPTY, SIZE))


def _min_stack_operations() -> SearchStrategy[Arguments]:
    pushing = [_PUSH(number) for number in (0, 1, 2, 3, 0, 1, 2, -1, -2, 90)]
    return operation_lists(
        lambda: [*pushing, *[_MINIMUM()] * 5, *[_POP()] * 5, _TOP(), _TOP(), IS_EMPTY(), SIZE()], emptied_by=_POP
    )


def _min_example(*words: int | str) -> Arguments:
    """Numbers are pushed."""
    named = {"pop": _POP, "top": _TOP, "min": _MINIMUM}
    return ((), [named[word]() if isinstance(word, str) else _PUSH(word) for word in words])


_MIN_STACK = Entry(
    name="min stack",
    names=class_names(
        "min stack, minimum stack, stack with minimum, stack with min, stack with get min, stack that supports get min,"
        " stack with constant time minimum",
        "最小栈, 包含min函数的栈, 带最小值的栈, 支持最小值的栈",
    ),
    entry_points=listed("MinStack, StackWithMin, MinimumStack"),
    signature="class MinStack",
    summary="A stack that starts empty and knows its least item, with the methods push(item), pop(), top() and"
    " get_min(); pop(), top() and get_min() of an empty stack raise an IndexError.",
    why="The least item comes several times, is popped and shows again, which is where a second stack of minima loses"
    " count. What a pop returns is left open, since LeetCode's returns nothing.",
    inputs=_min_stack_operations,
    conventions=conventions(
        (Form("", 0),),
        (
            Choice(
                "",
                (
                    _MIN_BEHAVIOUR.follows("last in, first out", _PUSH, _POP, _TOP),
                    _MIN_BEHAVIOUR.follows("the least item", _MINIMUM),
                    _MIN_BEHAVIOUR.follows("right size and emptiness", IS_EMPTY, SIZE),
                ),
            ),
        ),
        _MIN_BEHAVIOUR.answers("an empty pop", *NOTHING),
        _MIN_BEHAVIOUR.answers("an empty top", *NOTHING),
        _MIN_BEHAVIOUR.answers("an empty minimum", *NOTHING, _INFINITY),
    ),
    reference=_MIN_BEHAVIOUR.reference,
    edges=(
        _min_example("pop"),
        _min_example("top"),
        _min_example("min"),
        _min_example(1, "min", "top", "pop"),
        _min_example(-2, 0, -3, "min", "pop", "top", "min"),
        _min_example(2, 1, 1, "min", "pop", "min", "pop", "min", "top"),
        _min_example(1, 2, "min", "pop", "min"),
        _min_example(0, 1, "min", "pop", 0, "pop", "min"),
        _min_example(3, 2, 1, "pop", "min", "pop", "min", "pop", 5, "min"),
    ),
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_STACK, _MIN_STACK)
