"""`codegen run PROMPT`: ask, check, repair; the checked code on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from codegen.errors import UsageError

from . import options
from .asking import Asking, Request
from .exits import OK
from .reports import parse_reports
from .results import Shown, conclude, show
from .screen import complain, write_exactly
from .sources import require_claims


def run(
    prompt: Annotated[
        str, typer.Argument(metavar="PROMPT", help='What to write, e.g. "quick sort"; English or Chinese.')
    ],
    model: options.Model = None,
    api: options.Api = None,
    base_url: options.BaseUrl = None,
    attempts: Annotated[
        int | None, typer.Option("--attempts", metavar="N", help="Requests at most, repairs included; 3 by default.")
    ] = None,
    temperature: Annotated[float | None, typer.Option("--temperature", help="Sent only if given.")] = None,
    top_p: Annotated[float | None, typer.Option("--top-p", help="Sent only if given; not with temperature.")] = None,
    max_tokens: Annotated[int | None, typer.Option("--max-tokens", help="Sent only if given.")] = None,
    task: options.Task = None,
    entry_point: options.EntryPoint = None,
    oracle: options.Oracle = None,
    properties: options.Properties = None,
    examples: options.Examples = None,
    seed: options.Seed = None,
    sandbox: options.Sandbox = None,
    timeout: options.Timeout = None,
    memory: options.Memory = None,
    allow_unconfined: options.AllowUnconfined = False,
    allow_unchecked: options.AllowUnchecked = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the code here, not on stdout.")
    ] = None,
    record: options.Record = None,
    replay: options.Replay = None,
    report: options.Report = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> int:
    """Ask a model for code, check it in the sandbox, send counterexamples back until it passes.

    stdout has only the code, and only once it has passed; the report is on stderr.
    """
    from codegen.settings import load

    settings = load(
        {
            "model": model, "api": api, "base_url": base_url, "attempts": attempts, "temperature": temperature,
            "top_p": top_p, "max_tokens": max_tokens, "examples": examples, "seed": seed, "sandbox": sandbox,
            "timeout": timeout, "memory": memory,
        }
    )  # fmt: skip
    shown = Shown(json=as_json, quiet=quiet, reports=parse_reports(report or []))
    if output is not None and output.is_dir():
        raise UsageError(f"--output {output}: is a directory; name a file in it")
    if output is not None and not output.parent.is_dir():
        raise UsageError(f"--output {output}: the directory {output.parent} does not exist")
    require_claims(oracle, properties)
    asking = Asking(
        Request(
            prompt=prompt,
            settings=settings,
            task=task,
            entry_point=entry_point,
            oracle=oracle,
            properties=properties,
            record=record,
            replay=replay,
            allow_unconfined=allow_unconfined,
            allow_unchecked=allow_unchecked,
            for_people=shown.for_people,
        )
    )
    result = asking.result()
    show(result, shown, sys.stderr, brief=False)
    if asking.run_id is not None and result.exit_code and not quiet:
        complain(f"what was asked and answered: codegen history {asking.run_id}")
    problems = []
    if result.verdict is not None and result.exit_code == OK:
        try:
            _deliver(result.code, output, shown)
        except UsageError as error:
            kept = f"; the code is kept: codegen history {asking.run_id}" if asking.run_id is not None else ""
            problems.append(f"{error}{kept}")
    return conclude("run", [result], shown, problems)


def _deliver(code: str, output: Path | None, shown: Shown) -> None:
    """The checked code, to FILE or stdout. With --json stdout is the document's, which has the code as well.

    Raises UsageError where it cannot be written.
    """
    text = code if code.endswith("\n") else code + "\n"
    if output is not None:
        try:
            output.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise UsageError(f"--output {output}: cannot be written: {error.strerror}") from None
    elif not shown.json:
        write_exactly(text)
