"""`tasks`, `doctor` and `models`: what there is, for people and for programs."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.codegen.command_line import CommandLine


def test_tasks_lists_function_names_and_chinese_names(cli: CommandLine) -> None:
    ended = cli("tasks")
    assert (ended.code, ended.err) == (0, "")
    [row] = [line for line in ended.out.splitlines() if line.startswith("quick sort ")]
    assert "quick_sort" in row
    assert "快速排序" in row


def test_tasks_as_json_has_what_the_table_has_and_the_properties(cli: CommandLine) -> None:
    listed = cli("tasks", "--json").document["tasks"]
    assert len(listed) >= 20
    assert len({each["name"] for each in listed}) == len(listed)
    assert all(each["entry_points"] and each["conventions"] for each in listed)
    assert all(convention["properties"] for each in listed for convention in each["conventions"])


@pytest.mark.parametrize("name", ["quick sort", "快速排序"])
def test_one_task_in_detail(cli: CommandLine, name: str) -> None:
    ended = cli("tasks", name)
    assert ended.code == 0
    assert "quick sort" in ended.out.splitlines()[0]
    assert "def quick_sort(" in ended.out
    assert "permutation" in ended.out


def test_an_unknown_task_names_the_closest(cli: CommandLine) -> None:
    ended = cli("tasks", "quick srot")
    assert (ended.code, ended.out) == (2, "")
    assert "quick sort" in ended.err


def test_a_reader_that_goes_away_is_no_error(cli: CommandLine) -> None:
    ended = cli.piped_into_nothing("tasks", "--json")
    assert (ended.code, ended.err) == (0, "")


def test_doctor_says_what_confines_a_program_here(cli: CommandLine) -> None:
    ended = cli("doctor", DOCKER_HOST="unix:///no/such/socket")
    assert ended.code == 0, ended.out
    pairs = [line.lstrip().partition("  ")[::2] for line in ended.out.splitlines()]
    lines = {label: text.strip() for label, text in pairs}
    assert platform.python_version() in lines["python"]
    assert (lines["restricted"], lines["process"]) == ("ok", "ok")
    assert [text.strip() for label, text in pairs if label == "no_new_privs"] == ["seen: NoNewPrivs 1"] * 2
    assert [text.strip().split(",")[0] for label, text in pairs if label == "seccomp"] == ["seen: mode 2"] * 2
    assert lines["docker"].startswith("not usable: ")
    assert "apt install docker.io" in lines["docker"]
    assert "demo" in lines["model"]


def test_doctors_document_has_every_layer_with_its_evidence(cli: CommandLine) -> None:
    ended = cli("doctor", "--json")
    whole = ended.document
    assert (ended.code, whole["schema"], whole["command"], whole["exit_code"]) == (0, 1, "doctor", 0)
    assert {"python", "kernel", "machine", "default_sandbox", "model", "key", "base_url"} < set(whole)
    usable = {each["name"]: each for each in whole["sandboxes"] if each["usable"]}
    for each in (usable["restricted"], usable["process"]):
        assert {layer["layer"] for layer in each["layers"] if layer["required"]} == {
            "seccomp", "no_new_privs", "rlimits", "refusals",
        }  # fmt: skip
        for layer in each["layers"]:
            assert set(layer) == {"layer", "state", "evidence", "claimed", "required", "advice"}
            assert layer["evidence"]
            assert layer["state"] == "seen" or not layer["required"]


def test_doctor_never_shows_a_key_or_a_password(cli: CommandLine) -> None:
    secrets = {"OPENAI_API_KEY": "sk-0123456789abcdefWXYZ", "OPENAI_BASE_URL": "https://me:pass@example.org/v1"}
    for ended in (cli("doctor", **secrets), cli("doctor", "--json", **secrets)):
        assert "WXYZ" in ended.out
        assert "0123456789abcdef" not in ended.out
        assert "example.org/v1" in ended.out
        assert "pass" not in ended.out.replace("password", "")


def test_doctor_fails_where_the_default_sandbox_is_not_usable(cli: CommandLine) -> None:
    ended = cli("doctor", "--json", CODEGEN_SANDBOX="docker", DOCKER_HOST="unix:///no/such/socket")
    [docker] = [each for each in ended.document["sandboxes"] if each["name"] == "docker"]
    assert (ended.code, docker["usable"]) == (4, False)
    assert docker["problem"]


def test_models_lists_the_demo_without_a_key(cli: CommandLine) -> None:
    ended = cli("models", "--json")
    assert ended.code == 0, ended.err
    assert [each["id"] for each in ended.document["models"]] == ["demo"]
