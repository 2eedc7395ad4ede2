"""Many calls at a time, results in order."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def in_order(call: Callable[[_Item], _Result], items: Iterable[_Item], workers: int) -> Iterator[_Result]:
    """Calls with each item in one of so many threads; never far more items taken than results given back."""
    with ThreadPoolExecutor(workers, thread_name_prefix="sandbox") as threads:
        waiting: deque[Future[_Result]] = deque()
        try:
            for item in items:
                waiting.append(threads.submit(call, item))
                if len(waiting) > 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
