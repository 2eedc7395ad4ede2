"""How `run` and `check` end: the same report, document and exit code for both."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .exits import USAGE, worst
from .reports import Wanted, write_reports
from .screen import complain, print_lines, write_exactly

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from codegen.report.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the user wants to see. `json` and `quiet` both leave out the report for people."""

    json: bool
    quiet: bool
    reports: Sequence[Wanted] = ()

    @property
    def for_people(self) -> bool:
        return not self.json and not self.quiet


def conclude(command: str, results: Sequence[Result], shown: Shown, problems: Sequence[str] = ()) -> int:
    """Write the reports and the JSON document; the exit code of all results together.

    `problems`: what could not be written so far. Each output is tried, whatever became of the others.
    """
    code = worst([*(result.exit_code for result in results), *(USAGE for _ in problems)])
    unwritten = [*problems, *write_reports(shown.reports, command, code, results)]
    for problem in unwritten:
        complain(problem)
    code = worst([code, *(USAGE for _ in unwritten)])
    if shown.json:
        from codegen.report.document import document, dumps

        write_exactly(dumps(document(command, code, results, error="; ".join(unwritten))))
    return code


def show(result: Result, shown: Shown, stream: TextIO, *, brief: bool) -> None:
    """One result for a person: an error on stderr always, a report on `stream` unless it is unwanted."""
    if result.verdict is None:
        complain(result.error)
    elif shown.for_people:
        from codegen.report.terminal import render, render_brief

        print_lines(stream, render_brief(result) if brief else render(result))


def summarise(results: Sequence[Result], shown: Shown) -> None:
    """The closing lines of `check`, where there is more than one file."""
    if shown.for_people and len(results) > 1:
        from codegen.report.terminal import render_confinement, render_summary

        print_lines(sys.stdout, [render_summary(results), *render_confinement(results)])
