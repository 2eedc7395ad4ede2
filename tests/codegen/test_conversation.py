"""A conversation with a real server: what is sent each turn, what an answer that breaks leaves, what can be continued."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from codegen import Conversation, History, ModelError, UsageError, open_model
from codegen.messages import message
from codegen.settings import load
from tests.codegen import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from codegen import OpenAIModel


@pytest.fixture
def models() -> Iterator[server.ModelServer]:
    with server.serving() as serving:
        serving.replies = [server.say("one"), server.say("two"), server.say("three")]
        yield serving


@pytest.fixture
def model(models: server.ModelServer) -> Iterator[OpenAIModel]:
    with open_model(load({"base_url": models.url, "model": "m"})) as opened:
        yield opened


def sent(models: server.ModelServer) -> list[str]:
    """The messages of the last request."""
    return [f"{each['role']}: {each['content']}" for each in models.bodies[-1]["messages"]]


def said(talk: Conversation) -> list[str]:
    return [f"{each['role']}: {each['content']}" for each in talk.messages]


class Stop(Exception):
    """Raised by a reader in the middle of an answer, as Ctrl-C is."""


def stop_at(word: str) -> Any:
    def read(piece: str) -> None:
        if word in piece:
            raise Stop

    return read


def test_the_whole_conversation_is_sent_each_turn(model: OpenAIModel, models: server.ModelServer) -> None:
    talk = Conversation(model, system="be brief")
    heard: list[str] = []
    assert talk.send("hi", heard.append).text == "one"
    talk.send("and?", name="Ann")
    assert sent(models) == ["system: be brief", "user: hi", "assistant: one", "user: and?"]
    assert models.bodies[-1]["messages"][-1]["name"] == "Ann"
    assert heard == ["one"]
    assert talk.messages[3:] == [message("user", "and?", "Ann"), message("assistant", "two")]


def test_its_messages_are_ones_own(model: OpenAIModel) -> None:
    talk = Conversation(model, messages=[{"role": "user", "content": "hi"}])
    talk.messages[0]["content"] = "changed"
    talk.messages.clear()
    assert said(talk) == ["user: hi"]


def test_undo_takes_back_a_question_with_its_answer(model: OpenAIModel, models: server.ModelServer) -> None:
    talk = Conversation(model, system="be brief")
    talk.send("first")
    talk.send("second")
    assert talk.undo() == message("user", "second")
    talk.send("third")
    assert sent(models) == ["system: be brief", "user: first", "assistant: one", "user: third"]
    talk.undo()
    talk.undo()
    with pytest.raises(UsageError, match="no question to take back"):
        talk.undo()
    assert said(talk) == ["system: be brief"]


def test_retry_asks_the_last_question_again(model: OpenAIModel, models: server.ModelServer) -> None:
    talk = Conversation(model)
    with pytest.raises(UsageError, match="no question to ask again"):
        talk.retry()
    talk.send("first")
    talk.send("second", name="Ann")
    assert talk.retry().text == "three"
    assert sent(models) == ["user: first", "assistant: one", "user: second"]
    assert models.bodies[-1]["messages"][-1]["name"] == "Ann"
    assert said(talk) == ["user: first", "assistant: one", "user: second", "assistant: three"]


def test_an_answer_that_breaks_off_counts_as_far_as_it_came(model: OpenAIModel, models: server.ModelServer) -> None:
    models.replies = [server.cut("once upon a"), server.say("more")]
    talk = Conversation(model)
    with pytest.raises(ModelError, match="cut off"):
        talk.send("tell")
    talk.send("go on")
    assert sent(models) == ["user: tell", "assistant: once upon a", "user: go on"]


def test_a_reader_that_stops_keeps_what_had_come(model: OpenAIModel, models: server.ModelServer) -> None:
    models.replies = [server.say("once upon a time")]
    talk = Conversation(model)
    with pytest.raises(Stop):
        talk.send("tell", stop_at("a"))
    assert said(talk) == ["user: tell", "assistant: once upon a"]


def test_a_question_that_nothing_answered_can_be_asked_again(model: OpenAIModel, models: server.ModelServer) -> None:
    models.replies = [server.say("one"), server.fail(400, "no"), server.say("two"), server.fail(400, "no")]
    talk = Conversation(model)
    talk.send("first")
    with pytest.raises(ModelError):
        talk.send("second", name="Ann")
    assert said(talk) == ["user: first", "assistant: one"]
    assert talk.unanswered == message("user", "second", "Ann")
    assert talk.retry().text == "two"
    assert sent(models) == ["user: first", "assistant: one", "user: second"]
    assert talk.unanswered is None
    with pytest.raises(ModelError):
        talk.send("third")
    assert talk.undo() == message("user", "third")  # and only that
    assert said(talk) == ["user: first", "assistant: one", "user: second", "assistant: two"]


def test_a_retry_that_fails_at_once_leaves_the_answer_that_there_was(
    model: OpenAIModel, models: server.ModelServer, history: History
) -> None:
    models.replies = [server.say("one"), server.fail(400, "no"), server.cut("an"), server.say("three")]
    talk = Conversation(model, history=history)
    talk.send("first")
    for expected in ("one", "an", "three"):
        if expected != "three":
            with pytest.raises(ModelError):
                talk.retry()
        else:
            talk.retry()
        assert said(talk) == ["user: first", f"assistant: {expected}"]
        assert talk.id is not None
        assert list(history.conversation(talk.id).messages) == talk.messages


def test_a_retry_that_is_killed_in_the_middle_has_replaced_the_answer(
    model: OpenAIModel, models: server.ModelServer, history: History
) -> None:
    talk = Conversation(model, history=history)
    talk.send("first")
    models.replies = [server.say("another answer")]
    seen: list[list[str]] = []
    talk.retry(lambda _: seen.append([each["content"] for each in history.conversation(talk.id or 0).messages]))
    assert seen == [["first", "another"], ["first", "another answer"]]


def test_the_system_message_can_change_at_any_time(model: OpenAIModel, models: server.ModelServer) -> None:
    talk = Conversation(model)
    assert talk.system is None
    talk.send("hi")
    talk.system = "be brief"
    talk.system = "be long"
    assert talk.system == "be long"
    talk.send("and?")
    assert sent(models) == ["system: be long", "user: hi", "assistant: one", "user: and?"]
    talk.system = None
    assert said(talk)[0] == "user: hi"


def test_a_developer_message_counts_as_the_system_message(model: OpenAIModel) -> None:
    talk = Conversation(model, messages=[message("developer", "be brief"), message("user", "hi")])
    assert talk.system == "be brief"
    talk.system = "be long"
    assert said(talk) == ["system: be long", "user: hi"]


def test_half_a_character_does_not_end_the_conversation(model: OpenAIModel, models: server.ModelServer) -> None:
    models.replies = [server.say("half \ud83d"), server.say("fine")]
    talk = Conversation(model, system="\udc80")
    talk.send("hi \ud800")
    assert talk.send("and?").text == "fine"
    assert sent(models) == ["system: \ufffd", "user: hi \ufffd", "assistant: half \ufffd", "user: and?"]


def test_all_is_in_the_history_and_can_be_continued(
    model: OpenAIModel, models: server.ModelServer, history: History
) -> None:
    earlier = [message("system", "be brief"), message("assistant", "Hello!"), message("user", "Who?", "Ann")]
    with Conversation(model, messages=earlier, history=history) as talk:
        assert (talk.id, history.runs()) == (None, [])  # nothing was said yet
        talk.send("first")
        talk.send("second")
        talk.undo()
        talk.system = "be long"
        talk.retry()
        assert history.runs()[0].status == "running"
    [run] = history.runs()
    assert (run.id, run.kind, run.status, run.model) == (talk.id, "chat", "done", "m")
    assert [reply.text for reply in history.show(run.id).replies] == ["one", "two", "three"]
    again = Conversation.resume(model, history, run.id)
    assert again.messages == talk.messages
    assert said(again)[-2:] == ["user: first", "assistant: three"]
    assert history.runs()[0].status == "running"
    again.undo()
    again.system = None
    assert list(history.conversation(run.id).messages) == again.messages == earlier[1:]


def test_another_model_can_answer_what_follows(
    model: OpenAIModel, models: server.ModelServer, history: History
) -> None:
    talk = Conversation(model, history=history)
    talk.send("first")
    with open_model(load({"base_url": models.url, "model": "other"})) as other:
        talk.model = other
        assert [run.model for run in history.runs()] == ["other"]
        talk.send("second")
    assert [body["model"] for body in models.bodies] == ["m", "other"]
    assert len(models.bodies[-1]["messages"]) == 3


@pytest.mark.parametrize(
    ("problem", "status"), [(KeyboardInterrupt(), "interrupted"), (ModelError("the server is gone"), "failed")]
)
def test_how_it_was_left_is_how_it_ended(
    model: OpenAIModel, history: History, problem: BaseException, status: str
) -> None:
    with pytest.raises(type(problem)), Conversation(model, history=history) as talk:
        talk.send("hi")
        raise problem
    [run] = history.runs()
    assert (run.status, run.error) == (status, str(problem))


def test_each_piece_is_saved_before_it_is_shown(
    model: OpenAIModel, models: server.ModelServer, history: History
) -> None:
    talk = Conversation(model, history=history)
    seen: list[str] = []

    def look(piece: str) -> None:
        assert talk.id is not None
        seen.append(history.conversation(talk.id).messages[-1]["content"])

    models.replies = [server.say("once upon a")]
    talk.send("tell", look)
    assert seen == ["once", "once upon", "once upon a"]


def test_why_an_answer_broke_off_is_kept(model: OpenAIModel, models: server.ModelServer, history: History) -> None:
    models.replies = [server.cut("once upon"), server.fail(400, "too long")]
    talk = Conversation(model, history=history)
    for question in ("first", "second"):
        with pytest.raises(ModelError):
            talk.send(question)
    run = history.show(talk.id or 0)
    assert [(message.content, message.withdrawn) for message in run.messages] == [("first", False), ("second", True)]
    assert [reply.text for reply in run.replies] == ["once upon", ""]
    assert "cut off" in run.replies[0].error
    assert "too long" in run.replies[1].error


def test_a_question_without_an_answer_waits_for_whoever_continues(model: OpenAIModel, history: History) -> None:
    """As a kill leaves it: the question is saved, nothing of the answer is."""
    talk = Conversation(model, history=history)
    talk.send("first")
    history.add_message(talk.id, message("user", "second"))
    talk.close()
    again = Conversation.resume(model, history, talk.id or 0)
    assert said(again) == ["user: first", "assistant: one"]
    assert again.unanswered == message("user", "second")
    again.retry()
    assert said(again)[2:] == ["user: second", "assistant: two"]
    assert list(history.conversation(talk.id or 0).messages) == again.messages


def test_a_retry_that_was_killed_is_no_second_question(model: OpenAIModel, history: History) -> None:
    talk = Conversation(model, history=history)
    talk.send("first")
    history.add_message(talk.id, message("user", "first"))
    talk.close()
    again = Conversation.resume(model, history, talk.id or 0)
    assert (said(again), again.unanswered) == (["user: first", "assistant: one"], None)


def test_only_conversations_can_be_continued(model: OpenAIModel, history: History) -> None:
    run = history.begin("run", "m", "quick sort")
    for number, says in ((run, "no conversation"), (99, "no run 99")):
        with pytest.raises(UsageError, match=says):
            Conversation.resume(model, history, number or 0)


def test_a_question_that_another_process_waits_with_stays_its_own(
    model: OpenAIModel, models: server.ModelServer, history: History
) -> None:
    talk = Conversation(model, history=history)
    talk.send("first")
    others: list[Conversation] = []

    def meanwhile(path: str, body: dict[str, Any]) -> server.Answer:
        others.append(Conversation.resume(model, history, talk.id or 0))
        return server.say("slow")(path, body)

    models.replies = [meanwhile, server.say("quick")]
    talk.send("ours")
    [other] = others
    assert (said(other), other.unanswered) == (["user: first", "assistant: one"], None)
    other.send("theirs")
    assert [each["content"] for each in history.conversation(talk.id or 0).messages] == [
        "first", "one", "ours", "slow", "theirs", "quick",
    ]  # fmt: skip


def test_a_file_holds_the_conversation_and_another_begins_with_it(
    model: OpenAIModel, models: server.ModelServer, history: History, tmp_path: Path
) -> None:
    file = tmp_path / "talk.json"
    talk = Conversation(model, system="短く", history=history)
    talk.send("first", name="Ann")
    talk.save(file)
    assert "短く" in file.read_text("utf-8")
    assert json.loads(file.read_text("utf-8")) == {"model": "m", "messages": talk.messages}
    first, before = talk.id, talk.messages
    talk.send("second")
    talk.load(file)
    assert (talk.messages, talk.id) == (before, None)
    talk.send("third")
    assert sent(models) == ["system: 短く", "user: first", "assistant: one", "user: third"]
    assert talk.id not in (None, first)
    assert list(history.conversation(talk.id or 0).messages) == talk.messages
    assert len(history.conversation(first or 0).messages) == 5
    assert history.show(first or 0).status == "done"


def test_a_plain_list_of_messages_can_be_loaded(model: OpenAIModel, tmp_path: Path) -> None:
    file = tmp_path / "talk.json"
    file.write_text('\ufeff[{"role": "user", "content": [{"type": "text", "text": "hi \\ud800"}]}]', "utf-8")
    talk = Conversation(model)
    talk.load(file)
    assert said(talk) == ["user: hi \ufffd"]
    talk.save(file)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"model": "m"}', "no list of messages"),
        (b'"hi"', "no list of messages"),
        (b'[{"role": "user"}]', "message 1: content must be text"),
        (b'[{"role": "user", "content": "hi"}, {"role": "tool", "content": "x"}]', "message 2: role must be one of"),
        (None, "No such file"),
    ],
)
def test_a_bad_file_is_one_line_and_changes_nothing(
    model: OpenAIModel, tmp_path: Path, content: bytes | None, says: str
) -> None:
    file = tmp_path / "talk.json"
    if content is not None:
        file.write_bytes(content)
    talk = Conversation(model)
    talk.send("first")
    with pytest.raises(UsageError, match=says) as raised:
        talk.load(file)
    assert str(raised.value).startswith(f"{file}: ")
    assert said(talk) == ["user: first", "assistant: one"]


@pytest.mark.parametrize("place", ["no/such/talk.json", ".", "a\0b"])
def test_a_file_that_cannot_be_is_one_line(model: OpenAIModel, tmp_path: Path, place: str) -> None:
    talk = Conversation(model)
    for action in (talk.save, talk.load):
        with pytest.raises(UsageError, match="cannot be"):
            action(tmp_path / place)


def test_an_endless_file_is_refused(model: OpenAIModel) -> None:
    from pathlib import Path

    with pytest.raises(UsageError, match="at most 64 MiB"):
        Conversation(model).load(Path("/dev/zero"))


def test_a_history_that_cannot_be_written_costs_one_warning(model: OpenAIModel, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    warnings: list[str] = []
    with History(tmp_path / "file" / "history.db", warn=warnings.append) as history:
        with Conversation(model, system="be brief", history=history) as talk:
            talk.send("first")
            talk.retry()
            talk.undo()
        assert said(talk) == ["system: be brief"]
    assert len(warnings) == 1


def test_two_that_continue_the_same_conversation_lose_nothing(
    model: OpenAIModel, models: server.ModelServer, history: History, tmp_path: Path
) -> None:
    release = threading.Event()
    talk = Conversation(model, history=history)
    talk.send("first")
    models.replies = [server.held(server.say("slow answer"), 1, release), server.say("quick")]
    with History(history.path) as theirs:
        other = Conversation.resume(model, theirs, talk.id or 0)
        heard: list[str] = []

        def meanwhile(piece: str) -> None:
            heard.append(piece)
            if len(heard) == 1:
                other.send("theirs")
                release.set()

        talk.send("ours", meanwhile)
    assert [each["content"] for each in history.conversation(talk.id or 0).messages] == [
        "first", "one", "ours", "slow answer", "theirs", "quick",
    ]  # fmt: skip
