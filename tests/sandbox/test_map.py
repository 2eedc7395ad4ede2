"""Many programs at a time: outcomes in order, sources taken as outcomes are given back, and an early end."""

from __future__ import annotations

import gc
import itertools
import time
from typing import TYPE_CHECKING

import pytest

from sandbox import Limits, Outcome, Returned, Sandbox

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

#: What may be taken before its outcome is given back, of two workers.
AHEAD = 2 * 8 + 1
HANGS = "while True: pass"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("process", workers=2, limits=Limits(wall_seconds=60, cpu_seconds=60)) as sandbox:
        yield sandbox


def test_outcomes_are_in_order_though_later_programs_end_first(box: Sandbox) -> None:
    sources = [f"import time; time.sleep({0.2 if number % 3 == 0 else 0}); print({number})" for number in range(9)]
    assert [one.stdout for one in box.map(sources)] == [f"{number}\n" for number in range(9)]


def test_sources_are_taken_as_outcomes_are_given_back(box: Sandbox) -> None:
    taken: list[int] = []

    def sources() -> Iterator[str]:
        for number in itertools.count():
            taken.append(number)
            yield ""

    outcomes = box.map(sources())
    assert all(len(taken) <= given_back + AHEAD for given_back, _ in enumerate(itertools.islice(outcomes, 50), 1))
    assert len(taken) > AHEAD


def test_of_many_outcomes_only_a_few_are_in_memory(box: Sandbox) -> None:
    before = _outcomes_in_memory()
    most = 0
    for number, outcome in enumerate(box.map(f"print({number})" for number in range(300))):
        assert outcome.stdout == f"{number}\n"
        if number % 50 == 0:
            most = max(most, _outcomes_in_memory() - before)
    assert 0 < most <= AHEAD + 2


def test_who_stops_early_waits_for_no_program(box: Sandbox) -> None:
    outcomes = _generator(box.map(itertools.chain(["print(1)"], itertools.repeat(HANGS))))
    assert next(outcomes).stdout == "1\n"
    before = time.monotonic()
    outcomes.close()
    assert time.monotonic() - before < 10  # of a minute
    assert box.run("print(2)").stdout == "2\n"


def test_what_ends_the_sources_comes_after_the_outcomes_of_those_that_were_taken(box: Sandbox) -> None:
    def sources() -> Iterator[str]:
        yield from ("print(1)", "print(2)")
        raise OSError("no more")

    seen = []
    with pytest.raises(OSError, match="no more"):
        for outcome in box.map(sources()):
            seen.append(outcome.stdout)  # noqa: PERF401
    assert seen == ["1\n", "2\n"]


def _outcomes_in_memory() -> int:
    return sum(type(one) is Returned for one in gc.get_objects())


def _generator(outcomes: Iterator[Outcome]) -> Generator[Outcome, None, None]:
    return outcomes  # type: ignore[return-value]
