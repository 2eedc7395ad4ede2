"""One prompt on its way to a result: opens what `solve` needs and shows what happens meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codegen.errors import CodegenError
from sandbox.errors import CheckError, SandboxError

from .boxes import load_checker, open_sandbox
from .exits import FAILED, of_error, of_status
from .opening import opened_model
from .screen import Progress, complain

if TYPE_CHECKING:
    from pathlib import Path

    from codegen.client import OpenAIModel
    from codegen.events import Event
    from codegen.report.result import Result, Tried
    from codegen.settings import Settings
    from codegen.solution import Solution
    from codegen.task import Attempt, Task
    from sandbox import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the user asked for, as far as it is no setting."""

    prompt: str
    settings: Settings
    task: str | None
    entry_point: str | None
    oracle: str | None
    properties: Path | None
    record: Path | None
    replay: Path | None
    allow_unconfined: bool
    allow_unchecked: bool
    every: bool
    propose: bool
    for_people: bool


class Asking:
    """Keeps the attempts as they are judged, so that an error in a later one loses none."""

    def __init__(self, request: Request) -> None:
        #: The run in the history, once there is something of it to look up.
        self.run_id: int | None = None
        #: A line for each file that could not be written on the way.
        self.problems: list[str] = []
        self._asked: int | None = None
        self._request = request
        self._progress = Progress(wanted=request.for_people)
        #: By round and sample.
        self._attempts: dict[tuple[int, int], Attempt] = {}

    def result(self) -> Result:
        """Errors from here on are results too, so that a JSON document and the attempts so far are there."""
        from codegen.report.result import Result

        prompt = self._request.prompt
        try:
            solution = self._solve(self._task())
        except (CodegenError, CheckError, SandboxError) as error:
            return Result(source=prompt, error=str(error), exit_code=of_error(error), attempts=self._tried())
        code = of_status(solution.verdict.status, allow_unchecked=self._request.allow_unchecked)
        return Result(
            source=prompt,
            verdict=solution.verdict,
            code=solution.source,
            exit_code=code,
            attempts=self._tried(),
            seconds=solution.seconds,
            stopped=solution.stopped,
        )

    def _task(self) -> Task:
        from codegen.task import describe_task

        asked = self._request
        return describe_task(
            asked.prompt,
            task=asked.task,
            entry_point=asked.entry_point,
            oracle=asked.oracle,
            properties=asked.properties,
        )

    def _solve(self, task: Task) -> Solution:
        # The sandbox first: it starts while the model's client is imported.
        with open_sandbox(self._request.settings, allow_unconfined=self._request.allow_unconfined) as box:
            asked = self._request
            opened = opened_model(
                asked.settings, self.problems, record=asked.record, replay=asked.replay, tell=self._note
            )
            with opened as model:
                return self._loop(task, model, box)

    def _loop(self, task: Task, model: OpenAIModel, box: Sandbox) -> Solution:
        from codegen.history import History
        from codegen.loop import solve

        settings = self._request.settings
        history = History(settings.history, warn=complain)
        load_checker(box)
        try:
            with self._progress:
                return solve(
                    task,
                    model,
                    box,
                    attempts=settings.attempts,
                    samples=settings.samples,
                    every=self._request.every,
                    examples=settings.examples,
                    seed=settings.seed,
                    max_tokens_total=settings.max_tokens_total,
                    propose=self._request.propose,
                    history=history,
                    on_event=self._on_event,
                )
        finally:
            history.close()
            if history.broken:
                self.run_id = None

    def _on_event(self, event: Event) -> None:
        from codegen import events

        samples = self._request.settings.samples
        match event:
            case events.Asking():
                self._asked = event.run_id
                several = f", {samples} samples" if samples > 1 else ""
                self._progress.doing(f"asking {event.model} (attempt {event.number} of {event.of}{several})")
            case events.Proposing():
                self._asked = event.run_id
                self._progress.doing(f"asking {event.model} what to check")
            case events.Proposed():
                self._progress.clear()
                if event.problem:
                    self._note(event.problem)
            case events.Text():
                self.run_id = self._asked
                if event.sample == 0:  # those of several at once would be mixed up
                    self._progress.text(event.text)
            case events.Received():
                for note in event.candidate.notes:
                    self._note(note)
            case events.Missing():
                self._note(f"fewer samples than asked for: {event.reason}")
            case events.Checking():
                from codegen.report.wording import counted

                which = f" sample {event.sample + 1}" if samples > 1 else ""
                self._progress.doing(f"checking{which}: {counted(event.examples, 'example')}")
            case events.Judged():
                self._progress.clear()
                self._attempts[event.attempt.number, event.attempt.sample] = event.attempt
            case events.Repairing():
                self._told(event.attempt)
            case events.Stopping():
                self._note(f"stopped after attempt {event.number}: {event.reason}")

    def _note(self, line: str) -> None:
        self._progress.clear()
        if self._request.for_people:
            complain(line)

    def _told(self, attempt: Attempt) -> None:
        """Why another request follows: the reader sees the counterexample that the model gets."""
        from codegen.report.result import Result
        from codegen.report.wording import why

        if self._request.for_people:
            fell = Result(source=self._request.prompt, verdict=attempt.verdict, exit_code=FAILED)
            several = self._request.settings.samples > 1
            which = f"every sample of attempt {attempt.number}" if several else f"attempt {attempt.number}"
            if attempt.verdict.difference is not None:
                complain(f"attempt {attempt.number} is open: {why(fell)}; asking which is right")
                return
            asks = "asking for a repair" if attempt.repeats is None else "asking for another approach"
            again = f" as attempt {attempt.repeats} did, with the same code" if attempt.repeats is not None else ""
            complain(f"{which} fell{again}: {why(fell)}; {asks}")

    def _tried(self) -> tuple[Tried, ...]:
        from codegen.report.result import Tried

        return tuple(
            Tried(
                code=each.candidate.source,
                model=each.candidate.model,
                verdict=each.verdict.status.value,
                prompt_tokens=each.candidate.usage.prompt_tokens,
                completion_tokens=each.candidate.usage.completion_tokens,
                round=each.number,
                sample=each.sample,
            )
            for each in self._attempts.values()
        )
