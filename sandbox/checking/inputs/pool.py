"""What the inputs of one parameter are made of, beside its type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .shapes import leaves

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Pool:
    """`shown`: values that examples have there. `literals`: what programs and texts tell apart, of any type."""

    shown: Sequence[Any] = ()
    literals: Sequence[Any] = ()
    #: False: only the usual values of a type, for they shrink furthest.
    varied: bool = True
    #: The leaves of what is shown, of any type.
    parts: list[Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", [leaf for value in self.shown for leaf in leaves(value)])

    def of(self, name: str) -> list[Any]:
        """All of one scalar type, those of the examples first."""
        return _of(name, [*self.parts, *self.literals])

    def examples_of(self, name: str) -> list[Any]:
        return _of(name, self.parts)


def _of(name: str, values: Sequence[Any]) -> list[Any]:
    found = (value for value in values if type(value).__name__ == name)
    return list({repr(value): value for value in found}.values())
