"""Conversations and completions in the history: what a chat can be continued from, and what is never lost of it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codegen.errors import UsageError
from codegen.history import History
from codegen.messages import message
from codegen.task import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.messages import Message

ROOT = Path(__file__).parents[2]


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "codegen" / "history.db") as opened:
        yield opened


def say(history: History, chat: int | None, question: str, answer: str = "") -> int | None:
    number = history.add_message(chat, message("user", question))
    if answer:
        history.save_reply(chat, number, answer)
    return number


def begin(history: History) -> int:
    chat = history.begin("chat", "m")
    assert chat is not None
    return chat


def live(history: History, chat: int) -> list[str]:
    return [f"{said['role']}: {said['content']}" for said in history.conversation(chat).messages]


def test_a_conversation_is_read_as_it_would_be_sent(history: History) -> None:
    chat = begin(history)
    said: list[Message] = [message("system", "be brief"), message("user", "hi", "Ann"), message("assistant", "loaded")]
    for each in said:
        history.add_message(chat, each)
    number = say(history, chat, "and now?")
    history.save_reply(chat, number, "now", model="m-1", usage=Tokens(prompt_tokens=3, completion_tokens=4))
    found = history.conversation(chat)
    assert list(found.messages) == [*said, message("user", "and now?"), message("assistant", "now")]
    assert found.numbers[-2:] == (number, number)
    assert len(set(found.numbers)) == 4
    assert (found.id, found.model, found.status) == (chat, "m", "running")
    [reply] = history.show(chat).replies
    assert (reply.model, reply.prompt_tokens, reply.completion_tokens) == ("m-1", 3, 4)


def test_an_answer_goes_on_arriving_in_its_place_and_counts_as_it_is(history: History) -> None:
    chat = begin(history)
    number = say(history, chat, "tell")
    for piece in ("on", "ce\x00", " upon"):
        history.save_piece(chat, number, piece)
    assert live(history, chat) == ["user: tell", "assistant: once\x00 upon"]
    history.save_reply(chat, number, "once\x00 upon a", error="interrupted")
    assert live(history, chat) == ["user: tell", "assistant: once\x00 upon a"]
    [reply] = history.show(chat).replies
    assert (reply.complete, reply.error) == (False, "interrupted")


def test_a_question_without_an_answer_stays(history: History) -> None:
    chat = begin(history)
    history.save_reply(chat, say(history, chat, "hello?"), "", error="the server gave HTTP 500")
    assert live(history, chat) == ["user: hello?"]


def test_what_is_withdrawn_leaves_the_conversation_and_stays_in_the_history(history: History) -> None:
    chat = begin(history)
    say(history, chat, "one", "1")
    second = say(history, chat, "two", "2")
    history.withdraw(chat, second)
    again = say(history, chat, "two", "zwei")
    assert live(history, chat) == ["user: one", "assistant: 1", "user: two", "assistant: zwei"]
    shown = history.show(chat)
    assert [(each.content, each.withdrawn) for each in shown.messages] == [
        ("one", False),
        ("two", True),
        ("two", False),
    ]
    assert [reply.text for reply in shown.replies] == ["1", "2", "zwei"]
    history.withdraw(chat, *history.conversation(chat).numbers)
    assert live(history, chat) == []
    assert again != second


def test_only_messages_of_that_conversation_are_withdrawn(history: History) -> None:
    chat, other = begin(history), begin(history)
    number = say(history, other, "theirs")
    history.withdraw(chat, number)
    assert live(history, other) == ["user: theirs"]


def test_a_system_message_comes_first_whenever_it_is_set(history: History) -> None:
    chat = begin(history)
    say(history, chat, "hi", "hello")
    brief = history.add_message(chat, message("system", "be brief"), place="first")
    history.withdraw(chat, brief)
    history.add_message(chat, message("system", "be kind"), place="first")
    say(history, chat, "bye")
    assert live(history, chat) == ["system: be kind", "user: hi", "assistant: hello", "user: bye"]


def test_a_conversation_is_resumed_with_another_model(history: History) -> None:
    chat = begin(history)
    history.finish(chat, "done")
    assert history.conversation(chat).status == "done"
    history.resume(chat, "m2")
    found = history.conversation(chat)
    assert (found.model, found.status) == ("m2", "running")


def test_the_last_conversation_is_the_one_that_was_spoken_in_last(history: History) -> None:
    assert history.last_conversation() is None
    older, newer = begin(history), begin(history)
    say(history, older, "a")
    say(history, newer, "b")
    assert history.last_conversation() == newer
    say(history, older, "c")
    begin(history)
    history.begin("complete", "m", "no conversation")
    assert history.last_conversation() == older
    assert [run.id for run in history.runs(kind="chat")][1:] == [newer, older]


def test_a_run_is_no_conversation(history: History) -> None:
    run = history.begin("run", "m", "quick sort")
    assert run is not None
    with pytest.raises(UsageError, match="1 is no conversation but a `codegen run`"):
        history.conversation(run)
    with pytest.raises(UsageError, match="no run 9"):
        history.conversation(9)


def test_two_that_continue_one_conversation_both_add_to_it(history: History) -> None:
    chat = begin(history)
    with History(history.path) as other:
        first = say(history, chat, "one")
        second = say(other, chat, "two")
        other.save_reply(chat, second, "2")
        history.save_reply(chat, first, "1")
    assert live(history, chat) == ["user: one", "assistant: 1", "user: two", "assistant: 2"]


def test_a_conversation_that_another_process_has_resumed_is_not_over(history: History) -> None:
    program = (
        "import pathlib, sys; from codegen.history import History\n"
        "with History(pathlib.Path(sys.argv[1])) as h:\n"
        "    h.resume(1, 'm'); print('resumed', flush=True); sys.stdin.read(); h.finish(1, 'done')"
    )
    chat = begin(history)
    command = [sys.executable, "-c", program, str(history.path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"resumed\n"
        history.finish(chat, "done")
        assert history.conversation(chat).status == "running"
        other.communicate()
    assert history.conversation(chat).status == "done"


def test_many_processes_speak_in_one_conversation(history: History) -> None:
    program = (
        "import pathlib, sys; from codegen.history import History; from codegen.messages import message\n"
        "with History(pathlib.Path(sys.argv[1]), warn=sys.exit) as h:\n"
        "    for n in range(20):\n"
        "        text = f'{sys.argv[2]}{n}'; number = h.add_message(1, message('user', text))\n"
        "        h.save_piece(1, number, text); h.save_reply(1, number, text)"
    )
    chat = begin(history)
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(history.path), f"{n}-"], cwd=ROOT) for n in range(4)
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    said = [each["content"] for each in history.conversation(chat).messages]
    assert len(said) == 160
    assert said[::2] == said[1::2]
    for n in range(4):
        assert [text for text in said[::2] if text.startswith(f"{n}-")] == [f"{n}-{each}" for each in range(20)]


def test_a_kill_in_the_middle_of_an_answer_keeps_what_had_come(history: History) -> None:
    program = (
        "import os, pathlib, signal, sys; from codegen.history import History; from codegen.messages import message\n"
        "h = History(pathlib.Path(sys.argv[1])); c = h.begin('chat', 'm'); n = h.add_message(c, message('user', 'hi'))\n"
        "[h.save_piece(c, n, text) for text in ('hel', 'lo')]; os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(history.path)], cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL
    [run] = history.runs()
    assert (run.kind, run.status, run.prompt) == ("chat", "interrupted", "hi")
    assert live(history, run.id) == ["user: hi", "assistant: hello"]
    assert not history.show(run.id).replies[0].complete


def test_completions_keep_every_prompt_and_sample(history: History) -> None:
    history.begin("chat", "m")
    run = history.begin("complete", "m", "你好", "def f")
    assert run is not None
    history.save_piece(run, 2, "d", 1)
    for number, sample, text in ((2, 0, "c"), (1, 1, "b"), (1, 0, "a")):
        history.save_piece(run, number, text, sample)
        history.save_reply(run, number, text, sample)
    shown = history.show(run)
    assert (shown.kind, shown.prompt, shown.task, shown.verdict, shown.attempts) == ("complete", "你好", None, None, 4)
    assert [each.content for each in shown.messages] == ["你好", "def f"]
    found = [(each.number, each.sample, each.text, each.complete) for each in shown.replies]
    assert found == [(1, 0, "a", True), (1, 1, "b", True), (2, 0, "c", True), (2, 1, "d", False)]


def test_a_reply_that_is_saved_twice_is_the_later_one(history: History) -> None:
    chat = begin(history)
    number = say(history, chat, "hi", "whole")
    history.save_reply(chat, number, "whole", error="interrupted")
    assert [reply.error for reply in history.show(chat).replies] == ["interrupted"]
    assert not history.broken


def test_a_chat_goes_on_without_a_history(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    warnings: list[str] = []
    with History(tmp_path / "file" / "history.db", warn=warnings.append) as history:
        chat = history.begin("chat", "m")
        number = history.add_message(chat, message("user", "hi"), place="first")
        history.save_piece(chat, number, "x")
        history.save_reply(chat, number, "x")
        history.withdraw(chat, number, None)
        history.resume(chat, "m")
        history.finish(chat, "done")
    assert (chat, number, len(warnings)) == (None, None, 1)


def test_a_history_lost_in_the_middle_of_a_chat_costs_one_line(history: History) -> None:
    warnings: list[str] = []
    history._warn = warnings.append
    chat = begin(history)
    assert history._open is not None
    history._open.execute("DROP TABLE messages")
    number = history.add_message(chat, message("user", "hi"))
    history.save_piece(chat, number, "x")
    history.save_reply(chat, number, "x")
    history.withdraw(chat, number)
    assert (number, len(warnings)) == (None, 1)


def test_huge_and_odd_pieces_arrive_whole(history: History) -> None:
    chat = begin(history)
    number = say(history, chat, "\ud800\x00")
    for _ in range(3):
        history.save_piece(chat, number, "é\x00\ud83d" * 2**18)
    assert live(history, chat) == ["user: \ufffd\x00", "assistant: " + "é\x00\\ud83d" * (3 * 2**18)]


def test_a_long_answer_costs_no_more_a_piece_than_a_short_one(history: History) -> None:
    """Counted in bytes written, so that a busy machine changes nothing."""
    chat = begin(history)
    number = say(history, chat, "tell")
    assert history._open is not None
    history._open.execute("PRAGMA wal_autocheckpoint = 0")
    written = [log_bytes(history)]
    for _ in range(2):
        for _ in range(300):
            history.save_piece(chat, number, "x" * 1000)
        written.append(log_bytes(history))
    first, second = written[1] - written[0], written[2] - written[1]
    assert 0 < second < 1.5 * first


def log_bytes(history: History) -> int:
    return history.path.with_name("history.db-wal").stat().st_size
