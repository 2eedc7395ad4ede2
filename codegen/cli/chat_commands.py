"""What a line that begins with a slash does in a chat."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from codegen.errors import UsageError
from codegen.report.printable import one_line

from .screen import Progress, complain, print_lines, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from .chat_session import Session

#: A word after the slash: a path or a comment of a program is none, and is sent as it is.
_COMMAND = re.compile(r"/([A-Za-z]*)(?:\s+(.*))?", re.DOTALL)
_NOTES = (
    '""" begins and ends a message of several lines; a line that begins with a space is sent even if a slash follows',
    "Ctrl-C stops a reply, /run and /check and clears the line; Ctrl-D ends the chat",
)


class Leave(Exception):
    """The user has said /exit."""


@dataclass(frozen=True, slots=True)
class Command:
    """One of them. `obey` gets the text after its name, without blanks around it; it raises UsageError and others."""

    argument: str
    help: str
    obey: Callable[[Session, str], None]


def understood(text: str) -> tuple[Command, str] | None:
    """The command that this is, and its argument; None if it is none. Raises UsageError for one that nobody knows.

    Several lines that begin with no command's name are a text that was pasted.
    """
    found = _COMMAND.fullmatch(text.rstrip())
    if found is None:
        return None
    name, argument = found[1].lower(), (found[2] or "").strip()
    if name not in COMMANDS:
        if "\n" in text:
            return None
        closest = get_close_matches(name, COMMANDS, 1)
        meant = f"did you mean /{closest[0]}?" if closest else "/help lists them"
        raise UsageError(f"there is no command /{name}; {meant}")
    if argument and not COMMANDS[name].argument:
        raise UsageError(f"/{name} stands alone; a line that begins with a space is sent as it is")
    return COMMANDS[name], argument


def _help() -> None:
    calls = {f"/{name} {command.argument}".rstrip(): command.help for name, command in COMMANDS.items()}
    width = max(map(len, calls))
    lines = [f"{call:<{width}}  {said}" for call, said in calls.items()]
    write(sys.stderr, "\n".join([*lines, *_NOTES]) + "\n")


def _undo(session: Session) -> None:
    complain(f"taken back: {one_line(session.talk.undo()['content'], 60)}")


def _retry(session: Session) -> None:
    session.ask(session.talk.retry)


def _system(session: Session, argument: str) -> None:
    talk = session.talk
    if argument:
        talk.system = None if argument == "-" else argument
    complain("the model is told nothing before all else" if talk.system is None else f"told: {talk.system}")


def _model(session: Session, argument: str) -> None:
    if argument:
        session.switch(argument)
    complain(f"{session.talk.model.name} answers")


def _save(session: Session, argument: str) -> None:
    session.talk.save(_file(argument, "/save"))
    complain(f"saved: {_count(session)}")


def _load(session: Session, argument: str) -> None:
    session.talk.load(_file(argument, "/load"))
    complain(f"loaded: {_count(session)}, with which another conversation begins")


def _file(argument: str, command: str) -> Path:
    if not argument:
        raise UsageError(f"{command} needs a file: {command} FILE")
    try:
        return Path(argument).expanduser()
    except RuntimeError:
        raise UsageError(f"{argument}: no home directory is known") from None


def _count(session: Session) -> str:
    from codegen.report.wording import counted

    return counted(len(session.talk.messages), "message")


def _run(session: Session) -> None:
    from codegen.reply import last_block

    from .passing import Passing, explain, returned

    source = last_block(session.last_reply())
    if not source:
        raise UsageError("the last reply has no Python code in it")
    passing = Passing()
    try:
        outcome = session.box().run(source, on_output=passing)
    finally:
        if passing.in_line:
            write(sys.stderr, "\n")
    explain("the code", outcome, in_line=False)
    if returned(outcome) and not outcome.stdout and not outcome.stderr:
        complain("the code ran and printed nothing")


def _check(session: Session, argument: str) -> None:
    from codegen.reply import extract
    from codegen.report.result import Result
    from codegen.report.terminal import render
    from codegen.report.wording import counted
    from sandbox import catalogue

    from .exits import of_status

    entry = catalogue.get(argument) if argument else None
    source = extract(session.last_reply(), names=entry.entry_points if entry else ())
    with Progress() as screen:
        screen.doing("checking")
        verdict = session.box().check(
            source,
            entry.name if entry else None,
            examples=session.settings.examples,
            seed=session.settings.seed,
            on_progress=lambda done: screen.doing(f"checking: {counted(done, 'example')}"),
        )
    code = of_status(verdict.status, allow_unchecked=False)
    print_lines(sys.stderr, render(Result(source="the last reply", verdict=verdict, code=source, exit_code=code)))


def _exit() -> None:
    raise Leave


COMMANDS = {
    "help": Command("", "show this", lambda _, __: _help()),
    "undo": Command("", "take the last question back, with its answer", lambda session, _: _undo(session)),
    "retry": Command("", "ask the last question again", lambda session, _: _retry(session)),
    "system": Command("[TEXT|-]", "show what the model is told before all else, or change or (-) remove it", _system),
    "model": Command("[ID]", "show which model answers, or let another one; see `codegen models`", _model),
    "save": Command("FILE", "write the conversation, as JSON", _save),
    "load": Command("FILE", "begin another conversation with the messages of such a file", _load),
    "run": Command("", "run the last code block of the last reply in the sandbox", lambda session, _: _run(session)),
    "check": Command("[TASK]", "check the code of the last reply; see `codegen tasks`", _check),
    "exit": Command("", "end the chat, as Ctrl-D does", lambda _, __: _exit()),
}
