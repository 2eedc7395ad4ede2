"""Mutants of a right program of every catalogue task: how many `Sandbox.check` finds, with how many inputs, how fast.

Usage: `python benchmarks/mutants.py [--tasks NAME ...] [--sample N] [--per-task N] [--compared N] [--workers N]`.
Exits 1 if fewer than 99 % of the mutants that are wrong are found.

Of each task the first right program of its samples is changed in one place (`mutation.py`), and each mutant is checked
with 100 examples and the default seed. One that passes is then called with 10,000 other drawn inputs. It counts as
*equal* if it does there what the original does, and as *right* if some convention of its task accepts all of that, as
for example a search that raises where the original returned -1; both are left out. The rest has survived.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from mutation import Mutant, mutants

from sandbox import LimitExceeded, Limits, Outcome, Raised, Returned, Sandbox, Status, Verdict, codec
from sandbox.catalogue import Entry, entries, get
from sandbox.checking.comparison import same
from sandbox.checking.drawing import GENERATE, draw
from tests.sandbox.catalogue_programs import Program, programs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hypothesis.strategies import SearchStrategy

    from sandbox.checking.property import Arguments, Convention

COMPARED = 10_000
#: Another seed than that of the check, which would draw the same inputs again.
COMPARED_SEED = 1
#: Calls that are sent together.
BATCH = 500
AIM = 0.99
LEAST = 2_000
PER_TASK = 12
#: Mutants often loop for ever: a call of a right program takes a few milliseconds at most.
LIMITS = Limits(wall_seconds=2, cpu_seconds=0.3)
WITHIN_SECONDS = (0.1, 1, 10)


@dataclass(frozen=True)
class Fate:
    """What became of a mutant: `killed`, `equal`, `right` or `survived`; `shown`: the call that tells them apart."""

    task: str
    mutant: Mutant
    kind: str
    examples: int
    found_seconds: float
    verdict_seconds: float
    hung: bool
    shown: str = ""


def original(entry: Entry) -> Program:
    """The first right program under the task's own function name, else the first one."""
    right = [program for program in programs(entry) if program.right]
    return next((one for one in right if one.entry_point == entry.entry_points[0]), right[0])


def chosen(entry: Entry, most: int) -> list[Mutant]:
    """At most so many, always the same, and in their order."""
    found = mutants(original(entry).source)
    picked = random.Random(entry.name).sample(range(len(found)), min(most, len(found)))
    return [found[index] for index in sorted(picked)]


def fates(name: str, changed: list[Mutant], inputs: int) -> list[Fate]:
    entry = get(name)
    with Sandbox("process", limits=LIMITS, workers=2) as box:
        box.check(original(entry).source, name, examples=1)  # the first check waits for the workers to start
        checked = [check(box, entry, mutant) for mutant in changed]
        passed = [one for one in checked if one.kind != "killed"]
        return [one for one in checked if one.kind == "killed"] + list(compared(box, entry, passed, inputs))


def check(box: Sandbox, entry: Entry, mutant: Mutant) -> Fate:
    started = time.monotonic()
    moments = [started]
    verdict = box.check(mutant.source, entry.name, on_progress=lambda count: moments.append(time.monotonic()))
    outcome = verdict.counterexample.outcome if verdict.counterexample else verdict.outcome
    hung = isinstance(outcome, LimitExceeded)
    return Fate(
        task=entry.name,
        mutant=mutant,
        kind="killed" if verdict.status is Status.FALSIFIED else verdict.status.value,
        examples=verdict.examples,
        found_seconds=verdict.seconds if hung else moments[-1] - started,
        verdict_seconds=verdict.seconds,
        hung=hung,
    )


# What passed


def compared(box: Sandbox, entry: Entry, passed: list[Fate], count: int) -> Iterator[Fate]:
    if not passed:
        return
    program = original(entry)
    convention = followed(entry, box.check(program.source, entry.name))
    inputs = many_inputs(entry, count)
    wanted = list(outcomes(box, program, program.source, convention, inputs))
    for one in passed:
        found = outcomes(box, program, one.mutant.source, convention, inputs)
        if all(map(alike, wanted, found)):
            yield replace(one, kind="equal")
            continue
        again = box.check(one.mutant.source, entry.name, first=inputs, examples=1)
        kind = "right" if again.status is Status.PASSED else "survived"
        shown = again.counterexample.call if again.counterexample else again.reason
        yield replace(one, kind=kind, shown=shown)


def followed(entry: Entry, verdict: Verdict) -> Convention:
    """The convention of a program that passed."""
    if verdict.status is not Status.PASSED:
        sys.exit(f"{entry.name}: its first right program did not pass: {verdict}")
    return next((one for one in entry.conventions if one.name == verdict.convention), entry.conventions[0])


def many_inputs(entry: Entry, count: int) -> list[Arguments]:
    return list({codec.dumps(one): one for one in (*entry.edges, *drawn(entry.inputs, count))}.values())


@lru_cache(maxsize=4)
def drawn(inputs: Callable[[], SearchStrategy[Arguments]], count: int) -> tuple[Arguments, ...]:
    """Most of the time goes here, and tasks that stand beside each other often have the same inputs."""
    found: list[Arguments] = []
    draw(inputs(), found.append, count, COMPARED_SEED, GENERATE)
    return tuple(found)


