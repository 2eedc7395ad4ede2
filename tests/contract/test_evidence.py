"""Each limit bites by evidence and is imitated in vain: what an outcome says of a limit is true of the run."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sandbox import Crashed, LimitExceeded, Limits, Outcome, Raised, Refused, Returned, Sandbox
from sandbox.classify import of_end
from sandbox.limits import MIB
from sandbox.remote import Ended
from sandbox.wire import Trailer

from ..sandbox.workers import child_pid, server_pid, status
from .conftest import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = Limits(wall_seconds=20, cpu_seconds=0.3, memory_bytes=128 * MIB, output_bytes=10_000, open_files=12,
                source_bytes=5_000, value_bytes=100_000, value_nodes=5_000)  # fmt: skip
#: Finds what the worker keeps of a running call; a program in `process` can.
CLOCKS = (
    "import sys, time\nframe = sys._getframe()\nwhile 'clocks' not in frame.f_locals: frame = frame.f_back\n"
    "clocks = frame.f_locals['clocks']\n"
)


@pytest.fixture(scope="module", params=NAMES)
def box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param, limits=LIMITS, workers=1) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def full() -> Iterator[Sandbox]:
    with Sandbox("process", limits=LIMITS, workers=1) as sandbox:
        yield sandbox


def limit_of(outcome: Outcome, limits: Limits = LIMITS) -> str:
    """The limit that an outcome names, "" for none. Fails if what was measured of the run does not show it."""
    if not isinstance(outcome, LimitExceeded):
        return ""
    usage = outcome.usage
    assert usage.wall_seconds >= (limits.wall_seconds if outcome.limit == "wall time" else 0)
    assert usage.cpu_seconds is None or usage.cpu_seconds >= 0.99 * (outcome.limit == "CPU time") * limits.cpu_seconds
    assert (usage.peak_memory_bytes or 0) >= 0.4 * (outcome.limit == "memory") * limits.memory_bytes
    assert outcome.limit != "output" or len(outcome.stdout) + len(outcome.stderr) == limits.output_bytes
    return outcome.limit


@pytest.mark.parametrize("name", NAMES)
def test_the_wall_clock_bites_where_it_is_the_nearer_one(name: str) -> None:
    limits = Limits(wall_seconds=0.4, cpu_seconds=20)
    with Sandbox(name, limits=limits, workers=1) as box:
        outcome = box.run("while True: pass")
        assert isinstance(outcome, LimitExceeded)
        assert (limit_of(outcome, limits), outcome.allowed) == ("wall time", "0.4 s")


def test_cpu_time_bites(box: Sandbox) -> None:
    outcome = box.run("while True: pass")
    assert isinstance(outcome, LimitExceeded)
    assert (limit_of(outcome), outcome.allowed) == ("CPU time", "0.3 s")


@pytest.mark.parametrize(
    "source",
    ["kept = 'x' * 1000\nwhile True: kept = kept + kept", "kept = {}\nwhile True: kept[len(kept)] = 1",
     "kept = []\nwhile True: kept.append(len(kept))", "kept = []\nwhile True: kept = [kept]",
     "def f(kept):\n    while True: kept.append('x' * len(kept))\nf([])",
     "kept = set()\ndef f():\n    try:\n        while True: kept.add(len(kept))\n    except MemoryError:\n        raise\nf()"],
    ids=["doubled", "dict", "small objects", "nested", "local", "raised again"],
)  # fmt: skip
def test_memory_bites_however_it_is_used_up(box: Sandbox, source: str) -> None:
    limits = Limits(memory_bytes=64 * MIB, cpu_seconds=15, wall_seconds=60)
    with Sandbox(box.name, limits=limits, workers=1) as small:
        outcome = small.run(source)
        assert isinstance(outcome, LimitExceeded)
        assert (limit_of(outcome, limits), outcome.allowed) == ("memory", "64 MiB")


def test_output_bites(box: Sandbox) -> None:
    outcome = box.run("while True: print('again' * 100)")
    assert isinstance(outcome, LimitExceeded)
    assert (limit_of(outcome), outcome.allowed) == ("output", "10000 bytes")


@pytest.mark.parametrize(
    ("value", "why"),
    [("'x' * 300_000", "bytes when encoded"), ("[0] * 6_000", "more than 5000 parts"),
     ("iter([[0] * 6_000])", "more than 5000 parts"), ("[iter([0] * 999)] * 9", "more than 5000 parts")],
)  # fmt: skip
def test_a_result_too_large_is_a_limit_with_both_amounts(box: Sandbox, value: str, why: str) -> None:
    value = value.replace("[iter([0] * 999)] * 9", "[iter([0] * 999) for _ in range(9)]")
    with box.load(f"def f(): return {value}\ndef g(): return 1") as program:
        outcome = program.call("f")
        assert isinstance(outcome, LimitExceeded)
        assert outcome.limit == "result size"
        assert outcome.allowed == f"{outcome.allowed.split(';')[0]}; 100000 bytes and 5000 parts are allowed"
        assert why in outcome.allowed
        assert isinstance(program.call("g"), Returned)


def test_a_step_of_a_class_too_large_is_a_limit(box: Sandbox) -> None:
    with box.load("class A:\n    def f(self): return [0] * 1_100_000") as program:
        outcome = program.operate("A", (), [(("f",), ())])
    assert limit_of(outcome) == "result size"


def test_a_source_too_large_is_refused_with_both_amounts(box: Sandbox) -> None:
    outcome = box.run("#" * 6_000)
    assert isinstance(outcome, Refused)
    assert outcome.rule == "source size"
    assert "6000" in outcome.message
    assert "5000" in outcome.message


@pytest.mark.parametrize("argument", ["x" * 300_000, [0] * 6_000], ids=["bytes", "parts"])
def test_an_argument_too_large_is_the_callers_error(box: Sandbox, argument: object) -> None:
    with box.load("def f(x): return 1\nclass A:\n    def g(self, x): return 1") as program:
        with pytest.raises(ValueError, match=r"at most 165536 are allowed|more than 5000 parts"):
            program.call("f", argument)
        with pytest.raises(ValueError, match=r"at most 165536 are allowed|more than 5000 parts"):
            program.operate("A", (), [(("g",), (argument,))])
        assert isinstance(program.call("f", 1), Returned)


@pytest.mark.parametrize(
    "source",
    ["import os\ndef f(): return os.fork()", "import threading\ndef f(): threading.Thread(target=print).start()",
     "import subprocess\ndef f(): subprocess.run(['/bin/true'])"],
    ids=["fork", "thread", "subprocess"],
)  # fmt: skip
@pytest.mark.parametrize("without", [(), ("seccomp",)], ids=["seccomp", "rlimit alone"])
def test_no_process_or_thread_comes_to_be(source: str, without: tuple[str, ...]) -> None:
    with Sandbox("process", workers=1, _without=(*without, "non-dumpable")) as box:
        server = server_pid(box)
        with box.load(source) as program:
            outcome = program.call("f")
            child = child_pid(server)
            assert isinstance(outcome, Raised)
            assert not {"OSError", "RuntimeError"}.isdisjoint((outcome.type_name, *outcome.bases))
            assert status(child)["Threads"] == "1"
            assert Path(f"/proc/{child}/task/{child}/children").read_text() == ""


def test_no_descriptor_comes_to_be_beyond_the_limit() -> None:
    source = (
        "import os\ndef f():\n    try:\n        while True: os.dup(0)\n    except OSError as error: return error.errno"
    )
    for without, reason in ((), errno.EPERM), (("seccomp", "landlock"), errno.EMFILE):
        with Sandbox("process", limits=LIMITS, workers=1, _without=(*without, "non-dumpable")) as box:
            server = server_pid(box)
            with box.load(source) as program:
                outcome = program.call("f")
                open_files = os.listdir(f"/proc/{child_pid(server)}/fd")
        assert isinstance(outcome, Returned)
        assert outcome.value == reason
        assert (len(open_files) == LIMITS.open_files) is bool(without)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("raise MemoryError", "MemoryError"),
        ("raise MemoryError('exceeded its limit: memory (128 MiB)')", "MemoryError"),
        ("class Out(MemoryError): pass\nraise Out", "Out"),
        ("class MemoryError(Exception): pass\nraise MemoryError", "MemoryError"),
        ("kept = [7] * 3_000_000\nraise MemoryError", "MemoryError"),
        ("[0] * 10 ** 12", "MemoryError"),
        ("raise TimeoutError('CPU time')", "TimeoutError"),
        ("class LimitExceeded(Exception): pass\nraise LimitExceeded('wall time')", "LimitExceeded"),
        ("raise RecursionError", "RecursionError"),
        ("for n in range(100_000): pass\nraise TimeoutError", "TimeoutError"),
    ],
)
def test_a_raised_imitation_is_only_raised(box: Sandbox, source: str, name: str) -> None:
    outcome = box.run(source)
    assert isinstance(outcome, Raised)
    assert outcome.type_name == name


def test_memory_that_was_used_counts_whoever_raises(box: Sandbox) -> None:
    outcome = box.run("kept = [7] * 12_000_000\nraise MemoryError")
    assert limit_of(outcome) == "memory", "96 of 128 MiB: what is said of the run is true"


def test_a_printed_imitation_is_only_printed(box: Sandbox) -> None:
    outcome = box.run("print('exceeded its limit: CPU time (0.3 s)')\nprint('Killed')")
    assert isinstance(outcome, Returned)


@pytest.mark.parametrize("number", [124, 137, 152])
@pytest.mark.parametrize("leave", ["raise SystemExit({})", "import sys\nsys.exit({})", "import os\nos._exit({})"])
def test_an_exit_status_is_only_a_status(box: Sandbox, leave: str, number: int) -> None:
    outcome = box.run(leave.format(number))
    assert isinstance(outcome, Raised | Refused | Crashed)
    if isinstance(outcome, Crashed):
        assert outcome.exit_status == number


@pytest.mark.parametrize("name", ["SIGKILL", "SIGXCPU", "SIGSEGV", "SIGALRM", "SIGTERM", "SIGSYS"])
def test_a_signal_to_itself_is_a_crash_by_that_signal(full: Sandbox, name: str) -> None:
    outcome = full.run(f"import signal\nsignal.raise_signal(signal.{name})\nwhile True: pass")
    assert isinstance(outcome, Crashed)
    assert outcome.detail == f"killed by {name}"


def test_a_kill_by_its_own_hand_is_no_limit_however_much_it_had_used(full: Sandbox) -> None:
    source = (
        "import signal, time\ndef busy():\n    end = time.process_time() + 0.15\n    while time.process_time() < end: pass\n"
        "def end(): signal.raise_signal(signal.SIGKILL)"
    )
    with full.load(source) as program:
        assert all(isinstance(program.call("busy"), Returned) for _ in range(4))
        outcome = program.call("end")
    assert isinstance(outcome, Crashed)
    assert outcome.detail == "killed by SIGKILL"


@pytest.mark.parametrize("source", ["import time\nwhile True: time.sleep(0)", "import os\nwhile True: os.sched_yield()",
                                    "import time\nwhile True: time.sleep(0.01)"])  # fmt: skip
def test_work_and_sleep_in_turns_end_by_the_clock_that_ran_out(source: str) -> None:
    limits = Limits(wall_seconds=1, cpu_seconds=0.3)
    with Sandbox("process", limits=limits, workers=1) as box:
        assert limit_of(box.run(source), limits) in ("wall time", "CPU time")


def test_a_sleeper_that_gives_up_early_met_no_limit(full: Sandbox) -> None:
    outcome = full.run("import time\ntime.sleep(1)\nraise TimeoutError")
    assert isinstance(outcome, Raised)
    assert outcome.usage.wall_seconds >= 1


@pytest.mark.parametrize("forged", ["_page[0] = 1", "_page[0] = time.monotonic_ns() - 10**12"])
def test_a_clock_set_forward_is_a_violation_and_no_limit(full: Sandbox, forged: str) -> None:
    outcome = full.run(f"{CLOCKS}clocks.{forged}\nwhile True: pass")
    assert isinstance(outcome, Crashed)
    assert "clock" in outcome.detail
    assert isinstance(full.run("pass"), Returned)


@pytest.mark.parametrize(
    ("forged", "limit", "late_seconds"),
    [("_page[0] = 0", "wall time", 2), ("_page[0] = 1 << 62", "CPU time", 0), ("_page[1] = 1 << 62", "CPU time", 1)],
    ids=["stopped", "set back", "its CPU time"],
)
def test_a_clock_set_back_is_met_by_the_clocks_of_host_and_kernel(forged: str, limit: str, late_seconds: float) -> None:
    limits = Limits(wall_seconds=2 if limit == "wall time" else 20, cpu_seconds=0.01 if limit == "CPU time" else 20)
    with Sandbox("process", limits=limits, workers=1) as box:
        outcome = box.run(f"{CLOCKS}clocks.{forged}\nwhile True: pass")
        assert isinstance(outcome, LimitExceeded)
        assert outcome.limit == limit
        assert outcome.usage.wall_seconds >= late_seconds
        assert isinstance(box.run("pass"), Returned)


FRAME = """
import os, struct, sys, json
def answer(kind, *parts):
    for frame in (sys._getframe(n) for n in range(1, 99)):
        if type(frame.f_locals.get("request")) is list:
            data = json.dumps([kind, frame.f_locals["request"][1], *parts]).encode()
            os.write(4, struct.pack("!I", len(data)) + data)
            os._exit(0)
