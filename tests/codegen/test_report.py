"""What each report says of a result: the same facts in a terminal, in JSON, in JUnit and in annotations."""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from rich.console import Console

from codegen.report.document import document, dumps, outcome_fields
from codegen.report.github import workflow_commands
from codegen.report.junit import junit
from codegen.report.result import Result, Tried, line_of
from codegen.report.terminal import render, render_brief, render_confinement, render_summary
from sandbox.checking.verdict import Cluster, Counterexample, PropertyResult, Status, Verdict
from sandbox.outcome import KINDS, Crashed, LimitExceeded, Outcome, Raised, Refused, Returned

if TYPE_CHECKING:
    from rich.text import Text

PASSED = Verdict(
    status=Status.PASSED,
    evidence="catalogue",
    task="quick sort",
    entry_point="quick_sort",
    properties=(
        PropertyResult(name="ordered", status="passed", examples=100),
        PropertyResult(name="permutation of the input", status="passed", examples=100),
    ),
    convention="returned",
    examples=100,
    seconds=0.1234,
    backend="process",
    policy="restricted",
    protections=("seccomp", "rlimits"),
)
FALLEN = replace(
    PASSED,
    status=Status.FALSIFIED,
    properties=(
        PropertyResult(name="ordered", status="passed", examples=12),
        PropertyResult(name="permutation of the input", status="falsified", examples=12),
        PropertyResult(name="idempotent", status="not run", examples=0),
    ),
    counterexample=Counterexample(
        property="permutation of the input",
        call="quick_sort([0, 0])",
        arguments=("[0, 0]",),
        outcome=Returned(value=[0]),
        expected="[0, 0]",
    ),
    examples=12,
)
REFUSED = Verdict(
    status=Status.FALSIFIED,
    evidence="crash-only",
    task=None,
    entry_point=None,
    outcome=Refused(rule="import", message="os is not allowed", line=3, hint="leave it out"),
)
UNKNOWN = Verdict(
    status=Status.INCONCLUSIVE, evidence="crash-only", task=None, entry_point="f", reason="no task is known for f"
)

CODE = "import math\n\n\ndef quick_sort(xs):\n    return sorted(set(xs))\n"


def result_of(verdict: Verdict, **other: object) -> Result:
    codes = {Status.PASSED: 0, Status.FALSIFIED: 1, Status.INCONCLUSIVE: 5}
    whole = Result(source="a.py", verdict=verdict, exit_code=codes[verdict.status], code=CODE)
    return replace(whole, **other)  # type: ignore[arg-type]


MISSING = Result(source="b.py", error="b.py: no such file", exit_code=2)
ALL = [result_of(PASSED), result_of(FALLEN), result_of(REFUSED), result_of(UNKNOWN), MISSING]


def shown(lines: list[Text]) -> str:
    console = Console(file=io.StringIO(), width=40, no_color=True, highlight=False)
    with console.capture() as captured:
        for line in lines:
            console.print(line, soft_wrap=True)
    return captured.get()


# --- terminal ---


def test_terminal_shows_task_evidence_properties_counterexample_and_walls() -> None:
    assert shown(render(result_of(FALLEN))).splitlines() == [
        "FALSIFIED  a.py · quick sort · quick_sort · returned",
        "  passed          ordered                   12 examples",
        "  falsified       permutation of the input  12 examples",
        "  not run         idempotent                0 examples",
        "  counterexample  quick_sort([0, 0])",
        "                  returned [0]",
        "                  expected [0, 0]",
        "  evidence        catalogue: properties of the task, 12 examples, seed 0",
        "  confined by     process / restricted: seccomp, rlimits",
        "  cost            0.12 s checking",
    ]


def test_terminal_tells_rounds_from_the_samples_of_each() -> None:
    tried = tuple(Tried(code="", model="demo", verdict="falsified", sample=sample) for sample in range(3))
    assert "1 attempt of 3 samples, demo" in shown(render(result_of(FALLEN, attempts=tried)))
    again = (*tried, Tried(code="", model="demo", verdict="falsified", round=2))
    assert "2 attempts of 3 samples, demo" in shown(render(result_of(FALLEN, attempts=again)))


def test_terminal_adds_up_the_tokens_of_all_attempts() -> None:
    tried = (
        Tried(code="", model="demo", verdict="falsified", prompt_tokens=5, completion_tokens=7),
        Tried(code="", model="demo", verdict="passed", prompt_tokens=20, completion_tokens=9, round=2),
    )
    cost = shown(render(result_of(PASSED, attempts=tried, seconds=2.5))).splitlines()[-1]
    assert cost == "  cost            2.50 s in all, 0.12 s checking, 2 attempts, demo, 25 + 16 tokens"


def test_terminal_says_why_where_no_call_was_made() -> None:
    text = shown(render(result_of(REFUSED)))
    assert "reason          refused: line 3: os is not allowed [import]; leave it out" in text


