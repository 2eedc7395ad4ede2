"""A container as the engine describes it, item by item, and what it refuses by itself, with the worker's wall off."""

from __future__ import annotations

import ast
import contextlib
import errno
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import Limits, Returned, Sandbox
from sandbox.backends import docker as backend
from sandbox.backends import engine
from tests.engine import needs_engine
from tests.sandbox.engines import is_podman

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("docker")
pytestmark = needs_engine
MEMORY = 96 * 1024 * 1024
#: Every layer that a worker adds in a container: what holds without them is the container's own.
WALL = ("rlimits", "no_new_privs", "seccomp", "landlock", "non-dumpable", "unprivileged", "namespaces", "cgroups")


@pytest.fixture(scope="module")
def described() -> Iterator[dict[str, Any]]:
    with Sandbox("docker", workers=1, limits=Limits(memory_bytes=MEMORY)) as box:
        assert box.protections
        remote: Any = box._idle[0]
        with contextlib.closing(engine.connect()) as api:
            yield api.inspect_container(remote._connection._attached.result().container_id)


HARDENING = {
    "CapDrop": ["ALL"],
    "CapAdd": None,
    "Privileged": False,
    "ReadonlyRootfs": True,
    "NetworkMode": "none",
    "PortBindings": None,
    "IpcMode": "none",
    "PidMode": "",
    "UTSMode": "",
    "UsernsMode": "",
    "Init": True,
    "AutoRemove": True,
    "LogConfig": {"Type": "none", "Config": {}},
    "RestartPolicy": {"Name": "", "MaximumRetryCount": 0},
    "PidsLimit": 16,
    "Memory": MEMORY + 256 * 1024 * 1024,
    "MemorySwap": MEMORY + 256 * 1024 * 1024,
    "NanoCpus": 1_000_000_000,
    "OomKillDisable": False,
    "Binds": None,
    "VolumesFrom": None,
    "Devices": None,
    "DeviceCgroupRules": None,
    "DeviceRequests": None,
    "GroupAdd": None,
    "Tmpfs": {"/tmp": "size=1m,nr_inodes=16,noexec,nosuid,nodev,mode=1777"},
    "Runtime": "runc",
}
#: The same in Podman's words.
PODMANS_WORDS = {
    "CapDrop": ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW",
                "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
    "CapAdd": [],
    "PortBindings": {},
    "IpcMode": "shareable",
    "PidMode": "private",
    "UTSMode": "private",
    "LogConfig": {"Type": "none", "Config": None},
    "Binds": [],
    "Devices": [],
    "GroupAdd": [],
    "Tmpfs": {
        "/tmp": "size=1m,noexec,nosuid,nodev,mode=1777,rw,rprivate",
        "/var/tmp": "size=1m,noexec,nosuid,nodev,mode=1777,rw,rprivate",
        "/run": "rw,rprivate,nosuid,nodev,tmpcopyup",
    },
    "Runtime": "oci",
}  # fmt: skip


@pytest.mark.parametrize("item", HARDENING)
def test_a_running_container_is_described_as_hardened(described: dict[str, Any], item: str) -> None:
    words = HARDENING | PODMANS_WORDS if is_podman() else HARDENING
    assert described["HostConfig"].get(item) == words[item]


def test_a_running_container_has_no_user_files_or_rights_of_the_hosts(described: dict[str, Any]) -> None:
    assert described["Config"]["User"] == "65534:65534"
    assert described["Mounts"] == []
    assert set(described["NetworkSettings"]["Networks"] or ()) <= {"none"}
    assert described["Config"]["Tty"] is False
    assert described["Config"]["StdinOnce"] is not is_podman()  # for Podman that goes without saying
    assert {"codegen.owner", "codegen.started", "codegen.lease"} <= set(described["Config"]["Labels"])
    assert {"PYTHONHASHSEED=0", "PYTHONSAFEPATH=1"} <= set(described["Config"]["Env"])


