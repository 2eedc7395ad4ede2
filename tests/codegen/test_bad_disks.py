"""Full and read-only disks, and homes that are none: one line that says so, and the code is printed all the same."""

from __future__ import annotations

import functools
import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from codegen import database
from codegen.history import History
from tests.codegen import server
from tests.codegen.command_line import CommandLine, Ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WRONG = "Here:\n```python\ndef quick_sort(xs):\n    return sorted(set(xs))\n```\n"
RIGHT = "Sorry:\n```python\ndef quick_sort(xs):\n    return sorted(xs)\n```\n"
CODE = "def quick_sort(xs):\n    return sorted(xs)\n"
FULL = "mount -t tmpfs -o size=64k tmpfs disk && { head -c 1M /dev/zero > disk/filler; true; } 2> /dev/null"
READ_ONLY = "mount -t tmpfs -o ro tmpfs disk"
SMALL = "mount -t tmpfs -o size=256k tmpfs disk"


def in_own_mounts(setup: str) -> list[str]:
    """A command's beginning: it sees disks that are made by `setup`, and nobody else does.

    An ordinary user may mount only as root of a user namespace, and becomes one again within a second one.
    """
    if os.geteuid() == 0:
        return ["unshare", "-m", "sh", "-c", f'{setup} && exec "$@"', "sh"]
    back = "exec unshare -U --map-user=1000 --map-group=1000"
    return ["unshare", "-Urm", "sh", "-c", f'{setup} && {back} "$@"', "sh"]


@functools.cache
def can_mount() -> bool:
    command = [*in_own_mounts("mount -t tmpfs tmpfs /mnt"), "true"]
    return subprocess.run(command, capture_output=True).returncode == 0


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    (tmp_path / "disk").mkdir()
    return CommandLine(tmp_path)


@pytest.fixture
def models() -> Iterator[server.ModelServer]:
    with server.serving() as running:
        running.replies = [server.say(WRONG), server.say(RIGHT)]
        yield running


def run(cli: CommandLine, models: server.ModelServer, *arguments: str, disk: str = "", **more: str) -> Ended:
    """`codegen run` with no report on stderr, or `codegen ARGUMENTS` if they name another command.

    `disk`: what mounts something at `./disk` for this command only.
    """
    begin = in_own_mounts(disk) if disk else []
    words = arguments if arguments[:1] == ("history",) else ("run", "quick sort", "--quiet", *arguments)
    environment = cli.environment(OPENAI_BASE_URL=models.url, OPENAI_API_KEY="sk-test-0123456789abcdef", **more)
    ended = subprocess.run(
        [*begin, sys.executable, "-m", "codegen", *words],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=cli.home, env=environment, timeout=60,
    )  # fmt: skip
    return Ended(ended.returncode, ended.stdout, ended.stderr)


needs_mounts = pytest.mark.skipif(
    sys.platform != "linux" or not can_mount(), reason="mounting needs root or unprivileged user namespaces"
)


@needs_mounts
@pytest.mark.parametrize(("disk", "why"), [(FULL, "disk is full"), (READ_ONLY, "Read-only file system")])
def test_a_home_that_takes_nothing_costs_one_line(
    cli: CommandLine, models: server.ModelServer, disk: str, why: str
) -> None:
    ended = run(cli, models, disk=disk, XDG_DATA_HOME=str(cli.home / "disk"))
    assert (ended.code, ended.out) == (0, CODE)
    [line] = ended.err.splitlines()
    assert line.startswith(f"codegen: the history {cli.home}/disk/codegen/history.db cannot be written (")
    assert why in line
    assert line.endswith("; what follows is not saved; CODEGEN_HISTORY names another file")


