"""Judges many sources of which the same is asked, on all workers, in order.

Each verdict is the one that `Sandbox.check` gives for the source, with one exception that depends on the sources
before it alone, never on time or on the number of workers: what passed is called with the inputs on which those fell.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from .. import codec
from ..errors import CheckError
from ..parallel import in_order
from .checker import Judge
from .question import Past
from .trial import UNCHECKED
from .verdict import Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..host import Sandbox
    from .question import Question

#: Inputs that are remembered: the first ones, for each is called with every source that comes later.
_REMEMBERED: Final = 50


class _Memory:
    """Inputs on which sources fell, as they came. Those of checks whose domain the program chooses itself are left."""

    def __init__(self) -> None:
        self._past: tuple[Past, ...] = ()
        self._known: set[tuple[str | None, bytes]] = set()

    def __call__(self) -> tuple[Past, ...]:
        return self._past

    def add(self, verdict: Verdict) -> None:
        found = verdict.counterexample
        if found is None or not (verdict.task or verdict.evidence == "oracle") or len(self._past) >= _REMEMBERED:
            return
        key = verdict.task, codec.dumps(found.input)
        if key not in self._known:
            self._known.add(key)
            self._past += (Past(verdict.task, verdict.evidence, found.input),)


def judge_many(box: Sandbox, sources: Iterable[str], question: Question) -> Iterator[Verdict]:
    """See `Sandbox.check_many`."""
    memory = _Memory()
    progress = question.on_progress or (lambda done: None)
    with Judge(box, replace(question, on_progress=None), many=True) as judge:

        def look(source: str) -> tuple[str, int, Verdict]:
            past = memory()
            return source, len(past), _verdict(judge, source, past)

        with closing(in_order(look, sources, box.workers)) as looked:
            for done, (source, known, verdict) in enumerate(looked, 1):
                new = memory()[known:]
                again = _verdict(judge, source, new) if new and verdict.passed else verdict
                verdict = again if again.status is Status.FALSIFIED else verdict
                memory.add(verdict)
                progress(done)
                yield verdict


def _verdict(judge: Judge, source: str, past: Sequence[Past]) -> Verdict:
    """What cannot be asked of one source ends the others no more than what is wrong with it."""
    try:
        return judge.verdict(source, past)
    except CheckError as error:
        return replace(UNCHECKED, reason=str(error))
