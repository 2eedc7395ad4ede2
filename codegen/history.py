"""Every reply and verdict, in SQLite, saved before it is used. No key is ever stored.

A history that cannot be written (read-only, full) costs one warning and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sandbox import Verdict

    from .task import Task, Tokens

Status = Literal["running", "done", "failed", "interrupted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedVerdict:
    """A verdict as text; `status` is Status.value, `counterexample` one line or "", `reason` as in Verdict."""

    status: str
    evidence: str
    counterexample: str = ""
    reason: str = ""
    properties: tuple[tuple[str, str, int], ...] = ()  # name, status, examples
    seed: int = 0
    examples: int = 0
    seconds: float = 0.0
    sandbox: str = ""


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
    """One `solve`. `started` is ISO 8601 in UTC; `replies` is empty in a listing."""

    id: int
    started: str
    status: Status
    prompt: str
    task: str | None
    model: str
    verdict: str | None = None  # of the last attempt: "passed", "falsified", "inconclusive"
    attempts: int = 0
    error: str = ""
    replies: tuple[SavedReply, ...] = ()


class History:
    """`History(path=None, warn=...)`: the default path is `codegen/history.db` in the user's data directory.

    `warn` gets one line, once, when nothing can be saved. `path` may be ":memory:"-free plain file only.
    """

    def __init__(self, path: Path | None = None, *, warn: Callable[[str], None] | None = None) -> None:
        raise NotImplementedError

    def runs(self, limit: int = 20) -> list[SavedRun]:
        """The latest runs, newest first."""
        raise NotImplementedError

    def show(self, run_id: int) -> SavedRun:
        """One run with its replies; UsageError if there is none."""
        raise NotImplementedError

    def begin(self, task: Task, model: str) -> int | None:
        """A new run's number; None when nothing can be saved."""
        raise NotImplementedError

    def save_reply(
        self, run: int | None, number: int, text: str, *, usage: Tokens | None = None, error: str = ""
    ) -> None:
        raise NotImplementedError

    def save_verdict(self, run: int | None, number: int, source: str, verdict: Verdict) -> None:
        raise NotImplementedError

    def finish(self, run: int | None, status: Status, error: str = "") -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError
