"""Several blocking requests at once, their results in the caller's thread as they come."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Result = TypeVar("Result")
Tell: TypeAlias = "Callable[[str], None]"

#: Requests at once; servers limit rates, and one's own has one processor.
AT_ONCE: Final = 8


class Abandoned(BaseException):
    """Nobody waits for this one any more; raised in its thread, where it next has something to tell."""


def together(
    jobs: Sequence[Callable[[Tell], Result]],
    on_text: Callable[[int, str], None] | None = None,
    *,
    at_once: int = AT_ONCE,
) -> Iterator[tuple[int, Result | Exception]]:
    """Each job's index and what it returned or raised, in the order of their ends.

    A job gets a function for pieces of text; `on_text` is told the index and the piece. Closing the iterator abandons
    what still runs.
    """
    told: queue.Queue[tuple[int, str | None, Result | BaseException | None]] = queue.Queue(maxsize=256)
    waiting = iter(enumerate(jobs))
    lock = threading.Lock()
    abandoned = threading.Event()

    def put(item: tuple[int, str | None, Result | BaseException | None]) -> None:
        while not abandoned.is_set():
            try:
                told.put(item, timeout=0.2)
            except queue.Full:
                continue
            return
        raise Abandoned

    def work() -> None:
        while not abandoned.is_set():
            with lock:
                index, job = next(waiting, (-1, None))
            if job is None:
                return
            try:
                result: Result | BaseException = job(lambda text, index=index: put((index, text, None)))  # type: ignore[misc]
            except Abandoned:
                return
            except BaseException as problem:  # whatever it was, it belongs to the caller
                result = problem
            try:
                put((index, None, result))
            except Abandoned:
                return

    for _ in range(min(at_once, len(jobs))):
        threading.Thread(target=work, name="model-request", daemon=True).start()
    left = len(jobs)
    try:
        while left:
            index, text, result = told.get()
            if text is not None:
                if on_text is not None:
                    on_text(index, text)
                continue
            left -= 1
            if isinstance(result, BaseException) and not isinstance(result, Exception):
                raise result
            yield index, result  # type: ignore[misc]
    finally:
        abandoned.set()
