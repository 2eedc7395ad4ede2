"""The protocol between the host and a worker. No I/O here: bytes in, values out, and the rules.

A worker has one byte stream in and one out. On each: *frames* (4 bytes of length, big-endian, then one value).
    host   -> fork server   BOOT frame, once: the configuration
    server -> host          IMPORTING* frames: which module it begins to import, "" after the last
    server -> host          HELLO frame, once: what the kernel accepted as protections
    host   -> fork server   job header (`Header`, fixed size: the last job's nonce, a new nonce, the job's limits)
    host   -> child         frames: RUN | LOAD | READ first; after LOAD any number of CALL, KEEP and OPERATE, then END
    child  -> host          for each: INFO first, OUT*, then one of LOADED | RETURNED | RAISED | REFUSED | TOO_LARGE
    server -> host          trailer: the job's nonce, then 4 bytes of length and a `Trailer`: how the child ended

The child answers each frame in order, once, and repeats the frame's random token, so that it cannot answer what it has
not been asked. Everything before the trailer is the candidate's word; only the
fork server has read the nonce, so only it can end a job. The trailer is found by scanning for the nonce, not by
framing: a child may die in the middle of a frame. What the child left unread on the stream is skipped up to the nonce
of the last job, which opens the next header. Any byte after a trailer, and any frame that breaks a rule, costs the
worker its life.

The values in frames are encoded by `sandbox.codec`. KEEP is a CALL with a random key of the host's, under which the
child keeps the result for later arguments (`values.Handle`); no object of the program's ever leaves it.
"""

from __future__ import annotations

import functools
import math
import secrets
import struct
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from .codec import TooLarge, dumps, dumps_data
from .decoding import loads
from .errors import ProtocolError

# Frames of the host.
RUN, LOAD, READ, CALL, KEEP, OPERATE, END = "run", "load", "read", "call", "keep", "operate", "end"
# Frames of the worker.
HELLO, MISSING, FAILED, IMPORTING = "hello", "missing", "failed", "importing"
INFO, OUT, LOADED = "info", "out", "loaded"
RETURNED, RAISED, REFUSED, TOO_LARGE = "returned", "raised", "refused", "too large"

NONCE_BYTES: Final = 32
#: On a launcher's standard error: the worker has ended by itself, nobody outside has ended the launcher.
LAST_WORDS: Final = "the fork server has ended"
#: Room for the envelope and for JSON's escapes around a value of `Limits.value_bytes`.
FRAME_SLACK_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Header:
    """Opens a job. `last` is the nonce of the job before (at first, of the BOOT frame)."""

    last: bytes
    nonce: bytes
    wall_seconds: float
    cpu_seconds: float

    _LAYOUT = struct.Struct(f"!{NONCE_BYTES}s{NONCE_BYTES}sdd")
    SIZE = _LAYOUT.size

    def pack(self) -> bytes:
        return self._LAYOUT.pack(self.last, self.nonce, self.wall_seconds, self.cpu_seconds)

    @classmethod
    def unpack(cls, data: bytes) -> Header:
        return cls(*cls._LAYOUT.unpack(data))


class Trailer(NamedTuple):
    """How a child ended, by the fork server's own observation. `cause`: what it was killed for, one of `CAUSES`."""

    cause: str
    signal: int
    exit_status: int
    wall_seconds: float
    cpu_seconds: float
    peak_memory_bytes: int
    #: What was written to the file descriptors 1 and 2 themselves, past `sys.stdout` and `sys.stderr`.
    stdout: bytes
    stderr: bytes

    def head(self, stdout_bytes: int, stderr_bytes: int) -> bytes:
        """What precedes the two outputs, which are sent by themselves.

        Of fixed layout: a fork server that has just forked pays a page fault for every page it touches, and JSON
        touches many.
        """
        cause, *numbers, _, _ = self
        head = _TRAILER.pack(CAUSES.index(cause), *numbers, stdout_bytes)
        return _LENGTH.pack(len(head) + stdout_bytes + stderr_bytes) + head

    @classmethod
    def unpack(cls, payload: bytes) -> Trailer:
        """Raises `ProtocolError`."""
        try:
            cause, signal, status, wall, cpu, memory, size = _TRAILER.unpack_from(payload)
        except struct.error as error:
            raise ProtocolError("a trailer that is too short") from error
        outputs = payload[_TRAILER.size :]
        if cause >= len(CAUSES) or size > len(outputs) or not (0 <= wall < math.inf and 0 <= cpu < math.inf):
            raise ProtocolError("a malformed trailer")
        return cls(CAUSES[cause], signal, status, wall, cpu, memory, outputs[:size], outputs[size:])


#: What a fork server ends a child for; "" if the child has ended by itself.
CAUSES: Final = ("", "wall", "cpu", "memory", "output", "host")
_TRAILER: Final = struct.Struct("!BBBddQI")


