"""What is kept, for whom, and what happens where nothing can be kept."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codegen import database
from codegen.errors import UsageError
from codegen.history import History, default_path
from codegen.saved import SavedVerdict
from codegen.task import Tokens
from sandbox import Counterexample, PropertyResult, Returned, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

FELL = Verdict(
    status=Status.FALSIFIED,
    evidence="catalogue",
    task="quick sort",
    entry_point="quick_sort",
    properties=(PropertyResult(name="a permutation of the input", status="falsified", examples=12),),
    counterexample=Counterexample(
        property="a permutation of the input",
        call="quick_sort([0, 0])",
        arguments=("[0, 0]",),
        outcome=Returned(value=[0]),
        expected="[0, 0]",
    ),
    examples=12,
)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "deep" / "history.db") as opened:
        yield opened


def test_a_run_is_shown_with_its_replies_and_verdicts(history: History) -> None:
    run = history.begin("run", "m", "quick sort", task="quick sort")
    history.save_reply(run, 1, "```python\ncode\n```", usage=Tokens(prompt_tokens=5, completion_tokens=6))
    history.save_verdict(run, 1, "code\n", FELL)
    history.finish(run, "done")
    assert run is not None
    shown = history.show(run)
    (reply,) = shown.replies
    assert (shown.prompt, shown.task, shown.model, shown.status) == ("quick sort", "quick sort", "m", "done")
    assert (shown.verdict, shown.attempts) == ("falsified", 1)
    assert (reply.text, reply.source, reply.complete) == ("```python\ncode\n```", "code\n", True)
    assert (reply.prompt_tokens, reply.completion_tokens) == (5, 6)
    assert reply.verdict is not None
    assert reply.verdict.properties == (("a permutation of the input", "falsified", 12),)
    assert "quick_sort([0, 0]) returned [0], expected [0, 0]" in reply.verdict.counterexample


@pytest.mark.parametrize("best", [Status.PASSED, Status.INCONCLUSIVE])
def test_the_verdict_of_several_samples_is_the_best_of_the_last_round(history: History, best: Status) -> None:
    run = history.begin("run", "m", "quick sort")
    assert run is not None
    passed, better = (replace(FELL, status=status, counterexample=None) for status in (Status.PASSED, best))
    for number, sample, verdict in ((1, 0, passed), (2, 0, FELL), (2, 1, better), (2, 2, FELL)):
        history.save_reply(run, number, "text", sample)
        history.save_verdict(run, number, f"code {sample}", verdict, sample)
    history.save_reply(run, 3, "not judged")
    shown = history.show(run)
    assert (shown.verdict, history.runs()[0].verdict, shown.attempts) == (best.value, best.value, 5)
    judged = [(reply.source, reply.verdict.status) for reply in shown.replies if reply.verdict]
    assert judged[1:] == [("code 0", "falsified"), ("code 1", best.value), ("code 2", "falsified")]


def test_the_newest_run_comes_first(history: History) -> None:
    numbers = [history.begin("run", "m", f"p{i}") for i in range(4)]
    assert [run.id for run in history.runs(3)] == [number for number in reversed(numbers) if number][:3]


def test_a_broken_reply_is_kept_as_such(history: History) -> None:
    run = history.begin("run", "m", "quick sort")
    history.save_reply(run, 1, "def f", error="the stream was cut off")
    history.finish(run, "failed", "the stream was cut off")
    assert run is not None
    shown = history.show(run)
    assert (shown.replies[0].complete, shown.replies[0].text) == (False, "def f")
    assert (shown.status, shown.error, shown.verdict) == ("failed", "the stream was cut off", None)


def test_text_that_is_no_unicode_is_kept_readably(history: History) -> None:
    run = history.begin("run", "m", "quick sort")
    history.save_reply(run, 1, "a\ud800b\x00c")
    assert run is not None
    assert history.show(run).replies[0].text == "a\\ud800b\x00c"


def test_an_unknown_run_is_a_usage_error_and_no_history_is_an_empty_one(history: History) -> None:
    assert history.runs() == []
    assert not history.path.exists()
    with pytest.raises(UsageError, match="no run 1"):
        history.show(1)
    history.begin("run", "m", "quick sort")
    for number in (2, -1, 2**70):
        with pytest.raises(UsageError):
            history.show(number)


def test_a_run_whose_process_was_killed_is_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    program = (
        "import os, pathlib, signal, sys; from codegen.history import History\n"
        "h = History(pathlib.Path(sys.argv[1])); h.save_reply(h.begin('run', 'm', 'p'), 1, 'kept')\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False, cwd=Path(__file__).parents[2])
    with History(path) as history:
        (run,) = history.runs()
        assert run.status == "interrupted"
        assert history.show(run.id).replies[0].text == "kept"
        live = history.begin("run", "m", "quick sort")
        assert history.runs()[0].id == live
        assert history.runs()[0].status == "running"


def test_only_the_user_can_read_it(history: History) -> None:
    history.begin("run", "m", "quick sort")
    assert stat.S_IMODE(history.path.stat().st_mode) == 0o600


def test_a_history_that_cannot_be_written_warns_once_and_work_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    warnings: list[str] = []
    history = History(tmp_path / "file" / "history.db", warn=warnings.append)
    run = history.begin("run", "m", "quick sort")
    history.save_reply(run, 1, "x")
    history.save_verdict(run, 1, "x", FELL)
    history.finish(run, "done")
    assert run is None
    assert len(warnings) == 1
    assert "cannot be written" in warnings[0]


def test_a_disk_that_fills_up_in_the_middle_warns_once(history: History) -> None:
    warnings: list[str] = []
    history._warn = warnings.append
    run = history.begin("run", "m", "quick sort")
    assert history._open is not None
    history._open.execute("PRAGMA max_page_count = 1")
    for number in (1, 2):
        history.save_reply(run, number, "x" * 100_000)
    assert len(warnings) == 1
    assert "full); what follows is not saved" in warnings[0]


@pytest.mark.parametrize("content", [b"this is no database, but it is long enough to look like a file" * 20])
def test_a_file_that_is_no_history_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(content)
    warnings: list[str] = []
    with History(path, warn=warnings.append) as history:
        assert history.begin("run", "m", "quick sort") is None
        with pytest.raises(UsageError, match="cannot read"):
            history.runs()
    assert path.read_bytes() == content
    assert len(warnings) == 1


def test_a_history_of_a_later_version_is_left_alone(history: History) -> None:
    history.begin("run", "m", "quick sort")
    history.close()
    with sqlite3.connect(history.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UsageError, match="version 99"):
        history.runs()


@pytest.mark.parametrize("version", [1, 2])
def test_a_history_of_an_earlier_version_is_kept_and_brought_up_to_date(history: History, version: int) -> None:
    history.path.parent.mkdir()
    with sqlite3.connect(history.path) as old:
        for change in database._CHANGES[:version]:
            old.executescript(change)
        for prompt in ("first", "quick\x00sort"):
            values = ("2026-01-01T00:00:00+00:00", "done", 1, "", prompt, "quick sort", "m", "no")
            columns = "started, status, pid, born, prompt, task, model, error"
            old.execute(f"INSERT INTO runs ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        found = json.dumps(SavedVerdict.of(FELL).to_json())
        old.execute("INSERT INTO replies VALUES (2, 1, 'old', '', 5, 6, 'code', ?)", (found,))
        if version > 1:
            old.executemany("INSERT INTO pieces (run, number, text) VALUES (2, 2, ?)", [("o",), ("ld too",)])
        old.execute(f"PRAGMA user_version = {version}")
    old.close()
    assert history.begin("chat", "m") == 3
    run = history.show(2)
    assert (run.kind, run.started, run.status, run.prompt) == ("run", values[0], "done", "quick\x00sort")
    assert (run.task, run.model, run.error, run.verdict) == ("quick sort", "m", "no", "falsified")
    first, *second = [(reply.number, reply.sample, reply.text, reply.complete) for reply in run.replies]
    assert (first, second) == ((1, 0, "old", True), [(2, 0, "old too", False)] if version > 1 else [])
    assert (run.replies[0].source, run.replies[0].prompt_tokens, run.replies[0].completion_tokens) == ("code", 5, 6)
    history.save_piece(1, 1, "new")
    assert [reply.text for reply in history.show(1).replies] == ["new"]


def test_a_user_without_a_home_gets_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def homeless(_: str) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("platformdirs.user_data_path", homeless)
    monkeypatch.chdir(tmp_path)
    warnings: list[str] = []
    with History(warn=warnings.append) as history:
        assert history.begin("run", "m", "quick sort") is None
        assert history.runs() == []
    assert list(tmp_path.iterdir()) == []
    [line] = warnings
    assert "(no home directory is known); what follows is not saved" in line


def test_many_processes_write_at_once(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys; from codegen.history import History\n"
        "with History(pathlib.Path(sys.argv[1]), warn=sys.exit) as h:\n"
        "    for n in range(20): h.save_reply(h.begin('run', 'm', 'p'), 1, 'x')"
    )
    path, root = tmp_path / "history.db", Path(__file__).parents[2]
    running = [subprocess.Popen([sys.executable, "-c", program, str(path)], cwd=root) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    with History(path) as history:
        assert len(history.runs(1000)) == 80


def test_threads_share_a_history(history: History) -> None:
    run = history.begin("complete", "m", "p")
    assert run is not None

    def arrive(sample: int) -> None:
        for piece in range(200):
            history.save_piece(run, 1, f"{piece} ", sample)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(arrive, range(4)))
    whole = "".join(f"{piece} " for piece in range(200))
    assert [reply.text for reply in history.show(run).replies] == [whole] * 4
    assert not history.broken


def test_a_verdict_of_a_later_version_is_read_as_far_as_it_is_known() -> None:
    found = SavedVerdict(status="passed", evidence="oracle", properties=(("a", "passed", 1),))
    assert SavedVerdict.from_json({**found.to_json(), "properties": [["a", "passed", 1]], "new": 1}) == found


def test_the_default_path_is_the_users_data_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if os.name == "posix" and sys.platform == "linux":
        assert default_path() == tmp_path / "codegen" / "history.db"


def test_halves_of_a_character_that_meet_are_one(history: History) -> None:
    run = history.begin("run", "m", "p")
    history.save_reply(run, 1, "".join(("a\ud83d", "\ude00b\ude00")))
    assert run is not None
    assert history.show(run).replies[0].text == "a\U0001f600b\\ude00"


def test_a_lone_surrogate_anywhere_is_stored_as_its_escape(history: History) -> None:
    run = history.begin("run", "m\ud800", "quick\ud800")
    history.finish(run, "failed", "no\ud800")
    assert run is not None
    shown = history.show(run)
    assert (shown.prompt, shown.model, shown.error) == ("quick\\ud800", "m\\ud800", "no\\ud800")
