"""A worker that plays any bytes: the far end of a real `Remote`, without a process."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any, TypeAlias

from sandbox import wire
from sandbox.backends import Backend, Connection, ConnectionEnded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    #: What a worker sends in answer to the first call of its program.
    Script: TypeAlias = Callable[["ScriptedConnection"], Iterable[bytes]]

HELLO = wire.frame(wire.HELLO, ["scripted"], "3.11", 0)


def honest(worker: ScriptedConnection) -> list[bytes]:
    """The right answer: a call gives its first argument back."""
    return [worker.answer(worker.arguments[0])]


class ScriptedConnection(Connection):
    """See `Connection`. Answers a load and the end of a job as it should, and the first call by its script."""

    def __init__(self, script: Script, chunk_bytes: int, greeting: bytes = HELLO) -> None:
        self._script, self._chunk_bytes = script, chunk_bytes
        self._coming: deque[Iterator[bytes]] = deque([iter([greeting])])
        self._pending = b""
        self._received = bytearray()
        self._booted = False
        self._reader = wire.FrameReader(1 << 30, 1 << 30)
        self.nonce = b""
        self.tokens: list[str] = []
        self.arguments: tuple[Any, ...] = ()
        self.alive = True

    # --- what a script says ---

    def answer(self, value: object) -> bytes:
        return wire.frame(wire.RETURNED, self.tokens[-1], value, None)

    def trailer(self, *, cause: str = "", status: int = 0, stdout: bytes = b"", stderr: bytes = b"") -> bytes:
        """Ends the job; what the host sends then is the next one."""
        nonce, self.nonce = self.nonce, b""
        trailer = wire.Trailer(cause, 0, status, 0.1, 0.1, 1 << 20, b"", b"")
        return nonce + trailer.head(len(stdout), len(stderr)) + stdout + stderr

    # --- the connection ---

    def exchange(self, outgoing: bytearray, timeout_seconds: float) -> bytes:
        assert self.alive
        self._received += outgoing
        outgoing.clear()
        self._read()
        while not self._pending and self._coming:
            self._pending = next(self._coming[0], b"")
            if not self._pending:
                self._coming.popleft()
        if not self._pending:
            time.sleep(min(0.01, max(0.0, timeout_seconds)))
        data, self._pending = self._pending[: self._chunk_bytes], self._pending[self._chunk_bytes :]
        return data

    def kill(self) -> None:
        self.alive = False

    def close(self) -> None:
        self.alive = False

    def _read(self) -> None:
        if not self._booted and len(self._received) >= 4:
            del self._received[: 4 + int.from_bytes(self._received[:4], "big")]
            self._booted = True
        if self._booted and not self.nonce and len(self._received) >= wire.Header.SIZE:
            self.nonce = wire.Header.unpack(bytes(self._received[: wire.Header.SIZE])).nonce
            del self._received[: wire.Header.SIZE]
        if self.nonce:
            self._reader.feed(bytes(self._received))
            self._received.clear()
            while (request := self._reader.next()) is not None:
                self._coming.append(iter(self._respond(request)))

    def _respond(self, request: list[Any]) -> Iterable[bytes]:
        kind, token, *rest = request
        if kind == wire.END:
            return [self.trailer()]
        self.tokens.append(token)
        if kind == wire.LOAD:
            return [wire.frame(wire.INFO, []), wire.frame(wire.LOADED, token)]
        self.arguments = tuple(rest[-1]) if kind in (wire.CALL, wire.KEEP) else ()
        script, self._script = self._script, honest
        return script(self)


def ended(worker: ScriptedConnection) -> Iterator[bytes]:
    """The end of the stream; for the end of a script."""
    raise ConnectionEnded("ended with status 0")
    yield b""


class ScriptedBackend(Backend):
    """Its first workers play the script, all others are honest."""

    name = "scripted"

    def __init__(self, script: Script, chunk_bytes: int, greeting: bytes = HELLO, first: int = 1) -> None:
        self.workers: list[ScriptedConnection] = []
        self._first, self._plan = first, (script, chunk_bytes, greeting)

    def start(self, hash_seed: int) -> ScriptedConnection:
        arguments = self._plan if len(self.workers) < self._first else (honest, 1 << 18, HELLO)
        self.workers.append(ScriptedConnection(*arguments))
        return self.workers[-1]
