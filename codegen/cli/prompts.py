"""The prompts of a command: its arguments, and stdin where one of them is `-` or there are none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from codegen.errors import UsageError

from .sources import STDIN

if TYPE_CHECKING:
    from collections.abc import Sequence

#: More than any model takes; an endless stdin is stopped here.
MAX_BYTES = 16 * 2**20


def gather_prompts(given: Sequence[str]) -> list[str]:
    """Raises UsageError where stdin is asked for and cannot give a text."""
    if not given and (sys.stdin is None or sys.stdin.isatty()):
        raise UsageError('there is no prompt; give one, e.g. "def quick_sort(", or - to type it here')
    if given.count(STDIN) > 1:
        raise UsageError("- stands for stdin, which can be read only once")
    return [read_stdin() if prompt == STDIN else prompt for prompt in given or (STDIN,)]


def read_stdin() -> str:
    """Its text without the last line end, which `echo` and editors add; "" where it is closed. Raises UsageError."""
    if sys.stdin is None:
        return ""
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as problem:
        raise UsageError(f"stdin cannot be read: {problem.strerror}") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"stdin has more than {MAX_BYTES >> 20} MiB, which is no prompt")
    return data.decode("utf-8-sig", "surrogateescape").removesuffix("\n").removesuffix("\r")
