"""What the kernel knows of processes, some of it through the C library, where Python has no function for it."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import os
import resource
import select
import signal
import time
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..limits import kernel_cpu_seconds

if TYPE_CHECKING:
    from collections.abc import Callable

#: A wait status, CPU seconds, peak memory in bytes.
Ending: TypeAlias = "tuple[int, float, int]"

DEATH_SIGNAL: Final = 1
DUMPABLE: Final = 4
DROP_CAPABILITY: Final = 24
SUBREAPER: Final = 36
NO_NEW_PRIVS: Final = 38


@functools.cache
def library() -> Any:
    """One for all, so that no child looks a function up: that touches the tables of every library there is."""
    return ctypes.CDLL(None, use_errno=True)


def forking() -> Callable[[], int]:
    """As `os.fork` for a process of one thread, which has no locks to make anew and no thread to forget.

    What Python does in the child of its own fork touches two hundred pages, each of which is copied. The child seeds
    `random` itself.
    """
    fork: Callable[[], int] = ctypes.PyDLL(None).fork  # with the interpreter's lock held
    return fork


def must(result: int) -> None:
    """Raises OSError for a result that is not 0."""
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def prctl(libc: Any, option: int, value: int) -> None:
    """Raises OSError."""
    must(libc.prctl(option, value, 0, 0, 0))


def ending(pid: int, reader: int) -> tuple[int, int]:
    """What tells the end of a child: a descriptor, and the event to wait for there.

    `reader`: of a pipe that only this child can write to. It serves where there is no pidfd_open(2), as in gVisor;
    there a child that closes its end is taken for one that has ended.
    """
    try:
        return os.pidfd_open(pid), select.POLLIN
    except OSError as error:
        if error.errno != errno.ENOSYS:
            raise
        return os.dup(reader), 0  # no event but POLLHUP


def adopt_orphans(libc: Any) -> None:
    """They become this process's children; gVisor, which has no pidfds, may not know it. Raises OSError."""
    excused = () if has_pidfds() else (OSError,)
    with contextlib.suppress(*excused):
        prctl(libc, SUBREAPER, 1)


def has_pidfds() -> bool:
    """False in gVisor and before Linux 5.3. Raises OSError where something between the kernel and here refuses them."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError as error:
        if error.errno != errno.ENOSYS:
            raise OSError(error.errno, f"pidfd_open(2): {error.strerror}") from error
        return False
    return True


def die_with_parent(libc: Any) -> None:
    """SIGKILL when the parent ends. Not inherited over a fork; who calls it looks afterwards whether it is too late."""
    prctl(libc, DEATH_SIGNAL, signal.SIGKILL)


def wait(child: int, options: int) -> Ending:
    _, status, usage = os.wait4(child, options)
    return status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def cpu_seconds(pid: int) -> float:
    """The CPU time of another process: its clock's number is made from its id, see clock_getcpuclockid(3)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:  # it has just ended
        return 0.0


def limit_cpu(pid: int, cpu_seconds: float) -> None:
    """Past this the kernel ends it, whatever its clock page says."""
    if hasattr(resource, "prlimit"):
        seconds = kernel_cpu_seconds(cpu_seconds)
        resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))
