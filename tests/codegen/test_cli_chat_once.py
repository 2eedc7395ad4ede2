"""`codegen chat` with one message, given or piped in: the reply alone on stdout, and an exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.codegen import server
from tests.codegen.chat_terminal import saved

if TYPE_CHECKING:
    import threading

    from tests.codegen.command_line import CommandLine, Ended


@pytest.fixture
def access(models: server.ModelServer) -> dict[str, str]:
    return {"OPENAI_BASE_URL": models.url, "OPENAI_API_KEY": "k" * 20}


def last(models: server.ModelServer) -> str:
    return str(models.bodies[-1]["messages"][-1]["content"])


def test_a_message_gets_one_reply(cli: CommandLine, models: server.ModelServer, access: dict[str, str]) -> None:
    ended = cli("chat", "你好", "--system", "be brief", "--model", "m", "--max-tokens", "9", **access)
    assert (ended.code, ended.out, ended.err) == (0, "The first.\n", "")
    [body] = models.bodies
    assert body["messages"] == [{"role": "system", "content": "be brief"}, {"role": "user", "content": "你好"}]
    assert (body["model"], body["max_completion_tokens"], body["stream"]) == ("m", 9, True)
    assert saved(cli)[-1] == "assistant: The first."


@pytest.mark.parametrize(
    ("arguments", "piped", "message"),
    [
        ([], "from\na pipe\n", "from\na pipe"),
        (["explain"], "x = 1\n", "explain\n\nx = 1"),
        (["explain"], " \n", "explain"),
        (["/exit"], "", "/exit"),
        ([], "/exit", "/exit"),
        ([], "\ufeffé", "é"),
    ],
)
def test_what_is_piped_in_comes_after_what_is_given(
    cli: CommandLine,
    models: server.ModelServer,
    access: dict[str, str],
    arguments: list[str],
    piped: str,
    message: str,
) -> None:
    assert cli("chat", *arguments, stdin=piped, **access).out == "The first.\n"
    assert last(models) == message


@pytest.mark.parametrize(
    ("arguments", "piped", "says"),
    [
        ([], b"", "the message is empty"),
        (["  "], b"\n", "the message is empty"),
        ([], b"\xff", "the message is not UTF-8"),
        ([b"\xff"], b"", "the message is not UTF-8"),
        (["x", "--system", b"\xff"], b"", "--system is not UTF-8"),
        ([], b"x" * (16 * 2**20 + 1), "more than 16 MiB"),
        (["hi", "--continue"], b"", "no conversation to go on with"),
        (["hi", "--conversation", "7"], b"", "no run 7"),
        (["hi", "--continue", "--conversation", "1"], b"", "exclude each other"),
        (["hi", "--temperature", "1", "--top-p", "1"], b"", "set one of them"),
    ],
)
def test_a_wrong_call_is_one_line_and_asks_nothing(
    cli: CommandLine,
    models: server.ModelServer,
    access: dict[str, str],
    arguments: list[str],
    piped: bytes,
    says: str,
) -> None:
    ended = cli("chat", *arguments, stdin=piped, **access)
    assert (ended.code, ended.out, models.requests) == (2, "", [])
    [line] = ended.err.splitlines()
    assert says in line


def test_a_closed_stdin_is_an_empty_message(cli: CommandLine, access: dict[str, str]) -> None:
    command = ["sh", "-c", f"exec '{sys.executable}' -m codegen chat <&-"]
    ended = subprocess.run(command, capture_output=True, text=True, env=cli.environment(**access))
    assert ended.returncode == 2
    assert ended.stderr.startswith("codegen: the message is empty; give one, e.g. codegen chat")


def test_a_conversation_goes_on_by_calls(cli: CommandLine, models: server.ModelServer, access: dict[str, str]) -> None:
    cli("chat", "hello", "--model", "m", **access)
    cli("chat", "again", "--model", "other", **access)
    cli("chat", "-c", "and?", **access)
    assert [each["content"] for each in models.bodies[-1]["messages"]] == ["again", "The second.", "and?"]
    assert models.bodies[-1]["model"] == "other"
    cli("chat", "--conversation", "1", "then?", "--system", "be brief", "--model", "new", **access)
    assert [each["content"] for each in models.bodies[-1]["messages"]] == ["be brief", "hello", "The first.", "then?"]
    assert models.bodies[-1]["model"] == "new"


def test_a_run_is_no_conversation(cli: CommandLine) -> None:
    cli("run", "quick sort")
    ended = cli("chat", "hi", "--conversation", "1")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "1 is no conversation" in ended.err


def test_a_document_has_the_reply_and_the_messages(
    cli: CommandLine, models: server.ModelServer, access: dict[str, str]
) -> None:
    models.replies = [server.say("cut", finish="length")]
    ended = cli("chat", "hi", "--json", **access)
    whole = ended.document
    assert (ended.code, ended.err) == (0, "")
    assert {name: whole[name] for name in ("schema", "command", "exit_code", "conversation")} == {
        "schema": 1, "command": "chat", "exit_code": 0, "conversation": 1,
    }  # fmt: skip
    assert whole["messages"] == [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "cut"}]
    reply = whole["reply"]
    assert (reply["text"], reply["model"], reply["finish_reason"]) == ("cut", "served", "length")
    assert reply["usage"] == {"prompt_tokens": 7, "completion_tokens": 1}
    assert len(reply["notes"]) == 1


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_a_model_error_ends_with_3_and_what_came_is_kept(
    cli: CommandLine, models: server.ModelServer, access: dict[str, str], form: list[str]
) -> None:
    models.replies = [server.cut("once upon a")]
    ended = cli("chat", "tell", *form, **access)
    assert ended.code == 3
    pointer, error = ended.err.splitlines()
    assert pointer == "codegen: what was asked and answered: codegen history 1"
    assert "cut off" in error
    if form:
        assert "cut off" in ended.document["error"]
    else:
        assert ended.out == "once upon a\n"
    assert saved(cli) == ["user: tell", "assistant: once upon a"]
    models.replies = [server.fail(401, "bad key")]
    ended = cli("chat", "tell", *form, **access)
    assert (ended.code, len(ended.err.splitlines())) == (3, 1)


def test_ctrl_c_ends_with_130_and_what_came_is_kept(
    cli: CommandLine, models: server.ModelServer, access: dict[str, str], release: threading.Event
) -> None:
    models.replies = [server.held(server.say("once upon a time"), 3, release)]
    process = cli.start("chat", "tell", **access)
    assert process.stdout is not None
    assert process.stdout.read(len("once upon a")) == "once upon a"
    process.send_signal(2)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "\n")
    assert err.splitlines() == ["codegen: what was asked and answered: codegen history 1", "codegen: interrupted"]
    assert saved(cli) == ["user: tell", "assistant: once upon a"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_costs_no_word_of_the_reply(
    cli: CommandLine, models: server.ModelServer, access: dict[str, str]
) -> None:
    models.replies = [server.say("once upon a time")]
    command = [sys.executable, "-m", "codegen", "chat", "tell"]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, text=True, cwd=cli.home,
            env=cli.environment(**access),
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (2, "codegen: stdout cannot be written: No space left on device\n")
    assert saved(cli) == ["user: tell", "assistant: once upon a time"]


def test_a_reader_that_has_gone_is_no_error(cli: CommandLine, access: dict[str, str]) -> None:
    command = f"'{sys.executable}' -m codegen chat hello </dev/null | true; sleep 0"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=cli.environment(**access))
    assert ended.stderr == ""


def test_pieces_of_a_character_are_joined(cli: CommandLine, models: server.ModelServer, access: dict[str, str]) -> None:
    pieces = ["a ", "\ud83d", "\ude00", " b ", "\ud83d", " c"]
    choices = [{"index": 0, "delta": {"content": piece}} for piece in pieces]
    choices.append({"index": 0, "delta": {}, "finish_reason": "stop"})
    models.replies = [server.raw("".join(f"data: {json.dumps({'choices': [each]})}\n\n" for each in choices))]
    assert cli("chat", "hello", **access).out == "a 😀 b \\ud83d c\n"


def test_a_chat_is_recorded_and_replayed(cli: CommandLine, access: dict[str, str]) -> None:
    assert cli("chat", "hello", "--record", "a.jsonl", **access).code == 0
    again = cli("chat", "hello", "--replay", "a.jsonl")
    assert (again.code, again.out) == (0, "The first.\n")
    other = cli("chat", "something else", "--replay", "a.jsonl")
    assert (other.code, other.out) == (3, "")


def test_the_demo_answers_what_it_knows_in_every_turn(cli: CommandLine) -> None:
    def ask(*arguments: str) -> Ended:
        return cli("chat", *arguments)

    assert "def quick_sort" in ask("quick sort").out
    ended = ask("-c", "now as a generator")
    assert (ended.code, ended.out) == (3, "")
    assert "no prepared reply for 'now as a generator'" in ended.err
    assert "def merge_sort" in ask("-c", "merge sort").out


def test_a_reply_alone_loads_neither_the_checker_nor_the_engine(cli: CommandLine, access: dict[str, str]) -> None:
    script = (
        "import sys; from codegen.cli import main; main(['chat', 'hello']);"
        "print(sorted({'hypothesis', 'docker', 'RestrictedPython', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, input="", capture_output=True, text=True, env=cli.environment(**access))
    assert (ended.stdout, ended.stderr) == ("The first.\n", "[]\n")
