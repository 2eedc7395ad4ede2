"""Samples that agree, each in a process of its own, as the judges of one that does not."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from .. import codec
from .clusters import differences
from .limits import call_limits
from .property import Property
from .sample import claiming
from .shrinking import shrink
from .tally import Tally
from .target import Target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from .domain import Domain
    from .property import Call
    from .sample import Sample

AGREES: Final = "agrees with the other samples"
#: So many of the samples that agree must do so on a new input too for it to be held against another one.
_JUDGES: Final = 3


class Jury:
    """The members of a cluster, to be called with further inputs. Hold it open with `with`."""

    def __init__(self, members: Sequence[Sample]) -> None:
        different = list({one.voice: one for one in reversed(members)}.values())[::-1]
        self._judges: list[tuple[Sample, Target]] = []
        with ExitStack() as stack:
            for sample in different[:_JUDGES]:
                box = sample.box
                program = stack.enter_context(box.load(sample.source, limits=call_limits(box.limits), seed=0))
                self._judges.append((sample, Target(box, program, sample.source, sample.entry_point)))
            self._stack = stack.pop_all()

    def __enter__(self) -> Jury:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def smallest(
        self, sample: Sample, target: Target, inside: Sequence[int], domain: Domain, examples: int, seed: int | None
    ) -> tuple[Property, Call]:
        """The smallest call found on which the sample differs, and what falls there; all may have been called there."""
        first = self._judges[0][0]
        apart = [sample.calls[index] for index in differences(sample, first, inside)]
        known = min(apart, key=lambda call: len(codec.dumps(call.arguments)))
        claim = Property(AGREES, "consensus", lambda call: self._agrees(sample, call))
        found = Tally(claiming(claim), failed=(claim, known))
        return shrink(target, found, domain.smaller, examples, seed)

    def expected(self, call: Call) -> str:
        """What the first of them answers to the same input."""
        return self._judges[0][0].shown(self._asked(call)[0])

    def _asked(self, call: Call) -> list[Call]:
        return [target.call(claiming(), call.input) for _, target in self._judges]

    def _agrees(self, sample: Sample, call: Call) -> bool:
        """True also where the judges differ or do not mean what they raise: then nothing is claimed."""
        first = self._judges[0][0]
        ruling, *others = self._asked(call)
        judges = [judge for judge, _ in self._judges]
        united = all(judge.alike(one, first, ruling) for judge, one in zip(judges[1:], others, strict=True))
        meant = ruling.returned or any(judge.refused(ruling) for judge in judges)
        return not united or not meant or sample.alike(call, first, ruling)
