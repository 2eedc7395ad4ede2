"""Data that are the same for a verdict, and data that only look so."""

from __future__ import annotations

import math
from collections import deque
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.checking.comparison import same
from sandbox.checking.property import MISSING
from sandbox.values import Iterated, Opaque, Record

NAN = float("nan")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1, 1),
        (2, 2.0),
        (0.1 + 0.2, 0.3),
        (NAN, float("nan")),
        (math.inf, math.inf),
        ([1, [2, (3,)]], [1, [2, (3,)]]),
        ({"a": [1], 2: None}, {2: None, "a": [1]}),
        ({1, 2}, {2, 1}),
        ({NAN}, {float("nan")}),
        ({(0.1 + 0.2,)}, {(0.3,)}),
        (frozenset({1}), frozenset({1})),
        (deque([1]), deque([1])),
        (complex(0.1 + 0.2, 1), complex(0.3, 1)),
        (Decimal("NaN"), Decimal("NaN")),
        (Record("P", (("x", 1),)), Record("P", (("x", 1.0),))),
        (Iterated((1, 2)), Iterated((1, 2))),
        (None, None),
    ],
)
def test_same(left: object, right: object) -> None:
    assert same(left, right)
    assert same(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (True, 1),
        (0, False),
        ([True], [1]),
        ({True}, {1}),
        ({1: 0}, {True: 0}),
        ({1: 0}, {1: False}),
        ((1,), [1]),
        ({1}, frozenset({1})),
        ([1], deque([1])),
        ("1", 1),
        (b"a", "a"),
        (10**30, 1e30),
        (2**53 + 1, float(2**53)),
        (1.0, 1.0001),
        (math.inf, -math.inf),
        (NAN, None),
        ([1, 2], [1]),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({1, 2}, {1, 3}),
        (Fraction(1, 2), 0.5),
        (Decimal(1), 1),
        (Opaque("X"), Opaque("X")),
        (Record("P", (("x", 1),)), Record("Q", (("x", 1),))),
        (Iterated((1,)), Iterated((1,), complete=False)),
        (Iterated((1,)), [1]),
        (MISSING, MISSING),
        (MISSING, None),
        (0, None),
    ],
)
def test_different(left: object, right: object) -> None:
    assert not same(left, right)
    assert not same(right, left)


def test_an_opaque_value_is_not_even_itself() -> None:
    opaque = Opaque("X")
    assert not same(opaque, opaque)
    assert not same([opaque], [opaque])


def test_depth_does_not_matter() -> None:
    left: list[object] = []
    right: list[object] = []
    for _ in range(100_000):
        left, right = [left], [right]
    assert same(left, right)
    assert not same(left, [right])
    while left:  # taken apart by hand: deep lists are freed recursively
        left = left.pop()  # type: ignore[assignment]
        right = right.pop()  # type: ignore[assignment]


DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.integers() | st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(DATA)
def test_everything_is_the_same_as_itself(data: object) -> None:
    assert same(data, data)


@given(DATA, DATA)
def test_order_of_the_two_does_not_matter(left: object, right: object) -> None:
    assert same(left, right) == same(right, left)
