"""Class tasks: a list of operations goes in, a list of steps comes out, and a model says what they must be.

An operation is `(names, arguments)`: alternative names of one method, tried in order. A step is
`("returned", value)`, `("raised", type name, bases)` or, where the class has no such method, `("absent",)`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..checking.comparison import same
from ..checking.property import Call, Property
from .properties import is_refusal

Names: TypeAlias = tuple[str, ...]
Operation: TypeAlias = tuple[Names, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """What one operation did; `kind` is "malformed" for anything that is no step."""

    kind: str
    value: object = None
    type_name: str = ""
    bases: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        return self.kind == "raised" and is_refusal(self.type_name, self.bases)

    def gave(self, *values: object) -> bool:
        """True if it returned one of the values."""
        return self.kind == "returned" and any(same(self.value, value) for value in values)


def operations(call: Call) -> list[Operation]:
    """The operations as they were drawn."""
    drawn = call.input[0]
    return drawn if isinstance(drawn, list) else []


def steps(call: Call) -> list[Step] | None:
    """One step an operation, or None where the program's answer is anything else."""
    raw = call.value
    if not isinstance(raw, list) or len(raw) != len(operations(call)):
        return None
    return [_step(one) for one in raw]


def _step(raw: object) -> Step:
    match raw:
        case ("returned", value):
            return Step("returned", value)
        case ("raised", str(type_name), tuple(bases)):
            return Step("raised", type_name=type_name, bases=tuple(map(str, bases)))
        case ("absent",):
            return Step("absent")
        case _:
            return Step("malformed")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one step must be: `right(step)`; `expected` is one for the report; `aspect` says whose claim it is."""

    aspect: str
    right: Callable[[Step], bool]
    expected: object = None


#: A model of the class: from the operations to one expectation each.
Model: TypeAlias = Callable[[Sequence[Operation]], list[Expectation]]


def follows(name: str, aspect: str, model: Model) -> Property:
    """Every step of that aspect is what the model says, with the other steps only keeping the model's state."""

    def holds(call: Call) -> bool:
        found = steps(call)
        wanted = model(operations(call))
        return found is not None and all(
            expectation.right(step)
            for step, expectation in zip(found, wanted, strict=True)
            if expectation.aspect == aspect
        )

    def expected(call: Call) -> object:
        return [one.expected for one in model(operations(call))]

    return Property(name, "stateful", holds, expected)
