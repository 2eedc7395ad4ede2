"""What the history holds, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from sandbox import Verdict

Status = Literal["running", "done", "failed", "interrupted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedVerdict:
    """A verdict as text. `status` is Status.value, `counterexample` one line or "", `reason` as in Verdict."""

    status: str
    evidence: str
    counterexample: str = ""
    reason: str = ""
    #: Name, status and examples of each.
    properties: tuple[tuple[str, str, int], ...] = ()
    seed: int = 0
    examples: int = 0
    seconds: float = 0.0
    sandbox: str = ""

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Self:
        """The inverse of `to_json`, also for a record that a later version has written."""
        known = {name: found[name] for name in cls.__dataclass_fields__ if name in found}
        return cls(**known | {"properties": tuple(tuple(p) for p in known.get("properties", ()))})


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReply:
    """One reply. `complete` is False where the stream broke; `source` and `verdict` are None until there are any."""

    number: int
    text: str
    complete: bool
    error: str = ""
    source: str | None = None
    verdict: SavedVerdict | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRun:
    """One `solve`. `started` is ISO 8601 in UTC; `replies` is empty in a listing.

    `verdict` is the last attempt's: "passed", "falsified", "inconclusive", or None where none was reached.
    """

    id: int
    started: str
    status: Status
    prompt: str
    task: str | None
    model: str
    verdict: str | None = None
    attempts: int = 0
    error: str = ""
    replies: tuple[SavedReply, ...] = ()


def saved_verdict(verdict: Verdict) -> SavedVerdict:
    """The verdict's words; values of the program stay texts."""
    from sandbox import describe

    found = verdict.counterexample
    line = ""
    if found is not None:
        expected = f", expected {found.expected}" if found.expected is not None else ""
        line = f"{found.property}: {found.call} {describe(found.outcome)}{expected}"
    reason = verdict.reason or (describe(verdict.outcome) if verdict.outcome is not None else "")
    return SavedVerdict(
        status=verdict.status.value,
        evidence=verdict.evidence,
        counterexample=line,
        reason=reason,
        properties=tuple((p.name, p.status, p.examples) for p in verdict.properties),
        seed=verdict.seed,
        examples=verdict.examples,
        seconds=verdict.seconds,
        sandbox=verdict.sandbox,
    )
