"""The model that the settings ask for; what is to be known of it is told on stderr."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from codegen.errors import TapeError

from .screen import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from codegen.client import OpenAIModel
    from codegen.settings import Settings


@contextmanager
def opened_model(
    settings: Settings,
    problems: list[str],
    *,
    record: Path | None = None,
    replay: Path | None = None,
    tell: Callable[[str], None] = complain,
) -> Iterator[OpenAIModel]:
    """The model, its notices shown; `tell` gets a line for each wait before another try, from any thread.

    `problems` gets a line if the tape could not be kept: what was recorded is lost, what was answered is not.
    Raises UsageError, TapeError, ModelError.
    """
    from codegen.model import open_model

    def waiting(seconds: float, why: str) -> None:
        what, _, _ = why.rpartition("; ")  # what to do is told when there is no next try
        tell(f"{what or why}; next try in {seconds:.1f} s")

    model = open_model(settings, record=record, replay=replay, on_wait=waiting, on_notice=complain)
    try:
        yield model
    finally:
        try:
            model.close()
        except TapeError as problem:
            problems.append(str(problem))
