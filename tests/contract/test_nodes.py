"""Linked lists and trees cross the boundary as values, whoever defines their nodes."""

from __future__ import annotations

import pytest

from sandbox import Linked, Opaque, Returned, Sandbox, Tree

REVERSE = """
def f(head):
    previous = None
    while head:
        head.next, previous, head = previous, head, head.next
    return previous
"""
OWN = "class ListNode:\n    def __init__(self, val, next=None):\n        self.val = val\n        self.next = next\n"
MENTIONED = "from typing import Optional\ndef g(head: Optional[ListNode]) -> ListNode:\n    return ListNode(1, head)\n"
OTHER = "class Node:\n    def __init__(self, data, next):\n        self.data, self.next = data, next\n"
SLOTS = "class ListNode:\n    __slots__ = ('value', 'next')\n    def __init__(self, value):\n        self.value, self.next = value, None\n"
RECORD = "from dataclasses import dataclass\n@dataclass\nclass Node:\n    value: int\n    next: 'Node' = None\n"


@pytest.mark.parametrize(
    "nodes", ["", OWN, MENTIONED, OTHER, SLOTS, RECORD], ids=["", "own", "mentioned", "other", "slots", "dataclass"]
)
def test_a_linked_list_goes_in_and_comes_out(box: Sandbox, nodes: str) -> None:
    with box.load(nodes + REVERSE) as program:
        outcome = program.call("f", Linked((1, 2, 3)))
        assert isinstance(outcome, Returned), outcome
        assert outcome.value == Linked((3, 2, 1))
        assert outcome.arguments == (Linked((1,)),), "as it was left behind"
        assert program["f"](Linked()) is None


def test_a_list_in_a_circle_is_told_by_where_it_leads_back(box: Sandbox) -> None:
    source = "def same(head): return head\ndef second(head): return head.next"
    with box.load(source) as program:
        assert program["same"](Linked((1, 2, 3), back=1)) == Linked((1, 2, 3), back=1)
        assert program["second"](Linked((1, 2, 3), back=0)) == Linked((2, 3, 1), back=0)


def test_a_list_of_linked_lists_is_built(box: Sandbox) -> None:
    source = "def heads(lists): return [head.val if head else None for head in lists]"
    with box.load(source) as program:
        assert program["heads"]([Linked((1, 2)), Linked(), Linked((3,))]) == [1, None, 3]


MIRROR = """
def f(root):
    if root:
        root.left, root.right = f(root.right), f(root.left)
    return root
"""
TREE = "class Node:\n    def __init__(self, key):\n        self.left = None\n        self.right = None\n        self.key = key\n"


@pytest.mark.parametrize("nodes", ["", "def g(root: 'TreeNode') -> 'TreeNode': return root\n", TREE])
def test_a_tree_goes_in_and_comes_out(box: Sandbox, nodes: str) -> None:
    with box.load(nodes + MIRROR) as program:
        assert program["f"](Tree((1, 2, 3, None, 4))) == Tree((1, 3, 2, None, None, 4))
        assert program["f"](Tree((1, None, 2, 3))) == Tree((1, 2, None, None, 3))
        assert program["f"](Tree()) is None


@pytest.mark.parametrize(
    "body",
    ["node.left = node", "node.left = node.right = TreeNode(2)", "node.val = None", "node.left = 5",
     "node.next = 5\n    del node.left"],
    ids=["circle", "two parents", "no value", "a number", "no node"],
)  # fmt: skip
def test_what_is_no_tree_is_opaque(box: Sandbox, body: str) -> None:
    with box.load(f"def f():\n    node = TreeNode(1)\n    {body}\n    return node") as program:
        outcome = program.call("f")
    assert isinstance(outcome, Returned)
    assert isinstance(outcome.value, Opaque)


def test_a_list_of_too_many_nodes_is_opaque(box: Sandbox) -> None:
    source = "def f(n):\n    head = None\n    for i in range(n):\n        head = ListNode(i, head)\n    return head"
    with box.load(source) as program:
        assert program["f"](3) == Linked((2, 1, 0))
        assert isinstance(program["f"](20_000), Opaque)
