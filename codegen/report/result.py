"""What a report is made of: one result for each file or prompt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.outcome import Raised, Refused

if TYPE_CHECKING:
    from sandbox.checking.verdict import Verdict

NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One attempt of a model as reports show it. `verdict`: its status, None if it was never judged.

    `round` counts from 1, `sample` within a round from 0.
    """

    code: str
    model: str
    verdict: str | None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    round: int = 1
    sample: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one file or prompt. Exactly one of `verdict` and `error` is there.

    `error`: one line, why it could not be judged (no such file, the sandbox broke). `code`: the source judged last.
    `seconds`: wall time of the whole, with the model's; None where nothing but the check took time. `stopped`: why no
    further attempt was made although one was left. `skipped`: nobody tried to judge it, since another had fallen.
    """

    source: str
    exit_code: int
    verdict: Verdict | None = None
    error: str = ""
    code: str = ""
    attempts: tuple[Tried, ...] = ()
    seconds: float | None = None
    stopped: str = ""
    skipped: bool = False

    @property
    def word(self) -> str:
        """What became of it, in a word or two."""
        return self.verdict.status.value if self.verdict else NOT_CHECKED


def line_of(result: Result) -> int:
    """The line of the source to point at, from 1: where it fell, else where its entry point is defined."""
    verdict = result.verdict
    if verdict is None:
        return 1
    counterexample = verdict.counterexample
    outcome = counterexample.outcome if counterexample else verdict.outcome
    if isinstance(outcome, (Raised, Refused)) and outcome.line > 0:
        return outcome.line
    return _definition_line(result.code, verdict.entry_point)


def _definition_line(code: str, name: str | None) -> int:
    if not name:
        return 1
    # Model text is never parsed as Python in this process; a pattern is enough to point at a line.
    found = re.search(rf"^[ \t]*(?:async[ \t]+def|def|class)[ \t]+{re.escape(name)}\b", code, re.MULTILINE)
    return 1 + code.count("\n", 0, found.start()) if found else 1
