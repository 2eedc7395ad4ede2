"""The loop: draw inputs, call, see which conventions still explain everything, shrink what none explains.

Hypothesis runs here, on the host, and only ever sees remembered calls, so that a program that answers differently the
second time cannot confuse it. The first pass asserts nothing until an input has killed the last convention; then a
second pass finds the smallest input that kills the convention which held longest.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

from ..codec import TooLarge
from ..errors import CheckError
from .shrinking import nearest
from .tally import REPEATS, Judged, Tally
from .target import Target, is_timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .bank import Supply
    from .given import Given
    from .property import Call, Convention, Property

#: An exploration that takes longer ends with the examples it has: far more than one whose calls keep their limits
#: takes on a busy machine.
_BUDGET_SECONDS: Final = 240.0
#: Inputs that are asked again in a fresh process, and there once more, as far as the time goes.
_REPLAYED: Final = 20
_REPLAY_SECONDS: Final = 20.0
#: Inputs that are sent at once, while the next ones are drawn: few at first, for most wrong programs fall early.
_FIRST_BATCH: Final = 4
_LARGEST_BATCH: Final = 32


class _AllFallen(BaseException):
    """Ends the drawing at once; an Exception would be made again and explained by Hypothesis."""


@dataclass(frozen=True)
class Findings:
    """`best`: the convention that holds, or the nearest one. `stopped`: why not all inputs were called."""

    best: Tally
    inputs: list[Given]
    stopped: str = ""


class _Exploration:
    """Calls the program with inputs as they are drawn, in batches; one is judged while the next is worked on.

    The order of the calls is that of the inputs and of what claims ask then, whatever is known of them from other
    programs: a program may keep a state, and by what it falls must not depend on what was checked before.
    """

    def __init__(self, target: Target, conventions: Iterable[Convention], on_progress: Callable[[int], None]) -> None:
        self.tallies = [Tally(convention) for convention in conventions]
        self.done: list[Given] = []
        self._target, self._on_progress = target, on_progress
        self._sent: list[Given] = []
        self._next: list[Given] = []
        self._batch = _FIRST_BATCH
        self._deadline = time.monotonic() + _BUDGET_SECONDS

    @property
    def alive(self) -> list[Tally]:
        return [tally for tally in self.tallies if tally.failed is None]

    @property
    def late(self) -> bool:
        return time.monotonic() >= self._deadline

    def take(self, given: Given) -> None:
        """Raises _AllFallen once an input has killed the last convention."""
        self._next.append(given)
        if len(self._next) >= self._batch:
            self._advance()
            self._batch = min(2 * self._batch, _LARGEST_BATCH)

    def take_all(self, inputs: list[Given]) -> None:
        """As `take`, judged at once."""
        self._next += inputs
        self._advance()
        self._advance()

    def _advance(self) -> None:
        """Sends what was drawn, and judges what was sent before."""
        judging, self._sent, self._next = self._sent, self._next, []
        self._send(judging, self._sent)
        for given in judging:
            if self.late:
                break
            self._judge(given)

    def _send(self, judging: list[Given], inputs: list[Given]) -> None:
        """`judging`: before these, what claims will ask of those that are judged now."""
        ways = {tally.convention.adapt: tally.convention for tally in self.alive}.values()
        further = self._target.foreseen(ways, judging)
        try:
            self._target.send_ahead((given.form(way) for given in inputs for way in ways), further)
        except TooLarge as error:
            raise CheckError(f"an input cannot be sent: {error}") from None

    def _judge(self, given: Given) -> None:
        self.done.append(given)
        self._on_progress(len(self.done))
        judged: dict[object, Judged] = {}
        for tally in self.alive:
            adapt = tally.convention.adapt
            if adapt not in judged:
                judged[adapt] = self._target.judged(tally.convention, given)
            tally.take(judged[adapt])
        if not self.alive:
            if any(is_timeout(one.call) for one in judged.values()):
                self._target.forget_ahead()
            raise _AllFallen


def explore(
    target: Target,
    conventions: Iterable[Convention],
    explicit: list[Given],
    supply: Supply | None,
    source: str,
    seed_value: int | None,
    on_progress: Callable[[int], None],
) -> Findings:
    """Calls the program with the explicit inputs and those of the supply, until every convention has fallen."""
    exploration = _Exploration(target, conventions, on_progress)

    def expect(chosen: list[Given]) -> None:
        ways = {tally.convention.adapt: tally.convention for tally in exploration.alive}
        if len(ways) == 1:  # while it answers these, its fresh process answers those that are asked again
            (convention,) = ways.values()
            inputs = [*explicit, *(supply.known if supply is not None else ()), *chosen]
            target.send_again(convention, _asked_again(convention, inputs, seed_value))

    try:
        exploration.take_all(explicit)
        target.prepare_again()
        if supply is not None:
            supply.each(exploration.take, source, expect)
        exploration.take_all([])
    except _AllFallen:
        pass
    stopped = f"stopped after {_BUDGET_SECONDS:.0f} s" if exploration.late else ""
    alive, done = exploration.alive, exploration.done
    best = (
        max(alive, key=lambda tally: tally.held) if alive else nearest(target, exploration.tallies, [*done, *explicit])
    )
    return Findings(best, done, stopped)


def replay(target: Target, found: Tally, inputs: list[Given], seed_value: int | None) -> tuple[Property, Call] | None:
    """Asks again in a fresh process, in another order, and there twice, for a program may learn what it was asked.

    Returns the first property that does not hold there, if any.
    """
    convention = found.convention
    asked = _asked_again(convention, inputs, seed_value)
    deadline = time.monotonic() + _REPLAY_SECONDS
    for number, judged in enumerate(target.again(convention, asked)):
        fallen, call = judged.fallen(convention), judged.call
        if fallen is not None:
            return fallen, call
        if not call.returned and target.call(convention, call.input).returned:
            return REPEATS, call
        if 2 * number >= len(asked) and time.monotonic() > deadline:
            break
    return None


def _asked_again(convention: Convention, inputs: list[Given], seed_value: int | None) -> list[Given]:
    picked = list({given.form(convention).encoded: given for given in inputs}.values())
    Random(seed_value or 0).shuffle(picked)  # noqa: S311  not for secrets
    picked = picked[:_REPLAYED]
    return [*picked, *reversed(picked)]
