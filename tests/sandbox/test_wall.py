"""What the kernel says of a worker, and what a program behind the wall can still do: compute."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path

import pytest

from sandbox import Raised, Returned, Sandbox, SandboxError, SandboxUnavailable, host
from sandbox.worker import seccomp
from tests.sandbox.workers import child_pid, server_pid, status


def wait_for_seccomp(pid: int) -> dict[str, str]:
    deadline = time.monotonic() + 5
    while (seen := status(pid))["Seccomp"] != "2" and time.monotonic() < deadline:
        time.sleep(0.005)
    return seen


@pytest.mark.parametrize("name", ["restricted", "process"])
def test_the_kernel_confirms_every_protection_of_a_child(name: str) -> None:
    with Sandbox(name, workers=1) as box:
        child = child_pid(server_pid(box))
        seen = wait_for_seccomp(child)
        limits = Path(f"/proc/{child}/limits").read_text()
    assert seen["NoNewPrivs"] == "1"
    assert seen["Seccomp"] == "2"
    assert int(seen["CapEff"], 16) == int(seen["CapPrm"], 16) == 0
    assert seen["Threads"] == "1"
    if os.getuid() == 0:
        assert seen["Uid"].split() == seen["Gid"].split() == ["65534"] * 4
        assert seen["Groups"] == ""
    soft = {line[:26].strip(): line[26:].split()[:2] for line in limits.splitlines()[1:]}
    for limit in ("Max file size", "Max core file size", "Max locked memory", "Max processes", "Max msgqueue size"):
        assert soft[limit] == ["0", "0"], limit
    assert soft["Max open files"] == ["32", "32"]


REACHES_OUT = {
    "opens a file": "open('/etc/hostname')",
    "writes a file": "open('/tmp/x', 'w')",
    "lists a directory": "import os; os.listdir('/')",
    "opens a socket": "import socket; socket.socket()",
    "opens a local socket": "import socket; socket.socket(socket.AF_UNIX)",
    "makes a socket pair": "import socket; socket.socketpair()",
    "forks": "import os; os.fork()",
    "starts a program": "import subprocess; subprocess.run(['true'])",
    "starts a thread": "import threading; threading.Thread(target=print).start()",
    "replaces itself": "import os; os.execv('/bin/true', ['true'])",
    "signals its server": "import os; os.kill(os.getppid(), 9)",
    "signals everyone": "import os; os.kill(-1, 9)",
    "maps executable memory": "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_EXEC)",
    "raises its limits": "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (99, 99))",
    "makes an anonymous file": "import os; os.memfd_create('x')",
    "opens a process": "import os; os.pidfd_open(os.getppid())",
    "changes directory": "import os; os.chdir('/tmp')",
    "makes a pipe": "import os; os.pipe()",
    "traces": "import ctypes\nif ctypes.CDLL(None, use_errno=True).ptrace(0, 0, 0, 0): raise PermissionError",
    "calls io_uring": "import ctypes\nif ctypes.CDLL(None).syscall(425, 8, 0) < 0: raise PermissionError",
}  # fmt: skip


@pytest.fixture(scope="module")
def box() -> object:
    with Sandbox("process", imports=("resource", "mmap")) as sandbox:
        yield sandbox


@pytest.mark.parametrize("source", REACHES_OUT.values(), ids=REACHES_OUT)
def test_a_program_that_reaches_out_gets_a_clean_error(box: Sandbox, source: str) -> None:
    outcome = box.run(source)
    assert isinstance(outcome, Raised), outcome
    assert outcome.type_name in ("PermissionError", "RuntimeError", "OSError", "ValueError")


def test_the_environment_is_empty_and_the_standard_input_too(box: Sandbox) -> None:
    os.environ["OPENAI_API_KEY"] = "sk-canary"
    try:
        with Sandbox("process", workers=1) as fresh:
            outcome = fresh.run("import os, sys\nprint(dict(os.environ), sys.argv, repr(sys.stdin.read()))")
    finally:
        del os.environ["OPENAI_API_KEY"]
    assert isinstance(outcome, Returned)
    assert outcome.stdout.startswith("{} ['-c'")
    assert "canary" not in outcome.stdout


def test_usual_computing_works_behind_the_wall(box: Sandbox) -> None:
    source = (
        "import hashlib, json, datetime, decimal, random, re, time, uuid, zlib\n"
        "hashlib.sha256(b'x').hexdigest(); json.loads('[1]'); datetime.datetime.strptime('2020', '%Y')\n"
        "random.random(); random.seed(1); re.compile('a+').match('aa'); uuid.uuid4(); zlib.compress(b'x' * 10**6)\n"
        "time.sleep(0.01); time.time(); x = bytearray(50 * 10**6); del x\n"
        "'ü'.encode('latin-1'); 'x'.encode('idna'); print(decimal.Decimal(2).sqrt())"
    )
    outcome = box.run(source)
    assert isinstance(outcome, Returned), outcome
    assert outcome.stdout.startswith("1.41421356")


def test_a_missing_protection_is_an_error_that_names_it_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "REQUIRED", (*host.REQUIRED, "a moat"))
    with Sandbox("process") as box, pytest.raises(SandboxUnavailable, match="does not give: a moat") as caught:
        box.run("pass")
    assert "--allow-unconfined" in str(caught.value)


def test_a_module_that_cannot_be_had_is_named() -> None:
    with Sandbox("process", imports=("no_such_module",)) as box, pytest.raises(SandboxError, match="no_such_module"):
        box.run("pass")


def test_optional_confinement_still_has_every_layer_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "REQUIRED", (*host.REQUIRED, "a moat"))
    with Sandbox("process", workers=1) as usual, Sandbox("process", workers=1, confinement="optional") as optional:
        with pytest.raises(SandboxUnavailable):
            usual.run("pass")
        assert {"seccomp", "rlimits", "no_new_privs"} <= set(optional.run("pass").protections)


def test_a_layer_left_off_is_not_reported() -> None:
    with Sandbox("process", workers=1, _without=("landlock",)) as box:
        assert not any(name.startswith("landlock") for name in box.protections)
        assert "seccomp" in box.protections


def test_a_file_can_be_opened_only_with_all_three_layers_against_it_left_off() -> None:
    source = "print(open('/proc/self/status').readline())"
    layers = ("seccomp", "landlock", "namespaces")
    for without, opens in (*((set(layers) - {kept}, False) for kept in layers), (layers, True)):
        with Sandbox("process", workers=1, _without=tuple(without)) as box:
            outcome = box.run(source)
        assert isinstance(outcome, Returned) == opens, (without, outcome)


def interpret(code: bytes, number: int, arch: int, first: int = 0, third: int = 0) -> int:
    """Runs classic BPF on one system call; returns the filter's answer."""
    data = struct.pack(
        "=iIQ6Q", number & 0x7FFFFFFF if number < 2**31 else number - 2**32, arch, 0, first, 0, third, 0, 0, 0
    )
    position = accumulator = 0
    while True:
        opcode, yes, no, constant = struct.unpack_from("=HBBI", code, position * 8)
        position += 1
        if opcode == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, constant)
        elif opcode == 0x06:
            return int(constant)
        else:
            holds = {0x15: accumulator == constant, 0x35: accumulator >= constant, 0x45: bool(accumulator & constant)}
            position += yes if holds[opcode] else no


ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026
X86, ARM = 0xC000003E, 0xC00000B7


