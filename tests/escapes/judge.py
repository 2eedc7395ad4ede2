"""What came of an attack -> a judgement. Pure."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sandbox import Crashed, LimitExceeded, Raised, Refused, Returned

from .entries import MODES
from .exceptions import GOOD_TOO

if TYPE_CHECKING:
    from sandbox import Outcome, Verdict

    from .entries import Entry

_OF_LIMIT: Final = {
    "wall time": "timeout",
    "CPU time": "cpu",
    "memory": "memory",
    "output": "output-limit",
    "result size": "output-limit",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What an attack did: its class, all that it said, and what showed outside."""

    kind: str
    value: object = None
    said: str = ""
    traces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """`breach`: `ESCAPED`, `LANG`, `PASSED`, or "" where it was held. `expected`: whether its class was foreseen."""

    id: str
    sandbox: str
    kind: str
    breach: str
    expected: bool
    detail: str

    @property
    def held(self) -> bool:
        return not self.breach

    def __str__(self) -> str:
        return f"{self.id} in {self.sandbox}: {self.breach or 'held'}, {self.kind}: {self.detail}"


def judge(entry: Entry, sandbox: str, secret: str, seen: Seen) -> Judgement:
    mode = MODES[sandbox]
    wanted = {*entry.expect[mode], *GOOD_TOO.get((entry.id, mode), ())[:1]}
    # An exception is how the kernel's refusal looks to a program: it ran, and was contained.
    expected = seen.kind in wanted or (seen.kind == "error" and "contained" in wanted)
    detail = "; ".join(seen.traces) or f"{seen.value!r} {seen.said}".strip()[:200]
    return Judgement(entry.id, sandbox, seen.kind, _breach(entry, mode, secret, seen), expected, detail)


def _breach(entry: Entry, mode: str, secret: str, seen: Seen) -> str:
    if seen.kind == "PASSED":
        return "PASSED"
    lines = [*seen.said.splitlines(), *(seen.value.splitlines() if isinstance(seen.value, str) else ())]
    marked = mode in entry.marker_counts and any(line.startswith("ESCAPED") for line in lines)
    if seen.traces or marked or secret in f"{seen.value!r}{seen.said}":
        return "ESCAPED"
    if mode == "restricted" and entry.lang_is_breach and any(line.startswith("LANG") for line in lines):
        return "LANG"
    return ""


def of_outcome(outcome: Outcome) -> Seen:
    said = f"{outcome.stdout}\n{outcome.stderr}"
    match outcome:
        case Returned():
            return Seen("contained", outcome.value, said)
        case Raised():
            return Seen("error", None, f"{outcome.type_name}: {outcome.message}\n{said}")
        case Refused():
            return Seen("policy-block", None, f"{outcome.message}\n{said}")
        case LimitExceeded():
            return Seen(_OF_LIMIT[outcome.limit], None, said)
        case Crashed():
            # Without a signal and a status of its own, the host has ended it.
            by_host = outcome.signal is None and outcome.exit_status is None
            killed = by_host or outcome.signal == signal.SIGKILL
            return Seen("killed" if killed else "crash", None, f"{outcome.detail}\n{said}")


def of_verdict(verdict: Verdict) -> Seen:
    kind = {"PASSED": "PASSED", "FALSIFIED": "verdict-fail", "INCONCLUSIVE": "inconclusive"}[verdict.status.name]
    return Seen(kind, None, verdict.reason)
