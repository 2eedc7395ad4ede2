"""Where commands talk: stdout for what was asked for, stderr for the rest. Colour and motion only on a terminal."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, Self, TextIO, cast

from codegen.errors import UsageError
from codegen.report.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.status import Status
    from rich.text import Text

#: An error message is shown whole, unless it carries a page of somebody's HTML.
_MESSAGE_LIMIT = 1_000
#: A column of text that is narrower is worse to read than one that the terminal breaks.
_NARROWEST = 30


def open_missing_streams() -> None:
    """A program that is started with a stream closed (`>&-`) has None there; what goes to it is lost, and no more."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - it lives as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123


def complain(message: str) -> None:
    """One line on stderr, starting with the program's name."""
    write(sys.stderr, f"codegen: {one_line(message, _MESSAGE_LIMIT)}\n")


def say_on_stdout(text: str) -> None:
    write(sys.stdout, text + "\n")


def write_exactly(text: str) -> None:
    """`text` on stdout as UTF-8, byte for byte; on a terminal, what could steer it is shown as escapes."""
    if sys.stdout.isatty():
        write(sys.stdout, printable(text))
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    write(sys.stdout, text)


def write(stream: TextIO, text: str) -> None:
    """Write and flush. A reader that has gone (`| head`) is no error: the rest goes nowhere.

    Raises UsageError where stdout cannot be written for another reason (a full disk).
    """
    try:
        stream.write(text)
        stream.flush()
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        write(stream, text.encode(encoding, "backslashreplace").decode(encoding))
    except OSError as error:
        _give_up(stream)
        if not isinstance(error, BrokenPipeError) and stream is sys.stdout:
            raise UsageError(f"stdout cannot be written: {error.strerror}") from None


def _give_up(stream: TextIO) -> None:
    """The interpreter flushes once more at exit; it must not meet the same error again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_lines(stream: TextIO, lines: Iterable[Text]) -> None:
    """Styled lines, each on one line however wide the terminal is, so that calls can be pasted."""
    from rich.console import Console

    like = _console(stream)
    # Not `capture`: that writes to the stream as well where it is unbuffered, past all that `write` knows of streams.
    rendered = io.StringIO()
    console = Console(
        file=rendered,
        force_terminal=like.is_terminal,
        color_system=_colours(like),
        no_color=like.no_color,
        width=like.width,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for line in lines:
        console.print(line, soft_wrap=True)
    write(stream, rendered.getvalue())


def folded(stream: TextIO, text: str, indent: int) -> list[str]:
    """The text in lines that fit beside an indent, where the stream is a terminal; elsewhere in one line."""
    from rich.text import Text

    console = _console(stream)
    if not console.is_terminal:
        return [text]
    return [line.plain.rstrip() for line in Text(text).wrap(console, max(console.width - indent, _NARROWEST))]


def is_animated(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def _colours(like: Console) -> Literal["auto", "standard", "256", "truecolor", "windows"] | None:
    return cast('Literal["auto", "standard", "256", "truecolor", "windows"] | None', like.color_system)


class Progress:
    """What happens at the moment, on stderr; nothing at all unless stderr is a terminal. A context manager.

    A terminal that is closed meanwhile is no error.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        self._console = _console(sys.stderr) if wanted and is_animated(sys.stderr) else None
        self._status: Status | None = None
        self._in_text = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def doing(self, what: str) -> None:
        """A spinner with one line of text, replacing the last one."""
        if self._console is None:
            return
        with _terminal():
            if self._status is None:
                self.clear()
                self._status = self._console.status(_plain(what))
                self._status.start()
            self._status.update(_plain(what))

    def text(self, piece: str) -> None:
        """A piece of the model's reply as it arrives."""
        if self._console is None:
            return
        if self._status is not None:
            self.clear()
        self._in_text = True
        # A carriage return would let the text write over itself; CRLF replies are common and need only the newline.
        shown = _plain(piece.replace("\r", ""))
        with _terminal():
            self._console.print(shown, style="dim", end="", soft_wrap=True)

    def clear(self) -> None:
        status, self._status = self._status, None
        in_text, self._in_text = self._in_text, False
        with _terminal():
            if status is not None:
                status.stop()
            if in_text and self._console is not None:
                self._console.print()


class Download:
    """A bar on stderr for what takes long to come; one line where there is no terminal. A context manager.

    Shown from the first call on, so that what is there already shows nothing.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: Bar | None = None
        self._begun = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            with _terminal():
                self._bar.stop()

    def __call__(self, done_bytes: int, all_bytes: int) -> None:
        if not self._begun:
            self._begun = True
            self._begin()
        if self._bar is not None:
            with _terminal():
                self._bar.update(self._bar.task_ids[0], completed=done_bytes, total=all_bytes or None)

    def _begin(self) -> None:
        if not is_animated(sys.stderr):
            complain(self._what)
            return
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        text = TextColumn("{task.description}", markup=False)
        columns = (text, BarColumn(), DownloadColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=_console(sys.stderr), transient=True)
        self._bar.add_task(printable(self._what), total=None)
        with _terminal():
            self._bar.start()


@contextmanager
def _terminal() -> Iterator[None]:
    try:
        yield
    except OSError:
        _give_up(sys.stderr)


def _plain(text: str) -> Text:
    from rich.text import Text

    return Text(printable(text))
