"""How `run` and `check` end: the same report, document and exit code for both."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .exits import OK, USAGE, worst
from .reports import Wanted, write_reports
from .screen import complain, print_lines, write_exactly

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from codegen.report.result import Result
    from sandbox import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the user wants to see. `json` and `quiet` both leave out the report for people."""

    json: bool
    quiet: bool
    reports: Sequence[Wanted] = ()

    @property
    def for_people(self) -> bool:
        return not self.json and not self.quiet

    @property
    def documents(self) -> bool:
        """Whether each result is needed until the end."""
        return self.json or bool(self.reports)


class Results:
    """What became of many files, in bounded memory unless they are to be kept for documents."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self.kept: list[Result] = []
        self.words: Counter[str] = Counter()
        self.exit_code = OK
        self.last_error = ""
        self.confined: Verdict | None = None

    def add(self, result: Result) -> None:
        self.words[result.word] += 1
        self.exit_code = worst([self.exit_code, result.exit_code])
        self.last_error = result.error
        if self.confined is None and result.verdict is not None and result.verdict.protections:
            self.confined = result.verdict
        if self._keep:
            # Of a file that passed no document points at a line.
            self.kept.append(result if result.exit_code != OK else replace(result, code=""))


def conclude(
    command: str, results: Sequence[Result], shown: Shown, problems: Sequence[str] = (), *, code: int = OK
) -> int:
    """Write the reports and the JSON document; the exit code of all results together.

    `problems`: what could not be written so far. Each output is tried, whatever became of the others. `code`: of
    results that were not kept.
    """
    code = worst([code, *(result.exit_code for result in results), *(USAGE for _ in problems)])
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


def summarise(results: Results, shown: Shown) -> None:
    """The closing lines of `check`, where there is more than one file."""
    if shown.for_people and results.words.total() > 1:
        from codegen.report.terminal import render_confinement, render_summary

        walls = [render_confinement(results.confined)] if results.confined is not None else []
        print_lines(sys.stdout, [render_summary(results.words), *walls])