@needs_mounts
def test_a_disk_that_fills_up_keeps_what_was_saved_and_the_run_goes_on(
    cli: CommandLine, models: server.ModelServer
) -> None:
    models.replies = [server.say(WRONG), server.say("word" * 100_000 + f"\n{RIGHT}")]
    looked_at = 'set -- sh -c \'"$@"; end=$?; cp disk/codegen/* .; exit $end\' sh "$@"'
    ended = run(cli, models, disk=f"{SMALL} && {looked_at}", XDG_DATA_HOME=str(cli.home / "disk"))
    assert (ended.code, ended.out) == (0, CODE), ended.err
    [line] = ended.err.splitlines()
    assert "disk is full); what follows is not saved" in line
    with History(cli.home / "history.db") as history:
        [first] = history.show(1).replies
        assert history.show(1).status == "interrupted"
    assert first.text == WRONG
    assert first.verdict is not None
    assert first.verdict.status == "falsified"


@needs_mounts
@pytest.mark.parametrize("killed", [False, True])
def test_a_read_only_history_can_be_read(cli: CommandLine, models: server.ModelServer, killed: bool) -> None:
    with History(cli.home / "history.db") as history:
        history.save_reply(history.begin("run", "m", "quick sort"), 1, WRONG)
        # While it is open, the newest rows are only in the log beside it, as a kill leaves them.
        copied = "cp history.db* disk" if killed else "cp history.db disk"
        if not killed:
            history.close()
        disk = f"mount -t tmpfs tmpfs disk && {copied} && mount -o remount,bind,ro disk"
        where = {"CODEGEN_HISTORY": "disk/history.db"}
        listed = run(cli, models, "history", "1", disk=disk, **where)
        assert (listed.code, listed.err) == (0, "")
        assert WRONG in listed.out
        ended = run(cli, models, disk=disk, **where)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (0, CODE, 1)
    assert "readonly" in ended.err or "unable to open" in ended.err or "Read-only" in ended.err


@needs_mounts
def test_a_read_only_history_of_an_earlier_version_says_why_it_cannot_be_read(
    cli: CommandLine, models: server.ModelServer
) -> None:
    with sqlite3.connect(cli.home / "history.db") as old:
        old.executescript(f"{database._CHANGES[0]}; PRAGMA user_version = 1")
    old.close()
    disk = "mount -t tmpfs tmpfs disk && cp history.db disk && mount -o remount,bind,ro disk"
    ended = run(cli, models, "history", disk=disk, CODEGEN_HISTORY="disk/history.db")
    assert (ended.code, ended.out) == (2, "")
    [line] = ended.err.splitlines()
    assert f"it has version 1 and cannot be brought up to version {database.VERSION}: attempt to write" in line


def file_in_the_way(place: Path) -> None:
    place.parent.parent.rmdir()
    place.parent.parent.write_text("")


def file_as_folder(place: Path) -> None:
    place.parent.write_text("")


def folder_as_file(place: Path) -> None:
    place.mkdir(parents=True)


def no_database(place: Path) -> None:
    place.parent.mkdir()
    place.write_bytes(b"neither a database nor empty " * 100)


def half_a_database(place: Path) -> None:
    with History(place) as history:
        history.begin("run", "m", "quick sort")
    content = place.read_bytes()
    place.write_bytes(content[:100] + os.urandom(len(content) - 100))


def later_version(place: Path) -> None:
    with History(place) as history:
        history.begin("run", "m", "quick sort")
    with sqlite3.connect(place) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "why", "readable"),
    [(file_in_the_way, "Not a directory", True), (file_as_folder, "File exists", True),
     (folder_as_file, "unable to open database file", False), (no_database, "file is not a database", False),
     (half_a_database, "malformed", False), (later_version, "it has version 99, this program knows", False)],
)  # fmt: skip
def test_a_history_that_is_none_costs_one_line_and_is_left_alone(
    cli: CommandLine, models: server.ModelServer, spoil: Callable[[Path], None], why: str, readable: bool
) -> None:
    place = cli.home / "disk" / "codegen" / "history.db"
    spoil(place)
    before = place.read_bytes() if place.is_file() else b""
    data = str(cli.home / "disk")
    ended = run(cli, models, XDG_DATA_HOME=data)
    assert (ended.code, ended.out) == (0, CODE)
    [line] = ended.err.splitlines()
    assert line.startswith(f"codegen: the history {place} cannot be written (")
    assert why in line
    listed = run(cli, models, "history", XDG_DATA_HOME=data)
    assert (listed.code, len(listed.err.splitlines())) == (0 if readable else 2, 1)
    assert (place.read_bytes() if place.is_file() else b"") == before


