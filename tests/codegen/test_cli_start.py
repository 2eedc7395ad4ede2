"""What a user meets first: help, version, and one clear line for a call that is wrong."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import codegen
from codegen.cli.exits import worst

if TYPE_CHECKING:
    from tests.codegen.command_line import CommandLine

COMMANDS = ("run", "check", "exec", "tasks", "history", "config", "doctor", "models", "complete", "chat")
HEAVY = ("openai", "hypothesis", "docker", "rich.console", "rich.markup", "httpx2", "RestrictedPython", "sqlite3")


def test_help_names_every_command_and_exit_code(cli: CommandLine) -> None:
    ended = cli("--help")
    assert ended.code == 0
    assert all(f"\n  {command} " in ended.out for command in COMMANDS)
    assert all(code in ended.out for code in ("0 passed", "1 the code failed", "4 sandbox", "5 inconclusive", "130"))


def test_without_arguments_the_help_is_shown(cli: CommandLine) -> None:
    assert cli() == cli("--help")


def test_version(cli: CommandLine) -> None:
    ended = cli("--version")
    assert (ended.code, ended.out) == (0, f"codegen {codegen.__version__}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(cli: CommandLine, command: str) -> None:
    ended = cli(command, "--help")
    assert ended.code == 0
    assert ended.out.startswith(f"Usage: codegen {command} ")


def test_help_loads_nothing_heavy(cli: CommandLine) -> None:
    script = (
        "import sys; from codegen.cli import main; main(['run', '--help']); main(['--help']);"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=cli.environment())
    assert ended.stderr == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nosuch"], "No such command 'nosuch'"),
        (["run"], "Missing argument 'PROMPT'"),
        (["check"], "Missing argument 'FILE...'"),
        (["check", "--nosuch", "a.py"], "No such option: --nosuch"),
        (["run", "quick sort", "--examples", "many"], "--examples"),
        (["run", "quick sort", "--examples", "0"], "--examples must be between 1"),
        (["run", "quick sort", "--attempts", "0"], "--attempts must be"),
        (["run", "quick sort", "--temperature", "1", "--top-p", "0.5"], "set one of them"),
        (["run", "quick sort", "--sandbox", "vm"], "--sandbox must be one of restricted, process, docker"),
        (["run", "quick sort", "--image", "x"], "--image has no meaning for the sandbox 'restricted'; it needs"),
        (["check", "a.py", "--no-pull"], "--no-pull has no meaning"),
        (["check", "a.py", "--allow-import", "numpy"], "--allow-import has no meaning"),
        (["exec", "a.py", "--sandbox", "process", "--runtime", "runsc"], "--runtime has no meaning"),
        (["exec", "a.py", "--sandbox", "docker", "--isolation", "none"], "--isolation must be one of process"),
        (["run", "quick sort", "--timeout", "0"], "--timeout must be"),
        (["run", "quick sort", "--memory", "lots"], "--memory"),
        (["run", "  "], "the prompt is empty"),
        (["run", "quick sort", "-o", "no/such/dir/x.py"], "--output"),
        (["run", "quick sort", "--properties", "none.py"], "--properties: none.py: no such file"),
        (["run", "quick sort", "--task", "quick srot"], "quick sort"),
        (["check", "a.py", "--report", "pdf=x"], "unknown format 'pdf'"),
        (["check", "a.py", "--report", "junit"], "needs a file"),
        (["check", "a.py", "--report", "junit=no/such/dir/x.xml"], "does not exist"),
        (["check", "a.py", "--oracle", "none.py:f"], "--oracle: none.py: no such file"),
        (["check", "a.py", "--properties", "none.py"], "--properties: none.py: no such file"),
        (["history", "99"], "99"),
        (["history", "--limit", "0"], "--limit"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_call_is_one_clear_line_and_exit_code_2(cli: CommandLine, arguments: list[str], says: str) -> None:
    ended = cli(*arguments)
    assert (ended.code, ended.out) == (2, "")
    [line] = ended.err.splitlines()
    assert line.startswith("codegen: ")
    assert says in line


def test_a_full_disk_is_one_line_and_no_success(cli: CommandLine) -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "codegen", "--version"]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, env=cli.environment())
    assert (ended.returncode, ended.stderr) == (2, "codegen: stdout cannot be written: No space left on device\n")


def test_a_closed_stdout_is_no_crash(cli: CommandLine) -> None:
    command = ["sh", "-c", f"exec '{sys.executable}' -m codegen --version >&-"]
    ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, env=cli.environment())
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_worst_exit_code_wins() -> None:
    assert worst([0, 5, 1, 2, 3, 4]) == 4
    assert worst([0, 5, 1, 2, 3]) == 3
    assert worst([0, 5, 1, 2]) == 2
    assert worst([0, 5, 1]) == 1
    assert worst([0, 5]) == 5
    assert worst([]) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [("--help",), ("run", "--help"), ("tasks",), ("doctor",), ("tasks", "--json")])
def test_a_full_disk_is_one_line(cli: CommandLine, arguments: tuple[str, ...], unbuffered: str) -> None:
    ended = cli.onto_full_disk(*arguments, PYTHONUNBUFFERED=unbuffered)
    assert (ended.code, ended.err) == (2, "codegen: stdout cannot be written: No space left on device\n")


def _loaded_by(cli: CommandLine, *arguments: str) -> set[str]:
    """Modules that a command has loaded when it ends."""
    script = f"import sys; from codegen.cli import main; main({arguments!r}); print(*sys.modules, file=sys.stderr)"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=cli.environment(),
                           cwd=cli.home)  # fmt: skip
    return set(ended.stderr.split())


def test_a_command_loads_no_other_command() -> None:
    script = "import sys; from codegen.cli.app import commands; commands(['check']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.split()
    assert {f"codegen.cli.{name}" for name in ("run", "check", "execute", *COMMANDS)} & {*loaded} == {
        "codegen.cli.check"
    }


def test_check_loads_one_task_and_no_model(cli: CommandLine) -> None:
    loaded = _loaded_by(cli, "check", "--quiet", cli.file("a.py", "def quick_sort(xs):\n    return sorted(xs)\n"))
    tasks = {name for name in loaded if name.startswith("sandbox.catalogue.tasks.")}
    assert tasks == {"sandbox.catalogue.tasks.sorting"}
    assert not loaded & {"openai", "docker", "httpx2", "RestrictedPython", "sqlite3", "rich.console"}


def test_a_check_starts_two_workers_and_none_in_vain(cli: CommandLine) -> None:
    name = cli.file("a.py", "def quick_sort(xs):\n    return sorted(xs)\n")
    script = (
        "import sys; from sandbox.backends import process; usual, seeds = process._interpreter, []\n"
        "process._interpreter = lambda seed: seeds.append(seed) or usual(seed)\n"
        f"from codegen.cli import main; main(['check', '--quiet', {name!r}]); print(sorted(seeds))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=cli.environment(),
                           cwd=cli.home)  # fmt: skip
    assert (ended.stdout, ended.stderr) == ("[0, 1]\n", "")


@pytest.mark.parametrize("arguments", [("check", "--nosuch"), ("check", "--sandbox", "docker", "a.py")])
def test_a_worker_that_was_started_in_vain_ends_with_the_command(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    script = (
        "import sys; from sandbox.backends import process; from codegen.cli import main\n"
        f"main({arguments!r}); print(process._ahead[0].pid)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                           env=cli.environment(DOCKER_HOST="unix:///no/such/socket"), cwd=cli.home)  # fmt: skip
    worker = Path("/proc", ended.stdout.strip())
    deadline = time.monotonic() + 30
    while worker.exists() and "zombie" not in (worker / "status").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.01)
