"""Binary heaps."""

from __future__ import annotations

import heapq
import itertools
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
    parts,
    required,
)
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "classes"

_INSERT = required("insert, push, add, heappush, heap_push, put, enqueue, offer, insert_key, insertKey, insert_value")
_EXTRACT = required("""
    extract, extract_min, extractMin, pop_min, popMin, remove_min, removeMin, delete_min, deleteMin, extract_max,
    extractMax, pop_max, remove_max, delete_max, heappop, heap_pop, extract_root, remove_root, pop, poll, remove,
    delete, dequeue
""")
_PEEK = optional("""
    peek, top, get_min, getMin, find_min, findMin, peek_min, get_max, getMax, find_max, findMax, peek_max, minimum,
    maximum, min, max, get_root, root, front
""")


class _Heap:
    """`sign` is -1 for a heap whose largest item comes first."""

    sign = 1

    def __init__(self) -> None:
        self._held: list[int] = []

    def insert(self, item: int) -> Expectation:
        heapq.heappush(self._held, self.sign * item)
        return DONE

    def extract(self) -> object:
        return self.sign * heapq.heappop(self._held) if self._held else Open("an empty removal", RAISES)

    def peek(self) -> object:
        return self.sign * self._held[0] if self._held else Open("an empty peek", RAISES)

    def is_empty(self) -> bool:
        return not self._held

    def size(self) -> int:
        return len(self._held)


class _MaxHeap(_Heap):
    sign = -1


def _behaves(model: type[_Heap], first: str, choice: str = "") -> tuple[Behaviour, Choice]:
    made = Behaviour(model, (_INSERT, _EXTRACT, _PEEK, IS_EMPTY, SIZE))
    claims = (
        made.follows(f"the {first} item first", _INSERT, _EXTRACT, _PEEK),
        made.follows("right size and emptiness", IS_EMPTY, SIZE),
    )
    return made, Choice(choice, claims)


_MIN, _SMALLEST_FIRST = _behaves(_Heap, "smallest")
_MAX, _LARGEST_FIRST = _behaves(_MaxHeap, "largest")
_EITHER = (_behaves(_Heap, "smallest", "smallest first")[1], _behaves(_MaxHeap, "largest", "largest first")[1])


def _made_with_a_list(drawn: Arguments) -> Arguments:
    """What is inserted first, it is made with."""
    _, operations = parts(drawn)
    items = [arguments[0] for _, arguments in itertools.takewhile(lambda one: one[0] == _INSERT.names, operations)]
    return (items,), operations[len(items) :]


_FORMS = (Form("", 0), Form("made with a list", 1, _made_with_a_list), made_with("a capacity", 1000))


def _heap_inputs() -> SearchStrategy[Arguments]:
    inserting = [_INSERT(number) for number in (*range(10), 1, 5, -1, 90, -100)]
    return operation_lists(
        lambda: [*inserting, *[_EXTRACT()] * 6, _PEEK(), _PEEK(), IS_EMPTY(), SIZE()], emptied_by=_EXTRACT
    )


def _heap_example(*words: int | str) -> Arguments:
    """Numbers are inserted."""
    named = {"out": _EXTRACT, "peek": _PEEK, "empty": IS_EMPTY, "size": SIZE}
    return ((), [named[word]() if isinstance(word, str) else _INSERT(word) for word in words])


_HEAP_EDGES = (
    _heap_example("out"),
    _heap_example("peek"),
    _heap_example("empty", "size", 1, "peek", "size", "out", "empty"),
    _heap_example(1, 2, "out", "out", "out"),
    _heap_example(2, 1, "peek", "out", "peek", "out"),
    _heap_example(2, 2, 1, 1, "out", "out", "out", "out", "empty"),
    _heap_example(5, 4, 3, 2, 1, 0, *["out"] * 7),
    _heap_example(0, 1, 2, 3, 4, 5, 6, *["out"] * 8),
    _heap_example(1, 5, 2, 8, 7, 3, 4, 9, *["out"] * 8, 1, "out"),
    _heap_example(4, 8, 6, 9, 10, 7, 12, 11, 13, *["out"] * 9),
    _heap_example(10, 6, 8, 5, 4, 7, 2, 3, 1, *["out"] * 9),
)
_EMPTY_ANSWERS = (_MIN.answers("an empty removal", *NOTHING), _MIN.answers("an empty peek", *NOTHING))
_HEAP_WHY = (
    "Up and down through three levels, with equal items, rising and falling ones, down to the last item and on from"
    " there; a class that can be made with a list is given one."
)

_MIN_HEAP = Entry(
    name="min heap",
    names=class_names("min heap, minimum heap, binary min heap, min binary heap", "最小堆, 小顶堆, 小根堆"),
    entry_points=listed("MinHeap, BinaryMinHeap, MinBinaryHeap"),
    signature="class MinHeap",
    summary="A heap that starts empty, with the methods insert(item), extract_min(), which removes and returns the"
    " smallest item, peek(), is_empty() and size(); extract_min() and peek() of an empty heap raise an IndexError.",
    why=_HEAP_WHY,
    inputs=_heap_inputs,
    conventions=conventions(_FORMS, (_SMALLEST_FIRST,), *_EMPTY_ANSWERS),
    reference=_MIN.reference,
    edges=_HEAP_EDGES,
    is_class=True,
)

_MAX_HEAP = Entry(
    name="max heap",
    names=class_names("max heap, maximum heap, binary max heap, max binary heap", "最大堆, 大顶堆, 大根堆"),
    entry_points=listed("MaxHeap, BinaryMaxHeap, MaxBinaryHeap"),
    signature="class MaxHeap",
    summary="A heap that starts empty, with the methods insert(item), extract_max(), which removes and returns the"
    " largest item, peek(), is_empty() and size(); extract_max() and peek() of an empty heap raise an IndexError.",
    why=_HEAP_WHY,
    inputs=_heap_inputs,
    conventions=conventions(_FORMS, (_LARGEST_FIRST,), *_EMPTY_ANSWERS),
    reference=_MAX.reference,
    edges=_HEAP_EDGES,
    is_class=True,
)

_BINARY_HEAP = Entry(
    name="binary heap",
    names=class_names("binary heap, heap class, heap data structure", "二叉堆, 堆数据结构, 堆类"),
    entry_points=listed("BinaryHeap, Heap"),
    signature="class BinaryHeap",
    summary="A min-heap that starts empty, with the methods insert(item), extract(), which removes and returns the"
    " smallest item, peek(), is_empty() and size(); extract() and peek() of an empty heap raise an IndexError.",
    why=f"{_HEAP_WHY} The largest item may come first instead.",
    inputs=_heap_inputs,
    conventions=conventions(_FORMS, _EITHER, *_EMPTY_ANSWERS),
    reference=_MIN.reference,
    edges=_HEAP_EDGES,
    is_class=True,
)

ENTRIES: tuple[Entry, ...] = (_MIN_HEAP, _MAX_HEAP, _BINARY_HEAP)
