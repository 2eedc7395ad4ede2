"""The fork server's end of the stream from the host. It never reads a byte of what is a child's to read."""

from __future__ import annotations

import os
from typing import Any

from .. import wire


def _read_exactly(size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = os.read(0, size - len(data))
        if not more:
            return b""
        data += more
    return data


def read_frame() -> list[Any]:
    """BOOT; empty when the host is gone."""
    reader = wire.FrameReader(1 << 20, 10_000)
    head = _read_exactly(4)
    reader.feed(head + _read_exactly(int.from_bytes(head, "big")))
    return reader.next() or []


def read_header(last: bytes) -> wire.Header | None:
    """The next job, after what the last child left unread; never a byte more. None when the host is gone."""
    data = _read_exactly(wire.Header.SIZE)
    while data and not data.startswith(last):
        start = data.find(last)
        data = data[start:] if start > 0 else data[-len(last) + 1 :]
        more = _read_exactly(wire.Header.SIZE - len(data))
        data = data + more if more else b""
    return wire.Header.unpack(data) if data else None
