"""Where settings come from, and what is said about bad ones."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from codegen.cli import options
from codegen.cli.boxes import sandbox_options
from codegen.errors import UsageError
from codegen.layers import FIELDS, files_looked_at, flag
from codegen.settings import Settings, load
from codegen.values import parse_bytes
from sandbox import Limits

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory and an environment without any of our variables."""
    for name in list(os.environ):
        if name.startswith(("CODEGEN_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_with_nothing_set_the_demo_answers() -> None:
    assert load().demo
    assert load() == Settings()


def test_each_layer_is_stronger_than_the_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("CODEGEN_MODEL=dotenv\nCODEGEN_SEED=5\nOPENAI_API_KEY=sk-from-dotenv\n")
    assert (load().model, load().origins["model"]) == ("dotenv", "CODEGEN_MODEL (.env)")
    (folder / "pyproject.toml").write_text('[tool.codegen]\nmodel = "project"\nmodel-timeout = 3.5\n')
    assert (load().model, load().model_timeout) == ("project", 3.5)
    monkeypatch.setenv("CODEGEN_MODEL", "variable")
    assert load().model == "variable"
    found = load({"model": "flag", "seed": None})
    assert (found.model, found.seed, found.api_key) == ("flag", 5, "sk-from-dotenv")
    assert found.origins["model"] == "--model"


def test_files_are_found_from_a_folder_below(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "pyproject.toml").write_text("[tool.codegen]\nattempts = 7\n")
    (folder / ".env").write_text("CODEGEN_EXAMPLES=9\n")
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "pyproject.toml").write_text("[project]\nname = 'part'\n[tool.other]\nattempts = 1\n")
    monkeypatch.chdir(folder / "a" / "b")
    assert (load().attempts, load().examples) == (7, 9)
    assert load().origins == {"attempts": "../../pyproject.toml", "examples": "CODEGEN_EXAMPLES (../../.env)"}


def test_the_nearest_file_is_the_only_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "codegen.toml").write_text("attempts = 7\nseed = 1\n")
    (folder / "a").mkdir()
    monkeypatch.chdir(folder / "a")
    assert (load().attempts, load().seed) == (7, 1)
    (folder / "a" / "pyproject.toml").write_text("[tool.codegen]\nattempts = 8\n")
    assert (load().attempts, load().seed) == (8, None)
    (folder / "a" / "codegen.toml").write_text("max-tokens = 9\n")
    assert (load().attempts, load().max_tokens, load().origins) == (3, 9, {"max_tokens": "codegen.toml"})


def test_a_folder_that_cannot_be_reached_from_above_has_no_files(tmp_path: Path) -> None:
    load()  # what is imported later could not be read
    barred = tmp_path / "barred"
    (barred / "here").mkdir(parents=True)
    os.chdir(barred / "here")
    user = os.geteuid()
    barred.chmod(0)
    try:
        if user == 0:
            os.seteuid(65534)
        assert load() == Settings()
        assert files_looked_at() == []
    finally:
        if user == 0:
            os.seteuid(0)
        barred.chmod(0o700)


def test_the_openai_variables_count(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", name.lower())
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    found = load()
    assert (found.api_key, found.organization, found.project) == ("api_key", "org_id", "project_id")
    assert found.base_url == "http://localhost:1/v1"
    assert not found.demo


def test_a_blank_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "")
    monkeypatch.setenv("OPENAI_API_KEY", "  ")
    assert load().demo


def test_a_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-abcdefghijklmnop")
    assert "abcdefgh" not in repr(load())
    assert load().masked_key == "...mnop"


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ({"provider": "llama"}, "--provider must be one of ollama, lmstudio, vllm, llamacpp, was 'llama'"),
        ({"project": "a b"}, "--project must be an id without spaces, was 'a b'"),
        ({"organization": "\u00f6"}, "--organization must be an id"),
        ({"base_url": "http://"}, "--base-url must be an address such as"),
        ({"base_url": "http://localhost:99999"}, "--base-url must be an address such as"),
        ({"examples": 0}, "--examples must be between 1 and 1000000, was 0"),
        ({"attempts": 0}, "--attempts must be between 1 and 100, was 0"),
        ({"timeout": -1}, "--timeout must be between"),
        ({"timeout": float("nan")}, "was nan"),
        ({"memory": "1K"}, "--memory must be between 64M and 1024G"),
        ({"memory": "lots"}, "a size such as 256M"),
        ({"temperature": 3}, "between 0 and 2"),
        ({"temperature": 0.5, "top_p": 0.5}, "--temperature and --top-p both steer the randomness; set one of them"),
        ({"sandbox": "jail"}, "--sandbox must be one of restricted, process, docker, was 'jail'"),
        ({"isolation": "vm", "sandbox": "docker"}, "--isolation must be one of process, container, was 'vm'"),
        ({"image": "Py thon", "sandbox": "docker"}, "--image must be a name that Docker knows, was 'Py thon'"),
        ({"image": "", "sandbox": "docker"}, "--image must be a name"),
        ({"runtime": "-x", "sandbox": "docker"}, "--runtime must be a name"),
        ({"allow_import": ["numpy", "os-path"], "sandbox": "process"}, "the name of a module, was 'os-path'"),
        ({"image": "x"}, "--image has no meaning for the sandbox 'restricted'; it needs --sandbox docker"),
        ({"pull": False, "sandbox": "process"}, "--no-pull has no meaning for the sandbox 'process'"),
        ({"isolation": "process", "sandbox": "process"}, "--isolation has no meaning"),
        ({"allow_import": ["numpy"]}, "it needs --sandbox process or --sandbox docker"),
        ({"api": "soap"}, "auto, completions, chat, responses"),
        ({"seed": "x"}, "must be a whole number, was 'x'"),
        ({"base_url": "localhost:8000"}, "must start with http"),
        ({"modell": "x"}, "did you mean 'model'"),
        ({"model": " "}, "empty"),
    ],
)
def test_a_bad_value_says_what_was_given_and_what_can_be(flags: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        load(flags)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[tool.codegen]\nmodle = 'x'\n", "did you mean 'model'"),
        ("[tool.codegen]\napi_key = 'sk-1'\n", "does not belong"),
        ("[tool.codegen\n", "cannot read"),
        ("[tool.codegen]\nmodel = ['a']\n", "model (in pyproject.toml) cannot be a list"),
        ("[tool.codegen]\nseed = true\n", "cannot be True"),
        ("[tool]\ncodegen = 1\n", "must be a table"),
        ("[tool.codegen]\npull = 'perhaps'\n", "pull (in pyproject.toml) cannot be 'perhaps'"),
        ("[tool.codegen]\nallow-import = 1\n", "must be a list of names, was 1"),
        ("[tool.codegen]\nimage = 'a b'\n", "image (in pyproject.toml) must be a name"),
    ],
)
def test_a_bad_project_file_is_named(folder: Path, text: str, words: str) -> None:
    (folder / "pyproject.toml").write_text(text)
    with pytest.raises(UsageError, match="pyproject") as caught:
        load()
    assert words in str(caught.value)
    assert "sk-1" not in str(caught.value)


