"""One attack on one sandbox."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sandbox import Limits, Sandbox
from tests.containers import first_processes
from tests.images import image_options

from .judge import judge, of_outcome, of_verdict
from .witnesses import HostMemory, own_children, survivors

if TYPE_CHECKING:
    from .entries import Entry
    from .judge import Judgement, Seen
    from .witnesses import Host

#: Little to use up, so that it is soon used up; much time, so that the clock is not what ends a busy program; so little
#: memory that who collects things meets its limit well before that of the CPU, also on a busy machine.
LIMITS: Final = Limits(wall_seconds=8, cpu_seconds=0.5, memory_bytes=64 << 20)
#: What attacks import beyond the standard list: an attack shall fail at the wall, not for the lack of a module.
IMPORTS: Final = ("concurrent.futures.process", "mmap", "pdb", "resource", "urllib.request")


def sandbox(name: str, without: tuple[str, ...] = (), limits: Limits = LIMITS) -> Sandbox:
    """As the attacks meet it; with layers left off where they are named."""
    return Sandbox(
        name,
        limits=limits,
        imports=() if name == "restricted" else IMPORTS,
        confinement="optional" if without else "required",
        _without=without,
        **image_options(name),
    )


def attack(box: Sandbox, entry: Entry, host: Host) -> Judgement:
    """Lets it try, looks what shows outside, and sees to it that the sandbox still serves."""
    with HostMemory() as memory:
        seen = _solve(box, entry, host) if entry.shape == "solve" else _probe(box, entry, host)
    after = box.run("print(1)")
    tops = first_processes if box.backend == "docker" else own_children
    traces = [*host.take_traces(), *memory.traces, *survivors(tops)]
    if after.stdout != "1\n":
        traces.append(f"it no longer serves: {after}")
    return judge(entry, box.name, host.secret, replace(seen, traces=tuple(traces)))


def _solve(box: Sandbox, entry: Entry, host: Host) -> Seen:
    return of_verdict(box.check(entry.source, entry_point="target", oracle=host.oracle))


def _probe(box: Sandbox, entry: Entry, host: Host) -> Seen:
    with contextlib.ExitStack() as held:
        # Workers that are held at once are different ones.
        programs = [held.enter_context(box.load(entry.source)) for _ in range(entry.workers)]
        outcomes = [program.call("target", host.cfg(run)) for run, program in enumerate(programs, 1)]
    return of_outcome(outcomes[-1])
