"""Every piece of a reply and every verdict, in SQLite, saved before it is used. No key is ever stored.

A history that cannot be written (read-only, full) costs one warning and nothing else.
"""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, Self

from .database import connect, connect_to_read
from .errors import UsageError
from .messages import whole_characters
from .processes import birth
from .saved import Kind, SavedConversation, SavedMessage, SavedReply, SavedRun, SavedVerdict, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox import Verdict

    from .messages import Message
    from .task import Tokens

__all__ = [
    "History", "Kind", "SavedConversation", "SavedMessage", "SavedReply", "SavedRun", "SavedVerdict", "Status",
    "default_path",
]  # fmt: skip

_RUNS = """
SELECT *,
    (SELECT content FROM messages WHERE run = runs.id AND role = 'user' ORDER BY withdrawn, id LIMIT 1) AS prompt,
    (SELECT count(*) FROM replies WHERE run = runs.id AND number > 0)
        + (SELECT count(*) FROM (SELECT DISTINCT number, sample FROM pieces WHERE run = runs.id AND number > 0))
        AS attempts
FROM runs
"""
#: The verdicts of the last attempt that has any.
_VERDICTS = """
SELECT verdict FROM replies WHERE run = :run AND verdict IS NOT NULL
AND number = (SELECT max(number) FROM replies WHERE run = :run AND verdict IS NOT NULL)
"""
_MESSAGES = "SELECT * FROM messages WHERE run = ? ORDER BY leading DESC, id"
#: What is known of a run's replies, those included of which only a part has come.
_REPLIES = """
SELECT number, sample, text, error, model, prompt_tokens, completion_tokens, source, verdict
FROM replies WHERE run = :run
UNION ALL
SELECT number, sample, group_concat(text, ''), 'it had not arrived whole', '', NULL, NULL, NULL, NULL
FROM (SELECT number, sample, text FROM pieces WHERE run = :run ORDER BY position) GROUP BY number, sample
ORDER BY number, sample
"""
_BEST_FIRST = ("passed", "inconclusive", "falsified")


def default_path() -> Path:
    """`history.db` in the user's data directory, e.g. `/home/me/.local/share/codegen/`; beneath `~` without a home."""
    from platformdirs import user_data_path

    try:
        return user_data_path("codegen") / "history.db"
    except RuntimeError:  # a container's user without HOME and without an entry in /etc/passwd
        return Path("~/.local/share/codegen/history.db")