def test_a_project_file_of_others_is_no_matter(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert load() == Settings()


def test_a_bad_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEGEN_EXAMPLES", "0")
    with pytest.raises(UsageError, match="CODEGEN_EXAMPLES must be"):
        load()


@pytest.mark.parametrize(
    ("text", "value"),
    [("256M", 256 << 20), ("1g", 1 << 30), ("1.5GiB", 3 << 29), ("1048576", 1 << 20), ("64 MB", 64 << 20)],
)
def test_sizes_are_read(text: str, value: int) -> None:
    assert parse_bytes(text) == value


def test_every_field_has_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"sandbox": "process", "api": "chat", "base_url": "http://x", "memory": "1G", "history": "/tmp/h.db",
              "isolation": "container", "allow_import": "os", "provider": "vllm"}  # fmt: skip
    for rivals in ({"top_p", "provider"}, {"temperature", "base_url"}):
        for name in FIELDS:
            monkeypatch.setenv(f"CODEGEN_{name.upper()}", "" if name in rivals else values.get(name, "1"))
        assert set(load().origins) == set(FIELDS) - rivals


def test_the_limits_follow_time_and_memory() -> None:
    limits = load({"timeout": 0.5, "memory": "128M"}).limits()
    assert (limits.wall_seconds, limits.cpu_seconds, limits.memory_bytes) == (0.5, 0.5, 128 << 20)
    assert load({"timeout": 60}).limits().cpu_seconds == 60, "a program given a minute may compute for a minute"
    assert load({}).limits() == Limits()


def test_every_option_of_the_groups_is_named_in_messages_as_it_is_written() -> None:
    fields: set[str] = set()
    for group in (value for name, value in vars(options).items() if name.isupper() and isinstance(value, dict)):
        fields |= set(group)
        for name, option in group.items():
            written = option.__metadata__[0].default
            assert written.split("/")[0] == flag(name, True)
    assert fields == set(FIELDS) - {"api_key", "history"}


def test_a_misspelt_variable_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEGEN_REQUIRE_DOCKER", "1")
    load()
    monkeypatch.setenv("CODEGEN_MODLE", "m")
    with pytest.raises(UsageError, match="unknown setting 'modle' in CODEGEN_MODLE; did you mean 'model'"):
        load()


def test_a_size_out_of_range_is_shown_as_it_was_written(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"--memory must be between 64M and 1024G, was 1K$"):
        load({"memory": "1K"})


def test_the_options_of_a_sandbox_come_from_every_layer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "pyproject.toml").write_text(
        '[tool.codegen]\nimage = "python@sha256:0a"\npull = false\nallow-import = ["numpy", "scipy.stats"]\n'
    )
    found = load()
    assert (found.image, found.pull, found.allow_import) == ("python@sha256:0a", False, ("numpy", "scipy.stats"))
    monkeypatch.setenv("CODEGEN_PULL", "yes")
    monkeypatch.setenv("CODEGEN_ALLOW_IMPORT", "numpy, numpy,attr")
    monkeypatch.setenv("CODEGEN_ISOLATION", "container")
    found = load({"image": "127.0.0.1:5000/py:3.13", "runtime": "runsc", "sandbox": "docker"})
    assert (found.image, found.runtime, found.pull) == ("127.0.0.1:5000/py:3.13", "runsc", True)
    assert (found.isolation, found.allow_import) == ("container", ("numpy", "attr"))


def test_a_file_may_hold_options_for_a_sandbox_that_is_not_chosen(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.codegen]\nimage = "x"\nisolation = "container"\n')
    assert load({"sandbox": "process"}).image == "x"


def test_a_sandbox_is_told_only_what_it_has_a_use_for() -> None:
    given = {"image": "x", "runtime": "runsc", "pull": False, "isolation": "container", "allow_import": ("numpy",)}
    told = {name: sandbox_options(Settings(sandbox=name, **given)) for name in ("restricted", "process", "docker")}  # type: ignore[arg-type]
    assert set(told["restricted"]) == {"limits"}
    assert told["process"].items() >= {"imports": ("numpy",)}.items()
    assert told["docker"].items() >= {
        "imports": ("numpy",), "image": "x", "runtime": "runsc", "pull": False, "isolation": "container",
    }.items()  # fmt: skip
    assert "image" not in told["process"]
