"""Questions to a loaded program: arguments that many programs get, and the answers to what was asked, in order."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from . import codec
from .outcome import Outcome, Returned
from .remote import Ended, Reply

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from . import wire
    from .remote import Job

#: Answers to one question that are kept, each up to so many bytes.
_KEPT_ANSWERS: Final = 4
_KEPT_BYTES: Final = 4096


class _Any:
    def __contains__(self, key: object) -> bool:
        return True


_ANY: Final = _Any()


class Question:
    """Arguments of a call, encoded once for all programs that get them, with answers that were read before."""

    def __init__(self, arguments: tuple[object, ...]) -> None:
        self.arguments = arguments
        self.encoded = codec.dumps_data(list(arguments))
        #: By what confined the program, then by the bytes of the answer. Nothing was printed with them.
        self._known: dict[tuple[str, ...], dict[bytes, Outcome]] = {}

    def known(self, protections: tuple[str, ...]) -> dict[bytes, Outcome]:
        return self._known.setdefault(protections, {})

    def knows(self, outcome: Outcome) -> bool:
        """True if the same answer will be given as this object again."""
        return any(one is outcome for one in self._known.get(outcome.protections, {}).values())

    def keep(self, key: bytes, outcome: Outcome) -> None:
        known = self.known(outcome.protections)
        short = len(known) < _KEPT_ANSWERS and len(key) <= _KEPT_BYTES
        if short and isinstance(outcome, Returned) and not (outcome.stdout or outcome.stderr):
            known[key] = outcome


class Asked(NamedTuple):
    """`arguments`: what it is about. `question`: where answers are kept, if they are."""

    arguments: tuple[object, ...]
    request: wire.Request
    question: Question | None = None


class Asker(Protocol):
    """What answers come from."""

    @property
    def job(self) -> Job | None: ...

    @property
    def outcome(self) -> Outcome: ...

    def begin_batch(self) -> Job | None:
        """The job that takes questions, which has no other ones; None if there can be none."""
        ...

    def read(self, job: Job, answer: Reply | Ended, asked: Asked, started: float) -> Outcome: ...


class Answers:
    """The outcomes of questions, in order, as they come. More can be asked before the last one is answered."""

    def __init__(self, program: Asker) -> None:
        self._program = program
        self._waiting: deque[Asked] = deque()
        self._job: Job | None = None
        self._sent = False
        #: Whether the job has answered a question of ours.
        self._heard = False

    def ask(self, questions: Iterable[Asked]) -> None:
        """Sends them at once, in one batch. What an ended process leaves unanswered is asked of the next one."""
        batch = list(questions)
        going_on = bool(self._waiting)
        self._waiting += batch
        if not going_on:
            self._send_all()
        elif self._job is not None and self._job is self._program.job and self._job.ended is None:
            _send(self._job, batch)

    def __iter__(self) -> Answers:
        return self

    def __next__(self) -> Outcome:
        while self._waiting:
            if not self._sent or self._job not in (None, self._program.job):
                self._send_all()
            outcome = self._next(self._job, self._waiting[0])
            if outcome is not None:
                self._waiting.popleft()
                return outcome
        raise StopIteration

    def leave(self) -> None:
        """Takes the answers that are left, and reads none, so that the program can end in order."""
        while self._waiting and self._job is not None and self._job is self._program.job:
            if isinstance(self._job.wait(_ANY), Ended):
                break
            self._job.take_output()
            self._waiting.popleft()
        self._waiting.clear()

    def _next(self, job: Job | None, asked: Asked) -> Outcome | None:
        """None if the process ended before this question, or by it: a fresh one tells."""
        if job is None:
            self._sent = False
            return self._program.outcome
        over, started = job.ended is not None, time.monotonic()
        protections = self._program.outcome.protections
        known = asked.question.known(protections) if asked.question is not None else {}
        answer = job.wait(known)
        if over and self._heard and isinstance(answer, Ended):
            self._sent = False
            return None
        self._heard = True
        if isinstance(answer, Reply) and not answer.parts:
            job.take_output()
            return known[answer.key]
        outcome = self._program.read(job, answer, asked, started)
        if asked.question is not None and isinstance(answer, Reply):
            asked.question.keep(answer.key, outcome)
        return outcome

    def _send_all(self) -> None:
        self._job, self._sent, self._heard = self._program.begin_batch(), True, False
        if self._job is not None:
            _send(self._job, self._waiting)


def _send(job: Job, batch: Collection[Asked]) -> None:
    for one in batch:
        job.send(one.request)
    if len(batch) > 1:  # one alone goes out when its answer is waited for
        job.push()
