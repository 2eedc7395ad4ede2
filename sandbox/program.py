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
    from .pool import Pool
    from .remote import Job, Remote, Reply

    #: Questions with the arguments that they are about.
    _Batch: TypeAlias = list[tuple[tuple[object, ...], wire.Request]]


class Program:
    """Made by `Sandbox.load`. Holds a worker until it is closed; not thread-safe.

    `outcome` says how loading ended; if not `Returned`, every call gives that outcome again. A call that ends the
    program's process (a limit, a crash) is followed by a fresh load, so state does not survive it.
    """

    def __init__(self, source: str, limits: Limits, pool: Pool, seed: int | None) -> None:
        self._opening = wire.request(wire.LOAD, source, *([] if seed is None else [seed]))
        self._limits, self._pool, self._seed = limits, pool, seed
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
            self._pool.checkin(remote)

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
        """One outcome an input, as they come; the inputs are sent at once, in one batch."""
        return self._ask_each([(arguments, self._request(wire.CALL, name, arguments)) for arguments in inputs])

    def operate(self, name: str, arguments: tuple[object, ...], operations: list[Any]) -> Outcome:
        """Makes an instance of the class `name` and applies each `((method names), arguments)`; see `worker.operating`.

        The value is a list of steps: `("returned", value)`, `("raised", type name, bases)` or `("absent",)`.
        """
        return next(self.operate_each(name, [(arguments, operations)]))

    def operate_each(self, name: str, inputs: Iterable[tuple[tuple[object, ...], list[Any]]]) -> Iterator[Outcome]:
        """As `call_each`, an instance each."""
        return self._ask_each([((), self._request(wire.OPERATE, name, *one)) for one in inputs])

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

    def _ask_each(self, batch: _Batch) -> Iterator[Outcome]:
        return self._outcomes(batch, self._send(batch))

    def _send(self, batch: _Batch) -> Job | None:
        """Sends questions to a program that has no other ones. None if none can be loaded."""
        if self._job is not None and self._job.busy:
            self._job.abandon()  # a call was interrupted, or an earlier batch left: its answers are not ours
        if self._job is None or self._job.ended is not None:
            self._load()
        if self._job is None or not isinstance(self.outcome, Returned):
            return None
        for _, request in batch:
            self._job.send(request)
        self._job.push()
        return self._job

    def _outcomes(self, batch: _Batch, job: Job | None) -> Iterator[Outcome]:
        while batch:
            for done, (arguments, _) in enumerate(batch):
                if job is None or job is not self._job:
                    break
                over, started = job.ended is not None, time.monotonic()
                answer = job.wait()
                if over and done and isinstance(answer, Ended):
                    break  # it ended before this question, or by it: a fresh program tells
                yield self._as_outcome(job, answer, arguments, started)
            else:
                return
            if job is None:
                yield self.outcome
            batch = batch[1 if job is None else done :]
            job = self._send(batch) if batch else None

    def _load(self) -> Outcome:
        if self._remote is not None:
            self._pool.checkin(self._remote)
            self._remote = self._job = None
        started = time.monotonic()
        self._remote, self._job, answer = self._pool.begin(self._opening, self._limits, None, self._seed)
        self.outcome = self._as_outcome(self._job, answer, (), started)
        return self.outcome

    @property
    def answer_bytes(self) -> int:
        """The size of the last answer as it was sent, with what was printed before it."""
        return self._job.answer_bytes if self._job is not None else 0

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
