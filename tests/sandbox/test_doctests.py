"""Doctests of a prompt or of a file, as people write them, run in the program's process and judged outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox import Sandbox
from sandbox.checking.verdict import Status
from sandbox.worker.doctests import doctests
from sandbox.worker.prompts import read

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = "def count(n):\n    if n < 0:\n        raise ValueError('negative')\n    return list(range(n))\n"
WRONG = COUNT.replace("range(n)", "range(1, n + 1)")
PROMPTS = {
    "several lines": ">>> s = count(3)\n>>> s[0]\n0",
    "a call inside": ">>> sum(count(3))\n3",
    "a keyword": ">>> count(n=2)\n[0, 1]",
    "a comparison": ">>> count(2)[0] == 0\nTrue",
    "printed": ">>> print(count(2))\n[0, 1]",
    "a loop before": ">>> total = 0\n>>> for x in count(3):\n...     total += x\n>>> total\n3",
    "an ellipsis": ">>> count(12)\n[0, ..., 11]",
    "a literal on several lines": ">>> [count(1),\n...  count(2)]\n[[0],\n [0, 1]]",
}


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("restricted") as box:
        yield box


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS.keys())
def test_a_doctest_of_the_prompt_tells_the_right_program_from_the_wrong_one(box: Sandbox, prompt: str) -> None:
    right, wrong = (box.check(source, prompt=f"Write count.\n{prompt}\n") for source in (COUNT, WRONG))
    assert (right.status, right.evidence) == (Status.PASSED, "examples")
    assert (wrong.status, wrong.properties[0].name) == (Status.FALSIFIED, "the doctests given")


def test_a_doctest_that_raises_needs_that_exception(box: Sandbox) -> None:
    prompt = ">>> count(-1)\nTraceback (most recent call last):\n    ...\nValueError: negative\n"
    assert box.check(COUNT, prompt=prompt).passed
    for other in (
        COUNT.replace("ValueError", "KeyError"),
        "def count(n): return []",
        "def count(n):\n    while True: pass",
    ):
        assert box.check(other, prompt=prompt).status is Status.FALSIFIED


def test_a_lying_object_is_not_what_a_doctest_shows(box: Sandbox) -> None:
    liar = "class A:\n    def __repr__(self): return '[0, 1]'\n    def __eq__(self, other): return True\n"
    verdict = box.check(f"{liar}def count(n=0): return A()", prompt=">>> count(n=2)\n[0, 1]\n")
    assert verdict.status is Status.FALSIFIED


def test_a_doctest_of_which_only_an_objects_text_is_known_is_not_counted(box: Sandbox) -> None:
    source = "class A:\n    def __repr__(self): return '<A>'\ndef make(n): return A()"
    verdict = box.check(source, prompt=">>> make(n=2)\n<A>\n")
    assert verdict.evidence == "crash-only"
    assert "nothing could be compared" in verdict.notes[-1]


def test_doctests_of_a_file_count_and_those_of_a_model_beside_a_prompt_do_not(box: Sandbox) -> None:
    source = 'def half(n):\n    """\n    >>> half(n=4)\n    2\n    """\n    return n'
    assert box.check(source).status is Status.FALSIFIED
    assert box.check(source, prompt="halve: half(3) is called").evidence == "crash-only"


def test_the_counterexample_is_what_a_person_would_type(box: Sandbox) -> None:
    found = box.check(WRONG, prompt=PROMPTS["several lines"]).counterexample
    assert found is not None
    assert (found.call, found.expected) == ("s = count(3); s[0]", "0")


def test_what_a_session_changes_is_typed_before_and_what_it_only_shows_is_not() -> None:
    session = ">>> s = Stack()\n>>> s.push(1)\n>>> s.pop()\n1\n>>> len(s.items)\n0\n>>> s.pop()\n0"
    assert [one["before"].splitlines()[1:] for one in doctests(session, [])] == [
        ["s.push(1)"], ["s.push(1)", "s.pop()"], ["s.push(1)", "s.pop()"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("Input: nums = [2, 7], target = 9\nOutput: [0, 1]\nExplanation: no", [0, 1]),
     ("**Input:** [2, 7], 9\n**Output:** true\n", True), ("f([2, 7], 9) => 3, because 2 < 9", 3),
     ("f([2, 7], 9) should return `'ab'`.", "ab"), ("f([2, 7], 9) is None", None),
     ("- f([2, 7], 9) == {\n    'a': [1],\n  }\n", {"a": [1]}), ("assert f([2, 7], 9) == 1.5", 1.5)],
)  # fmt: skip
def test_examples_are_read_as_people_write_them(text: str, value: object) -> None:
    (example,) = read(f"Some words.\n\n{text}\n")["examples"]
    assert (example["arguments"], example["value"]) == (([2, 7], 9), value)


@pytest.mark.parametrize(
    "text",
    ["f(1) -> 19 - 5 - 6 = 8", "f(1) returns 3 items", "f(1) returns True if 1 is odd", "2 * f(1) == 4", "not f(1) == 2",
     "3 == f(1)", "f(1) != 2", "f(1)[0] == 2", "sorted(f(1)) == [1]", "f(1) == 1/2", "f(1) is 1,000"],
)  # fmt: skip
def test_what_is_only_part_of_a_claim_is_an_input_and_no_result(text: str) -> None:
    (example,) = [one for one in read(text)["examples"] if one["name"] == "f"]
    assert example == {"name": "f", "arguments": (1,)}


def test_a_prompt_tells_types_named_values_and_lists() -> None:
    told = read('Write `def f(xs: list[int], k=2) -> bool:`. For k = 3 use xs = [1, 2] and "ab".')
    assert [one["type"] for one in told["functions"][0]["parameters"]] == [["list", ["int"]], ["int"]]
    assert (told["assigned"], told["displays"]) == ([("k", 2), ("k", 3), ("xs", [1, 2])], [[1, 2]])
    assert "ab" in told["literals"]
