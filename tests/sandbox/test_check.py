"""A verdict: what it finds, how small it makes it, what it rests on, and when it says that it cannot tell."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sandbox import CheckError, LimitExceeded, Limits, Raised, Sandbox, Status, Verdict, check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RIGHT = "def quick_sort(items):\n    return sorted(items)\n"
DROPS = "def quick_sort(items):\n    return sorted(set(items))\n"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("restricted") as sandbox:
        yield sandbox


def names(verdict: Verdict, status: str) -> list[str]:
    return [one.name for one in verdict.properties if one.status == status]


def test_a_sort_that_drops_duplicates_falls_by_the_smallest_list(box: Sandbox) -> None:
    verdict = box.check(DROPS, "quick sort")
    assert verdict.status is Status.FALSIFIED
    assert verdict.evidence == "catalogue"
    assert verdict.counterexample is not None
    assert verdict.counterexample.call == "quick_sort([0, 0])"
    assert verdict.counterexample.arguments == ("[0, 0]",)
    assert verdict.counterexample.expected == "[0, 0]"
    assert names(verdict, "falsified") == [verdict.counterexample.property]


def test_one_line_checks_too() -> None:
    assert check(RIGHT, "quick sort").passed


@pytest.mark.parametrize(
    "source",
    ["def quick_sort(items):\n    items.sort()", "def quick_sort(a, low, high):\n    a[low:high + 1] = sorted(a[low:high + 1])",
     "def sorter(xs):\n    return sorted(xs)", "quick_sort = lambda xs: sorted(xs)",
     "def _swap(a): pass\ndef quicksort(a, key=None): return sorted(a)\nif __name__ == '__main__':\n    print(quicksort([2, 1]))"],
    ids=["in place", "three arguments", "another name", "lambda", "helper, optional argument and main block"],
)  # fmt: skip
def test_every_usual_way_to_do_the_task_passes(box: Sandbox, source: str) -> None:
    verdict = box.check(source, "quick sort")
    assert verdict.passed, verdict


def test_the_way_that_explains_most_is_the_one_that_falls(box: Sandbox) -> None:
    verdict = box.check("def quick_sort(xs):\n    return sorted(xs) if xs else None", "quick sort")
    assert verdict.counterexample is not None
    assert verdict.counterexample.call == "quick_sort([])"
    assert verdict.counterexample.expected == "[]"


def test_stated_types_choose_what_a_function_is_called_with(box: Sandbox) -> None:
    source = """
def bfs(graph: dict[{0}, list[{0}]], start: {0}) -> list[{0}]:
    order = [start]
    for node in order:
        order += [other for other in graph[node] if other and other not in order]
    return order
