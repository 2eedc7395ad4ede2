"""What a worker says before its first job: that it is ready, or why it cannot be."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from . import wire
from .backends import ConnectionEnded
from .errors import ProtocolError, SandboxError, SandboxUnavailable, WorkerGoneError

if TYPE_CHECKING:
    from .backends import Connection

#: Loading Python and the modules of a policy takes 0.1 to 0.3 s; a machine under load gets a hundred times that.
_START_SECONDS: Final = 30.0
#: Of what a module says when it cannot be imported; some print pages.
_REASON_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class Hello:
    """`protections`: what holds. `baseline_bytes`: what a child has in memory before it has a program."""

    protections: tuple[str, ...]
    baseline_bytes: int


class Greeting:
    """The wait for HELLO."""

    def __init__(self, connection: Connection, reader: wire.FrameReader) -> None:
        self._connection, self._reader = connection, reader
        #: The module that the worker is at.
        self._importing = ""

    def wait(self, outgoing: bytearray) -> Hello:
        """Sends `outgoing`, and waits. Raises SandboxUnavailable if the worker cannot confine a program or lacks a
        module, WorkerGoneError if it ended, ProtocolError."""
        deadline = time.monotonic() + _START_SECONDS
        try:
            while True:
                self._reader.feed(self._connection.exchange(outgoing, deadline - time.monotonic()))
                while (parts := self._reader.next()) is not None:
                    if (hello := self._take(parts)) is not None:
                        return hello
                if time.monotonic() > deadline:
                    raise self._too_late()
        except ConnectionEnded as error:
            if self._importing:
                raise self._fault() or self._no_module(str(error)) from None
            raise WorkerGoneError(f"the worker ended before it was ready: {error}") from None

    def _take(self, parts: list[Any]) -> Hello | None:
        match parts:
            case [wire.HELLO, list(held), str(), int(resident_bytes)] if all(type(name) is str for name in held):
                return Hello(tuple(name for name in (self._connection.place, *held) if name), resident_bytes)
            case [wire.IMPORTING, str(module)]:
                self._importing = module
                return None
            case [wire.FAILED, str(why)] if self._importing:
                raise self._no_module(why)
            case [wire.FAILED, str(why)]:
                raise SandboxError(f"{self._connection.place}: a worker cannot be prepared: {why}".removeprefix(": "))
            case [wire.MISSING, str(what)]:
                way_out = "another --runtime or engine" if self._connection.place else "--sandbox docker"
                raise SandboxUnavailable(
                    f"cannot confine a program {self._connection.place or 'here'}: {what}; use {way_out}, "
                    "or --allow-unconfined to run without the missing protection"
                )
            case _:
                raise ProtocolError(f"it greeted with an unexpected frame {parts[0][:20]!r}")

    def _too_late(self) -> SandboxError:
        if fault := self._fault():
            return fault
        if self._importing:
            return self._no_module(f"it took more than {_START_SECONDS:.0f} s")
        return SandboxError(f"no worker was ready after {_START_SECONDS:.0f} s")

    def _fault(self) -> SandboxError | None:
        """What was done to the worker from outside."""
        fault = self._connection.fault()
        return SandboxError(fault) if fault else None

    def _no_module(self, why: str) -> SandboxUnavailable:
        way_out = (
            "choose an image that has it, by --image"
            if self._connection.place
            else "install it there, for the Python that runs this, or use --sandbox docker with an image that has it"
        )
        reason = " ".join(why.split()).removesuffix(":")[:_REASON_LENGTH]
        return SandboxUnavailable(
            f"the module {self._importing!r} cannot be imported {self._connection.modules} ({reason}); {way_out}"
        )
