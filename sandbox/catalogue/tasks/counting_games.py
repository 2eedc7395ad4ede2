"""Counting by a rule: the Collatz sequence, FizzBuzz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...checking.property import Call, Property
from ...outcome import Returned
from ..drawn import integer
from ..entry import Entry, listed, phrased
from ..properties import WHOLE, Choice, Form, answer, collected, conventions, equals

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"

# Collatz


def collatz(n: int) -> list[int]:
    terms = [n]
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        terms.append(n)
    return terms


def _starts() -> SearchStrategy[Arguments]:
    """None needs more than 180 steps, which a recursion can take."""
    from hypothesis import strategies as st

    return st.tuples(st.integers(1, 30) | st.integers(1, 1000) | st.integers(0, 9).map(lambda shift: 1 << shift))


_STEPS = (
    Choice("the number of steps", (WHOLE, equals("the number of steps to 1", lambda n: len(collatz(n)) - 1))),
    Choice("the number of terms", (WHOLE, equals("the number of terms, n and 1 included", lambda n: len(collatz(n))))),
)
_SEQUENCES = (
    answer("the terms from n to 1", collatz, collected),
    answer("the terms after n", lambda n: collatz(n)[1:], collected, choice="n left out"),
)
_COLLATZ_EDGES: tuple[Arguments, ...] = tuple((n,) for n in (1, 2, 3, 4, 5, 6, 7, 8, 16, 19, 27, 97))
_COLLATZ_WHY = (
    "1, where nothing is to be done, powers of two, and long ways such as that of 27; every start reaches 1 within 180"
    " steps. 0 and negative numbers never do."
)

_SEQUENCE = Entry(
    name="collatz sequence",
    names=(
        *listed("collatz, collatz conjecture, 3n+1, 3n+1 problem, 3x+1 problem, hailstone sequence, hailstone numbers"),
        *phrased("compute |generate |print ", "collatz|hailstone", " sequence"),
        *phrased("考拉兹|科拉茨|角谷|冰雹|柯拉茨", "猜想|序列|数列"),
        *listed("考拉兹, 3n+1猜想, 3n+1问题"),
    ),
    entry_points=listed("collatz, collatz_sequence, hailstone, hailstone_sequence, collatz_conjecture"),
    signature="def collatz(n: int) -> list[int]",
    summary="Returns the Collatz sequence from n >= 1 to 1, both included: an even term is halved, an odd one tripled"
    " and increased by 1; 1 gives [1].",
    why=_COLLATZ_WHY,
    inputs=_starts,
    conventions=conventions((Form("", 1),), (*_SEQUENCES, *_STEPS)),
    reference=collatz,
    edges=_COLLATZ_EDGES,
)

_LENGTH = Entry(
    name="collatz steps",
    names=(
        *phrased("|count |number |count number ", "collatz|hailstone", " steps| length| sequence length"),
        *listed("steps to reach 1 collatz, count collatz sequence steps, collatz stopping time, collatz step count"),
        *phrased("考拉兹|科拉茨|角谷|冰雹", "|猜想|序列|数列", "步数|长度"),
    ),
    entry_points=listed("collatz_steps, collatz_length, count_collatz_steps, collatz_count, hailstone_length"),
    signature="def collatz_steps(n: int) -> int",
    summary="Returns how many steps lead from n >= 1 to 1, where an even number is halved, an odd one tripled and"
    " increased by 1; 1 needs none.",
    why=_COLLATZ_WHY,
    inputs=_starts,
    conventions=conventions((Form("", 1),), _STEPS),
    reference=lambda n: len(collatz(n)) - 1,
    edges=_COLLATZ_EDGES,
)

# FizzBuzz


def fizz_buzz_word(n: int) -> str:
    return "Fizz" * (n % 3 == 0) + "Buzz" * (n % 5 == 0) or str(n)


def fizz_buzz(n: int) -> list[str]:
    return [fizz_buzz_word(number) for number in range(1, n + 1)]


def _number_or_word(n: int) -> object:
    return fizz_buzz_word(n) if n % 3 == 0 or n % 5 == 0 else n


def _mixed(n: int) -> list[object]:
    return [_number_or_word(number) for number in range(1, n + 1)]


def _lengths() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(1, 35) | st.integers(1, 120))


_LINES = "the words and numbers up to n"
_WORD = "the word or number of n"


def _prints(call: Call) -> bool:
    """Of this task many know no other form."""
    outcome, lines = call.outcome, fizz_buzz(integer(call.input))
    return isinstance(outcome, Returned) and outcome.value is None and outcome.stdout.splitlines() == lines


_PRINTED = Property("prints " + _LINES, "oracle", _prints, lambda call: fizz_buzz(integer(call.input)))


def _joined(name: str, between: str, end: str = "") -> Choice:
    return answer(_LINES, lambda n: between.join(fizz_buzz(n)) + end, choice=f"one string, {name}")


_FIZZ_BUZZ = Entry(
    name="fizzbuzz",
    names=(
        *phrased("|play |classic ", "fizzbuzz|fizz buzz", "| game| problem| up to n| from 1 to n"),
        *phrased("fizzbuzz|fizz buzz", "游戏|问题"),
    ),
    entry_points=listed("fizz_buzz, fizzbuzz_list, fizz_buzz_list"),
    signature="def fizz_buzz(n: int) -> list[str]",
    summary='Returns the list of strings for the numbers 1 to n, n >= 1: "Fizz" for multiples of 3, "Buzz" for'
    ' multiples of 5, "FizzBuzz" for multiples of both, else the number in decimal.',
    why="Every number up to 120, so that each kind comes with the next one missing and with the last one included; 0"
    " and negative numbers are left out.",
    inputs=_lengths,
    conventions=conventions(
        (Form("", 1),),
        (
            answer(_LINES, fizz_buzz, collected),
            answer(_LINES, _mixed, collected, choice="numbers as integers"),
            Choice("printed line by line", (_PRINTED,)),
            _joined("lines", "\n"),
            _joined("each line ended", "\n", "\n"),
            _joined("spaces between", " "),
            _joined("commas and spaces between", ", "),
            _joined("commas between", ","),
            answer(_WORD, fizz_buzz_word, choice="for one number"),
            answer(_WORD, _number_or_word, choice="for one number, itself an integer"),
        ),
    ),
    reference=fizz_buzz,
    edges=tuple((n,) for n in (1, 2, 3, 4, 5, 6, 9, 10, 15, 16, 30, 45, 100)),
)

ENTRIES: tuple[Entry, ...] = (_SEQUENCE, _LENGTH, _FIZZ_BUZZ)
