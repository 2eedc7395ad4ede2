"""How programs say that there is nothing to be found: a value, an exception, a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..checking.comparison import same
from ..checking.property import Call, Property
from ..outcome import Raised
from .properties import Choice, says_no

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Absence:
    """One way to say it: by one of the values; without any, by an exception or, as `any_message`, by a text.

    `noticed`: an index out of range does not count, for who runs beyond the end has not noticed that nothing is there.
    """

    name: str
    values: tuple[object, ...] = ()
    any_message: bool = False
    noticed: bool = False

    def said_by(self, call: Call) -> bool:
        if self.any_message:
            return type(call.value) is str
        if self.values:
            return any(same(call.value, value) for value in self.values)
        return says_no(call) and not (self.noticed and _ran_beyond(call))

    @property
    def shown(self) -> Callable[[Call], object] | None:
        """For the report: an exception is no value that could be shown, nor is any message."""
        return (lambda call: self.values[0]) if self.values else None


def _ran_beyond(call: Call) -> bool:
    return isinstance(call.outcome, Raised) and call.outcome.message.endswith("index out of range")


MINUS_ONE = Absence("-1 where there is none", (-1,))
NONE = Absence("None where there is none", (None,))
RAISES = Absence("raises where there is none", noticed=True)
FALSE = Absence("False where there is none", (False,))
MESSAGE = Absence("a message where there is none", any_message=True)
EMPTY = Absence("an empty list where there is none", ([], (), set()))
ZERO = Absence("0 where there is none", (0,))

#: What almost every task admits.
NOTHING = (NONE, RAISES, FALSE, MESSAGE)


def absences(claim: str, where: Callable[..., bool], ways: Iterable[Absence]) -> tuple[Choice, ...]:
    """The question how it is said for the inputs `where` there is nothing; claims about an answer leave these out."""
    return tuple(Choice(way.name, (_says(claim, where, way),)) for way in ways)


def _says(claim: str, where: Callable[..., bool], way: Absence) -> Property:
    return Property(claim, "postcondition", lambda call: not where(*call.input) or way.said_by(call), way.shown)
