"""Objects of a program's own classes as arguments: each is made in the program, of the fields that are sent."""

from __future__ import annotations

from sandbox import Raised, Record, Returned, Sandbox

CLASSES = """
from dataclasses import dataclass
from typing import NamedTuple

@dataclass
class Point:
    x: int
    y: int = 7
    def __post_init__(self):
        if self.x < 0:
            raise ValueError("left of it all")

@dataclass(frozen=True)
class Cell:
    name: str

class Line(NamedTuple):
    start: Point
    length: float

class Account:
    def __init__(self, owner):
        self.owner = owner.title()
"""


def record(kind: str, **fields: object) -> Record:
    return Record(kind, tuple(fields.items()))


def test_the_program_gets_objects_of_its_own_class(box: Sandbox) -> None:
    source = """
def total(p): return p.x + p.y
def owner(account): return account.owner
def end(line): return line.start.x + line[1]
def moves(p):
    p.x += 1
    return isinstance(p, Point)
"""
    with box.load(CLASSES + source) as program:
        assert program["total"](record("Point", x=1)) == 8
        assert program["total"](record("Point", y=1, x=2)) == 3
        assert program["owner"](record("Account", owner="ada")) == "Ada"
        assert program["end"](record("Line", start=record("Point", x=2), length=0.5)) == 2.5
        outcome = program.call("moves", record("Point", x=1))
        assert isinstance(outcome, Returned)
        assert outcome.value is True
        assert outcome.arguments == (record("Point", x=2, y=7),), "as it was left behind"


def test_at_any_depth_of_other_values(box: Sandbox) -> None:
    source = """
def xs(points): return [p.x for p in points]
def by_name(table): return {name: [p.x for p, _ in pairs] for name, pairs in table.items()}
def names(cells): return sorted(cell.name for cell in cells)
"""
    one, two = record("Point", x=1), record("Point", x=2)
    with box.load(CLASSES + source) as program:
        assert program["xs"]([one, two]) == [1, 2]
        assert program["xs"]((one,)) == [1]
        assert program["by_name"]({"a": [(one, 0)], "b": []}) == {"a": [1], "b": []}
        assert program["names"]({record("Cell", name="b"), record("Cell", name="a")}) == ["a", "b"]
        assert program["names"]({record("Cell", name="b"): 1}) == ["b"]


def test_a_class_that_refuses_raises_in_the_call(box: Sandbox) -> None:
    with box.load(CLASSES + "def f(p): return p") as program:
        outcome = program.call("f", record("Point", x=-1))
        assert isinstance(outcome, Raised)
        assert (outcome.type_name, outcome.message) == ("ValueError", "left of it all")
        assert isinstance(program.call("f", record("Point", z=1)), Raised)
        assert program["f"](record("Point", x=1)) == record("Point", x=1, y=7)


def test_steps_of_an_instance_take_them_too(box: Sandbox) -> None:
    source = """
class Path:
    def __init__(self, start): self.points = [start]
    def add(self, p):
        self.points.append(p)
        return sum(p.x for p in self.points)
"""
    with box.load(CLASSES + source) as program:
        steps = [(("add",), (record("Point", x=2),))]
        outcome = program.operate("Path", (record("Point", x=1),), steps)
        assert isinstance(outcome, Returned)
        assert outcome.value == [("returned", 3)]
