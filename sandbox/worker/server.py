"""The fork server: it waits for a job, lets a prepared child have it, and says how the child ended.

It reads of a job only the header. While a child works, it watches the child's clocks, drains the child's descriptors 1
and 2, and notices when the host is gone. It is the only one in the sandbox that knows the nonce of the trailer.
"""

from __future__ import annotations

import contextlib
import gc
import mmap
import os
import select
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .. import wire
from ..boot import Boot
from . import channel as streams
from . import child, incoming, kernel, outputs
from .execution import Execution
from .launcher import Surroundings, launch
from .lockdown import ChildLock, confine_server

if TYPE_CHECKING:
    from .execution import Prepare

#: The server's own descriptors start here, out of the way of a child's fixed numbers.
_HIGH: Final = 20
#: Prepared children that may die, one after the other, before the server gives up.
_CHILDREN_TRIED: Final = 100


def main() -> None:
    """The worker's entry point: BOOT in, HELLO out, then jobs until the host is gone."""
    boot = Boot.from_dict(incoming.read_frame()[1])
    without = frozenset(boot.without)
    try:
        around = launch(boot)
        prepare = _language(boot)
        lock = ChildLock(boot.memory_bytes, boot.open_files, without)
        server = ForkServer(boot, prepare, lock, around)
        held = confine_server(without, around.namespaces)
        if around.cgroup:
            held.append(around.cgroup)
        held += server.spawn()
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        _send(wire.FAILED, f"{type(error).__name__}: {error}")
        return
    missing = sorted(set(boot.required) - set(held) - without)
    if missing:
        _send(wire.MISSING, f"this machine does not give: {', '.join(missing)}")
        return
    _send(wire.HELLO, held, sys.version.split()[0], lock.resident_bytes)
    server.serve(boot.nonce)


def _language(boot: Boot) -> Prepare:
    """Loads the language and all that its programs may import; after the lockdown no file can be opened."""
    if boot.language == "full":
        from . import full

        full.preload(boot.imports, lambda name: _send(wire.IMPORTING, name))
        return full.prepare
    from . import restricted

    restricted.preload()
    return restricted.prepare


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    #: Tells its end, by this event.
    end: int
    event: int
    status: int
    go: int


