"""What the history holds, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from sandbox import Verdict

    from .messages import Message, Role

#: `run` is a `solve`, `complete` a set of plain completions, `chat` a conversation. Their numbers are of one sequence.
Kind = Literal["run", "complete", "chat"]
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
    #: Samples that answered alike, by their positions.
    clusters: tuple[tuple[int, ...], ...] = ()

    @classmethod
    def of(cls, verdict: Verdict) -> Self:
        """The verdict's words; values of the program stay texts."""
        from sandbox import describe

        found = verdict.counterexample
        line = ""
        if found is not None:
            expected = f", expected {found.expected}" if found.expected is not None else ""
            line = f"{found.property}: {found.call} {describe(found.outcome)}{expected}"
        reason = verdict.reason or (describe(verdict.outcome) if verdict.outcome is not None else "")
        return cls(
            status=verdict.status.value,
            evidence=verdict.evidence,
            counterexample=line,
            reason=reason,
            properties=tuple((p.name, p.status, p.examples) for p in verdict.properties),
            seed=verdict.seed,
            examples=verdict.examples,
            seconds=verdict.seconds,
            sandbox=verdict.sandbox,
            clusters=tuple(each.samples for each in verdict.clusters),
        )

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Self:
        """The inverse of `to_json`, also for a record that a later version has written."""
        known = {name: found[name] for name in cls.__dataclass_fields__ if name in found}
        return cls(**known | {name: tuple(map(tuple, known.get(name, ()))) for name in ("properties", "clusters")})


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMessage:
    """What was said to the model. `withdrawn` is True once it was taken out of its conversation."""

    number: int
    role: Role
    content: str
    name: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReply:
    """One reply. `complete` is False where the stream broke; `source` and `verdict` are None until there are any.

    `number` counts attempts or completions from 1, 0 being a proposal of what to check; in a conversation it is the
    number of the message that is answered. `sample` counts the answers to one request from 0. `model` is the id that
    the server gave, "" if it gave none.
    """

    number: int
    sample: int
    text: str
    complete: bool
    error: str = ""
    model: str = ""
    source: str | None = None
    verdict: SavedVerdict | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRun:
    """Whatever was asked at once. `started` is ISO 8601 in UTC; `messages` and `replies` are empty in a listing.

    `prompt` is the first thing that was said, "" if nothing was. `verdict` is the last attempt's: "passed",
    "falsified", "inconclusive", or None where none was reached; of several samples, the best one's.
    """

    id: int
    kind: Kind
    started: str
    status: Status
    prompt: str
    task: str | None
    model: str
    verdict: str | None = None
    attempts: int = 0
    error: str = ""
    messages: tuple[SavedMessage, ...] = ()
    replies: tuple[SavedReply, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedConversation:
    """A conversation as it would be sent now: what was withdrawn is left out, what was cut off is not.

    `numbers` has one number for each message, to withdraw it by; a question and its answer share one. `model` is the
    one that was asked last. `status` is "running" while a process has it open.
    """

    id: int
    model: str
    status: Status
    messages: tuple[Message, ...]
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, run: SavedRun) -> Self:
        """What is left of a `chat`, given with its messages and replies."""
        from .messages import message

        said: list[tuple[int, Message]] = []
        for each in run.messages:
            if not each.withdrawn:
                said.append((each.number, message(each.role, each.content, each.name)))
                answers = (reply.text for reply in run.replies if reply.number == each.number and reply.text)
                said.extend((each.number, message("assistant", text)) for text in answers)
        return cls(
            id=run.id,
            model=run.model,
            status=run.status,
            messages=tuple(one for _, one in said),
            numbers=tuple(number for number, _ in said),
        )
