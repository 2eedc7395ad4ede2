"""The loop against a real server and a real sandbox: asked, saved, checked, repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import codegen
from codegen.demo import prepared
from codegen.errors import ModelError, TapeError, UsageError
from codegen.events import Asking, Checking, Judged, Received, Repairing, Text
from codegen.loop import solve
from codegen.model import Reply, open_model
from codegen.settings import Settings
from codegen.task import Task, describe_task
from sandbox import Sandbox, Status, catalogue
from tests.codegen.server import ModelServer, cut, fail, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from codegen.history import History
    from codegen.messages import Message

RIGHT = "```python\ndef quick_sort(items):\n    return sorted(items)\n```"
LOSES = "Sure:\n```python\ndef quick_sort(items):\n    return sorted(set(items))\n```"


def run(server: ModelServer, box: Sandbox, prompt: str = "quick sort", **more: Any) -> codegen.Solution:
    with open_model(Settings(base_url=server.url, api_key="sk-0123456789", model="served")) as model:
        return solve(describe_task(prompt), model, box, **more)


def test_a_right_answer_needs_one_attempt(server: ModelServer, box: Sandbox) -> None:
    server.replies = [say(RIGHT)]
    solution = run(server, box)
    assert solution.code == "def quick_sort(items):\n    return sorted(items)\n"
    assert len(solution.attempts) == len(server.requests) == 1
    assert solution.verdict.evidence == "catalogue"


def test_a_lost_duplicate_goes_back_with_its_counterexample_and_is_repaired(
    server: ModelServer, box: Sandbox, history: History
) -> None:
    server.replies = [say(LOSES), say(RIGHT)]
    events: list[object] = []
    solution = run(server, box, history=history, on_event=events.append)
    assert [attempt.verdict.status for attempt in solution.attempts] == [Status.FALSIFIED, Status.PASSED]
    told = server.bodies[1]["messages"]
    assert "sorted(set(items))" in told[-2]["content"]
    assert "quick_sort([0, 0])" in told[-1]["content"]
    order = [type(event) for event in events if not isinstance(event, (Text, Checking))]
    assert order == [Asking, Received, Judged, Repairing, Asking, Received, Judged]
    assert "".join(event.text for event in events if isinstance(event, Text)) == LOSES + RIGHT
    assert solution.run_id is not None
    saved = history.show(solution.run_id)
    assert (saved.status, saved.verdict, saved.attempts) == ("done", "passed", 2)
    assert [reply.text for reply in saved.replies] == [LOSES, RIGHT]


def test_attempts_are_bounded_and_the_last_verdict_stands(server: ModelServer, box: Sandbox) -> None:
    server.replies = [say(LOSES)]
    solution = run(server, box, attempts=2)
    assert len(server.requests) == 2
    assert solution.code is None
    assert "set(items)" in solution.source
    with pytest.raises(UsageError, match="at least 1"):
        run(server, box, attempts=0)


def test_a_reply_without_code_is_the_candidates_failure(server: ModelServer, box: Sandbox) -> None:
    server.replies = [say("I would rather not."), say(RIGHT)]
    assert [a.verdict.status for a in run(server, box).attempts] == [Status.FALSIFIED, Status.PASSED]


def test_the_text_of_a_cut_stream_is_in_the_history(server: ModelServer, box: Sandbox, history: History) -> None:
    server.replies = [say(LOSES), cut("```python\ndef quick_sort")]
    with pytest.raises(ModelError, match="cut off"):
        run(server, box, history=history)
    (saved,) = history.runs()
    first, second = history.show(saved.id).replies
    assert first.verdict is not None
    assert (second.text, second.complete, second.source) == ("```python\ndef quick_sort", False, None)
    assert saved.status == "failed"


def test_a_reply_is_saved_before_it_is_used(server: ModelServer, history: History) -> None:
    class Broken:
        def check(self, *_: object, **__: object) -> Any:
            (saved,) = history.runs()
            assert history.show(saved.id).replies[0].text == RIGHT
            raise RuntimeError("the sandbox broke")

        check_samples = vet = check

    server.replies = [say(RIGHT)]
    with (
        open_model(Settings(base_url=server.url)) as model,
        pytest.raises(RuntimeError, match="broke"),
    ):
        solve(Task(prompt="quick sort"), model, Broken(), history=history)
    assert history.runs()[0].status == "failed"


def test_an_interruption_keeps_what_was_heard(box: Sandbox, history: History) -> None:
    class Impatient:
        name = "impatient"

        def stream(self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None) -> Reply:
            assert on_text is not None
            on_text("def quick")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(Task(prompt="quick sort"), Impatient(), box, history=history)
    (saved,) = history.runs()
    assert saved.status == "interrupted"
    assert history.show(saved.id).replies[0].text == "def quick"


def test_a_wrong_key_is_in_the_history_as_an_error(server: ModelServer, box: Sandbox, history: History) -> None:
    server.replies = [fail(401, "no")]
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        run(server, box, history=history)
    assert "OPENAI_API_KEY" in history.runs()[0].error


# The demo

WRONG_FIRST = {"quick sort", "binary search", "gcd", "sieve of eratosthenes"}


def demo(prompt: str, box: Sandbox) -> codegen.Solution:
    with pytest.warns(UserWarning, match="demo"), open_model(Settings()) as model:
        return solve(describe_task(prompt), model, box)


def test_the_demo_knows_at_least_twelve_tasks_of_the_catalogue() -> None:
    names = {entry.name.replace("-", " ") for entry in catalogue.entries()}
    assert len(prepared()) >= 12
    assert set(prepared()) <= names
    assert set(prepared()) >= WRONG_FIRST


@pytest.mark.parametrize("name", prepared())
def test_a_demo_reply_passes_at_once_or_after_one_repair(name: str, box: Sandbox) -> None:
    solution = demo(name, box)
    assert solution.code is not None, solution.verdict
    assert len(solution.attempts) == (2 if name in WRONG_FIRST else 1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("quick sort", "Returned"),
        ("binary search", "Returned"),
        ("gcd", "LimitExceeded"),
        ("sieve of eratosthenes", "Refused"),
    ],
)
def test_the_demos_wrong_answers_fall_as_models_fall(name: str, kind: str, box: Sandbox) -> None:
    first = demo(name, box).attempts[0].verdict
    outcome = first.counterexample.outcome if first.counterexample else first.outcome
    assert type(outcome).__name__ == kind


def test_the_demo_understands_chinese(box: Sandbox) -> None:
    solution = demo("生成可执行的快速排序 Python 代码", box)
    assert solution.task.name == "quick sort"
    assert solution.code == demo("quick sort", box).code


@pytest.mark.parametrize("api", ["chat", "completions", "responses"])
def test_the_demo_answers_on_every_endpoint(api: Any, box: Sandbox) -> None:
    with open_model(Settings(api=api), on_notice=print) as model:
        assert len(solve(describe_task("quick sort"), model, box).attempts) == 2


def test_a_prompt_that_the_demo_does_not_know_says_what_to_set(box: Sandbox) -> None:
    with pytest.raises(TapeError, match=r"OPENAI_API_KEY.*quick sort") as caught:
        demo("compute the orbit of Mars", box)
    assert caught.value.exit_code == 3


def test_the_demo_says_which_model_it_has() -> None:
    with open_model(Settings(), on_notice=print) as model:
        assert [info.id for info in model.list_models()] == ["demo"]
        with pytest.raises(ModelError, match="it has demo"):
            model.retrieve_model("gpt-4")


# The face


def test_solve_stays_the_function_whatever_was_imported() -> None:
    assert codegen.solve is solve
    assert set(codegen.__all__) == set(codegen._HOMES)
    for name in codegen.__all__:
        assert getattr(codegen, name) is not None
    with pytest.raises(AttributeError):
        getattr(codegen, "nothing")  # noqa: B009


def test_the_function_may_have_any_usual_name_unless_one_is_demanded(server: ModelServer, box: Sandbox) -> None:
    code = "```python\ndef fib(n):\n    a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a\n```"
    server.replies = [say(code)]
    assert run(server, box, "fibonacci").code is not None
    assert describe_task("sieve").signature == "def sieve_of_eratosthenes(n: int) -> list[int]"
    demanded = describe_task("sieve", entry_point="primes")
    assert demanded.signature == "def primes(n: int) -> list[int]"
    assert (demanded.entry_point, demanded.names) == ("primes", ("primes",))


def test_an_empty_or_huge_prompt_is_a_usage_error() -> None:
    for prompt in ("", " \n", "x" * 200_000):
        with pytest.raises(UsageError):
            describe_task(prompt)
