"""Whole numbers: divisors, factorials, Fibonacci numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ...checking.property import MISSING, Arguments, Call, Property
from ...values import Iterated
from ..entry import Entry, listed
from ..properties import WHOLE, Choice, Form, collected, conventions, declining, equals, refuses, says_no, value

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ..properties import Expected, Result

FIELD = "numbers"


def _whole(name: str, expected: Expected) -> Choice:
    return Choice("", (WHOLE, equals(name, expected)))


# Greatest common divisor, least common multiple

_TWO_OR_A_LIST = (Form("", 2), Form("called with one list of the two", 1, lambda given: (list(given),)))


def pairs_with_common_factor(lowest: int, highest: int) -> SearchStrategy[Arguments]:
    """Two numbers of which each is drawn times a small shared factor: coprime pairs are most of the plain ones."""
    from hypothesis import strategies as st

    number = st.integers(max(lowest, -4), 12) | st.integers(lowest, highest)
    shared = st.sampled_from((1, 1, 2, 3, 6, 12, 25))
    return st.tuples(number, number, shared).map(lambda drawn: (drawn[0] * drawn[2], drawn[1] * drawn[2]))


def _any_sign() -> Property:
    """Euclid's loop leaves the sign of its last divisor, which is right up to a unit."""

    def holds(call: Call) -> bool:
        a, b = call.input
        expected = math.gcd(*_two(call.input))
        right = (expected, -expected) if _is_negative(a, b) else (expected,)
        return type(call.value) is int and call.value in right

    return Property("equals math.gcd(), up to the sign", "oracle", holds, lambda call: math.gcd(*_two(call.input)))


def _two(arguments: Arguments) -> tuple[int, int]:
    a, b = arguments
    assert isinstance(a, int) and isinstance(b, int)  # noqa: S101 - what the strategy draws
    return a, b


def _is_negative(*numbers: object) -> bool:
    return any(isinstance(number, int) and number < 0 for number in numbers)


_GCDS = (
    _whole("equals math.gcd()", math.gcd),
    Choice("of either sign for negative arguments", (_any_sign(),)),
)

_GCD = Entry(
    name="gcd",
    names=listed("""
        greatest common divisor, highest common factor, greatest common divisor two numbers, gcd two numbers,
        gcd two integers, greatest common divisor two integers, greatest common factor, hcf, euclid, euclidean,
        最大公约数, 最大公因数, 两个数最大公约数, 两个整数最大公约数, 两数最大公约数, 辗转相除法, 欧几里得
    """),
    entry_points=listed("gcd, greatest_common_divisor, hcf, euclidean_gcd, gcd_recursive"),
    signature="def gcd(a: int, b: int) -> int",
    summary="Returns the greatest common divisor of two integers, never negative; gcd(0, n) is |n|.",
    why="Numbers with a common factor, since most that are drawn at random have none; zeros, equal and negative"
    " ones, whose sign Euclid's loop may leave.",
    inputs=lambda: pairs_with_common_factor(-300, 3000),
    conventions=conventions(
        _TWO_OR_A_LIST,
        (
            *_GCDS,
            *declining(_GCDS, "two zeros", lambda a, b: a == b == 0),
            *declining(_GCDS[:1], "negative arguments and two zeros", lambda a, b: min(a, b) < 0 or a == b == 0),
            *declining(_GCDS[:1], "what is not positive", lambda a, b: min(a, b) < 1),
            Choice(
                "refuses negative arguments",
                (
                    equals("equals math.gcd()", math.gcd, where=lambda a, b: not _is_negative(a, b)),
                    refuses("refuses negative arguments", where=_is_negative),
                ),
            ),
        ),
    ),
    reference=math.gcd,
    edges=((0, 0), (0, 5), (5, 0), (1, 1), (12, 18), (18, 12), (7, 13), (6, 6), (-4, 6), (4, -6), (1071, 462)),
)

_LCM = Entry(
    name="lcm",
    names=listed("""
        least common multiple, lowest common multiple, least common multiple two numbers, lcm two numbers,
        smallest common multiple, 最小公倍数, 两个数最小公倍数, 两个整数最小公倍数, 两数最小公倍数
    """),
    entry_points=listed("lcm, least_common_multiple, lowest_common_multiple"),
    signature="def lcm(a: int, b: int) -> int",
    summary="Returns the least common multiple of two integers, not negative; 0 if one of them is 0.",
    why="Numbers with a common factor, without which the product would do, and zeros. Nothing negative: the sign"
    " is then a matter of taste.",
    inputs=lambda: pairs_with_common_factor(0, 200),
    conventions=conventions(
        _TWO_OR_A_LIST,
        (
            _whole("equals math.lcm()", math.lcm),
            Choice(
                "refuses 0",
                (
                    WHOLE,
                    equals("equals math.lcm()", math.lcm, where=lambda a, b: a * b != 0),
                    refuses("refuses 0", where=lambda a, b: a * b == 0),
                ),
            ),
            Choice(
                "refuses two zeros",
                (
                    WHOLE,
                    equals("equals math.lcm()", math.lcm, where=lambda a, b: (a, b) != (0, 0)),
                    refuses("refuses two zeros", where=lambda a, b: (a, b) == (0, 0)),
                ),
            ),
        ),
    ),
    reference=math.lcm,
    edges=((0, 0), (0, 4), (4, 0), (1, 1), (4, 6), (6, 4), (7, 13), (6, 6), (3, 12), (21, 6)),
)

