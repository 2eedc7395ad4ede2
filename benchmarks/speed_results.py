"""The table as a page, with the machine and the commit that it belongs to."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratio import Row

_PAGE = Path(__file__).parent / "RESULTS.md"


def write(headings: Sequence[str], rows: Sequence[Row]) -> None:
    lines = [
        "# Results",
        "",
        f"Measured on {time.strftime('%Y-%m-%d')} at commit {_commit()} by `make bench`; {_machine()}.",
        "Times are medians, ratios are medians of pairs taken in turn. README.md says what the rows mean.",
        "",
        _line(headings),
        _line(["---"] * len(headings)),
        *(_line(row.cells()) for row in rows),
    ]
    _PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _commit() -> str:
    asked = ["git", "-C", str(_PAGE.parent), "describe", "--always", "--dirty"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def _machine() -> str:
    names = [line.partition(":")[2].strip() for line in _cpu_lines() if line.startswith("model name")]
    processor = names[0] if names else platform.machine()
    kernel = platform.release().partition("-")[0]
    return f"{os.cpu_count()} cores of {processor}, Linux {kernel}, CPython {platform.python_version()}"


def _cpu_lines() -> list[str]:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
