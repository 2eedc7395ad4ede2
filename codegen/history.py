"""Every reply and verdict, in SQLite, saved before it is used. No key is ever stored.

A history that cannot be written (read-only, full) costs one warning and nothing else.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from .errors import UsageError
from .saved import SavedReply, SavedRun, SavedVerdict, Status, saved_verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox import Verdict

    from .task import Task, Tokens

__all__ = ["History", "SavedReply", "SavedRun", "SavedVerdict", "Status", "default_path"]

#: Raised with every change of the tables; a newer file than this program knows is left alone.
VERSION = 1
_TABLES = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, status TEXT NOT NULL, pid INTEGER NOT NULL,
    born TEXT NOT NULL, prompt TEXT NOT NULL, task TEXT, model TEXT NOT NULL, error TEXT NOT NULL DEFAULT ''
);
CREATE TABLE replies (
    run INTEGER NOT NULL REFERENCES runs (id), number INTEGER NOT NULL, text TEXT NOT NULL, error TEXT NOT NULL,
    prompt_tokens INTEGER, completion_tokens INTEGER, source TEXT, verdict TEXT,
    PRIMARY KEY (run, number)
);
"""
#: How long one process waits for another one's write.
_BUSY_SECONDS = 5.0


def default_path() -> Path:
    """`history.db` in the user's data directory, e.g. `~/.local/share/codegen/`."""
    from platformdirs import user_data_path

    return user_data_path("codegen") / "history.db"


class History:
    """The file at `path` (default: `default_path()`), made when first written. A context manager.

    `warn` gets one line, once, when nothing can be saved. Reading raises UsageError where there is nothing to read.
    """

    def __init__(self, path: Path | None = None, *, warn: Callable[[str], None] | None = None) -> None:
        self.path = path or default_path()
        self._warn = warn
        self._open: sqlite3.Connection | None = None
        self._broken = False

    def runs(self, limit: int = 20) -> list[SavedRun]:
        """The latest runs, newest first; empty where there is no history yet."""
        rows = self._read("SELECT * FROM runs ORDER BY id DESC LIMIT ?", limit)
        return [self._run(row, ()) for row in rows]

    def show(self, run_id: int) -> SavedRun:
        """One run with its replies. Raises UsageError if there is none of that number."""
        rows = self._read("SELECT * FROM runs WHERE id = ?", run_id)
        if not rows:
            raise UsageError(f"the history has no run {run_id}; `codegen history` lists them")
        replies = self._read("SELECT * FROM replies WHERE run = ? ORDER BY number", run_id)
        return self._run(rows[0], tuple(map(_reply, replies)))

    def begin(self, task: Task, model: str) -> int | None:
        """A new run's number; None when nothing can be saved."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return self._write(
            "INSERT INTO runs (started, status, pid, born, prompt, task, model) VALUES (?, 'running', ?, ?, ?, ?, ?)",
            *(now, os.getpid(), birth(os.getpid()), _storable(task.prompt), task.name, _storable(model)),
        )

    def save_reply(
        self, run: int | None, number: int, text: str, *, usage: Tokens | None = None, error: str = ""
    ) -> None:
        """The reply as it came. `error` says why it is not whole."""
        tokens = (usage.prompt_tokens, usage.completion_tokens) if usage else (None, None)
        if run is not None:
            self._write(
                "INSERT INTO replies (run, number, text, error, prompt_tokens, completion_tokens) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                *(run, number, _storable(text), _storable(error), *tokens),
            )

    def save_verdict(self, run: int | None, number: int, source: str, verdict: Verdict) -> None:
        """What was found in that reply, and how it was judged."""
        if run is not None:
            found = json.dumps(saved_verdict(verdict).to_json())
            query = "UPDATE replies SET source = ?, verdict = ? WHERE run = ? AND number = ?"
            self._write(query, _storable(source), found, run, number)

    def finish(self, run: int | None, status: Status, error: str = "") -> None:
        """How the run ended."""
        if run is not None:
            self._write("UPDATE runs SET status = ?, error = ? WHERE id = ?", status, _storable(error), run)

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, query: str, *values: object) -> int | None:
        if self._broken:
            return None
        try:
            with self._connection() as connection:  # commits, or rolls back
                return connection.execute(query, values).lastrowid
        except (sqlite3.Error, OSError) as problem:
            self._broken = True
            if self._warn is not None:
                self._warn(f"the history {self.path} cannot be written ({problem}); this run is not saved")
            return None

    def _read(self, query: str, *values: object) -> list[sqlite3.Row]:
        if self._open is None and not self.path.exists():
            return []
        try:
            return self._connection().execute(query, values).fetchall()
        except (sqlite3.Error, OSError, OverflowError) as problem:
            raise UsageError(f"cannot read the history {self.path}: {problem}") from problem

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            # Prompts and code may be private: for the user's eyes only.
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL, 0o600))
            connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS)
            try:
                _prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._open = connection
        return self._open

    def _run(self, row: sqlite3.Row, replies: tuple[SavedReply, ...]) -> SavedRun:
        judged = self._read("SELECT verdict FROM replies WHERE run = ? ORDER BY number", row["id"])
        last = next((_verdict(reply["verdict"]) for reply in reversed(judged) if reply["verdict"]), None)
        status: Status = row["status"]
        if status == "running" and birth(row["pid"]) != row["born"]:
            status = "interrupted"
        return SavedRun(
            **{name: row[name] for name in ("id", "started", "prompt", "task", "model", "error")},
            status=status,
            verdict=last.status if last else None,
            attempts=len(judged),
            replies=replies,
        )


def _prepare(connection: sqlite3.Connection) -> None:
    """The tables, once. Two processes that start together: the second one waits and finds them."""
    connection.row_factory = sqlite3.Row
    with suppress(sqlite3.OperationalError):  # a read-only file or folder can still be read
        connection.execute("PRAGMA journal_mode = WAL")
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
                for statement in _TABLES.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {VERSION}")
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found != VERSION:
        raise sqlite3.DatabaseError(f"it has version {found}, this program knows {VERSION}")


def birth(pid: int) -> str:
    """When that process started, in the kernel's ticks; "" if it is gone. A pid alone is soon another's."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _alive(pid)
    return stat.rpartition(")")[2].split()[19]


def _alive(pid: int) -> str:
    """Where there is no /proc, all that can be asked is whether such a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except OSError:
        pass
    return "alive"


def _storable(text: str) -> str:
    """SQLite takes no lone surrogates, which a reply's JSON can hold."""
    return text.encode("utf-8", "backslashreplace").decode()


def _reply(row: sqlite3.Row) -> SavedReply:
    return SavedReply(
        **{name: row[name] for name in ("number", "text", "error", "source", "prompt_tokens", "completion_tokens")},
        complete=not row["error"],
        verdict=_verdict(row["verdict"]) if row["verdict"] else None,
    )


def _verdict(text: str) -> SavedVerdict:
    found: dict[str, Any] = json.loads(text)
    return SavedVerdict.from_json(found)
