"""What the answers of several programs decide: which of them pass, which fall, and of which nothing can be said."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ..literal import literal, shorten
from .clusters import as_cluster, counted_inputs, emptiness, grouped, named
from .hearing import contradiction
from .jury import AGREES, Jury
from .limits import call_limits
from .rulings import agreed, fallen_by, noted, undecided, with_held
from .sample import REFERENCE, SHOWN, Sample, claiming, voices
from .tally import ENDS, holds
from .target import Target
from .verdict import Difference, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .domain import Domain
    from .property import Property

#: Of one sample, which has no others to agree with.
AGREES_WITH_REFERENCE: Final = f"proposed: agrees with {REFERENCE}"


@dataclass(frozen=True)
class Vote:
    """`claims`: properties that a model has proposed. `notes`: what is said of every sample that is judged here."""

    domain: Domain
    claims: Sequence[Property]
    notes: tuple[str, ...]
    examples: int
    seed: int | None

    def decide(self, samples: Sequence[Sample]) -> None:
        """Writes the verdicts of those that have none yet."""
        in_play = [sample for sample in samples if sample.verdict is None]
        heard = [sample for sample in in_play if sample.calls and not sample.unheard]
        inside = counted_inputs(heard)
        groups = _without_lone_reference(grouped(heard, inside))
        others: dict[str, list[Sample]] = {}  # who is not heard agrees with nobody but copies of itself
        for sample in in_play:
            if sample.unheard and not sample.is_reference:
                sample.verdict = undecided(sample.own, sample.unheard, self.notes)
                others.setdefault(sample.voice, []).append(sample)
        parties = sorted([*groups, *others.values()], key=voices, reverse=True)
        if voices(sample for group in groups for sample in group) > 1:
            self._compare(groups, inside, sum(map(voices, parties)))
        self._hold_to_claims([sample for group in groups for sample in group])
        clusters = tuple(map(as_cluster, parties))
        lost = [note for sample in samples if (note := _lost(sample, groups))]
        for sample in in_play:
            verdict = sample.verdict or noted(sample.own, *self.notes)
            sample.verdict = replace(noted(verdict, *lost), clusters=clusters)

    def _compare(self, groups: list[list[Sample]], inside: list[int], total: int) -> None:
        empty = emptiness(groups[0][0], inside)
        if len(groups) == 1 and empty:
            for sample in groups[0]:
                sample.verdict = noted(sample.own, f"the samples agree, but {empty}", *self.notes)
        elif empty or voices(groups[0]) * 2 <= total:
            self._leave_open(groups, inside, total, empty)
        else:
            self._decide(groups, inside, total)

    def _leave_open(self, groups: list[list[Sample]], inside: list[int], total: int, empty: str) -> None:
        if len(groups) == 1:
            difference, told = None, f"only {voices(groups[0])} of {total} can be compared"
        else:
            difference = self._difference(groups, inside)
            told = _told(difference) + f"; {len(groups)} behaviours in all" * (len(groups) > 2)
        why = f"most samples agree, but {empty}" if empty else "no majority of the samples agrees"
        if len(_people(groups)) == 1:
            why = f"{REFERENCE} answers otherwise, and nothing says which is right"
        for sample in _people(groups):
            sample.verdict = undecided(sample.own, f"{why}: {told}", self.notes, difference)

    def _decide(self, groups: list[list[Sample]], inside: list[int], total: int) -> None:
        """The largest group passes; its samples must be most by themselves for others to fall."""
        most, *others = groups
        members = _people([most])
        people = total - any(sample.is_reference for group in groups for sample in group)
        left_out = len(most[0].calls) - len(inside)
        referred = len(members) < len(most)
        who = f"{voices(members)} of {people} samples agree" if people > 1 else "it agrees"
        notes = (
            f"{who} {f'with {REFERENCE} ' * referred}on {_inputs(len(inside))}",
            *["copies of one sample are counted once"] * any(_has_copies(group) for group in groups),
            *[f"most samples raise on {_inputs(left_out)}: left out"] * bool(left_out and not referred),
            *self.notes,
        )
        name = AGREES if voices(members) > 1 else AGREES_WITH_REFERENCE
        for sample in members:
            discarded = left_out + self.domain.discarded
            sample.verdict = agreed(sample.own, name, len(inside), discarded, notes)
        for sample in _people(others):
            if voices(members) * 2 > people:
                self._disagrees(sample, members, inside, notes)
            else:
                difference = self._difference([most, [sample]], inside)
                reason = f"most samples do not agree by themselves: {_told(difference)}"
                sample.verdict = undecided(sample.own, reason, self.notes, difference)

    def _disagrees(self, sample: Sample, members: list[Sample], inside: list[int], notes: tuple[str, ...]) -> None:
        with Jury(members) as jury, _loaded(sample) as target:
            claim, call = jury.smallest(sample, target, inside, self.domain, self.examples, self.seed)
            changed = contradiction(sample, target, [call], self.seed) if ENDS.holds(call) else ""
            if changed:
                sample.verdict = undecided(sample.own, changed, self.notes)
            else:
                fallen = fallen_by(sample.own, target, claim, call, examples=len(inside), expected=jury.expected(call))
                sample.verdict = replace(fallen, evidence="consensus", notes=notes)

    def _difference(self, groups: list[list[Sample]], inside: list[int]) -> Difference:
        """Who answers what, on the smallest input found that tells two groups apart: the reference's and the largest
        of the others, else the two largest."""
        one, other = sorted(groups, key=lambda group: not any(sample.is_reference for sample in group))[:2]
        judge = next((sample for sample in one if sample.is_reference), one[0])  # it says what is outside the domain
        with Jury([judge]) as jury, _loaded(other[0]) as target:
            _, call = jury.smallest(other[0], target, inside, self.domain, self.examples, self.seed)
            expected = shorten(jury.expected(call), SHOWN)
        answers = [(_called(one, groups), expected), (_called(other, groups), shorten(other[0].shown(call), SHOWN))]
        return Difference(
            call=shorten(target.text(call.arguments), SHOWN),
            answers=tuple(answers[:: -1 if judge.is_reference else 1]),
        )

    def _hold_to_claims(self, heard: list[Sample]) -> None:
        """Those that hold for the reference and, of several samples, for most."""
        reference = next((sample for sample in heard if sample.is_reference), None)
        people = _people([heard])
        kept = [
            claim
            for claim in self.claims
            if reference is not None
            and claim.name not in reference.broken
            and (voices(people) == 1 or _holders(claim, people) * 2 > voices(people))
        ]
        for sample in people if kept else []:
            fallen = next((claim for claim in kept if claim.name in sample.broken), None)
            verdict = sample.verdict or noted(sample.own, *self.notes)
            if fallen is None and verdict.status is not Status.FALSIFIED:
                sample.verdict = with_held(verdict, [claim.name for claim in kept], len(sample.calls))
            elif fallen is not None and voices(people) > 1 and verdict.status is not Status.FALSIFIED:
                self._falls(sample, fallen)
            elif fallen is not None and voices(people) == 1:
                text = f"{fallen.name}, which does not hold of {_arguments(sample, fallen)}"
                reason = f"{verdict.reason}; {text}" if verdict.reason else text
                sample.verdict = undecided(verdict, reason, verdict.notes, verdict.difference)

    def _falls(self, sample: Sample, claim: Property) -> None:
        """By the smallest of the inputs that all were called with: further ones may be outside the domain."""
        with _loaded(sample) as target:
            call = target.call(claiming(), sample.broken[claim.name].input)
            if holds(claim, call):
                sample.verdict = undecided(sample.own, f"{claim.name} fell once and held later", self.notes)
            else:
                fallen = fallen_by(sample.own, target, claim, call, examples=len(sample.calls))
                sample.verdict = replace(fallen, evidence="consensus", notes=self.notes)


@contextlib.contextmanager
def _loaded(sample: Sample) -> Iterator[Target]:
    with (
        sample.box.load(sample.source, limits=call_limits(sample.box.limits), seed=0) as program,
        contextlib.closing(Target(sample.box, program, sample.source, sample.entry_point)) as target,
    ):
        yield target


def _people(groups: Sequence[Sequence[Sample]]) -> list[Sample]:
    """The samples, without a reference."""
    return [sample for group in groups for sample in group if not sample.is_reference]


def _holders(claim: Property, samples: Sequence[Sample]) -> int:
    return voices(one for one in samples if claim.name not in one.broken)


def _without_lone_reference(groups: list[list[Sample]]) -> list[list[Sample]]:
    """Of several samples one at least must agree with a reference for it to have a voice."""
    several = voices(_people(groups)) > 1
    return [group for group in groups if not several or _people([group])]


def _lost(sample: Sample, groups: Sequence[Sequence[Sample]]) -> str:
    """Why a reference had no voice; "" for one that had, and for samples."""
    if not sample.is_reference or any(sample in group for group in groups):
        return ""
    fallen = "it does not end within its limits" if sample.verdict is not None and sample.verdict.reason == "" else ""
    return f"thrown out was {REFERENCE}: {sample.unheard or fallen or 'no sample agrees with it'}"


def _called(group: Sequence[Sample], groups: Sequence[Sequence[Sample]]) -> str:
    alone = _people(groups) == _people([group]) and len(group) == 1
    return "this code" if alone and len(group[0].positions) == 1 else named(group)


def _told(difference: Difference) -> str:
    (who, answer), (other, its) = difference.answers
    return f"{difference.call} is {answer} for {who}, {its} for {other}"


def _arguments(sample: Sample, claim: Property) -> str:
    return literal(sample.broken[claim.name].arguments, SHOWN)


def _inputs(count: int) -> str:
    return f"{count} input{'s' * (count != 1)}"


def _has_copies(group: Sequence[Sample]) -> bool:
    return sum(len(sample.positions) for sample in group) > voices(_people([group]))
