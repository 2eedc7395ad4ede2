"""Queues of a fixed size in a ring."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

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
    exactly,
    operation_lists,
    optional,
    required,
    such,
)
from ..properties import Choice, Form, as_list, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "classes"

_PUT = required("enqueue, enQueue, write, append, push, put, add, insert, offer")
_TAKE = required("dequeue, deQueue, read, pop, get, take, poll, remove, popleft, delete")
_FRONT = optional("front, Front, peek, get_front, peek_front, first, head")
_REAR = optional("rear, Rear, get_rear, peek_rear, last, back, tail")
_IS_FULL = optional("is_full, isFull, full, isfull")


class _Ring:
    """`gives`: what a removal gives; `overwrites`: when there is no room the oldest item goes."""

    def __init__(self, capacity: int, gives: str, *, overwrites: bool) -> None:
        self._held: deque[int] = deque(maxlen=capacity)
        self._capacity, self._gives, self._overwrites = capacity, gives, overwrites

    def enqueue(self, item: int) -> Expectation:
        if len(self._held) == self._capacity and not self._overwrites:
            return SAYS_NOTHING
        self._held.append(item)
        return DONE

    def dequeue(self) -> object:
        if self._gives == "all items":
            items = list(self._held)
            return such(lambda found: as_list(found) == items, items)
        if not self._held:
            return Open("an empty removal", RAISES)
        item = self._held.popleft()
        return exactly(True) if self._gives == "True" else item

    def front(self) -> object:
        return self._held[0] if self._held else SAYS_NOTHING

    def rear(self) -> object:
        return self._held[-1] if self._held else SAYS_NOTHING

    def is_empty(self) -> bool:
        return not self._held

    def is_full(self) -> bool:
        return len(self._held) == self._capacity

    def size(self) -> int:
        return len(self._held)


def _behaviour(gives: str, *, overwrites: bool) -> Behaviour:
    def model(capacity: int) -> _Ring:
        return _Ring(capacity, gives, overwrites=overwrites)

    return Behaviour(model, (_PUT, _TAKE, _FRONT, _REAR, IS_EMPTY, _IS_FULL, SIZE))


def _kept(gives: str, *, overwrites: bool) -> Choice:
    made = _behaviour(gives, overwrites=overwrites)
    claims = (
        made.follows("first in, first out, within its size", _PUT, _TAKE, _FRONT, _REAR),
        made.follows("right size, emptiness and fullness", IS_EMPTY, _IS_FULL, SIZE),
    )
    name = ", ".join((f"a removal gives {gives}", *["a full one drops the oldest item"] * overwrites))
    return Choice(name, claims)


def _operations(capacity: int) -> list[Operation]:
    adding = [_PUT(number) for number in (1, 2, 3, 0, -1, 7, 1, 2)]
    asking = [_FRONT(), _REAR(), IS_EMPTY(), _IS_FULL(), SIZE()]
    return [*adding, *[_TAKE()] * (5 if capacity < 4 else 3), *asking]


def _inputs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return operation_lists(_operations, st.sampled_from([(2,), (1,), (3,), (5,)]), emptied_by=_TAKE)


def _example(capacity: int, *words: int | str) -> Arguments:
    """Numbers are put in."""
    named = {"out": _TAKE, "front": _FRONT, "rear": _REAR, "empty": IS_EMPTY, "full": _IS_FULL, "size": SIZE}
    return ((capacity,), [named[word]() if isinstance(word, str) else _PUT(word) for word in words])


_EDGES = (
    _example(1, "empty", "full", "size", "front", "rear", "out"),
    _example(1, 1, "full", "empty", 2, "front", "rear", "out", "out"),
    _example(2, 1, 2, "full", "size", "out", 3, "rear", "front", "out", "out", "empty"),
    _example(3, 1, 2, 3, 4, "rear", "full", "out", 4, "rear", "front"),
    _example(3, 1, 2, "out", "out", 3, 4, 5, "full", "front", "rear", "out", "out", "out", "out"),
    _example(2, 0, "front", "rear", "out", 0, 0, "size", "full"),
    _example(3, 1, 2, 3, 4, 5, "out", "out", "out", "out", "empty"),
)
_FIXED = _behaviour("the item", overwrites=False)

_CIRCULAR_QUEUE = Entry(
    name="circular queue",
    names=class_names("circular queue, my circular queue, ring queue", "循环队列, 环形队列"),
    entry_points=listed("CircularQueue, MyCircularQueue, RingQueue"),
    signature="class CircularQueue(capacity: int)",
    summary="A first-in-first-out queue made as CircularQueue(capacity), with the methods enqueue(item), which returns"
    " False where there is no room, dequeue(), which raises an IndexError where there is nothing, front(), rear(),"
    " is_empty(), is_full() and size().",
    why="Small capacities, so that the ring is filled, emptied and passed round several times. What a full or an empty"
    " one says is open, as long as nothing changes.",
    inputs=_inputs,
    conventions=conventions(
        (Form("", 1),),
        (_kept("the item", overwrites=False), _kept("True", overwrites=False)),
        _FIXED.answers("an empty removal", *NOTHING),
    ),
    reference=_FIXED.reference,
    edges=_EDGES,
    is_class=True,
)

_RING_BUFFER = Entry(
    name="ring buffer",
    names=class_names(
        "ring buffer, circular buffer, cyclic buffer, fixed size ring buffer", "环形缓冲区, 循环缓冲区, 环形缓冲"
    ),
    entry_points=listed("RingBuffer, CircularBuffer, CyclicBuffer"),
    signature="class RingBuffer(capacity: int)",
    summary="A buffer made as RingBuffer(capacity), with the methods append(item), which drops the oldest item where"
    " there is no room, pop(), which removes and returns the oldest item and raises an IndexError where there is"
    " nothing, is_empty(), is_full() and size().",
    why="Small capacities, so that the ring is filled and passed round several times. A full buffer may drop its oldest"
    " item or refuse the new one, and reading may take an item out or show all of them.",
    inputs=_inputs,
    conventions=(
        *conventions(
            (Form("", 1),),
            (_kept("the item", overwrites=True), _kept("the item", overwrites=False)),
            _FIXED.answers("an empty removal", *NOTHING),
        ),
        *conventions((Form("", 1),), (_kept("all items", overwrites=True),)),
    ),
    reference=_behaviour("the item", overwrites=True).reference,
    edges=_EDGES,
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_CIRCULAR_QUEUE, _RING_BUFFER)
