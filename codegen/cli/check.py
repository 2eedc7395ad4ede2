"""`codegen check FILE...`: judge code that exists already."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codegen.errors import CodegenError, UsageError
from sandbox.errors import CheckError, SandboxError, SandboxUnavailable

from . import options
from .exits import FAILED, of_error, of_status
from .reports import parse_reports
from .results import Shown, conclude, show, summarise
from .screen import Progress
from .sources import read_source, require_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codegen.report.result import Result
    from codegen.settings import Settings
    from sandbox import Refused, Sandbox, Verdict


def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Python files; - reads stdin.")],
    task: options.Task = None,
    entry_point: options.EntryPoint = None,
    oracle: options.Oracle = None,
    properties: options.Properties = None,
    examples: options.Examples = None,
    seed: options.Seed = None,
    sandbox: options.Sandbox = None,
    timeout: options.Timeout = None,
    memory: options.Memory = None,
    allow_unchecked: options.AllowUnchecked = False,
    report: options.Report = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> int:
    """Check files in the sandbox, each on its own. The exit code is the worst of them.

    The task of a file is --task, else its comment `# codegen: task=NAME`, else found by the function's name.
    """
    from codegen.settings import load

    settings = load({"sandbox": sandbox, "timeout": timeout, "memory": memory, "examples": examples, "seed": seed})
    shown = Shown(json=as_json, quiet=quiet, reports=parse_reports(report or []))
    asked = Asked(task, entry_point, oracle, properties)
    asked.validate()
    results = []
    for result in _results(files, asked, settings, allow_unchecked=allow_unchecked, progress=shown.for_people):
        show(result, shown, sys.stdout, brief=len(files) > 1)
        results.append(result)
    summarise(results, shown)
    return conclude("check", results, shown)


class Asked:
    """What the files are to be checked against."""

    def __init__(self, task: str | None, entry_point: str | None, oracle: str | None, properties: Path | None) -> None:
        self.task = task
        self.entry_point = entry_point
        self.oracle = oracle
        self.properties = properties

    def validate(self) -> None:
        """Raises CheckError, UsageError: once, before any file, what would be wrong with all of them."""
        from sandbox import catalogue

        if self.task is not None:
            catalogue.get(self.task)
        if self.oracle is not None:
            require_file("--oracle", self.oracle.partition(":")[0])
        if self.properties is not None:
            require_file("--properties", str(self.properties))


def _results(
    files: Sequence[str], asked: Asked, settings: Settings, *, allow_unchecked: bool, progress: bool
) -> Iterator[Result]:
    """One result a file, as it is known. A sandbox that cannot be had is the same error for each of them."""
    from codegen.report.result import Result
    from sandbox import Sandbox

    try:
        with Sandbox(settings.sandbox, limits=settings.limits()) as box, Progress(wanted=progress) as screen:
            for file in files:
                result = _result(file, box, asked, settings, screen, allow_unchecked=allow_unchecked)
                screen.clear()
                yield result
    except SandboxUnavailable as error:
        yield from (Result(source=file, error=str(error), exit_code=of_error(error)) for file in files)


def _result(
    file: str, box: Sandbox, asked: Asked, settings: Settings, screen: Progress, *, allow_unchecked: bool
) -> Result:
    from codegen.report.result import Result

    try:
        source = read_source(file, settings.limits().source_bytes)
        if not isinstance(source, str):
            return Result(source=file, verdict=_refused(source, box), exit_code=FAILED)
        verdict = _verdict(file, source, box, asked, settings, screen)
    except SandboxUnavailable:
        raise
    except (CodegenError, CheckError, SandboxError) as error:
        message = str(error) if isinstance(error, UsageError) else f"{file}: {error}"
        return Result(source=file, error=message, exit_code=of_error(error))
    code = of_status(verdict.status, allow_unchecked=allow_unchecked)
    return Result(source=file, verdict=verdict, code=source, exit_code=code)


def _verdict(file: str, source: str, box: Sandbox, asked: Asked, settings: Settings, screen: Progress) -> Verdict:
    screen.doing(f"checking {file}")
    return box.check(
        source,
        asked.task,
        entry_point=asked.entry_point,
        oracle=asked.oracle,
        properties=asked.properties,
        examples=settings.examples,
        seed=settings.seed,
        on_progress=lambda done: screen.doing(f"checking {file}: {done} of {settings.examples} examples"),
    )


def _refused(outcome: Refused, box: Sandbox) -> Verdict:
    """The verdict of a file whose bytes never reached the sandbox."""
    from sandbox import Status, Verdict

    return Verdict(
        status=Status.FALSIFIED,
        evidence="crash-only",
        task=None,
        entry_point=None,
        outcome=outcome,
        sandbox=box.name,
        backend=box.backend,
        policy=box.policy.language,
    )
