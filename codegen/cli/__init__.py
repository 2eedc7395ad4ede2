"""The command line. One module a command: parse, one library call, render, exit code."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from .signals import INTERRUPTED, end_at_once, stop_in_order, stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

#: What a command loads stays. To look through it after each 700 new objects would cost a tenth of its start.
_NEW_OBJECTS = 50_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. The process is the command's: one that a signal has ended does not return."""
    stop_in_order()
    gc.set_threshold(_NEW_OBJECTS)
    code = INTERRUPTED
    with suppress(KeyboardInterrupt):
        # Loaded here, so that also Ctrl-C at once is no traceback.
        from .app import run_command

        code = run_command(arguments)
    end_at_once()
    if end := stopped():
        from .screen import complain

        message, code = end
        complain(message)
        # Once a KeyboardInterrupt has passed through an `exec`, CPython ends itself with SIGINT, caught or not.
        os._exit(code)
    return code
