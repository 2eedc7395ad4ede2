"""One file in, one result out, whatever the file is like: no file may hide another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codegen.errors import CodegenError, UsageError
from sandbox.errors import CheckError, SandboxError, SandboxUnavailable

from .exits import FAILED, of_error, of_status
from .screen import Progress
from .sources import read_source, require_claims

if TYPE_CHECKING:
    from pathlib import Path

    from codegen.report.result import Result
    from codegen.settings import Settings
    from sandbox import Refused, Sandbox, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What all files are to be checked against, and how."""

    settings: Settings
    task: str | None
    entry_point: str | None
    oracle: str | None
    properties: Path | None
    allow_unchecked: bool

    def validate(self) -> None:
        """Raises CheckError, UsageError: once, before any file, what would be wrong with all of them."""
        from sandbox import catalogue

        if self.task is not None:
            catalogue.get(self.task)
        require_claims(self.oracle, self.properties)


def judge(file: str, box: Sandbox, asked: Asked, progress: Progress) -> Result:
    """The result of one file. Raises SandboxUnavailable, which no other file would survive either."""
    from codegen.report.result import Result

    try:
        source = read_source(file, asked.settings.limits().source_bytes)
        if not isinstance(source, str):
            return Result(source=file, verdict=_refused(source, box), exit_code=FAILED)
        verdict = _check(file, source, box, asked, progress)
    except SandboxUnavailable:
        raise
    except (CodegenError, CheckError, SandboxError) as error:
        message = str(error) if isinstance(error, UsageError) else f"{file}: {error}"
        return Result(source=file, error=message, exit_code=of_error(error))
    code = of_status(verdict.status, allow_unchecked=asked.allow_unchecked)
    return Result(source=file, verdict=verdict, code=source, exit_code=code)


def _check(file: str, source: str, box: Sandbox, asked: Asked, progress: Progress) -> Verdict:
    from codegen.report.wording import counted

    progress.doing(f"checking {file}")
    return box.check(
        source,
        asked.task,
        entry_point=asked.entry_point,
        oracle=asked.oracle,
        properties=asked.properties,
        examples=asked.settings.examples,
        seed=asked.settings.seed,
        on_progress=lambda done: progress.doing(f"checking {file}: {counted(done, 'example')}"),
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
