"""The loop: ask, save, extract, check, repair. Prints nothing; progress goes to `on_event`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from sandbox import Sandbox, Verdict

    from .history import History
    from .model import Model
    from .task import Attempt, Candidate, Task


@dataclass(frozen=True, slots=True)
class Asking:
    """A request is about to be sent. `number` counts attempts from 1."""

    number: int
    of: int
    model: str


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the reply, as it arrives."""

    text: str


@dataclass(frozen=True, slots=True)
class Received:
    """The whole reply is here (and in the history)."""

    number: int
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Checking:
    """`examples` inputs of `of` have been executed so far; 0 when the check begins."""

    number: int
    examples: int
    of: int


@dataclass(frozen=True, slots=True)
class Judged:
    """One attempt is over."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Repairing:
    """The attempt fell and its counterexample goes back to the model."""

    attempt: Attempt


Event: TypeAlias = Asking | Text | Received | Checking | Judged | Repairing


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """How it ended. `attempts` has at least one; the last one is the best that there is.

    `run_id` is the run's number in the history, None where there is none. `seconds`: wall time of the whole.
    """

    task: Task
    attempts: tuple[Attempt, ...]
    run_id: int | None = None
    seconds: float = 0.0

    @property
    def verdict(self) -> Verdict:
        return self.attempts[-1].verdict

    @property
    def source(self) -> str:
        """The last candidate's code, whatever its verdict."""
        return self.attempts[-1].candidate.source

    @property
    def code(self) -> str | None:
        """The code, if it passed its checks."""
        return self.source if self.verdict.passed else None


def solve(
    task: Task,
    model: Model,
    box: Sandbox,
    *,
    attempts: int = 3,
    examples: int = 100,
    seed: int | None = None,
    history: History | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Solution:
    """Ask `model` for `task` until `box.check` passes, at most `attempts` times.

    Raises ModelError (what had arrived of a broken reply is in the history), SandboxError, CheckError.
    """
    raise NotImplementedError
