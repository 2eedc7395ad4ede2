"""Namespaces of its own for a worker: user, pid, net, ipc, uts, mount. Whatever the kernel does not give is left out.

They are made once, by the launcher, and inherited by every child at no cost. Root needs no user namespace to make the
others, and enters one when it has become nobody; an ordinary user needs it first. Sources: namespaces(7),
user_namespaces(7), pivot_root(2).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from typing import TYPE_CHECKING, Any, Final

from . import kernel
from .kernel import must

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Who a worker is when it was started as root, and what every user is called inside.
NOBODY: Final = 65534

_NEW_USER, _NEW_MOUNTS = 0x10000000, 0x00020000
#: In the order of reports; `pid` holds for the next child of the one who asks.
_OTHERS: Final = {"pid": 0x20000000, "net": 0x40000000, "ipc": 0x08000000, "uts": 0x04000000}

_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REMOUNT, _MS_BIND = 1, 2, 4, 8, 32, 4096
_MS_REC, _MS_PRIVATE, _MNT_DETACH = 16384, 1 << 18, 2
_CAPABILITIES_VERSION_3: Final = 0x20080522


def unshare(libc: Any) -> tuple[str, ...]:
    """Leaves the host's namespaces. Returns the names of the new ones."""
    names = []
    if os.getuid() != 0:
        with process_files() as proc:
            if not enter_user(libc, proc):
                return ()
        names.append("user")
    names += [name for name, flag in _OTHERS.items() if libc.unshare(flag) == 0]
    if "uts" in names:
        libc.sethostname(b"sandbox", 7)
    return tuple(names)


@contextlib.contextmanager
def process_files() -> Iterator[int]:
    """A descriptor of /proc, for when the root is empty; -1 where there is none."""
    try:
        fd = os.open("/proc", os.O_RDONLY)
    except OSError:
        yield -1
        return
    yield fd
    os.close(fd)


def enter_user(libc: Any, proc: int) -> bool:
    """A user namespace in which this user is nobody and no one else exists. False where the kernel refuses.

    `proc`: see `process_files`.
    """
    maps = {"uid_map": f"{NOBODY} {os.getuid()} 1", "setgroups": "deny", "gid_map": f"{NOBODY} {os.getgid()} 1"}
    kernel.prctl(libc, kernel.DUMPABLE, 1)  # else the maps are root's; who changed its user id is not dumpable
    if libc.unshare(_NEW_USER) != 0:
        return False
    with contextlib.suppress(OSError):  # without a map it is the overflow user, who owns nothing either
        for name, text in maps.items():
            file = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc)
            os.write(file, text.encode())
            os.close(file)
    return True


def empty_root(libc: Any) -> None:
    """Puts an empty, read-only directory in the place of all files. Raises OSError where the kernel refuses."""
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    must(libc.unshare(_NEW_MOUNTS))
    must(libc.mount(None, b"/", None, _MS_REC | _MS_PRIVATE, None))
    must(libc.mount(b"none", b"/proc", b"tmpfs", flags, b"size=4k,nr_inodes=2,mode=555"))
    os.chdir("/proc")
    must(libc.pivot_root(b".", b"."))
    must(libc.umount2(b".", _MNT_DETACH))
    os.chdir("/")
    must(libc.mount(None, b"/", None, flags | _MS_REMOUNT | _MS_BIND | _MS_RDONLY, None))


def drop_capabilities(libc: Any) -> None:
    """None is left, and none can come back. Silent where there were none to drop."""
    capability = 0
    while libc.prctl(kernel.DROP_CAPABILITY, capability, 0, 0, 0) == 0:
        capability += 1
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION_3, 0)
    libc.capset(header, (ctypes.c_uint32 * 6)())
