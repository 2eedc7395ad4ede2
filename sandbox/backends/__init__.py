"""How code is confined: something that starts a worker and gives its two byte streams. Knows nothing of jobs."""

from __future__ import annotations

from typing import Protocol


class ConnectionEnded(Exception):
    """The worker's stream has ended; the message says how the worker did."""


class Connection(Protocol):
    """A worker that is being started. Not thread-safe; `kill` and `close` may be called more than once."""

    #: What confines it besides its own wall, as results say it; known once it is open.
    place: str = ""
    #: Where it has its modules from, as a message says it.
    modules: str = ""

    def open(self) -> None:
        """Waits until there is something to talk to, as long as that takes. Raises SandboxUnavailable."""
        return

    def tell(self, outgoing: bytearray) -> None:  # noqa: ARG002  the signature
        """Sends from the front of `outgoing` what the worker takes at once, where there is one to talk to by now."""
        return

    def exchange(self, outgoing: bytearray, timeout_seconds: float) -> bytes:
        """Sends from the front of `outgoing` what the worker takes, and returns what it sent, at the latest after
        `timeout_seconds` (then b""). It does both at once: each side may wait for the other to read.

        Raises ConnectionEnded when nothing more will come.
        """
        ...

    @property
    def expired(self) -> bool:
        """True if it had better take no job any more, for it may be ended from outside before that is over."""
        return False

    def fault(self) -> str:
        """Why a worker that fell silent or ended did so by no doing of its program's; "" if nothing says so."""
        return ""

    def kill(self) -> None:
        """Ends the worker and all it started, at once."""
        ...

    def close(self) -> None:
        """Tells the worker to end, and sees to it that it does."""
        ...


class Backend(Protocol):
    """Starts workers. `name` is what results call it."""

    name: str

    def start(self, hash_seed: int) -> Connection:
        """A new worker, told nothing yet. Raises SandboxUnavailable."""
        ...

    def close(self) -> None:
        """No more workers will be started."""
        return
