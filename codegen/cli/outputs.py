"""Files that a command is asked to write: looked at before the work begins, written after it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from codegen.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def require_writable(option: str, path: Path) -> None:
    """UsageError where there can be no such file: said before a model is paid. A full disk is seen only later."""
    if path.is_dir():
        raise UsageError(f"{option}: is a directory; name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"{option}: the directory {path.parent} does not exist")
    place = path if path.exists() else path.parent
    if not os.access(place, os.W_OK):
        raise UsageError(f"{option}: {place} cannot be written: no permission, or a read-only disk")


def write_file(option: str, path: Path, text: str) -> None:
    """Raises UsageError."""
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise UsageError(f"{option}: cannot be written: {error.strerror}") from None
