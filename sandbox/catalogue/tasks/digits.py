"""The decimal digits of a number: reversed, summed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed, phrased
from ..properties import WHOLE, Choice, Form, conventions, declining, equals

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"


def _with_zeros() -> SearchStrategy[int]:
    """Numbers with zeros inside and at the end."""
    from hypothesis import strategies as st

    drawn = st.lists(st.integers(0, 9) | st.just(0), min_size=1, max_size=9)
    return st.integers(0, 120) | drawn.map(lambda digits: int("".join(map(str, digits))))


def reverse_integer(n: int) -> int:
    turned = int(str(abs(n))[::-1])
    return -turned if n < 0 else turned


def _reverse_in_32_bits(n: int) -> int:
    turned = reverse_integer(n)
    return turned if -(2**31) <= turned < 2**31 else 0


def _signed() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    negative = _with_zeros().map(lambda n: -n)
    return st.tuples(_with_zeros() | negative | st.integers(-(2**31), 2**31 - 1))


_REVERSALS = (
    Choice("", (WHOLE, equals("the digits in reverse order, with the sign", reverse_integer))),
    Choice(
        "0 beyond 32 bits",
        (WHOLE, equals("the digits in reverse order, 0 if they exceed 32 bits", _reverse_in_32_bits)),
    ),
)

_REVERSE = Entry(
    name="reverse integer",
    names=(
        *phrased("reverse |reverse digits |reverse digits of ", "integer|number"),
        *listed("reverse digits, integer reversal, number reversal, reverse digits integer, reverse digits in number"),
        *phrased("", "整数|数字|数字各位", "反转|翻转"),
        *phrased("反转|翻转", "整数|数字|数"),
    ),
    entry_points=listed("reverse_integer, reverse_number, reverse_int, reverse_digits"),
    signature="def reverse_integer(n: int) -> int",
    summary="Returns the integer with the decimal digits of n in reverse order and the sign of n; leading zeros vanish:"
    " -120 gives -21.",
    why="Zeros inside and at the end, both signs, one digit, and numbers whose reversal leaves 32 bits, which some"
    " programs answer with 0.",
    inputs=_signed,
    conventions=conventions(
        (Form("", 1),),
        (*_REVERSALS, *declining(_REVERSALS[:1], "negative numbers", lambda n: n < 0)),
    ),
    reference=reverse_integer,
    edges=tuple(
        (n,)
        for n in (0, 1, 9, 10, 12, 100, 120, 123, -1, -10, -123, 1001, 1534236469, -(2**31), 1463847412, -1563847412)
    ),
)


def digit_sum(n: int) -> int:
    return sum(map(int, str(n)))


def digital_root(n: int) -> int:
    return 1 + (n - 1) % 9 if n else 0


def _of_digits(name: str, names: tuple[str, ...], points: str, expected: Callable[[int], int], what: str) -> Entry:
    point, *others = listed(points)
    return Entry(
        name=name,
        names=names,
        entry_points=(point, *others),
        signature=f"def {point}(n: int) -> int",
        summary=f"Returns {what} of the integer n >= 0; 0 gives 0.",
        why="0, one digit, multiples of 9, zeros inside and at the end; negative numbers are left out.",
        inputs=lambda: _digit_inputs(),
        conventions=conventions((Form("", 1),), (Choice("", (WHOLE, equals(what, expected))),)),
        reference=expected,
        edges=tuple((n,) for n in (0, 1, 9, 10, 11, 18, 19, 38, 99, 100, 123, 909, 9999, 123456789)),
    )


def _digit_inputs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_with_zeros())


_DIGIT_SUM = _of_digits(
    "digit sum",
    (
        *phrased("|calculate ", "sum digits|digits sum|sum of digits", "| number| integer| in number| of a number"),
        *phrased("|数|整数|数字", "|各位", "数字之和|数位之和|位数之和|数字和|数位和"),
    ),
    "digit_sum, sum_of_digits, sum_digits, digits_sum",
    digit_sum,
    "the sum of the decimal digits",
)
_DIGITAL_ROOT = _of_digits(
    "digital root",
    listed("add digits, repeated digit sum, sum digits until one digit, 数根, 数字根, 各位相加"),
    "digital_root, add_digits",
    digital_root,
    "the one-digit number that is left by replacing a number with the sum of its digits again and again,",
)

ENTRIES: tuple[Entry, ...] = (_REVERSE, _DIGIT_SUM, _DIGITAL_ROOT)