"""


def test_a_result_that_is_only_said_to_be_too_large_gains_nothing(full: Sandbox) -> None:
    with full.load(FRAME + "def f(): answer('too large', 'memory\\n' * 10_000)") as program:
        outcome = program.call("f")
        assert isinstance(outcome, LimitExceeded)
        assert outcome.limit == "result size", "the one limit that is the worker's word"
        assert len(outcome.allowed) < 3_000
    verdict = full.check(FRAME + "def gcd(a, b): answer('too large', 'x')", "greatest common divisor")
    assert not verdict.passed
    with full.load(FRAME + "def f(): answer('refused', 'r' * 9_000, 'm' * 9_000, 1, 'h' * 9_000)") as program:
        refused = program.call("f")
    assert isinstance(refused, Refused)
    assert max(map(len, (refused.rule, refused.message, refused.hint))) <= 2_000


@pytest.mark.parametrize(
    ("cause", "limit"), [("wall", "wall time"), ("cpu", "CPU time"), ("output", "output"), ("memory", "memory")]
)
def test_what_the_fork_server_saw_is_the_limit(cause: str, limit: str) -> None:
    trailer = Trailer(cause, 9, 0, LIMITS.wall_seconds, LIMITS.cpu_seconds, 0, b"", b"")
    outcome = of_end(Ended(trailer, cause), LIMITS, {})
    assert isinstance(outcome, LimitExceeded)
    assert outcome.limit == limit


@pytest.mark.parametrize("cause", ["wall", "cpu"])
def test_what_the_fork_server_was_told_by_the_program_is_checked(cause: str) -> None:
    trailer = Trailer(cause, 9, 0, 0.5 * LIMITS.wall_seconds, 0.5 * LIMITS.cpu_seconds, 0, b"", b"")
    assert isinstance(of_end(Ended(trailer, cause), LIMITS, {}), Crashed)
