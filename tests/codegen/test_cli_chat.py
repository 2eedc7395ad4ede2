"""`codegen chat` at a real terminal: typing, several lines, stopping, and what stands on the screen."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Any

from tests.codegen import server
from tests.codegen.chat_terminal import CTRL_C, CTRL_D, LEFT, UP, saved

if TYPE_CHECKING:
    import threading

    from tests.codegen.command_line import CommandLine


def test_each_turn_sends_the_whole_conversation(start: Any, cli: CommandLine) -> None:
    chat = start("--system", "be brief", "--model", "m")
    assert "m answers; /help lists the commands" in chat.waits()
    assert "The first.\n" in chat.says("hello")
    assert "The second.\n" in chat.says("and?")
    assert chat.sent() == ["system: be brief", "user: hello", "assistant: The first.", "user: and?"]
    assert chat.says("   ").strip() == ""  # asks nothing
    chat.types(CTRL_D)
    code, shown = chat.ends()
    assert (code, "to go on: codegen chat --conversation 1" in shown) == (0, True)
    assert saved(cli)[-2:] == ["user: and?", "assistant: The second."]


def test_lines_can_be_edited_and_had_again(start: Any, cli: CommandLine) -> None:
    chat = start()
    chat.waits()
    chat.says("helo" + LEFT + "l\x05!")
    assert chat.sent() == ["user: hello!"]
    chat.says("next")
    chat.says(UP + UP + "!")
    assert chat.sent()[-1] == "user: hello!!"
    chat.leaves()
    again = start()
    again.waits()
    again.says(UP * 3)
    assert again.sent() == ["user: hello!"]
    again.leaves()
    memory = cli.home / "codegen" / "history.db-input"
    assert stat.S_IMODE(memory.stat().st_mode) == 0o600
    assert memory.read_text() == '"hello!"\n"next"\n"hello!!"\n"hello!"\n'


def test_several_lines_are_one_message(start: Any) -> None:
    chat = start()
    chat.waits()
    chat.says("\x1b[200~/not a command\nfrom the clipboard\n\x1b[201~")
    assert chat.sent()[-1] == "user: /not a command\nfrom the clipboard"
    chat.types('"""one\r')
    chat.shows("... ")
    chat.types("/two\r")
    chat.shows("... ")
    chat.says('three"""')
    assert chat.sent()[-1] == "user: one\n/two\nthree"
    chat.says('"""a single one"""')
    assert chat.sent()[-1] == "user: a single one"
    chat.types('"""cut\r')
    chat.shows("... ")
    chat.types(CTRL_D)
    chat.waits()
    assert chat.sent()[-1] == "user: cut"
    chat.leaves()


def test_a_message_may_begin_with_a_slash(start: Any) -> None:
    chat = start()
    chat.waits()
    chat.says(" /exit")
    assert chat.sent()[-1] == "user: /exit"
    chat.says("/usr/bin/env: what is it?")
    assert chat.sent()[-1] == "user: /usr/bin/env: what is it?"
    chat.leaves()


def test_ctrl_c_stops_the_reply_and_keeps_what_came(
    start: Any, cli: CommandLine, models: server.ModelServer, release: threading.Event
) -> None:
    models.replies = [server.held(server.say("once upon a time"), 3, release), server.say("go on")]
    chat = start()
    chat.waits()
    chat.types("tell\r")
    chat.shows("once upon a")
    chat.types(CTRL_C)
    assert "codegen: stopped; what had come is kept" in chat.waits()
    assert "go on" in chat.says("and then?")
    assert chat.sent() == ["user: tell", "assistant: once upon a", "user: and then?"]
    chat.leaves()
    shown = cli("history", "1").out
    assert "--- assistant (cut off) ---\nonce upon a\n--- interrupted ---" in shown


def test_ctrl_c_before_an_answer_takes_the_question_back(
    start: Any, cli: CommandLine, models: server.ModelServer, release: threading.Event
) -> None:
    models.replies = [server.held(server.say("late"), 0, release), server.say("in time")]
    chat = start()
    chat.waits()
    chat.types("hello\r")
    chat.shows("asking")
    while not models.requests:
        release.wait(0.01)
    chat.types(CTRL_C)
    assert "stopped before an answer came; /retry asks again" in chat.waits()
    assert "in time" in chat.says("/retry")
    assert chat.sent() == ["user: hello"]
    chat.leaves()
    assert saved(cli) == ["user: hello", "assistant: in time"]


