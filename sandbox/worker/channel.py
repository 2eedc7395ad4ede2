"""The child's end of the streams: frames in and out, and `sys.stdout` and `sys.stderr` as frames."""

from __future__ import annotations

import codecs
import io
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from .. import wire

if TYPE_CHECKING:
    from collections.abc import Buffer  # type: ignore[attr-defined]  # from Python 3.12

#: The file descriptors of a child. 0 is /dev/null, 1 and 2 are pipes to the fork server.
NULL, IN, OUT, STATUS, GO, FIRST_FREE = 0, 3, 4, 5, 6, 7
#: Kept, because each child would pay for their end, which touches many pages.
_REPLACED: Final = sys.stdin, sys.stdout, sys.stderr
#: What a program exits with that wrote more than it may; only a convenience, the host counts for itself.
TOO_MUCH_OUTPUT: Final = 3
#: Output goes in frames of at most this many characters.
_PIECE: Final = 10_000


class Channel:
    """Frames from and to the host. What the host sends is trusted; sizes were checked there.

    `out`: the descriptor that is written to. `stdout` and `stderr`: streams that write frames.
    """

    def __init__(self, value_bytes: int, value_nodes: int, out: int) -> None:
        self._bytes, self._nodes, self.out = value_bytes, value_nodes, out
        self._reader = wire.FrameReader(1 << 32, 1 << 32)
        self.stdout, self.stderr = _text(_Stream(self, "stdout")), _text(_Stream(self, "stderr"))
        self._empty = io.TextIOWrapper(io.BytesIO())

    def capture(self) -> None:
        """Puts frames behind `sys.stdout` and `sys.stderr`, and an empty file behind `sys.stdin`."""
        sys.stdout = sys.__stdout__ = self.stdout  # type: ignore[misc]
        sys.stderr = sys.__stderr__ = self.stderr  # type: ignore[misc]
        sys.stdin = sys.__stdin__ = self._empty  # type: ignore[misc]

    def feed(self, data: bytes) -> None:
        """Takes it as if the host had sent it."""
        self._reader.feed(data)

    def receive(self) -> list[Any] | None:
        """The next frame; None when the host is gone."""
        while (parts := self._reader.next()) is None:
            data = os.read(IN, 65536)
            if not data:
                return None
            self.feed(data)
        return parts

    def pack(self, *parts: object) -> bytes:
        """A frame of them. Raises `codec.TooLarge`, and whatever a value of the program's does while it is encoded."""
        return wire.frame(*parts, max_bytes=self._bytes + wire.FRAME_SLACK_BYTES, max_nodes=self._nodes)

    def send(self, *parts: object) -> None:
        """Raises as `pack`, before anything was sent."""
        self.write(self.pack(*parts))

    def write(self, frame: bytes) -> None:
        write_all(self.out, frame)


def write_all(fd: int, data: Buffer) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


class _Stream(io.RawIOBase):
    """One standard stream of the program. Ends the process when all streams together exceed the limit."""

    left_bytes = 0

    def __init__(self, channel: Channel, name: str) -> None:
        super().__init__()
        self._channel, self._name = channel, name
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        raw = bytes(data)
        allowed = raw[: max(0, _Stream.left_bytes + 1)]  # one byte more shows the host that it was too much
        _Stream.left_bytes -= len(raw)
        text = self._decode(allowed)
        for start in range(0, len(text), _PIECE):
            self._channel.send(wire.OUT, self._name, text[start : start + _PIECE])
        if _Stream.left_bytes < 0:
            os._exit(TOO_MUCH_OUTPUT)
        return len(raw)


def allow(output_bytes: int) -> None:
    """What the program may print until this is said again."""
    _Stream.left_bytes = output_bytes


def _text(stream: _Stream) -> io.TextIOWrapper:
    buffered = io.BufferedWriter(stream)
    return io.TextIOWrapper(buffered, encoding="utf-8", errors="backslashreplace", line_buffering=True)


def flush() -> None:
    """Sends what the program printed; its own replacement of a stream may do anything, also raise."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
