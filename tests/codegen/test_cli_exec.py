"""`codegen exec`: the program's own output and nothing else, and an exit code that a script can trust."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.codegen.command_line import CommandLine


def test_output_of_the_program_goes_where_it_sent_it(cli: CommandLine) -> None:
    source = "import sys\nprint('to stdout é')\nprint('to stderr', file=sys.stderr)\n"
    ended = cli("exec", "--sandbox", "process", cli.file("a.py", source))
    assert (ended.code, ended.out, ended.err) == (0, "to stdout é\n", "to stderr\n")


def test_stdin_is_a_program_too(cli: CommandLine) -> None:
    ended = cli("exec", "-", stdin="print(6 * 7)")
    assert (ended.code, ended.out, ended.err) == (0, "42\n", "")


def test_output_comes_while_the_program_runs(cli: CommandLine) -> None:
    name = cli.file("a.py", "import time\nprint('early')\ntime.sleep(5)\nprint('late')\n")
    command = [sys.executable, "-m", "codegen", "exec", "--sandbox", "process", name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=cli.home, env=cli.environment()) as running:
        assert running.stdout is not None
        started = time.monotonic()
        assert running.stdout.readline() == "early\n"
        assert time.monotonic() - started < 4
        assert running.stdout.read() == "late\n"


def test_ctrl_c_ends_the_command_and_the_program_with_it(cli: CommandLine) -> None:
    name = cli.file("a.py", "import time\nprint('started')\ntime.sleep(60)\n")
    command = [sys.executable, "-m", "codegen", "exec", "--sandbox", "process", "--timeout", "60", name]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=cli.home, env=cli.environment()) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "started\n"
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=10)
    assert (running.returncode, err) == (130, "codegen: interrupted\n")


def test_what_it_raised_is_named_with_its_line(cli: CommandLine) -> None:
    ended = cli("exec", cli.file("a.py", "x = 1\nprint(x)\n1 / 0\n"))
    assert (ended.code, ended.out) == (1, "1\n")
    assert "codegen: a.py: raised ZeroDivisionError" in ended.err
    assert "(line 3)" in ended.err


def test_an_endless_loop_ends_at_its_limit(cli: CommandLine) -> None:
    started = time.monotonic()
    ended = cli("exec", "--timeout", "0.5", cli.file("a.py", "while True:\n    pass\n"))
    assert time.monotonic() - started < 10
    assert ended.code == 1
    assert "codegen: a.py: exceeded its limit: " in ended.err


def test_a_refusal_has_line_and_hint(cli: CommandLine) -> None:
    ended = cli("exec", cli.file("a.py", "import math\nimport os\n"))
    assert ended.code == 1
    assert "codegen: a.py: refused: line 2: " in ended.err
    assert "os" in ended.err


def test_a_file_that_is_not_python_is_the_files_fault(cli: CommandLine) -> None:
    ended = cli("exec", cli.file("a.py", "def f(:\n"))
    assert ended.code == 1
    assert "[syntax]" in ended.err


def test_ten_megabytes_of_source_are_refused_at_once(cli: CommandLine) -> None:
    ended = cli("exec", cli.file("a.py", "x = 1\n" * 1_700_000))
    assert ended.code == 1
    assert "[source size]" in ended.err


def test_a_file_that_is_not_utf8_is_the_files_fault(cli: CommandLine) -> None:
    ended = cli("exec", cli.file("a.py", b"print('ok')\nprint('\xff')\n"))
    assert ended.code == 1
    assert "line 2" in ended.err


@pytest.mark.parametrize(("name", "says"), [("none.py", "no such file"), (".", "is a directory")])
def test_a_file_that_is_not_there_is_a_wrong_call(cli: CommandLine, name: str, says: str) -> None:
    ended = cli("exec", name)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_a_sandbox_that_cannot_be_had_is_exit_code_4(cli: CommandLine) -> None:
    ended = cli("exec", "--sandbox", "docker", cli.file("a.py", "print(1)"), DOCKER_HOST="unix:///no/such/socket")
    assert (ended.code, ended.out) == (4, "")
    assert len(ended.err.splitlines()) == 1
    assert "docker" in ended.err.lower()


def test_json_has_the_outcome_and_all_output(cli: CommandLine) -> None:
    ended = cli("exec", "--json", cli.file("a.py", "print('hello')\n1 / 0\n"))
    [result] = ended.document["results"]
    assert (ended.code, ended.document["exit_code"], ended.document["command"]) == (1, 1, "exec")
    assert result["outcome"]["kind"] == "raised"
    assert result["outcome"]["type_name"] == "ZeroDivisionError"
    assert result["outcome"]["stdout"] == "hello\n"
    assert any("seccomp" in each for each in result["sandbox"]["protections"])


def test_a_program_cannot_write_below_or_beside_the_command(cli: CommandLine) -> None:
    cli("exec", "--sandbox", "process", cli.file("a.py", "open('written', 'w').write('x')"))
    assert not (cli.home / "written").exists()


def test_our_line_starts_on_a_line_of_its_own(cli: CommandLine) -> None:
    source = "import sys\nsys.stderr.write('half a line')\n1 / 0\n"
    err = cli("exec", "--sandbox", "process", cli.file("a.py", source)).err
    assert err.startswith("half a line\ncodegen: a.py: ")
