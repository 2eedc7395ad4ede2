"""First in, first out, and both ends of a list."""

from __future__ import annotations

from collections import deque
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

FIELD = "classes"

_ENQUEUE = required("enqueue, enQueue, push, put, offer, add, append, insert")
_DEQUEUE = required("dequeue, deQueue, pop, get, poll, popleft, pop_front, pop_left, remove, delete")
_FRONT = optional("peek, front, Front, first, peek_front, get_front, getFront, head, top")
_REAR = optional("rear, Rear, back, peek_rear, peek_back, get_rear, getRear, last")


class _Queue:
    def __init__(self) -> None:
        self._held: deque[object] = deque()

    def enqueue(self, item: object) -> Expectation:
        self._held.append(item)
        return DONE

    def dequeue(self) -> object:
        return self._held.popleft() if self._held else Open("an empty dequeue", RAISES)

    def peek(self) -> object:
        return self._held[0] if self._held else Open("an empty peek", RAISES)

    def rear(self) -> object:
        return self._held[-1] if self._held else Open("an empty peek", RAISES)

    def is_empty(self) -> bool:
        return not self._held

    def size(self) -> int:
        return len(self._held)


_QUEUE_BEHAVIOUR = Behaviour(_Queue, (_ENQUEUE, _DEQUEUE, _FRONT, _REAR, IS_EMPTY, SIZE))
_FIRST_OUT = Choice(
    "",
    (
        _QUEUE_BEHAVIOUR.follows("first in, first out", _ENQUEUE, _DEQUEUE, _FRONT, _REAR),
        _QUEUE_BEHAVIOUR.follows("right size and emptiness", IS_EMPTY, SIZE),
    ),
)


def _queue_operations() -> SearchStrategy[Arguments]:
    entering = [_ENQUEUE(number) for number in (0, 1, 2, 0, 1, 2, -1, 7, 90, -100)]
    return operation_lists(
        lambda: [*entering, *[_DEQUEUE()] * 5, *[_FRONT(), _REAR(), IS_EMPTY(), SIZE()] * 2], emptied_by=_DEQUEUE
    )


def _queued(*words: int | str) -> Arguments:
    """Numbers are enqueued."""
    named = {"out": _DEQUEUE, "front": _FRONT, "rear": _REAR, "empty": IS_EMPTY, "size": SIZE}
    return ((), [named[word]() if isinstance(word, str) else _ENQUEUE(word) for word in words])


_QUEUE = Entry(
    name="queue",
    names=class_names(
        "queue, fifo queue, simple queue, queue using stacks, queue using two stacks, queue with two stacks,"
        " queue with stacks, queue using list, queue using linked list, queue using array, my queue",
        "队列, 先进先出队列, 用栈实现队列, 用两个栈实现队列, 两个栈实现队列, 链表实现队列, 数组实现队列",
    ),
    entry_points=listed("""
        Queue, MyQueue, QueueUsingStacks, QueueWithStacks, QueueUsingTwoStacks, QueueWithTwoStacks, TwoStackQueue,
        QueueTwoStacks, StackQueue, LinkedQueue, ArrayQueue
    """),
    signature="class Queue",
    summary="A first-in-first-out queue that starts empty, with the methods enqueue(item), dequeue(), peek(),"
    " is_empty() and size(); dequeue() and peek() of an empty queue raise an IndexError.",
    why="Few distinct values, and more calls that take than usual, so that the queue runs empty and is filled again,"
    " which is where two stacks or two indices go wrong. A queue that asks for a capacity gets one that is never full.",
    inputs=_queue_operations,
    conventions=conventions(
        (Form("", 0), made_with("a capacity", 1000)),
        (_FIRST_OUT,),
        _QUEUE_BEHAVIOUR.answers("an empty dequeue", *NOTHING),
        _QUEUE_BEHAVIOUR.answers("an empty peek", *NOTHING),
    ),
    reference=_QUEUE_BEHAVIOUR.reference,
    edges=(
        _queued("empty", "size"),
        _queued("out"),
        _queued("front"),
        _queued(1, "front", "rear", "out", "empty", "size"),
        _queued(1, 2, "out", "out"),
        _queued(1, 2, "out", 3, "front", "rear", "out", "out", "empty"),
        _queued(1, "out", 2, "front", "rear", "out", "out", 3, 4, "rear", "out", "size"),
        _queued(1, 2, 3, "size", "front", "front", "out", "rear", 4, "out", "out", "out", "empty", "out"),
        _queued(0, 0, "size", "out", "empty"),
    ),
    is_class=True,
)


# Deque

