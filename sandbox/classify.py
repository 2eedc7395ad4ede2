"""What came back -> `Outcome`. Pure. Limits are told by evidence, never by text or by the name of an exception."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any, Final

from . import wire
from .limits import kernel_cpu_seconds
from .outcome import Crashed, LimitExceeded, LimitName, Outcome, Raised, Refused, Returned, Usage

if TYPE_CHECKING:
    from .limits import Limits
    from .remote import Ended

#: Whatever grows by doubling (a dict, a list of lists) had half of the limit when its next step was refused. A child
#: shares some of what counts as its own at the start, hence a little less.
_NEAR_LIMIT: Final = 0.45

#: More of an exception is no description but an attack on whoever reads it.
_TEXT, _BASES, _LAST_LINE = 2000, 50, 1 << 31

_LIMITS: Final[dict[str, LimitName]] = {
    "wall": "wall time", "cpu": "CPU time", "output": "output", "memory": "memory",
}  # fmt: skip
#: The kernel adds up a process's CPU time once more when it is reaped, a little differently; for its own limit it
#: counts whole ticks, which was seen to be 9 % too many.
_CPU_PRECISION, _TICK_PRECISION = 0.99, 0.75


def of_reply(parts: list[Any], limits: Limits, common: dict[str, Any], arguments: tuple[object, ...]) -> Outcome:
    """Of an answer frame. A frame of the wrong shape is a crash: its process broke the protocol."""
    match parts:
        case [wire.RETURNED, value, None]:
            return Returned(value=value, arguments=arguments, **common)
        case [wire.RETURNED, value, list(after)]:
            return Returned(value=value, arguments=tuple(after), **common)
        case [wire.LOADED]:
            return Returned(**common)
        case [wire.RAISED, str(name), str(message), int(line), list(bases)] if (
            all(type(base) is str for base in bases) and 0 <= line <= _LAST_LINE
        ):
            return Raised(
                type_name=name[:_TEXT], message=message[:_TEXT], line=line, bases=tuple(bases[:_BASES]), **common
            )
        case [wire.REFUSED, str(rule), str(message), int(line), str(hint)] if 0 <= line <= _LAST_LINE:
            return Refused(rule=rule[:_TEXT], message=message[:_TEXT], line=line, hint=hint[:_TEXT], **common)
        case [wire.TOO_LARGE, str(message)]:
            allowed = f"{message[:_TEXT]}; {limits.value_bytes} bytes and {limits.value_nodes} parts are allowed"
            return LimitExceeded(limit="result size", allowed=allowed, **common)
    return Crashed(detail=f"protocol violation: a malformed {parts[0]!r} frame", **common)


def of_end(ended: Ended, limits: Limits, common: dict[str, Any]) -> Outcome:
    """Of a job that ended without the answer that was due."""
    trailer = ended.trailer
    if trailer is not None and _is_contradicted(ended.cause, trailer, limits):
        return Crashed(detail="protocol violation: its clock was forged", signal=trailer.signal, **common)
    if ended.cause in _LIMITS:
        return LimitExceeded(limit=_LIMITS[ended.cause], allowed=allowed(ended.cause, limits), **common)
    if trailer is None or ended.cause == "protocol":
        what = "protocol violation" if ended.cause == "protocol" else "the worker was lost"
        return Crashed(detail=f"{what}: {ended.detail}", **common)
    if trailer.signal:
        name = signal.Signals(trailer.signal).name if trailer.signal in set(signal.Signals) else str(trailer.signal)
        ended_by_kernel = _TICK_PRECISION * kernel_cpu_seconds(limits.cpu_seconds) <= trailer.cpu_seconds
        if trailer.signal == signal.SIGKILL and ended_by_kernel:
            return LimitExceeded(limit="CPU time", allowed=allowed("cpu", limits), **common)
        return Crashed(detail=f"killed by {name}", signal=trailer.signal, **common)
    detail = f"its process ended with status {trailer.exit_status} before it answered"
    return Crashed(detail=detail, exit_status=trailer.exit_status, **common)


def _is_contradicted(cause: str, trailer: wire.Trailer, limits: Limits) -> bool:
    """True for a program that was ended on time by a clock it can write to, though less time than that has passed."""
    spent = {
        "wall": trailer.wall_seconds / limits.wall_seconds,
        "cpu": trailer.cpu_seconds / limits.cpu_seconds / _CPU_PRECISION,
    }
    return spent.get(cause, 1) < 1


def lacked_memory(outcome: Outcome) -> bool:
    """True if it says so, which `out_of_memory` then holds against the facts."""
    return isinstance(outcome, Raised) and "MemoryError" in (outcome.type_name, *outcome.bases)


def out_of_memory(raised: Outcome, ended: Ended, limits: Limits, baseline_bytes: int) -> Outcome:
    """A MemoryError, seen again once the program's peak is known: a limit if it used the memory, else just raised."""
    peak = ended.trailer.peak_memory_bytes - baseline_bytes if ended.trailer is not None else 0
    if peak < _NEAR_LIMIT * limits.memory_bytes:
        return raised
    return LimitExceeded(
        limit="memory",
        allowed=allowed("memory", limits),
        stdout=raised.stdout,
        stderr=raised.stderr,
        usage=raised.usage,
        protections=raised.protections,
    )


def allowed(cause: str, limits: Limits) -> str:
    return {
        "wall": f"{limits.wall_seconds:g} s",
        "cpu": f"{limits.cpu_seconds:g} s",
        "output": f"{limits.output_bytes} bytes",
        "memory": f"{limits.memory_bytes // (1024 * 1024)} MiB",
    }[cause]


def clean(ended: Ended) -> bool:
    """True if the process ended by itself and said that all is well."""
    trailer = ended.trailer
    return not ended.cause and trailer is not None and trailer.signal == trailer.exit_status == 0


def usage_of(ended: Ended, wall_seconds: float) -> Usage:
    """Of a whole job, from the fork server's trailer where there is one."""
    if ended.trailer is None:
        return Usage(wall_seconds=wall_seconds)
    trailer = ended.trailer
    return Usage(
        wall_seconds=trailer.wall_seconds,
        cpu_seconds=trailer.cpu_seconds,
        peak_memory_bytes=trailer.peak_memory_bytes,
    )
