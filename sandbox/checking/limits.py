"""What one call in a check may use."""

from __future__ import annotations

import dataclasses
from typing import Final

from ..limits import Limits

#: What one call may use, unless other limits were chosen for the sandbox; a usual call takes 50 us.
_CALL_CPU_SECONDS: Final = 1.0
_CALL_WALL_SECONDS: Final = 4.0


def scaled(limits: Limits, wall: float, cpu: float) -> Limits:
    return dataclasses.replace(
        limits, wall_seconds=max(0.2, limits.wall_seconds * wall), cpu_seconds=max(0.05, limits.cpu_seconds * cpu)
    )


def call_limits(limits: Limits) -> Limits:
    """Of one call in a check: as chosen for the sandbox, else what suits a call."""
    usual = Limits()
    wall, cpu = limits.wall_seconds, limits.cpu_seconds
    return dataclasses.replace(
        limits,
        wall_seconds=_CALL_WALL_SECONDS if wall == usual.wall_seconds else wall,
        cpu_seconds=_CALL_CPU_SECONDS if cpu == usual.cpu_seconds else cpu,
    )
