"""Many calls at a time, results in order."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from .waiting import abandoned_by

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

#: Items a worker that are taken before their turn: so many short calls keep the others busy beside a long one.
_AHEAD: Final = 8


def in_order(call: Callable[[_Item], _Result], items: Iterable[_Item], workers: int) -> Generator[_Result, None, None]:
    """Calls with each item in one of so many threads; never far more items taken than results given back.

    Items are taken in the caller's thread; if that raises, the results of those that were taken come first. Who closes
    the iterator, or is interrupted, waits for no call: each is abandoned where it waits for its program.
    """
    abandoned = threading.Event()

    def abandonable(item: _Item) -> _Result:
        with abandoned_by(abandoned):
            return call(item)

    problems: list[Exception] = []
    with ThreadPoolExecutor(workers, thread_name_prefix="sandbox") as threads:
        waiting: deque[Future[_Result]] = deque()
        try:
            for item in _until_raised(items, problems):
                waiting.append(threads.submit(abandonable, item))
                if len(waiting) > _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            abandoned.set()
            for future in waiting:
                future.cancel()
    if problems:
        raise problems[0]


def _until_raised(items: Iterable[_Item], problems: list[Exception]) -> Iterator[_Item]:
    try:
        yield from items
    except Exception as problem:  # whatever it was, it belongs to the caller
        problems.append(problem)
