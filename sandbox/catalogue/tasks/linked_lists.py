"""Linked lists given by their first node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...values import Linked
from ..entry import Entry, listed, phrased
from ..nodes import returned_list, values
from ..properties import Form, answer, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "lists"

_WHY_NODES = (
    "Nodes have `val` and `next`; a program may define their class or only mention it. An empty list is None, and comes"
    " first, then one node and two."
)


def _lists() -> SearchStrategy[Linked]:
    from hypothesis import strategies as st

    from ...checking.inputs.nodes import linked_lists

    return linked_lists(st.integers(0, 3) | st.integers(-100, 100))


def _one_list() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_lists())


_EDGES = tuple((Linked(items),) for items in ((), (1,), (1, 2), (1, 2, 3), (0, 0), (1, 2, 1), (1, 2, 3, 4, 5, 6)))


# Reversal


def _reversed(head: Linked) -> Linked | None:
    return Linked(head.items[::-1]) if head.items else None


_REVERSE = Entry(
    name="reverse linked list",
    names=(
        *phrased("reverse ", "|singly ", "linked list", "| in place"),
        *phrased("|单", "链表", "反转|翻转|逆置"),
        *phrased("反转|翻转|逆置", "|单", "链表"),
    ),
    entry_points=listed("reverse_linked_list, reverse_list, reverse_singly_linked_list"),
    signature="def reverse_linked_list(head: ListNode) -> ListNode",
    summary="Reverses the singly linked list that begins at the node `head` (with the attributes `val` and `next`; None"
    " is the empty list) and returns its new first node.",
    why=_WHY_NODES,
    inputs=_one_list,
    conventions=conventions(
        (Form("", 1), Form("called with (head, None)", 2, lambda given: (*given, None))),
        (answer("the nodes in reverse order", lambda head: Linked(head.items[::-1]), returned_list),),
    ),
    reference=_reversed,
    edges=_EDGES,
)


# Merging


def _merged(one: object, other: object) -> Linked:
    return Linked(tuple(sorted(values(one) + values(other))))


def _two_sorted() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    ordered = _lists().map(lambda linked: Linked(tuple(sorted(values(linked)))))
    return st.tuples(ordered, ordered)


_MERGE = Entry(
    name="merge sorted linked lists",
    names=(
        *phrased("merge |merge two ", "sorted ", "linked lists|linked list|singly linked lists"),
        *phrased("合并", "|两个", "有序|升序|排序", "链表"),
    ),
    entry_points=listed(
        "merge_sorted_linked_lists, merge_linked_lists, merge_two_linked_lists, merge_two_sorted_linked_lists"
    ),
    signature="def merge_sorted_linked_lists(one: ListNode, other: ListNode) -> ListNode",
    summary="Merges two ascending singly linked lists, given by their first nodes (with the attributes `val` and"
    " `next`; None is the empty list), into one ascending list and returns its first node.",
    why=f"{_WHY_NODES} Either list may be the longer one, both share numbers.",
    inputs=_two_sorted,
    conventions=conventions((Form("", 2),), (answer("all nodes in ascending order", _merged, returned_list),)),
    reference=lambda one, other: _merged(one, other) if one.items or other.items else None,
    edges=tuple(
        (Linked(one), Linked(other))
        for one, other in (
            ((), ()),
            ((1,), ()),
            ((), (1,)),
            ((1,), (1,)),
            ((1, 2, 4), (1, 3, 4)),
            ((1, 2), (3, 4, 5)),
            ((5, 6), (1, 2, 7)),
        )
    ),
)


# Circles


def _maybe_circles() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    def closed(linked: Linked) -> SearchStrategy[Linked]:
        ends = st.none() | st.integers(0, len(linked.items) - 1) if linked.items else st.none()
        return ends.map(lambda back: Linked(linked.items, back))

    return st.tuples(_lists().flatmap(closed))


def _is_circle(head: Linked) -> bool:
    return head.back is not None


_CYCLE = Entry(
    name="linked list cycle",
    names=(
        *phrased(
            "detect |check if |check whether |check for |",
            "linked list",
            " cycle| has cycle| loop| has loop| contains cycle| contains loop",
        ),
        *phrased("detect cycle|cycle detection|detect loop|find cycle|loop detection", " in linked list| linked list"),
        *phrased("|检测|判断", "环形链表|链表环|链表是否有环|链表中是否有环|链表有环|链表中环|链表是否存在环"),
    ),
    entry_points=listed("linked_list_has_cycle, has_cycle_linked_list, linked_list_cycle"),
    signature="def linked_list_has_cycle(head: ListNode) -> bool",
    summary="Tells whether the singly linked list that begins at the node `head` (with the attributes `val` and `next`;"
    " None is the empty list) runs in a circle.",
    why=f"{_WHY_NODES} Circles lead back to any node, also to the last one itself; values repeat, so that only nodes"
    " tell a circle.",
    inputs=_maybe_circles,
    conventions=conventions((Form("", 1),), (answer("True exactly for a circle", _is_circle),)),
    reference=_is_circle,
    edges=tuple(
        (Linked(items, back),)
        for items, back in (
            ((), None),
            ((1,), None),
            ((1,), 0),
            ((1, 2), None),
            ((1, 2), 0),
            ((1, 2), 1),
            ((1, 1, 1), None),
            ((1, 2, 3, 4), 1),
            ((1, 2, 3, 4, 5), 4),
            (tuple(range(12)), 0),
        )
    ),
)


# The middle


def _middle(items: list[int], *, is_second: bool) -> int:
    return len(items) // 2 if is_second else (len(items) - 1) // 2


def _from_middle(head: object, *, is_second: bool) -> Linked:
    items = values(head)
    return Linked(tuple(items[_middle(items, is_second=is_second) :]))


def _middle_value(head: object, *, is_second: bool) -> int | None:
    items = values(head)
    return items[_middle(items, is_second=is_second)] if items else None


_MIDDLE = Entry(
    name="middle of linked list",
    names=(
        *phrased("|find |return ", "middle ", "|node |element ", "of |in |", "linked list|singly linked list"),
        *phrased("|查找|寻找", "链表中间节点|链表中间结点|链表中点|链表中间元素"),
    ),
    entry_points=listed("middle_node, find_middle_node, middle_of_linked_list, find_middle_of_linked_list"),
    signature="def middle_node(head: ListNode) -> ListNode",
    summary="Returns the middle node of the singly linked list that begins at the node `head` (with the attributes"
    " `val` and `next`) and is not empty; of two middle nodes, the second.",
    why="Nodes have `val` and `next`; a program may define their class or only mention it. Lists of even length tell"
    " the first of two middle nodes from the second. An empty list, which has no middle, is left out.",
    inputs=lambda: _one_list().filter(lambda given: given != (Linked(),)),
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the second middle node", lambda head: _from_middle(head, is_second=True), returned_list),
            answer(
                "the first middle node", lambda head: _from_middle(head, is_second=False), returned_list, choice="first"
            ),
            answer("the second middle value", lambda head: _middle_value(head, is_second=True), choice="its value"),
            answer(
                "the first middle value", lambda head: _middle_value(head, is_second=False), choice="first, its value"
            ),
        ),
    ),
    reference=lambda head: _from_middle(head, is_second=True),
    edges=_EDGES[1:],
)

ENTRIES: tuple[Entry, ...] = (_REVERSE, _MERGE, _CYCLE, _MIDDLE)
