"""Which claims hold of a call, and how a convention has done over all calls so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..errors import CheckError
from ..outcome import Raised, Returned
from .given import Ruling
from .property import Call, Claim, Convention, Property

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..outcome import Outcome
    from .given import Form
    from .property import Arguments

ENDS = Property("ends within its limits", "crash-free", lambda call: isinstance(call.outcome, Returned | Raised))
REPEATS = Property("answers the same call again", "determinism", lambda call: call.returned)


def holds(claim: Property, call: Call) -> bool:
    """A property's own exception is no proof of anything but that it does not hold."""
    try:
        return claim.holds(call)
    except CheckError:  # the user's own claim is broken, which says nothing of the program
        raise
    except Exception:
        return False


class Judged:
    """A call, and which claims hold of it; each is evaluated once, however many conventions make it."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self._known: dict[Claim, bool] = {}

    def holds(self, claim: Property) -> bool:
        known = self._known.get(claim.holds)
        if known is None:
            known = self._known[claim.holds] = holds(claim, self.call)
        return known

    def fallen(self, convention: Convention) -> Property | None:
        """The first property of the convention that does not hold."""
        return next((one for one in (ENDS, *convention.properties) if not self.holds(one)), None)


class Recognised(Judged):
    """As `Judged`, of an input that other programs are called with too: what gave the same answers is ruled the same.

    `ask` gives the program's answer to a further call, `call_again` makes one for a claim. `calling`: where claims
    are put that make some.
    """

    def __init__(
        self,
        call: Call,
        form: Form,
        ask: Callable[[Form], Outcome],
        call_again: Callable[[Arguments], tuple[Form, Call]],
        calling: dict[Claim, Property],
    ) -> None:
        super().__init__(Call(call.input, call.arguments, call.outcome, self._again))
        self._form, self._ask, self._call_again, self._calling = form, ask, call_again, calling
        self._making: list[tuple[Form, Outcome]] = []
        #: The further calls that each claim made.
        self._made: dict[Claim, list[tuple[Form, Outcome]]] = {}

    def _again(self, *drawn: object) -> Call:
        form, call = self._call_again(drawn)
        self._making.append((form, call.outcome))
        return call

    def holds(self, claim: Property) -> bool:
        if claim.holds in self._known:
            return self._known[claim.holds]
        made = self._making = self._made[claim.holds] = []
        held = super().holds(claim)
        if made:
            self._calling[claim.holds] = claim
        return held

    def fallen(self, convention: Convention) -> Property | None:
        outcome, claims = self.call.outcome, convention.properties
        ruling = self._form.ruling(outcome, claims)
        if ruling is None or any(self._ask(form) is not its for form, its in ruling.further):
            ruling = self._ruled(convention)
            self._form.keep_ruling(outcome, ruling)
        return ruling.fallen

    def _ruled(self, convention: Convention) -> Ruling:
        fallen = super().fallen(convention)
        made = [one for claim in convention.properties for one in self._made.get(claim.holds, ())]
        return Ruling(convention.properties, fallen, tuple(made))


class _NotYet(Exception):
    """Ends a claim that makes a further call."""


def first_asked(claim: Property, call: Call, form_of: Callable[[Arguments], Form]) -> list[Form]:
    """What the claim would call next, found out without a call. What cannot be passed is left to the claim itself."""
    found: list[Form] = []

    def note(*drawn: object) -> Call:
        found.append(form_of(drawn))
        raise _NotYet

    holds(claim, replace(call, again=note))
    return found


@dataclass
class Tally:
    """How one convention has done. `held`: on how many calls all of its properties did."""

    convention: Convention
    failed: tuple[Property, Call] | None = None
    held: int = 0
    properties: tuple[Property, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.properties = (ENDS, *self.convention.properties)

    @property
    def counts(self) -> dict[str, int]:
        """On how many calls each property was evaluated, which is up to one that falls."""
        counts, more = dict.fromkeys((one.name for one in self.properties), self.held), self.failed is not None
        for one in self.properties:
            counts[one.name] += more
            more = more and self.failed is not None and one is not self.failed[0]
        return counts

    def take(self, judged: Judged) -> None:
        fallen = judged.fallen(self.convention)
        if fallen is None:
            self.held += 1
        else:
            self.failed = fallen, judged.call
