"""The loop: ask, save, extract, check, repair. Prints nothing; progress goes to `on_event`."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from .errors import ModelError, UsageError
from .events import Asking, Checking, Judged, Missing, Received, Repairing, Text
from .model import Sampler
from .parallel import together
from .prompt import messages
from .reply import extract
from .task import Attempt, Candidate, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from typing import Unpack

    from sandbox import Status, Verdict
    from sandbox.checking.question import Options

    from .events import Event
    from .history import History
    from .messages import Message
    from .model import Model, OnText, Reply

#: What is worth most first, as the report names it.
_EVIDENCE = ("oracle", "catalogue", "examples", "consensus", "crash-only")


class Checker(Protocol):
    """All that the loop needs of a `Sandbox`."""

    def check(self, source: str, task: str | None = None, **options: Unpack[Options]) -> Verdict: ...

    def check_samples(
        self,
        sources: Sequence[str],
        task: str | None = None,
        *,
        checked: Sequence[Verdict] = (),
        **options: Unpack[Options],
    ) -> list[Verdict]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """How it ended. `attempts`: all that were judged, in order; `best`: the first of them that passed with the best
    evidence, else the one of the last round that came closest.

    `run_id` is the run's number in the history, None where there is none. `seconds`: wall time of the whole.
    """

    task: Task
    attempts: tuple[Attempt, ...]
    best: Attempt
    run_id: int | None = None
    seconds: float = 0.0

    @property
    def verdict(self) -> Verdict:
        return self.best.verdict

    @property
    def source(self) -> str:
        """The best candidate's code, whatever its verdict."""
        return self.best.candidate.source

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
    samples: int = 1,
    every: bool = False,
    examples: int = 100,
    seed: int | None = None,
    history: History | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Solution:
    """Ask `model` for `task` until a check in `box` passes, at most `attempts` times, `samples` replies each time.

    The first reply that passes ends it, or with `every` its round does. Replies that nothing better tells about are
    judged by whether they agree. An inconclusive verdict ends the loop too: nothing is known that a model could
    repair. Raises ModelError (what had arrived of a broken reply is in the history), SandboxError, CheckError.
    """
    for name, number in (("attempts", attempts), ("samples", samples)):
        if number < 1:
            raise UsageError(f"{name} must be at least 1, was {number}")
    start = time.monotonic()
    run = history.begin("run", model.name, task.prompt, task=task.name) if history else None
    loop = _Loop(task, model, box, samples, every, examples, seed, history, run, on_event or (lambda _: None))
    try:
        loop.work(attempts)
    except BaseException as problem:
        if history:
            stopped = not isinstance(problem, Exception)
            history.finish(run, "interrupted" if stopped else "failed", "" if stopped else str(problem))
        raise
    if history:
        history.finish(run, "done")
    seconds = time.monotonic() - start
    return Solution(task=task, attempts=tuple(loop.done), best=loop.chosen[-1], run_id=run, seconds=seconds)


