"""Checks against the user's own word: an oracle, a properties file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sandbox import CheckError, Limits, Returned, Sandbox, Status
from sandbox.checking import oracle
from sandbox.checking.oracle import Oracle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("process") as sandbox:
        yield sandbox


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    def to_file(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return to_file


MEDIAN = (
    "def median(xs: list[int]) -> float:\n    xs = sorted(xs)\n    m = len(xs) // 2\n    return (xs[m] + xs[~m]) / 2\n"
)


def test_what_differs_from_the_oracle_falls(box: Sandbox, write: Callable[[str, str], str]) -> None:
    oracle = write("reference.py", MEDIAN)
    wrong = "def median(values):\n    return sorted(values)[len(values) // 2]"
    verdict = box.check(wrong, oracle=oracle)
    assert verdict.status is Status.FALSIFIED
    assert verdict.evidence == "oracle"
    assert verdict.counterexample is not None
    assert verdict.counterexample.property == "equals median of reference.py"
    assert verdict.counterexample.call == "median([0, 1])"
    assert verdict.counterexample.expected == "0.5"


def test_inputs_that_the_oracle_refuses_are_outside_the_domain(box: Sandbox, write: Callable[[str, str], str]) -> None:
    verdict = box.check(MEDIAN.replace("median", "middle"), oracle=f"{write('reference.py', MEDIAN)}:median")
    assert verdict.passed
    assert verdict.discarded > 0, "the empty list has no median"


def test_an_oracle_without_hints_is_asked_what_it_takes(box: Sandbox, write: Callable[[str, str], str]) -> None:
    oracle = write("reference.py", "def join(words, sep):\n    return sep.join(words)")
    assert box.check("def join(w, s):\n    return s.join(w)", oracle=oracle).passed
    assert box.check("def join(w, s):\n    return s.join(w) + s", oracle=oracle).status is Status.FALSIFIED


def test_an_oracle_that_works_in_place(box: Sandbox, write: Callable[[str, str], str]) -> None:
    oracle = write("reference.py", "def reverse(xs: list[int]) -> None:\n    xs.reverse()")
    assert box.check("def reverse(xs):\n    xs[:] = xs[::-1]", oracle=oracle).passed
    assert box.check("def reverse(xs):\n    return xs[::-1]", oracle=oracle).status is Status.FALSIFIED


def test_an_oracle_is_untrusted_too(box: Sandbox, write: Callable[[str, str], str], tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    oracle = write("reference.py", f"open({str(canary)!r}, 'w')\ndef f(x: int): return x")
    with pytest.raises(CheckError, match="PermissionError"):
        box.check("def f(x): return x", oracle=oracle)
    assert not canary.exists()


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [("def f(x): return x\ndef g(x): return x", "", "name one"), ("def f(x): return x", ":g", "no function 'g'"),
     ("def f(:", "", "not Python"), ("x = 1", "", "no function")],
)  # fmt: skip
def test_an_oracle_that_cannot_serve_is_said(
    box: Sandbox, write: Callable[[str, str], str], text: str, name: str, message: str
) -> None:
    with pytest.raises(CheckError, match=message):
        box.check("def f(x: int): return x", oracle=write("reference.py", text) + name)


PROPERTIES = """
from hypothesis import given, strategies as st

@given(st.lists(st.integers()))
def test_same_length(f, xs):
    assert len(f(xs)) == len(xs)

def check_ordered(args, result):
    return all(a <= b for a, b in zip(result, result[1:]))