class ForkServer:
    """One prepared child at a time, one job at a time."""

    def __init__(self, boot: Boot, prepare: Prepare, lock: ChildLock, around: Surroundings) -> None:
        self._boot, self._prepare, self._lock, self._around = boot, prepare, lock, around
        self._kills = around.out_of_memory()
        self._page = mmap.mmap(-1, mmap.PAGESIZE)
        self._clocks = child.Clocks(memoryview(self._page))
        self._null = _above_a_childs()
        (stdout, self._stdout), (stderr, self._stderr) = os.pipe(), os.pipe()
        self._outputs = [outputs.Output(reader, boot.output_bytes) for reader in (stdout, stderr)]
        self._channel = streams.Channel(boot.value_bytes, boot.value_nodes, self._null)
        #: Each child has it as it is here, where it never gets a program.
        self._execution = Execution(prepare, boot.source_bytes, self._channel)
        self._poll = select.poll()
        self._poll.register(0, 0)  # no event but POLLHUP: what the host sends is the child's to read
        for output in self._outputs:
            self._poll.register(output.reader, select.POLLIN)
        self._report = b""
        self._survived = False
        self._has_pidfds = kernel.has_pidfds()
        self._fork_process = kernel.forking()
        self._may_stop = False
        self._child: _Child
        self._buried = False

    def serve(self, last: bytes) -> None:
        while self._wait_for_job() and (header := incoming.read_header(last)) is not None:
            last = header.nonce
            if not self._work(header):
                return  # the launcher ends what is left
            del header  # nothing of one job is in a frame that the next program could look at
            self._fork()

    def _work(self, header: wire.Header) -> bool:
        """One job, by the prepared child. False if this fork server can have no other."""
        ready = self._child
        if self._dead():
            return False  # no fork while a header is in memory, its nonce would be too: the host takes another worker
        started = time.monotonic()
        self._clocks.reset(started)
        kernel.limit_cpu(ready.pid, header.cpu_seconds)
        os.write(ready.go, b"g")
        trailer = self._supervise(ready, header, started)
        streams.write_all(1, header.nonce + trailer.head(*(output.size for output in self._outputs)))
        for output in self._outputs:
            output.send(1)
        if not self._buried:
            self._bury(ready)
        return trailer.cause != "host" and not self._survived

    def spawn(self) -> list[str]:
        """Forks the first child and waits for it. Returns the protections it holds. Raises RuntimeError."""
        child.rehearse(self._prepare, self._channel)
        gc.collect()
        gc.freeze()  # children share these pages: no collection shall touch them
        self._fork()
        for _ in range(_CHILDREN_TRIED):
            self._report = os.read(self._child.status, 1024)
            self._discard()
            if self._report:
                break
        else:
            raise RuntimeError("no child lives until it is locked down")
        self._may_stop = self._has_pidfds and child.is_alone(self._report)
        return [name for name in self._report.decode().strip().split(",") if name]

    def _wait_for_job(self) -> bool:
        """Waits until the host speaks; a child that dies meanwhile is replaced. False if none can be prepared."""
        for _ in range(_CHILDREN_TRIED):
            report = os.read(self._child.status, 1024)
            if report == self._report and self._host_speaks():
                return True
            if report and report != self._report:
                return False  # it holds less than the first one did
            self._discard()
        return False

    def _host_speaks(self) -> bool:
        """Waits for it. False if the prepared child has died before."""
        poll = select.poll()
        poll.register(0, select.POLLIN)
        poll.register(self._child.end, self._child.event)
        poll.poll()
        return not self._dead()

    def _dead(self) -> bool:
        """True if the prepared child has ended; it is not reaped yet."""
        return os.waitid(os.P_PID, self._child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _discard(self) -> None:
        """Puts a fresh child in the place of the prepared one."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child.pid, signal.SIGKILL)
        self._bury(self._child)
        self._starved()
        self._fork()

    def _fork(self) -> None:
        """A child that locks itself down and waits for its job, while the host still thinks about the last answer."""
        status_reader, status = os.pipe()
        go, go_writer = os.pipe()
        server = os.getpid()
        pid = self._fork_process()
        if pid == 0:
            fds = child.Descriptors(
                self._null, self._stdout, self._stderr, status, go, status_tells_end=not self._has_pidfds
            )
            child.live(self._boot, self._prepare, self._execution, self._lock, self._channel, fds, self._clocks, server)
        os.close(status)
        os.close(go)
        end, event = kernel.ending(pid, status_reader)
        self._child = _Child(pid, end, event, status_reader, go_writer)
        self._buried = False

    def _supervise(self, running: _Child, header: wire.Header, started: float) -> wire.Trailer:
        self._poll.register(running.end, running.event)
        if self._may_stop:
            self._poll.register(running.status, select.POLLIN)
        cause, done = "", False
        while not (cause or done):
            left, limit = self._time_left(running, header)
            if left <= 0:
                cause = limit
                break
            ready = self._drain(left * 1000 + 1)
            if running.end in ready:
                break
            done = running.status in ready
            if 0 in ready:
                cause = "host"
            elif sum(output.size for output in self._outputs) > self._boot.output_bytes:
                cause = "output"
        if cause:
            os.kill(running.pid, signal.SIGKILL)
        self._poll.unregister(running.end)
        if self._may_stop:
            self._poll.unregister(running.status)
        status, cpu, memory = self._stop(running) if done and not cause else self._bury(running)
        self._drain(0)
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if number == signal.SIGKILL and self._starved() and not cause:
            cause = "memory"
        exit_status = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
        wall = time.monotonic() - started
        return wire.Trailer(cause, number, exit_status, wall, cpu, memory, b"", b"")

    def _stop(self, done: _Child) -> kernel.Ending:
        """Of a child that says that it is done: it does not run again, whatever it said, and is buried later.

        To take an address space apart takes longer than most programs do, and the host need not wait for it.
        """
        os.kill(done.pid, signal.SIGSTOP)
        ending = kernel.wait(done.pid, os.WUNTRACED)
        return ending if os.WIFSTOPPED(ending[0]) else self._bury(done, ending)

    def _bury(self, dead: _Child, ending: kernel.Ending | None = None) -> kernel.Ending:
        """Ends and reaps it, unless its `ending` is known already, and every other descendant."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(dead.pid, signal.SIGKILL)
        if self._around.alone:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(-1, signal.SIGKILL)  # all in this pid namespace but init and this process
        ending = ending or kernel.wait(dead.pid, 0)
        for fd in (dead.end, dead.status, dead.go):
            os.close(fd)
        with contextlib.suppress(ChildProcessError):  # orphans come to us, the subreaper
            while (orphan := os.waitpid(-1, 0 if self._around.alone else os.WNOHANG)[0]) != 0:
                pass
            self._survived = orphan == 0
        self._page[:] = bytes(len(self._page))  # nothing of one program reaches the next
        self._buried = True
        return ending

    def _time_left(self, running: _Child, header: wire.Header) -> tuple[float, str]:
        """Seconds until the next clock can run out, and which. One thread cannot use CPU faster than time passes."""
        wall_start, cpu_start = self._clocks.read()
        if not wall_start:  # the next call may begin at once
            return min((header.wall_seconds, "wall"), (header.cpu_seconds, "cpu"))
        wall_left = min(wall_start + header.wall_seconds - time.monotonic(), header.wall_seconds)
        cpu_left = min(cpu_start + header.cpu_seconds - kernel.cpu_seconds(running.pid), header.cpu_seconds)
        return min((wall_left, "wall"), (cpu_left, "cpu"))

    def _starved(self) -> bool:
        """True if the kernel has ended a process here for want of memory since this was last asked."""
        before, self._kills = self._kills, self._around.out_of_memory()
        return self._kills > before

    def _drain(self, timeout_ms: float) -> set[int]:
        """Waits for one of the descriptors, and reads what a child wrote. Returns those that were ready."""
        ready = {fd for fd, _ in self._poll.poll(timeout_ms)}
        for output in self._outputs:
            if output.reader in ready:
                output.read()
        return ready


def _above_a_childs() -> int:
    """A descriptor of /dev/null; all numbers below are taken, so that whatever is opened later is above it."""
    null = os.open(os.devnull, os.O_RDWR)
    while null < _HIGH:
        null = os.dup(null)
    return null


def _send(*parts: object) -> None:
    streams.write_all(1, wire.frame(*parts))
