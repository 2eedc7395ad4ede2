"""Right programs of many styles and conventions, checked in two sandboxes: every verdict but "passed" is a false alarm.

Usage: `python benchmarks/correct.py [--tasks NAME ...] [--workers N]`. Exits 1 if more than 0.5 % are refused.
The programs are those that `tests/sandbox/samples/catalogue/` calls right.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from sandbox import Sandbox, Status, Verdict, describe
from sandbox.catalogue import entries, get
from tests.sandbox.catalogue_programs import ALL, Program

SANDBOXES = ("restricted", "process")
AIM = 0.005
LEAST = 300


@dataclass(frozen=True)
class Alarm:
    task: str
    title: str
    sandbox: str
    reason: str

    def __str__(self) -> str:
        return f"{self.task}, {self.title} ({self.sandbox}): {self.reason}"


def right(task: str) -> list[Program]:
    return [program for program in ALL if program.right and program.entry.name == task]


def alarms(task: str) -> list[Alarm]:
    found = []
    for sandbox in SANDBOXES:
        with Sandbox(sandbox, workers=2) as box:
            for program in right(task):
                verdict = box.check(program.source, task)
                if verdict.status is not Status.PASSED:
                    found.append(Alarm(task, program.title, sandbox, why(verdict)))
    return found


def why(verdict: Verdict) -> str:
    case = verdict.counterexample
    if case is None:
        return f"{verdict.status.value}: {verdict.reason}"
    return f"{case.property}: {case.call} {describe(case.outcome)}, not {case.expected}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--tasks", nargs="+", metavar="NAME", help="only these tasks of the catalogue")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes, 2 if not said")
    asked = parser.parse_args()
    names = [get(name).name for name in asked.tasks] if asked.tasks else [entry.name for entry in entries()]
    names = [name for name in names if right(name)]
    everything: list[Alarm] = []
    with ProcessPoolExecutor(asked.workers) as pool:
        for name, found in zip(names, pool.map(alarms, names), strict=True):
            print(f"{name:<40}{len(right(name)):4} programs{len(found):4} alarms", flush=True)
            print(*(f"  {alarm}" for alarm in found), sep="\n", end="\n" * bool(found), flush=True)
            everything += found
    programs = sum(len(right(name)) for name in names)
    share = len(everything) / (programs * len(SANDBOXES))
    print(f"{programs} programs in {len(SANDBOXES)} sandboxes, {len(everything)} alarms: {share:.2%}", end=" ")
    print(f"(aim: at most {AIM:.1%} of at least {LEAST})")
    if share > AIM or (not asked.tasks and programs < LEAST):
        sys.exit(1)


if __name__ == "__main__":
    main()
