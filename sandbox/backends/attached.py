"""The stream of a container that the host is attached to, and how the container fares."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .. import wire
from ..errors import SandboxUnavailable
from . import Connection, ConnectionEnded, engine, owner, shipping

if TYPE_CHECKING:
    from concurrent.futures import Future

#: As much as a pipe holds. A larger buffer would be a mapping of its own, made and undone at each read: 30 us.
_CHUNK_BYTES: Final = 1 << 16
#: Of what a container wrote to its standard error, kept to say why it ended.
_DIAGNOSIS_BYTES: Final = 4096
_STDERR: Final = 2
#: Each piece of an attached stream: which stream, and how many bytes.
_HEAD: Final = struct.Struct(">BxxxL")


@dataclass(frozen=True, slots=True)
class Attached:
    """A container and its stream. `stream`: as the SDK gives it. `place`: what results say of it. `foreign`: see
    `engine.foreign`."""

    container_id: str
    stream: Any
    place: str
    foreign: str

    @property
    def socket(self) -> socket.socket:
        found: socket.socket = getattr(self.stream, "_sock", self.stream)
        return found

    def detach(self) -> None:
        connection = self.socket
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        # Before the stream that it reads from: where that is closed, its own end is an error, which Python 3.13 prints.
        self.stream._response.close()
        self.stream.close()
        connection.close()

    def remove(self) -> None:
        """The end of its input ends it; the kill is for one that cannot notice. The engine removes what has ended."""
        self.detach()
        threading.Thread(target=self._kill, name="docker", daemon=True).start()

    def _kill(self) -> None:
        import docker.errors
        import requests

        faults = (SandboxUnavailable, docker.errors.DockerException, requests.RequestException)
        with contextlib.suppress(*faults), contextlib.closing(engine.connect()) as api:
            api.kill(self.container_id)


class DockerConnection(Connection):
    """See `Connection`."""

    def __init__(self, attached: Future[Attached], image: str) -> None:
        self._attached = attached
        self.modules = f"in the image {image!r}"
        self._first = bytearray(shipping.shipment())
        self._received = bytearray()
        self._diagnosis = bytearray()
        self._spoke = self._stream_ended = self._killed = False
        self._expires = time.time() + owner.LEASE_SECONDS / 2

    def open(self) -> None:
        attached = self._attached.result()
        self.place, self._socket = attached.place, attached.socket
        self._socket.setblocking(False)
        self._readable, self._both = select.poll(), select.poll()
        self._readable.register(self._socket, select.POLLIN)
        self._both.register(self._socket, select.POLLIN | select.POLLOUT)

    def exchange(self, outgoing: bytearray, timeout_seconds: float) -> bytes:
        pending = self._first or outgoing
        if pending:
            self._write(pending)
        poll = self._both if self._first or outgoing else self._readable
        if any(event & ~select.POLLOUT for _, event in poll.poll(max(0.0, timeout_seconds) * 1000)):
            return self._read()
        return b""

    def _write(self, outgoing: bytearray) -> None:
        try:
            del outgoing[: self._socket.send(outgoing)]
        except BlockingIOError:
            pass
        except (BrokenPipeError, ConnectionResetError):
            outgoing.clear()  # it has ended; what it said before is still to be read

    def _read(self) -> bytes:
        try:
            data = self._socket.recv(_CHUNK_BYTES)
        except BlockingIOError:
            return b""
        except ConnectionResetError:
            data = b""
        if not data:
            self._stream_ended = True
            self._say_why()
        self._received += data
        return self._take()

    def _take(self) -> bytes:
        """What there is of standard output, without the engine's framing."""
        output = bytearray()
        at = 0
        while len(self._received) >= at + _HEAD.size:
            stream, size = _HEAD.unpack_from(self._received, at)
            end = at + _HEAD.size + size
            if len(self._received) < end:
                break
            piece = self._received[at + _HEAD.size : end]
            at = end
            if stream == _STDERR:
                self._diagnosis = (self._diagnosis + piece)[-_DIAGNOSIS_BYTES:]
            else:
                output += piece
        del self._received[:at]
        self._spoke = self._spoke or bool(output)
        return bytes(output)

    def _say_why(self) -> None:
        """Raises SandboxUnavailable if no worker can live in this image, else ConnectionEnded."""
        lines = [line.strip() for line in self._diagnosis.decode("utf-8", "replace").splitlines()]
        last = ([""] + [line for line in lines if line not in ("", wire.LAST_WORDS)])[-1]
        if last and not self._spoke:
            why = engine.advice(last, self._attached.result().foreign)
            raise SandboxUnavailable(f"no worker runs in this image: {why}")
        raise ConnectionEnded(f"its container ended{last and f': {last}'}")

    @property
    def expired(self) -> bool:
        return time.time() >= self._expires

    def fault(self) -> str:
        if self._stream_ended and wire.LAST_WORDS.encode() in self._diagnosis:
            return ""
        try:
            state = engine.state(self._attached.result().container_id)
        except SandboxUnavailable as error:
            return str(error)
        if state.get("Paused"):
            return "its container was paused from outside"
        return "its container was ended from outside" if self._stream_ended else ""

    def kill(self) -> None:
        if not self._killed:
            self._killed = True
            self._attached.add_done_callback(_remove)

    def close(self) -> None:
        self.kill()


def _remove(attached: Future[Attached]) -> None:
    if attached.exception() is None:
        attached.result().remove()
