"""`codegen check` of many files: all cores, the order that was given, an early end, and no wait for what is not wanted."""

from __future__ import annotations

import os
import select
import signal
import time
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from codegen.cli.results import Results
from codegen.report.result import Result
from tests.codegen.command_line import descendants
from tests.codegen.test_cli_check import DROPS_DUPLICATES, GOOD

if TYPE_CHECKING:
    from tests.codegen.command_line import CommandLine

SLOW = "def quick_sort(xs):\n    for _ in range(300_000): pass\n    return sorted(xs)\n"
HANGS = "def quick_sort(xs):\n    while True: pass\n"


def test_results_are_in_the_order_given_whatever_ends_first(cli: CommandLine) -> None:
    files = [cli.file(f"{number}.py", SLOW if number % 4 == 0 else f"{GOOD}# {number}\n") for number in range(8)]
    ended = cli("check", *files, "--examples", "20")
    assert [line.split()[1] for line in ended.out.splitlines() if line.startswith("PASSED")] == files
    assert ended.code == 0


def test_fail_fast_stops_at_the_first_that_does_not_pass_and_documents_say_what_was_left(cli: CommandLine) -> None:
    files = [cli.file("a.py", GOOD), cli.file("b.py", DROPS_DUPLICATES), cli.file("c.py", GOOD), "none.py"]
    reports = ["--report", "junit=r.xml", "--report", "github", "--report", "json=r.json"]
    ended = cli("check", "--fail-fast", *reports, *files)
    assert ended.code == 1
    assert ended.out.splitlines()[-2] == "1 passed, 1 falsified, 2 not checked"
    why = "not checked: --fail-fast, and b.py did not pass"
    error, *annotations = ended.err.splitlines()
    assert error == f"codegen: {why}"
    assert [line.partition(" ")[0] for line in annotations] == ["::error", "::notice"]
    assert annotations[1] == f"::notice title=codegen%3A 2 files not checked::{why}"
    suites = ElementTree.fromstring((cli.home / "r.xml").read_text())
    assert [suite.get("skipped") for suite in suites] == ["0", "0", "1", "1"]
    assert [suite.get("errors") for suite in suites] == ["0", "0", "0", "0"]


def test_fail_fast_in_json(cli: CommandLine) -> None:
    files = [cli.file("a.py", "x = 1"), cli.file("b.py", DROPS_DUPLICATES)]
    ended = cli("check", "--fail-fast", "--json", *files)
    assert (ended.code, ended.document["exit_code"]) == (5, 5)
    first, second = ended.document["results"]
    assert (first["verdict"], second["verdict"], second["source"]) == ("inconclusive", None, "b.py")
    assert "--fail-fast, and a.py did not pass" in second["error"]


def test_fail_fast_goes_on_while_all_is_accepted(cli: CommandLine) -> None:
    files = [cli.file("a.py", "x = 1"), cli.file("b.py", GOOD), cli.file("c.py", DROPS_DUPLICATES)]
    ended = cli("check", "--fail-fast", "--allow-unchecked", *files)
    assert ended.out.splitlines()[-2] == "1 passed, 1 falsified, 1 inconclusive"


def test_the_users_own_checks_are_called_by_one_thread(cli: CommandLine) -> None:
    own = cli.file("own.py", "import threading\ndef check_alone(args, result):\n"
                   "    return threading.current_thread() is threading.main_thread()\n")  # fmt: skip
    files = [cli.file(f"{number}.py", f"{GOOD}# {number}\n") for number in range(3)]
    assert cli("check", "--properties", own, *files).code == 0


def test_an_oracle_that_is_none_is_said_once_and_reported_for_each_file(cli: CommandLine) -> None:
    ended = cli("check", "--json", "--oracle", cli.file("oracle.py", "x = 1"), cli.file("a.py", GOOD), "none.py")
    assert ended.code == 2
    assert [result["exit_code"] for result in ended.document["results"]] == [2, 2]
    assert len(ended.err.splitlines()) == 1


def test_on_a_terminal_it_says_how_many_files_are_left(cli: CommandLine) -> None:
    ended = cli.on_terminal("check", *(cli.file(f"{number}.py", GOOD) for number in range(3)))
    assert "checking 2.py, 1 of 3 files left" in ended.err


def test_ctrl_c_waits_for_no_program_and_leaves_none(cli: CommandLine) -> None:
    files = [cli.file("a.py", GOOD), *(cli.file(f"{number}.py", HANGS) for number in range(20))]
    running = cli.start("check", "--timeout", "60", *files)
    try:
        assert running.stdout is not None
        assert select.select([running.stdout], [], [], 60)[0]
        assert b"PASSED" in os.read(running.stdout.fileno(), 4096)
        started = descendants(running.pid)
        before = time.monotonic()
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    finally:
        running.kill()
        running.communicate()
    assert time.monotonic() - before < 10
    assert (running.returncode, err) == (130, "codegen: interrupted\n")
    assert started
    assert not started & _alive()


def test_of_results_that_no_document_needs_none_is_kept() -> None:
    results = Results(keep=False)
    results.add(Result(source="a.py", exit_code=2, error="a.py: no such file"))
    assert (results.kept, results.exit_code, results.words) == ([], 2, {"not checked": 1})


def _alive() -> set[int]:
    return {int(name) for name in os.listdir("/proc") if name.isdecimal()}
