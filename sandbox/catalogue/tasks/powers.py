"""Powers and roots of numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..drawn import integer
from ..entry import Entry, listed, phrased
from ..measured import near
from ..properties import WHOLE, Choice, Form, conventions, declining, equals

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"

# Modular exponentiation


def _modular() -> SearchStrategy[Arguments]:
    """Exponents with every pattern of low bits; small enough for a program that multiplies one by one."""
    from hypothesis import strategies as st

    base, exponent = st.integers(0, 12) | st.integers(0, 100_000), st.integers(0, 20) | st.integers(0, 1000)
    return st.tuples(base, exponent, st.integers(2, 13) | st.integers(2, 1_000_000_007))


_MODULAR = Entry(
    name="modular exponentiation",
    names=(
        *listed("""
        modular power, mod pow, power mod, modular exponent, fast modular exponentiation, mod exp, modexp,
        fast modular power, power modulo m, 模幂, 模幂运算, 快速模幂, 幂取模, 模指数运算
        """),
        *phrased("快速幂取模|快速幂取余|快速幂模运算", "|运算"),
    ),
    entry_points=listed("""
        mod_pow, modular_exponentiation, power_mod, mod_exp, pow_mod, modular_pow, modular_power, mod_power,
        fast_mod_pow, fast_power_mod
    """),
    signature="def mod_pow(base: int, exponent: int, modulus: int) -> int",
    summary="Returns base ** exponent % modulus for base >= 0, exponent >= 0 and modulus >= 2.",
    why="Exponents 0 and 1, powers of two and their neighbours, bases beyond the modulus and divisible by it; a modulus"
    " of 1 and negative exponents are left out, where programs differ.",
    inputs=_modular,
    conventions=conventions(
        (Form("", 3),),
        (
            Choice(
                "",
                (WHOLE, equals("equals pow()", pow)),
            ),
        ),
    ),
    reference=pow,
    edges=(
        (2, 10, 1000),
        (0, 0, 7),
        (0, 5, 7),
        (5, 0, 7),
        (5, 1, 7),
        (7, 3, 7),
        (3, 4, 5),
        (2, 5, 13),
        (10, 7, 3),
        (123456, 789, 1_000_000_007),
    ),
)

# Powers


def _whole_powers() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(-4, 4) | st.integers(-1000, 1000), st.integers(0, 9) | st.integers(0, 70))


def _small_powers() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(-12, 12), st.integers(0, 20))


def power(base: int, exponent: int) -> int:
    return int(base**exponent)


_MODULUS = 1_000_000_007


def _modular_power(base: int, exponent: int) -> int:
    return pow(abs(base), exponent, _MODULUS)


_FAST_POWER = Entry(
    name="fast power",
    names=(
        *phrased("fast |quick |binary |integer |fast integer ", "power|exponentiation|pow"),
        *listed("""
        exponentiation by squaring, power by squaring, exponentiation squaring, fast exponentiation by squaring,
        power using divide and conquer, repeated squaring, 快速幂, 快速幂运算, 快速乘方, 整数快速幂, 二进制快速幂
        """),
    ),
    entry_points=listed("""
        fast_power, fast_pow, quick_pow, quick_power, fast_exponentiation, binary_exponentiation, fast_exp, qpow,
        exponentiation_by_squaring, binary_pow, binary_power, power_by_squaring
    """),
    signature="def fast_power(base: int, exponent: int) -> int",
    summary="Returns base ** exponent as an exact integer for any integer base and exponent >= 0; 0 ** 0 is 1.",
    why="Exponents 0 and 1, powers of two and their neighbours, negative bases, results beyond the range of floats'"
    " exact integers; negative exponents are another task.",
    inputs=_whole_powers,
    conventions=(
        *conventions((Form("", 2),), (Choice("", (WHOLE, equals("the exact power", power))),)),
        *conventions(
            (Form("modulo a third parameter", 3, lambda g: (abs(integer(g)), g[1], _MODULUS)),),
            (Choice("", (WHOLE, equals("the power modulo the third parameter", _modular_power))),),
        ),
    ),
    reference=power,
    edges=((2, 10), (0, 0), (0, 3), (5, 0), (5, 1), (-2, 3), (-2, 4), (3, 5), (1, 70), (3, 40), (7, 8), (10, 15)),
)


_POWER = Entry(
    name="power",
    names=listed("""
        power function, calculate power, compute power, power of a number, power x y, power n, calculate power number,
        power using recursion, 幂运算, 幂函数, 乘方, 计算幂, 求幂, 计算乘方
    """),
    entry_points=listed("power, calculate_power, power_recursive, compute_power"),
    signature="def power(base: int, exponent: int) -> int",
    summary="Returns base to the power of exponent, for any integer base and exponent >= 0; 0 ** 0 is 1.",
    why="Exponents 0 and 1, odd and even ones, negative bases; negative exponents are left out, which many simple"
    " programs do not know.",
    inputs=_small_powers,
    conventions=conventions((Form("", 2),), (Choice("", (near("the power", power, relative=1e-9, absolute=0.0),)),)),
    reference=power,
    edges=((2, 10), (0, 0), (0, 3), (5, 0), (5, 1), (-2, 3), (-2, 4), (3, 5), (1, 20), (10, 3)),
)


def _real_powers() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    base = st.integers(-40, 40).filter(bool).map(lambda n: n / 4)
    return st.tuples(base, st.integers(-12, 12))


def real_power(base: float, exponent: int) -> float:
    return float(base**exponent)


def _of_integers(given: Arguments) -> Arguments:
    base, exponent = given
    return (int(base * 4) if isinstance(base, float) else 0, exponent)


def _powers(expected: Callable[[float, int], float]) -> tuple[Choice, ...]:
    choice = Choice("", (near("the power", expected, relative=1e-9, absolute=0.0),))
    return (choice, *declining((choice,), "negative exponents", lambda x, n: n < 0))


_POW = Entry(
    name="pow x n",
    names=(
        *phrased("implement |", "pow x n|power x n|pow"),
        *listed("x raised to power n, raise x to power n, 数值整数次方, x的n次方, x的n次幂, 实现pow"),
    ),
    entry_points=listed("my_pow, pow_x_n"),
    signature="def my_pow(x: float, n: int) -> float",
    summary="Returns x to the power of n for x != 0; n is any integer, negative ones too.",
    why="Exponents 0 and 1, odd and even ones of both signs, negative bases and bases below 1; 0 as a base is left out,"
    " since it has no negative powers.",
    inputs=_real_powers,
    conventions=(
        *conventions((Form("", 2),), _powers(real_power)),
        *conventions((Form("of an integer", 2, _of_integers),), _powers(lambda x, n: real_power(x * 4, n))),
    ),
    reference=real_power,
    edges=((2.0, 10), (2.0, -2), (2.1, 3), (-2.0, 3), (-2.0, -3), (0.5, 4), (1.0, 0), (3.0, 1), (3.0, -1), (-1.5, 2)),
)

# Roots


def _squares() -> SearchStrategy[Arguments]:
    """Squares and what lies beside them, some of them large."""
    from hypothesis import strategies as st

    root = st.integers(0, 40) | st.integers(0, 1000) | st.integers(0, 50_000)
    beside = st.tuples(root, st.integers(-1, 1)).map(lambda drawn: max(0, drawn[0] ** 2 + drawn[1]))
    return st.tuples(st.integers(0, 60) | beside)


_INTEGER_ROOT = Entry(
    name="integer square root",
    names=listed("""
        isqrt, integer sqrt, floor square root, floor sqrt, integer part square root, square root rounded down,
        integer square root number, 整数平方根, 平方根整数部分, 平方根向下取整
    """),
    entry_points=listed("isqrt, integer_sqrt, integer_square_root, int_sqrt, floor_sqrt, int_square_root"),
    signature="def isqrt(n: int) -> int",
    summary="Returns the largest integer whose square is not greater than n, for n >= 0.",
    why="Squares and their two neighbours, from 0 on, where rounding and `<` for `<=` show; negative numbers have no"
    " root.",
    inputs=_squares,
    conventions=conventions(
        (Form("", 1),),
        (
            Choice(
                "",
                (WHOLE, equals("equals math.isqrt()", math.isqrt)),
            ),
        ),
    ),
    reference=math.isqrt,
    edges=tuple((n,) for n in (0, 1, 2, 3, 4, 5, 8, 9, 10, 15, 16, 17, 24, 25, 26, 99, 100, 10**8 - 1, 10**8)),
)


def _reals() -> SearchStrategy[Arguments]:
    """Not larger, for an absolute tolerance such as 1e-12 is beyond what a float near a large number can show."""
    from hypothesis import strategies as st

    square = st.integers(0, 31).map(lambda root: float(root * root))
    return st.tuples(square | st.integers(0, 400).map(lambda n: n / 4) | st.integers(0, 1000).map(float))


def _floored(arguments: Arguments) -> Arguments:
    return (_floor(*arguments),)


def _floor(x: object) -> int:
    return int(x) if isinstance(x, float) else 0


#: Who stops when the square is within 1e-6 of 0 has a root of 1e-3.
_NEAR_ROOT = Choice("", (near("near the square root", math.sqrt, relative=1e-4, absolute=2e-3),))

_ROOT = Entry(
    name="square root",
    names=(
        *listed("sqrt x, compute square root, square root of x, implement sqrt"),
        *phrased(
            "|find |calculate ",
            "square root|sqrt",
            "| number| of a number| x",
            "| newton method| newtons method| newton s method| binary search",
        ),
        *phrased("|newton |newtons |newton raphson |牛顿法|牛顿迭代法|二分法", "square root|sqrt|平方根|开平方"),
        *listed("x平方根, 数平方根, 平方根计算, 开方, 牛顿迭代法求平方根, 实现平方根, 数字平方根"),
    ),
    entry_points=listed("""
        square_root, sqrt, my_sqrt, newton_sqrt, sqrt_newton, newton_square_root, babylonian_sqrt, find_square_root
    """),
    signature="def square_root(x: float) -> float",
    summary="Returns the square root of x >= 0 as a float, to at least six significant digits.",
    why="0, numbers below 1, where a search between 0 and x fails, squares, and numbers that need many steps;"
    " near is enough. Negative numbers have no root.",
    inputs=_reals,
    conventions=(
        *conventions(
            (Form("", 1), Form("called with (x, tolerance)", 2, lambda given: (*given, 1e-9))),
            (_NEAR_ROOT,),
        ),
        *conventions(
            (Form("of an integer, rounded down", 1, _floored),),
            (Choice("", (equals("equals math.isqrt()", lambda x: math.isqrt(_floor(x))),)),),
        ),
    ),
    reference=math.sqrt,
    edges=tuple((float(x),) for x in (0, 1, 2, 4, 0.25, 0.5, 0.01, 9, 10, 100, 2.25, 999, 1000)),
)

ENTRIES: tuple[Entry, ...] = (_MODULAR, _FAST_POWER, _POWER, _POW, _INTEGER_ROOT, _ROOT)
