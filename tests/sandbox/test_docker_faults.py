"""What can be wrong with an engine, an image or a container: one clear line each, and never the program's fault."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
import time
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import Limits, Returned, Sandbox, SandboxError
from sandbox.backends import docker, engine
from tests.engine import needs_engine
from tests.made_images import FOREIGN, image_maker
from tests.sandbox.engines import Relay, babbling, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytest.importorskip("docker")
PATIENT = Limits(wall_seconds=30, cpu_seconds=30)
BUSY = "while True: pass"


@pytest.fixture(autouse=True)
def no_word_of_the_clients_sockets() -> Iterator[None]:
    """docker 7.2 leaves a socket that could not be connected to the garbage collector, which warns."""
    yield
    for thread in threading.enumerate():
        if thread.name == "docker":
            thread.join(30)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def fault_of(box: Sandbox, source: str = "pass") -> str:
    """The one line of what is wrong; SandboxUnavailable or another SandboxError, and nothing but that."""
    with box, pytest.raises(SandboxError) as raised:
        box.run(source)
    text = str(raised.value)
    assert "\n" not in text
    assert "Traceback" not in text
    assert "Error(" not in text
    return text


# --- the engine ---


def test_without_the_package_it_is_said_which_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docker", None)
    assert "pip install 'codegen[docker]'" in fault_of(Sandbox("docker"))


def test_without_an_engine_it_is_said_how_to_get_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path / 'none'}")
    assert "install and start one" in fault_of(Sandbox("docker"))


def test_an_engine_that_does_not_run_is_to_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    silent(tmp_path / "socket").close()
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path / 'socket'}")
    assert "the engine is not running" in fault_of(Sandbox("docker"))


def test_without_permission_for_the_socket_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with silent(tmp_path / "socket"):
        (tmp_path / "socket").chmod(0)
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path / 'socket'}")
        user = os.geteuid()
        for directory in (tmp_path, *tmp_path.parents[:2]):
            directory.chmod(0o755)
        try:
            if user == 0:
                os.seteuid(65534)
            text = fault_of(Sandbox("docker"))
        finally:
            os.seteuid(user)
    assert "member of the group docker" in text


def test_an_engine_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "ANSWER_SECONDS", 1)
    with silent(tmp_path / "socket"):
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path / 'socket'}")
        started = time.monotonic()
        assert "the engine gave no answer for 1 s" in fault_of(Sandbox("docker"))
    assert time.monotonic() - started < 15


def test_what_is_no_engine_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with babbling(tmp_path / "socket"):
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path / 'socket'}")
        assert fault_of(Sandbox("docker")) == "Docker cannot reach the engine: what answers there is no engine"


@pytest.mark.parametrize("address", ["ssh://user@host.invalid", "npipe:////./pipe/docker", "nonsense"])
def test_an_address_that_cannot_be_used_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DOCKER_HOST", address)
    assert fault_of(Sandbox("docker")).startswith("Docker")


# --- the image ---


@pytest.mark.parametrize(
    ("machine", "made_for", "why"),
    [
        ("x86_64", "amd64", ""),
        ("x86_64", "386", ""),
        ("amd64", "amd64", ""),  # Podman's word
        ("aarch64", "arm64", ""),
        ("armv7l", "arm", ""),
        ("riscv64", "riscv64", ""),
        ("", "amd64", ""),
        ("x86_64", "", ""),
        ("ppc64", "arm", "the image is for arm, and the engine's machine is ppc64; choose another one, by --image"),
        ("i686", "amd64", "the image is for amd64, and the engine's machine is i686; choose another one, by --image"),
    ],
)
def test_an_image_is_held_against_the_engines_machine(machine: str, made_for: str, why: str) -> None:
    assert engine.foreign({"Architecture": machine}, {"Architecture": made_for}) == why


def test_a_fault_that_is_no_processors_is_not_put_on_it() -> None:
    assert engine.advice("its Python is 3.9", "the image is for arm64") == "its Python is 3.9"


@pytest.fixture(scope="module")
def make_image() -> Iterator[Callable[..., str]]:
    with image_maker() as make:
        yield make


class TestImages:
    pytestmark = needs_engine

    def test_a_missing_image_that_may_not_be_pulled_is_named(self) -> None:
        assert "no image 'codegen-none:1'" in fault_of(Sandbox("docker", image="codegen-none:1", pull=False))

    def test_an_image_without_python_is_named_so(self, make_image: Callable[..., str]) -> None:
        image = make_image("empty", {"usr/bin/nothing": b"nothing"})
        assert "the image has no python3" in fault_of(Sandbox("docker", image=image))

    def test_an_image_for_another_processor_is_named_so(self, make_image: Callable[..., str]) -> None:
        image = make_image("foreign", {"usr/bin/python3": FOREIGN, "bin/sh": FOREIGN})
        assert "another kind of processor" in fault_of(Sandbox("docker", image=image))

    @pytest.mark.parametrize("files", [{}, {"bin/sh": FOREIGN}], ids=["without a shell", "with one"])
    def test_what_says_that_it_is_for_another_processor_is_named_so(
        self, make_image: Callable[..., str], files: dict[str, bytes]
    ) -> None:
        image = make_image("elsewhere", {"usr/bin/python3": FOREIGN, **files}, processor="s390x")
        assert "the image is for s390x, and the engine's machine is " in fault_of(Sandbox("docker", image=image))

    def test_a_python_that_is_too_old_is_named(self, make_image: Callable[..., str]) -> None:
        old = b"import sys; sys.version_info = (3, 9, 2, 'final', 0)\n"
        image = make_image("old", {"old.pth": old}, "COPY old.pth /usr/lib/python3/dist-packages/old.pth")
        assert "its Python is 3.9, and must be 3.11 or later" in fault_of(Sandbox("docker", image=image))

    def test_a_python_without_its_library_says_what_is_missing(self, make_image: Callable[..., str]) -> None:
        image = make_image("bare", {}, "RUN rm -r /usr/lib/python3*/json")
        assert "No module named 'json'" in fault_of(Sandbox("docker", image=image))

    def test_a_runtime_that_the_engine_does_not_have_is_named(self) -> None:
        assert "no-such-runtime" in fault_of(Sandbox("docker", runtime="no-such-runtime"))

    def test_what_an_image_would_start_or_mount_is_left_out(self, make_image: Callable[..., str]) -> None:
        lines = 'VOLUME /data\nENTRYPOINT ["/bin/false"]\nHEALTHCHECK --interval=1s CMD true\nENV PYTHONPATH=/data'
        with Sandbox("docker", workers=1, image=make_image("eager", {}, lines)) as box:
            assert isinstance(box.run("pass"), Returned)
            with contextlib.closing(engine.connect()) as api:
                found = api.inspect_container(container_of(box))
        assert found["Mounts"] == []
        assert "noexec" in found["HostConfig"]["Tmpfs"]["/data"]
        assert found["Config"]["Healthcheck"]["Test"] == ["NONE"]

    def test_a_call_that_the_worker_needs_and_may_not_make_is_named(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        profile = tmp_path / "seccomp.json"
        profile.write_text(docker._PROFILE.read_text().replace('"pidfd_open",', ""))
        monkeypatch.setattr(docker, "_PROFILE", profile)
        text = fault_of(Sandbox("docker", workers=1))
        assert text.startswith("container (")
        assert "pidfd_open" in text

    def test_no_container_is_started_twice_for_a_fault_that_stays(
        self, make_image: Callable[..., str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        box = Sandbox("docker", image=make_image("bare-again", {}, "RUN rm -r /usr/lib/python3*/json"))
        starts = _count(monkeypatch, box)
        assert "No module named" in fault_of(box)
        assert not starts


def _count(monkeypatch: pytest.MonkeyPatch, box: Sandbox) -> list[int]:
    """The hash seeds of the workers that are started from now on."""
    backend: Any = box._backend
    start = backend.start
    seeds: list[int] = []

    def counted(seed: int) -> Any:
        seeds.append(seed)
        return start(seed)

    monkeypatch.setattr(backend, "start", counted)
    return seeds


# --- in the middle of a run ---


def container_of(box: Sandbox) -> str:
    assert box.protections
    remote: Any = box._idle[0]
    found: str = remote._connection._attached.result().container_id
    return found


class TestRuns:
    pytestmark = needs_engine

    def test_a_container_that_is_killed_from_outside_is_not_the_programs_fault(self) -> None:
        box = Sandbox("docker", workers=1, limits=PATIENT)
        container = container_of(box)
        with contextlib.closing(engine.connect()) as api:
            threading.Timer(0.5, api.kill, (container,)).start()
            assert "ended from outside" in fault_of(box, BUSY)

    def test_a_container_that_is_killed_between_jobs_is_replaced_without_a_word(self) -> None:
        with Sandbox("docker", workers=1) as box, contextlib.closing(engine.connect()) as api:
            api.kill(container_of(box))
            time.sleep(1)
            assert isinstance(box.run("pass"), Returned)

    def test_a_paused_container_is_not_the_programs_fault_and_the_deadline_holds(self) -> None:
        box = Sandbox("docker", workers=1, limits=Limits(wall_seconds=3, cpu_seconds=3))
        container = container_of(box)
        with contextlib.closing(engine.connect()) as api:
            threading.Timer(0.5, api.pause, (container,)).start()
            started = time.monotonic()
            assert "paused from outside" in fault_of(box, BUSY)
        assert time.monotonic() - started < 15

    def test_an_engine_that_ends_in_the_middle_of_a_run_is_not_the_programs_fault(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        relay = Relay(tmp_path / "relay")
        monkeypatch.setenv("DOCKER_HOST", relay.address)
        box = Sandbox("docker", workers=1, limits=PATIENT)
        assert box.protections
        threading.Timer(0.5, relay.cut).start()
        assert fault_of(box, BUSY).startswith("Docker cannot")

    def test_an_engine_that_hangs_in_the_middle_of_a_run_is_not_the_programs_fault(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        relay = Relay(tmp_path / "relay")
        monkeypatch.setenv("DOCKER_HOST", relay.address)
        box = Sandbox("docker", workers=1, limits=Limits(wall_seconds=2, cpu_seconds=2))
        assert box.protections
        threading.Timer(0.5, relay.hold).start()
        started = time.monotonic()
        assert "gave no answer" in fault_of(box, BUSY)
        assert time.monotonic() - started < 20
        relay.cut()
