"""What a model is told of a fault, and how long it is asked: a fault is repeated, code that comes again is noticed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from codegen.budget import Budget
from codegen.errors import UsageError
from codegen.events import Repairing, Stopping
from codegen.loop import solve
from codegen.messages import message
from codegen.model import Reply, open_model
from codegen.prompt import MAX_TALK, messages
from codegen.repair import repair
from codegen.repeats import normalised
from codegen.settings import Settings
from codegen.task import Attempt, Candidate, Task, Tokens, describe_task
from sandbox import Counterexample, Difference, PropertyResult, Raised, Returned, Status, Verdict
from tests.codegen.server import ModelServer, say

if TYPE_CHECKING:
    import codegen
    from sandbox import Sandbox

CODE = "def quick_sort(items):\n    head = items[0]\n    return [head]\n"
LOSES = "def quick_sort(items):\n    return sorted(set(items))\n"
SAME = "# Now it is right.\ndef quick_sort(items):  # all of them\n\n    return sorted(set(items))   \n"
TURNS = "def quick_sort(items):\n    return sorted(items, reverse=True)\n"
RIGHT = "def quick_sort(items):\n    return sorted(items)\n"


def attempt(found: Counterexample | None, number: int = 1, source: str = CODE, **more: Any) -> Attempt:
    properties = more.pop("properties", ())
    verdict = Verdict(
        status=Status.FALSIFIED,
        evidence="catalogue",
        task=None,
        entry_point="f",
        counterexample=found,
        properties=properties,
        **{name: more.pop(name) for name in ("notes", "difference") if name in more},
    )
    return Attempt(number=number, candidate=Candidate(source=source, text=source, model="m"), verdict=verdict, **more)


def fault(call: str = "f([])", **more: Any) -> Counterexample:
    facts: dict[str, Any] = {"property": "in order", "arguments": ("[]",), "outcome": Returned(value=[1])}
    return Counterexample(call=call, **facts | more)


def test_an_exception_is_told_with_its_message_and_its_line() -> None:
    outcome = Raised(type_name="IndexError", message="list index out of range", line=2)
    told = repair(attempt(fault(outcome=outcome)))
    assert "raised IndexError: list index out of range (line 2)" in told
    assert "Line 2 is: head = items[0]" in told
    far = repair(attempt(fault(outcome=replace(outcome, line=99))))
    assert "Line 99" not in far


def test_an_argument_that_was_changed_in_place_is_told() -> None:
    outcome = Returned(value=None, arguments=([1, 2], "k"))
    told = repair(attempt(fault("f([2, 1], 'k')", arguments=("[2, 1]", "'k'"), outcome=outcome)))
    assert "argument number 1, which was afterwards: [1, 2]" in told
    assert "number 2" not in told


def test_a_property_whose_name_is_a_term_is_explained() -> None:
    assert "it changes nothing" in repair(attempt(fault(property="idempotent")))


def test_what_the_check_noticed_beside_the_property_is_told_but_not_what_is_for_the_user() -> None:
    from sandbox.checking.trial import PRINTS

    told = repair(attempt(fault(), notes=(PRINTS, "properties of mine.py")))
    assert PRINTS in told
    assert "mine.py" not in told


def test_a_property_that_held_before_is_named_as_lost() -> None:
    held = (PropertyResult(name="in order", status="passed", examples=9),)
    before = attempt(fault("f([7])", property="a permutation", expected="[7]"), properties=held)
    told = repair(attempt(fault(), 2), [before])
    assert "This worked before: the property held in your answer number 1" in told
    assert "f([7]) - must give [7]" in told
    not_run = (PropertyResult(name="in order", status="not run", examples=0),)
    assert "worked before" not in repair(attempt(fault(), 2), [attempt(fault("f([7])"), properties=not_run)])


def test_a_fault_that_stayed_is_told_as_such_and_stands_there_once() -> None:
    told = repair(attempt(fault(), 2), [attempt(fault())])
    assert "failed in your answer number 1 already" in told
    assert told.count("f([])") == 1


def test_code_that_came_again_is_answered_otherwise() -> None:
    told = repair(attempt(fault(), 2, repeats=1, another=fault("f([9])")), [attempt(fault())])
    assert "the same code as your answer number 1" in told
    assert "another approach" in told
    assert "f([9])" in told
    assert "another approach" not in repair(attempt(fault(), 2), [attempt(fault())])


def test_two_answers_of_models_that_differ_are_an_open_question() -> None:
    difference = Difference(call="f([])", answers=(("this code", "0"), ("the proposed reference", "None")))
    told = repair(attempt(None, difference=difference))
    assert "failed its checks" not in told
    assert "this code: 0" in told
    assert "the proposed reference: None" in told
    assert "It is sample" not in told
    sampled = Difference(call="f([])", answers=(("samples 1, 3", "0"), ("the proposed reference", "None")))
    assert "It is sample 3 of several" in repair(attempt(None, difference=sampled, sample=2))


def test_a_long_conversation_keeps_the_last_turns_and_all_that_must_stay_repaired() -> None:
    long = "x = 1  # " + "a" * 15_000 + "\n"
    attempts = [attempt(fault(f"f([{number}])"), number, source=f"n = {number}\n" + long) for number in range(1, 9)]
    talk = messages(Task(prompt="sort"), attempts)
    assert sum(len(each["content"]) for each in talk[2:]) < MAX_TALK
    assert [each["role"] for each in talk] == ["system", "user", *["assistant", "user"] * 2]
    assert "n = 8\n" in talk[-2]["content"]
    assert "f([5])" in talk[-1]["content"].partition("must stay repaired")[2]
    huge = messages(Task(prompt="sort"), [attempt(fault(), source="1" * 900_000)])[2]
    assert len(huge["content"]) < MAX_TALK


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        (LOSES, SAME, True),
        ("x = 1\r\n", "x = 1\n", True),
        ("if a:\n    b()\nc()\n", "if a:\n    b()\n    c()\n", False),  # indentation is often the whole repair
        ("x = 'a#b'\n", "x = 'a#c'\n", False),
        ('x = """\n# a\n"""\n', 'x = """\n# b\n"""\n', False),
        ("x = 'a\\\n# b'\n", "x = 'a\\\n# c'\n", False),
        ('def f():\n    """Doc."""\n', 'def f():\n    """Doc."""\n\n', True),
    ],
)
def test_code_is_the_same_only_where_nothing_that_runs_differs(left: str, right: str, alike: bool) -> None:
    assert (normalised(left) == normalised(right)) is alike


