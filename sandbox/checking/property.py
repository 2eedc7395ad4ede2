"""What a check is made of: claims about a function, seen from outside, one call at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..outcome import Outcome, Raised, Returned

if TYPE_CHECKING:
    from collections.abc import Callable

Arguments: TypeAlias = tuple[object, ...]

#: The kinds of claim. Every property has one, so that reports and the catalogue speak of the same things.
Kind = Literal[
    "crash-free", "type", "example", "oracle", "postcondition", "idempotent", "involution", "round trip",
    "algebraic", "metamorphic", "determinism", "not mutated", "stateful", "consensus", "user",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the program, as the host saw it.

    `input` is what was drawn, `arguments` what was passed (a convention may reorder or add), both the host's own
    copies; `after` the positional arguments as they were afterwards (as sent back). `again(*input)` makes another call.
    """

    input: Arguments
    arguments: Arguments
    outcome: Outcome
    again: Callable[..., Call]

    @property
    def returned(self) -> bool:
        return isinstance(self.outcome, Returned)

    @property
    def value(self) -> object:
        """The returned value; a call that did not return has none (`Missing`, equal to nothing)."""
        return self.outcome.value if isinstance(self.outcome, Returned) else MISSING

    @property
    def after(self) -> Arguments:
        return self.outcome.arguments if isinstance(self.outcome, Returned) else ()

    def raised(self, *names: str) -> bool:
        """True if it raised one of the named exceptions or a subclass of one."""
        return isinstance(self.outcome, Raised) and not {self.outcome.type_name, *self.outcome.bases}.isdisjoint(names)


#: What says whether a property holds of a call.
Claim: TypeAlias = "Callable[[Call], bool]"


class Missing:
    """The value of a call that did not return."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return False

    def __repr__(self) -> str:
        return "<no value>"


MISSING = Missing()


@dataclass(frozen=True, slots=True)
class Property:
    """A claim with a name a person understands ("a permutation of the input").

    `holds(call)` must be total: an unexpected type of value is False, never an exception of the property's own
    (one that escapes counts as False). `expected(call)`, where one answer is right, serves the report.
    """

    name: str
    kind: Kind
    holds: Callable[[Call], bool]
    expected: Callable[[Call], object] | None = None


#: The `arity` of a convention for functions of which nothing is known.
ANY_ARITY = -1


def as_given(arguments: Arguments) -> Arguments:
    return arguments


@dataclass(frozen=True, slots=True)
class Convention:
    """One of the right ways to do a task. A program passes if one convention holds on all inputs.

    `adapt` turns the drawn input into the arguments of a program of this convention, e.g. `(xs,)` into
    `(xs, 0, len(xs) - 1)`; `arity` is how many positional arguments such a program (of a class, its constructor) must
    accept. `questions`, for a reader: the possible answers to each question that the task leaves open, of which this
    convention gives one; the first question is how the program is called.
    """

    name: str
    properties: tuple[Property, ...]
    arity: int
    adapt: Callable[[Arguments], Arguments] = as_given
    questions: tuple[tuple[str, ...], ...] = ()