def test_terminal_is_never_steered_by_the_candidate() -> None:
    hostile = "\x1b[2J[bold]x[/bold]\n::error::"
    fallen = FALLEN.counterexample
    assert fallen is not None
    verdict = replace(
        FALLEN,
        entry_point=hostile,
        notes=(hostile,),
        reason=hostile,
        counterexample=replace(fallen, call=hostile, outcome=Raised(type_name=hostile, message=hostile)),
    )
    text = shown(render(result_of(verdict, source=hostile)))
    assert "\x1b" not in text
    assert "[bold]x[/bold]" in text
    assert not any(line.startswith("::") for line in text.splitlines())


def test_many_files_get_a_line_each_unless_they_fell() -> None:
    assert shown(render_brief(result_of(PASSED))).splitlines() == [
        "PASSED  a.py · quick sort · quick_sort · returned (100 examples, catalogue)"
    ]
    fallen = shown(render_brief(result_of(FALLEN)))
    assert "quick_sort([0, 0])" in fallen
    assert "confined by" not in fallen
    assert shown([render_confinement(FALLEN)]) == "  confined by     process / restricted: seccomp, rlimits\n"
    assert (
        shown([render_summary(Counter(one.word for one in ALL))]).strip()
        == "1 passed, 2 falsified, 1 inconclusive, 1 not checked"
    )


@pytest.mark.parametrize("result", ALL, ids=lambda result: result.source)
def test_no_report_claims_a_proof(result: Result) -> None:
    words = shown(render(result)).lower()
    assert not any(claim in words for claim in ("verified", "correct", "proved", "proven"))


AGREED = replace(
    UNKNOWN,
    status=Status.PASSED,
    evidence="consensus",
    reason="",
    examples=90,
    clusters=(Cluster(samples=(0, 2, 3), different=2), Cluster(samples=(1,), different=1)),
)


def test_agreement_is_told_as_what_it_is() -> None:
    text = shown(render(result_of(AGREED)))
    assert "  alike           1, 3, 4 | 2\n" in text
    assert "consensus: 2 of 3 samples agree; no test says that they are right, 90 examples, seed 0" in text
    alone = replace(AGREED, clusters=(Cluster(samples=(0,), different=1), Cluster(samples=(1,), different=1)))
    assert "consensus: agreement of samples, 90 examples" in shown(render(result_of(alone)))
    assert "alike" not in shown(render(result_of(UNKNOWN)))


# --- JSON ---


def test_document_has_the_fields_of_the_contract() -> None:
    tried = Tried(code=CODE, model="demo", verdict="falsified", prompt_tokens=5, completion_tokens=6)
    whole = json.loads(dumps(document("check", 1, [result_of(FALLEN, attempts=(tried,))])))
    assert (whole["schema"], whole["command"], whole["exit_code"]) == (1, "check", 1)
    [entry] = whole["results"]
    assert entry["source"] == "a.py"
    assert (entry["task"], entry["entry_point"]) == ("quick sort", "quick_sort")
    assert (entry["verdict"], entry["evidence"], entry["seed"]) == ("falsified", "catalogue", 0)
    assert entry["properties"][1] == {"name": "permutation of the input", "status": "falsified", "examples": 12}
    assert entry["counterexample"]["arguments"] == ["[0, 0]"]
    assert entry["counterexample"]["outcome"]["kind"] == "returned"
    assert entry["counterexample"]["outcome"]["value"] == "[0]"
    assert entry["sandbox"]["protections"] == ["seccomp", "rlimits"]
    usage = {"prompt_tokens": 5, "completion_tokens": 6}
    assert entry["attempts"] == [
        {"code": CODE, "model": "demo", "verdict": "falsified", "usage": usage, "round": 1, "sample": 0}
    ]


def test_document_has_the_samples_that_agree() -> None:
    [entry] = document("run", 0, [result_of(AGREED)])["results"]
    assert entry["clusters"] == [
        {"samples": [0, 2, 3], "different": 2, "proposed": False},
        {"samples": [1], "different": 1, "proposed": False},
    ]


def test_document_says_what_could_not_be_checked() -> None:
    [entry] = document("check", 2, [MISSING])["results"]
    assert (entry["verdict"], entry["error"], entry["exit_code"]) == (None, "b.py: no such file", 2)
    [judged] = document("check", 0, [result_of(PASSED)])["results"]
    assert entry.keys() - {"error"} == judged.keys()


OUTCOMES: list[Outcome] = [
    Returned(value=float("nan")),
    Raised(type_name="E", message="\ud800"),
    Refused(rule="syntax", message="no"),
    LimitExceeded(limit="wall time", allowed="2 s"),
    Crashed(detail="killed", signal=9),
]


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: type(outcome).__name__)
def test_every_outcome_survives_as_strict_json(outcome: Outcome) -> None:
    fields = json.loads(dumps(outcome_fields(outcome)))
    assert fields["kind"] == KINDS[type(outcome)]


