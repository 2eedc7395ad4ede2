"""What came back -> `Outcome`. Pure. Limits are told by evidence, never by text or by the name of an exception."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any, Final

from . import wire
from .outcome import Crashed, LimitExceeded, LimitName, Outcome, Raised, Refused, Returned, Usage

if TYPE_CHECKING:
    from .limits import Limits
    from .remote import Ended

#: A program that raised MemoryError ran into the memory limit if its peak came this near to it.
_NEAR_LIMIT: Final = 0.7

#: More of an exception is no description but an attack on whoever reads it.
_TEXT, _BASES, _LAST_LINE = 2000, 50, 1 << 31

_LIMITS: Final[dict[str, LimitName]] = {"wall": "wall time", "cpu": "CPU time", "output": "output"}


def of_reply(parts: list[Any], limits: Limits, common: dict[str, Any], arguments: tuple[object, ...]) -> Outcome:
    """Of an answer frame. A frame of the wrong shape is a crash: its process broke the protocol."""
    match parts:
        case [wire.RETURNED, value, None]:
            return Returned(value=value, arguments=arguments, **common)
        case [wire.RETURNED, value, tuple(after)]:
            return Returned(value=value, arguments=after, **common)
        case [wire.LOADED]:
            return Returned(**common)
        case [wire.RAISED, str(name), str(message), int(line), tuple(bases)] if (
            all(type(base) is str for base in bases) and 0 <= line <= _LAST_LINE
        ):
            return Raised(type_name=name[:_TEXT], message=message[:_TEXT], line=line, bases=bases[:_BASES], **common)
        case [wire.REFUSED, str(rule), str(message), int(line), str(hint)] if 0 <= line <= _LAST_LINE:
            return Refused(rule=rule, message=message, line=line, hint=hint, **common)
        case [wire.TOO_LARGE, str(message)]:
            allowed = f"{message}; {limits.value_bytes} bytes and {limits.value_nodes} parts are allowed"
            return LimitExceeded(limit="result size", allowed=allowed, **common)
    return Crashed(detail=f"protocol violation: a malformed {parts[0]!r} frame", **common)


def of_end(ended: Ended, limits: Limits, common: dict[str, Any]) -> Outcome:
    """Of a job that ended without the answer that was due."""
    if ended.cause in _LIMITS:
        return LimitExceeded(limit=_LIMITS[ended.cause], allowed=allowed(ended.cause, limits), **common)
    trailer = ended.trailer
    if trailer is None or ended.cause == "protocol":
        what = "protocol violation" if ended.cause == "protocol" else "the worker was lost"
        return Crashed(detail=f"{what}: {ended.detail}", **common)
    if trailer.signal:
        name = signal.Signals(trailer.signal).name if trailer.signal in set(signal.Signals) else str(trailer.signal)
        if trailer.signal == signal.SIGKILL and trailer.cpu_seconds >= limits.cpu_seconds:
            return LimitExceeded(limit="CPU time", allowed=allowed("cpu", limits), **common)
        return Crashed(detail=f"killed by {name}", signal=trailer.signal, **common)
    detail = f"its process ended with status {trailer.exit_status} before it answered"
    return Crashed(detail=detail, exit_status=trailer.exit_status, **common)


def out_of_memory(raised: Raised, ended: Ended, limits: Limits, baseline_bytes: int) -> Outcome:
    """A MemoryError, seen again once the program's peak is known: a limit if it used the memory, else just raised."""
    peak = ended.trailer.peak_memory_bytes - baseline_bytes if ended.trailer is not None else 0
    if raised.type_name != "MemoryError" or peak < _NEAR_LIMIT * limits.memory_bytes:
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
