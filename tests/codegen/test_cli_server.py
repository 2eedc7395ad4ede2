"""The whole command against a model server on a real socket: the loop with a repair, and every way a server fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.codegen import server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.codegen.command_line import CommandLine, Ended

KEY = "sk-test-0123456789abcdef"
WRONG = "Here you are:\n\n```python\ndef quick_sort(xs):\n    return sorted(set(xs))\n```\n"
RIGHT = "You are right. Duplicates are kept now:\n\n```python\ndef quick_sort(xs):\n    return sorted(xs)\n```\n"


@pytest.fixture
def models() -> Iterator[server.ModelServer]:
    with server.serving() as running:
        yield running


def ask(cli: CommandLine, models: server.ModelServer, *arguments: str) -> Ended:
    """Neither the demo nor a key may ever show up here."""
    ended = cli("run", "quick sort", *arguments, OPENAI_BASE_URL=models.url, OPENAI_API_KEY=KEY)
    assert "demo" not in ended.err
    assert KEY not in ended.err + ended.out
    return ended


@pytest.mark.parametrize("api", ["chat", "completions"])
def test_a_wrong_answer_is_repaired(cli: CommandLine, models: server.ModelServer, api: str) -> None:
    models.replies = [server.say(WRONG), server.say(RIGHT)]
    ended = ask(cli, models, "--model", "served", "--api", api)
    assert ended.code == 0, ended.err
    assert ended.out == "def quick_sort(xs):\n    return sorted(xs)\n"
    assert "2 attempts, served" in ended.err
    assert len(models.bodies) == 2
    assert "quick_sort([0, 0])" in str(models.bodies[1])


def test_a_model_that_never_gets_it_right_fails_after_the_attempts(
    cli: CommandLine, models: server.ModelServer
) -> None:
    models.replies = [server.say(WRONG)]
    ended = ask(cli, models, "--attempts", "2")
    assert (ended.code, ended.out) == (1, "")
    assert len(models.bodies) == 2


def test_a_model_that_repeats_itself_is_asked_for_another_approach_and_then_no_more(
    cli: CommandLine, models: server.ModelServer
) -> None:
    models.replies = [server.say(WRONG)]
    ended = ask(cli, models, "--attempts", "9")
    assert (ended.code, len(models.bodies)) == (1, 3)
    assert "attempt 2 fell as attempt 1 did, with the same code" in ended.err
    assert "stopped after attempt 3: answers 2 and 3 are code that had fallen before" in ended.err
    models.replies = [server.say(WRONG)]
    [result] = ask(cli, models, "--json", "--max-tokens-total", "300").document["results"]
    assert (len(models.bodies), len(result["attempts"])) == (4, 1)
    assert "more than the 300 allowed" in result["stopped"]


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (server.fail(401, "Incorrect API key provided"), "OPENAI_API_KEY"),
        (server.fail(404, "The model `nosuch` does not exist"), "codegen models"),
        (server.raw("<html><body>Welcome</body></html>", "text/html"), "a web page"),
        (server.cut("```python\ndef quick_sort(xs):\n    return"), "cut"),
    ],
    ids=["wrong key", "unknown model", "a web page", "cut stream"],
)
def test_what_goes_wrong_is_one_line_with_a_way_out(
    cli: CommandLine, models: server.ModelServer, reply: server.Reply, says: str
) -> None:
    models.replies = [reply]
    ended = ask(cli, models)
    assert (ended.code, ended.out) == (3, "")
    errors = [line for line in ended.err.splitlines() if "codegen history" not in line]
    assert len(errors) == 1
    assert says.lower() in errors[0].lower()


def test_the_text_of_a_cut_stream_is_kept(cli: CommandLine, models: server.ModelServer) -> None:
    models.replies = [server.cut("```python\ndef quick_sort(xs): # as far as it came", lost=True)]
    ended = ask(cli, models)
    assert ended.code == 3
    assert ended.err.splitlines()[-1] == "codegen: what was asked and answered: codegen history 1"
    shown = cli("history", "1").out
    assert "--- reply 1 (cut off) ---" in shown
    assert "# as far as it came" in shown


def test_an_error_in_the_repair_keeps_the_first_attempt(cli: CommandLine, models: server.ModelServer) -> None:
    models.replies = [server.say(WRONG), server.fail(401, "the key was revoked")]
    ended = ask(cli, models, "--json")
    [result] = ended.document["results"]
    assert (ended.code, result["verdict"]) == (3, None)
    assert [each["verdict"] for each in result["attempts"]] == ["falsified"]


def test_a_recording_holds_no_key_and_replays_without_the_server(cli: CommandLine, models: server.ModelServer) -> None:
    models.replies = [server.say(WRONG), server.say(RIGHT)]
    first = ask(cli, models, "--model", "served", "--record", "tape.jsonl")
    assert first.code == 0, first.err
    assert KEY not in (cli.home / "tape.jsonl").read_text()
    again = cli("run", "quick sort", "--model", "served", "--replay", "tape.jsonl")
    assert (again.code, again.out) == (0, first.out), again.err
    assert len(models.bodies) == 2


def test_code_that_could_not_be_checked_is_printed_only_on_request(
    cli: CommandLine, models: server.ModelServer
) -> None:
    models.replies = [server.say("```python\ndef frobnicate(x):\n    return x\n```")]
    environment = {"OPENAI_BASE_URL": models.url, "OPENAI_API_KEY": KEY}
    refused = cli("run", "frobnicate a thing", **environment)
    assert (refused.code, refused.out) == (5, "")
    assert "INCONCLUSIVE  frobnicate a thing" in refused.err
    accepted = cli("run", "frobnicate a thing", "--allow-unchecked", **environment)
    assert (accepted.code, accepted.out) == (0, "def frobnicate(x):\n    return x\n")
    assert "INCONCLUSIVE  frobnicate a thing" in accepted.err


def test_models_of_the_server_are_listed_and_shown(cli: CommandLine, models: server.ModelServer) -> None:
    listed = cli("models", "--base-url", models.url, OPENAI_API_KEY=KEY)
    assert listed.code == 0, listed.err
    assert [line.split()[0] for line in listed.out.splitlines()] == ["id", "old", "served"]
    one = cli("models", "served", "--json", "--base-url", models.url, OPENAI_API_KEY=KEY)
    assert one.document["models"][0]["id"] == "served"
    none = cli("models", "nosuch", "--base-url", models.url, OPENAI_API_KEY=KEY)
    assert (none.code, none.out, len(none.err.splitlines())) == (3, "", 1)


def test_what_a_model_writes_cannot_steer_the_terminal(cli: CommandLine, models: server.ModelServer) -> None:
    models.replies = [server.say("\x1b[2Jhello\n```python\ndef quick_sort(xs):\n    return '\x1b[2J'\n```\n")]
    ended = cli.on_terminal(
        "run", "quick sort", "--attempts", "1", OPENAI_BASE_URL=models.url, OPENAI_API_KEY=KEY, NO_COLOR=""
    )
    assert ended.code == 1
    assert "\\x1b[2Jhello" in ended.err
    assert "\x1b[2J" not in ended.err


def test_a_model_that_is_not_there_is_named_as_it_was_asked_for(cli: CommandLine, models: server.ModelServer) -> None:
    none = cli("models", "nope", "--base-url", models.url, OPENAI_API_KEY=KEY, CODEGEN_MODEL="configured")
    assert (none.code, "'nope'" in none.err, "configured" in none.err) == (3, True, False)
    demo = cli("models", "nope")
    assert (demo.code, "'nope'" in demo.err, "http" in demo.err) == (3, True, False)
