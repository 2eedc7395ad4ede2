"""One of several programs for the same task: how it answered, and whether another one answered alike."""

from __future__ import annotations

import builtins
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from .. import codec
from ..literal import literal
from ..outcome import Raised, describe
from .comparison import magnitude, same
from .property import ANY_ARITY, Call, Convention, Property

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..host import Sandbox
    from .verdict import Verdict

_ERRORS: Final = {
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, Exception)
}
#: How a reference that a model has proposed is named.
REFERENCE: Final = "the proposed reference"
#: Characters that a call or an answer has in a sentence.
SHOWN: Final = 200
#: What two texts may differ in and still be one program. A text in quotes may hold it too, and be no voice for it.
_NO_DIFFERENCE: Final = re.compile(r"\"{3}.*?\"{3}|'{3}.*?'{3}|#[^\n]*|\s+", re.DOTALL)


@dataclass(eq=False)
class Sample:
    """A source, and what it answered to each input so far.

    `positions`: where it stands among those that came; none for a reference that was proposed. `own`: what `check`
    said of it.
    """

    source: str
    positions: tuple[int, ...]
    own: Verdict
    #: Where it runs.
    box: Sandbox
    #: As `sandbox.worker.describe` read it.
    function: dict[str, Any] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    #: Why its answers cannot be compared, "" if they can.
    unheard: str = ""
    #: Of each claim that does not hold of it, the smallest call on which it falls.
    broken: dict[str, Call] = field(default_factory=dict)
    #: What is said of it now, if that is something else.
    verdict: Verdict | None = None

    @property
    def is_reference(self) -> bool:
        return not self.positions

    @property
    def entry_point(self) -> str:
        return self.own.entry_point or ""

    @cached_property
    def voice(self) -> str:
        """The same for programs that are copies of one: those are no two witnesses."""
        return voice(self.source)

    @cached_property
    def in_place(self) -> bool:
        """True if it answers by what it does to its arguments. Asked once all inputs were called."""
        return all(call.value is None for call in self.calls if call.returned)

    def answer(self, call: Call) -> object:
        """What a call answered; all of None where an argument was changed and never anything returned."""
        changed = self.in_place and call.returned and not same(call.after, call.arguments)
        return call.after if changed else call.value

    def alike(self, call: Call, other: Sample, its: Call) -> bool:
        """True if this sample's call and the other's ended alike: with the same data, or the same kind of exception."""
        if call.returned and its.returned:
            return same(self.answer(call), other.answer(its), scale=magnitude(call.arguments))
        return bool(_error(call)) and _error(call) == _error(its)

    def refused(self, call: Call) -> str:
        """The exception, if the program means to raise it: it says so in a `raise` or in its docstring."""
        return _error(call) if call.raised(*self.function["raises"]) else ""

    def shown(self, call: Call) -> str:
        """What a call answered, as text."""
        if call.returned:
            return literal(self.answer(call))
        return f"{_error(call)} raised" if _error(call) else describe(call.outcome)

    def repeats(self, calls: Iterable[Call]) -> Property:
        """That it answers these calls as it did before. What equals nothing says nothing of that."""
        first = {codec.dumps(call.arguments): call for call in calls}

        def holds(call: Call) -> bool:
            before = first[codec.dumps(call.arguments)]
            return self.alike(before, self, call) or not self.alike(before, self, before)

        return Property("answers the same call again", "determinism", holds)


def voice(source: str) -> str:
    return _NO_DIFFERENCE.sub("", source)


def voices(samples: Iterable[Sample]) -> int:
    """How many different programs they are."""
    return len({sample.voice for sample in samples})


def _error(call: Call) -> str:
    """The builtin kind of an exception: what a program calls its own is no difference. "" if it raised none."""
    outcome = call.outcome
    if not isinstance(outcome, Raised):
        return ""
    return next((name for name in (outcome.type_name, *outcome.bases) if name in _ERRORS), outcome.type_name)


def claiming(*claims: Property) -> Convention:
    """Claims about a function that is called with what was drawn."""
    return Convention("as given", claims, ANY_ARITY)
