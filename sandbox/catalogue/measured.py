"""Claims about numbers that are computed with rounding: near enough is right."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ..checking.property import Call, Property
from .properties import Choice

if TYPE_CHECKING:
    from collections.abc import Callable


def as_real(data: object) -> float | None:
    """A finite number, or None for anything else; a bool is no number."""
    if type(data) not in (int, float, Fraction, Decimal) or not isinstance(data, int | float | Fraction | Decimal):
        return None
    try:
        number = float(data)
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None


def near(
    name: str,
    expected: Callable[..., float],
    *,
    relative: float,
    absolute: float,
    where: Callable[..., bool] | None = None,
) -> Property:
    """The result is a number within either tolerance of the right one; `where(*input)` bounds the claim."""

    def holds(call: Call) -> bool:
        if where is not None and not where(*call.input):
            return True
        found = as_real(call.value)
        return found is not None and math.isclose(found, expected(*call.input), rel_tol=relative, abs_tol=absolute)

    return Property(name, "oracle", holds, lambda call: expected(*call.input))


def close(name: str, expected: Callable[..., float], *, where: Callable[..., bool] | None = None) -> Choice:
    """What an exact formula leaves of rounding, whatever the order of its sums."""
    return Choice("", (near(name, expected, relative=1e-9, absolute=1e-9, where=where),))