@needs_mounts
@pytest.mark.parametrize("saved", [True, False])
def test_code_that_its_file_does_not_take_is_on_stdout(
    cli: CommandLine, models: server.ModelServer, saved: bool
) -> None:
    where = {} if saved else {"XDG_DATA_HOME": str(cli.home / "disk")}
    ended = run(cli, models, "-o", "disk/sort.py", disk=FULL, **where)
    assert (ended.code, ended.out) == (2, CODE)
    kept = "; the code is kept: codegen history 1" if saved else ""
    problem = f"--output disk/sort.py: cannot be written: No space left on device; the code is on stdout instead{kept}"
    assert ended.err.splitlines()[-1] == f"codegen: {problem}"
    assert len(ended.err.splitlines()) == (1 if saved else 2)


@needs_mounts
@pytest.mark.parametrize(
    ("option", "value"), [("-o", "disk/x.py"), ("--report", "junit=disk/x.xml"), ("--record", "disk/x.jsonl")]
)
def test_a_place_that_cannot_be_written_is_refused_before_the_model_is_asked(
    cli: CommandLine, models: server.ModelServer, option: str, value: str
) -> None:
    ended = run(cli, models, option, value, disk=READ_ONLY)
    assert (ended.code != 0, ended.out, models.requests) == (True, "", [])
    [line] = ended.err.splitlines()
    assert "disk" in line
    assert "read-only" in line.lower()


@needs_mounts
@pytest.mark.parametrize(("option", "value"), [("--report", "junit=disk/x.xml"), ("--record", "disk/x.jsonl")])
def test_a_full_disk_for_another_file_does_not_cost_the_code(
    cli: CommandLine, models: server.ModelServer, option: str, value: str
) -> None:
    ended = run(cli, models, option, value, disk=FULL)
    assert (ended.code, ended.out) == (2, CODE)
    [line] = ended.err.splitlines()
    assert "No space left on device" in line
    assert len(models.bodies) == 2


def test_a_stdout_that_takes_nothing_is_no_success_and_the_code_is_kept(
    cli: CommandLine, models: server.ModelServer
) -> None:
    ended = cli.onto_full_disk(
        "run", "quick sort", "--quiet", OPENAI_BASE_URL=models.url, OPENAI_API_KEY="sk-test-0123456789abcdef"
    )
    reason = "stdout cannot be written: No space left on device"
    assert (ended.code, ended.err) == (2, f"codegen: {reason}; the code is kept: codegen history 1\n")
    assert CODE in cli("history", "1").out


@pytest.mark.parametrize(
    ("redirected", "out"), [(">&-", ""), ("| head -n 1", CODE.splitlines()[0] + "\n"), ("2> /dev/full", CODE)]
)
def test_streams_that_end_early_are_no_error(
    cli: CommandLine, models: server.ModelServer, redirected: str, out: str
) -> None:
    environment = cli.environment(OPENAI_BASE_URL=models.url, OPENAI_API_KEY="sk-test-0123456789abcdef")
    command = f"'{sys.executable}' -m codegen run 'quick sort' {redirected}; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=cli.home, env=environment)
    assert (ended.returncode, ended.stdout) == (0, out)
    assert "Traceback" not in ended.stderr
    assert "Error" not in ended.stderr


def test_a_working_directory_that_is_gone_is_one_line_before_the_model_is_asked(
    cli: CommandLine, models: server.ModelServer
) -> None:
    environment = cli.environment(OPENAI_BASE_URL=models.url, OPENAI_API_KEY="sk-test-0123456789abcdef")
    command = f"cd disk && rmdir ../disk && exec '{sys.executable}' -P -m codegen run 'quick sort'"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=cli.home, env=environment)
    assert (ended.returncode, ended.stdout, models.requests) == (2, "", [])
    assert ended.stderr == "codegen: the working directory has been removed; change to another one\n"
