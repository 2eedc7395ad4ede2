"""What a line with a slash does in a chat: taking back, asking again, running, checking, files."""

from __future__ import annotations

import json
from typing import Any

from tests.codegen import server
from tests.codegen.chat_terminal import CTRL_C, TAB, saved
from tests.codegen.command_line import CommandLine, descendants
from tests.conftest import wait_until_gone

WRONG = "Here:\n```python\ndef quick_sort(xs):\n    return sorted(set(xs))\n```\nand\n```python\nprint(quick_sort([2, 1]))\n```\n"
ENDLESS = "```python\nprint('begun')\nwhile True:\n    pass\n```\n"


def test_undo_and_retry(start: Any, cli: CommandLine) -> None:
    chat = start()
    chat.waits()
    assert "no question to take back" in chat.says("/undo")
    chat.says("one")
    chat.says("two")
    assert "The third." in chat.says("/retry")
    assert chat.sent() == ["user: one", "assistant: The first.", "user: two"]
    assert "taken back: two" in chat.says("/undo")
    chat.says("three")
    assert chat.sent() == ["user: one", "assistant: The first.", "user: three"]
    chat.leaves()
    assert saved(cli) == ["user: one", "assistant: The first.", "user: three", "assistant: The third."]
    assert cli("history", "1").out.count("(withdrawn)") == 4


def test_the_system_message_and_the_model_can_change(start: Any, models: server.ModelServer) -> None:
    chat = start()
    chat.waits()
    assert "told nothing" in chat.says("/system")
    assert "told: be brief" in chat.says("/system be brief")
    assert "other answers" in chat.says("/model other")
    chat.says("hello")
    assert chat.sent() == ["system: be brief", "user: hello"]
    assert models.bodies[-1]["model"] == "other"
    assert "other answers" in chat.says("/model")
    assert "told nothing" in chat.says("/system -")
    chat.says("and?")
    assert chat.sent()[0] == "user: hello"
    chat.leaves()


def test_the_last_code_runs_in_the_sandbox(start: Any, models: server.ModelServer) -> None:
    models.replies = [
        server.say(WRONG),
        server.say("```python\nimport os\n```"),
        server.say("No code."),
        server.say("```\nx = 1\n```"),
    ]
    chat = start()
    chat.waits()
    assert "there is no reply yet" in chat.says("/run")
    chat.says("quick sort")
    assert chat.says("/run").splitlines()[-1] == "[1, 2]"  # the last block, with what it needs
    chat.says("more")
    assert "the module os cannot be imported" in chat.says("/run")
    chat.says("more")
    assert "the last reply has no Python code in it" in chat.says("/run")
    chat.says("more")
    assert "ran and printed nothing" in chat.says("/run")
    chat.leaves()


def test_the_last_code_is_checked(start: Any, models: server.ModelServer) -> None:
    models.replies = [server.say(WRONG)]
    chat = start("--seed", "1")
    chat.waits()
    chat.says("quick sort")
    assert "did you mean" in chat.says("/check quick srot")
    for command in ("/check quick sort", "/check"):
        shown = chat.says(command)
        assert "FALSIFIED  the last reply" in shown
        assert "quick_sort([0, 0])" in shown
        assert "seed 1" in shown
    chat.leaves()


def test_ctrl_c_ends_only_the_run(start: Any, models: server.ModelServer) -> None:
    models.replies = [server.say(ENDLESS)]
    chat = start("--timeout", "60")
    chat.waits()
    chat.says("loop")
    for command in ("/run", "/run", "/check"):
        chat.types(command + "\r")
        chat.shows("begun" if command == "/run" else "checking")
        chat.types(CTRL_C)
        assert "codegen: stopped" in chat.waits()
    started = descendants(chat.child.pid)
    chat.leaves()
    assert not wait_until_gone(started)


def test_a_conversation_is_saved_to_a_file_and_loaded(start: Any, cli: CommandLine, models: server.ModelServer) -> None:
    chat = start("--model", "m")
    chat.waits()
    assert "/save needs a file" in chat.says("/save")
    chat.says("hello")
    assert "saved: 2 messages" in chat.says("/save ~/my talk.json")
    whole = json.loads((cli.home / "my talk.json").read_text())
    assert whole == {"model": "m", "messages": [
        {"role": "user", "content": "hello"}, {"role": "assistant", "content": "The first."},
    ]}  # fmt: skip
    chat.says("and?")
    assert "cannot be read: No such file" in chat.says("/load none.json")
    cli.file("bad.json", "[{}]")
    assert "bad.json: message 1: role must be one of" in chat.says("/load bad.json")
    assert "loaded: 2 messages" in chat.says("/load my talk.json")
    chat.says("then?")
    assert chat.sent() == ["user: hello", "assistant: The first.", "user: then?"]
    chat.leaves()
    assert (len(saved(cli, 1)), len(saved(cli, 2))) == (4, 4)


def test_help_and_completion(start: Any) -> None:
    chat = start()
    chat.waits()
    shown = chat.says("/help")
    names = ("help", "undo", "retry", "system", "model", "save", "load", "run", "check", "exit")
    assert all(f"\n/{name}" in shown for name in names)
    chat.types("/sy" + TAB)
    chat.shows("/system ")
    assert "told: short" in chat.says("short")
    assert "there is no command /udno; did you mean /undo?" in chat.says("/udno")
    assert "there is no command /xyzzy; /help lists them" in chat.says("/xyzzy")
    assert "/exit stands alone" in chat.says("/exit now")
    chat.leaves()
