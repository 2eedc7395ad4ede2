"""Looks at a sandbox's worker from outside, as the kernel sees it."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox import Sandbox


#: A process that was killed may look alive for a moment.
_DYING_SECONDS = 0.02


def launcher_pid(box: Sandbox) -> int:
    """The first process of the worker that serves next; ready, with its fork server and prepared child."""
    assert box.protections
    remote: Any = box._idle[0]
    pid: int = remote._connection._process.pid
    return pid


def server_pid(box: Sandbox) -> int:
    """The fork server of the worker that serves next."""
    inside_pid_namespace = any("pid" in name for name in box.protections if name.startswith("namespaces"))
    first = child_pid(launcher_pid(box))
    return child_pid(first) if inside_pid_namespace else first


def child_pid(parent: int) -> int:
    """The child of a process: of a fork server, the prepared or working one."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        children = child_pids(parent)
        time.sleep(_DYING_SECONDS)
        if lasting := [pid for pid in child_pids(parent) if pid in children]:
            return lasting[0]
    raise AssertionError(f"process {parent} has no child")


def child_pids(parent: int) -> list[int]:
    """Those that live. One that is done is stopped, and then killed, while the host has its answer already."""
    pids = [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return [pid for pid in pids if _lives(pid)]


def _lives(pid: int) -> bool:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        found = status(pid)
        return "VmRSS" in found and not found["State"].startswith("T")
    return False


def status(pid: int) -> dict[str, str]:
    """`/proc/PID/status` by field."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