class History:
    """The file at `path` (default: `default_path()`), made when first written. A context manager, for any thread.

    `warn` gets one line, once, when nothing more can be saved: from then on saving does nothing and gives None, and
    None is taken wherever a number is. Reading raises UsageError where it cannot be done.
    """

    def __init__(self, path: Path | None = None, *, warn: Callable[[str], None] | None = None) -> None:
        self.path = path or default_path()
        self._warn = warn
        self._open: sqlite3.Connection | None = None
        self._lock = Lock()
        #: True from the first write that failed.
        self.broken = False

    def runs(self, limit: int = 20, kind: Kind | None = None) -> list[SavedRun]:
        """The latest runs, newest first, of all kinds or of one; empty where there is no history yet."""
        rows = self._read(f"{_RUNS} WHERE ? IN ('', kind) ORDER BY id DESC LIMIT ?", (kind or "", limit))
        return [self._run(row) for row in rows]

    def show(self, run_id: int) -> SavedRun:
        """One run with its messages and replies. Raises UsageError if there is none of that number."""
        rows = self._read(f"{_RUNS} WHERE id = ?", (run_id,))
        if not rows:
            raise UsageError(f"the history has no run {run_id}; `codegen history` lists them")
        messages = tuple(map(_message, self._read(_MESSAGES, (run_id,))))
        return replace(
            self._run(rows[0]),
            messages=messages,
            replies=tuple(map(_reply, self._read(_REPLIES, {"run": run_id}))),
        )

    def conversation(self, run_id: int) -> SavedConversation:
        """A `chat` as it would be sent now. Raises UsageError if there is none of that number."""
        run = self.show(run_id)
        if run.kind != "chat":
            raise UsageError(f"{run_id} is no conversation but a `codegen {run.kind}`; `codegen history` lists them")
        return SavedConversation.of(run)

    def last_conversation(self) -> int | None:
        """The number of the `chat` in which something was said last."""
        query = (
            "SELECT run FROM messages JOIN runs ON runs.id = run WHERE kind = 'chat' ORDER BY messages.id DESC LIMIT 1"
        )
        return next((int(row["run"]) for row in self._read(query, ())), None)

    def begin(self, kind: Kind, model: str, *prompts: str, task: str | None = None) -> int | None:
        """A new run's number. `task`: its name in the catalogue."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        columns = "kind, started, status, pid, born, task, model"
        values = (kind, now, "running", *_this_process(), task, _storable(model))
        said = "INSERT INTO messages (run, role, content) SELECT max(id), 'user', ? FROM runs"
        return self._write(
            (f"INSERT INTO runs ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", values),  # noqa: S608
            *((said, (_storable(prompt),)) for prompt in prompts),
        )

    def resume(self, conversation: int | None, model: str) -> None:
        """This process goes on with that `chat`, and from now on `model` answers.

        Two processes may have one open: each adds what it says, and the order is that of the questions.
        """
        query = "UPDATE runs SET status = 'running', error = '', pid = ?, born = ?, model = ? WHERE id = ?"
        if conversation is not None:
            self._write((query, (*_this_process(), _storable(model), conversation)))

    def add_message(
        self, conversation: int | None, message: Message, *, place: Literal["first", "last"] = "last"
    ) -> int | None:
        """What is said next in a `chat`, or before all else; its number, for its reply and to withdraw it by."""
        if conversation is None:
            return None
        values = (conversation, message["role"], _storable(message["content"]), message.get("name"), place == "first")
        columns = "run, role, content, name, leading"
        return self._write((f"INSERT INTO messages ({columns}) VALUES (?, ?, ?, ?, ?)", values))  # noqa: S608

    def withdraw(self, conversation: int | None, *numbers: int | None) -> None:
        """Takes these messages and their replies out of the conversation; they stay in the history."""
        query = "UPDATE messages SET withdrawn = 1 WHERE run = ? AND id = ?"
        if conversation is not None and numbers:
            self._write(*((query, (conversation, number)) for number in numbers))

    def save_piece(self, run: int | None, number: int | None, text: str, sample: int = 0) -> None:
        """A part of the reply, as soon as it has come."""
        if run is not None:
            insert = "INSERT INTO pieces (run, number, sample, text) VALUES (?, ?, ?, ?)"
            self._write((insert, (run, number, sample, _storable(text))), durable="against a kill")

    def save_reply(
        self,
        run: int | None,
        number: int | None,
        text: str,
        sample: int = 0,
        *,
        model: str = "",
        usage: Tokens | None = None,
        error: str = "",
    ) -> None:
        """The reply as it came, in the place of its pieces. `error` says why it is not whole."""
        tokens = (usage.prompt_tokens, usage.completion_tokens) if usage else (None, None)
        if run is not None:
            key = (run, number, sample)
            columns = "run, number, sample, text, error, model, prompt_tokens, completion_tokens"
            values = (*key, _storable(text), _storable(error), _storable(model), *tokens)
            self._write(
                ("DELETE FROM pieces WHERE run = ? AND number = ? AND sample = ?", key),
                (f"INSERT OR REPLACE INTO replies ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values),  # noqa: S608
            )

    def save_verdict(self, run: int | None, number: int, source: str, verdict: Verdict, sample: int = 0) -> None:
        """What was found in that reply, and how it was judged."""
        if run is not None:
            found = json.dumps(SavedVerdict.of(verdict).to_json())
            query = "UPDATE replies SET source = ?, verdict = ? WHERE run = ? AND number = ? AND sample = ?"
            self._write((query, (_storable(source), found, run, number, sample)))

    def finish(self, run: int | None, status: Status, error: str = "") -> None:
        """How the run ended, unless another process has resumed it."""
        query = "UPDATE runs SET status = ?, error = ? WHERE id = ? AND pid = ? AND born = ?"
        if run is not None:
            self._write((query, (status, _storable(error), run, *_this_process())))

    def close(self) -> None:
        with self._lock:
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
        """All of the statements or none; the row number of what the first one inserted."""
        with self._lock:
            if self.broken:
                return None
            try:
                if self._open is None:
                    self._open = connect(self.path)
                # Waiting for the disk costs ten times the write itself, too much for each word of a reply.
                self._open.execute(f"PRAGMA synchronous = {'FULL' if durable == 'against a power cut' else 'NORMAL'}")
                with self._open:  # commits, or rolls back
                    inserted = [self._open.execute(*statement).lastrowid for statement in statements]
                return inserted[0]
            except (sqlite3.Error, OSError) as problem:
                self.broken = True
                reason = _reason(problem)
        if self._warn is not None:
            self._warn(
                f"the history {self.path} cannot be written ({reason}); what follows is not saved; "
                "CODEGEN_HISTORY names another file"
            )
        return None

    def _read(self, query: str, values: tuple[object, ...] | dict[str, object]) -> list[sqlite3.Row]:
        try:
            with self._lock:
                if self._open is None:
                    if not self.path.exists():
                        return []
                    self._open = connect_to_read(self.path)
                return self._open.execute(query, values).fetchall()
        except (sqlite3.Error, OSError, OverflowError) as problem:
            raise UsageError(
                f"cannot read the history {self.path}: {_reason(problem)}; CODEGEN_HISTORY names another file"
            ) from problem

    def _run(self, row: sqlite3.Row) -> SavedRun:
        judged = {_verdict(each["verdict"]).status for each in self._read(_VERDICTS, {"run": row["id"]})}
        status: Status = row["status"]
        if status == "running" and birth(row["pid"]) != row["born"]:
            status = "interrupted"
        return SavedRun(
            **{name: row[name] for name in ("id", "kind", "started", "task", "model", "attempts", "error")},
            status=status,
            prompt=row["prompt"] or "",
            verdict=next((each for each in _BEST_FIRST if each in judged), None),
        )


def _reason(problem: Exception) -> str:
    return str(problem.strerror if isinstance(problem, OSError) else problem)


def _this_process() -> tuple[int, str]:
    return os.getpid(), birth(os.getpid())


def _storable(text: str) -> str:
    """SQLite takes no lone surrogates, which a reply can hold; two halves of a character that meet become one."""
    return whole_characters(text).encode("utf-8", "backslashreplace").decode()


def _message(row: sqlite3.Row) -> SavedMessage:
    told = {name: row[name] for name in ("role", "content", "name")}
    return SavedMessage(number=row["id"], withdrawn=bool(row["withdrawn"]), **told)


def _reply(row: sqlite3.Row) -> SavedReply:
    plain = ("number", "sample", "text", "error", "model", "source", "prompt_tokens", "completion_tokens")
    return SavedReply(
        **{name: row[name] for name in plain},
        complete=not row["error"],
        verdict=_verdict(row["verdict"]) if row["verdict"] else None,
    )


def _verdict(text: str) -> SavedVerdict:
    found: dict[str, Any] = json.loads(text)
    return SavedVerdict.from_json(found)
