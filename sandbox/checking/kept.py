"""Inputs that an earlier process has drawn, in a folder of the user's: drawing takes longer than all calls of a check.

A file is named after all that decides what is drawn: the task, the number, the seed, and the versions of what has a
part in it. So what is read is what would be drawn again. It is data, decoded as strictly as a worker's; what cannot be
read is drawn.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import hypothesis

from .. import codec, decoding
from ..errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .property import Arguments

#: Files that are kept; most have less than 50 kB.
_KEPT_FILES: Final = 300
_LARGEST_BYTES: Final = 2**20
_PACKAGE: Final = Path(__file__).parents[1]


@dataclass(frozen=True)
class Shelf:
    """What was drawn for one task, in files of `folder`."""

    folder: Path
    task: str

    @classmethod
    def of(cls, folder: Path | None, task: str | None) -> Self | None:
        """None where there is no folder, or no task whose inputs are known by its name."""
        return cls(folder, task) if folder is not None and task is not None else None

    def find(self, count: int, seed: int) -> list[Arguments]:
        """The inputs; none where they are not known."""
        try:
            inputs = decoding.loads(self._file(count, seed).read_bytes())
        except (OSError, ProtocolError):
            return []
        return inputs if _are_inputs(inputs) and len(inputs) <= count else []

    def keep(self, count: int, seed: int, inputs: Sequence[Arguments]) -> None:
        """Where that fails, they will be drawn again."""
        with suppress(OSError, TypeError, ValueError):
            data = codec.dumps_data(list(inputs))
            if len(data) <= _LARGEST_BYTES and codec.dumps(decoding.loads(data)) == codec.dumps(list(inputs)):
                self._write(self._file(count, seed), data)

    def _write(self, file: Path, data: bytes) -> None:
        """At once, for another process may read it; the oldest make room."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        others = sorted(self.folder.glob("*.json"), key=lambda each: each.stat().st_mtime)
        for old in others[: len(others) + 1 - _KEPT_FILES]:
            old.unlink(missing_ok=True)
        number, name = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(number, "wb") as whole:
            whole.write(data)
        Path(name).replace(file)

    def _file(self, count: int, seed: int) -> Path:
        decisive = f"{self.task}\0{count}\0{seed}\0{_versions()}"
        return self.folder / f"{hashlib.sha256(decisive.encode()).hexdigest()[:32]}.json"


def _are_inputs(inputs: object) -> bool:
    return type(inputs) is list and all(type(one) is tuple for one in inputs)


@functools.cache
def _versions() -> str:
    """Of Python, of Hypothesis, and of the files that say what is drawn, by their size and time."""
    files = sorted(
        (entry.path, entry.stat().st_size, entry.stat().st_mtime_ns)
        for part in ("catalogue", "catalogue/tasks", "checking", "checking/inputs")
        for entry in os.scandir(_PACKAGE / part)
        if entry.name.endswith(".py")
    )
    return f"{sys.version}\0{hypothesis.__version__}\0{files}"
