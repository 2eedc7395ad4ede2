"""Workflow commands, which GitHub turns into annotations beside the code.

Source: GitHub's documentation, "Workflow commands": `::error file={name},line={line},title={title}::{message}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.checking.verdict import Status

from .printable import printable
from .result import line_of
from .wording import counted, why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .result import Result


def workflow_commands(results: Iterable[Result], *, in_files: bool = True) -> list[str]:
    """One line for each result that did not pass: an error, or a warning where nothing could be checked.

    All that were skipped are one notice. `in_files`: the results' sources are files to point at, not prompts.
    """
    fallen = [result for result in results if result.verdict is None or not result.verdict.passed]
    skipped = [result for result in fallen if result.skipped]
    lines = [_annotation(result, in_files=in_files) for result in fallen if not result.skipped]
    if skipped:
        title = _property(f"codegen: {counted(len(skipped), 'file')} not checked")
        lines.append(f"::notice title={title}::{_data(why(skipped[0]))}")
    return lines


def _annotation(result: Result, *, in_files: bool) -> str:
    verdict = result.verdict
    inconclusive = verdict is not None and verdict.status is Status.INCONCLUSIVE
    level = "warning" if inconclusive else "error"
    title = f"{verdict.task or 'codegen'}: {verdict.status.value}" if verdict else "codegen: not checked"
    place = f"title={_property(title)}"
    if in_files:
        place = f"file={_property(result.source)},line={line_of(result)},{place}"
    return f"::{level} {place}::{_data(why(result))}"


def _data(text: str) -> str:
    """The runner ends a command at a line break and reads `%` as an escape."""
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