inputs = st.tuples(st.lists(st.integers()))
"""


def test_the_users_tests_and_claims_decide(box: Sandbox, write: Callable[[str, str], str]) -> None:
    path = Path(write("properties.py", PROPERTIES))
    right = box.check("def f(xs):\n    return sorted(xs)", properties=path)
    assert right.passed
    assert {one.name for one in right.properties} >= {"test_same_length", "check_ordered"}
    drops = box.check("def f(xs):\n    return sorted(set(xs))", properties=path)
    assert drops.counterexample is not None
    assert (drops.counterexample.property, drops.counterexample.call) == ("test_same_length", "f([0, 0])")
    unsorted = box.check("def f(xs):\n    return xs", properties=path)
    assert unsorted.counterexample is not None
    assert (unsorted.counterexample.property, unsorted.counterexample.call) == ("check_ordered", "f([0, -1])")


def test_tests_alone_are_enough_and_exceptions_arrive_as_themselves(
    box: Sandbox, write: Callable[[str, str], str]
) -> None:
    text = "import pytest\ndef test_refuses(f):\n    with pytest.raises(ValueError):\n        f(-1)\n    assert f(4) == 2\n"
    path = Path(write("properties.py", text))
    right = "def root(n):\n    if n < 0:\n        raise ValueError('negative')\n    return int(n ** 0.5)"
    assert box.check(right, properties=path).passed
    assert box.check(right.replace("n < 0", "n < -1"), properties=path).status is Status.FALSIFIED


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1", "no test_"),
        ("def check_it(:", "cannot be imported"),
        ("inputs = 3\ndef check(args, result): pass", "strategy"),
    ],
)
def test_a_properties_file_that_cannot_serve_is_said(
    box: Sandbox, write: Callable[[str, str], str], text: str, message: str
) -> None:
    with pytest.raises(CheckError, match=message):
        box.check("def f(x: int): return x", properties=Path(write("properties.py", text)))


def test_a_test_that_never_calls_the_function_proves_nothing(box: Sandbox, write: Callable[[str, str], str]) -> None:
    path = Path(write("properties.py", "def test_nothing(f):\n    assert True\n"))
    assert box.check("def f(x):\n    return x", properties=path).status is Status.INCONCLUSIVE


def test_the_prompt_tells_the_oracles_domain_too(box: Sandbox, write: Callable[[str, str], str]) -> None:
    oracle = write("reference.py", "def half(n):\n    return n // 2")
    other = "def half(n):\n    return int(n / 2)"  # which rounds the other way below 0
    assert box.check(other, oracle=oracle, prompt="Halve a non-negative integer n, so that half(5) == 2").passed
    assert box.check(other, oracle=oracle, prompt="Halve n, so that half(5) == 2").status is Status.FALSIFIED


def test_lists_that_the_prompt_shows_are_tried_where_nothing_tells_the_types(
    box: Sandbox, write: Callable[[str, str], str]
) -> None:
    oracle = write("reference.py", "def run(ops, xs):\n    return [eval(f'{x}{op}{x}') for op, x in zip(ops, xs)]")
    wrong = "def run(ops, xs):\n    return [x + x for x in xs]"
    verdict = box.check(wrong, oracle=oracle, prompt="Apply each of ['+', '*'] to each of [2, 3] and itself.")
    assert verdict.status is Status.FALSIFIED


def test_arguments_with_a_default_and_any_number_of_them_are_given(
    box: Sandbox, write: Callable[[str, str], str]
) -> None:
    power = write("power.py", "def power(base, exponent=2):\n    return base**exponent if 0 <= exponent < 5 else 0")
    assert box.check("def power(base, exponent=2):\n    return base**2", oracle=power).status is Status.FALSIFIED
    total = write("total.py", "def total(*numbers):\n    return sum(numbers)")
    assert box.check("def total(*numbers):\n    return sum(set(numbers))", oracle=total).status is Status.FALSIFIED
    assert box.check("def total(*numbers):\n    return sum(numbers[::-1])", oracle=total).passed


def test_what_takes_the_oracle_too_long_teaches_it_not_to_ask_for_more(
    write: Callable[[str, str], str],
) -> None:
    oracle = write("fib.py", "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)")
    right = "def fib(n):\n    a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a"
    with Sandbox("process", limits=Limits(cpu_seconds=0.1)) as quick:
        verdict = quick.check(right, oracle=oracle, prompt="the n-th Fibonacci number of a non-negative integer n")
    assert verdict.passed
    assert "left out" in verdict.notes[-1]


ANSWER = "class Solution:\n    def _twice(self, n): return 2 * n\n    def doubled(self, xs: list[int]) -> list[int]:\n        return [self._twice(x) for x in xs]"


def test_a_method_of_a_class_of_answers_is_called_on_a_new_instance(
    box: Sandbox, write: Callable[[str, str], str]
) -> None:
    oracle = write("reference.py", "def doubled(xs: list[int]):\n    return [x + x for x in xs]")
    assert box.check(ANSWER, oracle=oracle).passed
    verdict = box.check(ANSWER.replace("2 * n", "n * n"), oracle=oracle, entry_point="doubled")
    assert verdict.counterexample is not None
    assert verdict.counterexample.call.startswith("Solution().doubled([")
    assert box.check("def twice(xs):\n    return [2 * x for x in xs]", oracle=write("answer.py", ANSWER)).passed


def test_an_oracle_keeps_the_answers_that_were_asked_for_last(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "MAX_ANSWERS", 2)
    counting = "calls = []\ndef f(x):\n    calls.append(x)\n    return x, len(calls)\n"
    asked = Oracle(counting, "f", box, "counting.py")
    try:
        found = [asked.answer((x,)) for x in (1, 2, 1, 3, 1, 2)]
    finally:
        asked.close()
    assert [one.value for one in found if isinstance(one, Returned)] == [(1, 1), (2, 2), (1, 1), (3, 3), (1, 1), (2, 4)]
