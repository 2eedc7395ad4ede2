"""`codegen complete` against a model server on a real socket: the text alone on stdout, as it comes, and nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from codegen.history import History
from tests.codegen import server
from tests.codegen.command_line import CommandLine, Ended, _read_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from codegen.history import SavedRun

KEY = "sk-test-0123456789abcdef"
COMPLETES = ("--model", "davinci-002")


class Asking:
    """`codegen complete` against a server of this process; the key may never show up."""

    def __init__(self, home: Path, models: server.ModelServer) -> None:
        self.cli, self.models = CommandLine(home), models
        self.release = threading.Event()
        self.environment = {"OPENAI_BASE_URL": models.url, "OPENAI_API_KEY": KEY}

    def __call__(self, *arguments: str, **more: Any) -> Ended:
        ended = self.cli("complete", *arguments, **more, **self.environment)
        assert KEY not in ended.err + ended.out
        return ended

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return self.cli.start("complete", *arguments, **self.environment)

    def held(self, text: str, after: int) -> None:
        self.models.replies = [server.held(server.say(text), after, self.release)]

    def saved(self, number: int = 1) -> SavedRun:
        with History(self.cli.home / "codegen" / "history.db") as history:
            return history.show(number)


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Asking]:
    with server.serving() as models:
        models.replies = [server.say("one two")]
        asking = Asking(tmp_path, models)
        yield asking
        asking.release.set()


def by_prompt(**answers: server.Reply) -> server.Reply:
    """Another answer for each chat message."""
    return lambda path, body: answers[body["messages"][0]["content"]](path, body)


def test_the_text_goes_into_a_pipe_as_it_is_and_all_else_to_stderr(ask: Asking) -> None:
    ask.models.replies = [server.say("\x1b[2J  one\r\n\ttwo 三")]
    ended = ask("say it")
    assert (ended.code, ended.out) == (0, "\x1b[2J  one\r\n\ttwo 三")
    assert ended.err == "codegen: served: finish reason stop\n"
    assert ask.models.bodies[0]["messages"] == [{"role": "user", "content": "say it"}]
    assert set(ask.models.bodies[0]) == {"model", "messages", "stream", "stream_options"}


@pytest.mark.parametrize(
    "arguments", [("p",), (*COMPLETES, "p"), ("p", "q"), ("p", "-n", "2")], ids=["chat", "completions", "two", "n"]
)
def test_the_first_answer_is_shown_and_saved_as_it_comes(ask: Asking, arguments: tuple[str, ...]) -> None:
    ask.held("one two three", 2)
    with ask.start(*arguments) as running:
        assert running.stdout is not None
        assert running.stdout.read(7) == "one two"
        assert (ask.saved().kind, ask.saved().status) == ("complete", "running")
        assert (ask.saved().replies[0].text, ask.saved().replies[0].complete) == ("one two", False)
        ask.release.set()
        rest, _ = running.communicate(timeout=60)
    assert (running.returncode, rest[:6]) == (0, " three")
    assert {(each.text, each.complete) for each in ask.saved().replies} == {("one two three", True)}
    assert ask.saved().status == "done"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_had_come_is_kept_when_the_command_is_ended(ask: Asking, number: signal.Signals) -> None:
    ask.held("one two three", 2)
    with ask.start("p") as running:
        assert running.stdout is not None
        assert running.stdout.read(7) == "one two"
        running.send_signal(number)
        out, err = running.communicate(timeout=60)
    assert out == ""
    [kept] = ask.saved().replies
    assert (kept.text, kept.complete, ask.saved().status) == ("one two", False, "interrupted")
    if number != signal.SIGKILL:
        said = "interrupted" if number == signal.SIGINT else "ended by SIGTERM"
        assert err == f"codegen: what was asked and answered: codegen history 1\ncodegen: {said}\n"
        assert running.returncode == 128 + number
    assert "one two" in ask.cli("history", "1").out


def test_several_prompts_and_answers_are_one_request_where_the_api_can(ask: Asking) -> None:
    ask.models.replies = [server.several("A a\n", "B b", "C c", "D d")]
    ended = ask(*COMPLETES, "one", "two", "-n", "2", "--echo-usage")
    assert (ended.code, ended.out) == (0, "A a\nB b\nC c\nD d\n")
    [body] = ask.models.bodies
    assert (body["prompt"], body["n"]) == (["one", "two"], 2)
    assert ended.err.splitlines() == [
        "--- prompt 1 of 2, answer 1 of 2: one ---", "codegen: served: finish reason stop",
        "--- prompt 1 of 2, answer 2 of 2: one ---", "codegen: served: finish reason stop",
        "--- prompt 2 of 2, answer 1 of 2: two ---", "codegen: served: finish reason stop",
        "--- prompt 2 of 2, answer 2 of 2: two ---", "codegen: served: finish reason stop",
        "codegen: usage: 7 prompt tokens, 9 completion tokens",
    ]  # fmt: skip
    assert [each.content for each in ask.saved().messages] == ["one", "two"]
    kept = [(each.number, each.sample, each.text, each.completion_tokens) for each in ask.saved().replies]
    assert kept == [(1, 0, "A a\n", 9), (1, 1, "B b", None), (2, 0, "C c", None), (2, 1, "D d", None)]


def test_a_server_that_ignores_n_is_asked_for_the_rest_and_nothing_is_mixed_up(ask: Asking) -> None:
    ask.models.replies = [server.several("A", "B", ignore_n=True), server.say("more")]
    ended = ask(*COMPLETES, "one", "two", "-n", "2", "-q")
    assert (ended.code, ended.out, ended.err) == (0, "A\nmore\nB\nmore\n", "")
    assert [each.text for each in ask.saved().replies] == ["A", "more", "B", "more"]


def test_answers_are_shown_in_the_order_of_their_prompts(ask: Asking) -> None:
    slow = server.held(server.say("first"), 0, ask.release)

    def second(path: str, body: dict[str, Any]) -> server.Answer:
        whole = server.say("second")(path, body)

        def made() -> Iterator[bytes]:
            yield from whole.chunks
            ask.release.set()

        return replace(whole, chunks=made())

    ask.models.replies = [by_prompt(a=slow, b=second)]
    ended = ask("a", "b")
    assert (ended.code, ended.out) == (0, "first\nsecond\n")
    assert [line for line in ended.err.splitlines() if line.startswith("---")] == [
        "--- prompt 1 of 2: a ---",
        "--- prompt 2 of 2: b ---",
    ]


def test_an_answer_that_fails_costs_no_other(ask: Asking) -> None:
    ask.models.replies = [by_prompt(a=server.fail(400, "not that"), b=server.say("second"))]
    ended = ask("a", "b", "-q")
    assert (ended.code, ended.out) == (3, "second\n")
    assert "not that" in ended.err
    document = ask("a", "b", "--json").document
    assert (document["exit_code"], "not that" in document["error"]) == (3, True)
    assert [[each["text"] for each in one["answers"]] for one in document["results"]] == [[], ["second"]]


def test_only_what_was_asked_for_is_sent(ask: Asking) -> None:
    options = ("--temperature", "0.5", "--max-tokens", "9", "--stop", "\n\n", "--stop", "END", "--no-stream")
    ended = ask("p", *COMPLETES, *options)
    assert (ended.code, ended.out) == (0, "one two")
    assert ask.models.bodies == [
        {"model": "davinci-002", "prompt": "p", "stream": False, "temperature": 0.5, "max_tokens": 9,
         "stop": ["\n\n", "END"]}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("p", "--temperature", "1", "--top-p", "0.5"), "--temperature and --top-p"),
        (("p", *["--stop", "x"] * 5), "at most 4 stop texts"),
        (("p", "--stop", ""), "empty stop text"),
        (("p", "-n", "0"), "--samples must be"),
        (("",), "the prompt is empty"),
        (("p", " \n"), "the prompt is empty"),
        (("-", "-"), "only once"),
        (("quick\udcff sort",), "the prompt is not UTF-8"),
        (("p", "--stop", "\udcff"), "the stop text is not UTF-8"),
        (("p", "--model", "\udcff"), "--model holds a character that no id has"),
    ],
)
def test_what_cannot_be_sent_asks_nobody(ask: Asking, arguments: tuple[str, ...], says: str) -> None:
    ended = ask(*arguments)
    assert (ended.code, ended.out, ask.models.requests) == (2, "", [])
    [line] = ended.err.splitlines()
    assert says in line


@pytest.mark.parametrize(
    ("arguments", "stdin", "prompts"),
    [
        ((), "快速排序\n", ["快速排序"]),
        (("-",), "\ufeffdef f(x):\r\n", ["def f(x):"]),
        (("a", "-"), "two\n\n", ["a", "two\n"]),
        (("a",), "not read", ["a"]),
    ],
)
def test_stdin_is_a_prompt_too(ask: Asking, arguments: tuple[str, ...], stdin: str, prompts: list[str]) -> None:
    ask.models.replies = [server.several("x")]
    assert ask(*COMPLETES, *arguments, stdin=stdin).code == 0
    sent = ask.models.bodies[0]["prompt"]
    assert ([sent] if isinstance(sent, str) else sent) == prompts
    assert [each.content for each in ask.saved().messages] == prompts


@pytest.mark.parametrize(("stdin", "says"), [(b"", "empty"), (b"\xff\xfe\n", "not UTF-8"), (b"x" * 2**25, "16 MiB")])
def test_a_stdin_that_is_no_prompt_is_one_line(ask: Asking, stdin: bytes, says: str) -> None:
    ended = ask(stdin=stdin)
    assert (ended.code, ended.out, ask.models.requests) == (2, "", [])
    assert says in ended.err


def test_a_cut_off_answer_is_said(ask: Asking) -> None:
    ask.models.replies = [server.say("one two", finish="length")]
    ended = ask("p", "--max-tokens", "2")
    assert (ended.code, ended.out) == (0, "one two")
    assert ended.err.splitlines() == [
        "codegen: the reply was cut off at the token limit; raise --max-tokens",
        "codegen: served: finish reason length",
    ]


def test_the_document_has_every_answer_and_what_was_used(ask: Asking) -> None:
    ask.models.replies = [server.several("A", "B")]
    ended = ask(*COMPLETES, "one", "two", "--json")
    assert (ended.code, ended.err) == (0, "")
    found = ended.document
    assert (found["schema"], found["command"], found["run"]) == (1, "complete", 1)
    assert found["usage"] == {"prompt_tokens": 7, "completion_tokens": 2}
    [one, two] = found["results"]
    assert (one["prompt"], two["prompt"], two["answers"][0]["text"]) == ("one", "two", "B")
    assert one["answers"][0] | {"seconds": 0} == {
        "text": "A", "complete": True, "finish_reason": "stop", "model": "served", "seconds": 0, "request_id": "",
        "notes": [],
    }  # fmt: skip


def test_a_stream_that_breaks_off_is_exit_3_with_what_had_come(ask: Asking) -> None:
    ask.models.replies = [server.cut("one two", lost=True)]
    ended = ask("p")
    assert (ended.code, ended.out) == (3, "one two")
    error, pointer = ended.err.splitlines()
    assert "connection was lost" in error
    assert pointer == "codegen: what was asked and answered: codegen history 1"
    [kept] = ask.saved().replies
    assert (kept.text, kept.error in error, ask.saved().status) == ("one two", True, "failed")
    broken = ask("p", "--json").document
    assert broken["results"] == [{"prompt": "p", "answers": [{"text": "one two", "complete": False}]}]
    assert "connection was lost" in broken["error"]


def test_a_server_that_refuses_is_one_line_and_nothing_is_in_the_history_to_look_up(ask: Asking) -> None:
    ask.models.replies = [server.fail(401, "Incorrect API key provided")]
    ended = ask("p")
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (3, "", 1)
    assert ask.saved().status == "failed"


def test_a_busy_server_is_waited_for_and_that_is_said(ask: Asking) -> None:
    ask.models.replies = [server.fail(429, "slow down"), server.say("one two")]
    ended = ask("p")
    assert (ended.code, ended.out) == (0, "one two")
    assert "slow down" in ended.err
    assert ended.err.splitlines()[0].endswith("; next try in 0.5 s")


def on_terminal(ask: Asking, *arguments: str) -> tuple[int, str]:
    running, terminal = ask.cli.start_on_terminal("complete", *arguments, TERM="dumb", **ask.environment)
    seen = _read_terminal(terminal).decode().replace("\r\n", "\n")
    return running.wait(timeout=60), seen


def test_on_a_terminal_nothing_steers_it_and_the_line_is_ended(ask: Asking) -> None:
    ask.models.replies = [server.say("\x1b[2Jone\r\ntwo")]
    code, seen = on_terminal(ask, "p")
    assert (code, seen) == (0, "\\x1b[2Jone\ntwo\ncodegen: served: finish reason stop\n")


def test_where_both_streams_go_into_one_file_the_text_ends_its_line(ask: Asking) -> None:
    command = f"'{sys.executable}' -m codegen complete p > both 2>&1"
    environment = ask.cli.environment(**ask.environment)
    subprocess.run(["sh", "-c", command], cwd=ask.cli.home, env=environment, timeout=60, check=True)
    assert (ask.cli.home / "both").read_text() == "one two\ncodegen: served: finish reason stop\n"


def test_ctrl_c_on_a_terminal_ends_the_line_that_had_begun(ask: Asking) -> None:
    ask.held("one two three", 2)
    running, terminal = ask.cli.start_on_terminal("complete", "p", TERM="dumb", **ask.environment)
    seen = b""
    while b"one two" not in seen:
        seen += os.read(terminal, 100)
    os.write(terminal, b"\x03")
    seen += _read_terminal(terminal)
    pointer = "codegen: what was asked and answered: codegen history 1"
    assert seen.decode().replace("^C", "").split("\r\n") == ["one two", pointer, "codegen: interrupted", ""]
    assert running.wait(timeout=60) == 130


def test_a_terminal_without_a_prompt_is_told_how(ask: Asking) -> None:
    code, seen = on_terminal(ask)
    assert (code, ask.models.requests) == (2, [])
    assert "there is no prompt" in seen


def test_a_stdout_that_takes_nothing_is_no_success_and_the_text_is_kept(ask: Asking) -> None:
    ended = ask.cli.onto_full_disk("complete", "p", **ask.environment)
    error, pointer = [line for line in ended.err.splitlines() if "finish reason" not in line]
    assert (ended.code, error) == (2, "codegen: stdout cannot be written: No space left on device")
    assert pointer == "codegen: what was asked and answered: codegen history 1"
    assert [(each.text, each.complete) for each in ask.saved().replies] == [("one two", True)]


def test_a_reader_that_has_gone_is_no_error(ask: Asking) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    os.close(writer)
    ask.cli.environment = lambda **more: CommandLine.environment(ask.cli, **more, **ask.environment)  # type: ignore[method-assign]
    ended = ask.cli.piped_into_nothing("complete", "p", "-q")
    assert (ended.code, ended.err) == (0, "")
    assert ask.saved().replies[0].text == "one two"


def test_a_recording_replays_without_the_server(ask: Asking) -> None:
    ask.models.replies = [server.several("A", "B")]
    first = ask(*COMPLETES, "one", "two", "--record", "tape.jsonl")
    assert KEY not in (ask.cli.home / "tape.jsonl").read_text()
    again = ask(*COMPLETES, "one", "two", "--replay", "tape.jsonl")
    assert (again.code, again.out, len(ask.models.bodies)) == (0, first.out, 1)
    other = ask(*COMPLETES, "one", "three", "--replay", "tape.jsonl", "--json")
    assert (other.code, "three" in other.document["error"]) == (3, True)


def test_without_a_key_the_demo_answers_in_english_and_chinese(tmp_path: Path) -> None:
    ended = CommandLine(tmp_path)("complete", "quick sort", "快速排序")
    assert (ended.code, ended.out.count("def quick_sort")) == (0, 2)
    assert "the built-in demo model answers" in ended.err


def test_a_history_that_cannot_be_written_costs_one_warning(ask: Asking, tmp_path: Path) -> None:
    ended = ask("p", "-q", CODEGEN_HISTORY=str(tmp_path))
    assert (ended.code, ended.out) == (0, "one two")
    [line] = ended.err.splitlines()
    assert "cannot be written" in line
