"""The file that the history is kept in: SQLite, made when first written, its tables brought up to this version."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: What each version added to the one before; the number of them is the version that this program knows. A newer file
#: is left alone. `messages` holds what was said to the model, `pieces` a reply while it arrives. A table is copied to
#: lose a column: SQLite can drop one only since 3.35, which some systems with Python 3.11 do not have.
_CHANGES = (
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, status TEXT NOT NULL, pid INTEGER NOT NULL,
        born TEXT NOT NULL, prompt TEXT NOT NULL, task TEXT, model TEXT NOT NULL, error TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE replies (
        run INTEGER NOT NULL REFERENCES runs (id), number INTEGER NOT NULL, text TEXT NOT NULL, error TEXT NOT NULL,
        prompt_tokens INTEGER, completion_tokens INTEGER, source TEXT, verdict TEXT,
        PRIMARY KEY (run, number)
    )
    """,
    """
    CREATE TABLE pieces (
        position INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs (id), number INTEGER NOT NULL,
        text TEXT NOT NULL
    );
    CREATE INDEX pieces_of_a_reply ON pieces (run, number)
    """,
    """
    CREATE TABLE messages (
        id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs (id), role TEXT NOT NULL, content TEXT NOT NULL,
        name TEXT, leading INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX messages_of_a_run ON messages (run);
    INSERT INTO messages (run, role, content) SELECT id, 'user', prompt FROM runs ORDER BY id;

    CREATE TABLE new_runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, started TEXT NOT NULL, status TEXT NOT NULL,
        pid INTEGER NOT NULL, born TEXT NOT NULL, task TEXT, model TEXT NOT NULL, error TEXT NOT NULL DEFAULT ''
    );
    INSERT INTO new_runs SELECT id, 'run', started, status, pid, born, task, model, error FROM runs;
    DROP TABLE runs;
    ALTER TABLE new_runs RENAME TO runs;

    CREATE TABLE new_replies (
        run INTEGER NOT NULL REFERENCES runs (id), number INTEGER NOT NULL, sample INTEGER NOT NULL,
        text TEXT NOT NULL, error TEXT NOT NULL, model TEXT NOT NULL, prompt_tokens INTEGER, completion_tokens INTEGER,
        source TEXT, verdict TEXT, PRIMARY KEY (run, number, sample)
    );
    INSERT INTO new_replies
        SELECT run, number, 0, text, error, '', prompt_tokens, completion_tokens, source, verdict FROM replies;
    DROP TABLE replies;
    ALTER TABLE new_replies RENAME TO replies;

    ALTER TABLE pieces ADD COLUMN sample INTEGER NOT NULL DEFAULT 0;
    DROP INDEX pieces_of_a_reply;
    CREATE INDEX pieces_of_a_reply ON pieces (run, number, sample)
    """,
)
VERSION = len(_CHANGES)
#: How long one process waits for another one's write.
_BUSY_SECONDS = 30.0


def connect(path: Path) -> sqlite3.Connection:
    """The database with its tables. Raises sqlite3.Error, OSError."""
    if path.parts[0] == "~":
        raise FileNotFoundError(errno.ENOENT, "no home directory is known")
    # Prompts and code may be private: for the user's eyes only.
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    return _opened(str(path))


def connect_to_read(path: Path) -> sqlite3.Connection:
    """The database at `path`, which is there, perhaps where nothing can be written. Raises sqlite3.Error."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return _opened(str(path))
    # Even a reader of a WAL database writes beside it, unless it is told that nobody else is there.
    return _opened(f"{path.absolute().as_uri()}?immutable=1", uri=True)


def _opened(place: str, *, uri: bool = False) -> sqlite3.Connection:
    """For any thread, one at a time."""
    connection = sqlite3.connect(place, timeout=_BUSY_SECONDS, uri=uri, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        _bring_up_to_date(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Two processes that start together: the second one waits and finds it done."""
    found = _version(connection)
    if found < VERSION:
        try:
            _change(connection)
        except sqlite3.OperationalError as problem:
            if not found:
                raise
            old = f"it has version {found} and cannot be brought up to version {VERSION}"
            raise sqlite3.OperationalError(f"{old}: {problem}") from problem
        found = _version(connection)
    if found != VERSION:
        raise sqlite3.DatabaseError(f"it has version {found}, this program knows {VERSION}")


def _change(connection: sqlite3.Connection) -> None:
    with suppress(sqlite3.OperationalError):  # another one may be at it, and it stays so for ever after
        connection.execute("PRAGMA journal_mode = WAL")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for change in _CHANGES[_version(connection) :]:
            for statement in change.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
