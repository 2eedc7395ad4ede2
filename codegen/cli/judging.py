"""One file in, one result out, whatever the file is like: no file may hide another."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from codegen.errors import UsageError
from sandbox.errors import CheckError, SandboxError, SandboxUnavailable

from .exits import FAILED, of_error, of_status
from .sources import read_source, require_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from codegen.report.result import Result
    from codegen.settings import Settings
    from sandbox import Refused, Sandbox, Verdict
    from sandbox.checking.checker import Judge
    from sandbox.checking.question import Question

    #: A file's name with its text, or why it has none.
    _Read: TypeAlias = tuple[str, str | Refused | UsageError]


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

    def question(self, on_progress: Callable[[int], None] | None) -> Question:
        from sandbox.checking.question import Question

        return Question(
            task=self.task,
            entry_point=self.entry_point,
            oracle=self.oracle,
            properties=self.properties,
            examples=self.settings.examples,
            seed=self.settings.seed,
            on_progress=on_progress,
        )


def judge_files(
    files: Sequence[str], box: Sandbox, asked: Asked, on_progress: Callable[[int], None] | None
) -> Generator[Result, None, None]:
    """One result a file, in order, as they are known; files are read and judged on all cores, a few ahead.

    `on_progress`: called with the number of examples, of a file that is alone. Raises CheckError and SandboxError for
    what no file would survive.
    """
    from sandbox.checking.checker import Judge
    from sandbox.parallel import in_order

    alone = len(files) == 1
    with Judge(box, asked.question(on_progress if alone else None), many=not alone) as judge:

        def judged(read: _Read) -> Result:
            return _result(read, judge, box, asked)

        reading = (_read(file, asked) for file in files)
        # Nobody has promised us that the user's own file can be called by several threads.
        one_by_one = alone or asked.properties is not None
        with closing(
            (judged(read) for read in reading) if one_by_one else in_order(judged, reading, box.workers)
        ) as each:
            yield from each


def _read(file: str, asked: Asked) -> _Read:
    try:
        return file, read_source(file, asked.settings.limits().source_bytes)
    except UsageError as error:
        return file, error


def _result(read: _Read, judge: Judge, box: Sandbox, asked: Asked) -> Result:
    """Raises SandboxUnavailable, which no other file would survive either."""
    from codegen.report.result import Result

    file, source = read
    if isinstance(source, UsageError):
        return Result(source=file, error=str(source), exit_code=of_error(source))
    if not isinstance(source, str):
        return Result(source=file, verdict=_refused(source, box), exit_code=FAILED)
    try:
        verdict = judge.verdict(source)
    except SandboxUnavailable:
        raise
    except (CheckError, SandboxError) as error:
        return Result(source=file, error=f"{file}: {error}", exit_code=of_error(error))
    code = of_status(verdict.status, allow_unchecked=asked.allow_unchecked)
    return Result(source=file, verdict=verdict, code=source, exit_code=code)


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
