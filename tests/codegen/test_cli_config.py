"""`codegen config`, and settings as the real command takes them: from every layer, to a real server, and no secret shown."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

import pytest

from codegen.layers import FIELDS
from tests.codegen import server
from tests.codegen.command_line import CommandLine

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "sk-test-0123456789abcdef"


@pytest.fixture
def models() -> Iterator[server.ModelServer]:
    with server.serving() as running:
        yield running


def rows(shown: str) -> dict[str, list[str]]:
    """Of the table: setting -> value and origin."""
    table, _, _ = shown.partition("\n\n")
    return {cells[0]: cells[1:] for cells in (re.split(r"  +", line) for line in table.splitlines()[1:])}


def test_in_an_empty_directory_every_setting_is_a_default(cli: CommandLine) -> None:
    ended = cli("config")
    assert (ended.code, ended.err) == (0, "")
    found = rows(ended.out)
    assert tuple(found) == FIELDS
    assert {origin for _, origin in found.values()} == {"default"}
    assert found["base_url"][0] == "https://api.openai.com/v1"
    assert (found["timeout"][0], found["memory"][0], found["pull"][0]) == ("10 s", "512M", "yes")
    assert found["api_key"][0] == found["seed"][0] == "not set"
    assert "no file: here and above" in ended.out
    assert "the built-in demo answers" in ended.out


def test_each_value_says_where_it_comes_from(cli: CommandLine) -> None:
    folder = cli.home / "project" / "part"
    folder.mkdir(parents=True)
    (cli.home / "codegen.toml").write_text('model = "far"\nseed = 1\n')
    (cli.home / "project" / "codegen.toml").write_text('model = "near"\nmax-tokens = 9\nseed = 2\n')
    (cli.home / "project" / "pyproject.toml").write_text("[tool.codegen]\nattempts = 9\n")
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    (cli.home / ".env").write_text(f"OPENAI_API_KEY={KEY}\nCODEGEN_SEED=3\nCODEGEN_EXAMPLES=4\n")
    history = f"/{'long' * 20}/history.db"
    ended = CommandLine(folder)(
        "config", "--memory=100M", CODEGEN_SEED="5", CODEGEN_API="chat", CODEGEN_HISTORY=history
    )
    assert ended.code == 0, ended.err
    found = rows(ended.out)
    assert {name: pair for name, pair in found.items() if pair[1] != "default"} == {
        "model": ["near", "../codegen.toml"],
        "max_tokens": ["9", "../codegen.toml"],
        "seed": ["5", "CODEGEN_SEED"],
        "examples": ["4", "CODEGEN_EXAMPLES (../../.env)"],
        "api": ["chat", "CODEGEN_API"],
        "memory": ["100M", "--memory"],
        "api_key": ["...cdef", "OPENAI_API_KEY (../../.env)"],
        "history": [history, "CODEGEN_HISTORY"],
    }
    assert ended.out.partition("\n\n")[2].splitlines() == [
        "not read  pyproject.toml: it has no [tool.codegen]",
        "read      ../codegen.toml",
        "not read  ../pyproject.toml: codegen.toml beside it counts",
        "read      ../../.env",
    ]


def test_the_document_has_the_values_as_they_are(cli: CommandLine) -> None:
    cli.file("codegen.toml", "memory = '1G'\nallow-import = ['numpy']\nprovider = 'ollama'\n")
    whole = cli("config", "--json", OPENAI_API_KEY=KEY).document
    assert (whole["schema"], whole["command"], whole["exit_code"], whole["demo"]) == (1, "config", 0, False)
    settings = whole["settings"]
    assert settings["memory"] == {"value": 2**30, "origin": "codegen.toml"}
    assert settings["allow_import"]["value"] == ["numpy"]
    assert settings["seed"] == {"value": None, "origin": "default"}
    assert settings["base_url"] == {"value": "http://localhost:11434/v1", "origin": "codegen.toml"}
    assert settings["api_key"]["value"] is None
    assert whole["files"] == [{"path": "codegen.toml", "unused": ""}]
    assert whole["unused"] == ["OPENAI_API_KEY is not sent to ollama; CODEGEN_API_KEY would be"]


@pytest.mark.parametrize("arguments", [("config",), ("config", "--json"), ("doctor",), ("doctor", "--json")])
def test_no_secret_is_shown(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    ended = cli(*arguments, OPENAI_API_KEY=KEY, OPENAI_BASE_URL="http://me:passw0rd@localhost:1/v1")
    assert ended.code == 0, ended.err
    assert "http://localhost:1/v1" in ended.out
    assert "...cdef" in ended.out
    assert not [secret for secret in (KEY, KEY[:12], "passw0rd", "me:") if secret in ended.out + ended.err]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://me:passw0rd@localhost/v1",
        "me:passw0rd@localhost/v1",
        "http://me:passw0rd@localhost:port/v1",
        "http://me:passw0rd@[::1/v1",
        "http://me:pass/passw0rd@localhost/v1",
        "http://me:pass?passw0rd@localhost/v1",
        "http://localhost/v1?api_key=passw0rd",
        "http://localhost/v1#passw0rd",
        "http://me:passw0rd@local host/v1",
    ],
)
def test_a_bad_address_is_one_line_without_what_may_be_secret(cli: CommandLine, url: str) -> None:
    ended = cli("models", "--base-url", url)
    assert (ended.code, ended.out) == (2, "")
    [line] = ended.err.splitlines()
    assert line.startswith("codegen: --base-url must ")
    assert "passw0rd" not in line


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("codegen.toml", "seed = 'x'", "seed (in codegen.toml) must be a whole number, was 'x'"),
        ("codegen.toml", "api_key = 'sk-secret'", "an API key does not belong in codegen.toml"),
        ("codegen.toml", "[model]\nkey = 'sk-secret'", "model (in codegen.toml) cannot be a table"),
        ("codegen.toml", "[tool.codegen]\nseed = 1", "without [tool.codegen]"),
        ("codegen.toml", "seed = ", "cannot read codegen.toml"),
        ("codegen.toml", "provider = 'lama'", "provider (in codegen.toml) must be one of ollama, lmstudio, vllm, llamacpp"),
        ("codegen.toml", "temperature = 1\ntop_p = 1", "temperature (in codegen.toml) and top_p (in codegen.toml) both"),
        ("pyproject.toml", "[tool.codegen]\nexamples = 0", "examples (in pyproject.toml) must be between"),
        (".env", "CODEGEN_EXAMPLES=0", "CODEGEN_EXAMPLES (.env) must be between"),
        (".env", "CODEGEN_PROJECT='a b'", "CODEGEN_PROJECT (.env) must be an id"),
        (".env", "CODEGEN_MODLE=x", "unknown setting 'modle' in CODEGEN_MODLE (.env); did you mean 'model'"),
    ],
)  # fmt: skip
def test_a_bad_value_names_its_layer(cli: CommandLine, file: str, text: str, says: str) -> None:
    cli.file(file, text + "\n")
    ended = cli("config", "--json")
    assert (ended.code, ended.document["exit_code"]) == (2, 2)
    [line] = ended.err.splitlines()
    assert says in line
    assert says in ended.document["error"]
    assert "sk-secret" not in ended.out + ended.err


def test_two_ways_to_choose_one_thing_exclude_each_other(cli: CommandLine) -> None:
    both = cli("run", "quick sort", "--provider", "vllm", "--base-url", "http://localhost:1/v1")
    assert (both.code, both.err) == (
        2,
        "codegen: --provider and --base-url both choose the server; set one of them\n",
    )
    both = cli("run", "quick sort", "--temperature", "1", "--top-p", "1")
    assert both.code == 2
    assert "--temperature and --top-p both steer the randomness; set one of them" in both.err


def test_of_two_layers_the_stronger_one_chooses(cli: CommandLine) -> None:
    cli.file("codegen.toml", "provider = 'vllm'\ntemperature = 1\n")
    found = cli("config", "--base-url", "http://localhost:1/v1", "--top-p", "0.5")
    assert found.code == 0, found.err
    assert rows(found.out)["base_url"] == ["http://localhost:1/v1", "--base-url"]
    assert rows(found.out)["provider"] == rows(found.out)["temperature"] == ["not set", "default"]
    assert "not used  provider (in codegen.toml) gives way to --base-url\n" in found.out
    assert "not used  temperature (in codegen.toml) gives way to --top-p\n" in found.out
    found = cli("config", "--provider", "lmstudio", OPENAI_BASE_URL="http://localhost:1/v1")
    assert rows(found.out)["base_url"] == ["http://localhost:1234/v1", "--provider"]
    assert "not used  OPENAI_BASE_URL gives way to --provider\n" in found.out


def test_the_organization_and_the_project_are_sent(cli: CommandLine, models: server.ModelServer) -> None:
    cli.file(".env", f"OPENAI_API_KEY={KEY}\nOPENAI_BASE_URL={models.url}\nOPENAI_ORG_ID=org-file\n")
    assert cli("models", "--organization", "org-1", "--project", "proj_1").code == 0
    assert cli("models", OPENAI_PROJECT_ID=" ").code == 0
    (_, both, _), (_, one, _) = models.requests
    assert (both["openai-organization"], both["openai-project"]) == ("org-1", "proj_1")
    assert one["openai-organization"] == "org-file"
    assert "openai-project" not in one


def test_a_late_answer_says_how_to_wait_longer(cli: CommandLine, models: server.ModelServer) -> None:
    release = threading.Event()
    models.replies = [server.held(server.say("late"), 0, release)]
    ended = cli("run", "quick sort", "--base-url", models.url, "--timeout-model", "0.5")
    release.set()
    assert ended.code == 3
    assert "within 0.5 s; try again, or allow more with --timeout-model" in ended.err


def test_without_a_model_the_way_to_those_of_the_server_is_shown(cli: CommandLine, models: server.ModelServer) -> None:
    models.replies = [server.fail(404, "model not found")]
    ended = cli("run", "quick sort", "--base-url", models.url)
    assert ended.code == 3
    [command] = re.findall(r"no --model was given, and `codegen (.*?)` lists those of this server", ended.err)
    listed = cli(*command.split())
    assert (listed.code, "served" in listed.out) == (0, True)
    named = cli("run", "quick sort", "--base-url", models.url, "--model", "nope")
    assert "'nope'" in named.err
    assert "no --model" not in named.err


def test_a_project_that_sends_the_users_key_elsewhere_is_named(cli: CommandLine, models: server.ModelServer) -> None:
    cli.file("codegen.toml", f"base-url = '{models.url}'\n")
    ended = cli("models", OPENAI_API_KEY=KEY)
    assert ended.err == f"codegen: requests and your key go to {models.url}, as set by codegen.toml\n"
    assert cli("models").err == ""
