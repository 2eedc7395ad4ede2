"""Workers in hardened containers, through the Docker Engine's API, whose package is imported when one is started.

The container has nothing of the host's: no network, no mount, no capability, no file that can be written. The worker's
code is sent over its standard input, so any image with a Python of 3.11 or later serves unchanged; when the input ends,
because the host is gone, all in the container ends and the engine removes it.
"""

from __future__ import annotations

import contextlib
import select
import struct
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from . import ConnectionEnded, engine, shipping
from .owner import labels, sweep

if TYPE_CHECKING:
    import socket

#: What is used unless another image is named: any with a Python of 3.11 or later will do.
DEFAULT_IMAGE: Final = "python:3.13-slim"

_CHUNK_BYTES: Final = 1 << 18
#: For the interpreter, the launcher and the fork server, beside the program's own memory.
_OVERHEAD_BYTES: Final = 256 * 1024 * 1024
#: The engine's init, the launcher, the fork server, a child that ends and the next.
_PROCESSES: Final = 16
#: Of what a container wrote to its standard error, kept to say why it ended.
_DIAGNOSIS_BYTES: Final = 4096
_STDERR: Final = 2
#: Each piece of an attached stream: which stream, and how many bytes.
_HEAD: Final = struct.Struct(">BxxxL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """Which container a worker gets.

    `image`: a name, tag or digest. `runtime`: one of the engine's, "" for its default. `pull`: whether a missing image
    may be fetched.
    """

    image: str = DEFAULT_IMAGE
    runtime: str = ""
    pull: bool = True
    memory_bytes: int

    def host_config(self, api: Any) -> Any:
        memory = self.memory_bytes + _OVERHEAD_BYTES
        return api.create_host_config(
            auto_remove=True,
            cap_drop=["ALL"],
            init=True,
            ipc_mode="none",
            log_config={"type": "none", "config": {}},
            mem_limit=memory,
            memswap_limit=memory,
            nano_cpus=1_000_000_000,
            network_mode="none",
            oom_score_adj=500,
            pids_limit=_PROCESSES,
            read_only=True,
            runtime=self.runtime or None,
            security_opt=["no-new-privileges", f"seccomp={_profile()}"],
            tmpfs={"/tmp": "size=1m,nr_inodes=16,noexec,nosuid,nodev,mode=1777"},  # noqa: S108  in the container
            ulimits=[
                {"Name": "nofile", "Soft": 256, "Hard": 256},
                {"Name": "core", "Soft": 0, "Hard": 0},
                {"Name": "fsize", "Soft": 0, "Hard": 0},
            ],
        )


def _profile() -> str:
    return Path(__file__).with_name("seccomp.json").read_text(encoding="ascii")


@dataclass(frozen=True, slots=True)
class _Attached:
    api: Any
    container_id: str
    stream: Any

    @property
    def socket(self) -> socket.socket:
        found: socket.socket = getattr(self.stream, "_sock", self.stream)
        return found

    def remove(self) -> None:
        """It is removed by the engine when it ends, which it does at once."""
        import docker.errors
        import requests

        connection = self.socket
        self.stream.close()
        connection.close()
        with contextlib.suppress(docker.errors.DockerException, requests.RequestException):
            self.api.kill(self.container_id)


class DockerBackend:
    """Starts a container for each worker, in the background."""

    name = "docker"

    def __init__(self, container: Container) -> None:
        self._container = container
        self._lock = threading.Lock()
        self._api: Any = None
        self._image_id = ""

    def start(self, hash_seed: int) -> DockerConnection:
        attached: Future[_Attached] = Future()

        def create() -> None:
            try:
                attached.set_result(self._create(hash_seed))
            except BaseException as error:
                attached.set_exception(error)

        threading.Thread(target=create, name="docker", daemon=True).start()
        return DockerConnection(attached)

    def _create(self, hash_seed: int) -> _Attached:
        with self._lock:  # the first one reaches the engine, sweeps and gets the image for all
            if self._api is None:
                api = engine.connect()
                sweep(api)
                self._image_id = engine.image_id(api, self._container.image, pull=self._container.pull)
                self._api = api
        with engine.clear_faults("start a container"):
            made = self._api.create_container(
                self._image_id,
                ["python3", "-s", "-P", "-X", "utf8", "-c", shipping.RECEIVE],
                environment={"PYTHONHASHSEED": str(hash_seed)},
                host_config=self._container.host_config(self._api),
                labels=labels(),
                network_disabled=True,
                stdin_open=True,
                user="65534:65534",
                working_dir="/",
            )
            stream = self._api.attach_socket(made["Id"], params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
            attached = _Attached(self._api, made["Id"], stream)
            try:
                self._api.start(made["Id"])
            except BaseException:
                stream.close()
                self._api.remove_container(made["Id"], force=True)
                raise
        return attached


class DockerConnection:
    """See `Connection`."""

    def __init__(self, attached: Future[_Attached]) -> None:
        self._attached = attached
        self._socket: socket.socket | None = None
        self._first = bytearray(shipping.shipment())
        self._received = bytearray()
        self._diagnosis = b""
        self._ended = False

    def exchange(self, outgoing: bytearray, timeout_seconds: float) -> bytes:
        deadline = time.monotonic() + max(0.0, timeout_seconds)
        if self._socket is None:
            try:
                self._socket = self._attached.result(timeout_seconds).socket
            except TimeoutError:
                return b""
            self._socket.setblocking(False)
        while True:
            self._write(self._socket, self._first or outgoing)
            poll = select.poll()
            poll.register(self._socket, select.POLLIN | (select.POLLOUT if self._first or outgoing else 0))
            events = poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
            if any(event & ~select.POLLOUT for _, event in events):
                self._read(self._socket)
            if (data := self._take()) or not events:
                return data

    def _write(self, to: socket.socket, outgoing: bytearray) -> None:
        if outgoing:
            try:
                del outgoing[: to.send(outgoing)]
            except BlockingIOError:
                pass
            except (BrokenPipeError, ConnectionResetError):
                outgoing.clear()  # it has ended; what it said before is still to be read

    def _read(self, source: socket.socket) -> None:
        try:
            data = source.recv(_CHUNK_BYTES)
        except BlockingIOError:
            return
        except ConnectionResetError:
            data = b""
        if not data:
            self.kill()
            lines = self._diagnosis.decode("utf-8", "replace").strip().splitlines()
            raise ConnectionEnded(f"its container ended{': ' + lines[-1] if lines else ''}")
        self._received += data

    def _take(self) -> bytes:
        """What there is of standard output, without the engine's framing."""
        output = bytearray()
        while len(self._received) >= _HEAD.size:
            stream, size = _HEAD.unpack_from(self._received)
            if len(self._received) < _HEAD.size + size:
                break
            piece = self._received[_HEAD.size : _HEAD.size + size]
            del self._received[: _HEAD.size + size]
            if stream == _STDERR:
                self._diagnosis = (self._diagnosis + piece)[-_DIAGNOSIS_BYTES:]
            else:
                output += piece
        return bytes(output)

    def kill(self) -> None:
        if not self._ended:
            self._ended = True
            self._attached.add_done_callback(_remove)

    def close(self) -> None:
        self.kill()


def _remove(attached: Future[_Attached]) -> None:
    if attached.exception() is None:
        attached.result().remove()
