"""Looking for what is smaller, or nearer: bounded by a number of looks."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Final

from .. import codec
from .drawing import SHRINK, draw
from .tally import ENDS, Judged, Tally, holds
from .target import Target, is_timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hypothesis.strategies import SearchStrategy

    from .given import Given
    from .property import Arguments, Call, Convention, Property

#: Looks for a smaller failing input. Counted, not timed, so that a busy machine finds the same one; a slow look counts
#: for several.
_SHRINK_LOOKS: Final = 1000
_LOOK_SECONDS: Final = 0.005
_TIMED_OUT_LOOKS: Final = 25
#: A slow call with so short arguments is not shrunk.
_SMALL_TEXT: Final = 16
#: Inputs on which fallen conventions are compared.
_COMPARED: Final = 40
_COMPARING_LOOKS: Final = 600


class _Fallen(Exception):
    """Ends a pass of Hypothesis. One type and one place, so that Hypothesis sees one bug."""


class _Effort:
    """What looking around may cost, in looks."""

    def __init__(self, looks: int) -> None:
        self._left = float(looks)

    @property
    def spent(self) -> bool:
        return self._left <= 0

    def call(self, target: Target, convention: Convention, drawn: Arguments) -> Call:
        """A look is one call. What ends at a limit costs the same on any machine."""
        started = time.monotonic()
        call = target.call(convention, drawn)
        slow = _TIMED_OUT_LOOKS if is_timeout(call) else (time.monotonic() - started) // _LOOK_SECONDS
        self._left -= 1 + slow
        return call


def nearest(target: Target, tallies: list[Tally], inputs: list[Given]) -> Tally:
    """Of fallen conventions the one that explains most inputs: that is what the program was meant to do."""
    if len(tallies) == 1 or any(tally.failed is not None and is_timeout(tally.failed[1]) for tally in tallies):
        return max(tallies, key=lambda tally: tally.held)
    inputs = list({codec.dumps(given.drawn): given for given in inputs}.values())[:_COMPARED]

    explained = dict.fromkeys(range(len(tallies)), 0)
    effort = _Effort(_COMPARING_LOOKS)
    with target.in_a_hurry():
        for given in inputs:
            if effort.spent:
                break
            for number in _explaining(target, tallies, given.drawn, effort):
                explained[number] += 1
    return tallies[max(explained, key=lambda number: explained[number])]


def _explaining(target: Target, tallies: list[Tally], drawn: Arguments, effort: _Effort) -> Iterator[int]:
    """Positions of the conventions that an input does not contradict."""
    judged: dict[object, Judged] = {}
    for number, tally in enumerate(tallies):
        adapt = tally.convention.adapt
        if adapt not in judged:
            judged[adapt] = Judged(effort.call(target, tally.convention, drawn))
        if is_timeout(judged[adapt].call):
            return  # each further one would cost as much
        if judged[adapt].fallen(tally.convention) is None:
            yield number


def shrink(
    target: Target,
    found: Tally,
    domains: Iterable[SearchStrategy[Arguments]],
    examples: int,
    seed_value: int | None,
    accept: Callable[[Arguments], bool] | None = None,
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
    known: dict[bytes, tuple[Property, Call] | None] = {}
    effort = _Effort(examples + _SHRINK_LOOKS)

    def body(drawn: Arguments) -> None:
        key = codec.dumps(drawn)
        if key not in known and not effort.spent:
            call = effort.call(target, found.convention, drawn)
            fallen = next((one for one in (ENDS, *found.convention.properties) if not holds(one, call)), None)
            known[key] = (fallen, call) if fallen is not None else None
        failure = known.get(key)
        if failure is not None:
            shrunk.append(failure)
            raise _Fallen

    with target.in_a_hurry() if slow else contextlib.nullcontext():
        for inputs in domains:
            try:
                draw(inputs, body, examples, seed_value, SHRINK, accept)
            except _Fallen:
                smallest = min((smallest, shrunk[-1]), key=lambda pair: _size(pair[1]))
                break
    if slow:
        call = target.confirm(found.convention, smallest[1].input)
        smallest = (ENDS, call) if not holds(ENDS, call) else found.failed
    return smallest


def _size(call: Call) -> tuple[int, bytes]:
    text = codec.dumps(call.arguments)
    return len(text), text
