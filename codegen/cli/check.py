"""`codegen check FILE...`: judge code that exists already."""

from __future__ import annotations

import sys
from collections import deque
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from codegen.settings import Settings
from sandbox.errors import CheckError, SandboxError

from . import options
from .boxes import load_checker, open_sandbox
from .exits import INCONCLUSIVE, OK, of_error
from .judging import Asked, judge_files
from .reports import parse_reports
from .results import Results, Shown, conclude, show, summarise
from .screen import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

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
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first file that does not pass.")] = False,
    report: options.Report = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> int:
    """Check files in the sandbox, each on its own, on all cores. The exit code is the worst of them.

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
    all_results = _results(files, asked, allow_unconfined=allow_unconfined, progress=shown.for_people)
    results = Results(keep=shown.documents)
    for result in _until_failed(files, all_results) if fail_fast else all_results:
        # Without a sandbox every file has the same error; a reader needs it once.
        if not result.error or result.error != results.last_error:
            show(result, shown, sys.stdout, brief=len(files) > 1)
        results.add(result)
    summarise(results, shown)
    return conclude("check", results.kept, shown, code=results.exit_code)


def _until_failed(files: Sequence[str], results: Generator[Result, None, None]) -> Iterator[Result]:
    """Up to the first that does not pass; those that are left are said not to have been checked."""
    from codegen.report.result import Result

    left = deque(files)
    with closing(results):
        for result in results:
            left.popleft()
            yield result
            if result.exit_code != OK:
                why = f"not checked: --fail-fast, and {result.source} did not pass"
                yield from (Result(source=file, error=why, exit_code=INCONCLUSIVE, skipped=True) for file in left)
                return


def _results(
    files: Sequence[str], asked: Asked, *, allow_unconfined: bool, progress: bool
) -> Generator[Result, None, None]:
    """One result a file, as it is known. What no file would survive is the same error for each that is left."""
    from codegen.report.result import Result
    from codegen.report.wording import counted

    left = deque(files)
    try:
        with (
            open_sandbox(asked.settings, allow_unconfined=allow_unconfined) as box,
            Progress(wanted=progress) as screen,
            closing(
                judge_files(
                    files, box, asked, lambda done: screen.doing(f"checking {files[0]}: {counted(done, 'example')}")
                )
            ) as results,
        ):
            load_checker(box)
            screen.doing(f"checking {files[0]}")
            for result in results:
                left.popleft()
                screen.clear()
                yield result
                screen.doing(f"checking {left[0]}, {len(left)} of {len(files)} files left" if left else "ending")
    except (CheckError, SandboxError) as error:
        while left:
            yield Result(source=left.popleft(), error=str(error), exit_code=of_error(error))
