"""The inputs of a task, drawn once in a process and kept, so that one more candidate costs only its calls.

What Hypothesis draws depends on the strategy, the number of examples and the seed alone (`drawing.py`), never on the
program, so that inputs that were kept are the ones that would be drawn again. A few more are drawn for each source by
itself: a program that has learnt the bank has not learnt those.
"""

from __future__ import annotations

import functools
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from .. import codec
from .drawing import GENERATE, Single, draw
from .given import Given

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from .kept import Shelf
    from .property import Arguments

    #: A strategy, the name of what accepts its inputs, their number and the seed.
    _Key: TypeAlias = tuple[SearchStrategy[Arguments], str, int, int]

_Made = TypeVar("_Made")

#: Banks, and inputs in one, that are kept; a hundred inputs take some 100 kB.
_KEPT: Final = 64
_LARGEST: Final = 2_000
#: Of so many examples, one is chosen for the source, up to the second number.
_SHARE: Final = 25
_MOST_CHOSEN: Final = 4
#: Of those that are chosen, so many are drawn for the source alone, the others from so many that are kept.
_OWN: Final = 1
_RESERVE: Final = 64
_BUFFER_BYTES: Final = 4096


@dataclass(frozen=True)
class Within:
    """What of the drawn inputs is inside a domain; the name stands for it where inputs are kept."""

    name: str
    accepts: Callable[[Arguments], bool]


class Reserve:
    """Inputs that some sources get, each drawn when it is first chosen, whatever was drawn before. Thread-safe."""

    def __init__(self, strategy: SearchStrategy[Arguments], seed: int) -> None:
        self._single, self._seed = _single(strategy), seed
        self._drawn: dict[int, Given | None] = {}

    def chosen_for(self, source: str, number: int, accepts: Callable[[Arguments], bool]) -> list[Given]:
        """The same ones each time for a source."""
        digest = hashlib.sha256(f"{self._seed}\0{source}".encode("utf-8", "surrogatepass")).digest()
        random = Random(digest)  # noqa: S311  not for secrets
        own = [self._draw(random) for _ in range(min(number, _OWN))]
        kept = [self._kept(place) for place in random.sample(range(_RESERVE), number - len(own))]
        return [given for given in (*kept, *own) if given is not None and accepts(given.drawn)]

    def _kept(self, place: int) -> Given | None:
        if place not in self._drawn:
            self._drawn[place] = self._draw(Random(f"{self._seed} {place}"))  # noqa: S311
        return self._drawn[place]

    def _draw(self, random: Random) -> Given | None:
        drawn = self._single.drawn(random.randbytes(_BUFFER_BYTES))
        return Given(drawn) if drawn is not None else None


@dataclass
class Drawn:
    """`rejected`: how many were outside the domain before each of the inputs; `outside`: the last one of those."""

    reserve: Reserve
    inputs: list[Given] = field(default_factory=list)
    rejected: list[int] = field(default_factory=list)
    discarded: int = 0
    outside: Arguments | None = None
    problem: str = ""


