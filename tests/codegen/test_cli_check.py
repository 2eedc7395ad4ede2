"""`codegen check` as a CI job uses it: exit codes, reports, and no file that hides another."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

if TYPE_CHECKING:
    from tests.codegen.command_line import CommandLine

GOOD = "def quick_sort(xs):\n    return sorted(xs)\n"
DROPS_DUPLICATES = "def quick_sort(xs):\n    return sorted(set(xs))\n"

TRICKS = {
    "exits": "import sys\nsys.exit(0)\n",
    "ends_at_once": "import os\nos._exit(0)\n",
    "always_equal": "class Same:\n    def __eq__(self, other):\n        return True\n\n\n"
    "def quick_sort(xs):\n    return Same()\n",
    "exits_in_call": "def quick_sort(xs):\n    raise SystemExit(0)\n",
    "raises": "raise AssertionError('PASSED')\n",
    "another_function": "def gcd(a, b):\n    return a\n",
    "not_python": "def quick_sort(:\n",
    "nul": "\x00",
    "empty": "",
    "blank": "   \n\n",
}


def test_good_code_passes_and_says_on_what_evidence(cli: CommandLine) -> None:
    ended = cli("check", cli.file("a.py", GOOD))
    assert (ended.code, ended.err) == (0, "")
    headline = ended.out.splitlines()[0]
    assert headline.startswith("PASSED  a.py · quick sort · quick_sort")
    assert "catalogue: properties of the task, 1" in ended.out
    assert "process / restricted: " in ended.out
    assert "seccomp" in ended.out


def test_a_dropped_duplicate_is_shown_as_a_call_to_paste(cli: CommandLine) -> None:
    ended = cli("check", cli.file("a.py", DROPS_DUPLICATES), "--report", "junit=report.xml", "--report", "github")
    assert ended.code == 1
    assert "FALSIFIED  a.py" in ended.out
    assert "quick_sort([0, 0])" in ended.out
    failure = ElementTree.parse(cli.home / "report.xml").find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.get("message", "").startswith("quick_sort([0, 0]), returned [0]")
    [annotation] = ended.err.splitlines()
    assert annotation.startswith("::error file=a.py,line=1,title=quick sort%3A falsified::")
    assert "quick_sort([0, 0]), returned [0]" in annotation


@pytest.mark.parametrize("sandbox", ["restricted", "process"])
def test_no_trick_and_no_rubbish_passes(cli: CommandLine, sandbox: str) -> None:
    files = [cli.file(f"{name}.py", body) for name, body in TRICKS.items()]
    good = cli.file("control.py", GOOD)
    ended = cli("check", "--json", "--task", "quick sort", "--sandbox", sandbox, good, *files)
    control, *others = ended.document["results"]
    assert control["verdict"] == "passed"
    assert {each["source"]: each["verdict"] for each in others} == dict.fromkeys(files, "falsified")
    assert (ended.code, ended.err) == (1, "")


def test_an_endless_loop_is_a_failure_and_no_hang(cli: CommandLine) -> None:
    started = time.monotonic()
    ended = cli("check", "--timeout", "0.5", cli.file("a.py", "def quick_sort(xs):\n    while True:\n        pass\n"))
    assert ended.code == 1
    assert "exceeded its limit" in ended.out
    assert time.monotonic() - started < 20


def test_no_file_hides_another(cli: CommandLine) -> None:
    files = [
        cli.file("good.py", GOOD),
        cli.file("empty.py", ""),
        "missing.py",
        ".",
        cli.file("latin.py", b"x = '\xff'\n"),
        cli.file("huge.py", "x = 1\n" * 1_700_000),
        cli.file("broken.py", "def quick_sort(:\n"),
        cli.file("wrong.py", DROPS_DUPLICATES),
    ]
    ended = cli("check", "--json", *files)
    assert [(each["source"], each["exit_code"]) for each in ended.document["results"]] == [
        ("good.py", 0),
        ("empty.py", 1),
        ("missing.py", 2),
        (".", 2),
        ("latin.py", 1),
        ("huge.py", 1),
        ("broken.py", 1),
        ("wrong.py", 1),
    ]
    assert ended.code == ended.document["exit_code"] == 2
    assert ended.err.splitlines() == [
        "codegen: missing.py: no such file",
        "codegen: .: is a directory; name the files in it, e.g. *.py",
    ]


def test_many_files_end_with_a_count(cli: CommandLine) -> None:
    ended = cli("check", cli.file("a.py", GOOD), cli.file("b.py", DROPS_DUPLICATES), cli.file("c.py", GOOD))
    assert ended.code == 1
    count, walls = ended.out.splitlines()[-2:]
    assert count == "2 passed, 1 falsified"
    assert "seccomp" in walls


def test_the_comment_names_the_task(cli: CommandLine) -> None:
    ended = cli(
        "check", "--json", cli.file("a.py", "# codegen: task=quick sort\ndef arrange(xs):\n    return sorted(xs)\n")
    )
    [result] = ended.document["results"]
    assert (ended.code, result["task"], result["entry_point"]) == (0, "quick sort", "arrange")


def test_code_of_no_known_task_is_inconclusive_unless_that_is_accepted(cli: CommandLine) -> None:
    name = cli.file("a.py", "def frobnicate(x):\n    return x\n")
    ended = cli("check", name)
    assert (ended.code, ended.out.split()[0]) == (5, "INCONCLUSIVE")
    assert cli("check", "--allow-unchecked", name).code == 0


def test_an_unknown_task_is_a_wrong_call_that_names_the_closest(cli: CommandLine) -> None:
    ended = cli("check", "--task", "quick srot", cli.file("a.py", GOOD))
    assert (ended.code, ended.out) == (2, "")
    [line] = ended.err.splitlines()
    assert "quick srot" in line
    assert "quick sort" in line


def test_an_oracle_of_the_users_own(cli: CommandLine) -> None:
    oracle = cli.file("reference.py", "def double(x: int) -> int:\n    return 2 * x\n")
    right = cli.file("right.py", "def twice(x: int) -> int:\n    return x + x\n")
    wrong = cli.file("wrong.py", "def twice(x: int) -> int:\n    return x * x\n")
    ended = cli("check", "--json", "--oracle", f"{oracle}:double", "--entry-point", "twice", right, wrong)
    first, second = ended.document["results"]
    assert (first["verdict"], first["evidence"]) == ("passed", "oracle")
    assert (second["verdict"], ended.code) == ("falsified", 1)


def test_stdin_is_a_file_too(cli: CommandLine) -> None:
    ended = cli("check", "-", stdin=GOOD)
    assert ended.code == 0
    assert ended.out.startswith("PASSED  - · quick sort")


def test_quiet_leaves_the_exit_code_alone(cli: CommandLine) -> None:
    ended = cli("check", "--quiet", cli.file("a.py", DROPS_DUPLICATES))
    assert (ended.code, ended.out, ended.err) == (1, "", "")


def test_the_json_report_equals_the_json_on_stdout(cli: CommandLine) -> None:
    ended = cli("check", "--json", "--report", "json=report.json", cli.file("a.py", DROPS_DUPLICATES))
    [counterexample] = [each["counterexample"] for each in ended.document["results"]]
    assert counterexample["arguments"] == ["[0, 0]"]
    assert json.loads((cli.home / "report.json").read_text()) == ended.document


def test_a_sandbox_that_cannot_be_had_is_said_once_and_reported_for_each_file(cli: CommandLine) -> None:
    files = [cli.file("a.py", GOOD), cli.file("b.py", GOOD)]
    ended = cli("check", "--sandbox", "docker", "--json", *files, DOCKER_HOST="unix:///no/such/socket")
    assert ended.code == 4
    assert [each["exit_code"] for each in ended.document["results"]] == [4, 4]
    assert len(ended.err.splitlines()) == 1


def test_the_seed_changes_what_is_drawn_and_is_reported(cli: CommandLine) -> None:
    ended = cli("check", "--json", "--seed", "7", "--examples", "20", cli.file("a.py", GOOD))
    [result] = ended.document["results"]
    assert (result["seed"], result["verdict"]) == (7, "passed")
    assert 0 < result["examples"] <= 40


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "gcd", "--examples", "0"),
        ("check", "qs.py", "--task", "nope"),
        ("check", "--nope"),
        ("exec", "none.py"),
        ("history", "7"),
    ],
)
def test_an_error_of_the_whole_command_is_a_document_too(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    ended = cli(*arguments, "--json")
    assert (ended.code, ended.document["exit_code"], ended.document["command"]) == (2, 2, arguments[0])
    assert ended.document["results"] == []
    assert ended.err == f"codegen: {ended.document['error']}\n"


def test_inputs_of_a_task_are_kept_for_the_next_command(cli: CommandLine) -> None:
    for source in (GOOD, f"{GOOD}# another\n", DROPS_DUPLICATES):
        cli("check", cli.file("a.py", source))
    assert len(list((cli.home / "codegen" / "inputs").iterdir())) == 1
