"""Equality of plain data as a checker means it: exact types, exact numbers, floats to 1e-9.

Python's `==` is too generous for a verdict (`True == 1`, `[1] == [True]`) and too strict for it (`nan != nan`,
`0.1 + 0.2 != 0.3`). The comparison keeps its own stack, so that no depth of nesting can end it.
"""

from __future__ import annotations

import math
import sys
from collections import deque
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from ..values import Iterated, Linked, Opaque, Record, Tree
from .property import Missing

if TYPE_CHECKING:
    from collections.abc import Collection

#: Relative tolerance of floats that are not equal exactly.
RELATIVE = 1e-9
#: What rounding leaves of numbers that cancel out, relative to those that went in.
_RESIDUAL = 1e-12
#: Comparisons that one verdict spends on elements of sets that are near without being equal; with more, they differ.
_NEAR_STEPS = 200_000

#: Of one of these types, Python's own comparison of sequences is exact.
_EXACT = frozenset({int, str, bool, bytes})
_CONTAINERS = (list, tuple, deque, dict, set, frozenset)
_Pairs: TypeAlias = list[tuple[object, object]]


def same(left: object, right: object, *, scale: float = 0.0) -> bool:
    """True where both are the same data: containers of the same type, `True` no 1, `1.0` an exact 1, nan a nan.

    An opaque value, and the value of a call that did not return, equal nothing, not even themselves.
    `scale`: the largest number that both were computed from. Where `right` is 0, rounding may leave a little of it on
    the left; elsewhere not, for right answers can be as small.
    """
    return _Comparison(_RESIDUAL * scale).same(left, right)


def magnitude(data: object) -> float:
    """The largest finite number in plain data, by its absolute value."""
    largest, rest = 0.0, [data]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            rest += [*one.keys(), *one.values()]
        elif isinstance(one, _CONTAINERS):
            rest += one
        elif isinstance(one, int | float) and abs(one) <= sys.float_info.max:
            largest = max(largest, float(abs(one)))
    return largest


class _Comparison:
    """One comparison of two values, which keeps account of the steps its searches take."""

    def __init__(self, residual: float = 0.0) -> None:
        self._steps = _NEAR_STEPS
        self._residual = residual

    def same(self, left: object, right: object, *, counted: bool = False) -> bool:
        pairs: _Pairs = [(left, right)]
        while pairs:
            one, other = pairs.pop()
            if counted:
                self._steps -= 1 + (len(one) if isinstance(one, _CONTAINERS) else 0)
            inner = self._inner(one, other) if self._steps >= 0 else None
            if inner is None:
                return False
            pairs.extend(inner)
        return True

    def _inner(self, left: object, right: object) -> _Pairs | None:
        """What remains to be compared inside the two; None where they differ already."""
        if type(left) is type(right):
            if isinstance(left, list | tuple | deque) and isinstance(right, list | tuple | deque):
                if len(left) != len(right):
                    return None
                kind = _only_kind(left)
                if kind in _EXACT and _only_kind(right) is kind:
                    return [] if left == right else None
                return list(zip(left, right, strict=True))
            if isinstance(left, dict) and isinstance(right, dict):
                return self._dicts(left, right)
            if isinstance(left, set | frozenset) and isinstance(right, set | frozenset):
                return self._matched(left, right)
        if isinstance(left, Record) and isinstance(right, Record):
            return [(left.type_name, right.type_name), (left.fields, right.fields)]
        if isinstance(left, Linked) and isinstance(right, Linked):
            return [(left.items, right.items), (left.back, right.back)]
        if isinstance(left, Tree) and isinstance(right, Tree):
            return [(left.levels, right.levels)]
        if isinstance(left, Iterated) and isinstance(right, Iterated):
            return [(left.items, right.items), (left.complete, right.complete)]
        return [] if _same_scalar(left, right, self._residual) else None

    def _dicts(self, left: dict[object, object], right: dict[object, object]) -> _Pairs | None:
        keys = self._matched(left.keys(), right.keys())
        if keys is None:
            return None
        return [(left[one], right[other]) for one, other in keys] + keys

    def _matched(self, left: Collection[object], right: Collection[object]) -> _Pairs | None:
        """Pairs of hashable elements that belong together: by equality, else (a nan, a near float) by `same`."""
        if len(left) != len(right):
            return None
        rest = {element: element for element in right}
        pairs: _Pairs = []
        unequal = []
        for element in left:
            if element in rest:
                pairs.append((element, rest.pop(element)))
            else:
                unequal.append(element)
        near = self._near(unequal, list(rest))
        return None if near is None else pairs + near

    def _near(self, left: list[object], right: list[object]) -> _Pairs | None:
        """Floats are paired in their order, for their number may be large; for anything else, each is tried."""
        floats, others = _floats(left), _floats(right)
        if len(floats) != len(others):
            return None
        pairs: _Pairs = list(zip(floats, others, strict=True))
        rest = [element for element in right if type(element) is not float]
        for element in left:
            if type(element) is float:
                continue
            index = next((n for n, one in enumerate(rest) if self.same(element, one, counted=True)), None)
            if index is None:
                return None
            pairs.append((element, rest.pop(index)))
        return pairs


def _only_kind(items: Collection[object]) -> type | None:
    """The type of all items, None if there are several or none."""
    kinds = set(map(type, items))
    return kinds.pop() if len(kinds) == 1 else None


def _floats(elements: list[object]) -> list[float]:
    """In ascending order, each nan after them."""
    return sorted((one for one in elements if type(one) is float), key=lambda one: (math.isnan(one), one))


def _same_scalar(left: object, right: object, residual: float) -> bool:
    if isinstance(left, Opaque | Missing) or isinstance(right, Opaque | Missing):
        return False
    if _is_real(left) and _is_real(right):
        return _same_real(left, right, residual)
    if type(left) is not type(right):
        return False
    if isinstance(left, complex) and isinstance(right, complex):
        return _same_real(left.real, right.real, residual) and _same_real(left.imag, right.imag, residual)
    if isinstance(left, Decimal) and isinstance(right, Decimal) and (left.is_nan() or right.is_nan()):
        return left.is_nan() and right.is_nan()  # a signaling nan cannot be compared
    return bool(left == right)


def _is_real(value: object) -> bool:
    return type(value) is int or type(value) is float


def _same_real(left: object, right: object, residual: float) -> bool:
    if left == right:
        return True
    if not (isinstance(left, float) and isinstance(right, float)):
        return False  # an integer is exact: near is not enough
    absolute = 0.0 if right else residual
    near = math.isclose(left, right, rel_tol=RELATIVE, abs_tol=absolute)
    return near or (math.isnan(left) and math.isnan(right))
