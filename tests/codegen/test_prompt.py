"""What a model is told."""

from __future__ import annotations

import pytest

from codegen.messages import message
from codegen.prompt import as_completion, messages, next_turns, read_back
from codegen.repair import MAX_REPR
from codegen.task import Attempt, Candidate, Task
from sandbox import Counterexample, LimitExceeded, Refused, Returned, Status, Verdict

TASK = Task(
    prompt="quick sort",
    name="quick sort",
    entry_point="quick_sort",
    signature="def quick_sort(items: list[int]) -> list[int]",
    summary="Returns a new sorted list.",
)


def verdict(counterexample: Counterexample | None = None, **more: object) -> Verdict:
    facts = {"status": Status.FALSIFIED, "evidence": "catalogue", "task": "quick sort", "entry_point": "quick_sort"}
    return Verdict(**facts | more, counterexample=counterexample)  # type: ignore[arg-type]


def attempt(found: Verdict, number: int = 1, source: str = "def quick_sort(items): ...\n") -> Attempt:
    return Attempt(number=number, candidate=Candidate(source=source, text=source, model="m"), verdict=found)


def lost_duplicate(call: str = "quick_sort([0, 0])") -> Counterexample:
    return Counterexample(
        property="a permutation of the input",
        call=call,
        arguments=("[0, 0]",),
        outcome=Returned(value=[0]),
        expected="[0, 0]",
    )


def test_the_first_request_has_the_prompt_and_the_signature() -> None:
    talk = messages(TASK)
    assert [message["role"] for message in talk] == ["system", "user"]
    assert talk[1]["content"].startswith("quick sort\n")
    assert "`def quick_sort(items: list[int]) -> list[int]`" in talk[1]["content"]
    assert "Returns a new sorted list." in talk[1]["content"]


def test_an_unknown_task_is_still_asked_for_one_function() -> None:
    assert "one function" in messages(Task(prompt="frobnicate a list"))[1]["content"]
    assert "`frob`" in messages(Task(prompt="frobnicate", entry_point="frob"))[1]["content"]


def test_a_repair_shows_the_code_the_property_the_call_and_both_answers() -> None:
    talk = messages(TASK, [attempt(verdict(lost_duplicate()))])
    assert [message["role"] for message in talk] == ["system", "user", "assistant", "user"]
    assert talk[2]["content"] == "```python\ndef quick_sort(items): ...\n```"
    for words in ("a permutation of the input", "quick_sort([0, 0])", "returned [0]", "Expected: [0, 0]"):
        assert words in talk[3]["content"]


def test_a_second_repair_recalls_the_first_counterexample() -> None:
    first, second = verdict(lost_duplicate("quick_sort([7, 7])")), verdict(lost_duplicate())
    last = messages(TASK, [attempt(first), attempt(second, 2)])[-1]["content"]
    assert "quick_sort([0, 0])" in last.partition("Earlier")[0]
    assert "quick_sort([7, 7])" in last.partition("Earlier")[2]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (verdict(outcome=Refused(rule="import", message="import of numpy", line=1, hint="use lists")), "use lists"),
        (verdict(outcome=LimitExceeded(limit="CPU time", allowed="2 s")), "CPU time (2 s)"),
        (verdict(reason="no function quick_sort"), "no function quick_sort"),
    ],
)
def test_a_repair_without_a_counterexample_gives_the_reason(found: Verdict, words: str) -> None:
    assert words in messages(TASK, [attempt(found)])[-1]["content"]


def test_a_huge_counterexample_is_cut_in_its_middle() -> None:
    call = "quick_sort([" + "1, " * 5000 + "99])"
    last = messages(TASK, [attempt(verdict(lost_duplicate(call)))])[-1]["content"]
    assert len(last) < 5 * MAX_REPR
    assert "99])" in last
    assert "left out" in last


@pytest.mark.parametrize("prompt", ["quick sort", "生成可执行的快速排序 Python 代码", "two\n\nparagraphs"])
@pytest.mark.parametrize("repairs", [0, 1, 2])
def test_the_users_words_and_the_repairs_can_be_read_back(prompt: str, repairs: int) -> None:
    attempts = [attempt(verdict(lost_duplicate()), number + 1) for number in range(repairs)]
    talk = messages(Task(prompt=prompt), attempts)
    assert read_back("\n\n".join(message["content"] for message in talk)) == (prompt, repairs)
    assert read_back(as_completion(talk)) == (prompt, repairs)


def test_a_completion_ends_where_the_code_begins() -> None:
    assert as_completion(messages(TASK)).endswith("```python\n")


def test_a_chat_becomes_a_transcript_for_a_model_that_only_completes() -> None:
    talk = [
        message("system", "Be brief."),
        message("user", "Hi!", "Ann"),
        message("assistant", "Hello."),
        message("user", "And?"),
    ]
    assert next_turns(talk) == ["\nUser:", "\nAnn:"]
    assert next_turns(messages(TASK)) == []
    assert as_completion(talk) == "Be brief.\n\nAnn: Hi!\n\nAssistant: Hello.\n\nUser: And?\n\nAssistant:"
