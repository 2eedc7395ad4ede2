"""The life of one child: locked down and warmed before there is a job, then one program, then the end."""

from __future__ import annotations

import contextlib
import gc
import os
import random
import select
import sys
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from .. import wire
from . import channel as streams
from .execution import Execution

if TYPE_CHECKING:
    from ..boot import Boot
    from .execution import Prepare
    from .lockdown import ChildLock

#: Runs through what programs do, so that the pages they touch are the child's own before the clock starts.
_WARM_UP = """
def warm(items):
    return sorted([x for x in items if x])
class Warm:
    def __init__(self):
        self.count = 0
print(f"{warm([2, 1])} {Warm().count}")
"""
_REHEARSAL = wire.request(wire.RUN, _WARM_UP).data
#: More than the rehearsal prints.
_REHEARSAL_BYTES = 100
#: Of the module `random`; what its own `seed` does besides is not needed for fresh ones.
_seed: Final = super(random.Random, random._inst).seed
#: The fork server does so at once; a child that it does not stop ends by itself.
_STOPPED_WITHIN_SECONDS = 60


class Descriptors(NamedTuple):
    """Of the fork server, before they get a child's fixed numbers."""

    null: int
    stdout: int
    stderr: int
    status: int
    go: int
    #: Where there are no pidfds. Nobody reads from it any more then.
    status_tells_end: bool


class Clocks:
    """A page shared with the fork server: when the call now running began, by wall and CPU clock; 0 when there is none.

    It costs no system call. A program that writes to it only meets the host's own deadline instead.
    """

    def __init__(self, page: memoryview) -> None:
        self._page = page.cast("Q")

    def start(self) -> None:
        self._page[1] = time.process_time_ns()
        self._page[0] = time.monotonic_ns()

    def stop(self) -> None:
        self._page[0] = 0

    def read(self) -> tuple[float, float]:
        """Seconds of both clocks at the start of the call, (0, 0) if none is running."""
        return self._page[0] / 1e9, self._page[1] / 1e9

    def reset(self, wall_seconds: float) -> None:
        self._page[1], self._page[0] = 0, int(wall_seconds * 1e9)


def rehearse(prepare: Prepare, channel: streams.Channel) -> None:
    """Runs a program of our own, as if the host had asked for it."""
    main = sys.modules["__main__"]
    execution = Execution(prepare, len(_WARM_UP), channel)
    streams.allow(_REHEARSAL_BYTES)
    with contextlib.redirect_stdout(channel.stdout), contextlib.redirect_stderr(channel.stderr):
        channel.feed(_REHEARSAL)
        channel.write(execution.answer(channel.receive() or []))
    sys.modules["__main__"] = main


def live(
    boot: Boot,
    prepare: Prepare,
    execution: Execution,
    lock: ChildLock,
    channel: streams.Channel,
    fds: Descriptors,
    clocks: Clocks,
    server: int,
) -> None:
    """Never returns. `execution`: of the program to come."""
    status = 1
    try:
        lock.die_with(server)
        _seed()  # Python's own fork would see to it
        _arrange(fds)
        gc.disable()  # a collection would copy every page of the server; it is enabled when the program starts
        held = lock.close()
        if not _has_work():
            channel.out = streams.NULL
            rehearse(prepare, channel)
        channel.out = streams.OUT
        channel.capture()
        report = ",".join(held).encode() + b"\n"
        os.write(streams.STATUS, report)
        stops = is_alone(report) and not fds.status_tells_end
        if not (stops or fds.status_tells_end):
            os.close(streams.STATUS)
        if os.read(streams.GO, 1):
            os.close(streams.GO)
            _serve(execution, channel, clocks, boot.output_bytes)
            if stops:
                os.write(streams.STATUS, b"done")
                time.sleep(_STOPPED_WITHIN_SECONDS)
        status = 0
    finally:
        os._exit(status)


def is_alone(report: bytes) -> bool:
    """True for a child that reports seccomp: it has no descendants who would go on, or wake it, when it is stopped."""
    return b"seccomp" in report


def _has_work() -> bool:
    """True if the host waits already: then the next program is its own rehearsal."""
    poll = select.poll()
    poll.register(streams.IN, select.POLLIN)
    return bool(poll.poll(0))


def _arrange(fds: Descriptors) -> None:
    """Gives the descriptors their fixed numbers and closes all others. The server keeps its own above these."""
    for source, target in ((0, streams.IN), (1, streams.OUT), (fds.status, streams.STATUS), (fds.go, streams.GO),
                           (fds.null, 0), (fds.stdout, 1), (fds.stderr, 2)):  # fmt: skip
        os.dup2(source, target)
    os.closerange(streams.FIRST_FREE, 1024)


def _serve(execution: Execution, channel: streams.Channel, clocks: Clocks, output_bytes: int) -> None:
    gc.enable()
    request = channel.receive()
    while request is not None and request[0] != wire.END:
        streams.allow(output_bytes)
        clocks.start()
        frame = execution.answer(request)
        clocks.stop()  # how soon the host takes the answer is not the program's time
        channel.write(frame)
        if request[0] in (wire.RUN, wire.READ):
            return
        request = channel.receive()