def test_a_running_container_has_its_limits_and_profile(described: dict[str, Any]) -> None:
    ulimits = {
        each["Name"].removeprefix("RLIMIT_").lower(): (each["Soft"], each["Hard"])
        for each in described["HostConfig"]["Ulimits"]
    }
    assert ulimits == {"nofile": (256, 256), "core": (0, 0), "fsize": (0, 0), "nproc": (4096, 4096)}
    options = described["HostConfig"]["SecurityOpt"]
    assert options[0] == "no-new-privileges"
    told = options[1].removeprefix("seccomp=")
    assert json.loads(Path(told).read_text() if is_podman() else told) == json.loads(backend._PROFILE.read_text())


@pytest.fixture(scope="module")
def bare() -> Iterator[Sandbox]:
    with Sandbox("docker", workers=1, _without=WALL, confinement="optional") as box:
        yield box


PRELUDE = """
import ctypes, os, platform, socket
libc = ctypes.CDLL(None, use_errno=True)
X86 = platform.machine() == "x86_64"
def call(x86, arm, *arguments):
    result = libc.syscall(x86 if X86 else arm, *arguments)
    if result >= 0:
        return result
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
def attempt():
"""

#: Each would succeed, or fail for another reason than permission, in a container without the layer at stake.
REFUSED = {
    "io_uring": "call(425, 425, 1, ctypes.create_string_buffer(256))",
    "ptrace of itself": "call(101, 117, 0, 0, 0, 0)",
    "a netlink socket": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
    "a vsock socket": "socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)",
    "an internet socket": "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
    "a unix socket": "socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)",
    "a pair of sockets": "socket.socketpair()",
    "an alg socket": "socket.socket(38, socket.SOCK_SEQPACKET, 0)",
    "another personality": "call(135, 92, 0x0040000)",
    "a message queue": "call(240, 180, b'q', 0o102, 0o600, 0)",
    "System V shared memory": "call(29, 194, 0, 4096, 0o1600)",
    "System V messages": "call(68, 186, 0, 0o1600)",
    "a key": "call(248, 217, b'user', b'k', b'v', 1, -2)",
    "a program for the kernel": "call(321, 280, 0, ctypes.create_string_buffer(128), 128)",
    "a user namespace": "call(272, 97, 0x10000000)",
    "a user namespace by clone": "call(56, 220, 0x10000011, 0, 0, 0, 0) or os._exit(0)",
    "a mount": "call(165, 40, b'none', b'/tmp', b'tmpfs', 0, 0)",
    "a new root": "call(161, 51, b'/tmp')",
    "page faults": "call(323, 282, 1)",
    "performance events": "call(298, 241, ctypes.create_string_buffer(128), 0, -1, -1, 0)",
    "memory of another process": "call(310, 270, 1, 0, 0, 0, 0, 0)",
    "a file in memory": "call(319, 279, b'm', 0)",
    "another owner": "os.chown('/tmp', 0, 0)",
    "another user": "os.setuid(0)",
    "another group": "os.setgroups([0])",
    "the name of the host": "socket.sethostname('other')",
    "the clock": "call(227, 112, 0, ctypes.create_string_buffer(16))",
    "a link": "os.symlink('/etc/passwd', '/tmp/link')",
    "a device": "os.mknod('/tmp/device', 0o020666, os.makedev(1, 3))",
    "the kernel's log": "call(103, 116, 3, ctypes.create_string_buffer(64), 64)",
    "a file of the system": "open('/etc/new', 'w')",
    "a file in the working directory": "open('new', 'w')",
    "a device of the host": "open('/dev/mem', 'rb')",
    "a block device": "open('/dev/vda', 'rb')",
    "settings of the kernel": "open('/proc/sys/kernel/core_pattern', 'w')",
    "control groups": "open('/sys/fs/cgroup/memory/memory.limit_in_bytes', 'w') if os.path.exists("
    "'/sys/fs/cgroup/memory') else open('/sys/fs/cgroup/memory.max', 'w')",
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_container_alone_refuses(bare: Sandbox, what: str) -> None:
    attempt = (
        f"    try:\n        {REFUSED[what]}\n    except OSError as error:\n        return error.errno\n    return 0\n"
    )
    with bare.load(PRELUDE + attempt) as program:
        outcome = program.call("attempt")
    assert isinstance(outcome, Returned), outcome
    assert outcome.value in {errno.EPERM, errno.ENOENT, errno.EACCES, errno.EROFS, errno.ENOSYS}, outcome.value


def answer(box: Sandbox, source: str) -> object:
    outcome = box.run(f"import os\n{source}")
    assert isinstance(outcome, Returned), outcome
    return ast.literal_eval(outcome.stdout)


def test_the_control_is_bare(bare: Sandbox) -> None:
    """What the other tests here see refused is refused by the container: the worker has no wall of its own."""
    assert answer(bare, "print(len(os.listdir('/')) > 5)")
    assert not {"seccomp", "rlimits", "non-dumpable"} & set(bare.protections)
    assert not any(name.startswith(("landlock", "namespaces")) for name in bare.protections)


def test_with_the_wall_no_file_of_the_container_can_be_opened() -> None:
    """Its init is of the same user, so the container alone does not hide it."""
    source = """
refused = []
for path in ('/proc/1/environ', '/proc/1/mem', '/proc/self/environ', '/etc/hostname', '/'):
    try: os.open(path, os.O_RDONLY)
    except PermissionError: refused.append(path)
print(len(refused))
"""
    with Sandbox("docker", workers=1) as box:
        assert answer(box, source) == 5


def test_there_is_no_network_but_the_loop(bare: Sandbox) -> None:
    names = answer(bare, "print([line.split(':')[0].strip() for line in open('/proc/net/dev').readlines()[2:]])")
    assert names in (["lo"], [])


def test_nothing_written_to_the_temporary_directory_can_be_executed_or_grows(bare: Sandbox) -> None:
    made = """
try:
    with open('/tmp/script', 'w') as file: file.write('x')
except OSError as error: print(error.errno)
"""
    assert answer(bare, made) == errno.EFBIG
    many = """
made = 0
try:
    for n in range(100):
        os.close(os.open(f'/tmp/{n}', os.O_CREAT)); made += 1
except OSError: pass
print(made)
"""
    made_files = answer(bare, many)
    assert isinstance(made_files, int)
    assert made_files < 16 or is_podman()


def test_all_that_can_be_written_is_small_and_in_memory(bare: Sandbox) -> None:
    source = """
mounts = {line.split()[1]: line.split()[2:4] for line in open('/proc/mounts')}
def of(path):
    return mounts[path] if path in mounts else of(os.path.dirname(path))
found = {}
for path, names, _ in os.walk('/'):
    names[:] = [name for name in names if os.path.join(path, name) not in ('/proc', '/sys')]
    if os.access(path, os.W_OK): found[path] = of(path)
print(found)
"""
    found = answer(bare, source)
    assert isinstance(found, dict)
    # Nobody can open a message queue, whose calls are refused.
    assert set(found) == {"/tmp", "/dev/mqueue"} | ({"/var/tmp"} if is_podman() else set())
    for path, (kind, options) in found.items():
        assert {"noexec", "nosuid", "nodev"} <= set(options.split(","))
        assert kind == "mqueue" or (kind == "tmpfs" and "size=1024k" in options), path


def test_signals_do_not_reach_init(bare: Sandbox) -> None:
    assert answer(bare, "import signal\nos.kill(1, signal.SIGKILL)\nprint(os.path.exists('/proc/1'))")
    assert isinstance(bare.run("pass"), Returned)


def test_more_processes_than_a_worker_needs_are_refused(bare: Sandbox) -> None:
    source = """
import time
started = 0
try:
    for _ in range(100):
        if os.fork() == 0: time.sleep(3); os._exit(0)
        started += 1
except OSError: pass
print(started)
"""
    started = answer(bare, source)
    assert isinstance(started, int)
    assert started < 16
