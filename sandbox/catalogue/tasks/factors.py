"""Prime factors, in the shapes in which they are given."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ...checking.property import Call, Property
from ..entry import Entry, listed
from ..properties import Choice, Form, as_list, conventions, says_no
from .primes import SQUARES

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"


def factors(n: int) -> list[int]:
    found, divisor = [], 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            found.append(divisor)
            n //= divisor
        divisor += 1
    return [*found, n] if n > 1 else found


def _products() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    prime = st.sampled_from((2, 2, 3, 3, 5, 7, 11, 13, 29))
    product = st.lists(prime, min_size=1, max_size=6).map(math.prod).filter(lambda n: n <= 1_000_000)
    return st.tuples(st.integers(1, 60) | st.integers(1, 20_000) | product | st.sampled_from(SQUARES))


def _multiset(data: object) -> Counter[int] | None:
    """The factors with their multiplicity from any of the shapes that keep it: factors, pairs, a mapping."""
    if isinstance(data, dict):
        return _from_pairs(list(data.items()))
    items = as_list(data)
    if not isinstance(items, list) or len(items) > 64:  # 2**64 has as many factors, the inputs have fewer
        return None
    if all(type(item) is int for item in items):
        return Counter(items)
    return _from_pairs(items)


def _from_pairs(pairs: list[object]) -> Counter[int] | None:
    found: Counter[int] = Counter()
    for pair in pairs:
        parts = as_list(pair)
        if not (isinstance(parts, list) and len(parts) == 2 and all(type(part) is int for part in parts)):
            return None
        if parts[1] < 1 or parts[0] in found:
            return None
        found[parts[0]] = parts[1]
    return found


def _shape(name: str, fits: Callable[[object], bool], written: Callable[[Counter[int]], object]) -> Choice:
    """Any order of the factors is right; which numbers, and how often each, is not a matter of taste."""

    def holds(call: Call) -> bool:
        (n,) = call.input
        return n == 1 or (fits(call.value) and _multiset(call.value) == Counter(_factors_of(n)))

    expected = Property("the prime factors with their multiplicity", "oracle", holds, lambda call: written(
        Counter(_factors_of(call.input[0]))))  # fmt: skip
    return Choice(name, (expected,))


def _factors_of(n: object) -> list[int]:
    return factors(n) if isinstance(n, int) else []


def _is_flat(data: object) -> bool:
    items = as_list(data)
    return isinstance(items, list) and all(type(item) is int for item in items)


def _is_paired(data: object) -> bool:
    return isinstance(as_list(data), list) and not _is_flat(data)


def _one_gives(name: str, *values: object) -> Choice:
    def holds(call: Call) -> bool:
        return call.input != (1,) or any(same(call.value, value) for value in values)

    return Choice(name, (Property("the factors of 1", "postcondition", holds, lambda call: next(iter(values))),))


def _nothing_for_one() -> Choice:
    def holds(call: Call) -> bool:
        return call.input != (1,) or same(as_list(call.value), []) or same(call.value, {})

    return Choice("", (Property("1 has no factors", "postcondition", holds, lambda call: []),))


_REFUSES_ONE = Property("refuses 1", "postcondition", lambda call: call.input != (1,) or says_no(call))

_FACTORISE = Entry(
    name="prime factorisation",
    names=listed("""
        prime factorization, factorise, factorize, prime factors, integer factorization, integer factorisation,
        prime factor decomposition, factorise integer, factorize integer, factorise number, factorize number,
        prime factors number, prime factorization number, 质因数分解, 分解质因数, 素因数分解, 素因子分解,
        分解素因数, 质因子分解, 整数质因数分解
    """),
    entry_points=listed("""
        prime_factors, factorise, factorize, prime_factorization, prime_factorisation, get_prime_factors,
        prime_factorize, factorint
    """),
    signature="def prime_factors(n: int) -> list[int]",
    summary="Returns the prime factors of n >= 1 in ascending order, each as often as it divides n: 12 gives [2, 2, 3],"
    " 1 gives [].",
    why="Products of few primes, with high powers, squares of primes and large primes, which a loop up to the root"
    " forgets. From 1 on, and what 1 gives is left open.",
    inputs=_products,
    conventions=conventions(
        (Form("", 1),),
        (
            _shape("", _is_flat, lambda found: sorted(found.elements())),
            _shape("pairs of prime and exponent", _is_paired, lambda found: sorted(found.items())),
            _shape("a dict of exponents", lambda data: isinstance(data, dict), dict),
        ),
        (
            _nothing_for_one(),
            _one_gives("1 gives None", None),
            _one_gives("1 gives itself", [1], (1,), [(1, 1)], {1: 1}),
            _one_gives("1 gives itself, to the power 0", [(1, 0)], {1: 0}),
            Choice("refuses 1", (_REFUSES_ONE,)),
        ),
    ),
    reference=factors,
    edges=tuple((n,) for n in (1, 2, 3, 4, 6, 8, 9, 12, 25, 30, 49, 97, 100, 360, 1024, 7919, 9409)),
)

ENTRIES: tuple[Entry, ...] = (_FACTORISE,)
