"""Parts of a verdict, from what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .literal import literal
from .verdict import Counterexample, PropertyResult

if TYPE_CHECKING:
    from .property import Call, Convention, Property
    from .tally import Tally
    from .target import Target


def counterexample(target: Target, claim: Property, call: Call) -> Counterexample:
    return Counterexample(
        property=claim.name,
        call=target.text(call.arguments),
        arguments=tuple(map(literal, call.arguments)),
        input=call.input,
        outcome=call.outcome,
        expected=_expected(claim, call),
    )


def _expected(claim: Property, call: Call) -> str | None:
    """What one right answer is, where the claim knows it; for an answer of a strange shape it may not."""
    try:
        return literal(claim.expected(call)) if claim.expected is not None else None
    except Exception:
        return None


def shown_name(convention: Convention) -> str | None:
    """The catalogue calls a form without choices "as usual", which tells a reader nothing."""
    return None if convention.name == "as usual" else convention.name


def property_results(tally: Tally, fallen: Property | None) -> tuple[PropertyResult, ...]:
    """Each property with its number of inputs; one that fell first on the smallest input counts as the fallen one."""
    names = {one.name for one in tally.properties}
    results = [
        PropertyResult(
            name=name,
            status="falsified" if fallen is not None and name == fallen.name else "passed" if count else "not run",
            examples=count,
        )
        for name, count in tally.counts.items()
    ]
    if fallen is not None and fallen.name not in names:
        results.append(PropertyResult(name=fallen.name, status="falsified", examples=max(tally.held, 1)))
    return tuple(results)
