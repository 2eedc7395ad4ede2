"""Attacks at the judge: a wrong program never passes, an odd one that is right is not accused, evidence is no more than it is.

More of the first kind, each of which is judged against an oracle, are the `K` entries of `tests/escapes/own`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sandbox import CheckError, Limits, Sandbox, Status
from sandbox.checking import explore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("process") as sandbox:
        yield sandbox


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], str]:
    def to_file(text: str) -> str:
        path = tmp_path / f"file{len(list(tmp_path.iterdir()))}.py"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return to_file


TYPED = "def total(xs: list[int]) -> int:\n    return sum(xs)\n"
UNTYPED = "def total(xs):\n    return sum(xs)\n"


# --- the domain is not the program's to choose ---


def test_a_programs_hints_choose_no_inputs_where_the_oracle_has_its_own(
    box: Sandbox, write: Callable[[str], str]
) -> None:
    narrow = "def total(xs: list[bool]) -> int:\n    return sum(1 for x in xs if x)\n"
    assert box.check(narrow, oracle=write(TYPED)).status is Status.FALSIFIED
    verdict = box.check(narrow, oracle=write(UNTYPED))
    assert "its own type hints or examples chose the inputs" in verdict.notes[0]


@pytest.mark.parametrize("task", ["factorial", "no such task"])
def test_a_programs_comment_and_name_are_nothing_against_an_oracle(
    box: Sandbox, write: Callable[[str], str], task: str
) -> None:
    oracle = write(TYPED)
    verdict = box.check(f"# codegen: task={task}\ndef factorial(xs):\n    return 0\n", oracle=oracle)
    assert (verdict.status, verdict.task, verdict.evidence) == (Status.FALSIFIED, None, "oracle")
    assert box.check(f"# codegen: task={task}\ndef factorial(xs):\n    return sum(xs)\n", oracle=oracle).passed


def test_the_constants_of_a_program_are_tried_on_it_all_the_same(box: Sandbox, write: Callable[[str], str]) -> None:
    source = "def total(xs):\n    return 0 if 271828 in xs else sum(xs)\n"
    verdict = box.check(source, oracle=write(TYPED))
    assert verdict.counterexample is not None
    assert verdict.counterexample.call == "total([271828])"


def test_a_comment_or_a_name_chooses_no_other_task_than_the_one_asked_for(box: Sandbox) -> None:
    source = "# codegen: task=factorial\ndef factorial(n):\n    return 1 if n < 2 else n * factorial(n - 1)\n"
    assert box.check(source, "quick sort").status is Status.FALSIFIED
    assert box.check(source, prompt="quick sort in Python").status is Status.FALSIFIED


def test_examples_of_the_source_are_called_its_own(box: Sandbox) -> None:
    wrong = 'def triple(n: int) -> int:\n    """\n    >>> triple(2)\n    7\n    """\n    return n * 3 + 1'
    verdict = box.check(wrong)
    assert verdict.evidence == "examples"
    assert "its own examples" in [one.name for one in verdict.properties]
    assert box.check(wrong, prompt="triple a number").evidence == "crash-only"


# --- the judge's helpers may be hostile, or broken ---


@pytest.mark.parametrize(
    "oracle",
    ["def total(xs: list[int]): raise ValueError", "import os\ndef total(xs: list[int]): os._exit(0)",
     "def total(xs: list[int]):\n    while True: pass", "def total(xs: list[int]): return object()",
     "def total(xs: list[int]): return [object()]"],
    ids=["raises", "ends", "hangs", "no data", "no data inside"],
)  # fmt: skip
def test_an_oracle_without_answers_passes_and_accuses_nobody(write: Callable[[str], str], oracle: str) -> None:
    with Sandbox("process", limits=Limits(cpu_seconds=0.03)) as box:
        verdict = box.check(UNTYPED, oracle=write(oracle))
        assert verdict.status is Status.INCONCLUSIVE
        assert "the oracle: total(" in verdict.reason


def test_an_oracle_that_dies_of_some_inputs_judges_the_others(box: Sandbox, write: Callable[[str], str]) -> None:
    oracle = write("import os\ndef total(xs: list[int]):\n    if len(xs) == 2: os._exit(0)\n    return sum(xs)\n")
    right = box.check(UNTYPED, oracle=oracle)
    assert right.passed
    assert right.discarded
    assert box.check("def total(xs): return sum(xs[:4])", oracle=oracle).status is Status.FALSIFIED


@pytest.mark.parametrize(
    "properties",
    ["def test_refuses(f):\n    with pytest.raises(Exception):\n        f(-1)\n",
     "def test_anything(f):\n    try: f(-1)\n    except Exception: pass\n",
     "@given(st.integers(-2, -1))\ndef test_any(f, n):\n    try: f(n)\n    except Exception: pass\n"],
    ids=["expects any error", "ignores errors", "ignores errors of drawn inputs"],
)  # fmt: skip
@pytest.mark.parametrize("body", ["os._exit(0)", "signal.raise_signal(11)", "time.sleep(60)"])
def test_no_test_takes_a_crash_or_a_time_out_for_a_refusal(
    write: Callable[[str], str], properties: str, body: str
) -> None:
    text = "import pytest\nfrom hypothesis import given, strategies as st\n" + properties
    with Sandbox("process", limits=Limits(wall_seconds=0.3)) as box:
        source = f"import os, signal, time\ndef f(n):\n    if n < 0: {body}\n    return n"
        verdict = box.check(source, properties=Path(write(text)))
        assert verdict.status is Status.FALSIFIED
        assert verdict.counterexample is not None
        assert verdict.counterexample.property == "ends within its limits"
        refuses = source.replace(body, "raise ValueError")
        assert box.check(refuses, properties=Path(write(text))).passed


@pytest.mark.parametrize(
    "test",
    ["def test_it(f):\n    assert f('ab').upper() == 'BA'\n", "def check_it(args, result):\n    return result[0] == 'b'\n",
     "def check_it(args, result):\n    assert result.startswith('b')\n"],
    ids=["attribute", "item", "attribute in a claim"],
)  # fmt: skip
def test_an_answer_that_breaks_the_users_test_is_the_programs_fault(
    box: Sandbox, write: Callable[[str], str], test: str
) -> None:
    path = Path(write(f"from hypothesis import strategies as st\ninputs = st.tuples(st.just('ab'))\n{test}"))
    assert box.check("def f(s): return None", properties=path).status is Status.FALSIFIED
    assert box.check("def f(s): return s[::-1]", properties=path).passed


@pytest.mark.parametrize(
    "test",
    ["def test_it(f):\n    assert f(1) == missing\n", "def check_it(args, result):\n    return math.square(2)\n",
     "def test_it(f):\n    math.square(f(1))\n", "def test_it(f):\n    f(1)\n    f(lambda: 1)\n"],
    ids=["name", "function of a module in a claim", "function of a module", "no data"],
)  # fmt: skip
def test_what_is_wrong_in_the_users_file_accuses_no_program(
    box: Sandbox, write: Callable[[str], str], test: str
) -> None:
    path = Path(write(f"import math\nfrom hypothesis import strategies as st\ninputs = st.tuples(st.just(1))\n{test}"))
    with pytest.raises(CheckError, match=r"properties file|failed itself"):
        box.check("def f(n): return n", properties=path)


@pytest.mark.parametrize(
    "properties",
    ["@given(st.integers())\ndef test_it(f, n):\n    f(n)\n    assume(False)\n",
     "@given(st.integers())\ndef test_it(f, n):\n    assume(f(n) is not None)\n",
     "inputs = st.tuples(st.integers().filter(lambda n: False))\ndef check_it(args, result): return True\n"],
    ids=["assumes nothing", "assumes what the program does not give", "draws nothing"],
)  # fmt: skip
def test_no_example_is_no_pass(box: Sandbox, write: Callable[[str], str], properties: str) -> None:
    text = "from hypothesis import assume, given, strategies as st\n" + properties
    assert not box.check("def f(n): return None", properties=Path(write(text))).passed


def test_the_users_tests_too_are_asked_again_in_a_fresh_process(box: Sandbox, write: Callable[[str], str]) -> None:
    tests = "from hypothesis import given, strategies as st\n@given(st.integers())\ndef test_it(f, n):\n    assert f(n) == n\n"
    source = "import sys\nfirst = hash('which process') % 2\ncalls = []\ndef f(n):\n    calls.append(n)\n    return n"
    path = Path(write(tests))
    assert box.check(source, properties=path).passed
    seeds = {box.run("print(hash('which process'))").stdout for _ in range(4)} | {
        str(outcome.stdout) for outcome in box.map(["print(hash('which process'))"] * 8)
    }
    for seed in seeds:  # right in one of the workers only
        only = f"right = hash('which process') == {seed.strip()}\ndef f(n): return n if right else -1"
        assert box.check(only, properties=path).status is Status.FALSIFIED


# --- state ---


def test_what_was_answered_once_and_raises_the_next_time_falls_also_where_nothing_is_claimed(box: Sandbox) -> None:
    source = (
        "seen = set()\ndef f(n: int) -> int:\n    if n in seen: raise ValueError(n)\n    seen.add(n)\n    return n\n"
    )
    verdict = box.check(source)
    assert verdict.status is Status.FALSIFIED
    assert verdict.counterexample is not None
    assert verdict.counterexample.property == "answers the same call again"


def test_a_program_that_hangs_by_its_past_is_told_from_a_slow_one() -> None:
    hangs = (
        "calls = []\ndef f(n: int) -> int:\n    calls.append(n)\n    while len(calls) % 5 == 0: pass\n    return n\n"
    )
    with Sandbox("process", limits=Limits(cpu_seconds=0.2)) as box:
        verdict = box.check(hangs)
        assert verdict.status is Status.FALSIFIED
        assert "a fresh process answers this call" in verdict.notes[-1]
    slow = (
        'import time\ndef f(n: int) -> int:\n    """\n    >>> f(1)\n    1\n    >>> f(2)\n    2\n    >>> f(3)\n    3\n    """\n'
        "    if n in (1, 2, 3): time.sleep(0.6)\n    return n\n"
    )
    with Sandbox("process", limits=Limits(wall_seconds=0.4)) as box:
        assert box.check(slow, examples=3).passed, "each takes longer than the limit, and less than three times that"


def test_a_program_so_slow_that_hardly_anything_was_tried_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explore, "_BUDGET_SECONDS", 1.0)
    with Sandbox("process") as box:
        verdict = box.check("import time\ndef f(n: int) -> int:\n    time.sleep(0.5)\n    return n\n", examples=100)
    assert verdict.status is Status.INCONCLUSIVE
    assert "too early to judge" in verdict.reason


# --- odd, and right ---


@pytest.mark.parametrize(
    "source",
    [
        "cache = {}\ndef total(xs):\n    return cache.setdefault(tuple(xs), sum(xs))\n",
        "class Total:\n    def __call__(self, xs): return sum(xs)\ntotal = Total()\n",
        "import functools\ntotal = functools.partial(lambda start, xs: sum(xs, start), 0)\n",
        "import functools\nloud = functools.wraps(sum)\ndef total(xs): return sum(xs)\ntotal = loud(lambda *a: sum(*a))\n",
        "from typing import overload\n@overload\ndef total(): ...\ndef total(xs=None): return sum(xs)\n",
        "total = sum\n",
        "def total(xs):\n    xs.append(0)\n    return sum(xs)\n",
        "def total(xs):\n    try: raise MemoryError\n    except MemoryError: return sum(xs)\n",
        "def total(xs):\n    return xs[0] + total(xs[1:]) if xs else 0\n",
        "def __getattr__(name):\n    if name == 'total': return sum\n    raise AttributeError(name)\n",
        "class total:\n    def __new__(cls, xs): return sum(xs)\n",
    ],
    ids=["cache", "object", "partial", "decorated", "overloads", "builtin", "changes its argument", "handles MemoryError",
         "recursive", "by module", "class that makes numbers"],
)  # fmt: skip
def test_a_right_answer_passes_whatever_gives_it(box: Sandbox, write: Callable[[str], str], source: str) -> None:
    verdict = box.check(source, entry_point="total", oracle=write(TYPED))
    assert verdict.passed, verdict


def test_rounding_is_forgiven_in_proportion_to_what_went_in(box: Sandbox, write: Callable[[str], str]) -> None:
    oracle = write("import math\ndef rest(xs: list[float]) -> float:\n    return math.fsum(xs) - math.fsum(xs)\n")
    residue = "def rest(xs):\n    total = sum(xs)\n    for x in xs: total -= x\n    return total\n"
    assert box.check(residue, oracle=oracle).passed
    assert box.check("def rest(xs): return 1e-9 * max(xs, default=1)", oracle=oracle).status is Status.FALSIFIED
    exact = write("def tiny(n: int) -> float:\n    return n * 1e-12\n")
    assert box.check("def tiny(n): return n * 1.01e-12", oracle=exact).status is Status.FALSIFIED
