"""Several answers on their way to stdout: the first as it comes, the others when they are whole, all in order."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from codegen.errors import UsageError
from codegen.report.printable import one_line

from .arriving import Arriving
from .passing import are_one
from .screen import Progress, complain, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codegen.model import Reply

_SHOWN_OF_A_PROMPT = 60


class Answers:
    """stdout gets the texts alone; headings, notes and finish reasons go to stderr if they are `wanted`.

    The text of a single answer goes into a pipe or a file of its own as it is; elsewhere each ends its line. A context
    manager: at its end the whole answers are shown that wait for one that never came.
    """

    def __init__(self, prompts: Sequence[str], samples: int, *, wanted: bool) -> None:
        self._prompts = prompts
        self._samples = samples
        self._wanted = wanted
        self._screen = Progress(wanted=wanted)
        self._arriving = Arriving(self._screen)
        self._waiting: dict[int, Reply] = {}
        self._next = 0
        self._begun = False
        #: Why stdout does not have all of it, if so.
        self.problem = ""

    def __enter__(self) -> Answers:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_line()
        for index in sorted(self._waiting):
            self._show(self._waiting[index])
        self._screen.clear()

    def asking(self, model: str) -> None:
        self._screen.doing(f"asking {model}")

    def tell(self, line: str) -> None:
        """A line on stderr, for people."""
        self._screen.clear()
        if self._wanted:
            complain(line)

    def piece(self, index: int, text: str) -> None:
        if index == self._next == 0:
            self._begin(0)
            self._write(text)

    def whole(self, reply: Reply) -> None:
        self._waiting[reply.index] = reply
        while self._next in self._waiting:
            self._show(self._waiting.pop(self._next))
            self._next += 1

    def _show(self, reply: Reply) -> None:
        if not (reply.index == 0 and self._begun):
            self._begin(reply.index)
            self._write(reply.text)
        self._end_line()
        for note in reply.notes:
            self.tell(note)
        self.tell(f"{reply.model}: finish reason {reply.finish_reason}")

    def _begin(self, index: int) -> None:
        if self._begun and index == 0:
            return
        self._begun = True
        parts = []
        if len(self._prompts) > 1:
            parts.append(f"prompt {index // self._samples + 1} of {len(self._prompts)}")
        if self._samples > 1:
            parts.append(f"answer {index % self._samples + 1} of {self._samples}")
        if self._wanted and parts:
            self._screen.clear()
            prompt = one_line(self._prompts[index // self._samples], _SHOWN_OF_A_PROMPT)
            write(sys.stderr, f"--- {', '.join(parts)}: {prompt} ---\n")

    def _write(self, text: str) -> None:
        try:
            if not self.problem:
                self._arriving(text)
        except UsageError as problem:  # the answer is paid for: it goes on, into the history
            self.problem = str(problem)

    def _end_line(self) -> None:
        several = len(self._prompts) * self._samples > 1
        try:
            if not self.problem and (several or sys.stdout.isatty() or (self._wanted and are_one())):
                self._arriving.end()
        except UsageError as problem:
            self.problem = str(problem)
