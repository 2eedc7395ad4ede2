"""Whether a program falls by its own fault, where the inputs were only guessed."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING, Final

from .. import codec
from ..outcome import LimitExceeded
from .drawing import GENERATE, draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .given import Given
    from .plan import Plan
    from .property import Call, Convention, Property
    from .target import Target

#: Inputs of the stated types, of which at least one must be answered.
_SIMPLE: Final = 12
#: Below it a number or a size is an edge of most domains: nothing to compare, to divide by or to choose from.
_SMALL: Final = 2


def may_be_the_inputs_fault(
    target: Target,
    plan: Plan,
    convention: Convention,
    inputs: Sequence[Given],
    claim: Property,
    call: Call,
    seed: int | None,
) -> bool:
    """A guessed input on which it does not end may be outside the domain, as long as it answers simple ones; so may a
    small one for which it gives None and not what it promises, as long as it does so for small ones alone."""
    guessed = plan.plain_inputs if plan.plain_inputs is not None else plan.inputs
    nothing = claim.kind == "type" and _gives_nothing(call)
    if not plan.lenient or guessed is None or not (nothing or isinstance(call.outcome, LimitExceeded)):
        return False
    if codec.dumps(call.input) in map(codec.dumps, plan.explicit) or target.hung_by_its_past:
        return False
    simple = [one.drawn for one in inputs if one.drawn is not call.input]
    draw(guessed, simple.append, _SIMPLE, seed, GENERATE)
    with target.in_a_hurry():
        calls = [target.call(convention, one) for one in simple]
    if nothing and any(_gives_nothing(one) and not _is_small(one) for one in (call, *calls)):
        return False
    return any(one.returned and not (nothing and _gives_nothing(one)) for one in calls)


def _gives_nothing(call: Call) -> bool:
    return call.returned and call.value is None


def _is_small(call: Call) -> bool:
    """One of the inputs on which functions often promise nothing: something empty or single, or less than two."""
    numbers = [one for one in call.arguments if isinstance(one, int | float) and not isinstance(one, bool)]
    return any(one < _SMALL for one in (*numbers, *(len(one) for one in call.arguments if isinstance(one, Sized))))
