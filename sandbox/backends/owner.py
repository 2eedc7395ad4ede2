"""Whose a container is, and the removal of those whose owner is dead. A living owner's container is never touched."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from . import engine

#: Marks our containers: the process that started one, and until when it may be left alone.
LABEL: Final = "codegen.owner"
_LEASE: Final = "codegen.lease"
#: A container of another machine (a remote engine) is removed only after this.
_LEASE_SECONDS: Final = 24 * 3600
_SWEEPS, _SWEEP_SECONDS = 15, 0.2


def labels() -> dict[str, str]:
    return {
        LABEL: _owner(os.getpid()),
        "codegen.started": str(int(time.time())),
        _LEASE: str(int(time.time()) + _LEASE_SECONDS),
    }


def sweep(api: Any) -> None:
    """Removes what dead owners left; silent where the engine refuses."""
    import docker.errors

    with contextlib.suppress(docker.errors.DockerException, OSError):
        for each in api.containers(all=True, filters={"label": LABEL}):
            if _abandoned(each["Labels"]):
                with contextlib.suppress(docker.errors.APIError):
                    api.remove_container(each["Id"], force=True)


class Watch:
    """A process that outlives this one for a moment and sweeps, for containers that were made and not yet started.

    Those that were started end by themselves.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _WATCH, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def end(self) -> None:
        """It has nothing to watch any more."""
        self._process.kill()
        self._process.communicate()


_WATCH: Final = """
import sys
sys.stdin.buffer.read()
sys.path[:0] = sys.argv[1:]
from sandbox.backends.owner import sweep_for_a_while
sweep_for_a_while()
"""


def sweep_for_a_while() -> None:
    """What the dead process had asked of the engine may take until now."""
    with contextlib.closing(engine.connect()) as api:
        for _ in range(_SWEEPS):
            sweep(api)
            time.sleep(_SWEEP_SECONDS)


def _abandoned(marks: dict[str, str]) -> bool:
    owner = marks.get(LABEL, "")
    machine, pid, _ = (owner + "//").split("/")[:3]
    if machine == _machine() and pid.isdecimal():
        return _owner(int(pid)) != owner
    lease = marks.get(_LEASE, "")
    return lease.isdecimal() and int(lease) < time.time()


def _owner(pid: int) -> str:
    """A process as no other will ever be called: machine and boot, pid, start time. Without the last if it is dead."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        started = "" if state == "Z" else fields[18]
    except OSError:
        started = ""
    return f"{_machine()}/{pid}/{started}"


def _machine() -> str:
    """This machine since it was started, with the pid namespace that this process counts in."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}:{Path('/proc/self/ns/pid').readlink()}".replace("/", "")
    except OSError:
        return socket.gethostname()
