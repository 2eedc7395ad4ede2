"""Ctrl-C, `kill` and a closed terminal end a command in order: what was begun is put away, one line, no traceback."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

#: A closed terminal is SIGHUP, which not every system has.
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
#: What ends a wait and does nothing else.
_WAKING = getattr(signal, "SIGURG", 0)
_WAKE_AFTER_SECONDS = (0.05, 0.2, 1)
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
    if hasattr(signal, "pthread_kill") and signal.getsignal(_WAKING) == signal.SIG_DFL:
        _wake_later()


def _wake_later() -> None:
    """Python notes a signal and handles it between two steps of its own: one that comes just before the main thread
    begins to wait (for keys, a reply, a worker) would be handled after the wait only. Another signal ends the wait."""
    noted, note = os.pipe()
    os.set_blocking(note, False)
    signal.set_wakeup_fd(note, warn_on_full_buffer=False)
    signal.signal(_WAKING, _pass_over)
    threading.Thread(target=_wake_after_each, args=(noted, threading.get_ident()), daemon=True).start()


def _wake_after_each(noted: int, thread: int) -> None:
    while signals := os.read(noted, 100):
        if set(signals) != {_WAKING}:
            for seconds in _WAKE_AFTER_SECONDS:
                time.sleep(seconds)
                signal.pthread_kill(thread, _WAKING)


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


@contextmanager
def unharmed_by_ctrl_c() -> Iterator[None]:
    """In here Ctrl-C does nothing, except in `stoppable`. The other signals end the command as ever."""
    with _ctrl_c(_pass_over):
        yield


@contextmanager
def stoppable() -> Iterator[None]:
    """In here the first Ctrl-C raises KeyboardInterrupt and ends nothing else: `stopped` knows nothing of it.

    A second one does nothing: what was begun is being put away.
    """
    try:
        with _ctrl_c(_stop_once):
            yield
    except KeyboardInterrupt:
        # Once one has passed through an `exec` of a text, CPython ends itself with SIGINT, unless another follows.
        exec("")  # noqa: S102
        raise


@contextmanager
def _ctrl_c(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    if before == signal.SIG_IGN:
        yield
        return
    signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if _came else before)


def _pass_over(number: int, frame: FrameType | None) -> None:
    pass


def _stop_once(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - a handler's signature
    signal.signal(number, _pass_over)
    raise KeyboardInterrupt
