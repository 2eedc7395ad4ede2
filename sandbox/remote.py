"""One worker as the host sees it: a connection, the jobs on it one after the other, and what it may not do."""

from __future__ import annotations

import secrets
import time
from collections import deque
from dataclasses import dataclass, replace
from signal import SIGKILL
from typing import TYPE_CHECKING, Any, Final

from . import wire
from .backends import ConnectionEnded
from .errors import ProtocolError, SandboxError, WorkerGoneError
from .greeting import Greeting
from .printed import Printed
from .waiting import LOOK_SECONDS, look

if TYPE_CHECKING:
    from collections.abc import Container

    from .backends import Connection
    from .boot import Boot
    from .limits import Limits
    from .printed import OnOutput

#: Of output that a fork server may have read beyond the limit before it ends the child.
_PIPE_BYTES: Final = 64 * 1024
#: What the fork server gets to end a child on time by itself, before the host ends the fork server.
_GRACE_SECONDS: Final = 1.0
_END: Final = wire.frame(wire.END, "")
#: What an idle program gets to end when it is no longer needed.
_ABANDON_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the child: its word. Of one that was recognised by its bytes there are no parts."""

    parts: list[Any]
    #: Its bytes without the token.
    key: bytes = b""


@dataclass(frozen=True, slots=True)
class Ended:
    """The job is over. With a trailer: as the fork server observed. Without: the host ended the worker for `cause`."""

    trailer: wire.Trailer | None
    cause: str = ""
    detail: str = ""


class Remote:
    """A fork server that is being started. Not thread-safe: one thread uses it at a time."""

    def __init__(self, connection: Connection, boot: Boot, limits: Limits, hash_seed: int = 0) -> None:
        self._connection = connection
        self.hash_seed = hash_seed
        self._last = boot.nonce
        largest = max(limits.value_bytes, 2 * (limits.output_bytes + _PIPE_BYTES))  # two outputs in a trailer
        self.reader = wire.FrameReader(largest + wire.FRAME_SLACK_BYTES, 4 * limits.value_nodes)
        self._outgoing = bytearray(wire.frame("boot", boot.as_dict()))
        connection.tell(self._outgoing)  # so that it gets ready while the host does something else
        self.ready = False
        self._protections: tuple[str, ...] = ()
        #: What a child has in memory before it has a program.
        self.baseline_bytes = 0
        self._job: Job | None = None
        self.alive = True

    def wait_ready(self) -> None:
        """Waits for the worker's HELLO. Raises SandboxUnavailable if it cannot confine a program, WorkerGoneError."""
        try:
            if not self.ready:
                self._connection.open()
                hello = Greeting(self._connection, self.reader).wait(self._outgoing)
                self._protections, self.baseline_bytes, self.ready = hello.protections, hello.baseline_bytes, True
        except ProtocolError as error:
            self.kill()
            raise WorkerGoneError(f"the worker ended before it was ready: {error}") from None
        except BaseException:
            self.kill()
            raise

    @property
    def protections(self) -> tuple[str, ...]:
        self.wait_ready()
        return self._protections

    def begin(self, opening: wire.Request, limits: Limits, on_output: OnOutput | None = None) -> Job:
        """Starts a job with its first request. Raises WorkerGoneError if the worker cannot take one."""
        self.wait_ready()
        try:
            stray = self._connection.exchange(bytearray(), 0)
        except ConnectionEnded as error:
            self.kill()
            raise WorkerGoneError(f"a worker that was idle {error}") from None
        if stray or len(self.reader):
            self.kill()
            raise WorkerGoneError("a worker spoke between two jobs")
        nonce = secrets.token_bytes(wire.NONCE_BYTES)
        header = wire.Header(self._last, nonce, limits.wall_seconds, limits.cpu_seconds)
        self._last = nonce
        self._job = Job(self, header, opening, limits, on_output)
        return self._job

    @property
    def idle(self) -> bool:
        """True if it can take a job: it lives, and its last one is over."""
        return self.alive and (self._job is None or self._job.ended is not None)

    @property
    def expired(self) -> bool:
        return self._connection.expired

    def kill(self) -> None:
        self.alive = False
        self._connection.kill()

    def fault(self) -> str:
        return self._connection.fault()

    def close(self) -> None:
        self.alive = False
        self._connection.close()

    def exchange(self, outgoing: bytearray, timeout_seconds: float) -> bytes:
        """As `Connection.exchange`, but it may return sooner. Raises Abandoned."""
        look()
        return self._connection.exchange(outgoing, min(timeout_seconds, LOOK_SECONDS))


