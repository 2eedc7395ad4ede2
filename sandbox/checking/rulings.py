"""What is said of a sample after it was compared with others: its own verdict, changed. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from .results import counterexample
from .verdict import PropertyResult, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .property import Call, Property
    from .target import Target
    from .verdict import Difference


def noted(own: Verdict, *notes: str) -> Verdict:
    return replace(own, notes=(*own.notes, *notes))


def agreed(own: Verdict, name: str, examples: int, discarded: int, notes: tuple[str, ...]) -> Verdict:
    """A pass because of others; examples that were given are the better evidence where there are some."""
    return replace(
        with_result(own, name, "passed", examples),
        status=Status.PASSED,
        evidence="examples" if own.evidence == "examples" else "consensus",
        reason="",
        examples=examples,
        discarded=discarded,
        notes=notes,
    )


def undecided(own: Verdict, reason: str, notes: tuple[str, ...] = (), difference: Difference | None = None) -> Verdict:
    return replace(
        own, status=Status.INCONCLUSIVE, evidence="consensus", reason=reason, notes=notes, difference=difference
    )


def fallen_by(
    own: Verdict, target: Target, claim: Property, call: Call, *, examples: int, expected: str | None = None
) -> Verdict:
    return replace(
        with_result(own, claim.name, "falsified", examples),
        status=Status.FALSIFIED,
        counterexample=replace(counterexample(target, claim, call), expected=expected),
        reason="",
        examples=examples,
    )


def with_result(own: Verdict, name: str, status: Literal["passed", "falsified"], examples: int) -> Verdict:
    """The properties with one more result, which replaces an earlier one of that name."""
    rest = tuple(one for one in own.properties if one.name != name)
    return replace(own, properties=(*rest, PropertyResult(name=name, status=status, examples=examples)))


def with_held(own: Verdict, names: Sequence[str], examples: int) -> Verdict:
    for name in names:
        own = with_result(own, name, "passed", examples)
    return own
