"""Values cross the boundary exactly, both ways."""

from __future__ import annotations

import datetime
from collections import deque
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import Iterated, Linked, Returned, Sandbox, Tree

if TYPE_CHECKING:
    from sandbox import Program

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary()
    | st.complex_numbers() | st.decimals() | st.fractions() | st.dates() | st.times() | st.timedeltas()
    | st.datetimes() | st.datetimes(timezones=st.just(datetime.UTC)) | st.builds(range, st.integers(-9, 9), st.integers(-9, 9))
)  # fmt: skip
KEYS = st.none() | st.booleans() | st.integers() | st.text() | st.tuples(st.integers(), st.text())
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(KEYS, inner) | st.sets(KEYS)
    | st.frozensets(KEYS) | st.lists(inner).map(deque),
    max_leaves=12,
)  # fmt: skip


SOURCE = """
import itertools
def echo(value): return value
def one_by_one(values): yield from values
def endless(): return itertools.count()
"""


@pytest.fixture(scope="module")
def echo(box: Sandbox) -> object:
    with box.load(SOURCE) as program:
        yield program


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None)
@given(value=VALUES)
def test_any_value_comes_back_as_it_was(echo: Program, value: object) -> None:
    outcome = echo.call("echo", value)
    assert isinstance(outcome, Returned)
    assert exact(outcome.value) == exact(value)


@pytest.mark.parametrize(
    "value",
    [10**5000, -(2**20000), "\ud83d\ude00", "\ud800", "😀\0", float("nan"), float("-inf"), -0.0, Decimal("NaN"),
     Decimal("1.500"), Fraction(-7, 3), b"\xff\0", bytearray(b"x"), complex(-0.0, float("inf")), {1: {(2,): [3]}}],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_rare_values_come_back_as_they_were(echo: Program, value: object) -> None:
    outcome = echo.call("echo", value)
    assert isinstance(outcome, Returned)
    assert exact(outcome.value) == exact(value)


def exact(value: object) -> object:
    """A value that equals only what is exactly the same, with types, order of sets aside."""
    kind = type(value).__name__
    if isinstance(value, list | tuple | deque):
        return (kind, [exact(item) for item in value])
    if isinstance(value, set | frozenset):
        return (kind, sorted(repr(exact(item)) for item in value))
    if isinstance(value, dict):
        return (kind, [(exact(key), exact(item)) for key, item in value.items()])
    if isinstance(value, int) and not isinstance(value, bool):
        return (kind, hex(value))
    if isinstance(value, datetime.datetime | datetime.time):
        return (kind, value.isoformat(), value.fold)
    return (kind, repr(value))


@pytest.mark.parametrize(
    ("change", "value", "after"),
    [("x.append(3)", [1], [1, 3]), ("x[2] = 3", {1: 2}, {1: 2, 2: 3}), ("x.add(3)", {1}, {1, 3}),
     ("x.extend(b'b')", bytearray(b"a"), bytearray(b"ab")), ("x.appendleft(3)", deque([1]), deque([3, 1])),
     ("x[0][1].append(3)", ([0, [1]],), ([0, [1, 3]],)), ("x['a'].clear()", {"a": {1, 2}}, {"a": set()}),
     ("x.val = 3", Linked((1, 2)), Linked((3, 2))), ("x.left = None", Tree((1, 2, 3)), Tree((1, None, 3))),
     ("x[0].next = None", [Linked((1, 2))], [Linked((1,))]), ("del x[:]", [Linked((1, 2))], [])],
    ids=["list", "dict", "set", "bytearray", "deque", "in a tuple", "in a dict", "linked list", "tree",
         "in a list", "nodes dropped"],
)  # fmt: skip
def test_an_argument_that_is_changed_in_place_is_seen(box: Sandbox, change: str, value: object, after: object) -> None:
    with box.load(f"def f(x):\n    {change}") as program:
        outcome = program.call("f", value)
    assert isinstance(outcome, Returned), outcome
    assert outcome.value is None
    assert exact(outcome.arguments) == exact((after,))


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None)
@given(items=st.lists(LEAVES, max_size=9))
def test_whatever_a_generator_yields_comes_back_in_order(echo: Program, items: list[object]) -> None:
    outcome = echo.call("one_by_one", items)
    assert isinstance(outcome, Returned)
    assert isinstance(outcome.value, Iterated)
    assert outcome.value.complete
    assert exact(list(outcome.value.items)) == exact(items)


def test_a_generator_without_an_end_is_cut_and_said_to_be(echo: Program) -> None:
    outcome = echo.call("endless")
    assert isinstance(outcome, Returned)
    assert outcome.value == Iterated(tuple(range(1000)), complete=False)