@pytest.mark.parametrize(
    ("machine", "arch", "number", "answer"),
    [("x86_64", X86, 0, ALLOW), ("x86_64", X86, 231, ALLOW), ("x86_64", X86, 2, EPERM), ("x86_64", X86, 41, EPERM),
     ("x86_64", X86, 56, EPERM), ("x86_64", X86, 59, EPERM), ("x86_64", X86, 257, EPERM), ("x86_64", X86, 302, EPERM),
     ("x86_64", X86, 425, EPERM), ("x86_64", X86, 435, ENOSYS), ("x86_64", X86, 0x40000000, KILL), ("x86_64", ARM, 0, KILL),
     ("aarch64", ARM, 63, ALLOW), ("aarch64", ARM, 94, ALLOW), ("aarch64", ARM, 56, EPERM), ("aarch64", ARM, 198, EPERM),
     ("aarch64", ARM, 220, EPERM), ("aarch64", ARM, 221, EPERM), ("aarch64", ARM, 435, ENOSYS), ("aarch64", X86, 63, KILL)],
)  # fmt: skip
def test_the_filter_answers_by_its_table(machine: str, arch: int, number: int, answer: int) -> None:
    assert interpret(bytes(seccomp.Filter(machine)), number, arch) == answer


@pytest.mark.parametrize(("machine", "arch", "mmap"), [("x86_64", X86, 9), ("x86_64", X86, 10), ("aarch64", ARM, 222)])
def test_memory_is_given_but_never_executable(machine: str, arch: int, mmap: int) -> None:
    code = bytes(seccomp.Filter(machine))
    assert interpret(code, mmap, arch, third=3) == ALLOW
    assert interpret(code, mmap, arch, third=7) == EPERM
