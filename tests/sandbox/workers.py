"""Looks at a sandbox's worker from outside, as the kernel sees it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox import Sandbox


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
        if children := child_pids(parent):
            return children[0]
        time.sleep(0.001)
    raise AssertionError(f"process {parent} has no child")


def child_pids(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def status(pid: int) -> dict[str, str]:
    """`/proc/PID/status` by field."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
