"""Queues out of which the least, or the largest, priority comes first."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final

from ..entry import Entry, listed
from ..operations import (
    DONE,
    IS_EMPTY,
    NOTHING,
    RAISES,
    SAYS_NOTHING,
    SIZE,
    Behaviour,
    Expectation,
    Open,
    Operation,
    class_names,
    one_of,
    operation_lists,
    optional,
    parts,
    required,
)
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "classes"

_PUSH = required("push, enqueue, insert, put, add, offer, add_task, add_item, insert_with_priority")
_POP = required("""
    pop, dequeue, get, poll, remove, extract, extract_min, extract_max, delete, pop_task, delete_min, remove_min,
    pop_min, delete_max, pop_max, remove_highest_priority, get_next
""")
_FIRST = optional("peek, front, top, first, find_min, get_min, peek_min, find_max, get_max")
#: Of a priority its item, so that items of equal priority are alike; they are in another order than the priorities.
_ITEMS: Final = "dgbiafhcje"


class _Priorities:
    """`gives` makes the answer from an item and its priority."""

    def __init__(self, sign: int, gives: str) -> None:
        self._sign, self._gives = sign, gives
        self._held: list[int] = []

    def push(self, item: str, priority: int) -> Expectation:  # noqa: ARG002  it is told by the priority
        heapq.heappush(self._held, self._sign * priority)
        return DONE

    def pop(self) -> object:
        if not self._held:
            return Open("an empty removal", RAISES)
        return _ANSWERS[self._gives](self._sign * heapq.heappop(self._held))

    def peek(self) -> object:
        if not self._held:
            return SAYS_NOTHING
        return one_of(*(answer(self._sign * self._held[0]) for answer in _ANSWERS.values()))

    def is_empty(self) -> bool:
        return not self._held

    def size(self) -> int:
        return len(self._held)


_ANSWERS: Final[dict[str, Callable[[int], object]]] = {
    "": lambda priority: _ITEMS[priority],
    "gives (priority, item)": lambda priority: (priority, _ITEMS[priority]),
    "gives (item, priority)": lambda priority: (_ITEMS[priority], priority),
    "gives the priority": lambda priority: priority,
}


def _queue(sign: int, gives: str) -> Behaviour:
    return Behaviour(lambda: _Priorities(sign, gives), (_PUSH, _POP, _FIRST, IS_EMPTY, SIZE))


def _order(sign: int, gives: str) -> Choice:
    first = "smallest" if sign == 1 else "largest"
    made = _queue(sign, gives)
    claims = (
        made.follows(f"the {first} priority first", _PUSH, _POP, _FIRST),
        made.follows("right size and emptiness", IS_EMPTY, SIZE),
    )
    return Choice(", ".join(filter(None, (f"{first} priority first", gives))), claims)


def _pushing(*wanted: int) -> Form:
    """The positions of what is pushed."""
    name = f"push({', '.join(('item', 'priority')[index] for index in wanted)})"

    def adapt(drawn: Arguments) -> Arguments:
        constructor, operations = parts(drawn)
        return constructor, [_pushed(operation, wanted) for operation in operations]

    return Form("" if wanted == (0, 1) else name, 0, adapt)


def _pushed(operation: Operation, wanted: tuple[int, ...]) -> Operation:
    names, arguments = operation
    return (names, tuple(arguments[index] for index in wanted)) if names == _PUSH.names else operation


def _enter(priority: int) -> Operation:
    return _PUSH(_ITEMS[priority], priority)


def _priority_inputs() -> SearchStrategy[Arguments]:
    entering = [_enter(priority) for priority in (*range(10), 1, 2)]
    return operation_lists(lambda: [*entering, *[_POP()] * 7, _FIRST(), _FIRST(), IS_EMPTY(), SIZE()], emptied_by=_POP)


def _priority_example(*words: int | str) -> Arguments:
    """Numbers are priorities of items that enter."""
    named = {"out": _POP, "peek": _FIRST, "empty": IS_EMPTY, "size": SIZE}
    return ((), [named[word]() if isinstance(word, str) else _enter(word) for word in words])


_PAIRED = [_order(sign, gives) for gives in _ANSWERS if gives != "gives the priority" for sign in (1, -1)]
_BARE = [_order(sign, "gives the priority") for sign in (1, -1)]
_NO_ITEM = _queue(1, "").answers("an empty removal", *NOTHING)

_PRIORITY_QUEUE = Entry(
    name="priority queue",
    names=class_names("priority queue, heap based priority queue, priority queue using heap", "优先队列, 优先级队列"),
    entry_points=listed("PriorityQueue, MyPriorityQueue, HeapPriorityQueue"),
    signature="class PriorityQueue",
    summary="A queue that starts empty, with the methods push(item, priority), pop(), which removes the item of the"
    " smallest priority and returns it, peek(), is_empty() and size(); pop() of an empty queue raises an IndexError.",
    why="Priorities that come twice have the same item, since the order of equal ones is open; otherwise the order of"
    " items is not that of priorities, so that one taken for the other shows.",
    inputs=_priority_inputs,
    conventions=(
        *conventions((_pushing(0, 1), _pushing(1, 0)), _PAIRED, _NO_ITEM),
        *conventions((_pushing(1),), _BARE, _NO_ITEM),
    ),
    reference=_queue(1, "").reference,
    edges=(
        _priority_example("out"),
        _priority_example("peek"),
        _priority_example(3, "peek", "out", "empty", "size"),
        _priority_example(3, 1, "peek", "out", "out"),
        _priority_example(1, 3, "peek", "out", "out", "out"),
        _priority_example(2, 2, 1, 1, "size", "out", "out", "out", "out", "empty"),
        _priority_example(*range(10), *["out"] * 5, 0, 9, *["out"] * 8),
        _priority_example(*reversed(range(10)), *["out"] * 10),
        _priority_example(1, 5, 2, 8, 7, 3, 4, 9, *["out"] * 8, 1, "out"),
    ),
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_PRIORITY_QUEUE,)
