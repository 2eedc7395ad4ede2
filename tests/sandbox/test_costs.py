"""What a run and a call cost, counted rather than timed: a count does not depend on the machine's mood.

Budgets of page faults are what was counted with Python 3.11 to 3.13 on Linux 6.18, and a tenth more for other builds.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from sandbox import Returned, Sandbox, wire
from tests.sandbox.workers import child_pid, server_pid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPEATS = 20
FAULTS = "import resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)"
#: To fork, to lock down and to receive the program; each is a copied page, 2 us.
CHILD_FAULTS = 430
#: A rehearsal adds twice as many at least, by the time that a program begins.
REHEARSAL_FAULTS = 50
#: To fork, watch, stop, report and bury; as many pages as its Python touches while a child shares them.
SERVER_FAULTS = 200
#: Of a run that prints a number, beside its source: the header and the frame, and on the way back INFO, OUT, RETURNED
#: and the trailer.
RUN_BYTES_SENT, RUN_BYTES_RECEIVED = 115, 160


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("process", workers=1) as one:
        one.run("pass")
        yield one


class IO(NamedTuple):
    """As proc(5) says it of a process: what it called and moved."""

    bytes_read: int
    bytes_written: int
    reads: int
    writes: int


def _io(pid: int) -> IO:
    try:
        lines = Path(f"/proc/{pid}/io").read_text(encoding="ascii").splitlines()
    except PermissionError:
        pytest.skip("only root may count the system calls of a process that is not dumpable")
    return IO(*(int(line.split()[1]) for line in lines[:4]))


def _counted(pid: int, action: Callable[[], object]) -> IO:
    """Of one action, the looks themselves subtracted."""
    idle = _difference(pid, lambda: None)
    many = _difference(pid, lambda: [action() for _ in range(REPEATS)])
    return IO(*(round((total - look) / REPEATS) for total, look in zip(many, idle, strict=True)))


def _difference(pid: int, action: Callable[[], object]) -> IO:
    before = _io(pid)
    action()
    return IO(*(after - one for after, one in zip(_io(pid), before, strict=True)))


def _faults(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[7])


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "gone"


def _printed(box: Sandbox, source: str) -> int:
    outcome = box.run(source)
    assert isinstance(outcome, Returned), outcome
    return int(outcome.stdout)


def _faults_after_a_pause(box: Sandbox) -> int:
    box.run("pass")
    time.sleep(0.2)
    return _printed(box, FAULTS)


def test_a_call_is_one_frame_there_and_one_back(box: Sandbox) -> None:
    with box.load("def f(x): return x") as program:
        server: Any = program._remote
        pid = _last_descendant(server._connection._process.pid)
        for process in (os.getpid(), pid):
            count = _counted(process, lambda: program.call("f", [1, 2, 3]))
            assert (count.reads, count.writes) == (1, 1)


def test_a_run_is_sent_at_once_and_comes_back_in_four_pieces(box: Sandbox) -> None:
    source = "print(1)"
    count = _counted(os.getpid(), lambda: box.run(source))
    assert count.writes == 1
    assert count.bytes_written <= RUN_BYTES_SENT + len(source)
    assert count.reads <= 4
    assert count.bytes_read <= RUN_BYTES_RECEIVED


def test_a_worker_reads_four_times_a_run_and_writes_at_most_nine(box: Sandbox) -> None:
    """The fork server the child's report and the header, the child its start and the request; the fork server the start
    and the trailer, the child its report, INFO, RETURNED and that it is done, and three frames to nowhere if it has rehearsed. Children
    count once they are reaped."""
    count = _counted(server_pid(box), lambda: box.run("pass"))
    assert count.reads <= 4
    assert count.writes <= 9


def test_a_run_is_one_fork(box: Sandbox) -> None:
    if not any("pid" in name for name in box.protections if name.startswith("namespaces")):
        pytest.skip("without a pid namespace others fork in between")
    pids = [_printed(box, "import os\nprint(os.getpid())") for _ in range(REPEATS)]
    assert pids == list(range(pids[0], pids[0] + REPEATS))


def test_a_child_touches_few_pages_before_its_program_begins(box: Sandbox) -> None:
    assert min(_printed(box, FAULTS) for _ in range(REPEATS)) <= CHILD_FAULTS


def test_a_child_rehearses_only_while_no_work_waits(box: Sandbox) -> None:
    at_once = min(_printed(box, FAULTS) for _ in range(REPEATS))
    assert max(_faults_after_a_pause(box) for _ in range(3)) > at_once + REHEARSAL_FAULTS


def test_the_fork_server_touches_few_pages(box: Sandbox) -> None:
    pid = server_pid(box)
    counts = []
    for _ in range(REPEATS):
        before = _faults(pid)
        box.run("pass")
        box.run("pass")
        counts.append((_faults(pid) - before) / 2)
    assert min(counts) <= SERVER_FAULTS


def test_the_host_hears_of_the_end_before_the_child_is_taken_apart() -> None:
    """The trailer is held up by what was printed past Python: more than a pipe holds."""
    source = "import os\nfor _ in range(4): os.write(1, b'x' * 60_000)"
    with Sandbox("process", workers=1) as box:
        pid = child_pid(server_pid(box))
        remote = box._pool.checkout()
        try:
            job = remote.begin(wire.request(wire.RUN, source), box.limits)
            remote._connection.tell(job._outgoing)
            deadline = time.monotonic() + 10
            while (state := _state(pid)) not in ("T", "Z", "gone") and time.monotonic() < deadline:
                time.sleep(0.001)
            assert state == "T"
            job.finish()
        finally:
            box._pool.checkin(remote)


def _last_descendant(pid: int) -> int:
    while below := Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        pid = int(below[0])
    return pid
