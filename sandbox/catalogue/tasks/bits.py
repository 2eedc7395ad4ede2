"""The bits of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed, phrased
from ..properties import WHOLE, Choice, Form, answer, collected, conventions, equals, refuses

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"


def _near_powers(lowest: int) -> SearchStrategy[Arguments]:
    """Powers of two, their neighbours, and sums of two of them."""
    from hypothesis import strategies as st

    power = st.integers(0, 40).map(lambda shift: 1 << shift)
    beside = st.tuples(power, st.integers(-1, 1)).map(sum)
    both = st.tuples(power, power).map(sum)
    return st.tuples(st.integers(lowest, 70) | beside | power | both)


def is_power_of_two(n: int) -> bool:
    return n > 0 and n & (n - 1) == 0


_POWER_OF_TWO = Entry(
    name="power of two",
    names=(
        *phrased("|check |is |check if |determine if ", "", "|number |integer |n ", "|is ", "power of two|power of 2"),
        *phrased("|判断|检查", "2|二", "幂"),
        *phrased("判断|检查", "|整数|数|数字", "是否为|是否是|是不是", "2|二", "幂|幂次方|次幂|整数次幂"),
    ),
    entry_points=listed("is_power_of_two, power_of_two, is_power_of_2, check_power_of_two, ispow2, is_power_two"),
    signature="def is_power_of_two(n: int) -> bool",
    summary="Returns True if the integer n is 1, 2, 4, 8 ..., else False; 0 and negative numbers are no powers of two.",
    why="Powers of two, their neighbours and sums of two of them, 0, negative numbers and negated powers.",
    inputs=lambda: _near_powers(-9),
    conventions=conventions(
        (Form("", 1),),
        (
            answer("True exactly for powers of two", is_power_of_two),
            Choice(
                "refuses what is not positive",
                (
                    equals("True exactly for powers of two", is_power_of_two, where=lambda n: n > 0),
                    refuses("refuses what is not positive", where=lambda n: n < 1),
                ),
            ),
        ),
    ),
    reference=is_power_of_two,
    edges=tuple((n,) for n in (0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, -1, -2, -4, -8, 1 << 31, 1 << 40, (1 << 40) + 1)),
)


def bit_count(n: int) -> int:
    return n.bit_count()


_BIT_COUNT = Entry(
    name="bit count",
    names=(
        *phrased("|count |count number |number |number of |counting ", "1 bits|set bits", "| integer| in integer"),
        *listed("""
        count bits, popcount, hamming weight, population count, number of 1 bits in binary representation,
        count ones in binary representation, count set bits number, count bits integer, count 1 bits number,
        二进制中1个数, 二进制1个数, 二进制中1的个数, 位1的个数, 汉明重量, 统计二进制中1个数, 二进制数中1个数,
        整数二进制中1个数, 二进制表示中1个数, 统计二进制1个数
        """),
    ),
    entry_points=listed("""
        bit_count, popcount, hamming_weight, count_set_bits, count_ones, number_of_1_bits, count_one_bits,
        num_set_bits
    """),
    signature="def bit_count(n: int) -> int",
    summary="Returns how many bits of the integer n >= 0 are 1; 0 has none.",
    why="0, powers of two and their neighbours, which have one bit or only ones; negative numbers have no fixed width"
    " here.",
    inputs=lambda: _near_powers(0),
    conventions=conventions((Form("", 1),), (Choice("", (WHOLE, equals("equals int.bit_count()", bit_count))),)),
    reference=bit_count,
    edges=tuple((n,) for n in (0, 1, 2, 3, 4, 5, 7, 8, 11, 128, 255, 256, (1 << 32) - 1, 1 << 32)),
)


def _counts(n: int) -> list[int]:
    return [number.bit_count() for number in range(n + 1)]


def _small() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(0, 20) | st.integers(0, 300))


_COUNTING_BITS = Entry(
    name="counting bits",
    names=listed("""
        count bits from 0 to n, counting bits from 0 to n, count bits for every number from 0 to n, 比特位计数,
        0到n每个数二进制中1个数
    """),
    entry_points=listed("counting_bits, count_bits_to_n, count_bits_up_to, bits_up_to"),
    signature="def counting_bits(n: int) -> list[int]",
    summary="Returns the list of n + 1 numbers of which the i-th, from i = 0, tells how many bits of i are 1; n >= 0.",
    why="0, powers of two and their neighbours, between which a recurrence takes another step.",
    inputs=_small,
    conventions=conventions((Form("", 1),), (answer("the number of bits of 0 to n", _counts, collected),)),
    reference=_counts,
    edges=tuple((n,) for n in (0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 32)),
)

ENTRIES: tuple[Entry, ...] = (_POWER_OF_TWO, _BIT_COUNT, _COUNTING_BITS)
