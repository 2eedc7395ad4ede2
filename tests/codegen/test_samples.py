"""Several replies at once: the first that passes wins, and what no check can tell is told by agreement."""

from __future__ import annotations

import itertools
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from codegen.errors import ModelError, UsageError
from codegen.events import Judged, Missing, Received
from codegen.loop import solve
from codegen.model import Reply, open_model
from codegen.settings import Settings
from codegen.task import Task, describe_task
from sandbox import Sandbox, Status
from tests.codegen.server import ModelServer, fail, raw, several

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import codegen
    from codegen.history import History
    from codegen.messages import Message

RIGHT = "def quick_sort(items):\n    return sorted(items)\n"
OTHER = "def quick_sort(items):\n    copy = list(items)\n    copy.sort()\n    return copy\n"
LOSES = "def quick_sort(items):\n    return sorted(set(items))\n"
TURNS = "def quick_sort(items):\n    return sorted(items, reverse=True)\n"

#: Nothing but other samples can tell about this one.
UNKNOWN = "add seven and a half to the number"
ADDS = [f"def shifted(x: float) -> float:\n    return {text}\n" for text in ("x + 7.5", "7.5 + x", "x - 7.5")]


def run(
    server: ModelServer, box: Sandbox, prompt: str = "quick sort", api: Any = "chat", **more: Any
) -> codegen.Solution:
    with open_model(Settings(base_url=server.url, model="served", api=api)) as model:
        return solve(describe_task(prompt), model, box, **more)


def test_the_first_that_passes_wins_and_the_rest_is_kept_unjudged(
    server: ModelServer, box: Sandbox, history: History
) -> None:
    server.replies = [several(LOSES, RIGHT, TURNS)]
    solution = run(server, box, samples=3, history=history)
    assert solution.code == RIGHT
    assert [(a.sample, a.verdict.status) for a in solution.attempts] == [(0, Status.FALSIFIED), (1, Status.PASSED)]
    assert (server.bodies[0]["n"], len(server.requests)) == (3, 1)
    assert solution.run_id is not None
    saved = history.show(solution.run_id).replies
    assert [(reply.sample, reply.text, reply.complete) for reply in saved] == [
        (0, LOSES, True),
        (1, RIGHT, True),
        (2, TURNS, True),
    ]
    assert saved[2].verdict is None


def test_all_are_judged_where_all_are_wanted(server: ModelServer, box: Sandbox) -> None:
    server.replies = [several(RIGHT, LOSES, OTHER)]
    solution = run(server, box, samples=3, every=True)
    assert [a.verdict.passed for a in solution.attempts] == [True, False, True]
    assert solution.code == RIGHT


def test_the_sample_that_holds_most_is_repaired_and_no_counterexample_is_forgotten(
    server: ModelServer, box: Sandbox
) -> None:
    server.replies = [several("I would rather not.", LOSES), several(LOSES, RIGHT)]
    solution = run(server, box, samples=2)
    assert solution.code == RIGHT
    talk = server.bodies[1]["messages"]
    assert [message["role"] for message in talk] == ["system", "user", "assistant", "user"]
    assert "sorted(set(items))" in talk[2]["content"]
    assert [(a.number, a.sample) for a in solution.attempts] == [(1, 0), (1, 1), (2, 0), (2, 1)]


def test_samples_that_agree_pass_by_consensus_and_the_odd_one_falls(
    server: ModelServer, box: Sandbox, history: History
) -> None:
    server.replies = [several(ADDS[2], ADDS[0], ADDS[1])]
    events: list[object] = []
    solution = run(server, box, UNKNOWN, samples=3, history=history, on_event=events.append)
    assert (solution.verdict.evidence, solution.code) == ("consensus", ADDS[0])
    assert [a.verdict.status for a in solution.attempts] == [Status.FALSIFIED, Status.PASSED, Status.PASSED]
    odd = solution.attempts[0].verdict.counterexample
    assert odd is not None
    assert odd.expected is not None
    assert sum(isinstance(event, Judged) for event in events) == 6  # each by itself, then by the others
    assert solution.run_id is not None
    saved = [reply.verdict for reply in history.show(solution.run_id).replies]
    assert [verdict and verdict.status for verdict in saved] == ["falsified", "passed", "passed"]


def test_two_that_differ_decide_nothing(server: ModelServer, box: Sandbox) -> None:
    server.replies = [several(ADDS[0], ADDS[2])]
    solution = run(server, box, UNKNOWN, samples=2)
    assert solution.verdict.status is Status.INCONCLUSIVE
    assert solution.verdict.difference is not None
    assert [who for who, _ in solution.verdict.difference.answers] == ["sample 1", "sample 2"]
    assert solution.code is None
    assert len(server.requests) == 1


def test_a_sample_that_is_missing_is_told_and_costs_no_other(server: ModelServer, box: Sandbox) -> None:
    whole = {"object": "response", "status": "completed", "output": [{"content": [{"text": LOSES}]}]}
    good = {**whole, "output": [{"content": [{"text": RIGHT}]}]}
    import json

    server.replies = [
        raw("{oops", "application/json"),
        *(raw(json.dumps(each), "application/json") for each in (whole, good)),
    ]
    events: list[object] = []
    solution = run(server, box, api="responses", samples=3, every=True, on_event=events.append)
    assert solution.code == RIGHT
    (missing,) = [event for event in events if isinstance(event, Missing)]
    assert "broken JSON" in missing.reason
    assert sum(isinstance(event, Received) for event in events) == 2


def test_no_sample_at_all_is_an_error(server: ModelServer, box: Sandbox) -> None:
    server.replies = [fail(401, "no")]
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        run(server, box, api="responses", samples=3)
    with pytest.raises(UsageError, match="samples must be at least 1"):
        run(server, box, samples=0)


def test_a_part_that_ctrl_c_leaves_behind_is_not_said_to_have_lost(box: Sandbox, history: History) -> None:
    turns, told, over = itertools.count(), threading.Event(), threading.Event()

    class Own:
        name = "own"

        def stream(self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None) -> Reply:
            assert on_text is not None
            if next(turns) == 0:
                on_text("half")
                told.set()
                over.wait(60)
            told.wait(60)
            return Reply(text=RIGHT, model="own")

    def stop(event: object) -> None:
        if isinstance(event, Received):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(Task(prompt="quick sort"), Own(), box, samples=2, history=history, on_event=stop)
    over.set()
    [part] = [reply for reply in history.show(1).replies if not reply.complete]
    assert (part.text, part.error) == ("half", "it was not waited for")


def test_a_model_of_ones_own_needs_only_to_stream(box: Sandbox) -> None:
    class Own:
        name = "own"

        def stream(self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None) -> Reply:
            assert on_text is not None
            on_text(RIGHT)
            return Reply(text=RIGHT, model="own")

    class Busy(Own):
        asked = itertools.count()

        def stream(self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None) -> Reply:
            if next(self.asked) == 0:
                raise ModelError("busy")
            time.sleep(0.2)  # whole only after the other has failed
            return super().stream(messages, on_text)

    task = Task(prompt="quick sort", name="quick sort")
    assert len(solve(task, Busy(), box, samples=3, every=True).attempts) == 2
    solution = solve(task, Own(), box, samples=4, every=True)
    assert sorted(attempt.sample for attempt in solution.attempts) == [0, 1, 2, 3]
    assert solution.code == RIGHT
