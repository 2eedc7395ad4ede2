"""Measures the wall: every attack on every sandbox with every CPython, several times, as one table.

    python -m tests.escapes [--runs 3] [--sandbox NAME ...] [--python EXECUTABLE ...] [--others]

Ends with 1 if anything was not held, was held in a way that was not foreseen, or differed between two runs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .entries import MODES
from .judge import Judgement
from .pythons import ROOT, equipped, find, named

COLUMNS = ("sandbox", "CPython", "snippets", "held", "ESCAPED", "LANG", "PASSED", "unexpected class", "identical runs")


@dataclass(frozen=True, slots=True)
class Row:
    """One sandbox with one CPython. `runs`: the judgements of each run, in the same order."""

    sandbox: str
    version: str
    runs: tuple[list[Judgement], ...]

    @property
    def cells(self) -> tuple[object, ...]:
        everything = [judgement for run in self.runs for judgement in run]
        breaches = [len({one.id for one in everything if one.breach == kind}) for kind in ("ESCAPED", "LANG", "PASSED")]
        snippets = len({one.id for one in everything})
        alike = max(sum(_verdicts(run) == _verdicts(other) for other in self.runs) for run in self.runs)
        unexpected = len({one.id for one in everything if not one.expected})
        identical = f"{alike} of {len(self.runs)}"
        return (self.sandbox, self.version, snippets, snippets - sum(breaches), *breaches, unexpected, identical)

    @property
    def remarks(self) -> list[str]:
        """What is wrong: a line for each attack."""
        lines = {f"{one}" for run in self.runs for one in run if one.breach or not one.expected}
        first = _verdicts(self.runs[0])
        for run in self.runs[1:]:
            lines |= {f"{one} ... and not so in the first run" for one in run if _verdicts([one]) - first}
        return sorted(f"CPython {self.version}: {line}" for line in lines)


def _verdicts(run: list[Judgement]) -> set[tuple[str, str, str]]:
    return {(one.id, one.kind, one.breach) for one in run}


def _measure(sandbox: str, version: str, executable: str, run: int) -> list[Judgement]:
    command = [executable, "-m", "tests.escapes.measure", sandbox]
    answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    print(f"CPython {version}, {sandbox}, run {run}: done", file=sys.stderr)
    return [Judgement(**values) for values in json.loads(answer.stdout)]


def _rows(sandboxes: list[str], pythons: dict[str, str], runs: int) -> list[Row]:
    cases = [(sandbox, version) for version in pythons for sandbox in sandboxes]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        measured = {
            case: [threads.submit(_measure, *case, pythons[case[1]], run) for run in range(1, runs + 1)]
            for case in cases
        }
        return [Row(*case, tuple(future.result() for future in measured[case])) for case in cases]


def _table(rows: list[Row]) -> str:
    lines = [COLUMNS, tuple("---" for _ in COLUMNS), *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.escapes", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="how often each is repeated (3)")
    parser.add_argument("--sandbox", action="append", choices=MODES, help="restricted and process, if none is named")
    parser.add_argument("--python", action="append", help="executables; if none is named, those that are found")
    parser.add_argument("--others", action="store_true", help="without the Python that runs this")
    options = parser.parse_args()
    pythons, missing = (named(options.python), []) if options.python else find()
    print(*(f"{name}: not found" for name in missing), sep="\n", end="\n" if missing else "", file=sys.stderr)
    if options.others:
        pythons = {version: path for version, path in pythons.items() if path != sys.executable}
    pythons = {version: equipped(version, path) for version, path in pythons.items()}
    rows = _rows(options.sandbox or ["restricted", "process"], pythons, options.runs)
    print(_table(rows))
    remarks = [line for row in rows for line in row.remarks]
    print("\n".join(["", *remarks]) if remarks else "", end="\n" if remarks else "")
    return 1 if remarks else 0


if __name__ == "__main__":
    sys.exit(main())
