"""The program under check: makes each call once, remembers it, and confirms a time-out before it counts."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING, Final

from .. import codec
from ..limits import Limits
from ..outcome import LimitExceeded, Outcome
from .literal import call_text, operations_text
from .property import Call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..host import Sandbox
    from ..program import Program
    from .property import Arguments, Convention

#: What one call may use, unless other limits were chosen for the sandbox; a usual call takes 50 us.
_CALL_CPU_SECONDS: Final = 1.0
_CALL_WALL_SECONDS: Final = 4.0
#: A time-out is run once more at this many times the limit before it becomes a verdict.
_CONFIRM_FACTOR: Final = 3
#: A call that did not end, of which a fresh process needs less than this part of the limit, was not merely slow.
_SUDDEN_PART: Final = 0.25
#: A machine that stands still for a while explains one of these, and no second one.
_STALLS_FORGIVEN: Final = 1
#: Answers are remembered up to this size together, as they were sent; usual ones have a few bytes.
_REMEMBERED_BYTES: Final = 32 * 1024 * 1024
#: In a hurry, a call may take this part of the limit.
_HURRY_FACTOR: Final = 0.1
_CLOCKS: Final = ("wall time", "CPU time")


class Target:
    """Calls one function (or drives one class) of a program, which was loaded with `call_limits`."""

    def __init__(self, box: Sandbox, program: Program, source: str, entry_point: str) -> None:
        self._box, self._program, self._source = box, program, source
        self.entry_point = entry_point
        self._limits = call_limits(box.limits)
        #: What a call gets when it is asked again: a slow one that was confirmed once shall not fall then.
        self._confirming = dataclasses.replace(
            self._limits,
            wall_seconds=self._limits.wall_seconds * _CONFIRM_FACTOR,
            cpu_seconds=self._limits.cpu_seconds * _CONFIRM_FACTOR,
        )
        self._hurried: Program | None = None
        self._seen: dict[bytes, Outcome] = {}
        #: Of calls in a hurry, which may call slow what is not endless; forgotten afterwards.
        self._glimpsed: dict[bytes, Outcome] = {}
        self._remembered_bytes = 0
        self._stalls = 0

    def call(self, convention: Convention, drawn: Arguments) -> Call:
        """The call for an input under a convention; the same call for the same arguments."""
        arguments = convention.adapt(drawn)
        key = codec.dumps(arguments)
        outcome = self._seen.get(key) or self._glimpsed.get(key)
        if outcome is None:
            if self._hurried is not None:
                outcome = self._glimpsed[key] = self._ask(self._hurried, arguments)
            else:
                outcome = self._patient(arguments)
                self._remembered_bytes += self._program.answer_bytes
                if self._remembered_bytes <= _REMEMBERED_BYTES:
                    self._seen[key] = outcome
        return self._as_call(convention, drawn, arguments, outcome)

    def again(self, convention: Convention, drawn: list[Arguments]) -> Iterator[Call]:
        """The same calls in a fresh process, each with the time of a confirmation; nothing is remembered of them."""
        with self._box.load(self._source, limits=self._confirming) as fresh:
            for inputs in drawn:
                arguments = convention.adapt(inputs)
                yield self._as_call(convention, inputs, arguments, self._ask(fresh, arguments))

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Target]:
        """The same in a fresh process, which remembers nothing."""
        with self._box.load(self._source, limits=self._confirming) as program:
            yield type(self)(self._box, program, self._source, self.entry_point)

    @contextlib.contextmanager
    def in_a_hurry(self) -> Iterator[None]:
        """Inside, a new call that is slow counts as one that does not end: for looking around, not for judging."""
        hurried = dataclasses.replace(
            self._limits,
            wall_seconds=max(0.2, self._limits.wall_seconds * _HURRY_FACTOR),
            cpu_seconds=max(0.05, self._limits.cpu_seconds * _HURRY_FACTOR),
        )
        with self._box.load(self._source, limits=hurried) as self._hurried:
            try:
                yield
            finally:
                self._hurried = None
                self._glimpsed.clear()

    def confirm(self, convention: Convention, drawn: Arguments) -> Call:
        """The call once more, with the time that a call may take; one like it was confirmed at three times that."""
        arguments = convention.adapt(drawn)
        return self._as_call(convention, drawn, arguments, self._ask(self._program, arguments))

    def text(self, arguments: Arguments) -> str:
        """The call as Python text."""
        return call_text(self.entry_point, arguments)

    def _as_call(self, convention: Convention, drawn: Arguments, arguments: Arguments, outcome: Outcome) -> Call:
        return Call(drawn, arguments, outcome, lambda *more: self.call(convention, more))

    def _patient(self, arguments: Arguments) -> Outcome:
        outcome = self._ask(self._program, arguments)
        if not _timed_out(outcome):
            return outcome
        with self._box.load(self._source, limits=self._confirming) as program:
            confirmed = self._ask(program, arguments)
        if not _timed_out(confirmed):
            limit = min(self._limits.wall_seconds, self._limits.cpu_seconds)
            self._stalls += confirmed.usage.wall_seconds < _SUDDEN_PART * limit
        return outcome if self._stalls > _STALLS_FORGIVEN else confirmed

    @property
    def hung_by_its_past(self) -> bool:
        """True if it was seen not to end calls that a fresh process answers at once."""
        return self._stalls > _STALLS_FORGIVEN

    def _ask(self, program: Program, arguments: Arguments) -> Outcome:
        return program.call(self.entry_point, *arguments)


class ClassTarget(Target):
    """Makes an instance of a class and applies operations to it: `(constructor's arguments, operations)`."""

    def text(self, arguments: Arguments) -> str:
        match arguments:
            case (tuple(constructor), list(operations)):
                return operations_text(call_text(self.entry_point, constructor), operations)
        return super().text(arguments)

    def _ask(self, program: Program, arguments: Arguments) -> Outcome:
        match arguments:
            case (tuple(constructor), list(operations)):
                return program.operate(self.entry_point, constructor, operations)
        return super()._ask(program, arguments)


def call_limits(limits: Limits) -> Limits:
    """Of one call in a check: as chosen for the sandbox, else what suits a call."""
    usual = Limits()
    wall, cpu = limits.wall_seconds, limits.cpu_seconds
    return dataclasses.replace(
        limits,
        wall_seconds=_CALL_WALL_SECONDS if wall == usual.wall_seconds else wall,
        cpu_seconds=_CALL_CPU_SECONDS if cpu == usual.cpu_seconds else cpu,
    )


def is_timeout(call: Call) -> bool:
    return _timed_out(call.outcome)


def _timed_out(outcome: Outcome) -> bool:
    return isinstance(outcome, LimitExceeded) and outcome.limit in _CLOCKS
