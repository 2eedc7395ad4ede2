"""Workers as processes of this machine: a fresh interpreter with an empty environment, confined by its own wall."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from ..errors import SandboxUnavailable
from . import Backend, Connection, ConnectionEnded

#: As much as a pipe holds. A larger buffer would be a mapping of its own, made and undone at each read: 30 us.
_CHUNK_BYTES: Final = 1 << 16
#: A launcher's exit status for a fork server that a signal ended is this and the signal's number.
_SIGNALLED: Final = 128
#: What a launcher gets to end its worker. It takes milliseconds.
_END_SECONDS: Final = 5.0
#: The C library's functions are looked up once, rather than in each child, of which every look costs a dozen pages.
_RESOLVED: Final = {"LD_BIND_NOW": "1"}
_START = "import sys; sys.path[:0] = sys.argv[1:]; from sandbox.worker.server import main; main()"


#: Interpreters that were started before it was known what for; they wait for their BOOT.
_ahead: Final[list[subprocess.Popen[bytes]]] = []


def start_ahead() -> None:
    """Starts what the next worker with the hash seed 0 will be, while the caller still loads what decides about it."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # whoever needs a worker is told
            _ahead.append(_interpreter(0))


class ProcessBackend(Backend):
    name = "process"

    def start(self, hash_seed: int) -> ProcessConnection:
        with contextlib.suppress(IndexError):
            if hash_seed == 0:
                return ProcessConnection(_ahead.pop())
        try:
            return ProcessConnection(_interpreter(hash_seed))
        except OSError as error:
            raise SandboxUnavailable(f"cannot start a worker: {error}") from error


def _interpreter(hash_seed: int) -> subprocess.Popen[bytes]:
    # -S -s -P: no site-packages, no user site, nothing from the working directory. Not -I, which would ignore the
    # hash seed: the same program shall behave the same each time.
    return subprocess.Popen(
        [sys.executable, "-S", "-s", "-P", "-X", "utf8", "-c", _START, *_import_roots()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env={"PYTHONHASHSEED": str(hash_seed), **_RESOLVED},
        cwd="/",
        start_new_session=True,
    )


def _import_roots() -> list[str]:
    """Where the worker finds this package and RestrictedPython; found without importing the latter."""
    roots = [str(Path(__file__).parents[2])]
    spec = importlib.util.find_spec("RestrictedPython")
    if spec is not None and spec.origin is not None:
        roots.append(str(Path(spec.origin).parents[1]))
    return roots


class ProcessConnection(Connection):
    """See `Connection`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        self._process, self._stdin, self._stdout = process, process.stdin, process.stdout
        self._in, self._out = process.stdin.fileno(), process.stdout.fileno()
        self.modules = f"from {_import_roots()[-1]}"
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._readable = select.poll()
        self._readable.register(self._out, select.POLLIN)
        self._both = select.poll()
        self._both.register(self._out, select.POLLIN)
        self._both.register(self._in, select.POLLOUT)

    def tell(self, outgoing: bytearray) -> None:
        self._write(outgoing)

    def exchange(self, outgoing: bytearray, timeout_seconds: float) -> bytes:
        if outgoing:
            self._write(outgoing)
        for fd, _ in (self._both if outgoing else self._readable).poll(max(0.0, timeout_seconds) * 1000):
            if fd == self._out:
                return self._read()
        return b""

    def _write(self, outgoing: bytearray) -> None:
        try:
            del outgoing[: os.write(self._in, outgoing)]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            outgoing.clear()  # it has ended; what it said before is still to be read

    def _read(self) -> bytes:
        try:
            data = os.read(self._out, _CHUNK_BYTES)
        except BlockingIOError:
            return b""
        if not data:
            if self._process.poll() is None:
                _ends(self._process.pid, _END_SECONDS)  # by itself: its status tells how
            self.kill()
            status = self._process.returncode
            number = -status if status < 0 else status - _SIGNALLED
            raise ConnectionEnded(f"killed by signal {number}" if number > 0 else f"ended with status {status}")
        return data

    def kill(self) -> None:
        """Asks the launcher, which ends all at once and leaves nothing behind; one that does not is killed."""
        if self._process.poll() is None:
            self._process.terminate()
            if self._process.returncode is None and not _ends(self._process.pid, _END_SECONDS):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._stdin.close()
        self._stdout.close()

    def close(self) -> None:
        self.kill()  # it has nothing to save


def _ends(pid: int, seconds: float) -> bool:
    """Waits for the end of a child that nobody has reaped, without the polling of `Popen.wait(timeout)`."""
    fd = os.pidfd_open(pid)
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    try:
        return bool(poll.poll(seconds * 1000))
    finally:
        os.close(fd)
