"""Prime numbers: the test, the sieve, the factors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Choice, Form, answer, as_list, conventions, declining, equals, refuses

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "numbers"

#: Composite, and prime to Fermat's test in every coprime base.
CARMICHAEL = (561, 1105, 1729, 2465, 2821, 6601, 8911, 10585, 15841, 29341)
#: Composite, and prime to Miller's test in base 2.
STRONG_PSEUDOPRIMES = (2047, 3277, 4033, 4681, 8321, 15841, 29341)
SQUARES = tuple(prime * prime for prime in (2, 3, 5, 7, 11, 13, 17, 31, 97, 101))


def is_prime(n: int) -> bool:
    return n >= 2 and all(n % divisor for divisor in range(2, math.isqrt(n) + 1))


def primes_to(n: int) -> list[int]:
    return [number for number in range(2, n + 1) if is_prime(number)]


# The test


def _prime_candidates() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    small, medium, large = st.integers(-3, 60), st.integers(0, 2_000), st.integers(0, 20_000)
    return st.tuples(small | medium | large | st.sampled_from(SQUARES + CARMICHAEL))


_CHINESE_TEST = tuple(
    pattern.replace("素数", kind)
    for kind in ("素数", "质数")
    for pattern in listed("""
        判断素数, 素数判断, 素数检测, 素数判定, 判断数是否为素数, 判断数是否是素数, 判断是否为素数, 判断整数是否为素数,
        检查素数, 判断数字是否为素数, 是否为素数
    """)
)


def _refusing(name: str, lowest: int) -> Choice:
    return Choice(
        f"refuses {name}",
        (
            equals("True exactly for primes", is_prime, where=lambda n: n >= lowest),
            refuses(f"refuses {name}", where=lambda n: n < lowest),
        ),
    )


_IS_PRIME = Entry(
    name="is_prime",
    names=(
        *listed("""
        prime check, prime checker, prime test, primality test, primality check, number is prime, check prime,
        check prime number, prime number check, prime number checker, check number is prime, check number prime,
        test number is prime, integer is prime, check integer is prime, check primality
    """),
        *_CHINESE_TEST,
    ),
    entry_points=listed("is_prime, is_prime_number, check_prime, prime_check"),
    signature="def is_prime(n: int) -> bool",
    summary="Returns True if the integer n is a prime number, else False; 0, 1 and negative numbers are none.",
    why="Squares of primes, where a loop ends one too early, composites that pass Fermat's or Miller's test, 0, 1"
    " and negative numbers. Up to 20,000, since trying every divisor is right too.",
    inputs=_prime_candidates,
    conventions=conventions(
        (Form("", 1), Form("called with (n, 2), the first divisor to try", 2, lambda given: (*given, 2))),
        (
            answer("True exactly for primes", is_prime),
            _refusing("numbers below 2", 2),
            _refusing("numbers below 1", 1),
            _refusing("negative numbers", 0),
        ),
    ),
    reference=is_prime,
    edges=tuple(
        (n,) for n in (0, 1, 2, 3, 4, -1, -7, *range(5, 30), *SQUARES, *CARMICHAEL, *STRONG_PSEUDOPRIMES, 7919)
    ),
)

# The sieve


def any_collection(call: Call) -> object:
    """A set in ascending order, or the returned list, tuple or iterator as it is."""
    found = call.value
    if isinstance(found, set | frozenset) and all(type(item) is int for item in found):
        return sorted(item for item in found if isinstance(item, int))
    return as_list(found)


def _flags(size: int) -> list[bool]:
    return [is_prime(number) for number in range(size)]


def _marks(size: int) -> list[int]:
    return [int(flag) for flag in _flags(size)]


_SIEVES = (
    answer("all primes up to n", primes_to, any_collection),
    answer("all primes below n", lambda n: primes_to(n - 1), any_collection, choice="below n"),
    answer("True exactly at the primes up to n", lambda n: _flags(n + 1), any_collection, choice="flags"),
    answer("True exactly at the primes below n", _flags, any_collection, choice="flags below n"),
    answer("1 exactly at the primes up to n, else 0", lambda n: _marks(n + 1), any_collection, choice="1 and 0"),
)

_SIEVE = Entry(
    name="sieve of eratosthenes",
    names=listed("""
        sieve, prime sieve, eratosthenes sieve, primes up to n, all primes up to n, prime numbers up to n,
        all prime numbers up to n, list primes up to n, 筛法, 埃拉托斯特尼筛法, 埃氏筛, 埃氏筛法, 素数筛, 素数筛法,
        质数筛, 筛法求素数, 筛法求质数, 筛选素数, 埃拉托色尼筛法, n以内素数, n以内所有素数, n以内质数,
        n以内所有质数
    """),
    entry_points=listed("sieve_of_eratosthenes, sieve, prime_sieve, primes_up_to, eratosthenes, primes_upto"),
    signature="def sieve_of_eratosthenes(n: int) -> list[int]",
    summary="Returns the ascending list of all primes p <= n, for n >= 1.",
    why="Primes and their squares as the limit, where one number more or less shows. From 1 on: some give nothing,"
    " some refuse to answer below 2.",
    inputs=lambda: _sizes(),
    conventions=conventions((Form("", 1),), (*_SIEVES, *declining(_SIEVES, "numbers below 2", lambda n: n < 2))),
    reference=primes_to,
    edges=tuple((n,) for n in (1, 2, 3, 4, 5, 9, 10, 25, 30, 49, 100, 121, 1000)),
)


def _sizes() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(1, 60) | st.integers(1, 400) | st.sampled_from(SQUARES[:8]))


ENTRIES: tuple[Entry, ...] = (_IS_PRIME, _SIEVE)
