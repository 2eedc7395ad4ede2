"""The program under check: makes each call once, remembers it, and confirms a time-out before it counts."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from .. import codec
from ..outcome import LimitExceeded, Outcome
from .literal import call_text, operations_text
from .property import Call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..host import Sandbox
    from ..limits import Limits
    from ..program import Program
    from .property import Arguments, Convention

#: One call may use this much CPU time, unless the sandbox allows less; a usual call takes 50 us.
_CALL_CPU_SECONDS: Final = 1.0
#: A time-out is run once more at this many times the limit before it becomes a verdict.
_CONFIRM_FACTOR: Final = 3
#: While a time-out is shrunk, a call that takes this part of the limit counts as one.
_SHRINK_FACTOR: Final = 0.1
_CLOCKS: Final = ("wall time", "CPU time")


class Target:
    """Calls one function (or drives one class) of a program, which was loaded with `call_limits`.

    Close it to give back the workers that it took itself.
    """

    def __init__(self, box: Sandbox, program: Program, source: str, entry_point: str, *, is_class: bool) -> None:
        self._box, self._program, self._source = box, program, source
        self.entry_point, self.is_class = entry_point, is_class
        self._limits = call_limits(box.limits)
        self._hurried: Program | None = None
        self._seen: dict[bytes, tuple[Arguments, Outcome]] = {}
        self.calls = 0

    def close(self) -> None:
        if self._hurried is not None:
            self._hurried.close()

    def call(self, convention: Convention, drawn: Arguments) -> Call:
        """The call for an input under a convention; the same call for the same arguments."""
        arguments = convention.adapt(drawn)
        key = codec.dumps(arguments)
        if key not in self._seen:
            self.calls += 1
            self._seen[key] = (arguments, self._make(arguments))
        return self._as_call(convention, drawn, arguments, self._seen[key][1])

    def again(self, convention: Convention, drawn: list[Arguments]) -> Iterator[Call]:
        """The same calls in a fresh process, as one batch; nothing is remembered of them."""
        with self._box.load(self._source, limits=self._limits) as fresh:
            for inputs in drawn:
                arguments = convention.adapt(inputs)
                yield self._as_call(convention, inputs, arguments, self._ask(fresh, arguments))

    def hurry(self) -> None:
        """From now on a call that is slow counts as one that does not end; for shrinking a time-out."""
        limits = dataclasses.replace(self._limits, cpu_seconds=max(0.05, self._limits.cpu_seconds * _SHRINK_FACTOR))
        self._hurried = self._box.load(self._source, limits=limits)

    def confirm(self, convention: Convention, drawn: Arguments) -> Call:
        """The call once more, with the time that a call may take; one like it was confirmed at three times that."""
        if self._hurried is not None:
            self._hurried.close()
            self._hurried = None
        arguments = convention.adapt(drawn)
        return self._as_call(convention, drawn, arguments, self._ask(self._program, arguments))

    def text(self, arguments: Arguments) -> str:
        """The call as Python text."""
        if self.is_class and len(arguments) == 1 and isinstance(arguments[0], list):
            return operations_text(self.entry_point, arguments[0])
        return call_text(self.entry_point, arguments)

    def _as_call(self, convention: Convention, drawn: Arguments, arguments: Arguments, outcome: Outcome) -> Call:
        return Call(drawn, arguments, outcome, lambda *more: self.call(convention, more))

    def _make(self, arguments: Arguments) -> Outcome:
        if self._hurried is not None:
            return self._ask(self._hurried, arguments)
        outcome = self._ask(self._program, arguments)
        if isinstance(outcome, LimitExceeded) and outcome.limit in _CLOCKS:
            patient = dataclasses.replace(
                self._limits,
                wall_seconds=self._limits.wall_seconds * _CONFIRM_FACTOR,
                cpu_seconds=self._limits.cpu_seconds * _CONFIRM_FACTOR,
            )
            with self._box.load(self._source, limits=patient) as program:
                outcome = self._ask(program, arguments)
        return outcome

    def _ask(self, program: Program, arguments: Arguments) -> Outcome:
        if self.is_class:
            operations = arguments[0]
            return program.operate(self.entry_point, (), operations if isinstance(operations, list) else [])
        return program.call(self.entry_point, *arguments)


def call_limits(limits: Limits) -> Limits:
    """Of one call in a check."""
    return dataclasses.replace(limits, cpu_seconds=min(limits.cpu_seconds, _CALL_CPU_SECONDS))


def is_timeout(call: Call) -> bool:
    return isinstance(call.outcome, LimitExceeded) and call.outcome.limit in _CLOCKS
