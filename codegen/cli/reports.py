"""`--report FORMAT=PATH`: understood before the work begins, written after it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from codegen.errors import UsageError

from .outputs import require_writable, write_file
from .screen import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codegen.report.result import Result

Format = Literal["junit", "json", "github"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One report that was asked for. `path` None: on stderr, which only `github` allows."""

    format: Format
    path: Path | None


def parse_reports(values: Sequence[str]) -> list[Wanted]:
    """Raises UsageError for an unknown format or a path that cannot be written, before anything is checked."""
    return [_parse(value) for value in values]


def _parse(value: str) -> Wanted:
    name, _, path = value.partition("=")
    if name not in get_args(Format):
        raise UsageError(f"--report {value}: unknown format {name!r}; there are junit=PATH, json=PATH and github")
    if not path and name == "github":
        return Wanted("github", None)
    if not path:
        ending = "xml" if name == "junit" else name
        raise UsageError(f"--report {value}: needs a file, e.g. --report {name}=report.{ending}")
    require_writable(f"--report {value}", Path(path))
    return Wanted(cast(Format, name), Path(path))


def write_reports(wanted: Sequence[Wanted], command: str, exit_code: int, results: Sequence[Result]) -> list[str]:
    """One line for each file that cannot be written after all; it hides none of the others."""
    problems = []
    for each in wanted:
        text = _text(each.format, command, exit_code, results)
        if each.path is None:
            write(sys.stderr, text)
            continue
        try:
            write_file(f"--report {each.format}={each.path}", each.path, text)
        except UsageError as error:
            problems.append(str(error))
    return problems


def _text(format: Format, command: str, exit_code: int, results: Sequence[Result]) -> str:
    if format == "junit":
        from codegen.report.junit import junit

        return junit(results, command)
    if format == "json":
        from codegen.report.document import document, dumps

        return dumps(document(command, exit_code, results))
    from codegen.report.github import workflow_commands

    return "".join(f"{line}\n" for line in workflow_commands(results, in_files=command == "check"))
