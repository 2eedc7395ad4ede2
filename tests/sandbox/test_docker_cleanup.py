"""No container outlives its host, and none of a living host's is removed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import Returned, Sandbox
from sandbox.backends import engine, owner
from tests.engine import TEST_IMAGE, needs_engine
from tests.soak.processes import children, settled

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("docker")
pytestmark = needs_engine
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def api() -> Iterator[Any]:
    with contextlib.closing(engine.connect()) as opened:
        yield opened


def of_process(api: Any, pid: int) -> list[str]:
    """The containers that a process has started, in whatever state."""
    found = api.containers(all=True, filters={"label": owner.LABEL})
    return [each["Id"] for each in found if each["Labels"][owner.LABEL].split("/")[1] == str(pid)]


def left_of(api: Any, pid: int, seconds: float = 5) -> list[str]:
    """Its containers that are still there after `seconds`, or none as soon as there is none."""
    deadline = time.monotonic() + seconds
    while (left := of_process(api, pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def held() -> tuple[int, list[str], list[int]]:
    """What this process has: descriptors, threads, children (such as the watch)."""
    return (
        len(os.listdir("/proc/self/fd")),
        sorted(thread.name for thread in threading.enumerate()),
        children(os.getpid()),
    )


def test_closed_sandboxes_leave_no_container_descriptor_thread_or_process(api: Any) -> None:
    with Sandbox("docker", workers=1) as box:
        assert isinstance(box.run("pass"), Returned)
        assert of_process(api, os.getpid())
    assert not left_of(api, os.getpid())
    assert settled(lambda: "docker" in held()[1], value=False) is False
    before = held()
    for number in range(20):
        with Sandbox("docker", workers=1, isolation="container" if number % 2 else "process") as box:
            if number % 5 == 0:
                assert isinstance(box.run("pass"), Returned)
            # else it is closed while its container is being made
    assert settled(held, before, 30) == before
    assert not left_of(api, os.getpid())


def test_nothing_is_said_when_the_host_ends() -> None:
    """What cannot be closed is told by Python 3.13, and by those before it in development mode."""
    code = f"from sandbox import Sandbox\nwith Sandbox('docker', image={TEST_IMAGE!r}) as box: print(box.run('print(1)').stdout)"
    ended = subprocess.run(
        [sys.executable, "-X", "dev", "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert (ended.stdout, ended.stderr) == ("1\n\n", "")


HOST = f"""
import sys
from sandbox import Limits, Sandbox
box = Sandbox("docker", workers=1, image={TEST_IMAGE!r}, limits=Limits(wall_seconds=60, cpu_seconds=60))
if sys.argv[1] != "starting":
    print(box.protections, flush=True)
    box.run("while True: pass") if sys.argv[1] == "busy" else None
else:
    print("starting", flush=True)
sys.stdin.read() if sys.argv[1] != "ending" else None
"""


def start(state: str, code: str = HOST) -> subprocess.Popen[bytes]:
    host = subprocess.Popen(
        [sys.executable, "-c", code, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert host.stdout is not None
    assert host.stdout.readline()
    return host


def end(host: subprocess.Popen[bytes]) -> None:
    host.kill()
    host.communicate()


@pytest.mark.parametrize("state", ["busy", "idle", "ending"])
def test_a_killed_host_leaves_no_container(api: Any, state: str) -> None:
    host = start(state)
    time.sleep(0.3)
    end(host)
    assert not left_of(api, host.pid)


@pytest.mark.parametrize("hundredths", range(5, 105, 25))
def test_a_host_that_is_killed_while_it_starts_leaves_no_container(api: Any, hundredths: int) -> None:
    host = start("starting")
    time.sleep(hundredths / 100)
    end(host)
    time.sleep(1)  # what it had asked for comes about
    assert not left_of(api, host.pid, seconds=4)


STUCK = f"""
import sys, time
import docker
def start(self, container):
    print("made", flush=True)
    time.sleep(60)
