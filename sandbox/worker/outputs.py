"""What a child writes to the file descriptors 1 and 2 themselves, past `sys.stdout` and `sys.stderr`.

It is read into memory that no child inherits: a program can search all of its own, and what another one wrote must not
be there.
"""

from __future__ import annotations

import contextlib
import mmap
import os
from typing import Final

from . import channel as streams

#: As much as a pipe holds.
_CHUNK_BYTES: Final = 65536


class Output:
    """One of the two. `reader`: the fork server's end of the pipe. `size`: how much has been read and not yet sent."""

    def __init__(self, reader: int, limit_bytes: int) -> None:
        os.set_blocking(reader, False)
        self.reader, self.size, self._limit = reader, 0, limit_bytes
        kept = mmap.mmap(-1, limit_bytes + 2 * _CHUNK_BYTES, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        kept.madvise(mmap.MADV_DONTFORK)
        self._kept = memoryview(kept)

    def read(self) -> None:
        """Takes what is there, and drops what comes when there was more than the limit already."""
        with contextlib.suppress(BlockingIOError):
            while size := os.readv(self.reader, [self._kept[self.size : self.size + _CHUNK_BYTES]]):
                if self.size > self._limit:
                    break
                self.size += size

    def send(self, fd: int) -> None:
        streams.write_all(fd, self._kept[: self.size])
        self.size = 0
