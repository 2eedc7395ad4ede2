"""`codegen exec FILE|-`: run a file in the sandbox. (`exec.py` would hide the builtin's name in tracebacks.)"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codegen.report.printable import printable
from codegen.settings import Settings

from . import options
from .boxes import open_sandbox
from .exits import FAILED, OK
from .screen import complain, write
from .sources import read_source
from .tables import print_document

if TYPE_CHECKING:
    from sandbox import Outcome


@options.with_settings(options.SANDBOX)
def execute(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A Python file; - reads stdin.")],
    *,
    settings: Settings,
    allow_unconfined: options.AllowUnconfined = False,
    as_json: options.Json = False,
) -> int:
    """Run a file in the sandbox, its output passed through as it comes. Exit code 0 if it returned, else 1.

    On a terminal, characters that could steer it are shown as escapes; into a pipe or a file they go unchanged.
    """
    passing = None if as_json else _Passing()
    outcome, confinement = _run(file, settings, allow_unconfined=allow_unconfined, passing=passing)
    code = OK if _returned(outcome) else FAILED
    if as_json:
        _print_json(file, outcome, confinement, code)
    else:
        _explain(file, outcome, in_line=passing is not None and passing.in_line)
    return code


class _Passing:
    """Passes a program's output on; knows whether a line of ours would be joined to it."""

    def __init__(self) -> None:
        self.in_line = False

    def __call__(self, name: str, text: str) -> None:
        stream = sys.stderr if name == "stderr" else sys.stdout
        write(stream, printable(text) if stream.isatty() else text)
        if text and (name == "stderr" or _are_one()):
            self.in_line = not text.endswith("\n")


def _are_one() -> bool:
    """True where both streams end in the same place: one terminal, one file."""
    try:
        return os.path.samestat(os.fstat(sys.stdout.fileno()), os.fstat(sys.stderr.fileno()))
    except (OSError, ValueError):
        return False


def _run(
    file: str, settings: Settings, *, allow_unconfined: bool, passing: _Passing | None
) -> tuple[Outcome, dict[str, Any]]:
    """The outcome, and what confined it as the JSON document says it."""
    source = read_source(file, settings.limits().source_bytes)
    with open_sandbox(settings, allow_unconfined=allow_unconfined) as box:
        outcome = box.run(source, on_output=passing) if isinstance(source, str) else source
        confinement = {
            "name": box.name,
            "backend": box.backend,
            "policy": box.policy.language,
            "protections": list(outcome.protections),
        }
    return outcome, confinement


def _returned(outcome: Outcome) -> bool:
    from sandbox import Returned

    return isinstance(outcome, Returned)


def _explain(file: str, outcome: Outcome, *, in_line: bool) -> None:
    from codegen.report.wording import happened

    if in_line and not (_returned(outcome) and not outcome.stdout_truncated and not outcome.stderr_truncated):
        write(sys.stderr, "\n")
    if outcome.stdout_truncated or outcome.stderr_truncated:
        complain(f"{file}: its output was cut at the limit")
    if not _returned(outcome):
        complain(f"{file}: {happened(outcome)}")


def _print_json(file: str, outcome: Outcome, confinement: dict[str, Any], code: int) -> None:
    from codegen.report.document import outcome_fields

    result = {"source": file, "exit_code": code, "outcome": outcome_fields(outcome), "sandbox": confinement}
    print_document("exec", code, results=[result])
