"""Several programs for one task of which nothing tells what is right: those that agree with most are likelier to be.

All are called with the same inputs, one after the other, each in a process of its own, and their answers are compared
on the host. Those that answered alike on every input are a cluster. If one cluster holds more than half of the
different programs, its members pass with the evidence "consensus", and the others fall by the smallest input found on
which they differ. Without such a cluster nothing can be said. Copies of a text count once; a program that contradicts
itself agrees with nobody; one that falls by itself is not asked. An input on which most raise what they do not mean to
raise is outside the domain. Agreement in nothing but exceptions, or in one answer to every input, is none.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from ..errors import CheckError
from ..literal import shorten
from .clusters import as_cluster, counted_inputs, emptiness, grouped, named
from .domain import common_domain
from .hearing import Hearing, contradiction, read
from .jury import AGREES, Jury
from .sample import SHOWN, Sample, voices
from .tally import ENDS
from .target import Target, call_limits
from .trial import counterexample
from .verdict import PropertyResult, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..host import Sandbox
    from .property import Call, Property
    from .question import Options


def judge_samples(box: Sandbox, sources: Sequence[str], checked: Sequence[Verdict], options: Options) -> list[Verdict]:
    """The verdicts of `checked`, those anew that rest on crash-freedom alone where there is something to compare.

    Raises CheckError if there is not one verdict a source.
    """
    if len(sources) != len(checked):
        raise CheckError(f"there must be a verdict for each sample: {len(sources)} samples, {len(checked)} verdicts")
    unsure = [
        number
        for number, verdict in enumerate(checked)
        if verdict.evidence == "crash-only" and verdict.status is not Status.FALSIFIED
    ]
    texts = dict.fromkeys(sources[number] for number in unsure)
    samples = [
        Sample(text, positions, checked[positions[0]])
        for text in texts
        for positions in [tuple(number for number in unsure if sources[number] == text)]
    ]
    started = time.monotonic()
    if voices(samples) > 1:
        _Consensus(box, samples, options).judge()
    elif len(unsure) > 1:
        for sample in samples:
            sample.verdict = _noted(sample.own, f"{len(unsure)} samples are copies of one: there is nothing to compare")
    seconds = time.monotonic() - started
    found = {number: sample.verdict for sample in samples for number in sample.positions}
    verdicts = [found.get(number) or own for number, own in enumerate(checked)]
    return [
        replace(verdict, seconds=own.seconds + seconds) if verdict is not own else own
        for verdict, own in zip(verdicts, checked, strict=True)
    ]


class _Consensus:
    """One comparison, which writes the samples' verdicts."""

    def __init__(self, box: Sandbox, samples: list[Sample], options: Options) -> None:
        self._box, self._samples = box, samples
        self._examples, self._seed = options.get("examples", 100), options.get("seed")
        self._first = options.get("first", ())
        self._progress = options.get("on_progress") or (lambda count: None)

    def judge(self) -> None:
        for sample in self._samples:
            read(self._box, sample)
        readable = [sample for sample in self._samples if not sample.unheard]
        self._domain = common_domain(readable, self._first)
        asked = [sample for sample in readable if not sample.unheard]
        hearing = Hearing(
            box=self._box, domain=self._domain, inputs=self._domain.drawn(self._examples, self._seed),
            shares=max(1, len(asked)), examples=self._examples, seed=self._seed, on_progress=self._progress,
        )  # fmt: skip
        for sample in asked if hearing.inputs else []:
            fallen = hearing.hear(sample)
            if fallen is not None:
                sample.verdict = _fallen(sample.own, *fallen, examples=len(sample.calls) + 1)
        in_play = [sample for sample in self._samples if sample.verdict is None]
        self._compare([sample for sample in in_play if sample.calls and not sample.unheard], in_play)

    def _compare(self, heard: list[Sample], in_play: list[Sample]) -> None:
        inside = counted_inputs(heard)
        groups = grouped(heard, inside)
        others: dict[str, list[Sample]] = {}  # who is not heard agrees with nobody but copies of itself
        for sample in in_play:
            if sample.unheard:
                sample.verdict = _undecided(sample.own, sample.unheard)
                others.setdefault(sample.voice, []).append(sample)
        parties = sorted([*groups, *others.values()], key=voices, reverse=True)
        total = sum(map(voices, parties))
        if voices(heard) > 1:
            empty = emptiness(groups[0][0], inside)
            if len(groups) == 1 and empty:
                _say_all(heard, lambda own: _noted(own, f"the samples agree, but {empty}"))
            elif empty or voices(groups[0]) * 2 <= total:
                why = f"most samples agree, but {empty}" if empty else "no majority of the samples agrees"
                why = f"{why}: {self._difference(groups, inside, total)}"
                _say_all(heard, lambda own: _undecided(own, why))
            else:
                self._decide(groups, inside, total)
        clusters = tuple(map(as_cluster, parties))
        for sample in in_play:
            sample.verdict = replace(sample.verdict or sample.own, clusters=clusters)

    def _decide(self, groups: list[list[Sample]], inside: list[int], total: int) -> None:
        most, *others = groups
        left_out = len(most[0].calls) - len(inside)
        notes = (
            f"{voices(most)} of {total} samples agree on {_inputs(len(inside))}",
            *["copies of one sample are counted once"] * any(_has_copies(group) for group in groups),
            *[f"most samples raise on {_inputs(left_out)}: left out"] * bool(left_out),
        )
        for sample in most:
            sample.verdict = replace(
                _with(sample.own, AGREES, "passed", len(inside)),
                status=Status.PASSED,
                evidence="consensus",
                reason="",
                examples=len(inside),
                discarded=left_out,
                notes=notes,
            )
        if others:
            with Jury(self._box, most) as jury:
                for sample in (sample for group in others for sample in group):
                    self._disagrees(sample, jury, inside, notes)

    def _disagrees(self, sample: Sample, jury: Jury, inside: list[int], notes: tuple[str, ...]) -> None:
        with self._loaded(sample) as target:
            claim, call = jury.smallest(sample, target, inside, self._domain, self._examples, self._seed)
            changed = contradiction(sample, target, [call], self._seed) if ENDS.holds(call) else ""
            if changed:
                sample.verdict = _undecided(sample.own, changed)
            else:
                fallen = _fallen(sample.own, target, claim, call, examples=len(inside), expected=jury.expected(call))
                sample.verdict = replace(fallen, evidence="consensus", notes=notes)

    def _difference(self, groups: list[list[Sample]], inside: list[int], total: int) -> str:
        """Who answers what, on the smallest input found that tells the two largest groups apart."""
        if len(groups) == 1:
            return f"only {voices(groups[0])} of {total} can be compared"
        one, other = groups[:2]
        with Jury(self._box, one[:1]) as jury, self._loaded(other[0]) as target:
            _, call = jury.smallest(other[0], target, inside, self._domain, self._examples, self._seed)
            expected = shorten(jury.expected(call), SHOWN)
        text = shorten(target.text(call.arguments), SHOWN)
        more = f"; {len(groups)} behaviours in all" if len(groups) > 2 else ""
        return f"{text} is {expected} for {named(one)}, {shorten(other[0].shown(call), SHOWN)} for {named(other)}{more}"

    @contextlib.contextmanager
    def _loaded(self, sample: Sample) -> Iterator[Target]:
        with self._box.load(sample.source, limits=call_limits(self._box.limits), seed=0) as program:
            yield Target(self._box, program, sample.source, sample.entry_point)


