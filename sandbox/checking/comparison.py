"""Equality of plain data as a checker means it: exact types, exact numbers, floats to 1e-9.

Python's `==` is too generous for a verdict (`True == 1`, `[1] == [True]`) and too strict for it (`nan != nan`,
`0.1 + 0.2 != 0.3`). The comparison keeps its own stack, so that no depth of nesting can end it.
"""

from __future__ import annotations

import math
from collections import deque
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from ..values import Iterated, Opaque, Record
from .property import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Relative tolerance of floats that are not equal exactly.
RELATIVE = 1e-9

_Pairs: TypeAlias = list[tuple[object, object]]


def same(left: object, right: object) -> bool:
    """True where both are the same data: containers of the same type, `True` no 1, `1.0` an exact 1, nan a nan.

    An opaque value, and the value of a call that did not return, equal nothing, not even themselves.
    """
    pairs: _Pairs = [(left, right)]
    while pairs:
        one, other = pairs.pop()
        inner = _inner(one, other)
        if inner is None:
            return False
        pairs.extend(inner)
    return True


def _inner(left: object, right: object) -> Iterable[tuple[object, object]] | None:
    """What remains to be compared inside the two; None where they differ already."""
    if isinstance(left, list | tuple | deque) and type(left) is type(right) and isinstance(right, list | tuple | deque):
        return zip(left, right, strict=True) if len(left) == len(right) else None
    if isinstance(left, dict) and isinstance(right, dict) and type(left) is type(right):
        return _dicts(left, right)
    if isinstance(left, set | frozenset) and isinstance(right, set | frozenset) and type(left) is type(right):
        return _matched(left, right)
    if isinstance(left, Record) and isinstance(right, Record):
        return [(left.type_name, right.type_name), (left.fields, right.fields)]
    if isinstance(left, Iterated) and isinstance(right, Iterated):
        return [(left.items, right.items), (left.complete, right.complete)]
    return () if _same_scalar(left, right) else None


def _same_scalar(left: object, right: object) -> bool:
    if isinstance(left, Opaque | Missing) or isinstance(right, Opaque | Missing):
        return False
    if _is_real(left) and _is_real(right):
        return _same_real(left, right)
    if type(left) is not type(right):
        return False
    if isinstance(left, complex) and isinstance(right, complex):
        return _same_real(left.real, right.real) and _same_real(left.imag, right.imag)
    if isinstance(left, Decimal) and isinstance(right, Decimal) and left.is_nan() and right.is_nan():
        return True
    return bool(left == right)


def _is_real(value: object) -> bool:
    return type(value) is int or type(value) is float


def _same_real(left: object, right: object) -> bool:
    if left == right:
        return True
    if not (isinstance(left, float) and isinstance(right, float)):
        return False  # an integer is exact: near is not enough
    return math.isclose(left, right, rel_tol=RELATIVE) or (math.isnan(left) and math.isnan(right))


def _dicts(left: dict[object, object], right: dict[object, object]) -> _Pairs | None:
    keys = _matched(left.keys(), right.keys())
    if keys is None:
        return None
    return [(left[one], right[other]) for one, other in keys] + keys


def _matched(left: Iterable[object], right: Iterable[object]) -> _Pairs | None:
    """Pairs of hashable elements that belong together: by equality, else (a nan, a near float) by `same`."""
    rest = {element: element for element in right}
    pairs: _Pairs = []
    for element in left:
        if element in rest:
            pairs.append((element, rest.pop(element)))
            continue
        near = next((other for other in rest.values() if same(element, other)), _NONE)
        if near is _NONE:
            return None
        pairs.append((element, rest.pop(near)))
    return None if rest else pairs


_NONE = object()