# --- frames ---

_LENGTH = struct.Struct("!I")


def frame(*parts: object, max_bytes: int = 1 << 30, max_nodes: int = 1_000_000) -> bytes:
    """One frame with the list of `parts`. Raises `codec.TooLarge`."""
    payload = dumps(list(parts), max_nodes=max_nodes)
    if len(payload) > max_bytes:
        raise TooLarge(f"{len(payload)} bytes when encoded")
    return _frame(payload)


def _frame(payload: bytes) -> bytes:
    return _LENGTH.pack(len(payload)) + payload


_TOKEN_BYTES: Final = 8


class Request(NamedTuple):
    """A frame of the host's that has one answer, which repeats its token."""

    operation: str
    token: str
    data: bytes


def request(operation: str, *arguments: object, max_bytes: int = 1 << 30, max_nodes: int = 1_000_000) -> Request:
    """Raises TypeError for an argument that is no data, and `codec.TooLarge`."""
    (token,) = tokens(1)
    return _request(operation, token, dumps_data(list(arguments), max_nodes=max_nodes)[1:-1], max_bytes)


def tokens(number: int) -> list[str]:
    """Random ones, of one look at the kernel's generator."""
    text, size = secrets.token_hex(_TOKEN_BYTES * number), 2 * _TOKEN_BYTES
    return [text[start : start + size] for start in range(0, len(text), size)]


def request_of(operation: str, token: str, name: str, encoded: bytes, *, max_bytes: int) -> Request:
    """A CALL or an OPERATE with arguments that are encoded already, as one list. Raises `codec.TooLarge`."""
    inside = encoded if operation == CALL else encoded[1:-1]
    return _request(operation, token, b"%b,%b" % (_encoded_name(name), inside), max_bytes)


@functools.lru_cache(64)
def _encoded_name(name: str) -> bytes:
    return dumps_data(name)


def _request(operation: str, token: str, inside: bytes, max_bytes: int) -> Request:
    payload = b'["%b","%b",%b]' % (operation.encode(), token.encode(), inside)
    if len(payload) > max_bytes:
        raise TooLarge(f"{len(payload)} bytes when encoded, at most {max_bytes} are allowed")
    return Request(operation, token, _frame(payload))


class FrameReader:
    """Cuts a stream into frames; `max_bytes` is checked before anything is kept."""

    def __init__(self, max_bytes: int, max_nodes: int) -> None:
        self._max_bytes, self._max_nodes = max_bytes, max_nodes
        self._buffer = bytearray()
        #: So much of it has been searched for the nonce; without that a large frame in many pieces takes for ever.
        self._searched = 0
        #: The size of the last frame.
        self.frame_bytes = 0

    def feed(self, data: bytes) -> None:
        self._buffer += data

    def next(self) -> list[Any] | None:
        """The next whole frame, or None if more bytes are needed. Raises `ProtocolError`."""
        payload = self.next_payload()
        return None if payload is None else self.decoded(payload)

    def decoded(self, payload: bytes) -> list[Any]:
        """The parts of a payload. Raises `ProtocolError`."""
        parts = loads(payload, max_nodes=self._max_nodes)
        if type(parts) is not list or not parts or type(parts[0]) is not str:
            raise ProtocolError("a frame that is no list with a name")
        return parts

    def next_payload(self) -> bytes | None:
        """As `next`, not decoded."""
        if len(self._buffer) < 4:
            return None
        (length,) = _LENGTH.unpack_from(self._buffer)
        if length > self._max_bytes:
            raise ProtocolError(f"a frame of {length} bytes, at most {self._max_bytes} are allowed")
        if len(self._buffer) < 4 + length:
            return None
        self.frame_bytes = length
        payload = bytes(self._buffer[4 : 4 + length])
        del self._buffer[: 4 + length]
        self._searched = max(0, self._searched - 4 - length)
        return payload

    def find(self, nonce: bytes) -> int:
        """Where the trailer begins, -1 if it has not come. A reader is asked for one nonce only."""
        start = self._buffer.find(nonce, max(0, self._searched - len(nonce) + 1))
        self._searched = len(self._buffer)
        return start

    def ends_within(self, nonce: bytes) -> bool:
        """True if the trailer has begun to come, by what cannot be chance; those bytes belong to no frame."""
        start = self._buffer.rfind(nonce[:4], -len(nonce) + 1)
        return start >= 0 and nonce.startswith(self._buffer[start:])

    def split(self, start: int, length: int) -> FrameReader:
        """What follows `start + length`, in a reader of its own; this one keeps what precedes `start`."""
        rest = FrameReader(self._max_bytes, self._max_nodes)
        rest._buffer = self._buffer[start + length :]
        del self._buffer[start:]
        return rest

    def __len__(self) -> int:
        return len(self._buffer)
