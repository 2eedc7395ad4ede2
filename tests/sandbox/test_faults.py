"""Workers, fork servers and hosts that die: nothing is lost, nothing is left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sandbox import Crashed, LimitExceeded, Limits, Outcome, Returned, Sandbox, SandboxError
from tests.conftest import wait_until_gone
from tests.sandbox.workers import child_pid, server_pid

ROOT = Path(__file__).parents[2]
BUSY = "while True: pass"


def test_a_killed_child_is_a_crash_and_the_next_is_served() -> None:
    with Sandbox("process", workers=1, limits=Limits(cpu_seconds=10, wall_seconds=10)) as box:
        server = server_pid(box)
        child = child_pid(server)
        threading.Timer(0.2, os.kill, (child, signal.SIGKILL)).start()
        outcome = box.run(BUSY)
        assert isinstance(outcome, Crashed)
        assert outcome.signal == signal.SIGKILL
        assert isinstance(box.run("pass"), Returned)
        assert server_pid(box) == server


def test_a_killed_fork_server_is_a_crash_and_takes_its_child_along() -> None:
    with Sandbox("process", workers=1, limits=Limits(cpu_seconds=10, wall_seconds=10)) as box:
        server = server_pid(box)
        child = child_pid(server)
        threading.Timer(0.2, os.kill, (server, signal.SIGKILL)).start()
        outcome = box.run(BUSY)
        assert isinstance(outcome, Crashed)
        assert "lost" in outcome.detail
        assert not wait_until_gone({server, child})
        assert isinstance(box.run("pass"), Returned)


def test_a_fork_server_killed_between_jobs_is_replaced_without_a_word() -> None:
    with Sandbox("process", workers=1) as box:
        server = server_pid(box)
        os.kill(server, signal.SIGKILL)
        time.sleep(0.1)
        assert isinstance(box.run("pass"), Returned)


def test_many_kills_at_random_moments_lose_no_outcome() -> None:
    with Sandbox("process", workers=1, limits=Limits(cpu_seconds=10, wall_seconds=10)) as box:
        outcomes: list[Outcome] = []
        for n in range(60):
            child = child_pid(server_pid(box))
            killer = threading.Timer(n % 20 / 2000, _kill, (child,))
            killer.start()
            outcomes.append(box.run("for i in range(200000): pass\nprint('done')"))
            killer.join()
        assert isinstance(box.run("pass"), Returned)
    assert len(outcomes) == 60
    for outcome in outcomes:
        assert isinstance(outcome, Returned | Crashed)
        assert (outcome.stdout == "done\n") == isinstance(outcome, Returned) or isinstance(outcome, Crashed)
    assert any(isinstance(outcome, Crashed) for outcome in outcomes)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


HOST = """
import sys
from sandbox import Sandbox
box = Sandbox("process", workers=1)
remote = box._idle[0]
print(box.protections and remote._connection._process.pid, flush=True)
box.run("while True: pass") if sys.argv[1] == "busy" else sys.stdin.read()
"""


@pytest.mark.parametrize("state", ["busy", "idle"])
def test_a_killed_host_leaves_no_process(state: str) -> None:
    host = subprocess.Popen(
        [sys.executable, "-c", HOST, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert host.stdout is not None
    assert host.stdin is not None
    server = int(host.stdout.readline())
    child = child_pid(server)
    time.sleep(0.2)
    host.kill()
    host.wait()
    left = wait_until_gone({server, child})
    host.stdin.close()
    host.stdout.close()
    assert not left


def test_a_host_that_ends_without_closing_leaves_no_process() -> None:
    code = HOST.replace('box.run("while True: pass") if sys.argv[1] == "busy" else sys.stdin.read()', "")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert not wait_until_gone({int(done.stdout)})


def test_closing_in_one_thread_while_others_run_ends_all_workers() -> None:
    box = Sandbox("process", workers=2)
    results: list[Outcome | SandboxError] = []

    def work() -> None:
        for _ in range(20):
            try:
                results.append(box.run("print(1)"))
            except SandboxError as error:
                results.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    box.close()
    for thread in threads:
        thread.join()
    assert len(results) == 80
    assert isinstance(results[0], Returned)
    with pytest.raises(SandboxError, match="closed"):
        box.run("pass")


def test_threads_share_a_sandbox() -> None:
    with Sandbox("process", workers=2) as box:
        results: dict[int, str] = {}

        def work(n: int) -> None:
            for m in range(10):
                results[n * 10 + m] = box.run(f"print({n * 10 + m})").stdout

        threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert results == {n: f"{n}\n" for n in range(60)}


def test_descriptors_do_not_grow_with_jobs() -> None:
    with Sandbox("process", workers=1) as box:
        box.run("pass")
        server = server_pid(box)
        before = settled_descriptors(server)
        for _ in range(100):
            box.run("pass")
        assert settled_descriptors(server) == before


def settled_descriptors(server: int) -> tuple[int, int]:
    """How many are open here and in the fork server, once it has prepared its next child."""
    seen: list[tuple[int, int]] = []
    while len(seen) < 5 or len(set(seen[-5:])) > 1:
        # The server is not dumpable: only root may look into it.
        its_own = len(os.listdir(f"/proc/{server}/fd")) if os.getuid() == 0 else 0
        seen.append((len(os.listdir("/proc/self/fd")), its_own))
        time.sleep(0.01)
    return seen[-1]


def test_a_large_host_does_not_hide_a_programs_memory_limit() -> None:
    ballast = b"x" * (400 * 1024 * 1024)
    with Sandbox("process", workers=1, limits=Limits(memory_bytes=128 * 1024 * 1024)) as box:
        outcome = box.run("kept = []\nwhile True:\n    kept.append('x' * 10**7)")
    assert len(ballast) > 0
    assert isinstance(outcome, LimitExceeded)
    assert outcome.limit == "memory"


def test_an_unknown_name_and_bad_limits_are_said() -> None:
    with pytest.raises(ValueError, match="restricted, process, docker, was 'jail'"):
        Sandbox("jail")
    with pytest.raises(ValueError, match=r"wall_seconds must be at least 0\.01, was 0"):
        Limits(wall_seconds=0)
    with pytest.raises(ValueError, match="memory_bytes must be a number"):
        Limits(memory_bytes="1G")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="workers must be at least 1, was 0"):
        Sandbox(workers=0)


def test_an_exception_while_a_program_runs_ends_the_program() -> None:
    class StopError(Exception):
        pass

    def stop(name: str, text: str) -> None:
        raise StopError

    with Sandbox("process", workers=1) as box:
        server = server_pid(box)
        started = time.monotonic()
        with pytest.raises(StopError):
            box.run("print('hi')\nwhile True: pass", on_output=stop)
        assert time.monotonic() - started < 1
        assert not wait_until_gone({server})
        assert box.run("print('innocent')").stdout == "innocent\n"


def test_an_interrupted_call_leaves_no_answer_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(signum: int, frame: object) -> None:
        raise KeyboardInterrupt

    source = "def f(n):\n    for _ in range(n * 10**7): pass\n    return n"
    with Sandbox("process", workers=1, limits=Limits(cpu_seconds=9)) as box, box.load(source) as program:
        before = signal.signal(signal.SIGALRM, interrupt)
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            with pytest.raises(KeyboardInterrupt):
                program.call("f", 9)
        finally:
            signal.signal(signal.SIGALRM, before)
        assert program["f"](0) == 0


def test_a_batch_that_was_left_gives_its_answers_to_no_one_else() -> None:
    with Sandbox("process", workers=1) as box, box.load("def f(n):\n    return n") as program:
        batch = program.call_each("f", [(n,) for n in range(5)])
        assert isinstance(next(batch), Returned)
        assert [program["f"](100), program["f"](200)] == [100, 200]
        assert [outcome.value for outcome in batch if isinstance(outcome, Returned)] == [1, 2, 3, 4]
        assert program["f"](300) == 300


def test_a_worker_may_end_while_it_is_being_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    terminate = subprocess.Popen.terminate

    def late(process: subprocess.Popen[bytes]) -> None:
        os.kill(process.pid, signal.SIGKILL)
        time.sleep(0.1)
        terminate(process)  # finds it dead and reaps it

    with Sandbox("process", workers=1) as box:
        assert isinstance(box.run("pass"), Returned)
        monkeypatch.setattr(subprocess.Popen, "terminate", late)


def test_a_caller_that_takes_its_time_costs_the_program_none() -> None:
    limits = Limits(wall_seconds=0.5, cpu_seconds=0.5)
    with (
        Sandbox("process", workers=1, limits=limits) as box,
        box.load("def f(n):\n    return [n] * 100_000") as program,
    ):
        for n, outcome in enumerate(program.call_each("f", [(n,) for n in range(3)])):
            assert isinstance(outcome, Returned), outcome
            assert outcome.value == [n] * 100_000
            time.sleep(1)


def test_a_prepared_child_that_is_killed_is_replaced_without_a_word() -> None:
    with Sandbox("process", workers=1) as box:
        for n in range(30):
            child = child_pid(server_pid(box))
            time.sleep(n % 3 / 100)
            os.kill(child, signal.SIGKILL)
            outcome = box.run("print(1)")
            assert isinstance(outcome, Returned), outcome


def test_nothing_of_one_program_reaches_the_next_by_the_shared_page() -> None:
    find = "import sys\nf = sys._getframe()\nwhile 'clocks' not in f.f_locals: f = f.f_back\npage = f.f_locals['clocks']._page\n"
    with Sandbox("process", workers=1) as box:
        assert isinstance(box.run(find + "page[100] = 7"), Returned)
        assert box.run(find + "print(page[100], max(page[2:]))").stdout == "0 0\n"
