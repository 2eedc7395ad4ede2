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

from sandbox import Returned, Sandbox

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


@pytest.fixture(scope="module")
def echo(box: Sandbox) -> object:
    with box.load("def echo(value):\n    return value") as program:
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
