"""A report that a person reads in five seconds. Pure: results in, styled lines out; the console decides on colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.text import Text

from sandbox.checking.verdict import Status

from .printable import one_line
from .wording import counted, counterexample_lines, evidence, happened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sandbox.checking.verdict import PropertyResult, Verdict

    from .result import Result

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
    lines = [_headline(result, verdict)]
    lines += [_property(each, _name_width(verdict.properties)) for each in verdict.properties]
    lines += _failure(verdict)
    lines += [_labelled("note", one_line(note), "yellow") for note in verdict.notes]
    lines.append(_labelled("evidence", evidence(verdict), "dim"))
    if confined := _confinement(verdict):
        lines.append(_labelled("confined by", confined, "dim"))
    lines.append(_labelled("cost", _cost(result, verdict), "dim"))
    return lines


def render_brief(result: Result) -> list[Text]:
    """One line for a result that passed, the whole report for any other: what `check` shows of many files."""
    verdict = result.verdict
    if verdict is None or not verdict.passed:
        return render(result)
    line = _headline(result, verdict)
    line.append(f" ({counted(verdict.examples, 'example')}, {verdict.evidence})", "dim")
    return [line, *(_labelled("note", one_line(note), "yellow") for note in verdict.notes)]


def render_summary(results: Iterable[Result]) -> Text:
    """The closing line of several results: how many of each."""
    counts: dict[str, int] = {}
    for result in results:
        word = result.verdict.status.value if result.verdict else "not checked"
        counts[word] = counts.get(word, 0) + 1
    return Text(", ".join(f"{count} {word}" for word, count in counts.items()), "bold")


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
        parts.append(counted(len(result.attempts), "attempt"))
        parts.append(result.attempts[-1].model)
    known = [each for each in result.attempts if each.completion_tokens is not None]
    if known:
        asked = sum(each.prompt_tokens or 0 for each in known)
        answered = sum(each.completion_tokens or 0 for each in known)
        parts.append(f"{asked} + {answered} tokens")
    return ", ".join(one_line(part) for part in parts)
