"""What was judged once is not judged again, and yet no program gains by what another one answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sandbox import Limits, Returned, Sandbox, Status
from sandbox.asking import Answers, Question
from sandbox.catalogue import get
from sandbox.checking import bank, drawing
from sandbox.checking.given import Form, Given, Ruling
from sandbox.checking.plan import from_entry
from sandbox.checking.property import Call, Property
from sandbox.checking.tally import first_asked
from sandbox.checking.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sandbox import Verdict

RIGHT = "def quick_sort(items):\n    return sorted(items)\n"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("restricted", workers=1) as sandbox:
        yield sandbox


def bank_of_quick_sort() -> list[list[int]]:
    strategy = from_entry(get("quick sort"), None, "quick_sort").inputs
    assert strategy is not None
    found: list[Given] = []
    supply = bank.Supply(strategy, bank.EVERYTHING, 100, None)
    supply.each(found.append, RIGHT, lambda chosen: None)
    return [list(given.drawn[0]) for given in found]  # type: ignore[call-overload]


def test_a_program_that_fails_only_the_further_calls_of_a_claim_falls_after_one_that_did_not(box: Sandbox) -> None:
    drawn = bank_of_quick_sort()
    shown = [*drawn, *(list(one) for (one,) in get("quick sort").edges)]  # type: ignore[call-overload]
    only_further = next(sorted(one) for one in drawn if len(set(one)) > 3 and sorted(one) not in shown)
    wrong = f"def quick_sort(items):\n    return items[::-1] if items == {only_further} else sorted(items)\n"
    for _ in range(2):
        assert box.check(RIGHT, "quick sort").passed
    fallen = box.check(wrong, "quick sort")
    assert fallen.status is Status.FALSIFIED
    assert fallen.counterexample is not None
    assert box.check(RIGHT, "quick sort").passed


def test_the_same_program_gets_the_same_verdict_whether_its_answers_were_judged_before_or_not(box: Sandbox) -> None:
    bank.forget()
    first, again = box.check(RIGHT, "quick sort"), box.check(RIGHT, "quick sort")
    assert (first.examples, first.properties, first.convention) == (again.examples, again.properties, again.convention)


@pytest.mark.parametrize("period", [17, 50, 111])
def test_a_program_that_counts_its_calls_gets_the_same_verdict_whatever_was_checked_before(
    box: Sandbox, period: int
) -> None:
    counts = "calls = []\ndef quick_sort(items):\n    calls.append(1)\n"
    source = f"{counts}    return sorted(items) if len(calls) % {period} else [*items, 1]\n"
    bank.forget()
    live = told(box.check(source, "quick sort"))
    for _ in range(2):
        assert box.check(RIGHT, "quick sort").passed
    assert told(box.check(source, "quick sort")) == live
    assert [told(one) for one in box.check_many([RIGHT, source], "quick sort")][1] == live


def told(verdict: Verdict) -> tuple[object, ...]:
    found = verdict.counterexample
    return (
        verdict.status,
        verdict.examples,
        verdict.properties,
        found and (found.property, found.call),
    )


def test_a_users_own_property_is_evaluated_for_each_program(box: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "claims.py"
    counting = "from pathlib import Path\ncount = 0\ndef check_it(args, result):\n    global count\n    count += 1\n"
    path.write_text(f"{counting}    Path({str(tmp_path / 'count')!r}).write_text(str(count))\n", encoding="utf-8")

    def evaluated(programs: int) -> int:
        assert all(one.passed for one in box.check_many([RIGHT] * programs, "quick sort", properties=path))
        return int((tmp_path / "count").read_text())

    assert evaluated(3) == 3 * evaluated(1) > 300


def test_a_ruling_is_kept_of_an_answer_that_will_be_recognised_and_of_no_other() -> None:
    claims = (Property("holds", "postcondition", lambda call: True),)
    form, kept, other = Form(([1],)), Returned(value=[1]), Returned(value=[1])
    form.keep(b"its bytes", kept)
    for answer in (kept, other):
        form.keep_ruling(answer, Ruling(claims, None))
    assert form.ruling(kept, claims) is not None
    assert form.ruling(other, claims) is None
    users = (Property("mine", "user", lambda call: True),)
    form.keep_ruling(kept, Ruling(users, None))
    assert form.ruling(kept, users) is None


def test_what_a_claim_asks_next_is_found_out_without_a_call_and_whatever_the_answer_was() -> None:
    def holds(call: Call) -> bool:
        return call.again(call.value).value == call.value

    claim = Property("idempotent", "idempotent", holds)
    call = Call(([2, 1],), ([2, 1],), Returned(value=[1, 2]), lambda *drawn: pytest.fail("a call was made"))
    assert [form.arguments for form in first_asked(claim, call, Form)] == [([1, 2],)]
    strange = Call(([2, 1],), ([2, 1],), Returned(value=object()), lambda *drawn: pytest.fail("a call was made"))
    assert first_asked(claim, strange, Form) == []


def test_more_can_be_asked_before_the_last_answer_came_even_if_the_process_ends_between() -> None:
    source = "import os\ndef f(n):\n    if n == 2: os._exit(1)\n    return n\n"
    with Sandbox("process", workers=1) as box, box.load(source) as program:
        answers = Answers(program)
        answers.ask(program.calls("f", [Question((n,)) for n in range(4)]))
        first = next(answers)
        answers.ask(program.calls("f", [Question((n,)) for n in (4, 5)]))
        values = [one.value if isinstance(one, Returned) else None for one in (first, *answers)]
    assert values == [0, 1, None, 3, 4, 5]


def test_a_further_call_that_is_too_large_to_be_sent_does_not_end_the_check() -> None:
    limits = Limits(value_nodes=1000)
    large, given = Form(([0] * 2000,)), Given(([2, 1],))
    convention = get("quick sort").conventions[0]
    with Sandbox("restricted", workers=1, limits=limits) as small, small.load(RIGHT, seed=0) as program:
        target = Target(small, program, RIGHT, "quick_sort")
        target.send_ahead([given.form(convention)], [large])
        assert target.judged(convention, given).call.value == [1, 2]


def test_most_inputs_of_one_source_are_of_a_reserve_and_one_is_of_none() -> None:
    reserve = bank.Reserve(get("gcd").inputs(), 0)
    chosen = [reserve.chosen_for(str(number), 4, lambda drawn: True) for number in range(60)]
    kept = {id(given) for *most, _ in chosen for given in most}
    own = {id(own) for *_, own in chosen}
    assert len(kept) <= 64
    assert len(own - kept) == len(own) == 60


def test_more_inputs_than_are_kept_are_drawn_once_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    strategy = from_entry(get("gcd"), None, "gcd").inputs
    assert strategy is not None
    monkeypatch.setattr(bank, "_LARGEST", 5)
    draws: list[int] = []
    usual = drawing.draw

    def counted(*asked: Any) -> str:
        draws.append(1)
        return usual(*asked)

    monkeypatch.setattr(bank, "draw", counted)
    bank.forget()
    supply = bank.Supply(strategy, bank.EVERYTHING, 20, None, whole=True)
    first = supply.known
    taken: list[Given] = []
    supply.each(taken.append, RIGHT, lambda chosen: None)
    assert taken[: len(first)] == first == supply.known
    assert len(draws) == 1
