"""`codegen run PROMPT`: ask, check, repair; the checked code on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codegen.errors import CodegenError, UsageError
from sandbox.errors import CheckError, SandboxError

from . import options
from .exits import of_error, of_status
from .reports import parse_reports
from .results import Shown, conclude, show
from .screen import Progress, complain, write_exactly

if TYPE_CHECKING:
    from codegen.loop import Event, Solution
    from codegen.report.result import Result, Tried
    from codegen.settings import Settings
    from codegen.task import Attempt, Task


def run(
    prompt: Annotated[
        str, typer.Argument(metavar="PROMPT", help='What to write, e.g. "quick sort"; English or Chinese.')
    ],
    model: options.Model = None,
    api: options.Api = None,
    base_url: options.BaseUrl = None,
    attempts: Annotated[
        int | None, typer.Option("--attempts", metavar="N", help="Requests at most, repairs included; 3 by default.")
    ] = None,
    temperature: Annotated[float | None, typer.Option("--temperature", help="Sent only if given.")] = None,
    top_p: Annotated[float | None, typer.Option("--top-p", help="Sent only if given; not with temperature.")] = None,
    max_tokens: Annotated[int | None, typer.Option("--max-tokens", help="Sent only if given.")] = None,
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
    from codegen.settings import load

    settings = load(
        {
            "model": model, "api": api, "base_url": base_url, "attempts": attempts, "temperature": temperature,
            "top_p": top_p, "max_tokens": max_tokens, "examples": examples, "seed": seed, "sandbox": sandbox,
            "timeout": timeout, "memory": memory,
        }
    )  # fmt: skip
    shown = Shown(json=as_json, quiet=quiet, reports=parse_reports(report or []))
    if output is not None and (output.is_dir() or not output.parent.is_dir()):
        raise UsageError(f"--output {output}: is a directory, or its directory does not exist")
    asking = Asking(prompt, settings, shown, allow_unchecked=allow_unchecked)
    result = asking.result(
        task=task, entry_point=entry_point, oracle=oracle, properties=properties, record=record, replay=replay
    )
    show(result, shown, sys.stderr, brief=False)
    if asking.run_id is not None and result.exit_code and not quiet:
        complain(f"what was asked and answered: codegen history {asking.run_id}")
    if result.verdict is not None and result.exit_code == 0:
        _deliver(result.code, output, shown)
    return conclude("run", [result], shown)


class Asking:
    """One prompt on its way to a result. Keeps the attempts as they are judged, so that an error loses none."""

    def __init__(self, prompt: str, settings: Settings, shown: Shown, *, allow_unchecked: bool) -> None:
        self.prompt = prompt
        self.settings = settings
        self.allow_unchecked = allow_unchecked
        self.run_id: int | None = None
        self._shown = shown
        self._progress = Progress(wanted=shown.for_people)
        self._attempts: list[Attempt] = []

    def result(
        self,
        *,
        task: str | None,
        entry_point: str | None,
        oracle: str | None,
        properties: Path | None,
        record: Path | None,
        replay: Path | None,
    ) -> Result:
        """Whatever happens from here on is a result; its error is shown like a verdict."""
        from codegen.report.result import Result
        from codegen.task import describe_task

        try:
            asked = describe_task(self.prompt, task=task, entry_point=entry_point, oracle=oracle, properties=properties)
            solution = self._solve(asked, record, replay)
        except (CodegenError, CheckError, SandboxError) as error:
            tried = self._tried()
            return Result(source=self.prompt, error=str(error), exit_code=of_error(error), attempts=tried)
        self.run_id = solution.run_id
        return Result(
            source=self.prompt,
            verdict=solution.verdict,
            code=solution.source,
            exit_code=of_status(solution.verdict.status, allow_unchecked=self.allow_unchecked),
            attempts=self._tried(),
        )

    def _solve(self, task: Task, record: Path | None, replay: Path | None) -> Solution:
        from sandbox import Sandbox

        settings = self.settings
        # The sandbox first: it starts while the model's client is imported.
        with Sandbox(settings.sandbox, limits=settings.limits()) as box, self._progress:
            from codegen.history import History
            from codegen.loop import solve
            from codegen.model import open_model

            model = open_model(settings, record=record, replay=replay)
            history = History(settings.history, warn=complain)
            try:
                if model.notice:
                    complain(model.notice)
                return solve(
                    task,
                    model,
                    box,
                    attempts=settings.attempts,
                    examples=settings.examples,
                    seed=settings.seed,
                    history=history,
                    on_event=self._on_event,
                )
            finally:
                history.close()
                model.close()

    def _on_event(self, event: Event) -> None:
        from codegen import loop

        match event:
            case loop.Asking():
                self._progress.doing(f"asking {event.model} (attempt {event.number} of {event.of})")
            case loop.Text():
                self._progress.text(event.text)
            case loop.Checking():
                self._progress.doing(f"checking: {event.examples} of {event.of} examples")
            case loop.Judged():
                self._progress.clear()
                self._attempts.append(event.attempt)
            case loop.Repairing():
                self._told(event.attempt)

    def _told(self, attempt: Attempt) -> None:
        """Why another request follows: the reader sees the counterexample that the model gets."""
        from codegen.report.result import Result
        from codegen.report.wording import why

        if self._shown.for_people:
            fell = Result(source=self.prompt, verdict=attempt.verdict, exit_code=1)
            complain(f"attempt {attempt.number}: {why(fell)}; asking for a repair")

    def _tried(self) -> tuple[Tried, ...]:
        from codegen.report.result import Tried

        return tuple(
            Tried(
                code=each.candidate.source,
                model=each.candidate.model,
                verdict=each.verdict.status.value,
                prompt_tokens=each.candidate.usage.prompt_tokens,
                completion_tokens=each.candidate.usage.completion_tokens,
            )
            for each in self._attempts
        )


def _deliver(code: str, output: Path | None, shown: Shown) -> None:
    """The checked code, to FILE or stdout. With --json stdout is the document's, which has the code as well."""
    text = code if code.endswith("\n") else code + "\n"
    if output is not None:
        try:
            output.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise UsageError(f"--output {output}: cannot be written: {error.strerror}") from None
    elif not shown.json:
        write_exactly(text)
