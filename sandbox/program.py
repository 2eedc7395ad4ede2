"""A loaded program: live, isolated, called one function at a time."""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from . import classify, codec, wire
from .asking import Answers, Asked, Question
from .errors import ProgramError
from .limits import Limits
from .outcome import LimitExceeded, Outcome, Returned, Usage, describe
from .remote import Ended, Reply
from .values import Handle, Opaque

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from .pool import Pool
    from .remote import Job, Remote

#: What `Question` encodes at most.
_USUAL_NODES: Final = Limits().value_nodes


def load_request(source: str, seed: int | None) -> wire.Request:
    return wire.request(wire.LOAD, source, *([] if seed is None else [seed]))


class Program:
    """Made by `Sandbox.load`. Holds a worker until it is closed; not thread-safe.

    `outcome` says how loading ended; if not `Returned`, every call gives that outcome again. A call that ends the
    program's process (a limit, a crash) is followed by a fresh load, so state does not survive it.
    """

    def __init__(
        self, source: str, limits: Limits, pool: Pool, seed: int | None, begun: tuple[Remote, Job] | None = None
    ) -> None:
        """`begun`: a job that was sent the source already."""
        self._opening = load_request(source, seed)
        self._limits, self._pool, self._seed = limits, pool, seed
        self._remote: Remote | None = None
        self._job: Job | None = None
        self.outcome: Outcome = self._load(begun)

    def __enter__(self) -> Program:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the program and gives its worker back."""
        remote, job = self._remote, self._job
        self._remote = self._job = None
        if remote is not None:
            try:
                if job is not None and remote.alive:
                    job.abandon()
            finally:  # Ctrl-C may come here too
                self._pool.checkin(remote)

    def end(self) -> None:
        """Has it end while the caller does something else; `close` waits for that."""
        if self._job is not None and not self._job.busy:
            self._job.tell_end()

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
        return self._ask_each([Asked(one, self._request(wire.CALL, name, list(one))) for one in inputs])

    def keep(self, name: str, *arguments: object) -> Outcome:
        """As `call`; a result that is no data, such as an instance, stays in the program, and the value is a `Handle`.

        A handle can be an argument of later calls, by itself or in a list: `program.call("Stack.push", stack, 1)`. Of
        the objects that a process keeps the last `MAX_KEPT` (of `sandbox.worker.building`) can be used, until it ends.
        """
        key = secrets.token_hex(8)
        outcome = next(self._ask_each([Asked(arguments, self._request(wire.KEEP, key, name, list(arguments)))]))
        if isinstance(outcome, Returned) and type(outcome.value) is Opaque:
            return replace(outcome, value=Handle(outcome.value.type_name, key, self))
        return outcome

    def call_method(self, instance: Handle, name: str, *arguments: object) -> Outcome:
        """Calls a method of an object that was kept."""
        return self.call(f".{name}", instance, *arguments)

    def operate(self, name: str, arguments: tuple[object, ...], operations: list[Any]) -> Outcome:
        """Makes an instance of the class `name` and applies each `((method names), arguments)`; see `worker.operating`.

        The value is a list of steps: `("returned", value)`, `("raised", type name, bases)` or `("absent",)`.
        """
        return next(self.operate_each(name, [(arguments, operations)]))

    def operate_each(self, name: str, inputs: Iterable[tuple[tuple[object, ...], list[Any]]]) -> Iterator[Outcome]:
        """As `call_each`, an instance each."""
        return self._ask_each([Asked((), self._request(wire.OPERATE, name, *one)) for one in inputs])

    def ask_each(self, name: str, questions: Iterable[Question]) -> Answers:
        """As `call_each`. An answer that is known is given as the same object again."""
        return self._ask_each(self.calls(name, questions))

    def calls(self, name: str, questions: Iterable[Question]) -> list[Asked]:
        """For `Answers`: calls of a function."""
        return [Asked(one.arguments, request, one) for one, request in self._requests(wire.CALL, name, questions)]

    def drives(self, name: str, questions: Iterable[Question]) -> list[Asked]:
        """For `Answers`, as `operate`: a question's arguments are those of the constructor and the operations."""
        return [Asked((), request, one) for one, request in self._requests(wire.OPERATE, name, questions)]

    def _requests(
        self, operation: str, name: str, questions: Iterable[Question]
    ) -> Iterator[tuple[Question, wire.Request]]:
        questions = list(questions)
        for question, token in zip(questions, wire.tokens(len(questions)), strict=True):
            yield question, self._request_of(operation, token, name, question)

    def _request_of(self, operation: str, token: str, name: str, question: Question) -> wire.Request:
        limits = self._limits
        if limits.value_nodes < _USUAL_NODES:
            codec.dumps_data(question.arguments, max_nodes=limits.value_nodes)
        largest = limits.value_bytes + wire.FRAME_SLACK_BYTES
        return wire.request_of(operation, token, name, question.encoded, max_bytes=largest)

    def _request(self, *parts: Any) -> wire.Request:
        limits = self._limits
        largest = limits.value_bytes + wire.FRAME_SLACK_BYTES
        request = wire.request(*parts, max_bytes=largest, max_nodes=limits.value_nodes)
        if count := request.data.count(_HANDLE):
            self._check_handles(list(_handles(parts[-1])), count)
        return request

    def _check_handles(self, found: list[Handle], count: int) -> None:
        if len(found) != count:
            raise TypeError("a handle can be sent as an argument or in a list, not within other data")
        for handle in found:
            if handle.owner is not self:
                raise ValueError(f"{handle!r} is of another program; make one with this program's `keep`")

    def __getitem__(self, name: str) -> Callable[..., object]:
        """A plain callable: returns the value (what is no data is kept), or raises ProgramError with the outcome."""

        def function(*arguments: object) -> object:
            outcome = self.keep(name, *arguments)
            if isinstance(outcome, Returned):
                return outcome.value
            raise ProgramError(f"{name} {describe(outcome)}", outcome)

        function.__name__ = function.__qualname__ = name
        return function

    def _ask_each(self, batch: Iterable[Asked]) -> Answers:
        answers = Answers(self)
        answers.ask(batch)
        return answers

    @property
    def job(self) -> Job | None:
        return self._job

    def begin_batch(self) -> Job | None:
        """See `Asker`."""
        if self._job is not None and self._job.busy:
            self._job.abandon()  # a call was interrupted, or an earlier batch left: its answers are not ours
        if self._job is None or self._job.ended is not None:
            self._load()
        return self._job if isinstance(self.outcome, Returned) else None

    def read(self, job: Job, answer: Reply | Ended, asked: Asked, started: float) -> Outcome:
        """See `Asker`."""
        return self._as_outcome(job, answer, asked.arguments, started)

    def _load(self, begun: tuple[Remote, Job] | None = None) -> Outcome:
        if self._remote is not None:
            self._pool.checkin(self._remote)
            self._remote = self._job = None
        started = time.monotonic()
        self._remote, self._job, answer = self._pool.begin(
            self._opening, self._limits, hash_seed=self._seed, begun=begun
        )
        self.outcome = self._as_outcome(self._job, answer, (), started)
        return self.outcome

    @property
    def answer_bytes(self) -> int:
        """The size of the last answer as it was sent, with what was printed before it."""
        return self._job.answer_bytes if self._job is not None else 0

    @property
    def _protections(self) -> tuple[str, ...]:
        assert self._remote is not None  # noqa: S101
        return self._remote.protections

    def _as_outcome(self, job: Job, answer: Reply | Ended, arguments: tuple[object, ...], started: float) -> Outcome:
        usage = Usage(wall_seconds=time.monotonic() - started)
        stdout, stderr, cut = job.take_output()
        common: dict[str, Any] = {
            "stdout": stdout, "stderr": stderr, "stdout_truncated": cut, "stderr_truncated": cut, "usage": usage,
            "protections": self._protections,
        }  # fmt: skip
        return outcome_of(job, answer, common, arguments)


#: So a handle begins in a question, and nothing else does.
_HANDLE: Final = b'{"H":'


def _handles(arguments: Iterable[object]) -> Iterator[Handle]:
    for argument in arguments:
        if isinstance(argument, list):
            yield from _handles(argument)
        elif isinstance(argument, Handle):
            yield argument


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
