"""What many candidates and many workers take."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ratio import Row, seconds

from sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator


def candidates(scale: float) -> Iterator[Row]:
    """Time a candidate, and memory of the host, as their number grows tenfold."""
    few = int(1000 * scale)
    with Sandbox("process", workers=2) as box:
        _run(box, few)
        small, before = seconds(lambda: _run(box, few)), _resident_bytes()
        large, after = seconds(lambda: _run(box, 10 * few)), _resident_bytes()
    many, unit = f"{10 * few:,} candidates through box.map", "ms each"
    yield Row(f"{many}, time", f"{few:,}", large / few * 100, small / few * 1e3, large / small / 10, "<= 1.1x", unit)
    mib = 1024 * 1024
    yield Row(f"{many}, host memory", f"{few:,}", after / mib, before / mib, after / before, "<= 1.05x", "MiB")


def _run(box: Sandbox, count: int) -> None:
    for _ in box.map(f"print({number})" for number in range(count)):
        pass


def _resident_bytes() -> int:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


def one_more_worker(scale: float) -> Iterator[Row]:  # noqa: ARG001  one look says it
    """Memory that only this worker has, with its part of what is shared, against a bare interpreter beside another."""
    bare = [sys.executable, "-I", "-S", "-c", "import sys; sys.stdin.read()"]
    peers = [subprocess.Popen(bare, stdin=subprocess.PIPE) for _ in range(2)]
    with Sandbox("process", workers=2) as box, box.load("x = 1"), box.load("x = 2"):
        launchers = [pid for pid in _children("self") if pid not in {peer.pid for peer in peers}]
        ours = sum(map(_proportional_bytes, _tree(launchers[-1])))
        theirs = _proportional_bytes(peers[-1].pid)
    for peer in peers:
        peer.communicate()
    kib = 1024
    yield Row(
        "one more warm worker, memory (PSS)", "python -I -S", ours / kib, theirs / kib, ours / theirs, "<= 2x", "KiB"
    )


def _children(pid: int | str) -> list[int]:
    return [int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()]


def _tree(pid: int) -> list[int]:
    return [pid, *(below for child in _children(pid) for below in _tree(child))]


def _proportional_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise ValueError(f"no PSS of process {pid}")