_ADD_FRONT = required(
    "add_front, addFront, append_left, appendleft, appendLeft, push_front, pushFront, add_first, addFirst,"
    " insert_front, insertFront, insert_first, add_left, push_left, pushleft, enqueue_front, append_front,"
    " add_to_front, offer_first"
)
_ADD_REAR = required(
    "add_rear, addRear, add_back, push_back, pushBack, add_last, addLast, insert_rear, insert_back, insertLast,"
    " insertRear, insert_last, append_right, appendright, add_right, push_right, push_rear, enqueue_rear, enqueue_back,"
    " append_back, append_rear, add_to_rear, add_to_back, offer_last, append, push"
)
_REMOVE_FRONT = required(
    "remove_front, removeFront, pop_front, popFront, pop_left, popleft, popLeft, remove_first, removeFirst,"
    " delete_front, deleteFront, remove_left, dequeue_front, pop_first, poll_first, remove_from_front"
)
_REMOVE_REAR = required(
    "remove_rear, removeRear, remove_back, pop_back, popBack, pop_right, popright, pop_rear, remove_last, removeLast,"
    " delete_rear, delete_last, deleteLast, delete_back, remove_right, dequeue_rear, dequeue_back, pop_last, poll_last,"
    " remove_from_rear, remove_from_back, pop"
)
_DEQUE_FRONT = optional(
    "peek_front, peekFront, get_front, getFront, front, first, peek_first, peek_left, get_first, head"
)
_DEQUE_REAR = optional(
    "peek_rear, peekRear, peek_back, peek_right, get_rear, getRear, get_back, rear, back, last, peek_last, get_last,"
    " tail"
)


class _Deque:
    def __init__(self) -> None:
        self._held: deque[object] = deque()

    def add_front(self, item: object) -> Expectation:
        self._held.appendleft(item)
        return DONE

    def add_rear(self, item: object) -> Expectation:
        self._held.append(item)
        return DONE

    def remove_front(self) -> object:
        return self._held.popleft() if self._held else Open("an empty removal", RAISES)

    def remove_rear(self) -> object:
        return self._held.pop() if self._held else Open("an empty removal", RAISES)

    def peek_front(self) -> object:
        return self._held[0] if self._held else Open("an empty peek", RAISES)

    def peek_rear(self) -> object:
        return self._held[-1] if self._held else Open("an empty peek", RAISES)

    def is_empty(self) -> bool:
        return not self._held

    def size(self) -> int:
        return len(self._held)


_ENDS = (_ADD_FRONT, _ADD_REAR, _REMOVE_FRONT, _REMOVE_REAR, _DEQUE_FRONT, _DEQUE_REAR)
_DEQUE_BEHAVIOUR = Behaviour(_Deque, (*_ENDS, IS_EMPTY, SIZE))
_BOTH_ENDS = Choice(
    "",
    (
        _DEQUE_BEHAVIOUR.follows("right items at both ends", *_ENDS),
        _DEQUE_BEHAVIOUR.follows("right size and emptiness", IS_EMPTY, SIZE),
    ),
)


def _deque_operations() -> SearchStrategy[Arguments]:
    adding = [add(number) for number in (0, 1, 2, -1, 90) for add in (_ADD_FRONT, _ADD_REAR)]
    looking = [_DEQUE_FRONT(), _DEQUE_REAR(), IS_EMPTY(), SIZE()]
    return operation_lists(lambda: [*adding, *[_REMOVE_FRONT(), _REMOVE_REAR()] * 4, *looking])


def _ended(*words: str) -> Arguments:
    """ "<1" adds at the front, ">1" at the rear."""
    named = {"first": _REMOVE_FRONT, "last": _REMOVE_REAR, "front": _DEQUE_FRONT, "rear": _DEQUE_REAR, "size": SIZE}
    adding = {"<": _ADD_FRONT, ">": _ADD_REAR}
    return ((), [named[word]() if word in named else adding[word[0]](int(word[1:])) for word in words])


_DEQUE = Entry(
    name="deque",
    names=class_names(
        "deque, double ended queue, deque using list, deque using linked list, doubly ended queue, two ended queue",
        "双端队列",
    ),
    entry_points=listed("Deque, MyDeque, DoubleEndedQueue, DeQue"),
    signature="class Deque",
    summary="A double-ended queue that starts empty, with the methods add_front(item), add_rear(item), remove_front(),"
    " remove_rear(), peek_front(), peek_rear(), is_empty() and size(); removing from and peeking at an empty deque"
    " raise an IndexError.",
    why="Items come in and go out at both ends, down to the last one and on from there, which is where a missing link"
    " or a wrong index shows. A deque that asks for a capacity gets one that is never full.",
    inputs=_deque_operations,
    conventions=conventions(
        (Form("", 0), made_with("a capacity", 1000)),
        (_BOTH_ENDS,),
        _DEQUE_BEHAVIOUR.answers("an empty removal", *NOTHING),
        _DEQUE_BEHAVIOUR.answers("an empty peek", *NOTHING),
    ),
    reference=_DEQUE_BEHAVIOUR.reference,
    edges=(
        _ended("first"),
        _ended("last"),
        _ended("front"),
        _ended("rear"),
        _ended("<1", "last", "last", "first"),
        _ended(">1", "first", "first", "last"),
        _ended("<1", "<2", ">3", "front", "rear", "size", "last", "last", "last", "size"),
        _ended(">1", ">2", "<0", "first", "first", "first", "<5", "rear", "front", "size"),
        _ended("<1", "<2", "<3", "last", "last", "rear", "first", ">4", "front"),
    ),
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_QUEUE, _DEQUE)
