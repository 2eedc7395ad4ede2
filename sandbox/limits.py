"""Quantities: how much of each resource one job may use."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

MIB = 1024 * 1024

#: The calls of a loaded program may together use as much as this many that use up their CPU time.
_CALLS_OF_CPU = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one job (a run, a load, or one call of a loaded program) may use. Validated once, here.

    `wall_seconds`, `cpu_seconds`, `output_bytes` and the sizes of values hold for each run, load or call, the others
    for the whole life of a program. Who goes beyond the time, memory, output or result size is ended with
    `LimitExceeded`. What the kernel refuses (one huge allocation, a process, a file too many) is an exception in the
    program, which may handle it: the outcome then is what the program makes of it.
    """

    wall_seconds: float = 10.0
    #: A busy loop ends here, however loaded the machine is; the wall clock is for those that sleep.
    cpu_seconds: float = 2.0
    #: Address space, so a little more than what a program can really use. A MemoryError counts as this limit if half of
    #: it was in use; less leaves no trace outside the program and is `Raised`, as is one allocation beyond the limit.
    memory_bytes: int = 512 * MIB
    #: stdout and stderr together.
    output_bytes: int = 1 * MIB
    #: 0.9 MB of assignments takes 5.9 s to compile restricted, so the size is capped before parsing. More is `Refused`.
    source_bytes: int = 64 * 1024
    #: One encoded value: the arguments (more is the caller's ValueError) or the result of a call (LimitExceeded).
    value_bytes: int = 8 * MIB
    #: A value can be small in bytes and endless in depth or nodes.
    value_nodes: int = 1_000_000
    #: Descriptors; one more is an OSError in the program. Behind the seccomp filter it can open none at all.
    open_files: int = 32
    #: Processes and threads a program may start: none. The kernel refuses them, with an OSError or RuntimeError.
    processes: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            value, kind = getattr(self, field.name), field.type
            allowed = (int, float) if kind == "float" else (int,)
            if isinstance(value, bool) or not isinstance(value, allowed):
                raise ValueError(f"{field.name} must be a number ({kind}), was {value!r}")
            least: float = {"processes": 0, "open_files": 8, "memory_bytes": 64 * MIB}.get(field.name, 0.01)
            if not least <= value < float("inf"):
                raise ValueError(f"{field.name} must be at least {least}, was {value}")
        if self.processes != 0:
            raise ValueError(f"processes must be 0: the sandbox allows no new process or thread, was {self.processes}")


def kernel_cpu_seconds(cpu_seconds: float) -> int:
    """CPU time of a whole job after which the kernel ends it, whatever the program does to the clock of its calls."""
    return math.ceil(min(cpu_seconds * _CALLS_OF_CPU, 1 << 30)) + 1
