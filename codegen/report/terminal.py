"""A report that a person reads in five seconds. Pure: results in, styled lines out; the console decides on colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.text import Text

from sandbox.checking.verdict import Status

from .printable import one_line
from .result import NOT_CHECKED
from .wording import clusters, counted, counterexample_lines, evidence, happened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sandbox.checking.verdict import PropertyResult, Verdict

    from .result import Result, Tried

#: Room for the longest label, "counterexample", and a gap.
_LABEL_CELLS = 16
#: Beyond this a property's name pushes its count to the right instead of being cut.
_NAME_CELLS = 44

_STATUS_STYLE = {Status.PASSED: "bold green", Status.FALSIFIED: "bold red", Status.INCONCLUSIVE: "bold yellow"}
_PROPERTY_STYLE: dict[Literal["passed", "falsified", "not run"], str] = {
    "passed": "green",
    "falsified": "red",
    "not run": "yellow",
}


def render(result: Result) -> list[Text]:
    """The whole report of one result: headline, properties, counterexample, what confined it, cost."""
    verdict = result.verdict
    if verdict is None:
        return [Text.assemble((one_line(result.source), "bold"), ": ", (one_line(result.error), "red"))]
    lines = _findings(result, verdict)
    lines += _samples(result)
    if verdict.clusters:
        lines.append(_labelled("alike", clusters(verdict), "dim"))
    lines.append(_labelled("evidence", evidence(verdict), "dim"))
    lines += [render_confinement(verdict)] if verdict.protections else []
    lines.append(_labelled("cost", _cost(result, verdict), "dim"))
    return lines


def render_brief(result: Result) -> list[Text]:
    """One line for a result that passed, what was found for any other: what `check` shows of many files."""
    verdict = result.verdict
    if verdict is None:
        return render(result)
    if not verdict.passed:
        return _findings(result, verdict)
    line = _headline(result, verdict)
    line.append(f" ({counted(verdict.examples, 'example')}, {verdict.evidence})", "dim")
    return [line, *_notes(verdict)]


def render_summary(words: Mapping[str, int]) -> Text:
    """The closing line of several results: how many of each `Result.word`."""
    order = [*(status.value for status in Status), NOT_CHECKED]
    return Text(", ".join(f"{words[word]} {word}" for word in order if word in words), "bold")


def render_confinement(verdict: Verdict) -> Text:
    """What confined the programs; the same for all that ran in one sandbox."""
    return _labelled("confined by", _confinement(verdict), "dim")


def _findings(result: Result, verdict: Verdict) -> list[Text]:
    width = _name_width(verdict.properties)
    properties = [_property(each, width) for each in verdict.properties]
    return [_headline(result, verdict), *properties, *_failure(verdict), *_notes(verdict)]


def _notes(verdict: Verdict) -> list[Text]:
    return [_labelled("note", one_line(note), "yellow") for note in verdict.notes]


def _headline(result: Result, verdict: Verdict) -> Text:
    line = Text.assemble((verdict.status.value.upper(), _STATUS_STYLE[verdict.status]), "  ", one_line(result.source))
    if verdict.task and verdict.task != result.source:
        line.append(f" · {one_line(verdict.task)}")
    if verdict.entry_point:
        line.append(f" · {one_line(verdict.entry_point)}")
    if verdict.convention:
        line.append(f" · {one_line(verdict.convention)}", "dim")
    return line


def _name_width(properties: Iterable[PropertyResult]) -> int:
    return min(_NAME_CELLS, max((cell_len(one_line(each.name)) for each in properties), default=0))


def _property(each: PropertyResult, width: int) -> Text:
    name = one_line(each.name)
    line = Text.assemble("  ", (f"{each.status:<{_LABEL_CELLS}}", _PROPERTY_STYLE[each.status]), name)
    line.append(" " * (max(0, width - cell_len(name)) + 2))
    line.append(counted(each.examples, "example"), "dim")
    return line


def _failure(verdict: Verdict) -> list[Text]:
    if verdict.counterexample:
        pairs = counterexample_lines(verdict.counterexample)
        return [_labelled(label, text, "bold" if label else "") for label, text in pairs]
    lines = [_labelled("reason", one_line(verdict.reason), "bold")] if verdict.reason else []
    if verdict.outcome and (told := happened(verdict.outcome)) not in one_line(verdict.reason):
        lines.append(_labelled("" if lines else "reason", told, ""))
    return lines


def _samples(result: Result) -> list[Text]:
    """What became of each, where several replies were asked for at once."""
    last = max((each.round for each in result.attempts), default=0)
    round_ = [each for each in result.attempts if each.round == last]
    if len(round_) < 2:
        return []
    return [_labelled("samples", ", ".join(f"{each.sample + 1} {each.verdict}" for each in round_), "dim")]


def _labelled(label: str, text: str, style: str) -> Text:
    return Text.assemble("  ", (f"{label:<{_LABEL_CELLS}}", "dim"), (text, style))


def _confinement(verdict: Verdict) -> str:
    walls = ", ".join(verdict.protections)
    place = " / ".join(word for word in (verdict.backend, verdict.policy) if word)
    return ": ".join(part for part in (place, walls) if part)


def _cost(result: Result, verdict: Verdict) -> str:
    parts = [f"{verdict.seconds:.2f} s checking"]
    if result.seconds is not None:
        parts = [f"{result.seconds:.2f} s in all", *parts]
    if result.attempts:
        parts.append(_rounds(result.attempts))
        parts.append(result.attempts[-1].model)
    known = [each for each in result.attempts if each.completion_tokens is not None]
    if known:
        asked = sum(each.prompt_tokens or 0 for each in known)
        answered = sum(each.completion_tokens or 0 for each in known)
        parts.append(f"{asked} + {answered} tokens")
    return ", ".join(one_line(part) for part in parts)


def _rounds(attempts: Sequence[Tried]) -> str:
    """Rounds of several samples are told as such: `2 attempts of 3 samples`."""
    rounds = counted(len({each.round for each in attempts}), "attempt")
    samples = max(each.sample for each in attempts) + 1
    return rounds if samples == 1 else f"{rounds} of {samples} samples"
