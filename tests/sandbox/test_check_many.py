"""Many sources at a time: the verdicts of `check`, in order, whatever the number of workers."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import CheckError, Limits, Sandbox, SandboxError, Status, Verdict
from sandbox.catalogue import get
from sandbox.checking import bank, checker, drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RIGHT = "def quick_sort(items):\n    return sorted(items)\n"
IN_PLACE = "def quick_sort(items):\n    items.sort()\n"
DROPS = "def quick_sort(items):\n    return sorted(set(items))\n"
HANGS = "def quick_sort(items):\n    while len(items) > 3: pass\n    return sorted(items)\n"
LIMITS = Limits(cpu_seconds=0.2)
BROKEN = "def quick_sort(:"
SOURCES = [RIGHT, DROPS, IN_PLACE, BROKEN, HANGS, RIGHT]


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("restricted", workers=2, limits=LIMITS) as sandbox:
        yield sandbox


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], str]:
    def to_file(text: str) -> str:
        path = tmp_path / f"file{len(list(tmp_path.iterdir()))}.py"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return to_file


def timeless(verdict: Verdict) -> Verdict:
    """Without what differs between two runs of the same program."""
    found = verdict.counterexample
    kept = found and replace(found, outcome=replace(found.outcome, usage=replace(found.outcome.usage, wall_seconds=0)))
    return replace(verdict, seconds=0, counterexample=kept, outcome=None)


def test_each_gets_the_verdict_that_it_gets_alone(box: Sandbox) -> None:
    alone = [timeless(box.check(source, "quick sort")) for source in SOURCES]
    assert [timeless(one) for one in box.check_many(SOURCES, "quick sort")] == alone
    assert [one.status for one in alone].count(Status.PASSED) == 3
    assert [timeless(one) for one in box.check_many(reversed(SOURCES), "quick sort")] == alone[::-1]


def test_one_worker_finds_what_many_find() -> None:
    found = []
    for workers in (1, 3):
        with Sandbox("restricted", workers=workers, limits=LIMITS) as several:
            found.append([timeless(one) for one in several.check_many(SOURCES, "quick sort", seed=5)])
    assert found[0] == found[1]


def test_sources_are_taken_as_verdicts_are_given_back(box: Sandbox) -> None:
    taken = []

    def sources() -> Iterator[str]:
        for number in itertools.count():
            taken.append(number)
            yield f"{RIGHT}# {number}"

    verdicts = box.check_many(sources(), "quick sort", examples=5)
    assert all(next(verdicts).passed for _ in range(3))
    assert len(taken) <= 3 + 2 * 8 + 1
    verdicts.close()  # type: ignore[attr-defined]


def test_what_is_wrong_with_one_source_ends_no_other(box: Sandbox) -> None:
    odd, fine = box.check_many(["# codegen: task=no such task\nx = 1", RIGHT])
    assert (odd.status, fine.status) == (Status.INCONCLUSIVE, Status.PASSED)
    assert "unknown task 'no such task'" in odd.reason


def test_a_question_that_cannot_be_asked_of_any_source_is_an_error(box: Sandbox) -> None:
    with pytest.raises(CheckError, match="unknown task"):
        next(box.check_many([RIGHT], "no such task"))
    with pytest.raises(CheckError, match="examples"):
        next(box.check_many([RIGHT], "quick sort", examples=0))


def test_what_passes_is_tried_on_what_earlier_sources_fell_on(box: Sandbox, write: Callable[[str], str]) -> None:
    oracle = write("def f(n: int) -> int:\n    return n\n")
    finds = "def f(n):\n    return n if n != 77_777_777 else 0\n"
    hides = "def f(n):\n    return n if n != 77_777_777.0 else 1\n"
    verdicts = list(box.check_many([hides, finds, hides, hides], oracle=oracle, examples=30, seed=1))
    assert [one.status.value for one in verdicts] == ["passed", "falsified", "falsified", "falsified"]
    assert "another source fell first" in verdicts[2].notes[-1]
    assert box.check(hides, oracle=oracle, examples=30, seed=1).passed


def test_progress_counts_the_verdicts(box: Sandbox) -> None:
    counts: list[int] = []
    list(box.check_many([RIGHT, DROPS], "quick sort", on_progress=counts.append))
    assert counts == [1, 2]


def test_an_oracle_is_asked_each_input_once(box: Sandbox, write: Callable[[str], str]) -> None:
    oracle = write(
        "calls = []\ndef f(n: int) -> int:\n    calls.append(n)\n    return n if calls.count(n) == 1 else -n\n"
    )
    right = "def f(n):\n    return n\n"
    verdicts = list(box.check_many([f"{right}# {number}" for number in range(4)], oracle=oracle))
    assert all(one.passed for one in verdicts), verdicts


def test_inputs_are_drawn_once_for_all_sources(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[object] = []
    usual = drawing.draw

    def counted(*given: Any) -> str:
        drawn.append(given)
        return usual(*given)

    monkeypatch.setattr(bank, "draw", counted)
    for source in (RIGHT, f"{RIGHT}# again", IN_PLACE):
        assert box.check(source, "quick sort", seed=12345).passed
    assert len(drawn) == 1


def test_a_few_inputs_are_of_one_source_alone_and_always_the_same() -> None:
    strategy = get("quick sort").inputs()

    def taken(source: str) -> list[object]:
        found: list[object] = []
        supply = bank.Supply(strategy, bank.EVERYTHING, 100, 3)
        supply.each(lambda given: found.append(given.drawn), source, lambda chosen: None)
        return found

    one, same, other = taken(RIGHT), taken(RIGHT), taken(DROPS)
    assert one == same
    assert len(one) == len(other) == 100
    assert one[:96] == other[:96]
    assert one[96:] != other[96:]
    bank.forget()
    assert taken(DROPS) == other  # whatever was drawn before


def test_what_was_discarded_is_counted_as_if_it_had_just_been_drawn(box: Sandbox, write: Callable[[str], str]) -> None:
    oracle = write("def f(n: int) -> int:\n    if n % 2: raise ValueError\n    return n\n")
    wrong = "def f(n):\n    return n if n < 900 else -1\n"
    counts = [[one.discarded for one in box.check_many([wrong, wrong], oracle=oracle, seed=seed)] for seed in (4, 5)]
    assert all(first == second > 0 for first, second in counts), counts
    assert box.check(wrong, oracle=oracle, seed=5).discarded == counts[1][0]


def test_a_fault_of_the_sandbox_is_no_verdict(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> Verdict:
        raise SandboxError("the engine is gone")

    with monkeypatch.context() as patched, pytest.raises(SandboxError, match="the engine is gone"):
        patched.setattr(checker.Judge, "_judged", gone)
        list(box.check_many([RIGHT, DROPS], "quick sort"))
    assert [one.passed for one in box.check_many([RIGHT, DROPS], "quick sort")] == [True, False]
