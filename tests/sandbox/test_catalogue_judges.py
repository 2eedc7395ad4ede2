"""Right programs of any style satisfy one convention of their task on all inputs; wrong ones satisfy none."""

from __future__ import annotations

import pytest

from sandbox.catalogue import Entry, entries
from sandbox.checking.property import Arguments, Call, Convention
from sandbox.outcome import Crashed, LimitExceeded, Outcome, Raised, Refused, Returned
from sandbox.values import Opaque

from .catalogue_programs import ALL, Program, inputs, programs, surviving

RIGHT = [program for program in ALL if program.right]
WRONG = [program for program in ALL if not program.right]


@pytest.mark.parametrize("program", RIGHT, ids=str)
def test_a_right_program_passes(program: Program) -> None:
    assert surviving(program)


@pytest.mark.parametrize("program", WRONG, ids=str)
def test_a_wrong_program_fails_every_convention(program: Program) -> None:
    assert [convention.name for convention in surviving(program)] == []


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_every_task_has_several_right_and_wrong_samples(entry: Entry) -> None:
    kinds = [program.right for program in programs(entry)]
    assert kinds.count(True) >= 3
    assert kinds.count(False) >= 4


def test_sorts_that_compare_share_what_is_right() -> None:
    family = [entry for entry in entries() if entry.name.endswith("sort") and entry.edges[-1] == ([-5, 3, -5, 0],)]
    assert len(family) == 9
    assert len({id(entry.conventions) for entry in family}) == 1


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_the_reference_does_what_the_first_convention_says(entry: Entry) -> None:
    first = entry.conventions[0]
    for drawn in inputs(entry):

        def call(*arguments: object) -> Call:
            value = entry.reference(*arguments)
            return Call(arguments, first.adapt(arguments), Returned(value=value, arguments=arguments), call)

        broken = [claim.name for claim in first.properties if not claim.holds(call(*drawn))]
        assert broken == [], drawn


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
@pytest.mark.parametrize(
    "outcome",
    [
        LimitExceeded(limit="wall time", allowed="2 s"),
        Crashed(detail="killed by signal 9"),
        Refused(rule="import", message="no"),
        Raised(type_name="SystemExit", bases=("BaseException",)),
        Raised(type_name="NameError", bases=("Exception", "BaseException")),
        Returned(value=Opaque("AlwaysEqual")),
    ],
    ids=lambda outcome: getattr(outcome, "type_name", type(outcome).__name__),
)
def test_no_input_lets_a_call_without_an_answer_pass(entry: Entry, outcome: Outcome) -> None:
    for convention in entry.conventions:
        accepted = [drawn for drawn in inputs(entry) if _accepts(convention, drawn, outcome)]
        assert accepted == [], convention.name


def _accepts(convention: Convention, drawn: Arguments, outcome: Outcome) -> bool:
    call = Call(drawn, drawn, outcome, lambda *again: call)
    return all(claim.holds(call) for claim in convention.properties)
