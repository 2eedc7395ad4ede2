"""Several programs for one task of which nothing tells what is right: those that agree with most are likelier to be.

All are called with the same inputs, one after the other, each in a process of its own, and their answers are compared
on the host (`vote.py`). Those that answered alike on every input are a cluster. If one cluster holds more than half of
the different programs, its members pass with the evidence "consensus", and the others fall by the smallest input found
on which they differ. Without such a cluster nothing can be said. Copies of a text count once; a program that
contradicts itself agrees with nobody; one that falls by itself is not asked. An input on which most raise what they do
not mean to raise is outside the domain. Agreement in nothing but exceptions, or in one answer to every input, is none.

A reference that a model has proposed is one more program; `proposed` says what it can decide.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import CheckError
from ..literal import shorten
from ..outcome import describe
from .domain import Domain, common_domain, require_arity
from .hearing import Hearing, read
from .rulings import fallen_by, noted, undecided
from .sample import REFERENCE, SHOWN, Sample, voices
from .told import told_by
from .trial import UNCHECKED
from .verdict import Difference, Status
from .vote import Vote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..host import Sandbox
    from .oracle import Oracle
    from .property import Call, Property
    from .proposed import Proposed
    from .question import Options
    from .target import Target
    from .verdict import Verdict


def judge_samples(box: Sandbox, sources: Sequence[str], checked: Sequence[Verdict], options: Options) -> list[Verdict]:
    """The verdicts of `checked`, those anew that rest on little where there is something to compare.

    Little is crash-freedom alone and, where a model has proposed more, examples. Raises CheckError if there is not one
    verdict a source.
    """
    if len(sources) != len(checked):
        raise CheckError(f"there must be a verdict for each sample: {len(sources)} samples, {len(checked)} verdicts")
    proposed = options.get("proposed")
    weak = ("crash-only",) if proposed is None else ("crash-only", "examples")
    unsure = [
        number
        for number, verdict in enumerate(checked)
        if verdict.evidence in weak and verdict.status is not Status.FALSIFIED
    ]
    texts = dict.fromkeys(sources[number] for number in unsure)
    samples = [
        Sample(text, positions, checked[positions[0]], box)
        for text in texts
        for positions in [tuple(number for number in unsure if sources[number] == text)]
    ]
    started = time.monotonic()
    if samples and proposed is not None:
        _judge_with(proposed, box, samples, options)
    elif voices(samples) > 1:
        _Consensus(samples, options).judge()
    elif len(unsure) > 1:
        for sample in samples:
            sample.verdict = noted(sample.own, f"{len(unsure)} samples are copies of one: there is nothing to compare")
    seconds = time.monotonic() - started
    found = {number: sample.verdict for sample in samples for number in sample.positions}
    verdicts = [found.get(number) or own for number, own in enumerate(checked)]
    return [
        replace(verdict, seconds=own.seconds + seconds) if verdict is not own else own
        for verdict, own in zip(verdicts, checked, strict=True)
    ]


def _judge_with(proposed: Proposed, box: Sandbox, samples: list[Sample], options: Options) -> None:
    """The same with a reference that a model has proposed, unless it is the text of a sample."""
    with proposed.opened(box) as (oracle, claims):
        own = replace(UNCHECKED, entry_point=oracle.name)
        reference = Sample(proposed.spec.reference, (), own, oracle.box)
        if any(sample.voice == reference.voice for sample in samples):
            _Consensus(samples, options, notes=(f"thrown out was {REFERENCE}, for it is the same code",)).judge()
            return
        first = [one for one in options.get("first", ()) if len(one) == proposed.arity and oracle.answers(one)]
        domain = Domain([*first, *proposed.inputs], plain=proposed.strategy, discarded=proposed.discarded)
        _Consensus([*samples, reference], options, domain, claims, proposed.notes, oracle).judge()


class _Consensus:
    """One comparison, which writes the samples' verdicts. Without a `domain`, they get what all say that they take."""

    def __init__(
        self,
        samples: list[Sample],
        options: Options,
        domain: Domain | None = None,
        claims: Sequence[Property] = (),
        notes: tuple[str, ...] = (),
        oracle: Oracle | None = None,
    ) -> None:
        self._samples, self._domain, self._claims, self._notes = samples, domain, claims, notes
        self._oracle = oracle
        self._examples, self._seed = options.get("examples", 100), options.get("seed")
        self._first = options.get("first", ())
        self._told = told_by(samples[0].box, options.get("prompt"))
        self._progress = options.get("on_progress") or (lambda count: None)

    def judge(self) -> None:
        for sample in self._samples:
            read(sample)
        domain = self._common_domain([sample for sample in self._samples if not sample.unheard])
        asked = [sample for sample in self._samples if not sample.unheard]
        hearing = Hearing(
            claims=self._claims, domain=domain, inputs=domain.drawn(self._examples, self._seed),
            shares=max(1, len(asked)), examples=self._examples, seed=self._seed, on_progress=self._progress,
        )  # fmt: skip
        for sample in asked if hearing.inputs else []:
            fallen = hearing.hear(sample)
            if fallen is None:
                continue
            if self._oracle is None or sample.is_reference:
                sample.verdict = fallen_by(sample.own, *fallen, examples=len(sample.calls) + 1)
            else:
                sample.verdict = self._endless(sample, fallen[0], fallen[2], self._oracle)
        Vote(domain, self._claims, self._notes, self._examples, self._seed).decide(self._samples)

    def _endless(self, sample: Sample, target: Target, call: Call, oracle: Oracle) -> Verdict:
        """A call that did not end is no fault where a model has proposed it: the input may be none of the task."""
        answer = oracle.answer(call.input)
        told = (target.text(call.arguments), describe(call.outcome), describe(answer))
        texts = [shorten(text, SHOWN) for text in told]
        difference = Difference(call=texts[0], answers=(("this code", texts[1]), (REFERENCE, texts[2])))
        reason = f"{REFERENCE} answers a call that this code does not end: {texts[0]} {texts[1]}"
        return undecided(sample.own, reason, self._notes, difference)

    def _common_domain(self, readable: list[Sample]) -> Domain:
        if self._domain is None:
            return common_domain(readable, self._first, self._told)
        require_arity(readable, len(self._domain.explicit[0]))
        return self._domain
