"""Numbers: small ones, some of any size, and those beside the numbers that examples and programs tell apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from .pool import Pool

#: Up to a number that is told apart, every smaller one is worth a try.
_MAX_RANGE = 10_000
_NEIGHBOURS = (-1, 0, 1)
_STEPS = (-1.0, -0.5, -0.01, 0.0, 0.01, 0.5, 1.0)


def integers(pool: Pool) -> SearchStrategy[Any]:
    usual = st.integers(-10, 20) | st.integers(-1000, 1000)
    known = pool.of("int") if pool.varied else []
    limits = sorted({value + step for value in known for step in _NEIGHBOURS})
    largest = max((abs(value) for value in known if abs(value) <= _MAX_RANGE), default=0)
    return st.one_of(usual, *[st.integers(0, largest)] * (largest > 1), *[st.sampled_from(limits)] * bool(limits))


def floats(pool: Pool) -> SearchStrategy[Any]:
    usual = st.integers(-40, 40).map(lambda n: n / 4) | st.floats(allow_nan=False, allow_infinity=False, width=32)
    known = [value for value in (*pool.of("float"), *map(_as_float, pool.of("int"))) if math.isfinite(value)]
    limits = sorted({round(value + step, 6) for value in known for step in _STEPS})
    if not pool.varied:
        return usual
    hundredths = st.integers(-500, 500).map(lambda n: n / 100)
    return st.one_of(usual, hundredths, *[st.sampled_from(known), st.sampled_from(limits)] * bool(limits))


def _as_float(value: int) -> float:
    return float(value) if abs(value) < 10**9 else math.nan
