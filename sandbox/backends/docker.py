"""Workers in hardened containers, through the Docker Engine's API, whose package is imported when one is started.

The container has nothing of the host's: no network, no mount, no capability, no file that can be written. The worker's
code is sent over its standard input, so any image with a Python of 3.11 or later serves unchanged; when the input ends,
because the host is gone, all in the container ends and the engine removes it.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from . import Backend, engine, shipping
from .attached import Attached, DockerConnection
from .owner import Watch, labels, sweep

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What is used unless another image is named: any with a Python of 3.11 or later will do.
DEFAULT_IMAGE: Final = "python:3.13-slim"

#: For the interpreter, the launcher and the fork server, beside the program's own memory.
_OVERHEAD_BYTES: Final = 256 * 1024 * 1024
#: The engine's init, the launcher, the fork server, a child that ends and the next.
_PROCESSES: Final = 16
#: Of the user on the whole machine. Without a word Podman raises it, to what not every root may have.
_USERS_PROCESSES: Final = 4096
_TMPFS: Final = "size=1m,nr_inodes=16,noexec,nosuid,nodev,mode=1777"
#: Podman cannot limit the number of files, and would copy what the image has there.
_PODMANS_TMPFS: Final = "size=1m,notmpcopyup,noexec,nosuid,nodev,mode=1777"
_PROFILE: Final = Path(__file__).with_name("seccomp.json")


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

    def host_config(self, api: Any, volumes: Iterable[str]) -> Any:
        """`volumes`: the image's own, which would be directories of the host; they are in memory instead."""
        memory = self.memory_bytes + _OVERHEAD_BYTES
        podman = engine.is_podman(api.version())
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
            security_opt=["no-new-privileges", f"seccomp={_PROFILE if podman else _PROFILE.read_text('ascii')}"],
            tmpfs=_in_memory(volumes, podman=podman),
            ulimits=[
                {"Name": "nofile", "Soft": 256, "Hard": 256},
                {"Name": "core", "Soft": 0, "Hard": 0},
                {"Name": "fsize", "Soft": 0, "Hard": 0},
                {"Name": "nproc", "Soft": _USERS_PROCESSES, "Hard": _USERS_PROCESSES},
            ],
        )


def _in_memory(volumes: Iterable[str], *, podman: bool) -> dict[str, str]:
    """Directories of a container that is read-only otherwise. Podman would make another one, as large as memory."""
    if podman:
        return dict.fromkeys(("/tmp", "/var/tmp", *volumes), _PODMANS_TMPFS)  # noqa: S108  in the container
    return dict.fromkeys(("/tmp", *volumes), _TMPFS)  # noqa: S108


class DockerBackend(Backend):
    """Starts a container for each worker, in the background."""

    name = "docker"

    def __init__(self, container: Container) -> None:
        self._container = container
        self._lock = threading.Lock()
        self._image_id = self._place = ""
        self._creating: set[Future[Attached]] = set()
        self._watches: list[Watch] = []
        self._open = True

    def start(self, hash_seed: int) -> DockerConnection:
        attached: Future[Attached] = Future()
        self._creating.add(attached)

        def create() -> None:
            try:
                with contextlib.closing(engine.connect(engine.ANSWER_SECONDS)) as api:
                    self._prepare(api)
                    attached.set_result(self._create(api, hash_seed))
            except BaseException as error:
                attached.set_exception(error)
            self._creating.discard(attached)
            self._end_watch()

        threading.Thread(target=create, name="docker", daemon=True).start()
        return DockerConnection(attached, self._container.image)

    def close(self) -> None:
        self._open = False
        self._end_watch()

    def _end_watch(self) -> None:
        """Unless a container is still being made: nothing of it would end if this process did now."""
        while not self._open and not self._creating and self._watches:
            self._watches.pop().end()

    def _prepare(self, api: Any) -> None:
        with self._lock:  # the first one sweeps and gets the image for all
            if not self._place:
                sweep(api)
                self._image_id = engine.image_id(api, self._container.image, pull=self._container.pull)
                self._place = engine.confinement(api, self._container.runtime, self._image_id)
                self._watches.append(Watch())

    def _create(self, api: Any, hash_seed: int) -> Attached:
        import docker.errors

        mark = secrets.token_hex(8)
        with engine.clear_faults("start a container"), self._watches[0].awaiting(mark):
            image = api.inspect_image(self._image_id)
            host = self._container.host_config(api, (image["Config"] or {}).get("Volumes") or ())
            made = api.create_container(
                self._image_id,
                entrypoint=["python3", "-s", "-X", "utf8", "-c", shipping.RECEIVE],
                healthcheck={"test": ["NONE"]},  # the image's would be processes beside ours
                # the latter is -P, which an older Python would not take, and could not say that it is too old
                environment={"PYTHONHASHSEED": str(hash_seed), "PYTHONSAFEPATH": "1"},
                host_config=host,
                labels=labels(mark),
                network_disabled=True,
                stdin_open=True,
                user="65534:65534",
                working_dir="/",
            )
            try:
                engine.must_limit(host, api.inspect_container(made["Id"])["HostConfig"])
                stream = api.attach_socket(made["Id"], params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
                attached = Attached(made["Id"], stream, self._place, engine.foreign(api.info(), image))
                try:
                    api.start(made["Id"])
                except BaseException:
                    attached.detach()
                    raise
            except BaseException:
                with contextlib.suppress(docker.errors.NotFound):  # some engines remove what they could not start
                    api.remove_container(made["Id"], force=True)
                raise
        return attached
