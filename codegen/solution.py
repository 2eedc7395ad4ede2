"""What a run ends with, and which of its attempts is the best. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox import Status, Verdict

    from .task import Attempt, Task

#: What is worth most first, as the report names it.
_EVIDENCE = ("oracle", "catalogue", "examples", "consensus", "crash-only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """How it ended. `attempts`: all that were judged, in order; `best`: the first of them that passed with the best
    evidence, else the one of the last round that came closest.

    `run_id` is the run's number in the history, None where there is none. `seconds`: wall time of the whole.
    `stopped`: why no further attempt was made although one was left, or "". `tokens`: what all requests cost together,
    estimated where the server does not say.
    """

    task: Task
    attempts: tuple[Attempt, ...]
    best: Attempt
    run_id: int | None = None
    seconds: float = 0.0
    stopped: str = ""
    tokens: int = 0

    @property
    def verdict(self) -> Verdict:
        return self.best.verdict

    @property
    def source(self) -> str:
        """The best candidate's code, whatever its verdict."""
        return self.best.candidate.source

    @property
    def code(self) -> str | None:
        """The code, if it passed its checks."""
        return self.source if self.verdict.passed else None


def closest(chosen: Sequence[Attempt]) -> Attempt:
    """The last one, unless it fell and one before it was only in dispute."""
    open_ones = [one for one in chosen if one.verdict.status is not falsified()]
    return (open_ones or list(chosen))[-1]


def settled(attempt: Attempt) -> bool:
    """True if it passed, and more than that it ran."""
    return attempt.verdict.passed and attempt.verdict.evidence != _EVIDENCE[-1]


def rank(attempt: Attempt) -> tuple[bool, int, bool, bool, int]:
    """The least is the best; of equals the first. What fell can be repaired, what is inconclusive cannot."""
    verdict = attempt.verdict
    held = sum(each.status == "passed" for each in verdict.properties)
    evidence = _EVIDENCE.index(verdict.evidence) if verdict.passed else 0
    return not verdict.passed, evidence, verdict.status is not falsified(), attempt.repeats is not None, -held


def falsified() -> Status:
    from sandbox import Status

    return Status.FALSIFIED
