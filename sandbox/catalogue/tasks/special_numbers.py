"""Numbers that equal a sum of their own divisors or digits: perfect and Armstrong numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed, phrased
from ..properties import Choice, Form, answer, conventions
from .primes import any_collection

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"

# Perfect numbers


def is_perfect(n: int) -> bool:
    return n > 1 and sum(divisor for divisor in range(1, n // 2 + 1) if n % divisor == 0) == n


#: Perfect numbers, and squares and others whose divisors are summed wrongly to themselves: 1, 2, 3, 12, 18.
_PERFECT = (6, 28, 496, 8128)


def _perfect_candidates() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    beside = st.tuples(st.sampled_from(_PERFECT), st.integers(-1, 1)).map(sum)
    return st.tuples(st.integers(1, 40) | st.integers(1, 1000) | beside)


def _asking(kind: str) -> tuple[str, ...]:
    """Names of the question whether a number is of that kind."""
    return (
        *phrased("|check |is |check if |determine if |check if number is |number is |check number is ", kind),
        *phrased("check |", kind, " checker| check| test"),
    )


def _asking_in_chinese(kind: str) -> tuple[str, ...]:
    return (
        *phrased("|判断|检查", kind),
        *phrased("判断|检查", "|数|整数|数字", "是否为|是否是|是不是", kind),
    )


_IS_PERFECT = Entry(
    name="perfect number",
    names=(*_asking("perfect number"), *_asking_in_chinese("完全数|完美数")),
    entry_points=listed("is_perfect, is_perfect_number, check_perfect_number, perfect_number, check_perfect"),
    signature="def is_perfect(n: int) -> bool",
    summary="Returns True if the integer n >= 1 is the sum of its divisors other than itself, else False.",
    why="The four smallest perfect numbers and their neighbours, 1, squares, whose root must count once, and numbers"
    " with few and many divisors; 0 and negative numbers are left out.",
    inputs=_perfect_candidates,
    conventions=conventions((Form("", 1),), (answer("True exactly for perfect numbers", is_perfect),)),
    reference=is_perfect,
    edges=tuple((n,) for n in (1, 2, 3, 4, 6, 9, 12, 18, 20, 24, 25, 27, 28, 36, 495, 496, 497, 8128)),
)

# Armstrong numbers


def is_armstrong(n: int) -> bool:
    written = str(n)
    total: int = sum(int(digit) ** len(written) for digit in written)
    return n == total


def _is_narcissistic(n: int) -> bool:
    return 100 <= n <= 999 and is_armstrong(n)


def _is_sum_of_cubes(n: int) -> bool:
    return n == sum(int(digit) ** 3 for digit in str(n))


_ARMSTRONG = (153, 370, 371, 407, 1634, 8208, 9474, 54748, 92727, 93084)


def _armstrong_candidates() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    beside = st.tuples(st.sampled_from(_ARMSTRONG), st.sampled_from((-1, 0, 1))).map(sum)
    return st.tuples(st.integers(1, 20) | st.integers(1, 1200) | beside)


_IS_ARMSTRONG = Entry(
    name="armstrong number",
    names=(
        *_asking("armstrong number"),
        *_asking("narcissistic number"),
        *_asking_in_chinese("水仙花数|阿姆斯特朗数|自幂数"),
    ),
    entry_points=listed("""
        is_armstrong, is_armstrong_number, check_armstrong, armstrong_number, is_narcissistic, check_armstrong_number,
        is_narcissistic_number
    """),
    signature="def is_armstrong(n: int) -> bool",
    summary="Returns True if the integer n >= 1 is the sum of its digits, each to the power of the number of digits"
    " (153 = 1 + 125 + 27), else False.",
    why="All one-digit numbers, which are Armstrong numbers, two-digit ones, which are not, the known ones up to five"
    " digits and their neighbours. Only three digits, or cubes for any number, are older meanings.",
    inputs=_armstrong_candidates,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("True exactly for Armstrong numbers", is_armstrong),
            answer("True exactly for those of three digits", _is_narcissistic, choice="of three digits"),
            answer("True exactly for sums of cubes of the digits", _is_sum_of_cubes, choice="cubes for any number"),
        ),
    ),
    reference=is_armstrong,
    edges=tuple((n,) for n in (1, 2, 9, 10, 11, 99, 100, *_ARMSTRONG, 154, 372, 1635, 8207)),
)

# All of them


def _limits() -> SearchStrategy[Arguments]:
    """At and beside a number of the kind, low enough for a program that sums all divisors."""
    from hypothesis import strategies as st

    kinds = st.sampled_from((6, 28, 153, 370, 371, 407, 496))
    return st.tuples(st.integers(1, 30) | st.tuples(kinds, st.integers(-1, 1)).map(sum) | st.integers(1, 520))


def _up_to(is_one: Callable[[int], bool], lowest: int = 1, beyond: int = 1) -> Callable[[int], list[int]]:
    return lambda n: [number for number in range(lowest, n + beyond) if is_one(number)]


def _listing(name: str, kind: str, points: str, chinese: str, is_one: Callable[[int], bool], *more: Choice) -> Entry:
    point, *others = listed(points)
    claim = f"all {name} up to n"
    return Entry(
        name=f"{name} up to n",
        names=(
            *phrased("all |find all |list all |print all ", kind, "| up to n| up to limit"),
            *phrased("|find |list ", kind, " up to n| up to limit| up to given limit"),
            *phrased("n以内|n以内所有|所有|打印所有|输出所有|查找所有|求所有", chinese),
        ),
        entry_points=(point, *others),
        signature=f"def {point}(n: int) -> list[int]",
        summary=f"Returns the ascending list of all {name} from 1 to n, n included.",
        why=f"Limits at and beside each of the {name}, and below the first of them.",
        inputs=_limits,
        conventions=conventions(
            (Form("", 1), Form("called with (1, n)", 2, lambda given: (1, *given))),
            (
                answer(claim, _up_to(is_one), any_collection),
                answer(claim, _up_to(is_one, beyond=0), any_collection, choice="n excluded"),
                *more,
            ),
        ),
        reference=_up_to(is_one),
        edges=tuple((n,) for n in (1, 5, 6, 7, 10, 28, 29, 100, 153, 154, 370, 371, 407, 408, 496, 497)),
    )


_PERFECT_LIST = _listing(
    "perfect numbers",
    "perfect numbers",
    "perfect_numbers, find_perfect_numbers, get_perfect_numbers, list_perfect_numbers",
    "完全数|完美数",
    is_perfect,
)
_ARMSTRONG_LIST = _listing(
    "armstrong numbers",
    "armstrong numbers|narcissistic numbers",
    "armstrong_numbers, find_armstrong_numbers, get_armstrong_numbers, narcissistic_numbers, find_narcissistic_numbers",
    "水仙花数|阿姆斯特朗数|自幂数",
    is_armstrong,
    answer("from 0", _up_to(is_armstrong, 0), any_collection, choice="0 included"),
    answer("those of three digits", _up_to(_is_narcissistic), any_collection, choice="of three digits"),
    answer("from 10", _up_to(is_armstrong, 10), any_collection, choice="of more than one digit"),
)

ENTRIES: tuple[Entry, ...] = (_IS_PERFECT, _PERFECT_LIST, _IS_ARMSTRONG, _ARMSTRONG_LIST)
