"""A chat at a terminal: lines are read, what begins with a slash is obeyed, the rest is asked."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from codegen.errors import CodegenError, UsageError
from sandbox.errors import CheckError, SandboxError

from .arriving import show_reply
from .boxes import open_sandbox
from .chat_commands import COMMANDS, Leave, understood
from .lines import Lines
from .opening import opened_model
from .screen import complain
from .signals import stoppable, stopped, unharmed_by_ctrl_c

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack

    from codegen.conversation import Conversation
    from codegen.history import SavedConversation
    from codegen.model import Reply
    from codegen.settings import Settings
    from sandbox import Sandbox

#: Begins and ends a message of several lines.
_QUOTES = '"""'


class Session:
    """One conversation with all that its commands need; what they open is closed with `opened`."""

    def __init__(
        self,
        talk: Conversation,
        settings: Settings,
        opened: ExitStack,
        problems: list[str],
        *,
        taped: bool,
        allow_unconfined: bool,
    ) -> None:
        from codegen.history import default_path

        self.talk = talk
        self.settings = settings
        self._opened = opened
        self._problems = problems
        self._taped = taped
        self._allow_unconfined = allow_unconfined
        self._box: Sandbox | None = None
        history = settings.history or default_path()
        self._lines = Lines(history.with_name(f"{history.name}-input"), [f"/{name}" for name in COMMANDS])
        self._interrupted = False
        self._stdout = os.fstat(sys.stdout.fileno())

    def greet(self, saved: SavedConversation | None) -> None:
        """What is to be known before the first line."""
        if saved is not None:
            complain(f"conversation {saved.id} goes on; what was said: codegen history {saved.id}")
            if saved.status == "running":
                complain("another process has it open, too; what both say is kept, in the order of the questions")
            if self.talk.unanswered is not None:
                complain("the last question got no answer; /retry asks it again")
        complain(f"{self.talk.model.name} answers; /help lists the commands, Ctrl-D ends")

    def run(self) -> None:
        """Until the end of input or /exit. A signal ends it by KeyboardInterrupt, and `stopped` says which.

        Raises UsageError where replies could go nowhere.
        """
        with unharmed_by_ctrl_c():
            try:
                while True:
                    self._take_turn()
            except (EOFError, Leave):
                pass

    def _take_turn(self) -> None:
        self._require_reader()
        text = self._read()
        if not text.strip():
            return
        self._lines.remember(text)
        try:
            with stoppable():
                if (found := understood(text)) is not None:
                    command, argument = found
                    command.obey(self, argument)
                else:
                    self.ask(lambda on_text: self.talk.send(text.strip(), on_text))
        except KeyboardInterrupt:
            if stopped():
                raise
            complain("stopped")
        except (CodegenError, CheckError, SandboxError) as error:
            complain(str(error))

    def _require_reader(self) -> None:
        """Ctrl-C goes to the reader of a pipe, too; what nobody takes, `write` sends nowhere from then on."""
        if not os.path.samestat(self._stdout, os.fstat(sys.stdout.fileno())):
            raise UsageError("stdout takes no more replies; through a pipe, use a reader that stays, such as `tee -i`")

    def _read(self) -> str:
        """What was typed, "" after Ctrl-C, which clears the line. Raises EOFError."""
        try:
            with stoppable():
                text = self._lines.read("> ")
                if text.lstrip().startswith(_QUOTES) and "\n" not in text:
                    text = self._read_quoted(text.lstrip().removeprefix(_QUOTES))
        except KeyboardInterrupt:
            if stopped():
                raise
            if self._interrupted:
                complain("Ctrl-D or /exit ends the chat")
            self._interrupted = True
            return ""
        self._interrupted = False
        return text

    def _read_quoted(self, line: str) -> str:
        """The lines up to the closing quotes, or to the end of input."""
        lines = [line]
        while not lines[-1].rstrip().endswith(_QUOTES):
            try:
                lines.append(self._lines.read("... "))
            except EOFError:
                return "\n".join(lines)
        return "\n".join(lines).rstrip().removesuffix(_QUOTES)

    def ask(self, how: Callable[[Callable[[str], None]], Reply]) -> None:
        """Shows the answer that `how` gets. Ctrl-C ends it where it is."""
        try:
            show_reply(self.talk.model.name, how)
        except KeyboardInterrupt:
            if stopped():
                raise
            nothing = "stopped before an answer came; /retry asks again"
            complain(nothing if self.talk.unanswered else "stopped; what had come is kept")

    def last_reply(self) -> str:
        replies = [each["content"] for each in self.talk.messages if each["role"] == "assistant"]
        if not replies:
            raise UsageError("there is no reply yet")
        return replies[-1]

    def box(self) -> Sandbox:
        """The sandbox, opened when it is first needed. Raises SandboxUnavailable."""
        if self._box is None:
            box = open_sandbox(self.settings, allow_unconfined=self._allow_unconfined)
            self._box = self._opened.enter_context(box)
        return self._box

    def switch(self, model: str) -> None:
        """Lets another model answer from now on. Raises UsageError."""
        if self._taped:
            raise UsageError("a tape is of one model; to ask another one, start without --record and --replay")
        settings = replace(self.settings, model=model)
        self.talk.model = self._opened.enter_context(opened_model(settings, self._problems))
        self.settings = settings
