"""Numbers written in binary, octal and hexadecimal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..drawn import text
from ..entry import Entry, phrased
from ..properties import WHOLE, Choice, Form, answer, collected, conventions, equals

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def digits(number: int, base: int) -> list[int]:
    """The most significant first; 0 has one digit."""
    found = []
    while number >= base:
        number, digit = divmod(number, base)
        found.append(digit)
    return [number, *reversed(found)]


def written(number: int, base: int) -> str:
    return "".join(_DIGITS[digit] for digit in digits(number, base))


def in_capitals(arguments: Arguments) -> Arguments:
    return (text(arguments).upper(), *arguments[1:])


# Inputs


def numbers() -> SearchStrategy[int]:
    """Powers of the usual bases and their neighbours among them."""
    from hypothesis import strategies as st

    power = st.tuples(st.sampled_from((2, 8, 10, 16)), st.integers(0, 6), st.integers(-1, 1))
    near = power.map(lambda drawn: max(0, drawn[0] ** drawn[1] + drawn[2]))
    return st.integers(0, 40) | near | st.integers(0, 100_000)


def _number_inputs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(numbers())


_NUMBERS = (0, 1, 2, 3, 7, 8, 9, 10, 15, 16, 17, 31, 64, 100, 255, 256, 1023, 4095, 65535)


@dataclass(frozen=True)
class _Base:
    base: int
    #: Of its numerals, in English (long and short) and Chinese.
    names: tuple[str, str]
    chinese: str
    prefix: str

    def small(self, n: int) -> str:
        return written(n, self.base)

    def capital(self, n: int) -> str:
        return self.small(n).upper()

    @property
    def spoken(self) -> str:
        long, short = self.names
        return f"{long}|{long} number|{long} string|{short}"


_BASES = (
    _Base(2, ("binary", "bin"), "二进制", "0b"),
    _Base(8, ("octal", "oct"), "八进制", "0o"),
    _Base(16, ("hexadecimal", "hex"), "十六进制", "0x"),
)
_TURNED = "转|转换为|转换成|转为"


def _numerals(base: _Base) -> tuple[Choice, ...]:
    claim, prefix = f"the numeral in base {base.base}", base.prefix
    usual = (
        answer(claim, base.small),
        answer(claim, lambda n: prefix + base.small(n), choice=f"with the prefix {prefix}"),
    )
    if base.base > 10:
        return (
            *usual,
            answer(claim, base.capital, choice="capital letters"),
            answer(claim, lambda n: prefix + base.capital(n), choice=f"capital letters with the prefix {prefix}"),
        )
    return (
        *usual,
        answer(claim, lambda n: int(base.small(n)), choice="an integer of these digits"),
        answer(claim, lambda n: digits(n, base.base), collected, choice="a list of digits"),
    )


def _to_entry(base: _Base) -> Entry:
    long, short = base.names
    return Entry(
        name=f"decimal to {long}",
        names=(
            *phrased("|convert ", "decimal|integer|int|decimal number", " to ", base.spoken),
            *phrased("|将", "十进制|十进制数|整数", _TURNED, f"{base.chinese}|{base.chinese}数"),
        ),
        entry_points=(
            f"decimal_to_{long}",
            *phrased("dec|int|integer|number", "_to_", f"{long}|{short}"),
            f"decimal_to_{short}",
            f"to_{long}",
        ),
        signature=f"def decimal_to_{long}(n: int) -> str",
        summary=f"Returns the digits of the integer n >= 0 in base {base.base} as a string, without a prefix or leading"
        f' zeros{" and with small letters" if base.base > 10 else ""}; 0 gives "0".',
        why="0, powers of the base and their neighbours, where digits carry over; negative numbers are left out, which"
        " have no common notation.",
        inputs=_number_inputs,
        conventions=conventions((Form("", 1),), _numerals(base)),
        reference=base.small,
        edges=tuple((n,) for n in _NUMBERS),
    )


def _zero_filled(base: _Base) -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    zeros = st.sampled_from(("", "", "0", "00"))
    return st.tuples(st.tuples(zeros, numbers()).map(lambda drawn: drawn[0] + base.small(drawn[1])))


def _other_form(base: _Base) -> Form:
    if base.base > 10:
        return Form("called with capital letters", 1, in_capitals)
    return Form("called with an integer of these digits", 1, lambda given: (int(text(given)),))


def _from_entry(base: _Base) -> Entry:
    long, short = base.names

    def reference(numeral: str) -> int:
        return int(numeral, base.base)

    return Entry(
        name=f"{long} to decimal",
        names=(
            *phrased("|convert ", base.spoken, " to ", "decimal|integer|int|decimal number"),
            *phrased("|将", f"{base.chinese}|{base.chinese}数|{base.chinese}字符串", _TURNED, "十进制|十进制数|整数"),
        ),
        entry_points=(
            f"{long}_to_decimal",
            *phrased(long, "_to_", "dec|int|integer"),
            *phrased(short, "_to_", "decimal|dec|int|integer"),
        ),
        signature=f"def {long}_to_decimal(numeral: str) -> int",
        summary=f"Returns the integer that a non-empty string of digits in base {base.base} stands for"
        f"{' (small letters)' if base.base > 10 else ''}; there is neither sign nor prefix.",
        why="Leading zeros, powers of the base and their neighbours; signs and prefixes are left out.",
        inputs=lambda: _zero_filled(base),
        conventions=conventions(
            (Form("", 1), _other_form(base)), (Choice("", (WHOLE, equals("the number", reference))),)
        ),
        reference=reference,
        edges=tuple((base.small(n),) for n in _NUMBERS),
    )


ENTRIES: tuple[Entry, ...] = (*map(_to_entry, _BASES), *map(_from_entry, _BASES))
