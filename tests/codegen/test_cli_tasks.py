"""`tasks`, `doctor` and `models`: what there is, for people and for programs."""

from __future__ import annotations

import io
import platform
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from codegen.cli.screen import folded

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


def test_one_task_tells_what_is_checked_and_why(cli: CommandLine) -> None:
    shown = cli("tasks", "two-sum").out
    labels = [line[:15].strip() for line in shown.splitlines() if line[:15].strip()]
    assert labels == [
        "task", "also called", "asked for", "checked", "also right", "inputs", "tried first", "recognised by",
    ]  # fmt: skip
    assert "two indices whose elements add up (postcondition)" in shown
    assert "Targets are mostly the sum of two elements" in shown
    assert "two_sum([3, 3], 6)" in shown
    assert "# codegen: task=two-sum" in shown


def test_other_right_ways_stand_a_question_a_line_without_what_is_asked_for(cli: CommandLine) -> None:
    lines = [line[15:] for line in cli("tasks", "two-sum").out.splitlines()]
    assert "- called with (target, items)" in lines
    assert "- indices from 1 · values" in lines
    assert "- True or False" in lines
    [absent] = [line for line in lines if "(-1, -1) where there is none" in line]
    assert "None where there is none" not in absent.removeprefix("- ").split(" · ")


def test_what_a_program_may_refuse_is_a_question_of_its_own(cli: CommandLine) -> None:
    lines = [line[15:] for line in cli("tasks", "quick sort").out.splitlines()]
    assert lines[lines.index("- sorted in place") + 1] == "- refuses the empty list"


def test_calls_of_a_class_are_shown_as_statements(cli: CommandLine) -> None:
    assert "x = Stack(); x.push(1); x.push(2); x.pop(); x.pop()" in cli("tasks", "stack").out


def test_a_long_text_is_folded_beside_its_label_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "80")
    text = "二分查找 " * 3 + "and words " * 12
    lines = folded(Terminal(), text.strip(), 20)
    assert len(lines) > 1
    assert all(cell_len(line) <= 60 for line in lines)
    assert " ".join(lines) == text.strip()
    assert folded(io.StringIO(), text, 20) == [text]


def test_the_document_of_a_task_has_its_field_reasons_and_first_inputs(cli: CommandLine) -> None:
    [task] = cli("tasks", "gcd", "--json").document["tasks"]
    assert task["field"] == "numbers"
    assert task["why"]
    assert "gcd(12, 18)" in task["tried_first"]


def test_the_list_is_grouped_by_field(cli: CommandLine) -> None:
    lines = cli("tasks").out.splitlines()
    headings = {line.partition("  ")[0]: place for place, line in enumerate(lines) if "function" in line.split()}
    places = [headings[field] for field in ("sorting", "searching", "numbers", "strings", "graphs", "classes")]
    assert places == sorted(places)
    [sort, gcd] = (next(i for i, line in enumerate(lines) if line.startswith(name)) for name in ("heap sort ", "gcd "))
    assert places[0] < sort < places[1] < gcd


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("prime", "sieve of eratosthenes"),
        ("素数", "is_prime"),
        ("MERGE", "merge sorted lists"),
        ("is_pal", "palindrome"),
        ("as often as it divides", "prime factorisation"),
        ("levenstein", "levenshtein distance"),
        ("快速拍序", "quick sort"),
    ],
)
def test_a_search_finds_part_of_a_name_or_a_summary_or_what_is_nearly_a_name(
    cli: CommandLine, text: str, name: str
) -> None:
    found = [each["name"] for each in cli("tasks", "--search", text, "--json").document["tasks"]]
    assert name in found


def test_a_search_that_finds_nothing_says_where_to_look(cli: CommandLine) -> None:
    ended = cli("tasks", "--search", "zebra")
    assert (ended.code, ended.out) == (0, "")
    assert "no task is called anything like 'zebra'; `codegen tasks` lists all" in ended.err


@pytest.mark.parametrize("arguments", [("gcd", "--search", "lcm"), ("--search", " ")])
def test_a_search_beside_a_name_or_for_nothing_is_exit_2(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    assert cli("tasks", *arguments).code == 2


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
