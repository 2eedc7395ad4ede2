"""`--propose`: the model is asked what to check, and what it says is data that never makes a verdict by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from codegen.errors import ModelError
from codegen.events import Judged, Proposed, Proposing, Repairing
from codegen.loop import solve
from codegen.model import Reply, open_model
from codegen.proposal import messages
from codegen.settings import Settings
from codegen.task import Task, describe_task
from sandbox import Sandbox, Status
from tests.codegen.server import ModelServer, say, several

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import codegen
    from codegen.history import History
    from codegen.messages import Message
    from tests.codegen.command_line import CommandLine

PROMPT = "how far does it climb"
REFERENCE = """
def climb(items):
    best = 0
    for i in range(len(items)):
        for j in range(i + 1, len(items) + 1):
            if all(a < b for a, b in zip(items[i:j], items[i + 1:j])):
                best = max(best, j - i)
    return best
"""
RIGHT = """
def climb(items: list[int]) -> int:
    best, run, last = 0, 0, None
    for item in items:
        run = run + 1 if last is not None and item > last else 1
        best, last = max(best, run), item
    return best
"""
FLAT = RIGHT.replace("item > last", "item >= last")
DOCUMENT = {
    "entry_point": "climb",
    "signature": "def climb(items: list[int]) -> int",
    "parameters": [{"kind": "list", "of": {"kind": "int"}}],
    "properties": [{"kind": "result bounds", "min": 0}],
    "reference": REFERENCE,
}
TEXT = f"Here it is:\n```json\n{json.dumps(DOCUMENT, indent=1)}\n```"


def code(source: str) -> str:
    return f"```python\n{source}```"


def run(server: ModelServer, box: Any, *replies: Any, prompt: str = PROMPT, **more: Any) -> codegen.Solution:
    server.replies = [say(reply) if isinstance(reply, str) else reply for reply in replies]
    with open_model(Settings(base_url=server.url, model="served")) as model:
        return solve(describe_task(prompt), model, box, **{"propose": True} | more)


def test_the_model_is_asked_once_and_the_code_is_held_to_what_it_proposed(
    server: ModelServer, box: Sandbox, history: History
) -> None:
    events: list[Any] = []
    solution = run(server, box, TEXT, code(RIGHT), history=history, on_event=events.append)
    assert (solution.verdict.evidence, solution.code) == ("consensus", RIGHT.strip() + "\n")
    assert len(server.requests) == 2
    assert "`def climb(items: list[int]) -> int`" in server.bodies[1]["messages"][-1]["content"]
    assert [type(each) for each in events if isinstance(each, (Proposing, Proposed))] == [Proposing, Proposed]
    assert solution.run_id is not None
    saved = history.show(solution.run_id)
    assert [(reply.number, reply.text) for reply in saved.replies] == [(0, TEXT), (1, code(RIGHT))]
    assert saved.attempts == 1
    assert saved.replies[1].verdict is not None
    assert saved.replies[1].verdict.clusters == ((0,),)
    assert saved.verdict == "passed"


def test_two_answers_that_differ_are_asked_about_openly_and_the_model_decides(
    server: ModelServer, box: Sandbox
) -> None:
    events: list[Any] = []
    solution = run(server, box, TEXT, code(FLAT), code(RIGHT), on_event=events.append)
    assert [each.verdict.status for each in solution.attempts] == [Status.INCONCLUSIVE, Status.PASSED]
    asked = server.bodies[2]["messages"][-1]["content"]
    assert "failed its checks" not in asked
    for line in ("climb([0, 0])", "this code: 2", "the proposed reference: 1", "which of the two is right"):
        assert line in asked
    assert sum(isinstance(event, Repairing) for event in events) == 1
    assert [event.attempt.verdict.evidence for event in events if isinstance(event, Judged)] == [
        "crash-only", "consensus", "crash-only", "consensus",
    ]  # fmt: skip


def test_a_model_that_stands_by_its_code_is_believed_as_much_as_its_reference(
    server: ModelServer, box: Sandbox
) -> None:
    solution = run(server, box, TEXT, code(FLAT), code(FLAT), attempts=9)
    assert len(server.requests) == 3
    assert solution.verdict.status is Status.INCONCLUSIVE
    assert solution.code is None
    assert solution.stopped == "asked which is right, the model gives the same code"


def test_code_in_dispute_is_better_than_what_fell_after_it(server: ModelServer, box: Sandbox) -> None:
    solution = run(
        server, box, TEXT, code(FLAT), code("def climb(items: list[int]) -> int:\n    return missing\n"), attempts=2
    )
    assert [each.verdict.status for each in solution.attempts] == [Status.INCONCLUSIVE, Status.FALSIFIED]
    assert solution.source.strip() == FLAT.strip()


def test_samples_are_compared_together_with_the_reference(server: ModelServer, box: Sandbox) -> None:
    both = (FLAT, RIGHT)
    solution = run(server, box, TEXT, several(*map(code, both)), samples=2)
    assert [each.verdict.status for each in solution.attempts] == [Status.INCONCLUSIVE, Status.PASSED]
    assert solution.source.strip() == RIGHT.strip()


@pytest.mark.parametrize(
    ("task", "why"),
    [
        (describe_task("quick sort"), "the catalogue knows 'quick sort'"),
        (Task(prompt=PROMPT, oracle="reference.py"), "there is an oracle"),
    ],
)
def test_nobody_is_asked_where_something_better_knows(
    task: Task, why: str, server: ModelServer, box: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "reference.py").write_text(REFERENCE)
    if task.oracle:
        task = Task(prompt=PROMPT, oracle=str(tmp_path / "reference.py"))
    server.replies = [say(code("def quick_sort(items):\n    return sorted(items)\n" + RIGHT))]
    events: list[Any] = []
    with open_model(Settings(base_url=server.url, model="served")) as model:
        solution = solve(task, model, box, propose=True, on_event=events.append)
    assert solution.verdict.passed
    assert len(server.requests) == 1
    assert [event.problem for event in events if isinstance(event, Proposed)] == [f"nothing is proposed: {why}"]


def without(**changed: Any) -> str:
    return json.dumps(DOCUMENT | changed)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ("I would rather not.", "not as asked"),
        ("", "not as asked"),
        ("{" * 50_000, "at most 40000 characters"),
        ("[" * 30_000, "not as asked"),
        (TEXT[:-40], "not as asked"),
        (without(verdict="passed", evidence="oracle"), "verdict: Extra inputs"),
        (without(parameters=[{"kind": "builds", "target": "os.system"}]), "builds"),
        (without(reference="import os, sys\nos._exit(0)\n"), "crashed"),
        (without(reference="while True:\n    print('x' * 10**6)\n"), "exceeded its limit"),
        (without(reference="raise SystemExit('\\n' * 99999)\n"), "raised SystemExit"),
        (without(reference="def climb(items):\n    return 7\n"), "alike"),
        (without(reference="import ctypes\ndef climb(items):\n    ctypes.string_at(0)\n"), "answers only 0"),
        (ModelError("overloaded"), "overloaded"),
    ],
)
def test_a_proposal_that_is_no_good_costs_one_line_and_no_verdict(
    reply: str | ModelError, why: str, box: Sandbox
) -> None:
    class Scripted:
        name = "scripted"

        def stream(self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None) -> Reply:
            if "Describe how to test" not in messages[-1]["content"]:
                return Reply(text=code(RIGHT), model="scripted")
            if isinstance(reply, ModelError):
                raise reply
            return Reply(text=reply, model="scripted")

    events: list[Any] = []
    solution = solve(describe_task(PROMPT), Scripted(), box, propose=True, on_event=events.append)
    [problem] = [event.problem for event in events if isinstance(event, Proposed)]
    assert why in problem
    assert len(problem.splitlines()) == 1
    assert len(problem) < 500
    assert (solution.verdict.evidence, solution.verdict.status) == ("crash-only", Status.PASSED)
    assert not any("proposed" in note for note in solution.verdict.notes)


def test_what_the_user_demands_is_told_to_whoever_proposes() -> None:
    named = messages(describe_task(PROMPT, entry_point="rise"))[-1]["content"]
    assert "The function is called `rise`." in named
    stub = messages(describe_task("def rise(xs: list[int]) -> int:\n    '''How far it climbs.'''\n"))[-1]["content"]
    assert "The function is `def rise(xs: list[int]) -> int`." in stub


# The command


def ask(cli: CommandLine, server: ModelServer, *arguments: str) -> Any:
    return cli("run", PROMPT, "--propose", *arguments, OPENAI_BASE_URL=server.url, OPENAI_API_KEY="k" * 20)


def test_the_report_says_that_a_model_proposed_what_was_checked(cli: CommandLine, server: ModelServer) -> None:
    server.replies = [say(TEXT), say(code(RIGHT))]
    ended = ask(cli, server, "--report", "junit=report.xml")
    assert ended.code == 0, ended.err
    assert ended.out.strip() == RIGHT.strip()
    assert "proposed: agrees with the proposed reference" in ended.err
    assert "a model proposed what was checked" in ended.err
    assert "2 of 2 programs agree, one of all is a reference that a model has proposed" in ended.err
    assert "1, the proposed reference" in ended.err
    assert "proposed: the result is at least 0" in (cli.home / "report.xml").read_text()
    shown = cli("history", "1").out
    assert "--- proposal of what to check ---" in shown
    assert "--- reply 1 ---" in shown


def test_code_in_dispute_is_not_given_and_every_report_has_the_call(cli: CommandLine, server: ModelServer) -> None:
    server.replies = [say(TEXT), say(code(FLAT))]
    ended = ask(cli, server, "--report", "junit=report.xml", "--report", "json=report.json", "--report", "github")
    assert (ended.code, ended.out) == (5, "")
    assert "attempt 1 is open: " in ended.err
    assert "INCONCLUSIVE" in ended.err
    told = "climb([0, 0]) is 2 for this code, 1 for the proposed reference"
    assert told in ended.err
    assert told in (cli.home / "report.xml").read_text()
    [result] = json.loads((cli.home / "report.json").read_text())["results"]
    assert result["difference"] == {
        "call": "climb([0, 0])",
        "answers": [{"who": "this code", "answer": "2"}, {"who": "the proposed reference", "answer": "1"}],
    }
    assert result["stopped"].startswith("asked which is right")


def test_a_tape_plays_the_proposal_too(cli: CommandLine, server: ModelServer) -> None:
    server.replies = [say(TEXT), say(code(RIGHT))]
    assert ask(cli, server, "--record", "tape.jsonl").code == 0
    played = cli("run", PROMPT, "--propose", "--replay", "tape.jsonl")
    assert played.code == 0, played.err
    assert played.out.strip() == RIGHT.strip()
    assert len(server.requests) == 2