docker.APIClient.start = start
from sandbox import Sandbox
box = Sandbox("docker", workers=1, image={TEST_IMAGE!r})
sys.stdin.read()
"""


def test_a_container_that_was_made_and_not_yet_started_is_removed_too(api: Any) -> None:
    host = start("", STUCK)
    assert len(of_process(api, host.pid)) == 1
    end(host)
    assert not left_of(api, host.pid)


def made(api: Any, labels: dict[str, str]) -> str:
    container: str = api.create_container(TEST_IMAGE, ["python3"], labels=labels)["Id"]
    return container


def test_what_a_dead_process_had_asked_for_is_removed_when_it_comes(api: Any) -> None:
    machine, _, started = owner.labels("mark")[owner.LABEL].split("/")
    watch = owner.Watch()
    with watch.awaiting("another"):
        watch._tell("+", "awaited")
    assert watch._process.stdin is not None
    watch._process.stdin.close()  # as this process's end would do
    left = made(api, {**owner.labels("awaited"), owner.LABEL: f"{machine}/{2**22 + 1}/{started}"})
    assert watch._process.wait(60) == 0
    assert left not in {each["Id"] for each in api.containers(all=True)}


@pytest.mark.parametrize(
    ("swept", "awaited", "sweeps"),
    [
        ([[]], [], 1),
        ([["started"], []], [], 2),
        ([[], [], ["asked for"], []], ["asked for"], 4),
        ([["another"], [], ["asked for"], []], ["asked for"], 4),
    ],
)
def test_the_watch_ends_with_what_it_awaits_and_what_is_left(
    monkeypatch: pytest.MonkeyPatch, swept: list[list[str]], awaited: list[str], sweeps: int
) -> None:
    left = [set(marks) for marks in swept]
    monkeypatch.setattr(owner, "sweep", lambda api: left.pop(0))
    monkeypatch.setattr(owner, "_AWAITED_SECONDS", 60.0)
    owner.sweep_for_a_while(set(awaited), time.monotonic())
    assert len(swept) - len(left) == sweeps


def test_the_watch_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "sweep", lambda api: set())
    owner.sweep_for_a_while({"never"}, time.monotonic() - owner._AWAITED_SECONDS)


def test_only_what_dead_owners_left_is_swept(api: Any) -> None:
    host = start("idle")
    (living,) = of_process(api, host.pid)
    machine, _, started = owner.labels("mark")[owner.LABEL].split("/")
    now = int(time.time())
    others = {
        "of a dead owner": made(api, {**owner.labels("mark"), owner.LABEL: f"{machine}/{2**22 + 1}/{started}"}),
        "of an owner whose number another has now": made(api, {owner.LABEL: f"{machine}/{os.getpid()}/1"}),
        "of another machine, long ago": made(api, {owner.LABEL: "elsewhere/1/1", "codegen.lease": str(now - 1)}),
        "of another machine, lately": made(api, {owner.LABEL: "elsewhere/1/1", "codegen.lease": str(now + 1000)}),
        "of a living owner": made(api, owner.labels("mark")),
        "of nobody we know": made(api, {"some": "label"}),
    }
    owner.sweep(api)
    there = {each["Id"] for each in api.containers(all=True)}
    kept = {whose for whose, container in others.items() if container in there}
    for container in there & set(others.values()):
        api.remove_container(container)
    assert kept == {"of another machine, lately", "of a living owner", "of nobody we know"}
    assert living in there
    end(host)


def test_a_zombie_is_a_dead_owner() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    living = owner._owner(child.pid)
    child.kill()
    deadline = time.monotonic() + 5
    while owner._owner(child.pid) == living and time.monotonic() < deadline:
        time.sleep(0.01)
    assert owner._owner(child.pid) != living
    child.communicate()


def test_a_living_owner_that_proc_does_not_show_is_not_taken_for_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """As another user's where /proc is mounted with hidepid: what can be asked then is whether a signal would go."""
    machine, _, started = owner.labels("mark")[owner.LABEL].split("/")
    marks = {owner.LABEL: f"{machine}/{2**22 + 1}/{started}"}
    assert owner._abandoned(marks)

    def refuse(pid: int, number: int) -> None:
        assert (pid, number) == (2**22 + 1, 0)
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert not owner._abandoned(marks)
