"""A check of a class: what it is made with, what it may lack, and how its fall is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox import Sandbox, Status, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = """
    def push(self, item):
        self.items.append(item)
    def pop(self):
        if not self.items:
            raise IndexError("pop from an empty stack")
        return self.items.pop()
"""
DATACLASS = """
from dataclasses import dataclass, field
@dataclass
class Stack:
    limit: int
    items: list = field(default_factory=list)
"""


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("restricted") as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    "source",
    [f"class Stack:\n    def __init__(self, capacity):\n        self.items = []{METHODS}",
     f"class Stack:\n    def __init__(self, items=None):\n        self.items = items or []{METHODS}",
     f"class Base:\n    def __init__(self, size):\n        self.items = []\nclass Stack(Base):\n    pass{METHODS}",
     f"{DATACLASS}{METHODS}"],
    ids=["a capacity", "an optional argument", "an inherited constructor", "a dataclass"],
)  # fmt: skip
def test_a_class_is_made_with_what_its_constructor_wants(box: Sandbox, source: str) -> None:
    verdict = box.check(source)
    assert verdict.passed, verdict
    assert verdict.task == "stack"


def test_a_class_that_wants_more_than_the_task_gives_is_not_taken_for_one(box: Sandbox) -> None:
    verdict = box.check(f"class Stack:\n    def __init__(self, a, b, c):\n        self.items = []{METHODS}")
    assert verdict.status is Status.INCONCLUSIVE
    assert verdict.task is None


def test_the_call_that_a_class_falls_by_shows_how_it_was_made(box: Sandbox) -> None:
    source = f"class Stack:\n    def __init__(self, capacity):\n        self.items = []{METHODS}"
    verdict = box.check(source.replace("items.pop()", "items.pop(0)"), "stack")
    assert verdict.counterexample is not None
    assert verdict.counterexample.call == "x = Stack(1000); x.push(0); x.push(1); x.pop()"
    assert verdict.counterexample.input == ((), [(("push", "append", "add", "put"), (0,)),
                                                 (("push", "append", "add", "put"), (1,)), (("pop", "remove"), ())])  # fmt: skip
    again = box.check(source, "stack", first=[verdict.counterexample.input, ([],), (1, 2)])
    assert again.passed, again


def test_the_call_that_a_class_falls_by_uses_the_names_that_it_has(box: Sandbox) -> None:
    source = "class Stack:\n    def __init__(self): self.a = []\n    def append(self, x): self.a.append(x)\n"
    source += "    def remove(self): return self.a.pop(0)\n    def __len__(self): return len(self.a)\n"
    verdict = box.check(source, "stack")
    assert verdict.counterexample is not None
    assert verdict.counterexample.call == "x = Stack(); x.append(0); x.append(1); x.remove()"
    source = source.replace("pop(0)", "pop()").replace("len(self.a)", "len(self.a) or 1")
    verdict = box.check(source, "stack")
    assert verdict.counterexample is not None
    assert verdict.counterexample.call == "x = Stack(); len(x)"


def test_hints_of_nodes_draw_linked_lists_and_trees(box: Sandbox) -> None:
    source = """
def third(head: Optional[ListNode]) -> int:
    return head.next.next.val
"""
    verdict = box.check("from typing import Optional\n" + source, prompt="what the third node holds")
    assert verdict.status is Status.INCONCLUSIVE
    assert "guessed inputs were not answered: third(" in verdict.reason
    depth = (
        "def depth(root: 'TreeNode') -> int:\n    return 1 + max(depth(root.left), depth(root.right)) if root else 0"
    )
    verdict = box.check(depth, prompt="how deep the tree is")
    assert verdict.passed
    assert verdict.examples == 100


OBJECTS = """
from dataclasses import dataclass, field
from typing import Any, NamedTuple
@dataclass
class Point:
    x: int
    y: int
    tags: list[str] = field(default_factory=list)
class Line(NamedTuple):
    start: Point
    end: Point
class Account:
    def __init__(self, owner: str, balance: int) -> None:
        self.owner, self.balance = owner, balance
@dataclass
class Chain:
    following: "Chain"
@dataclass(kw_only=True)
class Named:
    name: str
class Keyword:
    def __init__(self, size: int, *, unit: str) -> None: ...
class Company(Any): ...
"""


@pytest.mark.parametrize(
    ("signature", "body", "call", "returned"),
    [("f(p: Point) -> Point", "return p if p.x < 4 else None", "f(Point(x=4, y=0))", "None"),
     ("f(lines: list[Line]) -> int", "return sum(one.end.y for one in lines) or ''",
      "f([])", "''"),
     ("f(by: dict[str, 'Account']) -> float", "return sum(a.balance for a in by.values()) and str(len(by))",
      "f({'': Account(owner='', balance=1)})", "'1'"),
     ("f(x: int) -> Point", "return Point(x, x) if x < 4 else object()", "f(4)", "<opaque object>"),
     ("f(x: int) -> Account", "return Account('a', x)", "", ""),
     ("f(one: Named | None) -> str", "return one.name if one else ''",  "", ""),
     ("f(one: Chain) -> str", "return '' if isinstance(one, (int, str, list)) else 0", "", ""),
     ("f(one: Keyword) -> str", "return '' if isinstance(one, (int, str, list)) else 0", "", ""),
     ("f(one: Company) -> str", "return '' if isinstance(one, (int, str, list)) else 0", "", "")],
)  # fmt: skip
def test_hints_of_classes_draw_objects_where_their_fields_have_known_types(
    box: Sandbox, signature: str, body: str, call: str, returned: str
) -> None:
    verdict = box.check(f"{OBJECTS}\ndef {signature}:\n    {body}\n", entry_point="f")
    fallen = verdict.counterexample
    shown = (fallen.call, describe(fallen.outcome).removeprefix("returned ")) if fallen else ("", "")
    assert shown == (call, returned)


def test_a_class_whose_methods_take_other_arguments_is_not_taken_for_one(box: Sandbox) -> None:
    source = (
        "class AVLTree:\n    def insert(self, root, key): return root\n    def search(self, root, key): return root\n"
    )
    verdict = box.check(source)
    assert verdict.status is Status.INCONCLUSIVE
    assert "named like binary search tree" in verdict.reason
    assert box.check(source, "AVL tree").status is Status.FALSIFIED


def test_a_hint_of_a_function_draws_tables(box: Sandbox) -> None:
    source = """
from typing import Callable
def count_if(predicate: Callable[[int], bool], items: list[int]) -> int:
    return sum(1 for item in items if predicate(item)) or None
"""
    verdict = box.check(source, prompt="how many items satisfy the predicate")
    assert verdict.counterexample is not None
    assert verdict.counterexample.property == "returns int"
    assert verdict.counterexample.call == "count_if((lambda *_: False), [])"
