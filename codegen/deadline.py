"""One deadline over a blocking stream of bytes: connecting, retries, back-off and reading together."""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator


class DeadlineExceeded(Exception):
    """The time is up. The abandoned thread ends with its connection."""


def within(seconds: float, produce: Callable[[], Iterator[bytes]]) -> Generator[bytes, None, None]:
    """The chunks of `produce()`, which runs in a daemon thread; its exceptions are raised here.

    A time-out of the HTTP client is per read and its waits between retries have none at all, so the clock is kept
    outside. Raises DeadlineExceeded `seconds` after the first chunk was asked for.
    """
    #: Bounded, so that a server faster than the reader waits.
    chunks: queue.Queue[bytes | BaseException | None] = queue.Queue(maxsize=64)
    abandoned = threading.Event()

    def put(item: bytes | BaseException | None) -> None:
        while not abandoned.is_set():
            try:
                chunks.put(item, timeout=0.2)
            except queue.Full:
                continue
            return

    def pump() -> None:
        try:
            for chunk in produce():
                put(chunk)
                if abandoned.is_set():
                    return
            put(None)
        except BaseException as problem:  # whatever it was, it belongs to the reader
            put(problem)

    threading.Thread(target=pump, name="model-stream", daemon=True).start()
    end = time.monotonic() + seconds
    try:
        while True:
            left = end - time.monotonic()
            if left <= 0:  # also where a server is always faster than the reader
                raise DeadlineExceeded
            try:
                item = chunks.get(timeout=left)
            except queue.Empty:
                raise DeadlineExceeded from None
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        abandoned.set()
