"""What the kernel says of this process and those below it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def children(pid: int) -> list[int]:
    """Zombies included; empty for a process that is gone."""
    found: list[int] = []
    for task in _entries(Path(f"/proc/{pid}/task")):
        try:
            found += map(int, (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def _entries(directory: Path) -> list[Path]:
    try:
        return list(directory.iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return []


def below(pid: int) -> list[list[int]]:
    """Generations of descendants: children, grandchildren ..."""
    generations = [children(pid)]
    while generations[-1]:
        generations.append([child for parent in generations[-1] for child in children(parent)])
    return generations[:-1]


def descendants(pid: int) -> set[int]:
    return {one for generation in below(pid) for one in generation}


def kill_in_generation(number: int) -> bool:
    """SIGKILL for a descendant of this process. Never for another that got its number meanwhile."""
    generations = below(os.getpid())
    if len(generations) < number or not generations[number - 1]:
        return False
    pid = generations[number - 1][0]
    try:
        fd = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        if pid not in descendants(os.getpid()):
            return False
        signal.pidfd_send_signal(fd, signal.SIGKILL)
    except ProcessLookupError:
        return False
    finally:
        os.close(fd)
    return True


def mentioning(text: str) -> set[int]:
    """Processes with this in their command line; those that cannot be looked into have none."""
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and text.encode() in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
        except OSError:
            continue
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that run; a zombie does not."""
    found = set()
    for pid in pids:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.add(pid)
        except OSError:
            continue
    return found


def proportional_bytes(pid: int) -> int:
    """The process's share of memory (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def settled(measure: object, value: object, seconds: float = 5.0) -> object:
    """What `measure()` gives: `value` as soon as it does, else what it gives after a while."""
    assert callable(measure)
    deadline = time.monotonic() + seconds
    while (seen := measure()) != value and time.monotonic() < deadline:
        time.sleep(0.01)
    return seen
