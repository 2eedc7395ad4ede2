"""A conversation goes on in another process, however the one before has ended."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.codegen import server
from tests.codegen.chat_terminal import saved
from tests.codegen.command_line import CommandLine, descendants
from tests.conftest import wait_until_gone

if TYPE_CHECKING:
    import threading


WRONG = "Here:\n```python\ndef quick_sort(xs):\n    return sorted(set(xs))\n```\nand\n```python\nprint(quick_sort([2, 1]))\n```\n"
ENDLESS = "```python\nprint('begun')\nwhile True:\n    pass\n```\n"


def test_a_conversation_goes_on_in_another_process(start: Any, cli: CommandLine, models: server.ModelServer) -> None:
    chat = start("--model", "m", "--system", "be brief")
    chat.waits()
    chat.says("hello")
    chat.leaves()
    again = start("--continue")
    assert "conversation 1 goes on" in again.waits()
    again.says("and?")
    assert again.sent() == ["system: be brief", "user: hello", "assistant: The first.", "user: and?"]
    assert models.bodies[-1]["model"] == "m"
    theirs = start("--conversation", "1", "--model", "other")
    assert "another process has it open, too" in theirs.waits()
    theirs.says("also")
    assert models.bodies[-1]["model"] == "other"
    theirs.leaves()
    again.leaves()
    assert len(saved(cli)) == 7


@pytest.mark.parametrize("stage", ["before an answer", "in the middle of one"])
def test_a_kill_loses_nothing_that_had_come(
    start: Any, cli: CommandLine, models: server.ModelServer, release: threading.Event, stage: str
) -> None:
    chunks = 0 if stage == "before an answer" else 3
    models.replies = [
        server.say("Hi."),
        server.held(server.say("once upon a time"), chunks, release),
        server.say("fine"),
    ]
    chat = start()
    chat.waits()
    chat.says("hello")
    chat.types("tell\r")
    chat.shows("once upon a" if chunks else "asking")
    while len(models.requests) < 2:
        release.wait(0.01)
    chat.child.kill(signal.SIGKILL)
    chat.ends()
    again = start("--continue")
    assert ("/retry asks it again" in again.waits()) == (not chunks)
    again.says("/retry" if not chunks else "and then?")
    told = ["user: tell"] if not chunks else ["user: tell", "assistant: once upon a", "user: and then?"]
    assert again.sent() == ["user: hello", "assistant: Hi.", *told]
    again.leaves()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
@pytest.mark.parametrize("stage", ["prompt", "reply", "run"])
def test_a_signal_ends_it_in_order(
    start: Any, cli: CommandLine, models: server.ModelServer, release: threading.Event, stage: str, number: int
) -> None:
    models.replies = [server.say(ENDLESS), server.held(server.say("once upon a time"), 3, release)]
    chat = start("--timeout", "60")
    chat.waits()
    chat.says("loop")
    if stage == "reply":
        chat.types("tell\r")
        chat.shows("once upon a")
    elif stage == "run":
        chat.types("/run\r")
        chat.shows("begun")
    started = descendants(chat.child.pid)
    chat.child.kill(number)
    code, shown = chat.ends()
    assert (code, f"ended by {signal.Signals(number).name}" in shown) == (128 + number, True)
    assert not wait_until_gone(started)
    assert saved(cli)[2:] == (["user: tell", "assistant: once upon a"] if stage == "reply" else [])
    [run] = cli("history", "--json").document["runs"]
    assert run["status"] == "interrupted"


def test_a_closed_terminal_ends_it_in_order(start: Any, cli: CommandLine) -> None:
    chat = start()
    chat.waits()
    chat.says("hello")
    chat.child.ptyproc.fileobj.close()
    _, status = os.waitpid(chat.child.pid, 0)
    chat.child.closed = True
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGHUP
    [run] = cli("history", "--json").document["runs"]
    assert run["status"] == "interrupted"
