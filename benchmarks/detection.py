"""Which hand-made bugs are found with the canonical solution as the oracle, and whether right solutions are accused.

Of each task of HumanEvalFix three programs are checked with its prompt, its canonical solution as `--oracle` and no
tuning: the buggy one, the canonical one, and the canonical one in another style (`restyle.py`). Exits 1 if an aim is
missed. Times are those of a whole check, with the shrinking and the start of the oracle's process.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from restyle import restyled

from sandbox import Sandbox
from sandbox.checking.verdict import Status, Verdict
from sandbox.outcome import describe

WHERE = "get humanevalpack.jsonl (HumanEvalFix, Python) of bigcode-project/octopack, MIT, and name it by --data"
SECONDS = (0.1, 1.0, 10.0)
#: Of 82 tasks, one bug may be missed; no right program may fall.
MISSED_PART = 1 / 82


@dataclass(frozen=True)
class Result:
    task: str
    program: str
    verdict: Verdict

    def __str__(self) -> str:
        verdict = self.verdict
        found = verdict.counterexample
        why = (
            f"{found.call} {describe(found.outcome)}, expected {found.expected}"
            if found is not None
            else verdict.reason
        )
        text = f"{self.task:<12} {self.program:<9} {verdict.status.value} after {verdict.examples}: {why}"
        return " | ".join([text[:400], *verdict.notes, *[f"{verdict.discarded} discarded"] * bool(verdict.discarded)])


@cache
def warm_box() -> Sandbox:
    """One for all tasks of a process, with its worker started and Hypothesis imported."""
    box = Sandbox("process", workers=1)
    box.check("def quick_sort(xs): return sorted(xs)")
    return box


def judged(row: dict[str, Any], examples: int, seed: int | None) -> list[Result]:
    """The verdicts on the task's three programs."""
    box = warm_box()
    right = row["prompt"] + row["canonical_solution"]
    programs = {"buggy": row["prompt"] + row["buggy_solution"], "canonical": right, "restyled": restyled(right)}
    with tempfile.TemporaryDirectory() as folder:
        oracle = Path(folder, "oracle.py")
        oracle.write_text(right, encoding="utf-8")
        spec = f"{oracle}:{row['entry_point']}"
        return [
            Result(row["task_id"], name, box.check(
                source, prompt=row["prompt"], oracle=spec, examples=examples, seed=seed
            ))
            for name, source in programs.items()
        ]  # fmt: skip


def report(results: list[Result]) -> bool:
    """Prints the figures; True if the aims are met."""
    buggy = [one for one in results if one.program == "buggy"]
    found = [one.verdict for one in buggy if one.verdict.status is Status.FALSIFIED]
    right = [one for one in results if one.program != "buggy"]
    accused = [one for one in right if one.verdict.status is Status.FALSIFIED]
    print(f"bugs found                         {len(found)} of {len(buggy)}")
    print(f"right programs accused             {len(accused)} of {len(right)}")
    print(f"right programs not decided         {sum(one.verdict.status is Status.INCONCLUSIVE for one in right)}")
    if found:
        counts = sorted(verdict.examples for verdict in found)
        ninth = counts[min(len(counts) - 1, int(0.9 * len(counts)))]
        print(f"inputs to the first failing one    median {statistics.median(counts):g}, p90 {ninth}, max {counts[-1]}")
    for seconds in SECONDS:
        within = sum(verdict.seconds <= seconds for verdict in found)
        print(f"bugs found within {seconds:>4g} s             {within} of {len(buggy)}")
    return not accused and len(buggy) - len(found) <= MISSED_PART * len(buggy)


def is_news(result: Result) -> bool:
    wanted = Status.FALSIFIED if result.program == "buggy" else Status.PASSED
    return result.verdict.status is not wanted


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("HUMANEVALFIX"), help="also $HUMANEVALFIX")
    parser.add_argument("--tasks", nargs="*", default=[], metavar="NUMBER", help="only these tasks")
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--all", action="store_true", help="show every verdict, not only those that are not as wished")
    chosen = parser.parse_args()
    if chosen.data is None or not Path(chosen.data).is_file():
        parser.error(f"no data: {WHERE}")
    return chosen


def main() -> None:
    chosen = options()
    rows = [json.loads(line) for line in Path(chosen.data).read_text(encoding="utf-8").splitlines()]
    wanted = [row for row in rows if not chosen.tasks or row["task_id"].rpartition("/")[2] in chosen.tasks]
    results: list[Result] = []
    with ProcessPoolExecutor(chosen.workers, get_context("spawn")) as pool:
        for judgements in pool.map(
            judged, wanted, *([value] * len(wanted) for value in (chosen.examples, chosen.seed))
        ):
            results += judgements
            for one in judgements:
                if chosen.all or is_news(one):
                    print(one, flush=True)
    sys.exit(not report(results))


if __name__ == "__main__":
    main()
