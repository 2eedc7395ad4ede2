"""Nothing of one program is left for the next, which may search all that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.sandbox.workers import child_pid, server_pid

SECRET = b"known-to-the-first-program-alone"
FIRST = f"""
import os, sys
print({SECRET.decode()!r})
for fd in (1, 2):
    os.write(fd, {SECRET!r} * REPEATS)
"""
#: Looks below itself for a job that is not its own.
SECOND = """
import sys
frame = sys._getframe()
while frame := frame.f_back:
    print([name for name, value in frame.f_locals.items() if type(value).__name__ in ("Header", "Trailer")])
    print([name for name, value in frame.f_locals.items() if "known-to" "-the-first" in repr(value)])
"""


def memory_of(pid: int) -> bytes:
    """All that a process could read of its own."""
    found = b""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, mode, *_, last = line.split()
            if mode.startswith("rw") and last not in ("[vvar]", "[vsyscall]"):
                start, end = (int(each, 16) for each in span.split("-"))
                memory.seek(start)
                found += memory.read(end - start)
    return found


@pytest.mark.parametrize("repeats", [1, 100, 2_000])
def test_nothing_of_one_program_is_in_the_memory_of_the_next(repeats: int) -> None:
    with Sandbox("process", workers=1) as box:
        outcome = box.run(FIRST.replace("REPEATS", str(repeats)))
        assert outcome.stdout.count(SECRET.decode()) == repeats + 1
        assert outcome.stderr.count(SECRET.decode()) == repeats
        try:
            memory = memory_of(child_pid(server_pid(box)))
        except PermissionError:
            pytest.skip("the memory of a process that is not dumpable is root's to read")
        assert b"status_tells_end" in memory
        assert SECRET not in memory


def test_no_frame_of_the_fork_server_tells_of_the_job_before() -> None:
    with Sandbox("process", workers=1) as box:
        box.run(FIRST.replace("REPEATS", "3"))
        assert set(box.run(SECOND).stdout.splitlines()) == {"[]"}