class Job:
    """What happens between a header and its trailer. `stdout` and `stderr`: printed since they were last taken."""

    def __init__(
        self, remote: Remote, header: wire.Header, opening: wire.Request, limits: Limits, on_output: OnOutput | None
    ) -> None:
        self._remote, self._nonce, self.limits = remote, header.nonce, limits
        self._outgoing = bytearray(header.pack())
        #: Tokens of the requests that have no answer yet, in order.
        self._due: deque[str] = deque()
        self._reader = remote.reader
        self._printed = Printed(limits.output_bytes, on_output)
        self.baseline_bytes = remote.baseline_bytes
        self.info: list[dict[str, Any]] = []
        self._known: Container[bytes] = ()
        self._silent = True
        self._operation = opening.operation
        self._told_end = False
        self.send(opening)
        self.ended: Ended | None = None

    def send(self, request: wire.Request) -> None:
        """Queues a request; it goes out with the next `wait`."""
        self._due.append(request.token)
        self._outgoing += request.data

    def push(self) -> None:
        """Sends what is queued, as far as the worker takes it now, and waits for nothing."""
        if self.ended is None:
            self._exchange(0)

    def wait(self, known: Container[bytes] = ()) -> Reply | Ended:
        """The next answer, or how the job ended instead; the same `Ended` for ever after.

        `known`: keys of answers that need not be decoded, for they were before.
        """
        self._known = known
        deadline = time.monotonic() + self.limits.wall_seconds + _GRACE_SECONDS
        while self.ended is None:
            if len(self._reader) and not self._reader.ends_within(self._nonce) and (reply := self._reply()) is not None:
                return reply
            left = deadline - time.monotonic()
            if left <= 0:
                self._give_up("wall")
            elif self.ended is None:
                self._exchange(left)
        return self._next_reply_after_end(self.ended) or self.ended

    def _reply(self) -> Reply | None:
        try:
            return self._next_reply()
        except ProtocolError as error:
            self._give_up("protocol", str(error))
            return None

    def _exchange(self, timeout_seconds: float) -> None:
        try:
            self._reader.feed(self._remote.exchange(self._outgoing, timeout_seconds))
            self._look_for_trailer()
        except ProtocolError as error:
            self._give_up("protocol", str(error))
        except ConnectionEnded as error:
            self._give_up("lost", str(error))

    def finish(self) -> Ended:
        """Ends the program and waits for the trailer. An answer that nobody asked for ends the worker too."""
        self._queue_end()
        while not isinstance(answer := self.wait(), Ended):
            self._give_up("protocol", "more answers than questions")
        return answer

    def tell_end(self) -> None:
        """Sends what `finish` sends, and waits for nothing."""
        self._queue_end()
        self.push()

    def _queue_end(self) -> None:
        if not self._told_end and self.ended is None and self._operation == wire.LOAD:  # others end with their answer
            self._outgoing += _END
            self._told_end = True

    def abandon(self) -> None:
        """Ends the program whose answers no one wants any more: at once if it is busy, and soon in any case."""
        self.limits = replace(self.limits, wall_seconds=_ABANDON_SECONDS)
        if self.busy:
            self._give_up("abandoned")
        self.finish()

    @property
    def busy(self) -> bool:
        """True while a request has no answer."""
        return self.ended is None and bool(self._due)

    @property
    def answer_bytes(self) -> int:
        """The size of the last frame, and of the output that was last taken."""
        return self._reader.frame_bytes + self._printed.taken_bytes

    @property
    def unheard(self) -> bool:
        """True if the worker was killed from outside before it said that it has the program, so it never began."""
        if self.ended is None or not self._silent:
            return False
        trailer = self.ended.trailer
        return self.ended.cause == "lost" or (trailer is not None and not trailer.cause and trailer.signal == SIGKILL)

    def take_output(self) -> tuple[str, str, bool]:
        """stdout, stderr, and whether they were cut; the next call may print as much again."""
        return self._printed.take()

    def _look_for_trailer(self) -> None:
        start = self._reader.find(self._nonce)
        if start < 0:
            return
        rest = self._reader.split(start, len(self._nonce))
        deadline = time.monotonic() + _GRACE_SECONDS
        while (payload := rest.next_payload()) is None:
            if (left := deadline - time.monotonic()) <= 0:
                raise ProtocolError("a trailer that does not end")
            rest.feed(self._remote.exchange(bytearray(), left))
        trailer = wire.Trailer.unpack(payload)
        for name in ("stdout", "stderr"):
            self._printed.add(name, getattr(trailer, name).decode("utf-8", "replace"))
        self.ended = Ended(trailer, cause=trailer.cause)
        # What the child sent before it ended stays readable. The reader of the next job must be empty by then.
        self._remote.reader = rest

    def _next_reply(self) -> Reply | None:
        while (payload := self._reader.next_payload()) is not None:
            key = payload.replace(self._due[0].encode(), b"", 1) if self._due else b""
            if key in self._known and self._printed.nothing:
                self._due.popleft()
                return Reply([], key)
            parts = self._reader.decoded(payload)
            self._silent, first = False, self._silent
            match parts:
                case [wire.OUT, ("stdout" | "stderr") as name, str(text)] if text:  # without any, it would have no end
                    self._printed.add(name, text)
                case [wire.INFO, list(info)] if first:  # sent before the program runs; later ones are its own
                    self.info = info
                case [
                    wire.LOADED | wire.RETURNED | wire.RAISED | wire.REFUSED | wire.TOO_LARGE as kind,
                    str(token),
                    *rest,
                ]:
                    if not self._due or token != self._due.popleft():
                        raise ProtocolError("an answer to no question")
                    return Reply([kind, *rest], key)
                case _:
                    raise ProtocolError(f"an unexpected frame {parts[0][:20]!r}")
        return None

    def _next_reply_after_end(self, ended: Ended) -> Reply | None:
        """What was sent before the end and not yet read; a violation in it counts as one, however late it is seen."""
        try:
            return self._next_reply()
        except ProtocolError as error:
            self.ended = replace(ended, cause=ended.cause or "protocol", detail=str(error))
            return None

    def _give_up(self, cause: str, detail: str = "") -> None:
        """The job is over, and so is the worker: nothing that it says now can be trusted to belong to another job.

        Raises SandboxError if that was no doing of the program's.
        """
        fault = self._remote.fault() if cause in ("wall", "lost") else ""
        self._remote.kill()
        self._reader = wire.FrameReader(0, 0)
        self.ended = Ended(None, "output" if self._printed.too_much else cause, detail)
        if fault:
            raise SandboxError(fault)
