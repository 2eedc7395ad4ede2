"""The C library and prctl(2), which Python has no functions for."""

from __future__ import annotations

import ctypes
import os
import signal
from typing import Any, Final

DEATH_SIGNAL: Final = 1
DUMPABLE: Final = 4
DROP_CAPABILITY: Final = 24
SUBREAPER: Final = 36
NO_NEW_PRIVS: Final = 38


def library() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def must(result: int) -> None:
    """Raises OSError for a result that is not 0."""
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def prctl(libc: Any, option: int, value: int) -> None:
    """Raises OSError."""
    must(libc.prctl(option, value, 0, 0, 0))


def die_with_parent(libc: Any) -> None:
    """SIGKILL when the parent ends. Not inherited over a fork; who calls it looks afterwards whether it is too late."""
    prctl(libc, DEATH_SIGNAL, signal.SIGKILL)
