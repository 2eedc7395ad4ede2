"""`codegen history [ID]`: what was asked, answered and found."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from codegen.report.printable import one_line, printable

from . import options
from .exits import OK
from .screen import complain, write
from .tables import print_document, print_pairs, print_table

if TYPE_CHECKING:
    from codegen.history import SavedReply, SavedRun


def history(
    run_id: Annotated[int | None, typer.Argument(metavar="[ID]", help="One run, with its replies.")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many runs to list.")] = 20,
    as_json: options.Json = False,
) -> int:
    """List what was asked, newest first, or show one run with every reply and verdict."""
    from codegen.history import History
    from codegen.settings import load

    past = History(load().history, warn=complain)
    try:
        runs = past.runs(limit) if run_id is None else [past.show(run_id)]
    finally:
        past.close()
    if as_json:
        print_document("history", runs=[asdict(run) for run in runs])
    elif run_id is not None:
        _print_one(runs[0])
    elif runs:
        print_table(("id", "started (UTC)", "status", "verdict", "model", "prompt"), [_row(run) for run in runs])
    else:
        complain("the history is empty")
    return OK


def _row(run: SavedRun) -> tuple[str, ...]:
    started = run.started[:19].replace("T", " ")
    return (str(run.id), started, run.status, run.verdict or "-", run.model, run.prompt)


def _print_one(run: SavedRun) -> None:
    pairs = [("run", str(run.id)), ("started", run.started), ("status", run.status), ("prompt", run.prompt)]
    pairs += [("task", run.task or "not in the catalogue"), ("model", run.model)]
    if run.error:
        pairs.append(("error", run.error))
    print_pairs(pairs)
    for reply in run.replies:
        _print_reply(reply)


def _print_reply(reply: SavedReply) -> None:
    cut = "" if reply.complete else " (cut off)"
    lines = [f"\n--- reply {reply.number}{cut} ---", reply.text.replace("\r", "").rstrip("\n")]
    lines.append(f"--- {_judgement(reply)} ---")
    text = "\n".join(lines) + "\n"
    write(sys.stdout, printable(text) if sys.stdout.isatty() else text)


def _judgement(reply: SavedReply) -> str:
    if reply.verdict is None:
        return one_line(reply.error) if reply.error else "not judged"
    found = reply.verdict.counterexample or reply.verdict.reason
    return f"{reply.verdict.status} ({reply.verdict.evidence})" + (f": {one_line(found)}" if found else "")
