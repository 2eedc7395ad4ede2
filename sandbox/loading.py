"""A program that is loaded while the host does something else."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from .program import Program


class Loading(Protocol):
    @property
    def ready(self) -> bool:
        """True if `program` waits no longer than the program itself needs."""
        ...

    def program(self) -> Program:
        """The same each time. Raises what `Sandbox.load` does."""
        ...


class Sent:
    """By a worker that was ready: it has been sent to it. `finish` waits for the answer."""

    ready = True

    def __init__(self, finish: Callable[[], Program]) -> None:
        self._finish = finish
        self._program: Program | None = None

    def program(self) -> Program:
        if self._program is None:
            self._program = self._finish()
        return self._program


class Threaded:
    """By a worker that has to start first."""

    def __init__(self, load: Callable[[], Program]) -> None:
        self._done: Future[Program] = Future()
        threading.Thread(target=self._run, args=(load,), name="loading", daemon=True).start()

    def _run(self, load: Callable[[], Program]) -> None:
        try:
            self._done.set_result(load())
        except BaseException as error:
            self._done.set_exception(error)

    @property
    def ready(self) -> bool:
        return self._done.done() and self._done.exception() is None

    def program(self) -> Program:
        return self._done.result()
