"""Picking from unordered numbers: the k-th of them, the most frequent ones."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ...checking.property import Arguments, Call, Property
from ..drawn import integer, integers
from ..entry import Entry, listed, phrased
from ..properties import Choice, Form, as_list, conventions, equals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

FIELD = "sorting"

# The k-th


def _items_and_rank() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    def with_rank(items: list[int]) -> SearchStrategy[Arguments]:
        return st.tuples(st.just(items), st.integers(1, len(items)))

    few, many = st.lists(st.integers(-3, 3), min_size=1, max_size=9), st.lists(st.integers(-999, 999), min_size=1)
    return (few | many | few.map(sorted)).flatmap(with_rank)


def kth_largest(items: list[int], k: int) -> int:
    return sorted(items, reverse=True)[k - 1]


def kth_smallest(items: list[int], k: int) -> int:
    return sorted(items)[k - 1]


def _ranks(name: str, offset: int = 0) -> tuple[Form, ...]:
    """Ways to pass items and rank, where ranks count from 1 + `offset`."""

    def rank(given: Arguments) -> int:
        return integer(given, 1) + offset

    def last(given: Arguments) -> int:
        return len(integers(given)) - 1

    return (
        Form(name, 2, lambda given: (given[0], rank(given))),
        Form(f"{name} called with (k, items)".strip(), 2, lambda given: (rank(given), given[0])),
        Form(f"{name} called with (items, low, high, k)".strip(), 4, lambda g: (g[0], 0, last(g), rank(g))),
        Form(f"{name} called with (items, k, low, high)".strip(), 4, lambda g: (g[0], rank(g), 0, last(g))),
        Form(f"{name} called with (items, length, k)".strip(), 3, lambda g: (g[0], last(g) + 1, rank(g))),
    )


def _is(name: str, expected: Callable[[list[int], int], int]) -> tuple[Choice]:
    return (Choice(name, (equals(f"the {name}", expected),)),)


_LARGEST, _SMALLEST = _is("k-th largest", kth_largest), _is("k-th smallest", kth_smallest)
_FROM_ONE, _FROM_ZERO = _ranks(""), _ranks("k from 0,", -1)
_RANK_EDGES: tuple[Arguments, ...] = (
    ([1], 1),
    ([2, 1], 1),
    ([1, 2], 2),
    ([2, 2, 1], 2),
    ([1, 1, 1], 2),
    ([3, 2, 1, 5, 6, 4], 2),
    ([3, 2, 3, 1, 2, 4, 5, 5, 6], 4),
    ([-1, -2, 0], 3),
)
_RANK_WHY = (
    "Duplicates count one by one, which a set of the numbers loses; k runs from 1 to the number of elements, and what"
    " lies outside is not asked for."
)


def _rank_names(english: str, chinese: str) -> tuple[str, ...]:
    return (
        *phrased("find |", "kth |k th ", english, "| element| number", "| list| array| unsorted array| unsorted list"),
        *phrased("|查找|寻找", "|数组中|列表中|数组", "第k", f"{chinese}|个最{chinese}", "|元素|数"),
    )


_KTH_LARGEST = Entry(
    name="kth largest",
    names=_rank_names("largest", "大"),
    entry_points=listed("""
        kth_largest, find_kth_largest, kth_largest_element, find_kth_largest_element, k_th_largest, get_kth_largest
    """),
    signature="def kth_largest(items: list[int], k: int) -> int",
    summary="Returns the k-th largest element of the non-empty list, 1 <= k <= len(items), duplicates counted one by"
    " one: kth_largest([2, 2, 1], 2) is 2.",
    why=_RANK_WHY,
    inputs=_items_and_rank,
    conventions=conventions(_FROM_ONE, _LARGEST),
    reference=kth_largest,
    edges=_RANK_EDGES,
)

_KTH_SMALLEST = Entry(
    name="kth smallest",
    names=_rank_names("smallest", "小"),
    entry_points=listed("""
        kth_smallest, find_kth_smallest, kth_smallest_element, find_kth_smallest_element, k_th_smallest,
        get_kth_smallest
    """),
    signature="def kth_smallest(items: list[int], k: int) -> int",
    summary="Returns the k-th smallest element of the non-empty list, 1 <= k <= len(items), duplicates counted one by"
    " one: kth_smallest([1, 1, 2], 2) is 1.",
    why=_RANK_WHY,
    inputs=_items_and_rank,
    conventions=conventions(_FROM_ONE, _SMALLEST),
    reference=kth_smallest,
    edges=_RANK_EDGES,
)

_QUICKSELECT = Entry(
    name="quickselect",
    names=listed("quick select, quickselect selection, hoare selection, 快速选择"),
    entry_points=listed("quickselect, quick_select"),
    signature="def quickselect(items: list[int], k: int) -> int",
    summary="Returns the k-th smallest element of the non-empty list, where k counts from 1 and duplicates count one by"
    " one.",
    why=_RANK_WHY + " Ranks from 0, and from the largest, are other habits.",
    inputs=_items_and_rank,
    conventions=(
        *conventions(_FROM_ONE, (*_SMALLEST, *_LARGEST)),
        *conventions(_FROM_ZERO, (*_SMALLEST, *_LARGEST)),
    ),
    reference=kth_smallest,
    edges=_RANK_EDGES,
)

# The most frequent


def _items_and_count() -> SearchStrategy[Arguments]:
    """Ties are frequent, and so is a number that comes often but late."""
    from hypothesis import strategies as st

    def with_count(items: list[int]) -> SearchStrategy[Arguments]:
        return st.tuples(st.just(items), st.integers(1, len(set(items))))

    few, some = st.integers(-1, 3), st.integers(-9, 9)
    runs = st.lists(st.tuples(some, st.integers(1, 5)), min_size=1, max_size=6).map(
        lambda drawn: [number for number, times in drawn for _ in range(times)]
    )
    lists = st.lists(few, min_size=1, max_size=12) | st.lists(some, min_size=1, max_size=20) | runs
    return lists.flatmap(with_count)


def top_k_frequent(items: list[int], k: int) -> list[int]:
    return [item for item, _ in Counter(items).most_common(k)]


def _counted(arguments: Arguments) -> Counter[int]:
    return Counter(integers(arguments))


def _are_most_frequent(call: Call, chosen: Sequence[object]) -> bool:
    """Which of equally frequent ones are taken is free, and so is the order."""
    counts, k = _counted(call.input), integer(call.input, 1)
    if not all(type(item) is int for item in chosen) or len(chosen) != k or len(set(chosen)) != k:
        return False
    found = sorted((counts[item] for item in chosen if isinstance(item, int)), reverse=True)
    return found == sorted(counts.values(), reverse=True)[:k]


def _elements(call: Call) -> bool:
    found = call.value
    chosen = list(found) if isinstance(found, set | frozenset) else as_list(found)
    return isinstance(chosen, list) and _are_most_frequent(call, chosen)


def _with_counts(call: Call) -> bool:
    found = call.value
    pairs = list(found.items()) if isinstance(found, dict) else as_list(found)
    if not isinstance(pairs, list):
        return False
    counts = _counted(call.input)
    chosen = []
    for pair in map(as_list, pairs):
        if not (isinstance(pair, list) and len(pair) == 2 and type(pair[0]) is int and same(pair[1], counts[pair[0]])):
            return False
        chosen.append(pair[0])
    return _are_most_frequent(call, chosen)


def _most_frequent(choice: str, holds: Callable[[Call], bool]) -> Choice:
    claim = Property(
        "k different elements, none of them rarer than one left out",
        "postcondition",
        holds,
        lambda call: top_k_frequent(integers(call.input), integer(call.input, 1)),
    )
    return Choice(choice, (claim,))


_TOP_K = Entry(
    name="top k frequent",
    names=listed("""
        top k frequent elements, top k frequent numbers, k most frequent elements, top k most frequent elements,
        find top k frequent elements, find k most frequent elements, k most frequent numbers, k most common elements,
        most frequent k elements, top k frequent elements list, top k frequent elements in array, 前k个高频元素,
        前k高频, 前k高频元素, 前k个最高频元素, 出现频率最高k个元素, 出现次数最多k个元素, 出现频率前k高元素
    """),
    entry_points=listed("top_k_frequent, top_k_frequent_elements, k_most_frequent, most_frequent_k, topk_frequent"),
    signature="def top_k_frequent(items: list[int], k: int) -> list[int]",
    summary="Returns the k most frequent elements of the list, in any order; 1 <= k <= number of different elements. Of"
    " equally frequent ones any may be taken.",
    why="Few distinct numbers, so that frequencies tie and the most frequent one seldom comes first; k never asks for"
    " more elements than there are.",
    inputs=_items_and_count,
    conventions=conventions(
        (Form("", 2), Form("called with (k, items)", 2, lambda given: (given[1], given[0]))),
        (_most_frequent("", _elements), _most_frequent("with their counts", _with_counts)),
    ),
    reference=top_k_frequent,
    edges=(
        ([1], 1),
        ([1, 1, 1, 2, 2, 3], 2),
        ([1, 2], 2),
        ([1, 2, 2], 1),
        ([3, 0, 1, 0], 1),
        ([4, 1, -1, 2, -1, 2, 3], 2),
        ([5, 5, 5, 1, 1, 9, 9, 9, 9], 2),
    ),
)

ENTRIES: tuple[Entry, ...] = (_KTH_LARGEST, _KTH_SMALLEST, _QUICKSELECT, _TOP_K)