"""
    letters, numbers = (box.check(source.format(kind), "breadth-first search") for kind in ("str", "int"))
    assert letters.passed
    assert numbers.counterexample is not None, "node 0 is false"
    assert "0" in numbers.counterexample.call


def test_mixed_ways_do_not_pass(box: Sandbox) -> None:
    source = "def quick_sort(xs):\n    if len(xs) > 3:\n        return sorted(xs)\n    xs.sort()"
    assert box.check(source, "quick sort").status is Status.FALSIFIED


def test_an_endless_loop_is_a_limit_with_its_input(box: Sandbox) -> None:
    source = "def quick_sort(items):\n    while len(items) > 1:\n        pass\n    return items"
    verdict = box.check(source, "quick sort")
    assert verdict.status is Status.FALSIFIED
    assert verdict.counterexample is not None
    assert isinstance(verdict.counterexample.outcome, LimitExceeded)
    assert verdict.counterexample.property == "ends within its limits"
    assert verdict.counterexample.call == "quick_sort([0, 0])"


@pytest.mark.parametrize(
    ("source", "reason"),
    [("", "empty"), ("def quick_sort(:", "not Python"), ("import os\ndef quick_sort(x): return x", "os"),
     ("x = 1", "defines no function"), ("1 / 0", "ZeroDivisionError"), ("#" * 70_000, "65536"),
     ("def quick_sort(): return []", "parameters")],
    ids=["empty", "not Python", "refused import", "no function", "fails at import", "too large", "no parameters"],
)  # fmt: skip
def test_what_is_wrong_in_a_candidate_is_its_failure(box: Sandbox, source: str, reason: str) -> None:
    verdict = box.check(source, "quick sort")
    assert verdict.status is Status.FALSIFIED
    assert reason in verdict.reason
    assert verdict.counterexample is None


@pytest.mark.parametrize(
    "line",
    ["# codegen: task=merge sort", "#codegen:task = 'merge sort'", "x = 1  # Codegen: task=merge  sort # a note"],
)
def test_the_comment_may_be_written_as_people_do(box: Sandbox, line: str) -> None:
    assert box.check(f"{line}\ndef f(xs): return sorted(xs)").task == "merge sort"


def test_a_comment_of_any_length_costs_nothing(box: Sandbox) -> None:
    with pytest.raises(CheckError) as caught:
        box.check("# codegen: task=x" + " " * 40_000 + "y\ndef f(n): return n")
    assert len(str(caught.value)) < 300


def test_the_task_is_found_by_comment_name_or_prompt(box: Sandbox) -> None:
    assert box.check(RIGHT).task == "quick sort"
    assert box.check("# codegen: task=merge sort\ndef f(xs): return sorted(xs)").task == "merge sort"
    assert box.check("def f(xs): return sorted(xs)", prompt="生成可执行的快速排序 Python 代码").task == "quick sort"


def test_a_helper_of_a_known_name_is_not_what_is_checked(box: Sandbox) -> None:
    helper = "def gcd(a, b):\n    return gcd(b, a % b) if b else a\n\n\n"
    verdict = box.check(helper + "def lcm(a, b):\n    return a * b // gcd(a, b) + 1\n")
    assert verdict.task == "lcm"
    assert verdict.status is Status.FALSIFIED


@pytest.mark.parametrize("options", [{"task": "quick sotr"}, {"examples": 0}, {"oracle": "/no/such.py"}])
def test_a_question_that_cannot_be_asked_is_an_error_of_the_caller(box: Sandbox, options: dict[str, object]) -> None:
    with pytest.raises(CheckError) as caught:
        box.check(RIGHT, **options)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_the_same_seed_draws_the_same_inputs(box: Sandbox) -> None:
    source = "def f(n: int) -> int:\n    return n if n < 300 else str(n)"
    first, second = (box.check(source, seed=7) for _ in range(2))
    assert first.counterexample is not None
    assert second.counterexample is not None
    assert first.counterexample.call == second.counterexample.call == "f(300)"
    assert first.examples == second.examples
    assert first.seed == 7


def test_the_same_inputs_are_drawn_whatever_else_is_loaded_and_no_file_is_left(tmp_path: Path) -> None:
    (tmp_path / "bystander.py").write_text("VALUES = [300123, 300456, 'a very special string', 300789]\n" * 40)
    code = (
        "import sys\nif len(sys.argv) > 1: import bystander\nfrom sandbox import check\n"
        "seen = []\nimport sandbox.checking.target as t\nmake = t.Target.judged\n"
        "def judged(self, convention, given):\n    seen.append(given.drawn)\n    return make(self, convention, given)\n"
        "t.Target.judged = judged\ncheck('def f(n: int) -> int: return n', examples=300)\nprint(seen)"
    )
    drawn = [
        subprocess.run(
            [sys.executable, "-c", code, *more], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
        for more in ([], ["with a bystander"])
    ]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) > 1000
    assert {path.name for path in tmp_path.iterdir()} <= {"bystander.py", "__pycache__", "home"}


def test_past_counterexamples_are_tried_first(box: Sandbox) -> None:
    verdict = box.check(DROPS, "quick sort", first=[([5, 5],)])
    assert verdict.status is Status.FALSIFIED
    assert verdict.examples == 1


def test_an_unknown_task_is_checked_by_examples_types_and_crash_freedom(box: Sandbox) -> None:
    source = 'def double(n: int) -> int:\n    """\n    >>> double(2)\n    4\n    """\n    return n * 2'
    verdict = box.check(source)
    assert verdict.passed
    assert verdict.evidence == "examples"
    assert names(verdict, "passed") == ["ends within its limits", "does not break", "returns int", "its own examples"]
    wrong = box.check(source.replace("n * 2", "n ** 3"))
    assert wrong.counterexample is not None
    assert (wrong.counterexample.call, wrong.counterexample.expected) == ("double(2)", "4")


def test_examples_of_the_prompt_count_and_a_models_own_do_not(box: Sandbox) -> None:
    source = 'def triple(n):\n    """\n    >>> triple(1)\n    1\n    """\n    return n'
    assert box.check(source, prompt="triple a number").evidence == "crash-only"
    told = box.check(source, prompt="triple a number, as in triple(2) == 6")
    assert told.status is Status.FALSIFIED
    assert told.evidence == "examples"


def test_types_alone_are_said_to_be_weak_evidence(box: Sandbox) -> None:
    verdict = box.check("def f(n: int) -> int:\n    return n + 1")
    assert verdict.passed
    assert verdict.evidence == "crash-only"
    assert "no answer was checked" in verdict.notes[0]


def test_a_wrong_type_falls(box: Sandbox) -> None:
    verdict = box.check("def f(n: int) -> list[int]:\n    return [str(n)] if n > 10 else [n]")
    assert verdict.counterexample is not None
    assert verdict.counterexample.call == "f(11)"


@pytest.mark.parametrize(
    ("source", "reason"),
    [("x = 1\nprint(x)", "no function"), ("def f(a, b): return a", "nothing tells"),
     ("def f(n: int) -> float:\n    return 1 / n", "not answered: f(0) raised ZeroDivisionError")],
)  # fmt: skip
def test_what_cannot_be_judged_is_inconclusive(box: Sandbox, source: str, reason: str) -> None:
    verdict = box.check(source)
    assert verdict.status is Status.INCONCLUSIVE
    assert reason in verdict.reason


def test_a_misspelt_name_is_a_bug_on_any_input(box: Sandbox) -> None:
    verdict = box.check("def f(n: int) -> int:\n    return m")
    assert verdict.status is Status.FALSIFIED
    assert verdict.counterexample is not None
    assert isinstance(verdict.counterexample.outcome, Raised)


def test_a_verdict_says_what_confined_the_program_and_how_long_it_took(box: Sandbox) -> None:
    verdict = box.check(RIGHT)
    assert (verdict.sandbox, verdict.backend, verdict.policy) == ("restricted", "process", "restricted")
    assert "seccomp" in verdict.protections
    assert verdict.seconds > 0


def test_progress_counts_the_inputs(box: Sandbox) -> None:
    seen: list[int] = []
    verdict = box.check(RIGHT, examples=20, on_progress=seen.append)
    assert seen == list(range(1, verdict.examples + 1))


def test_a_class_falls_by_the_operations_to_paste(box: Sandbox) -> None:
    source = (
        "class Stack:\n    def __init__(self): self.items = []\n    def push(self, x): self.items.append(x)\n"
        "    def pop(self): return self.items.pop(0)\n    def is_empty(self): return not self.items\n"
    )
    verdict = box.check(source)
    assert verdict.task == "stack"
    assert verdict.status is Status.FALSIFIED
    assert verdict.counterexample is not None
    assert verdict.counterexample.call == "x = Stack(); x.push(0); x.push(1); x.pop()"
    assert box.check(source.replace("pop(0)", "pop()")).passed


@pytest.mark.parametrize(
    "source",
    ["def sort(d: dict) -> dict:\n    return dict(sorted(d.items()))", "def gcd(a: str, b: str) -> str:\n    return a + b",
     "def is_palindrome(head):\n    return head.next is None", "class Stack:\n    def __init__(self, name, x):\n        self.name = name"],
    ids=["other types", "other types of two", "another structure", "another class"],
)  # fmt: skip
def test_a_name_alone_accuses_nobody(box: Sandbox, source: str) -> None:
    assert box.check(source).status is not Status.FALSIFIED


def test_a_default_that_only_fits_small_inputs_is_used(box: Sandbox) -> None:
    source = "def quick_sort(a, low=0, high=9):\n    a[low:high + 1] = sorted(a[low:high + 1])\n    return a"
    assert box.check(source).status is Status.FALSIFIED


def test_a_stack_with_a_capacity_gets_one(box: Sandbox) -> None:
    source = (
        "class Stack:\n    def __init__(self, capacity):\n        self.capacity, self.items = capacity, []\n"
        "    def push(self, x):\n        if len(self.items) >= self.capacity: raise OverflowError\n"
        "        self.items.append(x)\n    def pop(self): return self.items.pop()\n"
    )
    assert box.check(source).passed


def test_printing_the_answer_is_said(box: Sandbox) -> None:
    verdict = box.check("def factorial(n):\n    print(1 if n < 2 else 2)")
    assert verdict.status is Status.FALSIFIED
    assert "it prints its answer; it should return it" in verdict.notes


@pytest.mark.parametrize(("seconds", "status"), [(0.8, Status.PASSED), (5, Status.FALSIFIED)])
def test_a_time_out_counts_only_if_three_times_the_limit_is_not_enough(seconds: float, status: Status) -> None:
    source = (
        'import time\ndef f(n: int) -> int:\n    """\n    >>> f(5)\n    5\n    """\n'
        f"    if n == 5: time.sleep({seconds})\n    return n"
    )
    with Sandbox("process", limits=Limits(wall_seconds=0.5)) as box:
        verdict = box.check(source, examples=5)
    assert verdict.status is status
    if status is Status.FALSIFIED:
        assert verdict.counterexample is not None
        assert isinstance(verdict.counterexample.outcome, LimitExceeded)
        assert verdict.counterexample.call == "f(5)"


def test_a_guessed_input_on_which_it_does_not_end_is_said_and_not_judged(box: Sandbox) -> None:
    verdict = box.check(
        "def count(n: int) -> int:\n    c = 0\n    while n != 0:\n        n -= 1\n        c += 1\n    return c"
    )
    assert verdict.status is Status.INCONCLUSIVE
    assert "a guessed input was not answered: count(-" in verdict.reason


def test_none_for_a_guessed_input_where_a_number_is_promised_is_said_and_not_judged(box: Sandbox) -> None:
    divisor = "def divisor(n: int) -> int:\n    for d in range(n - 1, 0, -1):\n        if n % d == 0: return d"
    verdict = box.check(divisor)
    assert verdict.status is Status.INCONCLUSIVE
    assert verdict.reason == "a guessed input was not answered: divisor(0) returned None"
    closest = "def closest(xs: list[int]) -> int:\n    if len(xs) >= 2:\n        return min(b - a for a, b in zip(xs, xs[1:]))"
    assert box.check(closest).reason == "a guessed input was not answered: closest([]) returned None"


@pytest.mark.parametrize("body", ["n + 1", "if n < 4:\n        return n", "if n % 2:\n        return n"])
def test_none_for_more_than_the_smallest_inputs_where_a_number_is_promised_falls(box: Sandbox, body: str) -> None:
    assert box.check(f"def forgets(n: int) -> int:\n    {body}\n").status is Status.FALSIFIED


@pytest.mark.parametrize("prompt", [None, "endless, such that endless(3) == 3"])
def test_one_that_ends_on_no_simple_input_or_not_on_an_example_falls(box: Sandbox, prompt: str | None) -> None:
    ends = "" if prompt is None else "    if n < 3:\n        return n\n"
    assert (
        box.check(f"def endless(n: int) -> int:\n{ends}    while True: pass", prompt=prompt).status is Status.FALSIFIED
    )
