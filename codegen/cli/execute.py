"""`codegen exec FILE|-`: run a file in the sandbox. (`exec.py` would hide the builtin's name in tracebacks.)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from codegen.settings import Settings

from . import options
from .boxes import open_sandbox
from .exits import FAILED, OK
from .passing import Passing, explain, returned
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
    passing = None if as_json else Passing()
    outcome, confinement = _run(file, settings, allow_unconfined=allow_unconfined, passing=passing)
    code = OK if returned(outcome) else FAILED
    if as_json:
        _print_json(file, outcome, confinement, code)
    else:
        explain(file, outcome, in_line=passing is not None and passing.in_line)
    return code


def _run(
    file: str, settings: Settings, *, allow_unconfined: bool, passing: Passing | None
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


def _print_json(file: str, outcome: Outcome, confinement: dict[str, Any], code: int) -> None:
    from codegen.report.document import outcome_fields

    result = {"source": file, "exit_code": code, "outcome": outcome_fields(outcome), "sandbox": confinement}
    print_document("exec", code, results=[result])
