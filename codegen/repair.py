"""What a model is told of an attempt that did not pass: facts, the most telling first. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sandbox import Counterexample, Outcome, Verdict

    from .task import Attempt

#: Begins each request for a repair; `prompt.read_back` counts them.
FAILED: Final = "This code failed its checks."
#: Begins a request in which nobody is called wrong.
OPEN: Final = "This code could not be confirmed."
#: A repr in a repair request; a huge one costs tokens and says no more.
MAX_REPR: Final = 600
#: Older counterexamples that are repeated, so that a repair does not bring an old fault back.
MAX_OLD: Final = 3
#: Properties whose names alone do not tell a model what they demand.
_MEANING: Final = {
    "ends within its limits": "every call returns or raises before its time and memory are used up",
    "answers the same call again": "the same arguments always get the same answer, whatever was called before",
    "answers some input": "it returns something for at least one of the inputs that its type hints allow",
    "does not break": "it raises nothing but exceptions that it declares",
    "idempotent": "done again on its own result, it changes nothing",
    "agrees with the other samples": "most of several independent answers to this task give another result",
}


def repair(attempt: Attempt, earlier: Sequence[Attempt] = ()) -> str:
    """The request for a better version; `earlier` are the attempts before it, oldest first."""
    lines = list(_dispute(attempt)) or [FAILED, *_fault(attempt, earlier)]
    lines += _old_faults(attempt, earlier)
    if attempt.repeats is not None:
        lines.append("Sending it again cannot help: discard it and solve the task by another approach.")
    lines.append("Find the cause and answer with the whole corrected code in one Python code block.")
    return "\n".join(lines)


def _dispute(attempt: Attempt) -> Iterator[str]:
    """Two answers of models, and no one to say which is right: an open question."""
    difference = attempt.verdict.difference
    if difference is None:
        return
    yield OPEN
    if any("sample" in who for who, _ in difference.answers):
        yield f"It is sample {attempt.sample + 1} of several independent answers."
    yield f"Independent answers to the task, one of them by brute force, differ on this call: {_short(difference.call)}"
    for who, answer in difference.answers:
        yield f"  {who}: {_short(answer)}"
    yield "Decide by the words of the task which of the two is right. If it is yours, answer with the same code again."


def _fault(attempt: Attempt, earlier: Sequence[Attempt]) -> Iterator[str]:
    verdict, found = attempt.verdict, attempt.verdict.counterexample
    if attempt.repeats is not None:
        yield f"It is the same code as your answer number {attempt.repeats}, and fails for the same reason."
    if found is None:
        yield from _reason(verdict, attempt.candidate.source)
        return
    yield from _counterexample(found, attempt.candidate.source)
    yield from _history(found, earlier)
    yield from (f"Note: {note}" for note in verdict.notes if note in _telling())
    if attempt.another is not None:
        yield "It fails on other inputs too:"
        yield from _counterexample(attempt.another, attempt.candidate.source)


def _counterexample(found: Counterexample, source: str) -> Iterator[str]:
    meaning = _MEANING.get(found.property)
    yield f"Property that does not hold: {found.property}{f' ({meaning})' if meaning else ''}"
    yield f"Smallest failing call: {_short(found.call)}"
    yield from _happened(found.outcome, source)
    yield from _changed(found)
    if found.expected is not None:
        yield f"Expected: {_short(found.expected)}"


def _happened(outcome: Outcome, source: str) -> Iterator[str]:
    from sandbox import describe

    yield f"What happened: {_short(describe(outcome))}"
    number = getattr(outcome, "line", 0)
    lines = source.split("\n")
    if 0 < number <= len(lines) and (text := lines[number - 1].strip()):
        yield f"Line {number} is: {_short(text)}"


def _changed(found: Counterexample) -> Iterator[str]:
    """Arguments as the call left them, where that is not as it got them."""
    from sandbox import Returned
    from sandbox.literal import literal

    outcome = found.outcome
    after = [literal(one) for one in outcome.arguments] if isinstance(outcome, Returned) else []
    for number, (before, left) in enumerate(zip(found.arguments, after, strict=False), 1):
        if before != left:
            yield f"It changed its argument number {number}, which was afterwards: {_short(left)}"


def _history(found: Counterexample, earlier: Sequence[Attempt]) -> Iterator[str]:
    """Whether this fault is an old one, or one that an earlier version did not have."""
    numbers = [one.number for one in earlier if _call(one) == found.call]
    if numbers:
        yield f"This call failed in your answer number {numbers[-1]} already: the fault is still there."
        return
    for one in reversed(earlier):
        held = {each.name for each in one.verdict.properties if each.status == "passed" and each.examples}
        if found.property in held:
            yield f"This worked before: the property held in your answer number {one.number}. Do not lose it again."
            return


def _reason(verdict: Verdict, source: str) -> Iterator[str]:
    if verdict.reason:
        yield f"Reason: {_short(verdict.reason)}"
    if verdict.outcome is not None:
        yield from _happened(verdict.outcome, source)
    if not verdict.reason and verdict.outcome is None:
        yield "No more is known than that."


def _old_faults(attempt: Attempt, earlier: Sequence[Attempt]) -> Iterator[str]:
    now = _call(attempt)
    old = {one.call: one for each in earlier if (one := each.verdict.counterexample) is not None and one.call != now}
    if old:
        yield "Earlier versions failed here, which must stay repaired:"
        for one in list(old.values())[-MAX_OLD:]:
            wanted = f"must give {_short(one.expected)}" if one.expected is not None else f"must hold: {one.property}"
            yield f"  {_short(one.call)} - {wanted}"


def _call(attempt: Attempt) -> str | None:
    found = attempt.verdict.counterexample
    return found.call if found is not None else None


def _telling() -> frozenset[str]:
    """Notes of a check that help to repair; the others are for whoever runs it."""
    from sandbox.checking import trial

    return frozenset({trial.PRINTS, trial.KEEPS, trial.FELL_LATER, trial.CHANGES})


def _short(text: str) -> str:
    return shorten_middle(text, MAX_REPR)


def shorten_middle(text: str, most: int) -> str:
    """The text, its middle left out where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} ... ({len(text) - 2 * half} characters left out) ... {text[-half:]}"