def outcomes(
    box: Sandbox, program: Program, source: str, convention: Convention, inputs: list[Arguments]
) -> Iterator[Outcome]:
    """What a mutant of the program makes of each input."""
    passed = [convention.adapt(drawn) for drawn in inputs]
    with box.load(source) as loaded:
        if not program.entry.is_class:
            for start in range(0, len(passed), BATCH):
                yield from loaded.call_each(program.entry_point, passed[start : start + BATCH])
            return
        for constructor, operations in passed:
            assert isinstance(constructor, tuple)
            assert isinstance(operations, list)
            yield loaded.operate(program.entry_point, constructor, operations)


def alike(one: Outcome, other: Outcome) -> bool:
    if isinstance(one, Returned) and isinstance(other, Returned):
        return same(one.value, other.value) and same(one.arguments, other.arguments)
    return isinstance(one, Raised) and isinstance(other, Raised) and one.type_name == other.type_name


# The report


def quantiles(values: list[float]) -> tuple[float, float, float]:
    ordered = sorted(values) or [0.0]
    return ordered[len(ordered) // 2], ordered[int(0.9 * len(ordered))], ordered[-1]


def print_row(name: str, found: list[Fate]) -> None:
    kinds = Counter(one.kind for one in found)
    killed = [one for one in found if one.kind == "killed"]
    examples = "".join(f"{value:5.0f}" for value in quantiles([one.examples for one in killed]))
    milliseconds = "".join(f"{1000 * value:6.0f}" for value in quantiles([one.verdict_seconds for one in killed]))
    counts = "".join(f"{kinds[kind]:9}" for kind in ("killed", "equal", "right", "survived"))
    print(f"{name:<44}{len(found):8}{counts}  {examples} {milliseconds}", flush=True)


def print_mutants(found: Iterable[Fate]) -> None:
    for one in found:
        print(f"  {one.task}: {one.mutant}" + (f"  [{one.shown}]" if one.shown else ""), flush=True)


def print_summary(found: list[Fate]) -> float:
    """The part of the wrong ones that was found."""
    killed = [one for one in found if one.kind == "killed"]
    all_wrong = max(sum(one.kind in ("killed", "survived") for one in found), 1)
    print(f"{sum(one.hung for one in killed)} of the killed do not end, and fall by the limits of a call")
    for what, seconds in (("found", "found_seconds"), ("and shrunk, the verdict", "verdict_seconds")):
        parts = [sum(getattr(one, seconds) <= limit for one in killed) / all_wrong for limit in WITHIN_SECONDS]
        shown = ", ".join(f"{part:.2%} within {limit:g} s" for part, limit in zip(parts, WITHIN_SECONDS, strict=True))
        print(f"{what}: {shown}")
    for kind in ("right", "survived"):
        print(f"\n{kind}:")
        print_mutants(one for one in found if one.kind == kind)
    share = len(killed) / all_wrong
    print(f"\n{len(killed)} of {all_wrong} wrong mutants killed: {share:.2%} (aim: at least {AIM:.0%} of {LEAST:,})")
    return share


def sampled(work: dict[str, list[Mutant]], size: int) -> dict[str, list[Mutant]]:
    everything = [(name, mutant) for name, found in work.items() for mutant in found]
    picked = random.Random(0).sample(everything, min(size, len(everything)))
    return {name: part for name in work if (part := [mutant for owner, mutant in picked if owner == name])}


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--tasks", nargs="+", metavar="NAME", help="only these tasks of the catalogue")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many mutants, picked over all tasks")
    parser.add_argument("--per-task", type=int, default=PER_TASK, metavar="N", help=f"at most, {PER_TASK} if not said")
    parser.add_argument(
        "--compared", type=int, default=COMPARED, metavar="N", help=f"inputs for what passed, {COMPARED} if not said"
    )
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes, 2 if not said")
    return parser.parse_args()


def main() -> None:
    asked = options()
    tasks = [get(name) for name in asked.tasks] if asked.tasks else list(entries())
    work = {entry.name: chosen(entry, asked.per_task) for entry in tasks}
    if asked.sample:
        work = sampled(work, asked.sample)
    heading = "".join(f"{kind:>9}" for kind in ("killed", "equal", "right", "survived"))
    print(f"{'task':<44}{'mutants':>8}{heading}   inputs tried     ms to verdict  (p50, p90, max of the killed)")
    everything: list[Fate] = []
    with ProcessPoolExecutor(asked.workers) as pool:
        for name, found in zip(
            work, pool.map(fates, work, work.values(), itertools.repeat(asked.compared)), strict=False
        ):
            print_row(name, found)
            print_mutants(one for one in found if one.kind == "survived")
            everything += found
    print_row("all", everything)
    wrong = sum(one.kind in ("killed", "survived") for one in everything)
    if print_summary(everything) < AIM or (not asked.tasks and not asked.sample and wrong < LEAST):
        sys.exit(1)


if __name__ == "__main__":
    main()
