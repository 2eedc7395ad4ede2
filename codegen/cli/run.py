"""`codegen run PROMPT`: ask, check, repair; the checked code on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codegen.errors import UsageError
from codegen.settings import Settings

from . import options
from .asking import Asking, Request
from .exits import OK
from .outputs import require_writable, write_file
from .reports import parse_reports
from .results import Shown, conclude, show
from .screen import complain, write_exactly
from .sources import require_claims

if TYPE_CHECKING:
    from codegen.report.result import Result


@options.with_settings(options.MODEL, options.LOOP, options.SAMPLES, options.INPUTS, options.SANDBOX)
def run(
    prompt: Annotated[
        str, typer.Argument(metavar="PROMPT", help='What to write, e.g. "quick sort"; English or Chinese.')
    ],
    *,
    settings: Settings,
    task: options.Task = None,
    entry_point: options.EntryPoint = None,
    oracle: options.Oracle = None,
    properties: options.Properties = None,
    allow_unconfined: options.AllowUnconfined = False,
    allow_unchecked: options.AllowUnchecked = False,
    every: Annotated[
        bool, typer.Option("--all", help="With -n: check every sample, and give the code of each that passes.")
    ] = False,
    propose: Annotated[
        bool, typer.Option("--propose", help="Ask the model what to check where nothing else tells what is right.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the code here, not on stdout.")
    ] = None,
    record: options.Record = None,
    replay: options.Replay = None,
    report: options.Report = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> int:
    """Ask a model for code, check it in the sandbox, send counterexamples back until it passes.

    stdout has only the code, and only once it has passed; the report is on stderr.
    """
    shown = Shown(json=as_json, quiet=quiet, reports=parse_reports(report or []))
    if output is not None:
        require_writable(f"--output {output}", output)
    require_claims(oracle, properties)
    asking = Asking(
        Request(
            prompt=prompt,
            settings=settings,
            task=task,
            entry_point=entry_point,
            oracle=oracle,
            properties=properties,
            record=record,
            replay=replay,
            allow_unconfined=allow_unconfined,
            allow_unchecked=allow_unchecked,
            every=every,
            propose=propose,
            for_people=shown.for_people,
        )
    )
    try:
        result = asking.result()
    except KeyboardInterrupt:
        _point_to_history(asking, shown)
        raise
    show(result, shown, sys.stderr, brief=False)
    if result.exit_code:
        _point_to_history(asking, shown)
    problems = [*asking.problems]
    if result.verdict is not None and result.exit_code == OK:
        kept = f"; the code is kept: codegen history {asking.run_id}" if asking.run_id is not None else ""
        problems += [problem + kept for problem in _deliver(_passed(result) if every else result.code, output, shown)]
    return conclude("run", [result], shown, problems)


def _point_to_history(asking: Asking, shown: Shown) -> None:
    if asking.run_id is not None and not shown.quiet:
        complain(f"what was asked and answered: codegen history {asking.run_id}")


def _passed(result: Result) -> str:
    """The code of every sample that passed, each under a comment that tells which; of one alone just the code."""
    passed = [each for each in result.attempts if each.verdict == "passed"]
    if len(passed) < 2:
        return result.code
    codes = [f"# sample {each.sample + 1}\n{each.code.strip(chr(10))}\n" for each in passed]
    return "\n\n".join(codes)


def _deliver(code: str, output: Path | None, shown: Shown) -> list[str]:
    """The checked code, to FILE or stdout. With --json stdout is the document's, which has the code as well.

    A line for each place that could not be written; code that no file takes goes to stdout.
    """
    text = code if code.endswith("\n") else code + "\n"
    problems = []
    if output is not None:
        try:
            write_file(f"--output {output}", output, text)
        except UsageError as error:
            problems.append(f"{error}; the code is {'in the document' if shown.json else 'on stdout instead'}")
    if not shown.json and (output is None or problems):
        try:
            write_exactly(text)
        except UsageError as error:
            problems.append(str(error))
    return problems
