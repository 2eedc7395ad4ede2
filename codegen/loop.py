"""The loop: ask, save, extract, check, repair. Prints nothing; progress goes to `on_event`."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from .budget import Budget
from .errors import ModelError, UsageError
from .events import Asking, Checking, Judged, Missing, Received, Repairing, Stopping
from .prompt import messages
from .proposal import propose as propose_for
from .repeats import normalised
from .replies import Requests
from .reply import extract
from .solution import Solution, closest, falsified, rank, settled
from .task import Attempt, Candidate, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from sandbox import Counterexample, Verdict
    from sandbox.checking.proposed import Proposed
    from sandbox.checking.question import Options

    from .events import Event
    from .history import History
    from .messages import Message
    from .model import Model, Reply


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

    def vet(self, proposal: str, *, prompt: str = "", examples: int = 100, seed: int | None = None) -> Proposed: ...


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
    max_tokens_total: int | None = None,
    propose: bool = False,
    history: History | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Solution:
    """Ask `model` for `task` until a check in `box` passes, at most `attempts` times, `samples` replies each time.

    The first reply that passes ends it, or with `every` its round does. Replies that nothing better tells about are
    judged by whether they agree and, with `propose`, by whether they do with what the model proposes before it writes
    any. An inconclusive verdict ends the loop: nothing is known that a model could repair, unless a proposed reference
    answers otherwise; then it is asked which of the two is right. Two answers in a row that were given before end it
    too, and a next request that would make it more than `max_tokens_total` tokens, prompts and answers together. A
    model that repeats itself is told so; its temperature and seed stay as the user has set them.

    Raises ModelError (what had arrived of a broken reply is in the history), SandboxError, CheckError.
    """
    for name, number in (("attempts", attempts), ("samples", samples)):
        if number < 1:
            raise UsageError(f"{name} must be at least 1, was {number}")
    start = time.monotonic()
    run = history.begin("run", model.name, task.prompt, task=task.name) if history else None
    requests = Requests(model, history, run, Budget(max_tokens_total), on_event or (lambda _: None))
    loop = _Loop(task, requests, box, samples, every, examples, seed)
    try:
        if propose:
            loop.propose()
        stopped = loop.work(attempts)
    except BaseException as problem:
        if history:
            outside = not isinstance(problem, Exception)
            history.finish(run, "interrupted" if outside else "failed", "" if outside else str(problem))
        raise
    if history:
        history.finish(run, "done")
    seconds = time.monotonic() - start
    return Solution(
        task=task,
        attempts=tuple(loop.done),
        best=closest(loop.chosen),
        run_id=run,
        seconds=seconds,
        stopped=stopped,
        tokens=requests.budget.used,
    )


@dataclass(slots=True)
class _Loop:
    """What every attempt of one `solve` shares. `chosen`: of each round the attempt that goes on."""

    task: Task
    requests: Requests
    box: Checker
    samples: int
    every: bool
    examples: int
    seed: int | None
    done: list[Attempt] = field(default_factory=list)
    chosen: list[Attempt] = field(default_factory=list)
    proposed: Proposed | None = None

    def propose(self) -> None:
        """Asks the model once what can be checked, unless something better knows."""
        self.task, self.proposed = propose_for(
            self.task, self.requests, self.box, examples=self.examples, seed=self.seed
        )

    def work(self, rounds: int) -> str:
        """All rounds. Returns why it ended before the last one although there was something to repair, or ""."""
        talk = messages(self.task)
        self.requests.budget.require_room(talk)
        while True:
            number = len(self.chosen) + 1
            self._tell(Asking(number, rounds, self.requests.model.name, self.requests.run))
            found = self._round(number, talk)
            self.done.extend(found)
            best = min(found, key=rank)
            self.chosen.append(best)
            if number == rounds or not self._is_open(best):
                return ""
            talk = messages(self.task, self.chosen)
            if why := self._repeated() or self.requests.budget.excess(talk, self.samples):
                self._tell(Stopping(number, why))
                return why
            self._tell(Repairing(best))

    def _tell(self, event: Event) -> None:
        self.requests.tell(event)

    def _is_open(self, best: Attempt) -> bool:
        """True if it fell, or answers otherwise than a reference that was proposed: another request may settle it."""
        disputed = self.proposed is not None and best.verdict.difference is not None
        return best.verdict.status is falsified() or disputed

    def _repeated(self) -> str:
        """Why a further request would be in vain: two answers in a row that had been given before, or one that the
        model stands by."""
        last = self.chosen[-2:]
        if last[-1].repeats is not None and last[-1].verdict.status is not falsified():
            return "asked which is right, the model gives the same code"
        if len(last) < 2 or any(one.repeats is None for one in last):
            return ""
        return f"answers {last[0].number} and {last[1].number} are code that had fallen before"

    def _round(self, number: int, talk: list[Message]) -> list[Attempt]:
        found: list[Attempt] = []
        try:
            with closing(self.requests.replies(number, talk, self.samples)) as replies:
                for reply in chain.from_iterable(replies):
                    found.append(self._judged(number, reply))
                    if settled(found[-1]) and not self.every and self.proposed is None:
                        return found
        except ModelError as problem:
            if not found:
                raise
            self._tell(Missing(number, str(problem)))
        found.sort(key=lambda one: one.sample)  # a comparison names samples by their order
        return self._compared(found) if len(found) > 1 or self.proposed is not None else found

    def _judged(self, number: int, reply: Reply) -> Attempt:
        source = extract(reply.text, names=self.task.names, stub=self.task.stub or self.task.signature or "")
        candidate = Candidate(
            source=source,
            text=reply.text,
            model=reply.model,
            usage=reply.usage,
            seconds=reply.seconds,
            notes=(*reply.notes, *filter(None, [reply.ended_by_server])),
        )
        self._tell(Received(number, candidate, reply.index))
        options = self._options(number, reply.index)
        before = self._answered_before(source)
        if before is None or before.verdict.evidence == "consensus":  # by others, and the next others may agree
            self._tell(Checking(number, 0, self.examples, reply.index))
            verdict = self.box.check(source, self.task.name, **options)
            repeats = before.number if before is not None else None
            return self._over(
                Attempt(number=number, candidate=candidate, verdict=verdict, sample=reply.index, repeats=repeats)
            )
        return self._over(
            Attempt(
                number=number,
                candidate=candidate,
                verdict=before.verdict,
                sample=reply.index,
                repeats=before.number,
                another=self._elsewhere(source, before.verdict, number, options),
            )
        )

    def _answered_before(self, source: str) -> Attempt | None:
        """The first attempt with the same code."""
        return next((one for one in self.done if normalised(one.candidate.source) == normalised(source)), None)

    def _elsewhere(self, source: str, verdict: Verdict, number: int, options: Options) -> Counterexample | None:
        """A call of code that has come again which says more than the one that is known: one of other inputs."""
        known = verdict.counterexample
        if known is None:
            return None
        other: Options = {**options, "seed": (self.seed or 0) + number, "first": ()}
        found = self.box.check(source, self.task.name, **other).counterexample
        return found if found is not None and found.call != known.call else None

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
        history, run = self.requests.history, self.requests.run
        if history:
            history.save_verdict(run, attempt.number, attempt.candidate.source, attempt.verdict, attempt.sample)
        self._tell(Judged(attempt))
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
            "proposed": self.proposed,
            "on_progress": lambda executed: self._tell(Checking(number, executed, self.examples, sample)),
        }
