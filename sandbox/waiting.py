"""How a thread that waits for a program learns that nobody waits for the thread."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How long a wait lasts before it looks whether it is still wanted.
LOOK_SECONDS: Final = 0.1


class Abandoned(BaseException):
    """Nobody waits for this call any more. Raised as Ctrl-C would be, so that what is in use is put away."""


class _Here(threading.local):
    abandoned: threading.Event | None = None


_here = _Here()


@contextmanager
def abandoned_by(event: threading.Event) -> Iterator[None]:
    """In here this thread's waits raise Abandoned, once, after the event was set."""
    _here.abandoned = event
    try:
        yield
    finally:
        _here.abandoned = None


def look() -> None:
    """Raises Abandoned where this thread's work is no longer wanted."""
    if _here.abandoned is not None and _here.abandoned.is_set():
        _here.abandoned = None  # what is put away now may wait as ever
        raise Abandoned
