"""What can be asked about a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .property import Arguments
    from .proposed import Proposed
    from .verdict import Evidence


class Options(TypedDict, total=False):
    """Beside the source and the task; what each means stands at `Sandbox.check`."""

    prompt: str | None
    entry_point: str | None
    oracle: str | None
    properties: Path | None
    examples: int
    seed: int | None
    first: Sequence[Arguments]
    proposed: Proposed | None
    on_progress: Callable[[int], None] | None


@dataclass(frozen=True)
class Past:
    """An input on which another source fell, and what was asked of that."""

    task: str | None
    evidence: Evidence
    input: Arguments


@dataclass(frozen=True, kw_only=True)
class Question:
    """One source with all that is asked about it."""

    source: str = ""
    task: str | None = None
    prompt: str | None = None
    entry_point: str | None = None
    oracle: str | None = None
    properties: Path | None = None
    examples: int = 100
    seed: int | None = None
    first: Sequence[Arguments] = ()
    proposed: Proposed | None = None
    on_progress: Callable[[int], None] | None = None
