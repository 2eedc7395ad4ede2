"""What a program in the sandbox prints, passed through as it comes, and one line on how it ended."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from codegen.report.printable import printable

from .screen import complain, write

if TYPE_CHECKING:
    from sandbox import Outcome


class Passing:
    """Passes a program's output on; knows whether a line of ours would be joined to it."""

    def __init__(self) -> None:
        self.in_line = False

    def __call__(self, name: str, text: str) -> None:
        stream = sys.stderr if name == "stderr" else sys.stdout
        write(stream, printable(text) if stream.isatty() else text)
        if text and (name == "stderr" or are_one()):
            self.in_line = not text.endswith("\n")


def are_one() -> bool:
    """True where both streams end in the same place: one terminal, one file."""
    try:
        return os.path.samestat(os.fstat(sys.stdout.fileno()), os.fstat(sys.stderr.fileno()))
    except (OSError, ValueError):
        return False


def returned(outcome: Outcome) -> bool:
    from sandbox import Returned

    return isinstance(outcome, Returned)


def explain(name: str, outcome: Outcome, *, in_line: bool) -> None:
    """Why it did not return, and whether its output is whole; nothing for a program that was called `name` and did."""
    from codegen.report.wording import happened

    if in_line and not (returned(outcome) and not outcome.stdout_truncated and not outcome.stderr_truncated):
        write(sys.stderr, "\n")
    if outcome.stdout_truncated or outcome.stderr_truncated:
        complain(f"{name}: its output was cut at the limit")
    if not returned(outcome):
        complain(f"{name}: {happened(outcome)}")
