"""Which claims hold of a call, and how a convention has done over all calls so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import CheckError
from ..outcome import Raised, Returned
from .property import Call, Claim, Convention, Property

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
    """A call, and which claims hold of it; each is evaluated once, however many conventions and programs make it."""

    def __init__(self, call: Call, known: dict[Claim, bool] | None = None) -> None:
        self.call = Call(call.input, call.arguments, call.outcome, self._again)
        self._make = call.again
        self._known = known if known is not None else {}
        #: Of claims that made further calls of this program.
        self._own: dict[Claim, bool] = {}
        self._called = False

    def _again(self, *drawn: object) -> Call:
        self._called = True
        return self._make(*drawn)

    def holds(self, claim: Property) -> bool:
        key = claim.holds
        known = self._known.get(key)
        if known is None:
            known = self._own.get(key)
        if known is None:
            self._called = False
            known = holds(claim, self.call)
            (self._own if self._called else self._known)[key] = known
        return known


@dataclass
class Tally:
    """How one convention has done."""

    convention: Convention
    counts: dict[str, int] = field(default_factory=dict)
    failed: tuple[Property, Call] | None = None
    held: int = 0

    def __post_init__(self) -> None:
        self.properties = (ENDS, *self.convention.properties)
        self.counts = dict.fromkeys((one.name for one in self.properties), 0)

    def take(self, judged: Judged) -> None:
        """Evaluates the properties on a call, up to one that falls."""
        for one in self.properties:
            self.counts[one.name] += 1
            if not judged.holds(one):
                self.failed = (one, judged.call)
                return
        self.held += 1
