"""A reply on its way to stdout, and what is to be said of it on stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from codegen.errors import UsageError
from codegen.messages import whole_characters

from .screen import Progress, complain, write_exactly

if TYPE_CHECKING:
    from collections.abc import Callable

    from codegen.model import Reply


def show_reply(model: str, ask: Callable[[Callable[[str], None]], Reply]) -> Reply:
    """What `ask` gives, piece by piece on stdout as it comes, on lines of its own.

    Raises what `ask` raises, and UsageError, at the end, where stdout could not be written.
    """
    unwritten: list[UsageError] = []
    with Progress() as screen:
        arriving = Arriving(screen)

        def hear(piece: str) -> None:
            try:
                arriving(piece)
            except UsageError as problem:  # the answer is paid for: it goes on, into the history
                unwritten.append(problem)

        screen.doing(f"asking {model}")
        try:
            reply = ask(hear)
        finally:
            arriving.end()
    for note in reply.notes:
        complain(note)
    if reply.ended_by_server:
        complain(reply.ended_by_server)
    if not reply.text:
        complain("the reply is empty")
    if unwritten:
        raise unwritten[0]
    return reply


class Arriving:
    """Called with each piece: stdout gets it at once, as `write_exactly` writes. The first ends the screen's motion."""

    def __init__(self, screen: Progress) -> None:
        self._screen = screen
        self._half = ""
        self._in_line = False

    def __call__(self, piece: str) -> None:
        self._screen.clear()
        text = self._half + piece
        # Some servers cut by UTF-16: the first half of a character waits for the other one.
        self._half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
        text = whole_characters(text.removesuffix(self._half))
        if sys.stdout.isatty():
            text = text.replace("\r", "")  # it would let the text write over itself
        if text:
            write_exactly(text)
            self._in_line = not text.endswith("\n")

    def end(self) -> None:
        """No more will come: whatever follows begins on a line of its own."""
        self._screen.clear()
        if self._half or self._in_line:
            write_exactly(self._half + "\n")
        self._half, self._in_line = "", False
