"""Services of a host on loopback: they answer whoever comes with a secret, and remember that somebody came."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

#: What an HTTP client needs before it shows the body.
_HTTP: Final = b"HTTP/1.0 200 OK\r\n\r\n"


class Listeners:
    """`tcp`, `udp`, `http`, `unix`, `abstract` and `docker` (a fake control socket); a context manager."""

    def __init__(self, folder: Path, tag: str, answer: str) -> None:
        self.unix, self.docker, self.abstract = folder / "service.sock", folder / "docker.sock", f"sbx-{tag}"
        self._spoken: list[str] = []
        self._answer = answer.encode()
        self._selector = selectors.DefaultSelector()
        self._stop, stopped = socket.socketpair()
        self._selector.register(stopped, selectors.EVENT_READ, "stop")
        self.ports = {name: self._inet(name) for name in ("tcp", "http", "udp")}
        for name, address in (
            ("unix", str(self.unix)),
            ("docker", str(self.docker)),
            ("abstract", f"\0{self.abstract}"),
        ):
            self._listen(name, socket.socket(socket.AF_UNIX), address)
        for path in (self.unix, self.docker):
            path.chmod(0o666)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Listeners:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._stop.close()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]  # all of them are sockets
        self._selector.close()

    def take_spoken(self) -> list[str]:
        """Who was spoken to since the last question."""
        spoken, self._spoken = self._spoken, []
        return [f"{name}_listener" for name in spoken]

    def _inet(self, name: str) -> int:
        kind = socket.SOCK_DGRAM if name == "udp" else socket.SOCK_STREAM
        service = socket.socket(socket.AF_INET, kind)
        self._listen(name, service, ("127.0.0.1", 0))
        port: int = service.getsockname()[1]
        return port

    def _listen(self, name: str, service: socket.socket, address: str | tuple[str, int]) -> None:
        service.bind(address)
        if service.type == socket.SOCK_STREAM:
            service.listen()
        self._selector.register(service, selectors.EVENT_READ, name)

    def _serve(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.data == "stop":
                    return
                self._spoken.append(key.data)
                with contextlib.suppress(OSError):
                    self._reply(key.data, key.fileobj)  # type: ignore[arg-type]

    def _reply(self, name: str, service: socket.socket) -> None:
        if name == "udp":
            service.sendto(self._answer, service.recvfrom(4096)[1])
            return
        guest, _ = service.accept()
        with guest:
            if name in ("http", "docker"):
                guest.settimeout(0.5)
                guest.recv(4096)
            guest.sendall(_HTTP + self._answer if name == "http" else self._answer)
