"""A worker's namespaces and control group: what the kernel says of them, what they hold, and that nothing is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sandbox import Crashed, LimitExceeded, Limits, Raised, Returned, Sandbox
from sandbox.worker import cgroups
from tests.conftest import wait_until_gone
from tests.sandbox.workers import child_pid, child_pids, launcher_pid, server_pid, status

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


def protections() -> str:
    with Sandbox("process", workers=1) as box:
        return " ".join(box.protections)


HELD = protections()
needs_namespaces = pytest.mark.skipif("namespaces" not in HELD, reason="this kernel gives no namespaces to this user")
needs_memory_group = pytest.mark.skipif("memory v" not in HELD, reason="no control group for memory can be made here")
needs_pids_group = pytest.mark.skipif("pids v" not in HELD, reason="no control group for processes can be made here")
needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root may look at a process that is not dumpable")


@pytest.mark.skipif(shutil.which("unshare") is None, reason="nothing to compare with: no unshare command")
def test_namespaces_are_there_exactly_where_another_program_gets_them_too() -> None:
    command = ["unshare", "--map-root-user", "--pid", "--fork", "--net", "--ipc", "--uts", "--mount", "true"]
    given = subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert ("namespaces (user, pid, net, ipc, uts, mount)" in HELD) == given


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox("process", workers=1, limits=Limits(wall_seconds=20, cpu_seconds=20)) as sandbox:
        yield sandbox


@needs_namespaces
@needs_root
def test_a_child_shares_no_namespace_with_the_host(box: Sandbox) -> None:
    child = child_pid(server_pid(box))
    for name in ("user", "pid", "net", "ipc", "uts", "mnt"):
        assert os.readlink(f"/proc/{child}/ns/{name}") != os.readlink(f"/proc/self/ns/{name}"), name
    assert os.listdir(f"/proc/{child}/root") == []
    assert "lo" in Path(f"/proc/{child}/net/dev").read_text()
    assert len(Path(f"/proc/{child}/net/dev").read_text().splitlines()) == 3  # two of headings


@needs_namespaces
def test_init_is_the_first_process_and_no_one_inside_has_a_capability(box: Sandbox) -> None:
    server = server_pid(box)
    init, child = child_pid(launcher_pid(box)), child_pid(server)
    assert [status(pid)["NSpid"].split()[1:] for pid in (init, server)] == [["1"], ["2"]]
    assert len(status(child)["NSpid"].split()) == 2
    for pid in (server, child):
        assert {status(pid)[field] for field in ("CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb")} == {"0" * 16}


@needs_namespaces
def test_a_program_without_its_other_walls_sees_no_other_process_file_or_network() -> None:
    source = (
        "import os, socket\n"
        "print(os.listdir('/'), socket.gethostname(), [name for _, name in socket.if_nameindex()])\n"
        "for pid in range(3, 60000):\n"
        "    try:\n"
        "        os.kill(pid, 0)\n"
        "        pid == os.getpid() or print(pid)\n"
        "    except ProcessLookupError:\n"
        "        pass\n"
        "open('/x', 'w')"
    )
    with Sandbox("process", workers=1, _without=("seccomp", "landlock", "rlimits")) as box:
        outcome = box.run(source)
    assert outcome.stdout == "[] sandbox ['lo']\n"
    assert isinstance(outcome, Raised)
    assert outcome.type_name == "OSError"
    assert "Read-only" in outcome.message


DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
os.wait()
"""


@pytest.mark.parametrize("without", [("namespaces",), ()], ids=["no namespaces", "namespaces"])
def test_a_daemon_does_not_outlive_its_job(without: tuple[str, ...]) -> None:
    with Sandbox("process", workers=1, _without=("seccomp", "rlimits", *without)) as box:
        launcher = launcher_pid(box)
        server = server_pid(box)
        assert isinstance(box.run(DAEMON), Returned)
        if without:
            assert not wait_until_gone({launcher, server}), "a worker with a survivor is used again"
        else:
            assert server_pid(box) == server
            assert child_pids(server) in ([], [child_pid(server)])  # the next one, perhaps not yet there
        assert isinstance(box.run("pass"), Returned)
    assert not sleepers()


