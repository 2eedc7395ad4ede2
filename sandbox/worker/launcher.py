"""The first process of a worker: it makes the fork server's surroundings, and ends all when the host is gone.

launcher           outside; waits for the others' end and removes the control group
  init             pid 1, where there is a pid namespace: it reaps, and when it ends the kernel ends the namespace
    fork server    `launch` returns only there
"""

from __future__ import annotations

import contextlib
import os
import platform
import select
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from .. import wire
from . import cgroups, kernel, namespaces

if TYPE_CHECKING:
    from ..boot import Boot


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the fork server found itself in. `kills`: descriptors for `cgroups.kills`."""

    namespaces: tuple[str, ...] = ()
    cgroup: str = ""
    kills: tuple[int, ...] = ()

    @property
    def alone(self) -> bool:
        """True in a pid namespace, where there is no process but this worker's."""
        return "pid" in self.namespaces

    def out_of_memory(self) -> int:
        """How many processes the kernel has ended here for want of memory."""
        return sum(cgroups.kills(fd) for fd in self.kills)


def launch(boot: Boot) -> Surroundings:
    """Returns in the fork server, with what the kernel gave. In the other processes it never returns."""
    if platform.system() != "Linux":
        return Surroundings()
    libc = kernel.library()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # until there is someone who cleans up
    limited = "cgroups" not in boot.without
    groups = cgroups.make(boot.memory_bytes) if limited and boot.cgroup == "new" else []
    spaces = () if "namespaces" in boot.without else namespaces.unshare(libc)
    kernel.adopt_orphans(libc)
    alive, held_open = os.pipe()
    ended, held = os.pipe()
    first = os.fork()
    if first:
        kernel.prctl(libc, kernel.DUMPABLE, 0)
        os.close(held)
        _watch(first, ended, groups)
    os.close(held_open)
    os.close(ended)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    kernel.die_with_parent(libc)
    _end_without(alive)
    if os.getpid() != 1:
        spaces = tuple(name for name in spaces if name != "pid")
    entered = [group for group in groups if _entered(group)]
    watched = entered or (cgroups.own() if limited and boot.cgroup == "own" else [])
    if "pid" in spaces and (server := os.fork()):
        kernel.prctl(libc, kernel.DUMPABLE, 0)
        _reap(server)
    return Surroundings(spaces, _name(entered), tuple(fd for each in watched if (fd := each.open_kills()) is not None))


def _watch(first: int, ended: int, groups: list[cgroups.Group]) -> NoReturn:
    """The launcher's life: until the host or the first child is gone, then nothing of this worker is left."""

    def end(*_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(first, signal.SIGKILL)  # not reaped yet, so the number is still its own

    signal.signal(signal.SIGTERM, end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)  # the end of the fork server shall be the end of the stream
    poll = select.poll()
    poll.register(0, 0)  # no event but POLLHUP
    poll.register(*kernel.ending(first, ended))
    poll.poll()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # it would go to a number that may be another's by then
    end()
    _, status = os.waitpid(first, 0)
    os.write(2, f"\n{wire.LAST_WORDS}\n".encode())
    _end_orphans()
    for group in groups:
        group.remove()
    os._exit(_shell_status(status))


def _end_orphans() -> None:
    """Where there is no pid namespace, a program that could start processes may have left some: they are ours now."""
    with contextlib.suppress(ChildProcessError):
        while True:
            with contextlib.suppress(OSError), open("/proc/thread-self/children", encoding="ascii") as file:  # noqa: PTH123
                for pid in file.read().split():
                    os.kill(int(pid), signal.SIGKILL)
            os.waitpid(-1, 0)


def _reap(server: int) -> NoReturn:
    """The life of pid 1."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    while True:
        pid, status = os.wait()
        if pid == server:
            os._exit(_shell_status(status))


def _shell_status(status: int) -> int:
    """An exit status as a shell gives it: 128 and its number for a signal."""
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _end_without(alive: int) -> None:
    """Ends this process if its parent died before `die_with_parent`: then nobody holds the other end of the pipe."""
    poll = select.poll()
    poll.register(alive, 0)
    if poll.poll(0):
        os._exit(1)
    os.close(alive)


def _entered(group: cgroups.Group) -> bool:
    try:
        group.enter()
    except OSError:
        return False
    return True


def _name(groups: list[cgroups.Group]) -> str:
    if not groups:
        return ""
    return f"cgroup ({', '.join(f'{name} v{group.version}' for group in groups for name in group.controllers)})"