# The loop


def run(server: ModelServer, box: Any, *replies: str, **more: Any) -> codegen.Solution:
    server.replies = [say(f"```python\n{reply}```") for reply in replies]
    with open_model(Settings(base_url=server.url, model="served")) as model:
        return solve(describe_task("quick sort"), model, box, **more)


class Counting:
    """A sandbox that counts its checks."""

    def __init__(self, box: Sandbox) -> None:
        self._box, self.checked = box, list[str]()

    def check(self, source: str, *more: Any, **options: Any) -> Verdict:
        self.checked.append(source)
        return self._box.check(source, *more, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._box, name)


def test_a_repeat_gets_the_same_verdict_and_the_next_request_says_so(server: ModelServer, box: Sandbox) -> None:
    counting = Counting(box)
    events: list[Any] = []
    solution = run(server, counting, LOSES, SAME, RIGHT, on_event=events.append)
    assert solution.code == RIGHT
    assert [each.repeats for each in solution.attempts] == [None, 1, None]
    assert solution.attempts[0].verdict is solution.attempts[1].verdict
    assert counting.checked.count(SAME) <= 1  # never for a verdict, once for another counterexample
    assert "same code as your answer number 1" in server.bodies[2]["messages"][-1]["content"]
    assert [event.attempt.number for event in events if isinstance(event, Repairing)] == [1, 2]


def test_two_repeats_in_a_row_end_the_run(server: ModelServer, box: Sandbox) -> None:
    events: list[Any] = []
    solution = run(server, box, LOSES, TURNS, LOSES, TURNS, attempts=9, on_event=events.append)
    assert len(server.requests) == len(solution.attempts) == 4
    assert "3 and 4" in solution.stopped
    assert [event.reason for event in events if isinstance(event, Stopping)] == [solution.stopped]
    assert solution.code is None


def test_an_old_counterexample_is_tried_first_on_every_later_attempt(server: ModelServer, box: Sandbox) -> None:
    seen: list[Any] = []

    class Watching(Counting):
        def check(self, source: str, *more: Any, **options: Any) -> Verdict:
            seen.append(list(options["first"]))
            return super().check(source, *more, **options)

    run(server, Watching(box), LOSES, TURNS, RIGHT)
    assert [len(first) for first in seen] == [0, 1, 2]


def test_no_request_is_made_that_would_cost_more_than_is_allowed(server: ModelServer, box: Sandbox) -> None:
    whole = run(server, box, LOSES, TURNS, RIGHT)
    assert (whole.stopped, len(whole.attempts)) == ("", 3)
    counted = sum((a.candidate.usage.prompt_tokens or 0) + (a.candidate.usage.completion_tokens or 0)
                  for a in whole.attempts)  # fmt: skip
    assert whole.tokens == counted
    before = len(server.requests)
    solution = run(server, box, LOSES, TURNS, RIGHT, max_tokens_total=300)
    assert len(server.requests) - before == len(solution.attempts) == 1
    assert "more than the 300 allowed" in solution.stopped
    assert solution.source == LOSES
    with pytest.raises(UsageError, match="max_tokens_total must have room"):
        run(server, box, RIGHT, max_tokens_total=20)


def test_tokens_are_estimated_where_the_server_counts_none() -> None:
    budget = Budget(100)
    budget.add([message("user", "a" * 60)], [Reply(text="b" * 90, model="m")])
    assert 45 < budget.used < 60
    assert budget.excess([message("user", "a" * 60)])
    told = Budget()
    told.add([message("user", "a")], [Reply(text="b", model="m", usage=Tokens(prompt_tokens=7, completion_tokens=5))])
    assert told.used == 12
    assert not told.excess([])


def test_a_reply_that_a_content_filter_ended_is_told(server: ModelServer, box: Sandbox) -> None:
    server.replies = [say(f"```python\n{RIGHT}```", finish="content_filter")]
    with open_model(Settings(base_url=server.url, model="served")) as model:
        [only] = solve(describe_task("quick sort"), model, box).attempts
    assert only.candidate.notes == ("the reply was ended by the server: content_filter",)
