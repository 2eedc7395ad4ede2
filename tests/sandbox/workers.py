"""Looks at a sandbox's worker from outside, as the kernel sees it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox import Sandbox


def server_pid(box: Sandbox) -> int:
    """The fork server that serves next; ready, with its prepared child."""
    assert box.protections
    remote: Any = box._idle[0]
    pid: int = remote._connection._process.pid
    return pid


def child_pid(server: int) -> int:
    """The prepared (or working) child of a fork server."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        if children:
            return int(children[0])
        time.sleep(0.001)
    raise AssertionError("the fork server has no child")


def status(pid: int) -> dict[str, str]:
    """`/proc/PID/status` by field."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
