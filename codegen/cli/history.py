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
    run_id: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="One run or conversation, with all of it.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many to list.")] = 20,
    as_json: options.Json = False,
) -> int:
    """List what was asked, newest first, or show one run or conversation with every reply and verdict."""
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
        header = ("id", "kind", "started (UTC)", "status", "verdict", "model", "prompt")
        print_table(header, [_row(run) for run in runs])
    else:
        complain("the history is empty")
    return OK


def _row(run: SavedRun) -> tuple[str, ...]:
    started = run.started[:19].replace("T", " ")
    return (str(run.id), run.kind, started, run.status, run.verdict or "-", run.model, run.prompt)


def _print_one(run: SavedRun) -> None:
    pairs = [("id", str(run.id)), ("kind", run.kind), ("started", run.started), ("status", run.status)]
    if run.kind == "run":
        pairs += [("prompt", run.prompt), ("task", run.task or "not in the catalogue")]
    pairs.append(("model", run.model))
    if run.error:
        pairs.append(("error", run.error))
    print_pairs(pairs)
    if run.kind == "chat":
        _print_chat(run)
        return
    if run.kind == "complete":
        for count, message in enumerate(run.messages, 1):
            _print_text(f"prompt {count}", message.content)
    sampled = any(reply.sample for reply in run.replies)
    for reply in run.replies:
        sample = f", sample {reply.sample + 1}" if sampled else ""
        name = f"reply {reply.number}{sample}" if reply.number else "proposal of what to check"
        _print_text(f"{name}{_cut(reply)}", reply.text, _judgement(run, reply))


def _print_chat(run: SavedRun) -> None:
    for message in run.messages:
        withdrawn = " (withdrawn)" if message.withdrawn else ""
        name = f" {message.name}" if message.name else ""
        _print_text(f"{message.role}{name}{withdrawn}", message.content)
        for reply in run.replies:
            if reply.number == message.number:
                _print_text(f"assistant{_cut(reply)}{withdrawn}", reply.text, _judgement(run, reply))


def _print_text(heading: str, text: str, judgement: str = "") -> None:
    lines = [f"\n--- {one_line(heading)} ---", text.replace("\r", "").rstrip("\n")]
    if judgement:
        lines.append(f"--- {judgement} ---")
    shown = "\n".join(lines) + "\n"
    write(sys.stdout, printable(shown) if sys.stdout.isatty() else shown)


def _cut(reply: SavedReply) -> str:
    return "" if reply.complete else " (cut off)"


def _judgement(run: SavedRun, reply: SavedReply) -> str:
    """How it was judged, else why it is not whole; "" where nothing is to be said."""
    if reply.verdict is None:
        return one_line(reply.error) or ("not judged" if run.kind == "run" and reply.number else "")
    found = reply.verdict.counterexample or reply.verdict.reason
    return f"{reply.verdict.status} ({reply.verdict.evidence})" + (f": {one_line(found)}" if found else "")
