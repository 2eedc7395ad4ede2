"""How every benchmark measures: two things in turn, in one run, and the ratio of each pair."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: Of a factor that we want to be large.
_AT_LEAST = ">="


@dataclass(frozen=True)
class Row:
    """One line of a table. `ours` and `theirs` are in `unit`; `aim` begins with `<=` or `>=`."""

    what: str
    peer: str
    ours: float
    theirs: float
    ratio: float
    aim: str
    unit: str = "ms"

    @property
    def reached(self) -> bool:
        limit = float(self.aim[2:].strip(" x"))
        return self.ratio >= limit if self.aim.startswith(_AT_LEAST) else self.ratio <= limit

    def cells(self) -> tuple[str, ...]:
        values = (f"{self.ours:.4g} {self.unit}", f"{self.theirs:.4g} {self.unit}", f"{self.ratio:.2f}x")
        return (self.what, self.peer, *values, self.aim, "yes" if self.reached else "no")


def paired(what: str, peer: str, pairs: list[tuple[float, float]], *, aim: str) -> Row:
    """Of pairs of seconds, ours and theirs: the medians, and the median ratio of the pairs.

    An aim of at least so much is meant as a speed: their time by ours.
    """
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    faster = aim.startswith(_AT_LEAST)
    ratio = statistics.median(b / a if faster else a / b for a, b in pairs)
    return Row(what, peer, mine * 1e3, theirs * 1e3, ratio, aim)


def compare(name: str, ours: Callable[[], object], peer: Callable[[], object], *, pairs: int, aim: float) -> None:
    """Prints the median times of both and the median ratio of the pairs. `aim`: the ratio to stay below."""
    ours()
    peer()
    times = [(seconds(ours), seconds(peer)) for _ in range(pairs)]
    row = paired(name, "", times, aim=f"<= {aim:g}x")
    print(f"{name:<58} {row.ours * 1e3:>10.0f} us {row.theirs * 1e3:>10.0f} us   {row.ratio:6.3f}x   (aim {aim:g}x)")


def seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
