"""How late endless loops are ended: seconds beyond the limit. Exits 1 if the p99 of all of them is 0.1 s or more.

Of a busy loop, the CPU time it used beyond its CPU limit, as the kernel says when it is reaped, so that other work on
the machine does not count; the few milliseconds in which its process was prepared do. Of a sleeper, the wall time that
the caller waited beyond the wall limit. The last column: what the caller of a busy loop waited without its using CPU
time, which is the other work on the machine.
"""

from __future__ import annotations

import sys
import time

from sandbox import LimitExceeded, Limits, Sandbox

LIMITS = Limits(wall_seconds=0.5, cpu_seconds=0.2)
#: The clock that only counts what the program itself uses has to run out first, however busy the machine is.
PATIENT = Limits(wall_seconds=30, cpu_seconds=0.2)
LOOPS = {
    "Python loop": "while True: pass",
    "10**10**8": "10 ** 10 ** 8",
    "regex": "import re\nre.match(r'(a+)+b', 'a' * 40)",
    "sum of a C iterator": "sum(iter(int, 1))",
    "sleep": "import time\ntime.sleep(60)",
}
REPEATS = 30
AIM_SECONDS = 0.1


def quantile(sorted_values: list[float], part: float) -> float:
    return sorted_values[min(len(sorted_values) - 1, int(part * len(sorted_values)))]


def row(name: str, values: list[float], waits: list[float]) -> None:
    figures = [quantile(sorted(values), 0.5), quantile(sorted(values), 0.99), max(values), max(waits, default=0.0)]
    print(f"{name:<36} {len(values):>5} " + " ".join(f"{1000 * value:>9.1f}" for value in figures))


def measure(name: str, kind: str) -> tuple[list[float], list[float]]:
    """Seconds beyond the limit, and seconds that the caller waited without the program's using them."""
    sleeps = kind == "sleep"
    limits = LIMITS if sleeps else PATIENT
    beyond, waits = [], []
    with Sandbox(name, limits=limits, workers=1) as box:
        box.run("pass")
        for _ in range(REPEATS):
            started = time.monotonic()
            outcome = box.run(LOOPS[kind])
            wall = time.monotonic() - started
            wanted = "wall time" if sleeps else "CPU time"
            if not isinstance(outcome, LimitExceeded) or outcome.limit != wanted:
                sys.exit(f"{kind} in {name}: {outcome}")
            if sleeps:
                beyond.append(wall - limits.wall_seconds)
            else:
                used = outcome.usage.cpu_seconds or 0.0
                beyond.append(used - limits.cpu_seconds)
                waits.append(wall - used)
    return beyond, waits


def main() -> None:
    print(f"{'milliseconds beyond the limit':<36} {'loops':>5} {'p50':>9} {'p99':>9} {'max':>9} {'idle wait':>9}")
    everything: list[float] = []
    for name in ("process", "restricted"):
        for kind in LOOPS:
            if (name, kind) == ("restricted", "sleep"):
                continue  # no program can sleep there
            beyond, waits = measure(name, kind)
            row(f"{name}, {kind}", beyond, waits)
            everything += beyond
    beyond, waits = measure("process", "sleep")  # 300 in all
    row("process, sleep again", beyond, waits)
    everything += beyond
    row("all", everything, [])
    if quantile(sorted(everything), 0.99) >= AIM_SECONDS:
        sys.exit(f"the p99 is not below {AIM_SECONDS:g} s")


main()
