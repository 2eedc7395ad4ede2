"""Very many calls through one `Sandbox`: neither the host nor the fork server grows."""

from __future__ import annotations

import gc
import os
from random import Random
from typing import Final

from sandbox import Returned, Sandbox

from . import processes
from .report import Report

#: What host and fork server may grow by, each.
GROWTH_BYTES: Final = 5 * 1024 * 1024
_WARM_UP_CALLS: Final = 3_000
_CALLS_OF_A_PROGRAM: Final = 100
_SOURCE: Final = (
    "kept = []\ndef f(n, items):\n    kept.append(items)\n    print(n)\n    return [n, {x: str(x) for x in items}]"
)


def calls(count: int, seed: int) -> Report:
    """In fresh programs of a hundred calls each, with arguments and results of many sizes."""
    report, random = Report("calls through one sandbox"), Random(seed)
    with Sandbox("process", workers=1) as box:
        _call(box, _WARM_UP_CALLS, random, report)
        before = _memory()
        _call(box, count, random, report)
        after = _memory()
    names = ("host", "fork server")
    for name, first, last in zip(names, before, after, strict=True):
        report.expect(f"the {name} has grown by {last - first} bytes", holds=last - first < GROWTH_BYTES)
        report.figures[f"memory of the {name} (PSS)"] = f"{first / 1e6:.1f} MB before, {last / 1e6:.1f} MB after"
    report.figures["calls"] = str(count)
    return report


def _call(box: Sandbox, count: int, random: Random, report: Report) -> None:
    for done in range(0, count, _CALLS_OF_A_PROGRAM):
        with box.load(_SOURCE) as program:
            for n in range(done, min(count, done + _CALLS_OF_A_PROGRAM)):
                items = list(range(random.choice((0, 3, 30, 300))))
                outcome = program.call("f", n, items)
                right = isinstance(outcome, Returned) and outcome.value == [n, {x: str(x) for x in items}]
                report.expect(f"call {n}: {outcome}", holds=right and outcome.stdout == f"{n}\n")
        report.progress(done, count)


def _memory() -> tuple[int, int]:
    """Of the host and of the fork server, which only root may look into: for others it counts as nothing."""
    gc.collect()
    server = processes.below(os.getpid())[-2][0]
    return processes.proportional_bytes(os.getpid()), processes.proportional_bytes(server) if os.getuid() == 0 else 0
