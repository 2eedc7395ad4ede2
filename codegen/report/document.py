"""The JSON document of `--json` and `--report json=PATH`. Its schema is a public contract: fields are only added."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sandbox.outcome import KINDS, Crashed, LimitExceeded, Outcome, Raised, Refused, Returned

from .printable import shorten, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.checking.verdict import Counterexample, Difference, Verdict

    from .result import Result, Tried

SCHEMA = 1

#: Characters of one value or of one stream. A flood is cut, and says that it was.
TEXT_LIMIT = 100_000


#: The fields of a verdict where there is none, so that a reader needs no case for it.
_NOT_JUDGED: dict[str, Any] = {
    **dict.fromkeys(("task", "entry_point", "verdict", "evidence", "convention")),
    "reason": "",
    **dict.fromkeys(("seed", "examples", "discarded", "seconds")),
    "properties": [],
    "counterexample": None,
    "outcome": None,
    "notes": [],
    "clusters": [],
    "difference": None,
    "sandbox": None,
}


def document(command: str, exit_code: int, results: Sequence[Result], error: str = "") -> dict[str, Any]:
    """The whole document. `error` is there only where the command itself failed (no sandbox, no model)."""
    whole: dict[str, Any] = {"schema": SCHEMA, "command": command, "exit_code": exit_code}
    if error:
        whole["error"] = error
    whole["results"] = [result_fields(result) for result in results]
    return whole


def dumps(whole: dict[str, Any]) -> str:
    """One document as text, ending in a newline; ASCII, so that it survives any stream and any lone surrogate."""
    return json.dumps(whole, ensure_ascii=True, allow_nan=False, indent=2) + "\n"


def result_fields(result: Result) -> dict[str, Any]:
    fields: dict[str, Any] = {"source": result.source, "exit_code": result.exit_code}
    if result.verdict is None:
        fields |= {**_NOT_JUDGED, "error": result.error}
    else:
        fields |= verdict_fields(result.verdict)
    if result.seconds is not None:
        fields["total_seconds"] = round(result.seconds, 3)
        fields["stopped"] = result.stopped
    fields["attempts"] = [_attempt(each) for each in result.attempts]
    return fields


def verdict_fields(verdict: Verdict) -> dict[str, Any]:
    found = verdict.counterexample
    return {
        "task": verdict.task,
        "entry_point": verdict.entry_point,
        "verdict": verdict.status.value,
        "evidence": verdict.evidence,
        "convention": verdict.convention,
        "reason": verdict.reason,
        "seed": verdict.seed,
        "examples": verdict.examples,
        "discarded": verdict.discarded,
        "seconds": round(verdict.seconds, 3),
        "properties": [
            {"name": each.name, "status": each.status, "examples": each.examples} for each in verdict.properties
        ],
        "counterexample": counterexample_fields(found) if found else None,
        "outcome": outcome_fields(verdict.outcome) if verdict.outcome else None,
        "notes": list(verdict.notes),
        "clusters": [
            {"samples": list(each.samples), "different": each.different, "proposed": each.proposed}
            for each in verdict.clusters
        ],
        "difference": _difference(verdict.difference) if verdict.difference else None,
        "sandbox": {
            "name": verdict.sandbox,
            "backend": verdict.backend,
            "policy": verdict.policy,
            "protections": list(verdict.protections),
        },
    }


def counterexample_fields(found: Counterexample) -> dict[str, Any]:
    return {
        "property": found.property,
        "call": shorten(found.call, TEXT_LIMIT),
        "arguments": [shorten(each, TEXT_LIMIT) for each in found.arguments],
        "outcome": outcome_fields(found.outcome),
        "expected": None if found.expected is None else shorten(found.expected, TEXT_LIMIT),
    }


def _difference(found: Difference) -> dict[str, Any]:
    answers = [{"who": who, "answer": shorten(answer, TEXT_LIMIT)} for who, answer in found.answers]
    return {"call": shorten(found.call, TEXT_LIMIT), "answers": answers}


def outcome_fields(outcome: Outcome) -> dict[str, Any]:
    """`kind`, then what only this kind knows, then streams and usage. Values are `repr`s."""
    usage = outcome.usage
    return {
        "kind": KINDS[type(outcome)],
        **_own_fields(outcome),
        "stdout": shorten(outcome.stdout, TEXT_LIMIT),
        "stderr": shorten(outcome.stderr, TEXT_LIMIT),
        "usage": {
            "wall_seconds": usage.wall_seconds,
            "cpu_seconds": usage.cpu_seconds,
            "peak_memory_bytes": usage.peak_memory_bytes,
        },
    }


def _own_fields(outcome: Outcome) -> dict[str, Any]:
    match outcome:
        case Returned():
            return {"value": shorten(show(outcome.value), TEXT_LIMIT)}
        case Raised():
            message = shorten(outcome.message, TEXT_LIMIT)
            return {"type_name": outcome.type_name, "message": message, "line": outcome.line}
        case Refused():
            return {"rule": outcome.rule, "message": outcome.message, "line": outcome.line, "hint": outcome.hint}
        case LimitExceeded():
            return {"limit": outcome.limit, "allowed": outcome.allowed}
        case Crashed():
            return {"detail": outcome.detail, "signal": outcome.signal, "exit_status": outcome.exit_status}


def _attempt(tried: Tried) -> dict[str, Any]:
    usage = {"prompt_tokens": tried.prompt_tokens, "completion_tokens": tried.completion_tokens}
    return {
        "code": tried.code,
        "model": tried.model,
        "verdict": tried.verdict,
        "usage": usage,
        "round": tried.round,
        "sample": tried.sample,
    }
