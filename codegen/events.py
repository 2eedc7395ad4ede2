"""What the loop tells while it works."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from .task import Attempt, Candidate


@dataclass(frozen=True, slots=True)
class Proposing:
    """The model is asked what can be checked, before the first attempt. `run_id` as in `Asking`."""

    model: str
    run_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Proposed:
    """Something of the proposal counts, or `problem` says in one line why nothing does."""

    problem: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A request is about to be sent. `number` counts rounds from 1; `run_id` is the run's number in the history."""

    number: int
    of: int
    model: str
    run_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a reply, as it arrives. `sample` counts the replies of a round from 0."""

    text: str
    sample: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """A whole reply is here (and in the history)."""

    number: int
    candidate: Candidate
    sample: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """Fewer replies came than were asked for. `reason`: one line."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Checking:
    """`examples` inputs of `of` have been executed so far; 0 when the check begins."""

    number: int
    examples: int
    of: int
    sample: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """One attempt is over; told again where the other samples of its round have changed the verdict."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Repairing:
    """The attempt fell and its counterexample goes back to the model."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Stopping:
    """No other request follows round `number`, although one was left. `reason`: one line."""

    number: int
    reason: str


Event: TypeAlias = Proposing | Proposed | Asking | Text | Received | Missing | Checking | Judged | Repairing | Stopping
