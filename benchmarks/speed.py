"""What a sandbox costs, each time against a peer in the same run: `python benchmarks/speed.py [--quick] [--only WORD]`.

Makes the peers' environments itself and prints one table. With `--write` the table goes into RESULTS.md too, with the
machine and the commit.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from speed_checks import checks
from speed_commands import check_one_file, help_text, run_demo
from speed_harness import human_eval
from speed_memory import candidates, one_more_worker
from speed_results import write
from speed_runs import call, in_turn, restricted, throughput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ratio import Row

#: Each prints nothing and gives the rows of one question. `scale`: 1 for a measurement, less for a look.
ROWS: tuple[Callable[[float], Iterable[Row]], ...] = (
    in_turn, throughput, restricted, human_eval, call, checks, help_text, check_one_file, run_demo, candidates,
    one_more_worker,
)  # fmt: skip
HEADINGS = ("what", "peer", "ours", "peer's", "ratio", "aim", "reached")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions")
    parser.add_argument("--only", default="", metavar="WORD", help="questions whose function is named like this")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    options = parser.parse_args()
    rows: list[Row] = []
    for question in ROWS:
        if options.only in question.__name__:
            print(f"{question.__name__} ...", file=sys.stderr)
            rows += question(0.1 if options.quick else 1.0)
    table = Table(*HEADINGS)
    for row in rows:
        table.add_row(*row.cells())
    Console(width=160).print(table)
    if options.write:
        write(HEADINGS, rows)
    return 0 if all(row.reached for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
