"""What a long run found."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field


@dataclass
class Report:
    """Figures for the table, and what must not be: with one fault the run has failed."""

    name: str
    figures: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _started: float = field(default_factory=time.monotonic)
    _shown: float = 0.0

    def expect(self, what: str, *, holds: bool) -> None:
        if not holds:
            self.faults.append(what)

    def progress(self, done: int, count: int) -> None:
        """A line now and then."""
        now = time.monotonic()
        if now - self._shown > 10:
            self._shown = now
            faults = f", {len(self.faults)} faults: {self.faults[-1]}" if self.faults else ""
            print(f"{self.name}: {done} of {count}{faults}", file=sys.stderr, flush=True)

    def text(self) -> str:
        self.figures.setdefault("wall time", f"{time.monotonic() - self._started:.0f} s")
        figures = "\n".join(f"  {name:<42} {value}" for name, value in self.figures.items())
        faults = "\n".join(f"  FAULT: {fault}" for fault in self.faults[:20])
        more = f"\n  ... {len(self.faults)} faults in all" if len(self.faults) > 20 else ""
        return f"{self.name}: {'FAILED' if self.faults else 'held'}\n{figures}\n{faults}{more}".rstrip()


def spread(seconds: list[float]) -> str:
    """Median, 99th percentile and maximum."""
    if not seconds:
        return "none"
    ordered = sorted(seconds)
    return ", ".join(
        f"{name} {1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))]:.0f} ms"
        for name, part in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))
    )
