"""Lines typed at a terminal: edited with readline where Python has it, and remembered from one session to the next."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from .screen import is_animated, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: What was typed is kept up to this size of its file; then the older half goes.
MAX_BYTES = 2**20
#: A longer line was pasted, and comes from where it can be had again.
MAX_REMEMBERED = 10_000


class Lines:
    """What is typed, and what was typed before, which the file `memory` keeps (JSON lines, for its owner alone).

    `words` are completed by the Tab key at the start of a line.
    """

    def __init__(self, memory: Path, words: Sequence[str]) -> None:
        self._memory = memory
        self._words = words
        self._last = ""
        self._readline = _readline()
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # a stray byte is no reason to end
        if self._readline is not None:
            self._prepare(self._readline)

    def read(self, prompt: str) -> str:
        """One line, or several that were pasted at once. Raises EOFError, KeyboardInterrupt on a line of their own."""
        with _terminal_as_stdout():
            try:
                return input(prompt)
            except (EOFError, KeyboardInterrupt):
                write(sys.stdout, "\n")
                raise
            except OSError:  # the terminal has gone
                raise EOFError from None

    def remember(self, text: str) -> None:
        """For the arrow keys, now and in later sessions."""
        if text == self._last or len(text) > MAX_REMEMBERED:
            return
        self._last = text
        if self._readline is not None:
            self._readline.add_history(text)
        with suppress(OSError):  # that the history cannot be written is said where it matters
            if self._memory.parts[0] != "~":
                self._memory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _append(self._memory, json.dumps(text) + "\n")

    def _prepare(self, readline: Any) -> None:
        readline.set_auto_history(False)
        readline.set_completer_delims(" \t\n")
        readline.set_completer(self._completion)
        if "libedit" in (readline.__doc__ or ""):
            readline.parse_and_bind("bind ^I rl_complete")
        else:
            readline.parse_and_bind("tab: complete")
            if is_animated(sys.stdin):
                readline.parse_and_bind("set enable-bracketed-paste on")
        for text in _remembered(self._memory):
            readline.add_history(text)

    def _completion(self, start: str, number: int) -> str | None:
        fitting = [word + " " for word in self._words if word.startswith(start)] if start else []
        begins = self._readline is not None and self._readline.get_begidx() == 0
        return fitting[number] if begins and number < len(fitting) else None


def _readline() -> Any:
    """The module, which also changes what `input` does; None where Python was built without it."""
    try:
        import readline
    except ImportError:
        return None
    return readline


@contextmanager
def _terminal_as_stdout() -> Iterator[None]:
    """readline needs a terminal as stdout, and the prompt is not for a pipe that takes the replies."""
    number = sys.stdout.fileno()
    try:
        terminal = -1 if sys.stdout.isatty() else os.open(os.ttyname(sys.stdin.fileno()), os.O_WRONLY | os.O_NOCTTY)
    except OSError:  # a terminal without a name here, as in some containers
        terminal = -1
    if terminal < 0:
        yield
        return
    replies = os.dup(number)
    os.dup2(terminal, number)
    os.close(terminal)
    try:
        yield
    finally:
        os.dup2(replies, number)
        os.close(replies)


def _append(memory: Path, line: str) -> None:
    """One write, so that two sessions do not mix their lines."""
    descriptor = os.open(memory, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


def _remembered(memory: Path) -> list[str]:
    """What the file holds, oldest first; lines that are none are passed over."""
    found: list[str] = []
    with suppress(OSError):
        data = memory.read_bytes()
        if len(data) > MAX_BYTES:
            data = data[-MAX_BYTES // 2 :].partition(b"\n")[2]
            memory.write_bytes(data)
        for line in data.splitlines():
            with suppress(ValueError, RecursionError):
                text = json.loads(line)
                found += [text] if isinstance(text, str) and "\0" not in text else []
    return found
