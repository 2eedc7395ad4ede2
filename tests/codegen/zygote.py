"""Commands at the price of a fork: one process a module has imported what they need, each command is a child of it.

Everything else is a command's own: its standard streams, environment, directory, signals and end. Tests of what a command
loads, and of variables that are read while something is imported, start Python instead.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Zygote:
    """The process that waits for commands to start; ends with this one."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._socket = ours
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.codegen.zygote", str(theirs.fileno())], pass_fds=[theirs.fileno()], cwd=ROOT
        )
        theirs.close()

    def start(self, arguments: list[str], environment: dict[str, str], folder: Path, streams: list[int]) -> int:
        """Starts a command; a descriptor from which its process id and its exit status can be read, a line each."""
        reader, writer = os.pipe()
        order = json.dumps({"arguments": arguments, "environment": environment, "folder": str(folder)}).encode()
        socket.send_fds(self._socket, [len(order).to_bytes(4, "big")], [*streams, writer])
        self._socket.sendall(order)
        os.close(writer)
        return reader

    def close(self) -> None:
        self._socket.close()
        self._process.wait()


@cache
def zygote() -> Zygote:
    return Zygote()


def end() -> None:
    """Ends the process, if one was needed."""
    if zygote.cache_info().currsize:
        zygote().close()
        zygote.cache_clear()


def run(
    arguments: list[str], data: bytes, environment: dict[str, str], folder: Path, *, timeout_seconds: float
) -> tuple[int, bytes, bytes]:
    """Exit status, stdout and stderr of a command whose stdin is `data`."""
    pipes = [os.pipe() for _ in range(3)]
    (stdin, feed), (out, stdout), (err, stderr) = pipes
    status = zygote().start(arguments, environment, folder, [stdin, stdout, stderr])
    for fd in (stdin, stdout, stderr):
        os.close(fd)
    os.set_blocking(feed, False)
    read: dict[int, bytearray] = {out: bytearray(), err: bytearray(), status: bytearray()}
    deadline = time.monotonic() + timeout_seconds
    with selectors.DefaultSelector() as waiting:
        waiting.register(feed, selectors.EVENT_WRITE)
        for fd in read:
            waiting.register(fd, selectors.EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                os.kill(int(read[status].split()[0]), signal.SIGKILL)
                raise subprocess.TimeoutExpired(arguments, timeout_seconds)
            for key, _ in ready:
                fd = key.fd
                if fd == feed:
                    with suppress(BlockingIOError):
                        try:
                            data = data[os.write(fd, data) :] if data else b""
                        except BrokenPipeError:
                            data = b""
                    over = not data
                else:
                    piece = os.read(fd, 65536)
                    read[fd] += piece
                    over = not piece
                if over:
                    waiting.unregister(fd)
                    os.close(fd)
    return int(read[status].split()[1]), bytes(read[out]), bytes(read[err])


def serve(connection: socket.socket) -> None:
    import openai  # noqa: F401  what a command takes longest to load

    from codegen.cli.app import commands

    commands()

    while True:
        head, fds, _, _ = socket.recv_fds(connection, 4, 4)
        if len(head) < 4:
            return
        size = int.from_bytes(head, "big")
        order = b""
        while len(order) < size:
            order += connection.recv(size - len(order))
        if os.fork() == 0:
            connection.close()
            _between(fds, json.loads(order))
        for fd in fds:
            os.close(fd)
        while True:  # those that have ended meanwhile
            try:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    break
            except ChildProcessError:
                break


def _between(fds: list[int], order: dict[str, Any]) -> None:
    """Waits for the command, so that its status reaches the test and not only this process."""
    status = fds.pop()
    command = os.fork()
    if command == 0:
        os.close(status)
        _become(fds, order)
    for fd in fds:
        os.close(fd)
    os.write(status, f"{command}\n".encode())
    _, found = os.waitpid(command, 0)
    os.write(status, str(os.waitstatus_to_exitcode(found)).encode())
    os._exit(0)


def _become(fds: list[int], order: dict[str, Any]) -> None:
    for target, fd in enumerate(fds):
        os.dup2(fd, target)
        os.close(fd)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    sys.argv = [str(ROOT / "codegen" / "__main__.py"), *order["arguments"]]
    sys.path[0] = order["folder"]
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    code = 70
    try:
        from codegen.cli import main

        code = main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 1
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or 120
    os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
