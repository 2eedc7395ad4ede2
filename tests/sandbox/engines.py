"""Engines that do not do what they should: far ends of the real client."""

from __future__ import annotations

import contextlib
import functools
import os
import socket
import threading
from typing import TYPE_CHECKING

from sandbox.backends import engine
from tests.engine import WHY_NOT

if TYPE_CHECKING:
    from pathlib import Path

UPSTREAM = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")


@functools.cache
def is_podman() -> bool:
    """Whether the engine of the tests is Podman."""
    if WHY_NOT:
        return False
    with contextlib.closing(engine.connect()) as api:
        return engine.is_podman(api.version())


class _Relay:
    """A listener that leads to the real engine, until it is cut (as by the engine's end) or held (nothing passes)."""

    def __init__(self, listener: socket.socket) -> None:
        self._flowing = threading.Event()
        self._flowing.set()
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._is_cut = False
        self._listener = listener
        self._listener.listen(50)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def connections(self) -> int:
        """How many were made to it."""
        return len(self._sockets) // 2

    def hold(self) -> None:
        self._flowing.clear()

    def cut(self) -> None:
        self._flowing.set()
        with self._lock:
            self._is_cut = True
            self._close()

    def _close(self) -> None:
        for each in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                engine = socket.socket(socket.AF_UNIX)
                engine.connect(UPSTREAM)
                with self._lock:
                    self._sockets += [client, engine]
                    if self._is_cut:
                        self._close()
                for source, target in ((client, engine), (engine, client)):
                    threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._flowing.wait()
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)


class Relay(_Relay):
    def __init__(self, path: Path) -> None:
        self.address = f"unix://{path}"
        self._path = path
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
        super().__init__(listener)

    def cut(self) -> None:
        self._path.unlink(missing_ok=True)
        super().cut()


class TcpRelay(_Relay):
    def __init__(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        super().__init__(listener)


def silent(path: Path) -> socket.socket:
    """A socket at which somebody listens who never answers."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen(50)
    return listener


def babbling(path: Path) -> socket.socket:
    """A socket at which something answers that is no engine."""
    listener = silent(path)

    def answer() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                client.sendall(b"220 mail.example.org ESMTP\r\n\r\n")
                client.close()

    threading.Thread(target=answer, daemon=True).start()
    return listener
