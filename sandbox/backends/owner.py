"""Whose a container is, and the removal of those whose owner is dead. A living owner's container is never touched."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from . import engine

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Marks our containers: the process that started one, and until when it may be left alone.
LABEL: Final = "codegen.owner"
_LEASE: Final = "codegen.lease"
_MARK: Final = "codegen.mark"
#: A container of another machine (a remote engine) is removed only after this. It takes no job past half of it.
LEASE_SECONDS: Final = 24 * 3600
#: What was asked of the engine and has not come about by then will not any more.
_AWAITED_SECONDS: Final = 3.0
_PAUSE_SECONDS: Final = 0.2


def labels(mark: str) -> dict[str, str]:
    """Of a new container. `mark`: what its owner knows it by before it has an id."""
    return {
        LABEL: _owner(os.getpid()),
        _MARK: mark,
        "codegen.started": str(int(time.time())),
        _LEASE: str(int(time.time()) + LEASE_SECONDS),
    }


def sweep(api: Any) -> set[str]:
    """Removes what dead owners left; silent where the engine refuses. Returns the marks of these."""
    import docker.errors

    found = set()
    with contextlib.suppress(docker.errors.DockerException, OSError):
        for each in api.containers(all=True, filters={"label": LABEL}):
            if _abandoned(each["Labels"]):
                found.add(each["Labels"].get(_MARK, ""))
                with contextlib.suppress(docker.errors.APIError):
                    api.remove_container(each["Id"], force=True)
    return found


class Watch:
    """A process that outlives this one for a moment and sweeps, for containers that were asked for and not yet started.

    Those that were started end by themselves; where no others are awaited, it sweeps once. Thread-safe.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _WATCH, *sys.path],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @contextlib.contextmanager
    def awaiting(self, mark: str) -> Iterator[None]:
        """While a container is asked for and started; if this process dies meanwhile, the watch waits for it."""
        self._tell("+", mark)
        try:
            yield
        finally:
            self._tell("-", mark)

    def _tell(self, sign: str, mark: str) -> None:
        assert self._process.stdin is not None  # noqa: S101
        with contextlib.suppress(BrokenPipeError):  # somebody has ended it
            self._process.stdin.write(f"{sign}{mark}\n".encode())

    def end(self) -> None:
        """It has nothing to watch any more."""
        self._process.kill()
        self._process.communicate()


_WATCH: Final = """
import sys, time
awaited = set()
for line in sys.stdin:
    (awaited.add if line[0] == "+" else awaited.discard)(line[1:-1])
alone_since = time.monotonic()
sys.path[:0] = sys.argv[1:]
from sandbox.backends.owner import sweep_for_a_while
sweep_for_a_while(awaited, alone_since)
"""


def sweep_for_a_while(awaited: set[str], alone_since: float) -> None:
    """Until what the dead process had asked of the engine has come about, or will not any more, and nothing is left."""
    with contextlib.closing(engine.connect()) as api:
        while (found := sweep(api)) | (awaited := awaited - found) and _early(alone_since):
            time.sleep(_PAUSE_SECONDS)


def _early(alone_since: float) -> bool:
    return time.monotonic() < alone_since + _AWAITED_SECONDS


def _abandoned(marks: dict[str, str]) -> bool:
    owner = marks.get(LABEL, "")
    machine, pid, _ = (owner + "//").split("/")[:3]
    if machine == _machine() and pid.isdecimal():
        return _owner(int(pid)) != owner and not _hidden(int(pid))
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


def _hidden(pid: int) -> bool:
    """True for a living process of another user's where /proc shows one's own only (hidepid, see proc(5))."""
    try:
        Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        try:
            os.kill(pid, 0)
        except OSError as error:
            return isinstance(error, PermissionError)
    return False


def _machine() -> str:
    """This machine since it was started, with the pid namespace that this process counts in."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}:{Path('/proc/self/ns/pid').readlink()}".replace("/", "")
    except OSError:
        return socket.gethostname()