def test_ctrl_c_at_the_prompt_clears_the_line_and_says_how_to_leave(start: Any, models: server.ModelServer) -> None:
    chat = start()
    chat.waits()
    chat.types("never sent")
    chat.shows("never sent")
    chat.types(CTRL_C)
    assert "Ctrl-D" not in chat.waits()
    chat.types(CTRL_C)
    assert "Ctrl-D or /exit ends the chat" in chat.waits()
    chat.says("sent")
    assert chat.sent() == ["user: sent"]
    chat.types("/exit\r")
    assert chat.ends()[0] == 0


def test_a_failure_in_a_turn_is_one_line_and_the_chat_goes_on(start: Any, models: server.ModelServer) -> None:
    models.replies = [server.fail(401, "bad key"), server.cut("half an"), server.say("fine")]
    chat = start()
    chat.waits()
    assert "bad key" in chat.says("hello")
    assert "half an\ncodegen: the stream was cut off" in chat.says("hello?")
    assert "fine" in chat.says("more")
    assert chat.sent() == ["user: hello?", "assistant: half an", "user: more"]
    chat.leaves()


def test_what_is_to_be_known_of_a_reply_is_said(start: Any, models: server.ModelServer) -> None:
    models.replies = [server.say("cut", finish="length"), server.say("no", finish="content_filter"), server.say("")]
    chat = start()
    chat.waits()
    assert "cut off at the token limit" in chat.says("long")
    assert "ended by the server: content_filter" in chat.says("bad")
    assert "the reply is empty" in chat.says("nothing")
    chat.says("again")
    assert chat.sent()[-2:] == ["assistant: no", "user: again"]
    chat.leaves()


def test_a_reply_cannot_steer_the_terminal(start: Any, models: server.ModelServer) -> None:
    models.replies = [server.say("a\x1b[2Jb \x9b1mc\r\nd \u202e e")]
    chat = start(TERM="dumb")
    chat.shows("> ")
    chat.types("hello\r")
    chat.shows("a\\x1b[2Jb \\x9b1mc\r\nd \\u202e e\r\n")
    chat.shows("> ")  # a key that comes before is the terminal's, which takes Ctrl-D for itself
    assert "\x1b" not in chat.child.before
    chat.types(CTRL_D)
    assert chat.ends()[0] == 0
    assert "\x1b" not in chat.child.before  # nor does readline where the terminal knows nothing of it


def test_replies_alone_go_into_a_pipe(start: Any, cli: CommandLine, models: server.ModelServer) -> None:
    models.replies = [server.say("a\x1b[1m\r\n"), server.say("b")]
    chat = start(shell=" | cat > replies.txt")
    chat.waits()
    chat.says("helo" + LEFT + "l")  # the line is edited all the same
    assert chat.sent() == ["user: hello"]
    chat.says("and?")
    chat.says("/help")
    chat.types(CTRL_D)
    chat.ends()
    assert (cli.home / "replies.txt").read_bytes() == b"a\x1b[1m\r\nb\n"


def test_ctrl_c_also_ends_the_reader_of_a_pipe_and_then_the_chat_says_so(start: Any, cli: CommandLine) -> None:
    chat = start(shell=" | cat > replies.txt")
    chat.waits()
    chat.says("hello")
    chat.types(CTRL_C)
    chat.waits()
    chat.types("lost?\r")
    _, shown = chat.ends()
    assert "codegen: stdout takes no more replies" in shown
    assert "to go on: codegen chat --conversation 1" in shown
    assert (cli.home / "replies.txt").read_text() == "The first.\n"
    assert saved(cli)[-1] == "assistant: The second."


def test_what_was_typed_long_ago_is_forgotten_in_the_end(start: Any, cli: CommandLine) -> None:
    memory = cli.home / "codegen" / "history.db-input"
    memory.parent.mkdir()
    memory.write_text("no JSON\n" + "".join(f'"{n:099}"\n' for n in range(11_000)))
    chat = start()
    chat.waits()
    assert memory.stat().st_size < 2**20
    chat.says(UP)
    assert chat.sent() == [f"user: {10_999:099}"]
    chat.leaves()
