"""The same check again: the same verdict, and of what changes its mind, the word flaky."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

import pytest

from sandbox import Returned, Sandbox, Status
from sandbox.asking import Question
from tests.sandbox.test_check_many import timeless

if TYPE_CHECKING:
    from collections.abc import Iterator

PIVOT = (
    "import random\ndef quick_sort(xs):\n    if len(xs) < 2: return list(xs)\n    p = random.choice(xs)\n"
    "    return quick_sort([x for x in xs if x < p]) + [x for x in xs if x == p] + quick_sort([x for x in xs if x > p])\n"
)
SELDOM = "import random\ndef quick_sort(xs):\n    return sorted(xs) if random.random() > 0.02 else xs\n"
OFTEN = "import random\ndef quick_sort(xs):\n    return sorted(xs) if random.random() > 0.5 else [*xs, 0]\n"
BY_HASH = (
    "def quick_sort(xs):\n    return sorted(xs, key=lambda x: hash(str(x)) % 2 * 1e-9 + x) if hash('a') % 2 else xs\n"
)
ONCE = "seen = []\ndef quick_sort(xs):\n    seen.append(1)\n    return sorted(xs) if len(seen) < 60 else xs[::-1]\n"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("process", workers=1) as sandbox:
        yield sandbox


@pytest.mark.parametrize("source", [SELDOM, OFTEN], ids=["seldom wrong", "often wrong"])
def test_a_program_that_is_wrong_at_random_is_called_flaky(box: Sandbox, source: str) -> None:
    verdict = box.check(source, "quick sort")
    assert verdict.status is Status.FALSIFIED
    assert verdict.reason.startswith("flaky: ")
    assert verdict.reason in verdict.notes
    (repeats,) = (one for one in verdict.properties if one.name == "answers the same call again")
    assert repeats.status == "falsified"


def test_what_is_always_wrong_is_not_called_flaky(box: Sandbox) -> None:
    verdict = box.check("def quick_sort(xs):\n    return sorted(set(xs))\n", "quick sort")
    assert verdict.status is Status.FALSIFIED
    assert "flaky" not in f"{verdict.reason}{verdict.notes}"


@pytest.mark.parametrize("source", [PIVOT, SELDOM, OFTEN, BY_HASH, ONCE])
def test_the_same_seed_gives_the_same_verdict_also_of_what_is_random(box: Sandbox, source: str) -> None:
    first = timeless(box.check(source, "quick sort", seed=3))
    with Sandbox("process", workers=2) as other:
        other.run("pass")
        (again,) = other.check_many([source], "quick sort", seed=3)
    assert timeless(again) == first == timeless(box.check(source, "quick sort", seed=3))


def test_a_random_pivot_passes(box: Sandbox) -> None:
    for seed in range(3):
        assert box.check(PIVOT, "quick sort", seed=seed).passed


def test_a_seed_makes_a_program_draw_the_same_again(box: Sandbox) -> None:
    def drawn(seed: int | None) -> tuple[object, object]:
        source = "import random\ndef f():\n    return random.random()\ndef g():\n    return hash('a')\n"
        with box.load(source, seed=seed) as program:
            return program["f"](), program["g"]()

    assert drawn(0) == drawn(0)
    assert drawn(1) == drawn(1) != drawn(0)
    assert drawn(None)[0] != drawn(None)[0]


def test_a_batch_in_which_a_call_ends_the_process_answers_the_others_in_their_turn(box: Sandbox) -> None:
    source = "import os\ndef f(n):\n    if n in (3, 4): os._exit(n)\n    return n\n"
    with box.load(source) as program:
        outcomes = list(program.call_each("f", [(n,) for n in range(8)]))
    values = [one.value if isinstance(one, Returned) else None for one in outcomes]
    assert values == [0, 1, 2, None, None, 5, 6, 7]
    assert "status 4" in str(outcomes[4])


def test_an_answer_that_is_known_by_its_bytes_is_the_same_object_unless_something_was_printed(box: Sandbox) -> None:
    questions = [Question(([n],)) for n in range(3)]
    quiet = "def f(xs):\n    return xs\n"
    loud = "def f(xs):\n    print(xs)\n    return xs\n"
    changing = "def f(xs):\n    xs.append(1)\n    return xs[:1]\n"
    with box.load(quiet) as program:
        first = list(program.ask_each("f", questions))
    with box.load(f"{quiet}# again") as program:
        assert all(map(operator.is_, program.ask_each("f", questions), first))
    for source in (loud, changing):
        with box.load(source) as program:
            assert not any(map(operator.is_, program.ask_each("f", questions), first))
    with box.load(loud) as program:
        assert [one.stdout for one in program.ask_each("f", questions)] == ["[0]\n", "[1]\n", "[2]\n"]
    with Sandbox("restricted", workers=1) as other, other.load(quiet) as program:
        assert [one.protections for one in program.ask_each("f", questions)] == [program.outcome.protections] * 3


def test_what_another_program_was_judged_by_does_not_save_one_that_only_begins_alike(box: Sandbox) -> None:
    assert box.check("def quick_sort(xs):\n    return sorted(xs)\n", "quick sort", seed=9).passed
    twice = "import itertools\ncalls = itertools.count()\ndef quick_sort(xs):\n    return sorted(xs) if next(calls) < 150 else 0\n"
    late = box.check(twice, "quick sort", seed=9)
    assert late.status is Status.FALSIFIED
