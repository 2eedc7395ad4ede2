"""Calls one of several samples with the inputs that all of them get, and finds out whether its answers can be used."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .. import codec
from ..literal import shorten
from ..outcome import Returned, describe
from .explore import replay
from .given import Given
from .limits import call_limits
from .sample import SHOWN, Sample, claiming
from .shrinking import shrink
from .tally import ENDS, Tally, holds
from .target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..program import Program
    from .domain import Domain
    from .property import Arguments, Call, Property

#: Of all samples together; where it is over, they are compared on the inputs that each of them was called with.
_BUDGET_SECONDS: Final = 60.0
#: Answers are kept up to this size together, as they were sent.
_KEPT_BYTES: Final = 64 * 1024 * 1024
#: One input in so many must have been answered in that time and size for a comparison.
_LEAST_PART: Final = 10


def read(sample: Sample) -> None:
    """Learns what the sample's function takes, without calling it."""
    with sample.box.load(sample.source, limits=call_limits(sample.box.limits), seed=0) as program:
        functions = {one["name"]: one for one in program.functions if not one["is_class"]}
        if not isinstance(program.outcome, Returned):
            sample.unheard = f"it loaded once, and then {describe(program.outcome)}"
        elif sample.entry_point not in functions:
            sample.unheard = sample.own.reason or "it defines no function whose arguments are known"
        else:
            sample.function = functions[sample.entry_point]


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """`claims`: what else is found out of each. `shares`: how many samples share the time and the memory."""

    claims: Sequence[Property]
    domain: Domain
    inputs: list[Arguments]
    shares: int
    examples: int
    seed: int | None
    on_progress: Callable[[int], None]

    def hear(self, sample: Sample) -> tuple[Target, Property, Call] | None:
        """Calls the sample with the inputs. Returns what fell, on the smallest input, if one call did not end."""
        box = sample.box
        with (
            box.load(sample.source, limits=call_limits(box.limits), seed=0) as program,
            closing(Target(box, program, sample.source, sample.entry_point)) as target,
        ):
            box.warm_up(hash_seed=1)  # it is asked again in another process
            return self._heard(sample, program, target)

    def _heard(self, sample: Sample, program: Program, target: Target) -> tuple[Target, Property, Call] | None:
        deadline = time.monotonic() + _BUDGET_SECONDS / self.shares
        room = _KEPT_BYTES // self.shares
        for drawn in self.inputs:
            call = target.call(claiming(), drawn)
            if not ENDS.holds(call):
                found = Tally(claiming(), failed=(ENDS, call))
                return target, *shrink(target, found, self.domain.smaller, self.examples, self.seed)
            room -= program.answer_bytes
            if room < 0 or time.monotonic() > deadline:
                break
            sample.calls.append(call)
            self.on_progress(len(sample.calls))
        if len(sample.calls) * _LEAST_PART < len(self.inputs):
            sample.unheard = "it is too slow to be compared, or its answers are too large"
        else:
            sample.unheard = contradiction(sample, target, sample.calls, self.seed)
            sample.broken = _broken(self.claims, sample.calls, deadline)
        return None


def _broken(claims: Sequence[Property], calls: Sequence[Call], deadline: float) -> dict[str, Call]:
    """Of each claim that falls, the smallest call; some make further calls, as long as there is time."""
    found: dict[str, Call] = {}
    for call in sorted(calls if claims else (), key=lambda call: len(codec.dumps(call.arguments))):
        if time.monotonic() < deadline:
            found |= {one.name: call for one in claims if one.name not in found and not holds(one, call)}
    return found


def contradiction(sample: Sample, target: Target, calls: list[Call], seed: int | None) -> str:
    """How the sample answers one of these calls otherwise in another process; "" if it was not seen to."""
    changed = replay(target, Tally(claiming(sample.repeats(calls))), [Given(call.input) for call in calls], seed)
    if changed is None:
        return ""
    call = changed[1]
    before = sample.shown(target.call(claiming(), call.input))
    text = shorten(target.text(call.arguments), SHOWN)
    return f"it is flaky: {text} gave {shorten(before, SHOWN)}, then {shorten(sample.shown(call), SHOWN)}"
