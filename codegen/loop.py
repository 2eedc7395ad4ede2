"""The loop: ask, save, extract, check, repair. Prints nothing; progress goes to `on_event`."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from .errors import UsageError
from .prompt import messages
from .reply import extract
from .task import Attempt, Candidate, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sandbox import Status, Verdict

    from .history import History
    from .model import Model


class Checker(Protocol):
    """All that the loop needs of a `Sandbox`: its `check`."""

    def check(
        self,
        source: str,
        task: str | None = None,
        *,
        prompt: str | None = None,
        entry_point: str | None = None,
        oracle: str | None = None,
        properties: Path | None = None,
        examples: int = 100,
        seed: int | None = None,
        first: Sequence[tuple[object, ...]] = (),
        on_progress: Callable[[int], None] | None = None,
    ) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Asking:
    """A request is about to be sent. `number` counts attempts from 1; `run_id` is the run's number in the history."""

    number: int
    of: int
    model: str
    run_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the reply, as it arrives."""

    text: str


@dataclass(frozen=True, slots=True)
class Received:
    """The whole reply is here (and in the history)."""

    number: int
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Checking:
    """`examples` inputs of `of` have been executed so far; 0 when the check begins."""

    number: int
    examples: int
    of: int


@dataclass(frozen=True, slots=True)
class Judged:
    """One attempt is over."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Repairing:
    """The attempt fell and its counterexample goes back to the model."""

    attempt: Attempt


Event: TypeAlias = Asking | Text | Received | Checking | Judged | Repairing


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """How it ended. `attempts` has at least one; the last one is the best that there is.

    `run_id` is the run's number in the history, None where there is none. `seconds`: wall time of the whole.
    """

    task: Task
    attempts: tuple[Attempt, ...]
    run_id: int | None = None
    seconds: float = 0.0

    @property
    def verdict(self) -> Verdict:
        return self.attempts[-1].verdict

    @property
    def source(self) -> str:
        """The last candidate's code, whatever its verdict."""
        return self.attempts[-1].candidate.source

    @property
    def code(self) -> str | None:
        """The code, if it passed its checks."""
        return self.source if self.verdict.passed else None


def solve(
    task: Task,
    model: Model,
    box: Checker,
    *,
    attempts: int = 3,
    examples: int = 100,
    seed: int | None = None,
    history: History | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Solution:
    """Ask `model` for `task` until a check in `box` passes, at most `attempts` times.

    An inconclusive verdict ends the loop too: nothing is known that a model could repair. Raises ModelError (what had
    arrived of a broken reply is in the history), SandboxError, CheckError.
    """
    if attempts < 1:
        raise UsageError(f"attempts must be at least 1, was {attempts}")
    start = time.monotonic()
    run = history.begin("run", model.name, task.prompt, task=task.name) if history else None
    loop = _Loop(task, model, box, examples, seed, history, run, on_event or (lambda _: None))
    try:
        found = loop.attempts(attempts)
    except BaseException as problem:
        if history:
            stopped = not isinstance(problem, Exception)
            history.finish(run, "interrupted" if stopped else "failed", "" if stopped else str(problem))
        raise
    if history:
        history.finish(run, "done")
    return Solution(task=task, attempts=found, run_id=run, seconds=time.monotonic() - start)


@dataclass(frozen=True, slots=True)
class _Loop:
    """What every attempt of one `solve` shares."""

    task: Task
    model: Model
    box: Checker
    examples: int
    seed: int | None
    history: History | None
    run: int | None
    tell: Callable[[Event], None]

    def attempts(self, limit: int) -> tuple[Attempt, ...]:
        done: list[Attempt] = []
        while True:
            number = len(done) + 1
            self.tell(Asking(number, limit, self.model.name, self.run))
            candidate = self._ask(number, done)
            attempt = Attempt(number=number, candidate=candidate, verdict=self._judge(number, candidate, done))
            done.append(attempt)
            self.tell(Judged(attempt))
            if attempt.verdict.status is not _falsified() or number == limit:
                return tuple(done)
            self.tell(Repairing(attempt))

    def _ask(self, number: int, done: list[Attempt]) -> Candidate:
        heard: list[str] = []

        def hear(text: str) -> None:
            heard.append(text)
            if self.history:
                self.history.save_piece(self.run, number, text)
            self.tell(Text(text))

        try:
            reply = self.model.stream(messages(self.task, done), hear)
        except BaseException as problem:  # Ctrl-C too: what has arrived is kept
            if self.history and heard:
                self.history.save_reply(self.run, number, "".join(heard), error=str(problem) or "interrupted")
            raise
        if self.history:
            self.history.save_reply(self.run, number, reply.text, usage=reply.usage)
        source = extract(reply.text, names=self.task.names, stub=self.task.stub or self.task.signature or "")
        candidate = Candidate(
            source=source,
            text=reply.text,
            model=reply.model,
            usage=reply.usage,
            seconds=reply.seconds,
            notes=reply.notes,
        )
        self.tell(Received(number, candidate))
        return candidate

    def _judge(self, number: int, candidate: Candidate, earlier: list[Attempt]) -> Verdict:
        """Checks it, beginning with what earlier attempts fell on."""
        found = [attempt.verdict.counterexample for attempt in earlier]
        self.tell(Checking(number, 0, self.examples))
        verdict = self.box.check(
            candidate.source,
            self.task.name,
            prompt=self.task.prompt,
            entry_point=self.task.entry_point,
            oracle=self.task.oracle,
            properties=self.task.properties,
            examples=self.examples,
            seed=self.seed,
            first=[one.input for one in found if one is not None],
            on_progress=lambda executed: self.tell(Checking(number, executed, self.examples)),
        )
        if self.history:
            self.history.save_verdict(self.run, number, candidate.source, verdict)
        return verdict


def _falsified() -> Status:
    from sandbox import Status

    return Status.FALSIFIED
