"""How every benchmark measures: two things in turn, in one run, and the ratio of each pair."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def compare(name: str, ours: Callable[[], object], peer: Callable[[], object], *, pairs: int, aim: float) -> None:
    """Prints the median times of both and the median ratio of the pairs. `aim`: the ratio to stay below."""
    ours()
    peer()
    times = [(_seconds(ours), _seconds(peer)) for _ in range(pairs)]
    mine, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(a / b for a, b in times)
    print(f"{name:<58} {mine * 1e6:>10.0f} us {theirs * 1e6:>10.0f} us   {ratio:6.3f}x   (aim {aim:g}x)")


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