@dataclass(frozen=True, slots=True)
class _Loop:
    """What every attempt of one `solve` shares. `chosen`: of each round the attempt that goes on."""

    task: Task
    model: Model
    box: Checker
    samples: int
    every: bool
    examples: int
    seed: int | None
    history: History | None
    run: int | None
    tell: Callable[[Event], None]
    done: list[Attempt] = field(default_factory=list)
    chosen: list[Attempt] = field(default_factory=list)

    def work(self, rounds: int) -> None:
        while True:
            number = len(self.chosen) + 1
            self.tell(Asking(number, rounds, self.model.name, self.run))
            found = self._round(number)
            self.done.extend(found)
            best = min(found, key=_rank)
            self.chosen.append(best)
            if best.verdict.status is not _falsified() or number == rounds:
                return
            self.tell(Repairing(best))

    def _round(self, number: int) -> list[Attempt]:
        found: list[Attempt] = []
        try:
            with closing(self._replies(number)) as replies:
                for reply in chain.from_iterable(replies):
                    found.append(self._judged(number, reply))
                    if _settled(found[-1]) and not self.every:
                        return found
        except ModelError as problem:
            if not found:
                raise
            self.tell(Missing(number, str(problem)))
        found.sort(key=lambda one: one.sample)  # a comparison names samples by their order
        return self._compared(found) if len(found) > 1 else found

    def _replies(self, number: int) -> Generator[list[Reply], None, None]:
        """The replies of a round, saved: piece by piece, and whole before anyone sees them."""
        heard: dict[int, list[str]] = {}

        def hear(sample: int, text: str) -> None:
            heard.setdefault(sample, []).append(text)
            if self.history:
                self.history.save_piece(self.run, number, text, sample)
            self.tell(Text(text, sample))

        try:
            for replies in self._asked(messages(self.task, self.chosen), hear):
                for reply in replies:
                    heard.pop(reply.index, None)
                    if self.history:
                        self.history.save_reply(
                            self.run, number, reply.text, reply.index, model=reply.model, usage=reply.usage
                        )
                yield replies
        except BaseException as problem:  # Ctrl-C too, and the end of a round: what has arrived is kept
            why = "it was not waited for" if isinstance(problem, GeneratorExit) else str(problem) or "interrupted"
            for sample, texts in heard.items() if self.history else ():
                self.history.save_reply(self.run, number, "".join(texts), sample, error=why)  # type: ignore[union-attr]
            raise

    def _asked(self, talk: list[Message], hear: OnText) -> Iterator[list[Reply]]:
        if self.samples == 1:
            yield [self.model.stream(talk, lambda text: hear(0, text))]
        elif isinstance(self.model, Sampler):
            yield from self.model.samples(talk, self.samples, hear)
        else:
            problems = []
            for sample, result in together([lambda tell: self.model.stream(talk, tell)] * self.samples, hear):
                if isinstance(result, Exception):
                    problems.append(result)
                else:
                    yield [replace(result, index=sample)]
            if problems:
                raise problems[0]

    def _judged(self, number: int, reply: Reply) -> Attempt:
        source = extract(reply.text, names=self.task.names, stub=self.task.stub or self.task.signature or "")
        candidate = Candidate(
            source=source,
            text=reply.text,
            model=reply.model,
            usage=reply.usage,
            seconds=reply.seconds,
            notes=reply.notes,
        )
        self.tell(Received(number, candidate, reply.index))
        options = self._options(number, reply.index)
        self.tell(Checking(number, 0, self.examples, reply.index))
        verdict = self.box.check(source, self.task.name, **options)
        return self._over(Attempt(number=number, candidate=candidate, verdict=verdict, sample=reply.index))

    def _compared(self, found: list[Attempt]) -> list[Attempt]:
        """Where no check tells right from wrong, agreement may."""
        sources, verdicts = [one.candidate.source for one in found], [one.verdict for one in found]
        options = self._options(found[0].number, 0)
        changed = self.box.check_samples(sources, self.task.name, checked=verdicts, **options)
        return [
            one if verdict is one.verdict else self._over(replace(one, verdict=verdict))
            for one, verdict in zip(found, changed, strict=True)
        ]

    def _over(self, attempt: Attempt) -> Attempt:
        if self.history:
            source = attempt.candidate.source
            self.history.save_verdict(self.run, attempt.number, source, attempt.verdict, attempt.sample)
        self.tell(Judged(attempt))
        return attempt

    def _options(self, number: int, sample: int) -> Options:
        """What is asked of each candidate; the check begins with what earlier attempts fell on."""
        found = [attempt.verdict.counterexample for attempt in self.done]
        return {
            "prompt": self.task.prompt,
            "entry_point": self.task.entry_point,
            "oracle": self.task.oracle,
            "properties": self.task.properties,
            "examples": self.examples,
            "seed": self.seed,
            "first": [one.input for one in found if one is not None],
            "on_progress": lambda executed: self.tell(Checking(number, executed, self.examples, sample)),
        }


def _settled(attempt: Attempt) -> bool:
    """True if it passed, and more than that it ran."""
    return attempt.verdict.passed and attempt.verdict.evidence != _EVIDENCE[-1]


def _rank(attempt: Attempt) -> tuple[bool, int, bool, int]:
    """The least is the best; of equals the first. What fell can be repaired, what is inconclusive cannot."""
    verdict = attempt.verdict
    held = sum(each.status == "passed" for each in verdict.properties)
    evidence = _EVIDENCE.index(verdict.evidence) if verdict.passed else 0
    return not verdict.passed, evidence, verdict.status is not _falsified(), -held


def _falsified() -> Status:
    from sandbox import Status

    return Status.FALSIFIED
