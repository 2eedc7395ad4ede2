"""`codegen models` against a model server on a real socket."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.codegen import server
from tests.codegen.command_line import CommandLine, Ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEY = "sk-test-0123456789abcdef"
MODELS: list[dict[str, Any]] = [
    {"id": "org/Llama-3 8B:q4", "object": "model", "owned_by": "meta", "created": 1_700_000_000},
    {"id": "davinci-002", "object": "model", "owned_by": "us", "created": 1_692_634_301},
    {"id": "gpt-5-codex", "object": "model", "owned_by": "us", "created": 1_757_527_818_000},
    {"id": "whisper-1", "object": "model", "owned_by": "us", "created": 0},
    {"id": "千问", "owned_by": "", "root": "q", "parent": None, "permission": [{"allow": True}]},
    {"id": "千问", "owned_by": "another of this name"},
]


@pytest.fixture
def models() -> Iterator[server.ModelServer]:
    with server.serving() as running:
        running.models = MODELS
        yield running


@pytest.fixture
def ask(tmp_path: Path, models: server.ModelServer) -> Callable[..., Ended]:
    """Runs `codegen models ...` against the server; the key may never show up."""
    cli = CommandLine(tmp_path)

    def run(*arguments: str) -> Ended:
        ended = cli("models", *arguments, OPENAI_BASE_URL=models.url, OPENAI_API_KEY=KEY)
        assert KEY not in ended.err + ended.out
        return ended

    return run


def test_the_table_has_id_owner_day_and_api(ask: Callable[..., Ended]) -> None:
    ended = ask()
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "id                 owned by  created     API",
        "davinci-002        us        2023-08-21  completions",
        "gpt-5-codex        us        -           responses",
        "org/Llama-3 8B:q4  meta      2023-11-14  chat",
        "whisper-1          us        -           -",
        "千问               -         -           chat",
    ]


def test_scripts_get_the_ids_alone(ask: Callable[..., Ended]) -> None:
    assert ask("--ids").out == "davinci-002\ngpt-5-codex\norg/Llama-3 8B:q4\nwhisper-1\n千问\n"
    assert ask("--ids", "--filter", "LLAMA").out == "org/Llama-3 8B:q4\n"
    assert ask("--ids", "whisper-1").out == "whisper-1\n"


def test_hundreds_are_all_listed(ask: Callable[..., Ended], models: server.ModelServer) -> None:
    names = [f"/models/{'long-' * 25}{number:03}" for number in range(700)]
    models.models = [{"id": name} for name in names]
    assert ask("--ids").out.splitlines() == names
    assert [line.split()[0] for line in ask().out.splitlines()[1:]] == names


def test_the_document_has_what_every_entry_has_and_all_that_the_server_says(ask: Callable[..., Ended]) -> None:
    found = {each["id"]: each for each in ask("--json").document["models"]}
    assert len(found) == 5
    assert found["davinci-002"] == {
        "id": "davinci-002", "owned_by": "us", "created": 1_692_634_301, "api": "completions", "object": "model",
    }  # fmt: skip
    old = {"root": "q", "parent": None, "permission": [{"allow": True}]}
    assert found["千问"] == {"id": "千问", "owned_by": "", "created": None, "api": "chat"} | old
    [one] = ask("千问", "--json").document["models"]
    assert one == found["千问"]


def test_one_model_is_shown_in_detail(ask: Callable[..., Ended]) -> None:
    lines = ask("davinci-002").out.splitlines()
    assert [line.split() for line in lines] == [
        ["id", "davinci-002"], ["owned", "by", "us"], ["created", "2023-08-21"], ["API", "completions"],
        ["object", "model"],
    ]  # fmt: skip
    assert 'permission  [{"allow": true}]' in ask("千问").out


def test_an_id_with_slash_colon_and_space_is_one_id(ask: Callable[..., Ended], models: server.ModelServer) -> None:
    """This server knows the route only as it decodes it, which this one does not: the list has it."""
    assert ask("org/Llama-3 8B:q4", "--ids").out == "org/Llama-3 8B:q4\n"
    assert [path for path, _, _ in models.requests] == ["/v1/models/org%2FLlama-3%208B:q4", "/v1/models"]


def test_an_unknown_id_is_exit_3_and_names_the_closest(ask: Callable[..., Ended]) -> None:
    ended = ask("davinci-02")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == "codegen: the server has no model 'davinci-02'; the closest of its 5 are davinci-002\n"
    assert ask("davinci-02", "--json").document["error"] == ended.err.removeprefix("codegen: ").rstrip("\n")


@pytest.mark.parametrize("flags", [(), ("--ids",), ("--json",)])
def test_an_empty_list_is_no_error(ask: Callable[..., Ended], models: server.ModelServer, flags: tuple[str]) -> None:
    models.models = []
    ended = ask(*flags)
    assert ended.code == 0
    if "--json" in flags:
        assert ended.document["models"] == []
    else:
        assert (ended.out, ended.err) == ("", "codegen: the server has no models\n")


def test_a_filter_that_nothing_passes_says_so(ask: Callable[..., Ended]) -> None:
    ended = ask("-f", "zebra")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "codegen: no id has 'zebra' in it; models listed: 5\n"


@pytest.mark.parametrize("arguments", [("x", "--filter", "y"), ("--ids", "--json"), (" ",)])
def test_what_excludes_each_other_is_exit_2(
    ask: Callable[..., Ended], models: server.ModelServer, arguments: tuple[str, ...]
) -> None:
    ended = ask(*arguments)
    assert ended.code == 2
    assert models.requests == []


def test_an_id_cannot_steer_the_terminal_or_add_a_line(ask: Callable[..., Ended], models: server.ModelServer) -> None:
    models.models = [{"id": "evil\x1b[2J\nnext", "owned_by": "\x1b]0;x\x07", "extra\nkey": "\x1b[2J"}]
    for ended in (ask(), ask("--ids"), ask("nope")):
        assert "\x1b" not in ended.out + ended.err
    assert ask("--ids").out == "evil\\x1b[2J\\nnext\n"


def test_a_busy_server_is_waited_for_and_that_is_said(ask: Callable[..., Ended], models: server.ModelServer) -> None:
    plain = models.answer

    def busy_once(path: str, body: dict[str, Any]) -> server.Answer:
        return server.fail(429, "slow down")(path, body) if len(models.requests) == 1 else plain(path, body)

    models.answer = busy_once  # type: ignore[method-assign]
    ended = ask("--ids", "-f", "whisper")
    assert (ended.code, ended.out) == (0, "whisper-1\n")
    assert ended.err.startswith("codegen: the server's rate or quota is used up (429): slow down")
    assert ended.err.endswith("; next try in 0.5 s\n")


def test_a_recorded_list_replays_without_the_server(
    ask: Callable[..., Ended], models: server.ModelServer, tmp_path: Path
) -> None:
    first = ask("--ids", "--record", "tape.jsonl")
    assert KEY not in (tmp_path / "tape.jsonl").read_text()
    asked = len(models.requests)
    assert ask("--ids", "--replay", "tape.jsonl").out == first.out
    assert len(models.requests) == asked


def test_a_number_that_json_does_not_have_is_null_in_the_document(
    ask: Callable[..., Ended], models: server.ModelServer
) -> None:
    models.answer = lambda path, body: server.raw('[{"id": "a", "created": 1e999, "x": NaN}]')(path, body)  # type: ignore[method-assign]
    [one] = json.loads(ask("--json").out)["models"]
    assert (one["created"], one["x"]) == (None, None)