def test_a_flood_is_cut_in_the_document() -> None:
    fields = outcome_fields(Returned(value="x" * 1_000_000, stdout="y" * 1_000_000))
    assert len(dumps(fields)) < 300_000
    assert "more characters" in fields["value"]


# --- JUnit ---


def test_junit_counts_failures_errors_and_skipped() -> None:
    root = ElementTree.fromstring(junit(ALL))
    counts = [tuple(suite.get(k) for k in ("tests", "failures", "errors", "skipped")) for suite in root]
    assert counts == [
        ("2", "0", "0", "0"),
        ("3", "1", "0", "1"),
        ("1", "1", "0", "0"),
        ("1", "0", "0", "1"),
        ("1", "0", "1", "0"),
    ]


def test_junit_failure_has_the_counterexample_of_the_terminal() -> None:
    failure = ElementTree.fromstring(junit([result_of(FALLEN)])).find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.get("message") == "quick_sort([0, 0]), returned [0], expected [0, 0]"


def test_every_report_says_what_is_flaky_proposed_or_outside_the_domain() -> None:
    flaky = "flaky: it held at first\nand fell later"
    told = ("a model proposed what was checked", "thrown out was 'sorted'")
    clusters = (Cluster(samples=(0,), different=2, proposed=True), Cluster(samples=(1,), different=1))
    verdict = replace(FALLEN, reason=flaky, notes=told, discarded=7, evidence="consensus", clusters=clusters)
    result = result_of(verdict)
    terminal = shown(render(result))
    output = ElementTree.fromstring(junit([result])).findtext("testsuite/system-out")
    [entry] = document("run", 1, [result])["results"]
    [annotation] = workflow_commands([result])
    assert output is not None
    for text in (terminal, output):
        assert all(note in text for note in told)
        assert "1, the proposed reference | 2" in text
        assert "2 of 3 programs agree, one of all is a reference that a model has proposed" in text
        assert "and 7 outside the domain" in text
    assert (entry["notes"], entry["discarded"], entry["reason"]) == (list(told), 7, flaky)
    assert "(flaky: it held at first" in annotation


def test_junit_survives_characters_that_xml_forbids() -> None:
    verdict = replace(REFUSED, outcome=None, reason="]]>\x00<b>\ud800&\ufffe")
    [suite] = ElementTree.fromstring(junit([result_of(verdict, source="a\x01.py")]))
    assert suite.get("name") == "a\\x01.py"
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.text == "]]>\\x00<b>\\ud800&\\ufffe"


# --- GitHub ---


def test_github_points_at_the_function_that_fell() -> None:
    [line] = workflow_commands([result_of(PASSED), result_of(FALLEN)])
    assert line == (
        "::error file=a.py,line=4,title=quick sort%3A falsified::"
        "permutation of the input: quick_sort([0, 0]), returned [0], expected [0, 0]"
    )


def test_github_warns_of_what_could_not_be_judged() -> None:
    warning, error = workflow_commands([result_of(UNKNOWN), MISSING])
    assert warning.startswith("::warning file=a.py,line=1,")
    assert error == "::error file=b.py,line=1,title=codegen%3A not checked::b.py: no such file"


def test_a_file_name_cannot_forge_an_annotation() -> None:
    [line] = workflow_commands([replace(MISSING, source="a,line=1::x\n::error::100%")])
    assert line.startswith("::error file=a%2Cline=1%3A%3Ax%0A%3A%3Aerror%3A%3A100%25,")


def test_the_line_is_where_the_program_fell_if_that_is_known() -> None:
    assert line_of(result_of(REFUSED)) == 3
    assert line_of(result_of(FALLEN)) == 4
    assert line_of(MISSING) == 1


def test_a_prompt_is_no_file_to_point_at() -> None:
    prompt = result_of(FALLEN, source="quick sort")
    [line] = workflow_commands([prompt], in_files=False)
    assert line.startswith("::error title=quick sort%3A falsified::")
    root = ElementTree.fromstring(junit([prompt], "run"))
    assert root.get("name") == "codegen run"
    assert [case.get("file") for case in root.iter("testcase")] == [None] * 3
    assert {case.get("file") for case in ElementTree.fromstring(junit([prompt])).iter("testcase")} == {"quick sort"}


def test_control_characters_of_a_name_do_not_reach_the_log() -> None:
    [line] = workflow_commands([replace(MISSING, source="\x1b[2Ja.py")])
    assert line.startswith("::error file=\\x1b[2Ja.py,")


def test_the_call_of_a_counterexample_can_be_pasted_even_if_it_is_long() -> None:
    found = FALLEN.counterexample
    assert found is not None
    call = f"quick_sort({list(range(400))})"
    verdict = replace(FALLEN, counterexample=replace(found, call=call))
    assert call in shown(render(result_of(verdict)))


def test_own_properties_are_called_so() -> None:
    assert "catalogue: your properties, 100 examples" in shown(render(result_of(replace(PASSED, task=None))))
