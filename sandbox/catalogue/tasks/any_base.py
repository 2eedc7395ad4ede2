"""Numbers written in any base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..drawn import integer, text
from ..entry import Entry, listed, phrased
from ..properties import WHOLE, Choice, Form, answer, collected, conventions, equals
from .bases import digits, in_capitals, numbers, written

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"


def _number_and_base() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(numbers(), st.sampled_from((2, 3, 8, 10, 16)) | st.integers(2, 16))


def _to_any(letters: str) -> Choice:
    def expected(number: int, base: int) -> str:
        return written(number, base).upper() if letters else written(number, base)

    return answer("the numeral in that base", expected, choice=letters)


_TO_BASE = Entry(
    name="to base",
    names=(
        *phrased("|convert ", "number|integer|decimal|decimal number|int", " to ", "base n|base b|any base|given base"),
        *listed("to base b, to base n, integer to base, number to base, convert number to base, decimal to any base"),
        *phrased("", "十进制|十进制数|整数", "转|转换|转换为|转换成|转为", "任意进制|n进制|任意进制数"),
    ),
    entry_points=listed("to_base, int_to_base, number_to_base, decimal_to_base, convert_to_base, integer_to_base"),
    signature="def to_base(n: int, base: int) -> str",
    summary="Returns the digits of the integer n >= 0 in the given base from 2 to 16 as a string, digits above 9 as"
    ' small letters; 0 gives "0".',
    why="0, powers of the base and their neighbours, in every base up to 16, which is as far as many programs have"
    " digits.",
    inputs=_number_and_base,
    conventions=conventions(
        (Form("", 2),),
        (
            _to_any(""),
            _to_any("capital letters"),
            answer("the digits in that base", digits, collected, choice="a list of digits"),
        ),
    ),
    reference=written,
    edges=((0, 2), (1, 2), (2, 2), (10, 3), (255, 16), (256, 16), (9, 10), (10, 10), (15, 16), (63, 8), (100, 7)),
)


def _numeral_and_base() -> SearchStrategy[Arguments]:
    return _number_and_base().map(lambda given: (written(integer(given), integer(given, 1)), given[1]))


_FROM_BASE = Entry(
    name="from base",
    names=listed("""
        from base b, from base n, from base to decimal, base to decimal, any base to decimal, base n to decimal,
        convert any base to decimal, 任意进制转十进制, 任意进制转换为十进制, n进制转十进制, n进制转换为十进制
    """),
    entry_points=listed("from_base, base_to_decimal, base_to_int, convert_from_base, any_base_to_decimal"),
    signature="def from_base(numeral: str, base: int) -> int",
    summary="Returns the integer that a non-empty string of digits in the given base from 2 to 16 stands for; digits"
    " above 9 are small letters, there is neither sign nor prefix.",
    why="Every base up to 16, powers of the base and their neighbours; other digits are left out.",
    inputs=_numeral_and_base,
    conventions=conventions(
        (Form("", 2), Form("called with capital letters", 2, in_capitals)),
        (Choice("", (WHOLE, equals("equals int()", int))),),
    ),
    reference=int,
    edges=(("0", 2), ("1", 2), ("10", 2), ("101", 3), ("ff", 16), ("100", 16), ("a", 16), ("77", 8), ("99", 10)),
)


def _between_bases() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_numeral_and_base(), st.sampled_from((2, 8, 10, 16)) | st.integers(2, 16)).map(
        lambda drawn: (*drawn[0], drawn[1])
    )


def convert(numeral: str, base: int, to: int) -> str:
    return written(int(numeral, base), to)


def _number_alone(given: Arguments) -> Arguments:
    return (int(text(given), integer(given, 1)), given[2])


_CONVERT = Entry(
    name="base conversion",
    names=(
        *phrased("|number |numeral |radix ", "base conversion|base converter", ""),
        *listed("""
        radix conversion, convert base, convert number between bases, convert number base, convert between bases,
        convert number from one base to another, convert numbers between bases, 进制转换, 数制转换, 进制转换器,
        任意进制转换, 任意进制之间转换, 不同进制转换
        """),
    ),
    entry_points=listed("convert_base, base_conversion, base_convert, change_base, convert_number_base"),
    signature="def convert_base(numeral: str, from_base: int, to_base: int) -> str",
    summary="Returns the number that `numeral` stands for in base `from_base`, written in base `to_base`; both are"
    ' from 2 to 16, digits above 9 are small letters, there is no sign, and zero is "0".',
    why="Every pair of bases, zero, powers of the base and their neighbours.",
    inputs=_between_bases,
    conventions=(
        *conventions(
            (Form("", 3), Form("called with capital letters", 3, in_capitals)),
            (
                answer("the numeral in the other base", convert),
                answer("the numeral in the other base", lambda *g: convert(*g).upper(), choice="gives capital letters"),
            ),
        ),
        *conventions(
            (Form("called with (integer, base)", 2, _number_alone),),
            (
                answer("the numeral in the base", convert),
                answer("the numeral in the base", lambda *g: convert(*g).upper(), choice="capital letters"),
            ),
        ),
    ),
    reference=convert,
    edges=(("0", 10, 2), ("10", 10, 2), ("1010", 2, 10), ("ff", 16, 2), ("255", 10, 16), ("777", 8, 16)),
)

ENTRIES: tuple[Entry, ...] = (_TO_BASE, _FROM_BASE, _CONVERT)
