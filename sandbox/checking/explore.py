"""The loop: draw inputs, call, see which conventions still explain everything, shrink what none explains.

Hypothesis runs here, on the host, and only ever sees remembered calls, so that a program that answers differently the
second time cannot confuse it. The first pass asserts nothing until an input has killed the last convention; then a
second pass finds the smallest input that kills the convention which held longest.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final

from .. import codec
from ..codec import TooLarge
from ..errors import CheckError
from ..outcome import Raised, Returned
from .drawing import GENERATE, SHRINK, draw
from .property import Call, Convention, Property
from .target import Target, is_timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hypothesis.strategies import SearchStrategy

    from .property import Arguments

#: An exploration that takes longer ends with the examples it has.
_BUDGET_SECONDS: Final = 60.0
#: Then the smallest failing input so far is the counterexample, of the convention that explains most so far.
_SHRINK_SECONDS: Final = 3.0
#: A slow call with so short arguments is not shrunk.
_SMALL_TEXT: Final = 16
#: Inputs on which fallen conventions are compared.
_COMPARED: Final = 40
#: Inputs that are asked again in a fresh process, and there once more, as far as the time goes.
_REPLAYED: Final = 20
_REPLAY_SECONDS: Final = 20.0

ENDS = Property("ends within its limits", "crash-free", lambda call: isinstance(call.outcome, Returned | Raised))
REPEATS = Property("answers the same call again", "determinism", lambda call: call.returned)


class _Failed(Exception):
    """Ends a pass of Hypothesis. One type and one place, so that Hypothesis sees one bug."""


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

    def take(self, call: Call) -> bool:
        """Evaluates all properties on a call; False if one fell, now or before."""
        if self.failed is None:
            for one in self.properties:
                self.counts[one.name] += 1
                if not holds(one, call):
                    self.failed = (one, call)
                    return False
            self.held += 1
        return self.failed is None


@dataclass(frozen=True)
class Findings:
    """`best`: the convention that holds, or the nearest one. `problem`: why too little could be drawn to judge.

    `stopped`: why not all examples were drawn, which is only said.
    """

    best: Tally
    inputs: list[Arguments]
    problem: str = ""
    stopped: str = ""


def holds(claim: Property, call: Call) -> bool:
    """A property's own exception is no proof of anything but that it does not hold."""
    try:
        return claim.holds(call)
    except CheckError:  # the user's own claim is broken, which says nothing of the program
        raise
    except Exception:
        return False


def explore(
    target: Target,
    conventions: Iterable[Convention],
    explicit: list[Arguments],
    inputs: SearchStrategy[Arguments] | None,
    examples: int,
    seed_value: int | None,
    on_progress: Callable[[int], None],
) -> Findings:
    """Calls the program with the explicit inputs and `examples` drawn ones, until every convention has fallen."""
    tallies = [Tally(convention) for convention in conventions]
    done: list[Arguments] = []
    deadline = time.monotonic() + _BUDGET_SECONDS

    def take(drawn: Arguments) -> None:
        done.append(drawn)
        on_progress(len(done))
        try:
            alive = [tally.take(target.call(tally.convention, drawn)) for tally in tallies if tally.failed is None]
        except TooLarge as error:
            raise CheckError(f"an input cannot be sent: {error}") from None
        if not any(alive):
            raise _Failed

    def take_in_time(drawn: Arguments) -> None:
        if time.monotonic() < deadline:
            take(drawn)

    problem = ""
    try:
        for drawn in explicit:
            take(drawn)
        if inputs is not None:
            problem = draw(inputs, take_in_time, examples, seed_value, GENERATE)
    except _Failed:
        pass
    stopped = f"stopped after {_BUDGET_SECONDS:.0f} s" if time.monotonic() >= deadline else ""
    alive = [tally for tally in tallies if tally.failed is None]
    best = max(alive, key=lambda tally: tally.held) if alive else _nearest(target, tallies, [*done, *explicit])
    return Findings(best, done, problem, stopped)


def _nearest(target: Target, tallies: list[Tally], inputs: list[Arguments]) -> Tally:
    """Of fallen conventions the one that explains most inputs: that is what the program was meant to do."""
    if len(tallies) == 1 or any(tally.failed is not None and is_timeout(tally.failed[1]) for tally in tallies):
        return max(tallies, key=lambda tally: tally.held)
    inputs = list({codec.dumps(drawn): drawn for drawn in inputs}.values())[:_COMPARED]

    explained = dict.fromkeys(range(len(tallies)), 0)
    deadline = time.monotonic() + _SHRINK_SECONDS
    with target.in_a_hurry():
        for drawn in inputs:
            if time.monotonic() > deadline:
                break
            for number, tally in enumerate(tallies):
                call = target.call(tally.convention, drawn)
                if is_timeout(call):
                    break  # each further one would cost as much
                explained[number] += all(holds(one, call) for one in tally.properties)
    return tallies[max(explained, key=lambda number: explained[number])]


def shrink(
    target: Target,
    found: Tally,
    domains: Iterable[SearchStrategy[Arguments]],
    examples: int,
    seed_value: int | None,
) -> tuple[Property, Call]:
    """The smallest call that can be found on which the convention fails, and the property that falls on it.

    `domains`: where to look, one after the other, until one has a failing input.
    """
    assert found.failed is not None  # noqa: S101
    smallest = found.failed
    slow = is_timeout(smallest[1])
    if slow and len(codec.dumps(smallest[1].arguments)) <= _SMALL_TEXT:
        return smallest  # each look at a smaller one would cost a time-out
    shrunk: list[tuple[Property, Call]] = []
    known: dict[bytes, bool] = {}
    deadline = time.monotonic() + _SHRINK_SECONDS

    def body(drawn: Arguments) -> None:
        key = codec.dumps(drawn)
        if time.monotonic() > deadline:
            if known.get(key):
                raise _Failed
            return
        call = target.call(found.convention, drawn)
        fallen = next((one for one in (ENDS, *found.convention.properties) if not holds(one, call)), None)
        known[key] = fallen is not None
        if fallen is not None:
            shrunk.append((fallen, call))
            raise _Failed

    with target.in_a_hurry() if slow else contextlib.nullcontext():
        for inputs in domains:
            try:
                draw(inputs, body, examples, seed_value, SHRINK)
            except _Failed:
                smallest = min((smallest, shrunk[-1]), key=lambda pair: _size(pair[1]))
                break
    if slow:
        call = target.confirm(found.convention, smallest[1].input)
        smallest = (ENDS, call) if not holds(ENDS, call) else found.failed
    return smallest


def replay(
    target: Target, found: Tally, inputs: list[Arguments], seed_value: int | None
) -> tuple[Property, Call] | None:
    """Asks again in a fresh process, in another order, and there twice, for a program may learn what it was asked.

    Returns the first property that does not hold there, if any.
    """
    picked = list({codec.dumps(drawn): drawn for drawn in inputs}.values())
    Random(seed_value or 0).shuffle(picked)  # noqa: S311  not for secrets
    picked = picked[:_REPLAYED]
    deadline = time.monotonic() + _REPLAY_SECONDS
    for number, call in enumerate(target.again(found.convention, [*picked, *reversed(picked)])):
        for one in found.properties:
            if not holds(one, call):
                return one, call
        if not call.returned and target.call(found.convention, call.input).returned:
            return REPEATS, call
        if number >= len(picked) and time.monotonic() > deadline:
            break
    return None


def _size(call: Call) -> tuple[int, bytes]:
    text = codec.dumps(call.arguments)
    return len(text), text
