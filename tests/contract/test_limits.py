"""Every limit bites, by evidence, and the next program is served; what only looks like a limit is none."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from sandbox import Crashed, LimitExceeded, Raised, Refused, Returned, Sandbox


@pytest.fixture(autouse=True)
def still_serves(box: Sandbox) -> object:
    yield
    assert isinstance(box.run("print('next')"), Returned)


@pytest.mark.parametrize(
    "source",
    ["while True: pass", "10 ** 10 ** 8", "sum(iter(int, 1))", "import re\nre.match(r'(a+)+b', 'a' * 40)",
     "def f():\n    try:\n        while True: pass\n    except BaseException:\n        f()\nf()"],
    ids=["loop", "power", "C loop", "regex", "swallows everything"],
)  # fmt: skip
def test_a_busy_program_meets_its_cpu_limit(box: Sandbox, source: str) -> None:
    outcome = box.run(source)
    assert isinstance(outcome, LimitExceeded)
    assert outcome.limit in ("CPU time", "wall time")  # the latter where other work holds the processor
    assert outcome.usage.wall_seconds < box.limits.wall_seconds + 1


def test_a_call_meets_its_cpu_limit_also_after_the_program_was_idle(box: Sandbox) -> None:
    patient = replace(box.limits, wall_seconds=20)
    with box.load("def spin():\n    while True: pass", limits=patient) as program:
        time.sleep(box.limits.cpu_seconds + 0.5)
        outcome = program.call("spin")
    assert isinstance(outcome, LimitExceeded)
    assert outcome.limit == "CPU time"
    assert outcome.usage.wall_seconds < 10


def test_a_program_that_grows_meets_its_memory_limit(box: Sandbox) -> None:
    outcome = box.run("kept = []\nwhile True:\n    kept.append('x' * 10**7)")
    assert isinstance(outcome, LimitExceeded)
    assert outcome.limit == "memory"
    assert outcome.allowed == "128 MiB"


def test_raising_memory_error_is_only_raising(box: Sandbox) -> None:
    outcome = box.run("raise MemoryError('pretend')")
    assert isinstance(outcome, Raised)
    assert outcome.type_name == "MemoryError"


@pytest.mark.parametrize("name", ["TimeoutError", "RecursionError", "KeyboardInterrupt", "OSError"])
def test_an_exception_that_looks_like_a_limit_is_only_raised(box: Sandbox, name: str) -> None:
    outcome = box.run(f"raise {name}('limit exceeded: CPU time')")
    assert isinstance(outcome, Raised | Refused)


def test_endless_output_meets_its_limit_and_its_beginning_is_kept(box: Sandbox) -> None:
    outcome = box.run("while True: print('again')")
    assert isinstance(outcome, LimitExceeded)
    assert outcome.limit == "output"
    assert outcome.stdout_truncated
    assert outcome.stdout.startswith("again\nagain\n")
    assert len(outcome.stdout) <= box.limits.output_bytes


def test_output_up_to_the_limit_is_allowed(box: Sandbox) -> None:
    outcome = box.run(f"print('x' * {box.limits.output_bytes - 1})")
    assert isinstance(outcome, Returned)
    assert len(outcome.stdout) == box.limits.output_bytes
    assert not outcome.stdout_truncated


def test_endless_recursion_is_an_exception_not_a_crash(box: Sandbox) -> None:
    outcome = box.run("def f(n):\n    return f(n + 1)\nf(0)")
    assert isinstance(outcome, Raised | Crashed)
    if isinstance(outcome, Raised):
        assert outcome.type_name == "RecursionError"


def test_a_sleeper_meets_the_wall_clock(box: Sandbox) -> None:
    outcome = box.run("import time\ntime.sleep(60)")
    if box.name == "restricted":  # its facade of time only reads
        assert isinstance(outcome, Refused | Raised)
        return
    assert isinstance(outcome, LimitExceeded)
    assert outcome.limit == "wall time"
    assert outcome.allowed == "6 s"
