"""Facts about one run: a closed union, each kind with what only it knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from .literal import literal, shorten

#: Which limit ended a job; the value is how a report names it.
LimitName = Literal["wall time", "CPU time", "memory", "output", "result size"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Measured outside the program. `None` where one call of a loaded program cannot be told from the others."""

    wall_seconds: float
    cpu_seconds: float | None = None
    peak_memory_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """What every outcome has. `stdout` and `stderr` are the program's word, cut at `Limits.output_bytes`."""

    stdout: str = ""
    stderr: str = ""
    stdout_truncated: bool = False
    stderr_truncated: bool = False
    usage: Usage = Usage(wall_seconds=0.0)
    #: What confined the program, as the kernel accepted it when the worker was locked down.
    protections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(_Ended):
    """It ended by itself. `value` has exact builtin types (see `sandbox.wire`); a run of a module returns None.

    `arguments`: the positional arguments of a call as they were afterwards.
    """

    value: object = None
    arguments: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised(_Ended):
    """It ended with an exception. `line` is the last line of the program's own source in the traceback, 0 if none."""

    type_name: str
    message: str = ""
    line: int = 0
    #: Names of the exception's base classes, so that a declared `ValueError` covers its subclasses.
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(_Ended):
    """It was not run, or not further: not Python, too large, or against the policy. The worker's word.

    `rule` is a short stable name (`syntax`, `source size`, `import`, `entry point` ...), `hint` what to write instead.
    """

    rule: str
    message: str
    line: int = 0
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitExceeded(_Ended):
    """It was stopped by a limit, on the evidence of the kernel, the fork server or the host.

    Only `result size` is the worker's word: none but the process that made a value can measure it. A program that says
    so untruly has answered with something too large; no property holds of that.
    """

    limit: LimitName
    #: The limit as a person reads it, with its unit.
    allowed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crashed(_Ended):
    """Its process ended without an answer, or answered against the protocol. `detail` says how."""

    detail: str
    signal: int | None = None
    exit_status: int | None = None


Outcome: TypeAlias = Returned | Raised | Refused | LimitExceeded | Crashed

#: The JSON name of each kind; a test keeps it equal to the union.
KINDS: dict[type, str] = {
    Returned: "returned",
    Raised: "raised",
    Refused: "refused",
    LimitExceeded: "limit exceeded",
    Crashed: "crashed",
}


#: A value or message in a description is cut here.
_MAX_TEXT: Final = 10_000


def describe(outcome: Outcome) -> str:
    """What happened instead of, or as, the answer, for a person or a model. Total; some 10,000 characters at most."""
    return shorten(_described(outcome), _MAX_TEXT)


def _described(outcome: Outcome) -> str:
    match outcome:
        case Returned():
            return f"returned {literal(outcome.value, _MAX_TEXT)}"
        case Raised():
            at = f" (line {outcome.line})" if outcome.line else ""
            text = f": {outcome.message}" if outcome.message else ""
            return f"raised {outcome.type_name}{text}{at}"
        case Refused():
            at = f"line {outcome.line}: " if outcome.line else ""
            hint = f"; {outcome.hint}" if outcome.hint else ""
            return f"refused: {at}{outcome.message} [{outcome.rule}]{hint}"
        case LimitExceeded():
            return f"exceeded its limit: {outcome.limit} ({outcome.allowed})"
        case Crashed():
            return f"crashed: {outcome.detail}"
