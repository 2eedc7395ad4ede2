"""A `codegen run` that is ended at any moment: every byte of a reply that had come is in the history, and nothing runs on."""

from __future__ import annotations

import contextlib
import os
import random
import re
import select
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from codegen.history import History
from tests.codegen import server
from tests.codegen.command_line import CommandLine, descendants
from tests.conftest import wait_until_gone

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEY = "sk-test-0123456789abcdef"
WRONG = "Here:\n```python\ndef quick_sort(xs):\n    return sorted(set(xs))\n```\n"
RIGHT = "Sorry:\n```python\ndef quick_sort(xs):\n    return sorted(xs)\n```\n"
ENDLESS = "Here:\n```python\ndef quick_sort(xs):\n    while True:\n        pass\n```\n"
#: `python -m pytest tests/codegen/test_nothing_lost.py` with KILLS=1000 is the long run.
KILLS = int(os.environ.get("KILLS", "30"))


class Running:
    """One `codegen run` against a server of this process, seen from outside."""

    def __init__(self, cli: CommandLine, models: server.ModelServer) -> None:
        self.cli, self.models = cli, models
        self.release = threading.Event()
        self.database = cli.home / "codegen" / "history.db"
        self.process: subprocess.Popen[str]
        self.started: set[int] = set()

    def start(self, *arguments: str) -> None:
        self.process = self.cli.start("run", "quick sort", *arguments, **self.environment)

    @property
    def environment(self) -> dict[str, str]:
        return {"OPENAI_BASE_URL": self.models.url, "OPENAI_API_KEY": KEY}

    def held(self, text: str, after: int) -> server.Reply:
        return server.held(server.say(text), after, self.release)

    def wait_for(self, condition: Callable[[], Any]) -> None:
        deadline = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < deadline
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.005)

    def saved(self) -> list[tuple[str, str | None]]:
        """Text and verdict of each reply of the first run."""
        if not self.database.exists():
            return []
        with contextlib.suppress(Exception), History(self.database) as history:
            return [(r.text, r.verdict.status if r.verdict else None) for r in history.show(1).replies]
        return []

    def end(self, number: int) -> tuple[str, str]:
        """Sends the signal and sees to it that nothing of it runs on; its stdout and stderr."""
        self.started |= descendants(self.process.pid)
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=30)
        self.release.set()
        assert not wait_until_gone(self.started)
        return out, err


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with server.serving() as models:
        run = Running(CommandLine(tmp_path), models)
        yield run
        run.release.set()


def before_the_answer(run: Running) -> list[tuple[str, str | None]]:
    run.models.replies = [run.held(WRONG, 0)]
    run.start()
    run.wait_for(lambda: run.models.requests)
    return []


def in_the_middle_of_a_reply(run: Running) -> list[tuple[str, str | None]]:
    run.models.replies = [run.held(WRONG, 4)]
    run.start()
    part = "Here:\n```python\ndef quick_sort(xs):"
    run.wait_for(lambda: run.saved() == [(part, None)])
    return [(part, None)]


