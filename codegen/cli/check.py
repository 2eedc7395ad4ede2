"""`codegen check FILE...`: judge code that exists already."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from codegen.settings import Settings
from sandbox.errors import SandboxUnavailable

from . import options
from .boxes import open_sandbox
from .exits import of_error
from .judging import Asked, judge
from .reports import parse_reports
from .results import Shown, conclude, show, summarise
from .screen import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codegen.report.result import Result


@options.with_settings(options.INPUTS, options.SANDBOX)
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Python files; - reads stdin.")],
    *,
    settings: Settings,
    task: options.Task = None,
    entry_point: options.EntryPoint = None,
    oracle: options.Oracle = None,
    properties: options.Properties = None,
    allow_unconfined: options.AllowUnconfined = False,
    allow_unchecked: options.AllowUnchecked = False,
    report: options.Report = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> int:
    """Check files in the sandbox, each on its own. The exit code is the worst of them.

    The task of a file is --task, else its comment `# codegen: task=NAME`, else found by the function's name.
    """
    asked = Asked(
        settings=settings,
        task=task,
        entry_point=entry_point,
        oracle=oracle,
        properties=properties,
        allow_unchecked=allow_unchecked,
    )
    shown = Shown(json=as_json, quiet=quiet, reports=parse_reports(report or []))
    asked.validate()
    results: list[Result] = []
    for result in _results(files, asked, allow_unconfined=allow_unconfined, progress=shown.for_people):
        # Without a sandbox every file has the same error; a reader needs it once.
        if not (result.error and results and results[-1].error == result.error):
            show(result, shown, sys.stdout, brief=len(files) > 1)
        results.append(result)
    summarise(results, shown)
    return conclude("check", results, shown)


def _results(files: Sequence[str], asked: Asked, *, allow_unconfined: bool, progress: bool) -> Iterator[Result]:
    """One result a file, as it is known. A sandbox that cannot be had is the same error for each that is left."""
    from codegen.report.result import Result

    left = list(reversed(files))
    try:
        with (
            open_sandbox(asked.settings, allow_unconfined=allow_unconfined) as box,
            Progress(wanted=progress) as screen,
        ):
            while left:
                result = judge(left[-1], box, asked, screen)
                left.pop()
                screen.clear()
                yield result
    except SandboxUnavailable as error:
        while left:
            yield Result(source=left.pop(), error=str(error), exit_code=of_error(error))
