"""Whether the process that began something is still there."""

from __future__ import annotations

import os
from pathlib import Path


def birth(pid: int) -> str:
    """When that process started, in the kernel's ticks; "" if it is gone. A pid alone is soon another's."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _alive(pid)
    return stat.rpartition(")")[2].split()[19]


def _alive(pid: int) -> str:
    """Where there is no /proc, all that can be asked is whether such a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except OSError:
        pass
    return "alive"
