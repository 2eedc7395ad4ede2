"""`codegen run` with the demo model: stdout is only code, and only code that passed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.codegen.command_line import CommandLine


@pytest.mark.parametrize("prompt", ["quick sort", "生成可执行的快速排序 Python 代码"])
def test_the_code_on_stdout_runs_and_the_report_is_on_stderr(cli: CommandLine, prompt: str) -> None:
    ended = cli("run", prompt)
    assert ended.code == 0, ended.err
    assert "def quick_sort" in ended.out
    assert "```" not in ended.out
    program = cli.file("qs.py", ended.out + "\nprint(quick_sort([3, 1, 2, 1]))\n")
    own = subprocess.run([sys.executable, program], capture_output=True, text=True, cwd=cli.home, env=cli.environment())
    assert own.stdout.splitlines()[-1] == "[1, 1, 2, 3]", own.stderr
    assert f"PASSED  {prompt}" in ended.err
    assert "catalogue: properties of the task, 1" in ended.err
    assert "seccomp" in ended.err
    assert "tokens" in ended.err


def test_the_demo_says_that_it_is_the_demo(cli: CommandLine) -> None:
    ended = cli("run", "quick sort", "--quiet")
    notices = [line for line in ended.err.splitlines() if "demo" in line]
    assert len(notices) == 1
    assert "OPENAI_API_KEY" in notices[0]


def test_json_has_every_attempt_and_the_counterexample_of_the_first(cli: CommandLine) -> None:
    ended = cli("run", "quick sort", "--json")
    [result] = ended.document["results"]
    assert (ended.code, ended.document["command"], result["verdict"]) == (0, "run", "passed")
    assert [each["verdict"] for each in result["attempts"]] == ["falsified", "passed"]
    assert all(each["model"] and each["code"] for each in result["attempts"])
    assert all(isinstance(each["usage"]["completion_tokens"], int) for each in result["attempts"])


def test_the_repair_is_shown_with_the_call_that_fell(cli: CommandLine) -> None:
    repairs = [line for line in cli("run", "quick sort").err.splitlines() if "asking for a repair" in line]
    assert len(repairs) == 1
    assert "attempt 1 fell: " in repairs[0]
    assert "quick_sort([0, 0])" in repairs[0]


def test_code_that_never_passed_is_not_printed_but_can_be_looked_up(cli: CommandLine) -> None:
    ended = cli("run", "quick sort", "--attempts", "1")
    assert (ended.code, ended.out) == (1, "")
    assert "FALSIFIED  quick sort" in ended.err
    assert ended.err.splitlines()[-1] == "codegen: what was asked and answered: codegen history 1"
    shown = cli("history", "1")
    assert shown.code == 0
    assert "def quick_sort" in shown.out
    assert "falsified" in shown.out


def test_history_lists_the_newest_run_first(cli: CommandLine) -> None:
    assert cli("history").err == "codegen: the history is empty\n"
    cli("run", "quick sort")
    cli("run", "factorial")
    rows = cli("history").out.splitlines()[1:]
    assert [row.split()[0] for row in rows] == ["2", "1"]
    assert rows[0].endswith("factorial")
    newest, oldest = cli("history", "--json").document["runs"]
    assert (newest["prompt"], oldest["prompt"]) == ("factorial", "quick sort")
    assert newest["verdict"] == "passed"


def test_output_goes_to_the_file_that_was_named(cli: CommandLine) -> None:
    ended = cli("run", "quick sort", "-o", "qs.py", "--report", "junit=report.xml")
    assert (ended.code, ended.out) == (0, "")
    assert "def quick_sort" in (cli.home / "qs.py").read_text()
    assert cli("check", "qs.py").code == 0
    assert "<testsuites" in (cli.home / "report.xml").read_text()


def test_a_prompt_that_the_demo_does_not_know_says_what_to_set(cli: CommandLine) -> None:
    ended = cli("run", "write me a poem about the sea")
    assert (ended.code, ended.out) == (3, "")
    error = ended.err.splitlines()[-1]
    assert "OPENAI_API_KEY" in error
    assert "OPENAI_BASE_URL" in error


def test_an_error_of_the_model_is_in_the_document_too(cli: CommandLine) -> None:
    ended = cli("run", "write me a poem about the sea", "--json")
    [result] = ended.document["results"]
    assert (ended.code, ended.document["exit_code"], result["verdict"]) == (3, 3, None)
    assert "OPENAI_API_KEY" in result["error"]


def test_a_refused_connection_is_one_line_after_a_line_for_each_wait(cli: CommandLine) -> None:
    ended = cli("run", "quick sort", OPENAI_API_KEY="sk-not-a-real-key-0000", OPENAI_BASE_URL="http://127.0.0.1:9/v1")
    assert (ended.code, ended.out) == (3, "")
    *waits, error = [line for line in ended.err.splitlines() if "history" not in line]
    refused = "codegen: cannot reach http://127.0.0.1:9/v1: [Errno 111] Connection refused; "
    assert waits == [refused + "next try in 0.5 s", refused + "next try in 1.0 s"]
    assert error == refused + "check the network and the base URL"
    assert "sk-not-a-real-key-0000" not in ended.err


def test_a_broken_tape_is_one_line(cli: CommandLine) -> None:
    ended = cli("run", "quick sort", "--replay", cli.file("tape.jsonl", "{nonsense\n"))
    assert (ended.code, ended.out) == (3, "")
    assert "tape.jsonl" in ended.err
    assert "1" in ended.err


@pytest.mark.parametrize(
    ("arguments", "what"),
    [(("quick\udcff sort",), "the prompt"), (("quick sort", "--entry-point", "\udcff"), "the entry point")],
)
def test_a_text_that_is_not_utf8_is_one_line(cli: CommandLine, arguments: tuple[str, ...], what: str) -> None:
    ended = cli("run", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert f"{what} is not UTF-8" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_an_output_that_cannot_be_written_loses_nothing_else(cli: CommandLine) -> None:
    reports = ("--report", "json=/dev/full", "--report", "github=x.txt", "--report", "junit=x.xml")
    ended = cli("run", "factorial", "-o", "/dev/full", "--json", *reports)
    assert (ended.code, ended.document["exit_code"]) == (2, 2)
    assert "def factorial" in ended.document["results"][0]["attempts"][-1]["code"]
    assert "<testsuites" in (cli.home / "x.xml").read_text()
    complaints = [line for line in ended.err.splitlines() if "/dev/full" in line]
    assert len(complaints) == 2
    assert complaints[0].endswith("the code is kept: codegen history 1")
    assert all(line.removeprefix("codegen: ") in ended.document["error"] for line in complaints)


def test_an_output_that_cannot_be_there_says_which_of_the_reasons(cli: CommandLine) -> None:
    assert "is a directory" in cli("run", "factorial", "-o", ".").err
    assert "the directory none does not exist" in cli("run", "factorial", "-o", "none/f.py").err
    assert "junit=report.xml" in cli("run", "factorial", "--report", "junit").err
