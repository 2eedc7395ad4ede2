"""What a program has printed since its output was last taken, up to its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from . import wire
from .errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Callable

OnOutput: TypeAlias = "Callable[[str, str], None]"


class Printed:
    """`limit_bytes`: of both streams together, between two times that they are taken."""

    def __init__(self, limit_bytes: int, on_output: OnOutput | None) -> None:
        self._limit_bytes = self._left_bytes = limit_bytes
        self._on_output = on_output
        self._texts: dict[str, list[str]] = {"stdout": [], "stderr": []}
        #: What was taken last.
        self.taken_bytes = 0

    def add(self, name: str, text: str) -> None:
        """Raises ProtocolError far beyond the limit, where whatever prints has not been stopped."""
        data = text.encode("utf-8", "replace")  # no output of a process has half a character
        text = data[: max(0, self._left_bytes)].decode("utf-8", "ignore")
        if text:
            self._texts[name].append(text)
            if self._on_output is not None:
                self._on_output(name, text)
        self._left_bytes -= len(data)
        if self._left_bytes < -wire.FRAME_SLACK_BYTES:
            raise ProtocolError("output beyond its limit")

    @property
    def nothing(self) -> bool:
        return self._left_bytes == self._limit_bytes

    @property
    def too_much(self) -> bool:
        return self._left_bytes < 0

    def take(self) -> tuple[str, str, bool]:
        """stdout, stderr, and whether they were cut; the next call may print as much again."""
        if self.nothing:
            self.taken_bytes = 0
            return "", "", False
        texts = ["".join(self._texts[name]) for name in ("stdout", "stderr")]
        for parts in self._texts.values():
            parts.clear()
        cut, self.taken_bytes = self.too_much, self._limit_bytes - self._left_bytes
        self._left_bytes = self._limit_bytes
        return texts[0], texts[1], cut
