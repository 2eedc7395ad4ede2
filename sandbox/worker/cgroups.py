"""A control group of its own for a worker, version 1 or 2, as a second limit of memory and processes from outside.

It lies below the group of the host process; in version 2, where a group that holds processes can have no children with
limits, above it, but never outside of a group that is limited itself. The limits are wide: the rlimits are the tight
ones, these hold for what an rlimit does not count. Sources: cgroups(7), cgroup-v2 and cgroup-v1/memory in the Linux
documentation.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

#: For the launcher, init and fork server, and for what the kernel keeps for a process.
_OVERHEAD_BYTES: Final = 256 * 1024 * 1024
#: init, the fork server, a child that ends and the next; a program may start none.
_PROCESSES: Final = 8
_PREFIX: Final = "codegen-"


@dataclass(frozen=True, slots=True)
class Group:
    """One directory, with the controllers that it has."""

    path: str
    version: int
    controllers: tuple[str, ...]

    def enter(self) -> None:
        """Moves this process into it. Raises OSError."""
        _write(f"{self.path}/cgroup.procs", "0")

    def remove(self) -> None:
        """Its processes must have ended."""
        with contextlib.suppress(OSError):
            os.rmdir(self.path)  # noqa: PTH106  no pathlib in a worker

    def open_kills(self) -> int | None:
        """A descriptor from which `kills` reads; None where nothing is told."""
        if "memory" not in self.controllers:
            return None
        with contextlib.suppress(OSError):
            return os.open(f"{self.path}/{'memory.events' if self.version == 2 else 'memory.oom_control'}", os.O_RDONLY)
        return None


def kills(fd: int) -> int:
    """How many processes of the group the kernel has ended because the group's memory was used up."""
    for line in os.pread(fd, 4096, 0).splitlines():
        name, _, count = line.partition(b" ")
        if name == b"oom_kill":
            return int(count)
    return 0


def own() -> list[Group]:
    """The groups of this process, as far as memory is counted there."""
    return [
        Group(f"{mount}{path}", version, ("memory",))
        for version, controllers, mount, path in _hierarchies()
        if version == 2 or "memory" in controllers
    ]


def make(memory_bytes: int) -> list[Group]:
    """New groups for one worker: one of version 2, or one for each controller of version 1; none where none can be."""
    groups = []
    for version, controllers, mount, path in _hierarchies():
        wanted = [name for name in ("memory", "pids") if version == 2 or name in controllers]
        if wanted and (group := _make_near(mount, path, version, wanted, memory_bytes)) is not None:
            groups.append(group)
    return groups


def _make_near(mount: str, path: str, version: int, wanted: list[str], memory_bytes: int) -> Group | None:
    place = PurePosixPath(path)
    for parent in (place, *place.parents) if version == 2 else (place,):
        directory = f"{mount}/{parent.relative_to('/')}"
        _sweep(directory)
        made = f"{directory}/{_PREFIX}{os.getpid()}"
        with contextlib.suppress(OSError):
            os.mkdir(made)  # noqa: PTH102
            held = tuple(name for name in wanted if _limit(made, version, name, memory_bytes))
            if held:
                return Group(made, version, held)
            os.rmdir(made)  # noqa: PTH106
        if any(_read(f"{directory}/{name}.max").split()[:1] not in ([], ["max"]) for name in ("memory", "pids", "cpu")):
            return None
    return None


def _limit(directory: str, version: int, controller: str, memory_bytes: int) -> bool:
    """Sets the limit of one controller. False where the group has none."""
    memory = str(memory_bytes + _OVERHEAD_BYTES)
    files = {
        ("memory", 1): ("memory.limit_in_bytes", memory, "memory.memsw.limit_in_bytes", memory),
        ("memory", 2): ("memory.max", memory, "memory.swap.max", "0"),
        ("pids", 1): ("pids.max", str(_PROCESSES), "", ""),
        ("pids", 2): ("pids.max", str(_PROCESSES), "", ""),
    }
    name, value, swap, swap_value = files[controller, version]
    try:
        _write(f"{directory}/{name}", value)
    except OSError:
        return False
    with contextlib.suppress(OSError):  # where the kernel does not count swap
        _write(f"{directory}/{swap}", swap_value)
    return True


def _sweep(directory: str) -> None:
    """Removes the groups of workers whose launcher was killed; the kernel keeps those that are in use."""
    with contextlib.suppress(OSError):
        for entry in os.listdir(directory):  # noqa: PTH208
            owner = entry.removeprefix(_PREFIX)
            if owner != entry and owner.isdecimal() and not _another_runs(int(owner)):
                with contextlib.suppress(OSError):
                    os.rmdir(f"{directory}/{entry}")  # noqa: PTH106


def _another_runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()


def _hierarchies() -> list[tuple[int, tuple[str, ...], str, str]]:
    """Of this process: version, controllers, where it is mounted, and this process's group below that."""
    paths: dict[str, str] = {}
    for line in _read("/proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        paths[controllers] = path
    found = []
    for line in _read("/proc/self/mountinfo").splitlines():
        before, _, after = line.partition(" - ")
        root, mount = before.split(" ")[3:5]
        kind, _, options = after.split(" ", 2)
        version = {"cgroup": 1, "cgroup2": 2}.get(kind, 0)
        names = next((names for names in paths if names and set(names.split(",")) <= set(options.split(","))), "")
        own = paths.get("" if version == 2 else names)
        if version and own is not None and (version == 2 or names):
            below = own.removeprefix(root) if root != "/" else own
            found.append((version, tuple(names.split(",")), mount, f"/{below.lstrip('/')}"))
    return found


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return ""


def _write(path: str, text: str) -> None:
    file = os.open(path, os.O_WRONLY)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)
