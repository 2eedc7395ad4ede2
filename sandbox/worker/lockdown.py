"""The wall, in its order. What the fork server does to itself, children inherit at no cost; the rest is per child.

Sources: prctl(2), setrlimit(2), landlock(7). The numbers of Landlock's system calls are the same on every machine: it
came after the tables were unified.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import struct
from typing import Any

from . import kernel, namespaces, seccomp
from .namespaces import NOBODY

_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446


def confine_server(without: frozenset[str], spaces: tuple[str, ...]) -> list[str]:
    """Applies what children inherit; irrevocable. Returns the protections that hold; the caller knows which must.

    `spaces`: the names of the namespaces that the launcher made.
    """
    held = ["empty environment"]
    os.environ.clear()
    os.chdir("/")
    linux = platform.system() == "Linux"
    libc = kernel.library()
    with namespaces.process_files() as proc:
        if spaces:
            with contextlib.suppress(OSError):
                namespaces.empty_root(libc)
                spaces += ("mount",)
        if os.getuid() == 0 and "unprivileged" not in without and _become_nobody() and spaces:
            spaces = ("user", *spaces) if namespaces.enter_user(libc, proc) else spaces
    if spaces:
        held.append(f"namespaces ({', '.join(spaces)})")
    if os.getuid() != 0:
        held.append("unprivileged")
    if not linux:
        return held
    if "unprivileged" not in without:
        namespaces.drop_capabilities(libc)
    kernel.adopt_orphans(libc)
    for name, option, value in (("non-dumpable", kernel.DUMPABLE, 0), ("no_new_privs", kernel.NO_NEW_PRIVS, 1)):
        if name not in without:
            with contextlib.suppress(OSError):
                kernel.prctl(libc, option, value)
                held.append(name)
    if {"landlock", "no_new_privs"}.isdisjoint(without):
        with contextlib.suppress(OSError):
            held.append(f"landlock (ABI {_landlock(libc)})")
    return held


def _become_nobody() -> bool:
    """False for a root who is root only in a user namespace that has no one else."""
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:
        return False
    return True


class ChildLock:
    """What each child does for itself; everything that can be prepared is prepared before the fork."""

    def __init__(self, memory_bytes: int, open_files: int, without: frozenset[str]) -> None:
        virtual_bytes, self.resident_bytes = _memory_in_use()
        self._libc = kernel.library()
        self._filter = seccomp.Filter() if seccomp.supported() and "seccomp" not in without else None
        self._linux = platform.system() == "Linux"
        limits = {
            "AS": virtual_bytes + memory_bytes,
            "FSIZE": 0,
            "NOFILE": open_files,
            "CORE": 0,
            "STACK": 8 * 1024 * 1024,
            "NPROC": 0,
            "MEMLOCK": 0,
            "MSGQUEUE": 0,
        }
        self._unlimited = [] if _can_limit_message_queues() else ["no limit of message queues"]
        if self._unlimited:
            del limits["MSGQUEUE"]
        self._rlimits = [
            (limit, _lowered(limit, value))
            for name, value in limits.items()
            if "rlimits" not in without and (limit := getattr(resource, f"RLIMIT_{name}", None)) is not None
        ]

    def die_with(self, server_pid: int) -> None:
        """A session of its own, ended with the fork server's. Not inherited over a fork, so done here."""
        os.setsid()
        if self._linux:
            kernel.die_with_parent(self._libc)
        if os.getppid() != server_pid:  # it died before prctl
            os._exit(1)

    def close(self) -> list[str]:
        """The last step; irrevocable. Returns the protections that hold."""
        held = []
        with contextlib.suppress(OSError, ValueError):
            for limit, value in self._rlimits:
                resource.setrlimit(limit, (value, value))
            if self._rlimits:
                held += ["rlimits", *self._unlimited]
        if self._filter is not None:
            with contextlib.suppress(OSError):
                self._filter.install(os.getpid(), self._libc)
                held.append("seccomp")
        return held


def _can_limit_message_queues() -> bool:
    """False in gVisor, which has them; there only seccomp denies them."""
    try:
        resource.setrlimit(resource.RLIMIT_MSGQUEUE, resource.getrlimit(resource.RLIMIT_MSGQUEUE))
    except (AttributeError, OSError, ValueError):
        return False
    return True


def _lowered(limit: int, value: int) -> int:
    """At most the hard limit that this process has."""
    _, hard = resource.getrlimit(limit)
    return value if hard == resource.RLIM_INFINITY else min(value, hard)


def _landlock(libc: Any) -> int:
    """Denies every file; from ABI 4 TCP; from ABI 6 signals and abstract sockets out of here. Returns the ABI."""
    abi: int = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)
    if abi < 1:
        raise OSError(ctypes.get_errno(), "no Landlock")
    files = (1 << (13 + (abi >= 2) + (abi >= 3) + (abi >= 5))) - 1
    handled = struct.pack("=QQQ", files, 3, 3)[: 8 + 8 * (abi >= 4) + 8 * (abi >= 6)]
    ruleset = libc.syscall(_LANDLOCK_CREATE, handled, ctypes.c_size_t(len(handled)), 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "Landlock ruleset refused")
    try:
        if libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) != 0:
            raise OSError(ctypes.get_errno(), "Landlock refused")
    finally:
        os.close(ruleset)
    return abi


def _memory_in_use() -> tuple[int, int]:
    """Address space and resident memory of this process now: what a program adds starts from there.

    Not `ru_maxrss`, which a fresh process inherits from the (perhaps large) host that started it.
    """
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  no pathlib in a worker
            virtual, resident = (int(pages) * resource.getpagesize() for pages in file.read().split()[:2])
            return virtual, resident
    except OSError:
        return 256 * 1024 * 1024, 0
