"""`python -m tests.soak NAME|all [--count N] [--seed N]`: the table on stdout, 1 for a fault."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from .calls import calls
from .hosts import hosts, hosts_of_containers
from .kills import servers, workers

if TYPE_CHECKING:
    from collections.abc import Callable

    from .report import Report

#: Each with its full count.
RUNS: dict[str, tuple[Callable[[int, int], Report], int]] = {
    "workers": (workers, 10_000),
    "servers": (servers, 1_000),
    "hosts": (hosts, 200),
    "containers": (hosts_of_containers, 200),
    "calls": (calls, 100_000),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Long runs, with what they found.")
    parser.add_argument("run", choices=[*RUNS, "all"])
    parser.add_argument("--count", type=int, help="kills or calls, instead of the full number")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    failed = False
    for name in RUNS if options.run == "all" else [options.run]:
        run, count = RUNS[name]
        report = run(options.count or count, options.seed)
        print(report.text(), flush=True)
        failed = failed or bool(report.faults)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