def before_the_whole_reply_is_saved(run: Running) -> list[tuple[str, str | None]]:
    words = len(re.findall(r"\s*\S+|\s+$", WRONG))
    run.models.replies = [run.held(WRONG, words)]
    run.start()
    run.wait_for(lambda: run.saved() == [(WRONG, None)])
    with contextlib.closing(sqlite3.connect(run.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # it cannot write what it now gets, and waits
        run.release.set()
        run.started |= descendants(run.process.pid)
        time.sleep(0.2)
        run.process.kill()
        run.process.wait()
    return [(WRONG, None)]


def in_the_middle_of_the_check(run: Running) -> list[tuple[str, str | None]]:
    run.models.replies = [server.say(ENDLESS)]
    run.start("--timeout", "60")
    run.wait_for(lambda: run.saved() == [(ENDLESS, None)] and not unfinished(run))
    return [(ENDLESS, None)]


def before_the_repair_is_answered(run: Running) -> list[tuple[str, str | None]]:
    run.models.replies = [server.say(WRONG), run.held(RIGHT, 0)]
    run.start()
    run.wait_for(lambda: run.saved() == [(WRONG, "falsified")])
    return [(WRONG, "falsified")]


def in_the_middle_of_the_second_reply(run: Running) -> list[tuple[str, str | None]]:
    run.models.replies = [server.say(WRONG), run.held(RIGHT, 4)]
    run.start()
    both = [(WRONG, "falsified"), ("Sorry:\n```python\ndef quick_sort(xs):", None)]
    run.wait_for(lambda: run.saved() == both)
    return both


INTERRUPTED = [
    before_the_answer,
    in_the_middle_of_a_reply,
    before_the_whole_reply_is_saved,
    in_the_middle_of_the_check,
    before_the_repair_is_answered,
    in_the_middle_of_the_second_reply,
]


def unfinished(run: Running) -> list[int]:
    """The runs whose last reply is still kept in pieces."""
    with contextlib.closing(sqlite3.connect(run.database)) as connection:
        return [row[0] for row in connection.execute("SELECT DISTINCT run FROM pieces")]


def is_sound(database: Path) -> bool:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return [tuple(row) for row in connection.execute("PRAGMA integrity_check")] == [("ok",)]


@pytest.mark.parametrize("stage", INTERRUPTED, ids=lambda stage: stage.__name__)
def test_a_kill_loses_nothing_that_had_come(running: Running, stage: Callable[[Running], Any]) -> None:
    expected = stage(running)
    running.end(signal.SIGKILL)
    assert is_sound(running.database)
    [listed] = running.cli("history", "--json").document["runs"]
    assert (listed["status"], listed["attempts"]) == ("interrupted", len(expected))
    assert running.saved() == expected
    shown = running.cli("history", "1").out
    assert all(text in shown for text, _ in expected)
    assert shown.count("(cut off)") == len(unfinished(running))
    again = running.cli("run", "factorial")
    assert again.code == 0, again.err


@pytest.mark.parametrize("option", ["-o", "--report"])
def test_a_kill_while_results_are_written_leaves_the_whole_run(running: Running, option: str) -> None:
    pipe = running.cli.home / "pipe"
    os.mkfifo(pipe)  # nobody reads it, so the command waits there
    running.models.replies = [server.say(WRONG), server.say(RIGHT)]
    running.start(option, "pipe" if option == "-o" else "junit=pipe")
    if option == "--report":
        assert running.process.stdout is not None
        assert running.process.stdout.readline() == "def quick_sort(xs):\n"
    running.wait_for(lambda: running.saved() == [(WRONG, "falsified"), (RIGHT, "passed")])
    running.wait_for(lambda: not descendants(running.process.pid))
    running.end(signal.SIGKILL)
    assert is_sound(running.database)
    [listed] = running.cli("history", "--json").document["runs"]
    assert (listed["status"], listed["verdict"]) == ("done", "passed")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
@pytest.mark.parametrize("stage", [in_the_middle_of_a_reply, in_the_middle_of_the_check], ids=lambda s: s.__name__)
def test_a_signal_ends_it_in_order(running: Running, stage: Callable[[Running], Any], number: signal.Signals) -> None:
    expected = stage(running)
    out, err = running.end(number)
    assert (running.process.returncode, out) == (128 + number, "")
    said = "interrupted" if number == signal.SIGINT else f"ended by {number.name}"
    assert err.splitlines() == ["codegen: what was asked and answered: codegen history 1", f"codegen: {said}"]
    assert is_sound(running.database)
    assert not unfinished(running)
    with History(running.database) as history:
        [run] = history.runs()
        assert run.status == "interrupted"
    assert running.saved() == expected


@pytest.mark.parametrize("stage", [in_the_middle_of_a_reply, in_the_middle_of_the_check], ids=lambda s: s.__name__)
def test_a_closed_terminal_ends_it_in_order(running: Running, stage: Callable[[Running], Any]) -> None:
    close = threading.Event()

    def read_until_closed(terminal: int) -> None:
        while not close.is_set():
            if select.select([terminal], [], [], 0.02)[0]:
                os.read(terminal, 65536)
        os.close(terminal)

    def start(*arguments: str) -> None:
        running.process, terminal = running.cli.start_on_terminal(
            "run", "quick sort", *arguments, **running.environment
        )
        threading.Thread(target=read_until_closed, args=(terminal,), daemon=True).start()

    running.start = start  # type: ignore[method-assign]
    try:
        expected = stage(running)
        started = descendants(running.process.pid)
    finally:
        close.set()
    assert running.process.wait(30) == 128 + signal.SIGHUP
    assert not wait_until_gone(started)
    assert not unfinished(running)
    assert running.saved() == expected


def test_kills_at_random_moments_leave_a_sound_history(running: Running) -> None:
    """Whatever the moment: a reply is whole or the beginning of one, and what another request follows was judged."""
    cli, models = running.cli, running.models
    replies: list[server.Reply] = [server.say(WRONG, delay=0.005), server.say(RIGHT, delay=0.005)]
    models.answer = lambda path, body: replies[len(body["messages"]) > 2](path, body)  # type: ignore[method-assign]
    began = time.monotonic()
    assert cli("run", "quick sort", **running.environment).code == 0
    usual_seconds = time.monotonic() - began
    chance = random.Random(0)
    moments = [chance.uniform(0, usual_seconds) for _ in range(KILLS)]

    def kill(seconds: float) -> set[int]:
        process = cli.start("run", "quick sort", **running.environment)
        time.sleep(seconds)
        started = descendants(process.pid)
        process.kill()
        process.communicate()
        return wait_until_gone(started)

    with ThreadPoolExecutor(2) as two_at_once:
        assert not set().union(*two_at_once.map(kill, moments))
    assert is_sound(running.database)
    with History(running.database) as history:
        runs = [history.show(run.id) for run in history.runs(KILLS + 1)]
    assert {run.status for run in runs} <= {"interrupted", "done"}
    for run in runs:
        for reply, text in zip(run.replies, (WRONG, RIGHT), strict=False):
            assert text.startswith(reply.text)
            assert not reply.complete or reply.text == text
        assert all(reply.verdict for reply in run.replies[:-1])
        assert run.status == "interrupted" or run.verdict == "passed"
    ended = cli("run", "quick sort", **running.environment)
    assert ended.code == 0, ended.err


def test_runs_at_once_share_the_history(running: Running) -> None:
    running.models.answer = lambda path, body: server.say(RIGHT)(path, body)  # type: ignore[method-assign]

    def run(number: int) -> str:
        ended = running.cli("run", "quick sort", "--quiet", **running.environment)
        return f"{number}: {ended.code} {ended.err}"

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(4))) == [f"{number}: 0 " for number in range(4)]
    with History(running.database) as history:
        runs = [history.show(run.id) for run in history.runs()]
    assert [(run.status, [reply.text for reply in run.replies]) for run in runs] == [("done", [RIGHT])] * 4