# Factorial


def _factorial_inputs() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(0, 12) | st.integers(0, 120))


_FACTORIAL = Entry(
    name="factorial",
    names=listed("""
        n factorial, factorial n, factorial number, factorial integer, factorial non negative integer, 阶乘, n阶乘,
        数阶乘, 整数阶乘, 非负整数阶乘
    """),
    entry_points=listed("factorial, fact, factorial_recursive, factorial_iterative"),
    signature="def factorial(n: int) -> int",
    summary="Returns n! as an exact integer for n >= 0; 0! is 1.",
    why="The first few numbers, where loops are one short, and some up to 120, whose factorials no float holds.",
    inputs=_factorial_inputs,
    conventions=conventions((Form("", 1),), (_whole("equals math.factorial()", math.factorial),)),
    reference=math.factorial,
    edges=((0,), (1,), (2,), (3,), (5,), (10,), (25,), (100,)),
)

# Fibonacci numbers


def _fibonacci(n: int, first: int = 0, second: int = 1) -> int:
    for _ in range(n):
        first, second = second, first + second
    return first


def _first(count: int, start: int = 0) -> list[int]:
    return [_fibonacci(index) for index in range(start, start + count)]


def _up_to(n: int, *, inclusive: bool) -> list[int]:
    numbers = _first(n + 3)
    return [number for number in numbers if number < n or (inclusive and number == n)]


def _says_nothing(call: Call) -> bool:
    """What programs that count from 1 do with 0: raise, or give nothing, 0 or a message."""
    nothing: tuple[object, ...] = (None, 0, [], -1)
    return any(same(call.value, one) for one in nothing) or says_no(call) or type(call.value) is str


_NOTHING_AT_ZERO = Property(
    "nothing at 0", "postcondition", lambda call: call.input != (0,) or _says_nothing(call), lambda call: None
)


#: So many numbers of a series without end are compared.
_SEEN = 60


def _endless(call: Call) -> object:
    """The first numbers of a series that does not end, of which only so many were taken."""
    found = call.value
    return list(found.items[:_SEEN]) if isinstance(found, Iterated) and not found.complete else MISSING


def _all_numbers(start: int) -> Choice:
    return Choice(f"from {start}", (equals("the Fibonacci numbers", lambda n: _first(_SEEN, start), _endless),))


def _series(name: str, function: Expected, result: Result = value) -> tuple[Choice, Choice]:
    """One reading of the task for every n, or for every n but 0."""
    claim = f"Fibonacci: {name}"
    from_one = equals(claim, function, result, where=lambda n: n > 0)
    return (
        Choice(name, (WHOLE, equals(claim, function, result))),
        Choice(f"{name}; nothing at 0", (WHOLE, from_one, _NOTHING_AT_ZERO)),
    )


_FIBONACCI = Entry(
    name="fibonacci",
    names=listed("""
        fibonacci number, nth fibonacci number, nth fibonacci, n th fibonacci number, fibonacci numbers,
        fibonacci sequence, fibonacci series, first n fibonacci numbers, fib, 斐波那契, 斐波那契数列, 斐波那契数,
        斐波那契数列第n项, 第n个斐波那契数, 斐波那契数列前n项, 菲波那契数列, 斐波拉契数列
    """),
    entry_points=listed("""
        fibonacci, fib, nth_fibonacci, fibonacci_number, fibonacci_sequence, fibonacci_series, fibonacci_recursive,
        fibonacci_iterative
    """),
    signature="def fibonacci(n: int) -> int",
    summary="Returns the n-th Fibonacci number for n >= 0, where F(0) = 0 and F(1) = 1.",
    # A plain recursion doubles its time with each step: no index that it cannot reach.
    why="Every n up to 20, since it is the first ones on which programs differ; the plain recursion, which is"
    " right, takes too long for more.",
    inputs=lambda: _small_indices(20),
    conventions=(
        *conventions(
            (Form("", 1),),
            (
                *_series("F(0) = 0, F(1) = 1", _fibonacci),
                *_series("F(0) = F(1) = 1", lambda n: _fibonacci(n, 1, 1))[:1],
                *_series("F(1) = 0, F(2) = 1", lambda n: _fibonacci(n - 1))[1:],
                *_series("the first n numbers from 0", _first, collected),
                *_series("the first n numbers from 1", lambda n: _first(n, 1), collected),
                *_series("the numbers F(0) to F(n)", lambda n: _first(n + 1), collected),
                *_series("the numbers below n", lambda n: _up_to(n, inclusive=False), collected),
                *_series("the numbers up to n", lambda n: _up_to(n, inclusive=True), collected),
            ),
        ),
        *conventions((Form("a generator without end", 0, lambda given: ()),), (_all_numbers(0), _all_numbers(1))),
    ),
    reference=_fibonacci,
    edges=((0,), (1,), (2,), (3,), (4,), (5,), (10,), (20,)),
)


def _small_indices(highest: int) -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(0, highest))


ENTRIES: tuple[Entry, ...] = (_GCD, _LCM, _FACTORIAL, _FIBONACCI)
