"""Roman numerals, there and back."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, answer, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"

_SIGNS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_NUMBERS = (1, 2, 3, 4, 5, 6, 8, 9, 10, 14, 19, 40, 44, 49, 90, 99, 400, 444, 500, 900, 999, 1994, 2024, 3888, 3999)


def to_roman(number: int) -> str:
    written = ""
    for size, sign in _SIGNS:
        times, number = divmod(number, size)
        written += sign * times
    return written


@cache
def _written() -> dict[str, int]:
    return {to_roman(number): number for number in range(1, 4000)}


def from_roman(numeral: str) -> int:
    return _written()[numeral]


def _numbers() -> SearchStrategy[int]:
    from hypothesis import strategies as st

    return st.integers(1, 60) | st.integers(1, 3999)


def _number_inputs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_numbers())


def _numeral_inputs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_numbers().map(to_roman))


_TO_ROMAN = Entry(
    name="integer to roman",
    names=listed("""
        roman numerals, roman numeral, to roman, int to roman, number to roman, to roman numerals,
        integer to roman numeral, integer to roman numerals, number to roman numerals, int to roman numeral,
        convert integer to roman, convert integer to roman numeral, convert number to roman numeral,
        convert integer to roman numerals, decimal to roman, roman numeral conversion, roman numeral converter,
        罗马数字, 整数转罗马数字, 整数转换为罗马数字, 数字转罗马数字, 阿拉伯数字转罗马数字, 罗马数字转换
    """),
    entry_points=listed("""
        int_to_roman, to_roman, integer_to_roman, number_to_roman, decimal_to_roman, roman_numeral,
        to_roman_numeral, int_to_roman_numeral
    """),
    signature="def int_to_roman(number: int) -> str",
    summary="Returns the Roman numeral, in capitals with subtractive notation (4 is IV), of an integer from 1 to 3999.",
    why="Every number from 1 to 3999 can be drawn, half of them with a 4 or a 9 in it; beyond 3999 there"
    " is no standard way of writing.",
    inputs=_number_inputs,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the standard numeral", to_roman),
            answer("the standard numeral in small letters", lambda n: to_roman(n).lower(), choice="small letters"),
        ),
    ),
    reference=to_roman,
    edges=tuple((number,) for number in _NUMBERS),
)

_FROM_ROMAN = Entry(
    name="roman to integer",
    names=listed("""
        roman to int, from roman, roman numeral to integer, roman numerals to integer, roman to number,
        from roman numerals, roman numeral to int, roman numerals to integers, roman to decimal,
        convert roman to integer, convert roman numeral to integer, convert roman numerals to integers,
        roman numeral parser, parse roman numeral, parse roman numerals, 罗马数字转整数, 罗马数字转换为整数,
        罗马数字转数字, 罗马数字转阿拉伯数字, 解析罗马数字
    """),
    entry_points=listed("""
        roman_to_int, from_roman, roman_to_integer, roman_to_number, roman_to_decimal, parse_roman,
        roman_numeral_to_int
    """),
    signature="def roman_to_int(numeral: str) -> int",
    summary="Returns the integer from 1 to 3999 that the Roman numeral in capitals (subtractive: IV is 4) stands for.",
    why="The standard numerals from 1 to 3999. Others, such as IIII, are read by some and refused by others, so"
    " they are not asked.",
    inputs=_numeral_inputs,
    conventions=conventions((Form("", 1),), (answer("the number that it stands for", from_roman),)),
    reference=from_roman,
    edges=tuple((to_roman(number),) for number in _NUMBERS),
)

ENTRIES: tuple[Entry, ...] = (_TO_ROMAN, _FROM_ROMAN)
