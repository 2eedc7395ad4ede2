"""Ctrl-C, `kill` and a closed terminal end a command in order: what was begun is put away, one line, no traceback."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

#: A closed terminal is SIGHUP, which not every system has.
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
INTERRUPTED = 128 + signal.SIGINT
#: The signal that came, for whoever has caught the exception knows only that there was one.
_came: list[int] = []


def stop_in_order() -> None:
    """From now on the first such signal raises KeyboardInterrupt, and the next one ends the process at once.

    One that is ignored stays so: `nohup` and a shell's `&` mean it.
    """
    for number in _ENDING:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - a handler's signature
    _came.append(number)
    end_at_once()
    raise KeyboardInterrupt


def end_at_once() -> None:
    """Nothing is left to put away: no signal becomes a traceback any more."""
    for number in _ENDING:
        if signal.getsignal(number) == _interrupt:
            signal.signal(number, signal.SIG_DFL)


def stopped() -> tuple[str, int] | None:
    """What to say if a signal came, and the exit code by which shells report such an end."""
    if not _came:
        return None
    number = _came[0]
    return ("interrupted" if number == signal.SIGINT else f"ended by {signal.Signals(number).name}"), 128 + number
