"""JUnit XML, as CI servers read it: a suite a file, a case a property."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sandbox.checking.verdict import Status

from .printable import one_line
from .wording import clusters, counterexample_lines, evidence, why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sandbox.checking.verdict import PropertyResult, Verdict

    from .result import Result

#: XML 1.0 has no way to write these characters, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Iterable[Result], command: str = "check") -> str:
    """The whole file. Inconclusive is `skipped`; what could not be checked at all is an `error`.

    The sources of `check` are files, which each case names; those of `run` are prompts.
    """
    root = Element("testsuites", name=f"codegen {command}")
    for result in results:
        _suite(root, result)
    for case in root.iter("testcase") if command == "check" else ():
        case.set("file", case.get("classname", ""))
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, result: Result) -> None:
    seconds = result.verdict.seconds if result.verdict else 0.0
    suite = SubElement(root, "testsuite", name=_allowed(result.source))
    _cases(suite, result)
    told = _told(result)
    if told:
        SubElement(suite, "system-out").text = _allowed("\n".join(told))
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(list(suite.iter(tag)))))
    suite.set("time", f"{seconds:.3f}")


def _told(result: Result) -> list[str]:
    """What a reader must know beside the cases: what was not checked, what is flaky, which samples agree."""
    verdict = result.verdict
    if verdict is None:
        return []
    alike = [f"alike: {clusters(verdict)}"] if verdict.clusters else []
    return [*(f"note: {one_line(note)}" for note in verdict.notes), *alike, f"evidence: {evidence(verdict)}"]


def _cases(suite: Element, result: Result) -> None:
    verdict = result.verdict
    if verdict is None:
        _ended(_case(suite, result, "check"), "skipped" if result.skipped else "error", why(result))
        return
    for each in verdict.properties:
        _property(_case(suite, result, each.name), each, verdict)
    if verdict.status is Status.INCONCLUSIVE:
        _ended(_case(suite, result, "verdict"), "skipped", why(result))
    elif verdict.status is Status.FALSIFIED and suite.find("testcase/failure") is None:
        _ended(_case(suite, result, "verdict"), "failure", why(result))
    elif not verdict.properties:
        _case(suite, result, "verdict")


def _property(case: Element, each: PropertyResult, verdict: Verdict) -> None:
    found = verdict.counterexample
    if each.status == "not run":
        _ended(case, "skipped", "not run")
    elif each.status == "falsified" and found and found.property == each.name:
        texts = [text for _, text in counterexample_lines(found)]
        _ended(case, "failure", ", ".join(texts), "\n".join(texts))
    elif each.status == "falsified":
        _ended(case, "failure", verdict.reason or "falsified")


def _case(suite: Element, result: Result, name: str) -> Element:
    return SubElement(suite, "testcase", classname=_allowed(result.source), name=_allowed(name))


def _ended(case: Element, kind: str, message: str, text: str = "") -> None:
    SubElement(case, kind, message=_allowed(message)).text = _allowed(text or message)


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)