def sleepers() -> list[int]:
    """Processes that are children of this one's workers, or of nobody, and came from DAEMON: in a session of their own."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            command = (path.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if b"sandbox.worker.server" in command and fields[1] == "1":
            found.append(int(path.parent.name))
    return found


@pytest.mark.parametrize("victim", ["launcher", "first", "server"])
@pytest.mark.parametrize("state", ["busy", "idle"])
def test_whoever_of_a_worker_is_killed_all_of_it_ends_and_the_next_serves(
    box: Sandbox, victim: str, state: str
) -> None:
    launcher, server = launcher_pid(box), server_pid(box)
    first, child = child_pid(launcher), child_pid(server)
    pid = {"launcher": launcher, "first": first, "server": server}[victim]
    if state == "busy":
        killer = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(0.3); os.kill({pid}, 9)"])
        outcome = box.run("while True: pass")
        killer.wait()
        assert isinstance(outcome, Crashed)
        assert "lost" in outcome.detail
    else:
        os.kill(pid, signal.SIGKILL)
    assert not wait_until_gone({first, server, child})
    assert isinstance(box.run("pass"), Returned)


@pytest.mark.parametrize("stopped", ["first", "server"])
def test_a_worker_that_does_not_react_is_ended_all_the_same(stopped: str) -> None:
    with Sandbox("process", workers=1) as box:
        launcher, server = launcher_pid(box), server_pid(box)
        pids = {launcher, child_pid(launcher), server, child_pid(server)}
        os.kill(server if stopped == "server" else child_pid(launcher), signal.SIGSTOP)
        started = time.monotonic()
    assert time.monotonic() - started < 4
    assert not wait_until_gone(pids)


@needs_memory_group
def test_the_kernel_ends_a_program_that_its_rlimits_did_not_hold() -> None:
    with Sandbox("process", workers=1, limits=Limits(memory_bytes=64 << 20), _without=("rlimits",)) as box:
        server = server_pid(box)
        outcome = box.run("kept = []\nwhile True:\n    kept.append(bytearray(10**7))")
        assert isinstance(outcome, LimitExceeded)
        assert outcome.limit == "memory"
        assert isinstance(box.run("pass"), Returned)
        assert server_pid(box) == server


@needs_memory_group
def test_a_killed_program_is_not_taken_for_one_without_memory(box: Sandbox) -> None:
    child = child_pid(server_pid(box))
    killer = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(0.3); os.kill({child}, 9)"])
    outcome = box.run("kept = bytearray(10**8)\nwhile True: pass")
    killer.wait()
    assert isinstance(outcome, Crashed)
    assert outcome.signal == signal.SIGKILL


@needs_pids_group
def test_a_program_that_may_start_processes_meets_the_groups_limit() -> None:
    source = (
        "import os, time\n"
        "started = 0\n"
        "while started < 100:\n"
        "    try:\n"
        "        if os.fork() == 0:\n"
        "            time.sleep(600)\n"
        "    except BlockingIOError:\n"
        "        break\n"
        "    started += 1\n"
        "print(started)"
    )
    with Sandbox("process", workers=1, _without=("seccomp", "rlimits")) as box:
        outcome = box.run(source)
        assert isinstance(box.run("pass"), Returned)
    assert 0 < int(outcome.stdout) <= 8


def groups_of(pid: int) -> list[Path]:
    """The directories of the control groups below the host's own."""
    found = []
    for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines():
        if "/codegen-" in line:
            _, controllers, path = line.split(":", 2)
            found += [Path(mount, path.lstrip("/")) for _, names, mount, _ in cgroups._hierarchies()
                      if ",".join(names) == controllers]  # fmt: skip
    return found


@pytest.mark.skipif("cgroup" not in HELD, reason="no control group can be made here")
def test_a_control_group_is_removed_with_its_worker_and_a_lost_one_by_the_next() -> None:
    with Sandbox("process", workers=1) as box:
        usual = groups_of(server_pid(box))
        assert usual
        assert all(path.is_dir() for path in usual)
        assert groups_of(child_pid(server_pid(box))) == usual
    assert not any(path.exists() for path in usual)
    with Sandbox("process", workers=1) as box:
        lost = groups_of(server_pid(box))
        launcher = launcher_pid(box)
        first = child_pid(launcher)
        os.kill(launcher, signal.SIGKILL)
        assert not wait_until_gone({first})
    with Sandbox("process", workers=1) as box:
        assert box.protections
        assert not any(path.exists() for path in lost)


def test_version_2_is_left_only_where_nothing_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a directory that stands for the file system of version 2, which gives each new group its files."""
    make = os.mkdir

    def mkdir(path: str) -> None:
        make(path)
        if Path(path).parent == tmp_path:  # only the top hands its controllers down
            for name in ("memory.max", "memory.swap.max", "pids.max", "cgroup.procs"):
                Path(path, name).touch()

    service = tmp_path / "service"
    service.mkdir()
    monkeypatch.setattr(os, "mkdir", mkdir)
    remove = os.rmdir

    def rmdir(path: str) -> None:  # the kernel removes a group together with its files
        for file in Path(path).iterdir():
            file.unlink()
        remove(path)

    monkeypatch.setattr(os, "rmdir", rmdir)
    monkeypatch.setattr(cgroups, "_hierarchies", lambda: [(2, ("",), str(tmp_path), "/service")])
    (service / "memory.max").write_text("max")
    (group,) = cgroups.make(1 << 20)
    assert Path(group.path).parent == tmp_path
    assert group.controllers == ("memory", "pids")
    assert Path(group.path, "memory.max").read_text() == str((1 << 20) + (256 << 20))
    assert Path(group.path, "pids.max").read_text() == "8"
    group.remove()
    (service / "memory.max").write_text("1000000000")
    assert cgroups.make(1 << 20) == []
    (service / f"codegen-{os.getpid()}").touch()  # nothing can be made here, and still it is not left
    assert cgroups.make(1 << 20) == []
    assert [path.name for path in tmp_path.iterdir()] == ["service"]


REPORT = """
import os
from sandbox import Sandbox
with Sandbox("process", workers=1) as box:
    print(box.run("print(6 * 7)").stdout, os.getuid(), *box.protections)
"""


def report_under(*command: str) -> str:
    done = subprocess.run(
        [*command, sys.executable, "-c", REPORT], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.startswith("42\n")
    assert {"seccomp", "rlimits", "no_new_privs"} <= set(done.stdout.split())
    return done.stdout


@needs_namespaces
@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare command")
def test_a_root_who_cannot_become_another_user_still_has_the_wall() -> None:
    seen = report_under("unshare", "--map-root-user")
    assert " 0 " in seen
    assert "unprivileged" not in seen


@needs_namespaces
@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare command")
def test_an_ordinary_user_has_the_same_namespaces() -> None:
    seen = report_under("unshare", "--user", "--map-user=1000", "--map-group=1000")
    assert " 1000 " in seen
    assert "namespaces (user, pid, net, ipc, uts, mount)" in seen
    assert "unprivileged" in seen
