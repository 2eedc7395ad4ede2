"""`codegen chat` at a pseudo-terminal, driven as by hand."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pexpect

from codegen.history import History

if TYPE_CHECKING:
    from tests.codegen.command_line import CommandLine
    from tests.codegen.server import ModelServer

#: What readline sends before it reads: "bracketed paste on".
PROMPT = r"\x1b\[\?2004h> "
UP, LEFT, TAB, CTRL_C, CTRL_D = "\x1b[A", "\x1b[D", "\t", "\x03", "\x04"


class Terminal:
    """One `codegen chat` at a pseudo-terminal of its own."""

    def __init__(self, cli: CommandLine, models: ModelServer, *arguments: str, shell: str = "", **more: str):
        self.models = models
        command = [sys.executable, "-m", "codegen", "chat", *arguments]
        if shell:
            # An interactive shell is not in the group of its pipeline; this one lives on by a trap.
            command = ["/bin/sh", "-c", "trap : INT; " + " ".join(command) + shell]
        environment = cli.environment(
            **{"TERM": "xterm-256color", "OPENAI_BASE_URL": models.url, "OPENAI_API_KEY": "k" * 20, **more}
        )
        self.child = pexpect.spawn(
            command[0], command[1:], env=environment, cwd=str(cli.home), encoding="utf-8", timeout=60,
            dimensions=(40, 200),
        )  # fmt: skip
        self.child.delaybeforesend = None

    def waits(self) -> str:
        """Until the next prompt; what was shown before it, without what only moves the cursor."""
        self.child.expect(PROMPT)
        return _plain(self.child.before)

    def shows(self, text: str) -> None:
        self.child.expect_exact(text)

    def types(self, keys: str) -> None:
        self.child.send(keys)

    def says(self, line: str) -> str:
        """Types a line at the prompt; what is shown until the next one."""
        self.types(line + "\r")
        return self.waits()

    def sent(self) -> list[str]:
        """The messages of the last request."""
        return [f"{each['role']}: {each['content']}" for each in self.models.bodies[-1]["messages"]]

    def ends(self) -> tuple[int | None, str]:
        """The exit code, and what is shown until the end."""
        self.child.expect(pexpect.EOF)
        shown = _plain(self.child.before)
        self.child.close()
        return self.child.exitstatus, shown

    def leaves(self) -> None:
        self.types(CTRL_D)
        code, shown = self.ends()
        assert code == 0, shown


def _plain(shown: str) -> str:
    return re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", shown).replace("\r", "")


def saved(cli: CommandLine, number: int = 1) -> list[str]:
    """What the history would go on with in that conversation."""
    with History(cli.home / "codegen" / "history.db") as history:
        return [f"{each['role']}: {each['content']}" for each in history.conversation(number).messages]
