"""Quantities: how much of each resource one job may use."""

from __future__ import annotations

from dataclasses import dataclass, fields

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one job (a run, a load, or one call of a loaded program) may use. Validated once, here.

    `wall_seconds`, `cpu_seconds`, `output_bytes` and the sizes of values hold for each run, load or call, the others
    for the whole life of a program.
    """

    wall_seconds: float = 10.0
    #: A busy loop ends here, however loaded the machine is; the wall clock is for those that sleep.
    cpu_seconds: float = 2.0
    #: Address space, so a little more than what a program can really use.
    memory_bytes: int = 512 * MIB
    #: stdout and stderr together.
    output_bytes: int = 1 * MIB
    #: 0.9 MB of assignments takes 5.9 s to compile restricted, so the size is capped before parsing.
    source_bytes: int = 64 * 1024
    #: One encoded value: the arguments or the result of a call.
    value_bytes: int = 8 * MIB
    #: A result can be small in bytes and endless in depth or nodes.
    value_nodes: int = 1_000_000
    open_files: int = 32
    #: Processes and threads a program may start. Only 0 is enforced by the seccomp filter.
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
