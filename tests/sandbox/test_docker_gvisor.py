"""gVisor as the engine's runtime: another kernel, without pidfds, Landlock and much else; what it lacks is told."""

from __future__ import annotations

import contextlib
import errno
import os
import select
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import Crashed, LimitExceeded, Limits, Returned, Sandbox
from sandbox.backends import engine
from sandbox.worker import kernel
from tests import containers
from tests.engine import WHY_NOT, needs_engine
from tests.soak import processes

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("docker")
RUNTIME = "runsc"
LIMITS = Limits(wall_seconds=20, cpu_seconds=10, memory_bytes=128 << 20, output_bytes=10_000)


def why_not() -> str:
    if WHY_NOT:
        return WHY_NOT
    with contextlib.closing(engine.connect()) as api:
        return "" if RUNTIME in (api.info().get("Runtimes") or {}) else f"the engine has no runtime {RUNTIME}"


WHY_NO_GVISOR = why_not()
needs_gvisor = [*needs_engine, pytest.mark.skipif(bool(WHY_NO_GVISOR), reason=WHY_NO_GVISOR)]


def info(*arguments: str) -> dict[str, Any]:
    return {"Runtimes": {"runc": {"path": "runc"}, RUNTIME: {"path": RUNTIME, "runtimeArgs": list(arguments)}}}


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("docker", workers=1, runtime=RUNTIME, limits=LIMITS) as opened:
        yield opened


class TestInGVisor:
    pytestmark = needs_gvisor

    def test_what_it_has_and_lacks_is_told(self, box: Sandbox) -> None:
        place, *held = box.protections
        assert place.startswith(f"container ({RUNTIME} w")
        assert "limits" in place
        assert {"seccomp", "rlimits", "no_new_privs", "non-dumpable", "unprivileged"} <= set(held)
        assert "no limit of message queues" in held
        assert not [each for each in held if "landlock" in each or "cgroup" in each]

    def test_programs_run_and_are_called(self, box: Sandbox) -> None:
        assert box.run("print(6 * 7)").stdout == "42\n"
        with box.load("def double(n): return n * 2") as program:
            for number in range(5):
                outcome = program.call("double", number)
                assert isinstance(outcome, Returned)
                assert outcome.value == 2 * number

    @pytest.mark.parametrize(
        ("source", "limit"),
        [
            ("while True: pass", "CPU time"),
            ("import time; time.sleep(60)", "wall time"),
            ("kept = []\nwhile True: kept.append(bytes(1 << 20))", "memory"),
            ("while True: print('x' * 1000)", "output"),
        ],
    )
    def test_limits_end_a_program_and_the_next_one_is_served(self, source: str, limit: str) -> None:
        limits = Limits(wall_seconds=3, cpu_seconds=1, memory_bytes=64 << 20, output_bytes=10_000)
        with Sandbox("docker", workers=1, runtime=RUNTIME, limits=limits) as small:
            outcome = small.run(source)
            assert isinstance(outcome, LimitExceeded)
            assert outcome.limit == limit
            assert small.run("print(1)").stdout == "1\n"

    def test_a_program_that_closes_what_tells_its_end_has_ended(self, box: Sandbox) -> None:
        outcome = box.run("import os\nos.closerange(5, 20)\nwhile True: pass")
        assert isinstance(outcome, Crashed)
        assert box.run("print(1)").stdout == "1\n"

    @pytest.mark.parametrize("what", ["exit", "signal"])
    def test_how_a_program_ended_is_told(self, box: Sandbox, what: str) -> None:
        source = {"exit": "import os; os._exit(3)", "signal": "import ctypes; ctypes.string_at(0)"}[what]
        outcome = box.run(source)
        assert isinstance(outcome, Crashed)
        assert box.run("print(1)").stdout == "1\n"

    def test_nothing_of_it_is_left(self) -> None:
        before = containers.started_by(os.getpid())
        with Sandbox("docker", workers=1, runtime=RUNTIME) as one:
            assert one.protections
            assert containers.started_by(os.getpid()) > before
        assert processes.settled(lambda: containers.started_by(os.getpid()) - before, set(), 10.0) == set()


@pytest.mark.parametrize(
    ("runtime", "found", "said"),
    [
        ("runc", info(), ""),
        ("", info(), ""),
        (RUNTIME, info("--platform=kvm"), " whose limits cannot be verified"),
        (RUNTIME, info("--platform=kvm", "--ignore-cgroups"), " without the engine's limits"),
        (RUNTIME, info("-ignore-cgroups=true"), " without the engine's limits"),
        ("kata", {}, " whose limits cannot be verified"),
    ],
)
def test_limits_that_a_runtime_may_leave_out_are_named(runtime: str, found: dict[str, Any], said: str) -> None:
    assert engine.unverified(found, runtime) == said


@pytest.mark.parametrize("with_pidfds", [True, False])
def test_the_end_of_a_child_is_noticed(monkeypatch: pytest.MonkeyPatch, *, with_pidfds: bool) -> None:
    if not with_pidfds:
        monkeypatch.setattr(os, "pidfd_open", refused(errno.ENOSYS))
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        select.select([], [], [], 60)
        os._exit(0)
    os.write(writer, b"what a program writes there does not end it")
    os.close(writer)
    end, event = kernel.ending(child, reader)
    poll = select.poll()
    poll.register(end, event)
    assert not poll.poll(0)
    os.kill(child, 9)
    assert [fd for fd, _ in poll.poll(10_000)] == [end]
    os.waitpid(child, 0)
    for fd in (reader, end):
        os.close(fd)


def test_pidfds_that_are_refused_are_not_taken_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "pidfd_open", refused(errno.EPERM))
    with pytest.raises(PermissionError):
        kernel.ending(os.getpid(), 0)
    with pytest.raises(PermissionError, match="pidfd_open"):
        kernel.adopt_orphans(kernel.library())


def refused(number: int) -> Any:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    return refuse
