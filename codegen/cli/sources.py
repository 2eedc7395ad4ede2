"""Reading the files that are to be judged or run. Their text is data here; nothing parses it as Python."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from codegen.errors import UsageError
from sandbox.outcome import Refused

STDIN = "-"


def read_source(name: str, limit: int) -> str | Refused:
    """The text of a file, or of stdin for `-`; Refused where the text itself is at fault (too large, not UTF-8).

    `limit` in bytes; no more than one byte beyond it is read. Raises UsageError where there is no such file.
    """
    try:
        data = _read(name, limit + 1)
    except FileNotFoundError:
        raise UsageError(f"{name}: no such file") from None
    except IsADirectoryError:
        raise UsageError(f"{name}: is a directory; name the files in it, e.g. {Path(name) / '*.py'}") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{name}: cannot be read: {reason}") from None
    if len(data) > limit:
        message = f"the source has more than {limit} bytes"
        return Refused(rule="source size", message=message, hint="a candidate is one function or class, not a library")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Refused(rule="encoding", message="the source is not UTF-8", line=line, hint="save it as UTF-8")


def _read(name: str, size: int) -> bytes:
    if name == STDIN:
        return _read_all(sys.stdin.buffer, size)
    with Path(name).open("rb") as file:
        return _read_all(file, size)


def _read_all(file: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes: one `read` of a pipe or a terminal may give less than there is."""
    pieces: list[bytes] = []
    while size > 0 and (piece := file.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def require_claims(oracle: str | None, properties: Path | None) -> None:
    """UsageError unless the files to check against are there: said once, before a model or a sandbox is asked."""
    if oracle is not None:
        _require_file("--oracle", oracle.partition(":")[0])
    if properties is not None:
        _require_file("--properties", str(properties))


def _require_file(option: str, path: str) -> None:
    if not Path(path).is_file():
        raise UsageError(f"{option}: {path}: no such file")