class _Banks:
    """What was drawn lately; of several threads, one draws and the others wait for it."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[_Key, Drawn] = OrderedDict()
        self._lock = threading.Lock()
        self.drawing = threading.RLock()

    def find(self, key: _Key) -> Drawn | None:
        with self._lock:
            found = self._drawn.get(key)
            if found is not None:
                self._drawn.move_to_end(key)
            return found

    def keep(self, key: _Key, drawn: Drawn) -> None:
        with self._lock:
            if len(drawn.inputs) <= _LARGEST:
                self._drawn[key] = drawn
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._drawn.clear()


_banks = _Banks()
#: No domain is stated but by the strategy.
EVERYTHING: Final = Within("", lambda drawn: True)


class Supply:
    """The inputs that one check draws: those of the bank, and a few of its own.

    `distinct`: what was drawn before is drawn no more, as long as that costs no more draws than there are inputs.
    `whole`: they are drawn at once if the bank has none, for many sources to come; otherwise as they are taken, so that
    a program that falls early has no more drawn for it. `shelf`: where other processes find them.
    """

    def __init__(
        self,
        strategy: SearchStrategy[Arguments],
        within: Within,
        examples: int,
        seed: int | None,
        *,
        whole: bool = False,
        distinct: bool = False,
        shelf: Shelf | None = None,
    ) -> None:
        self._distinct, self._shelf = distinct, shelf
        self._strategy, self._within, self._seed, self._whole = strategy, within, seed or 0, whole
        self._chosen = min(examples // _SHARE, _MOST_CHOSEN)
        self._shared = examples - self._chosen
        self._drawn = self._none_yet()
        self._known: Drawn | None = None
        self._taken = 0
        self._all_taken = False

    @property
    def problem(self) -> str:
        """Why too few could be drawn, "" if all is well."""
        return self._drawn.problem

    @property
    def outside(self) -> Arguments | None:
        """The last input that was drawn and not accepted."""
        return self._drawn.outside

    @property
    def discarded(self) -> int:
        """How many were drawn in vain for those that were taken."""
        fell = self._taken and not self._all_taken
        return self._drawn.rejected[self._taken - 1] if fell else self._drawn.discarded

    @property
    def known(self) -> list[Given]:
        """The inputs that are drawn, whether they were given already or not; without those chosen for a source."""
        found = self._before()
        return found.inputs if found is not None else self._drawn.inputs

    @property
    def _key(self) -> _Key:
        return (self._strategy, self._within.name, self._shared, self._seed)

    def _none_yet(self) -> Drawn:
        return Drawn(Reserve(self._strategy, self._seed))

    def each(self, take: Callable[[Given], None], source: str, expect: Callable[[list[Given]], None]) -> None:
        """Gives the inputs one by one, at last those chosen for this source. An exception of `take` ends it.

        `expect`: is told the last ones before their turn, when all others are `known`.
        """
        known = self._before()
        if known is not None:
            self._drawn = known
            for given in known.inputs:
                self._taken += 1
                take(given)
        else:
            self._draw(self._key, take)
        self._all_taken = True
        chosen = self._drawn.reserve.chosen_for(source, self._chosen, self._within.accepts)
        expect(chosen)
        for given in chosen:
            take(given)

    def _before(self) -> Drawn | None:
        """What is drawn before it is taken, if anything: once, for the bank may not keep so many."""
        if self._known is None:
            self._known = self._find(self._key)
        if self._known is None and self._whole:
            with _banks.drawing:
                self._known = self._find(self._key) or self._draw(self._key, lambda given: None)
                self._taken = 0
        return self._known

    def _find(self, key: _Key) -> Drawn | None:
        known = _banks.find(key)
        if known is None and self._shelf is not None and (inputs := self._shelf.find(self._shared, self._seed)):
            known = replace(self._none_yet(), inputs=[Given(one) for one in inputs], rejected=[0] * len(inputs))
            _banks.keep(key, known)
        return known

    def _draw(self, key: _Key, take: Callable[[Given], None]) -> Drawn:
        found = self._drawn = self._none_yet()
        seen: set[bytes] = set()
        repeated = 0

        def accepted(drawn: Arguments) -> bool:
            nonlocal repeated
            if self._distinct and repeated < len(found.inputs) and codec.dumps(drawn) in seen:
                repeated += 1
                return False
            inside = self._within.accepts(drawn)
            if not inside:
                found.discarded += 1
                found.outside = drawn
            return inside

        def body(drawn: Arguments) -> None:
            given = Given(drawn)
            found.inputs.append(given)
            if self._distinct:
                seen.add(codec.dumps(drawn))
            found.rejected.append(found.discarded)
            self._taken = len(found.inputs)
            take(given)

        found.problem = draw(self._strategy, body, self._shared, self._seed, GENERATE, accepted)
        _banks.keep(key, found)
        if self._shelf is not None and not found.problem and not found.discarded:
            self._shelf.keep(self._shared, self._seed, [given.drawn for given in found.inputs])
        return found


@functools.lru_cache(_KEPT)
def _single(strategy: SearchStrategy[Arguments]) -> Single:
    return Single(strategy)


def forget() -> None:
    """The next check of any task draws again."""
    _banks.forget()


def kept_by_content(make: Callable[..., _Made]) -> Callable[..., _Made]:
    """What plain data was made into, made once: a strategy is recognised by its identity."""
    made: OrderedDict[bytes, _Made] = OrderedDict()
    lock = threading.Lock()

    @functools.wraps(make)
    def keeping(*arguments: object, **options: object) -> _Made:
        key = codec.dumps([arguments, options])
        with lock:
            if key not in made:
                made[key] = make(*arguments, **options)
            made.move_to_end(key)
            if len(made) > _KEPT:
                made.popitem(last=False)
            return made[key]

    return keeping
