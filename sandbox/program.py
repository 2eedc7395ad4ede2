"""A loaded program: live, isolated, called one function at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeAlias

from . import classify, wire
from .errors import ProgramError
from .outcome import LimitExceeded, Outcome, Returned, Usage, describe
from .remote import Ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from .limits import Limits
    from .remote import Job, OnOutput, Remote, Reply

    #: Takes a worker, starts a job on it and waits for the first answer.
    Begin: TypeAlias = Callable[[wire.Request, Limits, OnOutput | None], tuple[Remote, Job, Reply | Ended]]


class Program:
    """Made by `Sandbox.load`. Holds a worker until it is closed; not thread-safe.

    `outcome` says how loading ended; if not `Returned`, every call gives that outcome again. A call that ends the
    program's process (a limit, a crash) is followed by a fresh load, so state does not survive it.
    """

    def __init__(self, source: str, limits: Limits, begin: Begin, checkin: Callable[[Remote], None]) -> None:
        self._opening = wire.request(wire.LOAD, source)
        self._limits, self._begin, self._checkin = limits, begin, checkin
        self._remote: Remote | None = None
        self._job: Job | None = None
        self.outcome: Outcome = self._load()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the program and gives its worker back."""
        remote, job = self._remote, self._job
        self._remote = self._job = None
        if remote is not None:
            if job is not None and remote.alive:
                job.abandon()
            self._checkin(remote)

    @property
    def functions(self) -> list[dict[str, Any]]:
        """What the source defines, read before it ran; see `sandbox.worker.describe`."""
        return self._job.info if self._job is not None else []

    def call(self, name: str, *arguments: object) -> Outcome:
        """Calls a function with copies of the arguments.

        Raises TypeError for an argument that is no data, ValueError for one larger than `Limits.value_bytes` or
        `value_nodes`.
        """
        return next(self.call_each(name, [arguments]))

    def call_each(self, name: str, inputs: Iterable[tuple[object, ...]]) -> Iterator[Outcome]:
        """One outcome an input, as they come; the inputs are sent ahead, in one batch."""
        batch = [(arguments, self._request(wire.CALL, name, arguments)) for arguments in inputs]
        return self._ask_each(batch)

    def operate(self, name: str, arguments: tuple[object, ...], operations: list[Any]) -> Outcome:
        """Makes an instance of the class `name` and applies each `((method names), arguments)`; see `worker.operating`.

        The value is a list of steps: `("returned", value)`, `("raised", type name, bases)` or `("absent",)`.
        """
        return next(self._ask_each([((), self._request(wire.OPERATE, name, arguments, operations))]))

    def _request(self, *parts: Any) -> wire.Request:
        limits = self._limits
        largest = limits.value_bytes + wire.FRAME_SLACK_BYTES
        return wire.request(*parts, max_bytes=largest, max_nodes=limits.value_nodes)

    def __getitem__(self, name: str) -> Callable[..., object]:
        """A plain callable: returns the value, or raises ProgramError with the outcome."""

        def function(*arguments: object) -> object:
            outcome = self.call(name, *arguments)
            if isinstance(outcome, Returned):
                return outcome.value
            raise ProgramError(f"{name} {describe(outcome)}", outcome)

        function.__name__ = function.__qualname__ = name
        return function

    def _ask_each(self, batch: list[tuple[tuple[object, ...], wire.Request]]) -> Iterator[Outcome]:
        position = 0
        while position < len(batch):
            if self._job is not None and self._job.busy:
                self._job.abandon()  # a call was interrupted, or an earlier batch left: its answers are not ours
            if self._job is None or self._job.ended is not None:
                self._load()
            job = self._job
            if job is None or not isinstance(self.outcome, Returned):
                yield self.outcome
                position += 1
                continue
            for _, request in batch[position:]:
                job.send(request)
            for arguments, _ in batch[position:]:
                if job.ended is not None:
                    break  # the rest is sent to a fresh program
                position += 1
                yield self._next_outcome(job, arguments)

    def _load(self) -> Outcome:
        if self._remote is not None:
            self._checkin(self._remote)
            self._remote = self._job = None
        started = time.monotonic()
        self._remote, self._job, answer = self._begin(self._opening, self._limits, None)
        self.outcome = self._as_outcome(self._job, answer, (), started)
        return self.outcome

    @property
    def answer_bytes(self) -> int:
        """The size of the last answer as it was sent, with what was printed before it."""
        return self._job.answer_bytes if self._job is not None else 0

    def _next_outcome(self, job: Job, arguments: tuple[object, ...]) -> Outcome:
        started = time.monotonic()
        return self._as_outcome(job, job.wait(), arguments, started)

    def _as_outcome(self, job: Job, answer: Reply | Ended, arguments: tuple[object, ...], started: float) -> Outcome:
        assert self._remote is not None  # noqa: S101
        usage = Usage(wall_seconds=time.monotonic() - started)
        stdout, stderr, cut = job.take_output()
        common: dict[str, Any] = {
            "stdout": stdout, "stderr": stderr, "stdout_truncated": cut, "stderr_truncated": cut, "usage": usage,
            "protections": self._remote.protections,
        }  # fmt: skip
        return outcome_of(job, answer, common, arguments)


def outcome_of(job: Job, answer: Reply | Ended, common: dict[str, Any], arguments: tuple[object, ...]) -> Outcome:
    """The outcome of one answer. A program that raised MemoryError is ended for it, to learn its peak."""
    limits = job.limits
    if common["stdout_truncated"]:
        return LimitExceeded(limit="output", allowed=classify.allowed("output", limits), **common)
    if isinstance(answer, Ended):
        return classify.of_end(answer, limits, common)
    outcome = classify.of_reply(answer.parts, limits, common, arguments)
    if classify.lacked_memory(outcome):
        return classify.out_of_memory(outcome, job.finish(), limits, job.baseline_bytes)
    return outcome
