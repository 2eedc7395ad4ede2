"""The sentences all reports share, so that a terminal, JUnit and an annotation say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.checking.verdict import Status
from sandbox.outcome import Outcome, Returned, describe

from .printable import one_line, show

if TYPE_CHECKING:
    from sandbox.checking.verdict import Counterexample, Verdict

    from .result import Result

#: What each kind of evidence means to a reader. Testing does not prove, so none of these says that it does.
EVIDENCE = {
    "oracle": "agreement with a reference",
    "catalogue": "properties of the task",
    "examples": "the calls that were given",
    "consensus": "agreement of samples",
    "crash-only": "no answer was checked",
}


#: A call is there to be pasted, so it is cut only where nobody would.
CALL_LIMIT = 2_000


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def happened(outcome: Outcome) -> str:
    """One line, of any candidate's outcome."""
    if isinstance(outcome, Returned):
        return one_line(f"returned {show(outcome.value)}")
    return one_line(describe(outcome))


def evidence(verdict: Verdict) -> str:
    """What the verdict rests on, with the number of examples and the seed."""
    meaning = EVIDENCE[verdict.evidence]
    if verdict.evidence == "catalogue" and verdict.task is None:
        meaning = "your properties"
    groups = verdict.clusters if verdict.evidence == "consensus" else ()
    proposed = any(each.proposed for each in groups)
    agreeing = groups[0].different if groups else 0
    if agreeing > 1:
        total = sum(each.different for each in groups)
        what = "programs agree, one of all is a reference that a model has proposed" if proposed else "samples agree"
        meaning = f"{agreeing} of {total} {what}; no test says that they are right"
    discarded = f" and {verdict.discarded} outside the domain" if verdict.discarded else ""
    return f"{verdict.evidence}: {meaning}, {counted(verdict.examples, 'example')}{discarded}, seed {verdict.seed}"


def clusters(verdict: Verdict) -> str:
    """Which samples answered alike, counted from 1; "" where none were compared."""
    groups = [
        ", ".join([*(str(number + 1) for number in each.samples), *["the proposed reference"] * each.proposed])
        for each in verdict.clusters
    ]
    return " | ".join(groups)


def counterexample_lines(found: Counterexample) -> list[tuple[str, str]]:
    """(label, text) of each line; the first is a call that can be pasted."""
    lines = [("counterexample", one_line(found.call, CALL_LIMIT)), ("", happened(found.outcome))]
    if found.expected is not None:
        lines.append(("", f"expected {one_line(found.expected)}"))
    return lines


def why(result: Result) -> str:
    """Why it did not pass, in one line; empty if it passed."""
    verdict = result.verdict
    if verdict is None:
        return one_line(result.error)
    if verdict.status is Status.PASSED:
        return ""
    if verdict.counterexample:
        found = verdict.counterexample
        texts = [text for _, text in counterexample_lines(found)]
        reason = f" ({one_line(verdict.reason)})" if verdict.reason else ""
        return f"{one_line(found.property)}: {', '.join(texts)}{reason}"
    if verdict.reason:
        return one_line(verdict.reason)
    return happened(verdict.outcome) if verdict.outcome else verdict.status.value