def _say_all(samples: Sequence[Sample], say: Callable[[Verdict], Verdict]) -> None:
    for sample in samples:
        sample.verdict = say(sample.own)


def _inputs(count: int) -> str:
    return f"{count} input{'s' * (count != 1)}"


def _has_copies(group: Sequence[Sample]) -> bool:
    return sum(len(sample.positions) for sample in group) > voices(group)


def _noted(own: Verdict, note: str) -> Verdict:
    return replace(own, notes=(*own.notes, note))


def _undecided(own: Verdict, reason: str) -> Verdict:
    return replace(own, status=Status.INCONCLUSIVE, evidence="consensus", reason=reason, notes=())


def _fallen(
    own: Verdict, target: Target, claim: Property, call: Call, *, examples: int, expected: str | None = None
) -> Verdict:
    return replace(
        _with(own, claim.name, "falsified", examples),
        status=Status.FALSIFIED,
        counterexample=replace(counterexample(target, claim, call), expected=expected),
        reason="",
        examples=examples,
    )


def _with(own: Verdict, name: str, status: Literal["passed", "falsified"], examples: int) -> Verdict:
    """The properties with one more result, which replaces an earlier one of that name."""
    rest = tuple(one for one in own.properties if one.name != name)
    return replace(own, properties=(*rest, PropertyResult(name=name, status=status, examples=examples)))
