"""The same checks again and again, while other processes keep the machine busy. Exits 1 if any verdict changes.

A verdict is the status, the counterexample, and every property with its result and number of examples. Half of the
checks draw live, half take the inputs from the bank, and a few are made by `check_many`.
"""

from __future__ import annotations

import collections
import itertools
import signal
import subprocess
import sys
import time

from sandbox import Limits, Sandbox, Verdict
from sandbox.checking import bank

REPEATS = 100
BUSY = 4
LIMITS = Limits(cpu_seconds=0.3)
SORT, GCD = "quick sort", "gcd"
PROGRAMS = {
    "right": (SORT, "def quick_sort(xs):\n    return sorted(xs)\n"),
    "right, in place": (SORT, "def quick_sort(xs):\n    xs.sort()\n"),
    "right, random pivot": (
        SORT,
        (
            "import random\ndef quick_sort(xs):\n    if len(xs) < 2: return list(xs)\n    p = random.choice(xs)\n"
            "    small, large = [x for x in xs if x < p], [x for x in xs if x > p]\n"
            "    return quick_sort(small) + [x for x in xs if x == p] + quick_sort(large)\n"
        ),
    ),
    "right, slow": (SORT, "def quick_sort(xs):\n    sum(range(len(xs) * 1000))\n    return sorted(xs)\n"),
    "right, slower than the limit on one input": (
        GCD,
        (
            "def gcd(a, b):\n    if (a, b) == (0, 0):\n        sum(range(8_000_000))\n    while b: a, b = b, a % b\n"
            "    return abs(a)\n"
        ),
    ),
    "wrong, drops duplicates": (SORT, "def quick_sort(xs):\n    return sorted(set(xs))\n"),
    "wrong, seldom": (SORT, "def quick_sort(xs):\n    return sorted(xs) if len(xs) < 60 else xs\n"),
    "wrong, one answer": (GCD, "def gcd(a, b):\n    while b: a, b = b, a % b\n    return 8 if a == 7 else abs(a)\n"),
    "wrong, raises": (GCD, "def gcd(a, b):\n    return b if a % b == 0 else gcd(b, a % b)\n"),
    "hangs": (SORT, "def quick_sort(xs):\n    while len(xs) == 3: pass\n    return sorted(xs)\n"),
    "flaky, often": (
        SORT, "import random\ndef quick_sort(xs):\n    return sorted(xs) if random.random() < 0.5 else [*xs, 0]\n",
    ),
    "flaky, seldom": (
        SORT, "import random\ndef quick_sort(xs):\n    return sorted(xs) if random.random() < 0.98 else []\n",
    ),
    "flaky, by its past": (
        SORT,
        "calls = []\ndef quick_sort(xs):\n    calls.append(1)\n    return sorted(xs) if len(calls) % 50 else xs\n",
    ),
}  # fmt: skip


def told(verdict: Verdict) -> tuple[object, ...]:
    found = verdict.counterexample
    return (
        verdict.status.value,
        found and (found.property, found.call),
        verdict.properties,
        verdict.examples,
        verdict.reason,
    )


def verdicts(box: Sandbox, task: str, source: str, repeats: int) -> collections.Counter[tuple[object, ...]]:
    seen: collections.Counter[tuple[object, ...]] = collections.Counter()
    for number in range(repeats):
        if number % 2:
            bank.forget()
        if number % 10:
            seen[told(box.check(source, task, seed=1))] += 1
        else:
            seen.update(told(one) for one in box.check_many([source, source], task, seed=1))
    return seen


def main(repeats: int) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the busy processes end too
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(BUSY)]
    changes = 0
    try:
        with Sandbox("process", limits=LIMITS) as box:
            for name, (task, source) in PROGRAMS.items():
                started = time.monotonic()
                seen = verdicts(box, task, source, repeats)
                (usual, count), *others = seen.most_common()
                changes += sum(times for _, times in others)
                seconds = time.monotonic() - started
                print(
                    f"{name:<44} {usual[0]!s:<10} {count:>4} alike, {seen.total() - count} other {seconds:7.1f} s",
                    flush=True,
                )
                for one, times in itertools.islice(others, 3):
                    print(f"    {times} times {one[0]} {one[1]} {one[3:]} instead of {usual[0]} {usual[1]} {usual[3:]}")
    finally:
        for process in busy:
            process.kill()
            process.wait()
    print(f"{changes} verdicts changed under {BUSY} busy processes (aim 0)")
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else REPEATS))
