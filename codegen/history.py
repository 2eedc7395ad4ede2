"""Every piece of a reply and every verdict, in SQLite, saved before it is used. No key is ever stored.

A history that cannot be written (read-only, full) costs one warning and nothing else.
"""

from __future__ import annotations

import json
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from .database import connect, connect_to_read
from .errors import UsageError
from .saved import SavedReply, SavedRun, SavedVerdict, Status, saved_verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox import Verdict

    from .task import Task, Tokens

__all__ = ["History", "SavedReply", "SavedRun", "SavedVerdict", "Status", "default_path"]

#: What is known of a run's replies, those included of which only a part has come.
_REPLIES = """
SELECT number, text, error, prompt_tokens, completion_tokens, source, verdict FROM replies WHERE run = :run
UNION ALL
SELECT number, group_concat(text, ''), 'it had not arrived whole', NULL, NULL, NULL, NULL
FROM (SELECT number, text FROM pieces WHERE run = :run ORDER BY position) GROUP BY number
ORDER BY number
"""


def default_path() -> Path:
    """`history.db` in the user's data directory, e.g. `/home/me/.local/share/codegen/`; beneath `~` without a home."""
    from platformdirs import user_data_path

    try:
        return user_data_path("codegen") / "history.db"
    except RuntimeError:  # a container's user without HOME and without an entry in /etc/passwd
        return Path("~/.local/share/codegen/history.db")


class History:
    """The file at `path` (default: `default_path()`), made when first written. A context manager.

    `warn` gets one line, once, when nothing more can be saved. Reading raises UsageError where it cannot be done.
    """

    def __init__(self, path: Path | None = None, *, warn: Callable[[str], None] | None = None) -> None:
        self.path = path or default_path()
        self._warn = warn
        self._open: sqlite3.Connection | None = None
        self._begun = False
        #: True from the first write that failed.
        self.broken = False

    def runs(self, limit: int = 20) -> list[SavedRun]:
        """The latest runs, newest first; empty where there is no history yet."""
        rows = self._read("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (limit,))
        return [self._run(row, ()) for row in rows]

    def show(self, run_id: int) -> SavedRun:
        """One run with its replies. Raises UsageError if there is none of that number."""
        rows = self._read("SELECT * FROM runs WHERE id = ?", (run_id,))
        if not rows:
            raise UsageError(f"the history has no run {run_id}; `codegen history` lists them")
        return self._run(rows[0], tuple(map(_reply, self._read(_REPLIES, {"run": run_id}))))

    def begin(self, task: Task, model: str) -> int | None:
        """A new run's number; None when nothing can be saved."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        values = (now, os.getpid(), birth(os.getpid()), _storable(task.prompt), task.name, _storable(model))
        columns = "started, status, pid, born, prompt, task, model"
        run = self._write((f"INSERT INTO runs ({columns}) VALUES (?, 'running', ?, ?, ?, ?, ?)", values))  # noqa: S608
        self._begun = run is not None
        return run

    def save_piece(self, run: int | None, number: int, text: str) -> None:
        """A part of the reply, as soon as it has come."""
        if run is not None:
            insert = "INSERT INTO pieces (run, number, text) VALUES (?, ?, ?)"
            self._write((insert, (run, number, _storable(text))), durable="against a kill")

    def save_reply(
        self, run: int | None, number: int, text: str, *, usage: Tokens | None = None, error: str = ""
    ) -> None:
        """The reply as it came, in the place of its pieces. `error` says why it is not whole."""
        tokens = (usage.prompt_tokens, usage.completion_tokens) if usage else (None, None)
        if run is not None:
            columns = "run, number, text, error, prompt_tokens, completion_tokens"
            values = (run, number, _storable(text), _storable(error), *tokens)
            self._write(
                ("DELETE FROM pieces WHERE run = ? AND number = ?", (run, number)),
                (f"INSERT INTO replies ({columns}) VALUES (?, ?, ?, ?, ?, ?)", values),  # noqa: S608
            )

    def save_verdict(self, run: int | None, number: int, source: str, verdict: Verdict) -> None:
        """What was found in that reply, and how it was judged."""
        if run is not None:
            found = json.dumps(saved_verdict(verdict).to_json())
            query = "UPDATE replies SET source = ?, verdict = ? WHERE run = ? AND number = ?"
            self._write((query, (_storable(source), found, run, number)))

    def finish(self, run: int | None, status: Status, error: str = "") -> None:
        """How the run ended."""
        if run is not None:
            self._write(("UPDATE runs SET status = ?, error = ? WHERE id = ?", (status, _storable(error), run)))

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(
        self,
        *statements: tuple[str, tuple[object, ...]],
        durable: Literal["against a power cut", "against a kill"] = "against a power cut",
    ) -> int | None:
        """All of the statements or none; the last new row's number."""
        if self.broken:
            return None
        try:
            if self._open is None:
                self._open = connect(self.path)
            # Waiting for the disk costs ten times the write itself, too much for each word of a reply.
            self._open.execute(f"PRAGMA synchronous = {'FULL' if durable == 'against a power cut' else 'NORMAL'}")
            with self._open:  # commits, or rolls back
                return [self._open.execute(*statement).lastrowid for statement in statements][-1]
        except (sqlite3.Error, OSError) as problem:
            self.broken = True
            if self._warn is not None:
                lost = "the rest of this run" if self._begun else "this run"
                self._warn(
                    f"the history {self.path} cannot be written ({_reason(problem)}); "
                    f"{lost} is not saved; CODEGEN_HISTORY names another file"
                )
            return None

    def _read(self, query: str, values: tuple[object, ...] | dict[str, object]) -> list[sqlite3.Row]:
        try:
            if self._open is None:
                if not self.path.exists():
                    return []
                self._open = connect_to_read(self.path)
            return self._open.execute(query, values).fetchall()
        except (sqlite3.Error, OSError, OverflowError) as problem:
            raise UsageError(
                f"cannot read the history {self.path}: {_reason(problem)}; CODEGEN_HISTORY names another file"
            ) from problem

    def _run(self, row: sqlite3.Row, replies: tuple[SavedReply, ...]) -> SavedRun:
        judged = self._read(_REPLIES, {"run": row["id"]})
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


def _reason(problem: Exception) -> str:
    return str(problem.strerror if isinstance(problem, OSError) else problem)


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
