"""What really confines a program: as the kernel tells it of the process that holds one, and as a program meets it.

A worker's own word is only compared with that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from . import containers
from .errors import SandboxError
from .host import REQUIRED, Sandbox
from .measures import MEASURES, Finding, Look, Seen, fields, read, soft_limits, told
from .outcome import Outcome, Refused, Returned, describe

#: What confined programs must not be able to do.
_PROBE: Final = """
import ctypes, errno, os, socket
def probe():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_ssize_t
    def map_executable():
        if libc.mmap(None, ctypes.c_size_t(4096), 7, 0x22, -1, ctypes.c_size_t(0)) == -1:
            raise OSError(ctypes.get_errno(), "mmap")
    tries = {
        "open a file": lambda: os.open("/", os.O_RDONLY),
        "write a file": lambda: os.open("/tmp/probe", os.O_WRONLY | os.O_CREAT),
        "make a socket": socket.socket,
        "start a process": lambda: os.fork() or os._exit(0),
        "map executable memory": map_executable,
        "get a descriptor": lambda: os.dup(0),
        "signal its parent": lambda: os.kill(os.getppid(), 0),
    }
    met = {}
    for name, attempt in tries.items():
        try:
            attempt()
            met[name] = ""
        except OSError as error:
            met[name] = errno.errorcode.get(error.errno, "refused")
    return len(os.environ), met
"""
#: Of a container on another machine, or with a kernel of its own.
_UNSEEN: Final[Seen] = ("unknown", "cannot be seen from here")
_RESTRICTED_PROBE: Final = "def probe():\n    return None, {}\n"


def witness(name: str = "process", **options: Any) -> Sandbox:
    """A sandbox for `inspect`: with seccomp, which refuses first, left off, it shows whether Landlock refuses."""
    return Sandbox(name, workers=1, confinement="optional", _without=("seccomp",), **options)


def inspect(box: Sandbox, without_seccomp: Sandbox) -> tuple[Finding, ...]:
    """Every layer of an idle sandbox. `without_seccomp`: see `witness`. Raises SandboxError."""
    full = box.policy.language == "full"
    claims = {name: rest.rstrip(")") for name, _, rest in (claim.partition(" (") for claim in box.protections)}
    connection: Any = box._idle[0]._connection
    container = containers.made(connection) if box.backend == "docker" else None
    first = container.init if container else Path("/proc", str(connection._process.pid))
    with box.load(_PROBE if full else _RESTRICTED_PROBE) as program:
        variables, met = _value(program.call("probe"))
        around = first if container else Path("/proc/self")
        look = _look(first, around, box, claims, variables) if first and around else None
        seen = {layer: measure(look) if look else _UNSEEN for layer, measure in MEASURES.items()}
    seen["landlock"] = _landlock(without_seccomp) if "landlock" in claims else ("missing", "the worker has none")
    seen["refusals"] = _refusals(met) if full else _policy(box)
    if container:
        seen["container"] = container.seen
    seen |= dict.fromkeys(claims.keys() - seen.keys(), ("unknown", "the worker says so"))
    required = {*(REQUIRED if look else ()), "refusals", "container"}
    return tuple(
        Finding(
            layer=layer,
            state=state,
            evidence=evidence,
            claimed=layer in claims,
            required=layer in required,
            advice=_advice(layer, look) if state == "missing" else "",
        )
        for layer, (state, evidence) in seen.items()
    )


def _look(first: Path, around: Path, box: Sandbox, claims: dict[str, str], variables: int | None) -> Look:
    child = _deepest(int(first.name))
    if not (child / "status").exists():
        raise SandboxError("what confines a program cannot be measured: /proc hides it from this user; ask as root")
    return Look(
        proc=child,
        status=fields(child / "status"),
        own_status=fields(Path("/proc/self/status")),
        around=fields(around / "status"),
        limits=soft_limits(child / "limits"),
        open_files=box.limits.open_files,
        claims=claims,
        variables=variables,
    )


def _value(outcome: Outcome) -> Any:
    if not isinstance(outcome, Returned):
        raise SandboxError(f"a program that does nothing wrong was not served: it {describe(outcome)}")
    return outcome.value


def _landlock(without_seccomp: Sandbox) -> Seen:
    with without_seccomp.load(_PROBE) as program:
        error = _value(program.call("probe"))[1]["open a file"]
    return told(error == "EACCES"), f"without seccomp, opening / gives {error or 'a descriptor'}"


def _refusals(met: dict[str, str]) -> Seen:
    done = [name for name, error in met.items() if not error]
    return told(not done), f"a program could {', '.join(done)}" if done else f"refused: {', '.join(met)}"


def _policy(box: Sandbox) -> Seen:
    outcome = box.run("import os")
    refused = isinstance(outcome, Refused)
    return told(refused), "refused: import os" if refused else f"`import os` {describe(outcome)}"


_ADVICE: Final = {
    "seccomp": "needs Linux on x86-64 or aarch64 with CONFIG_SECCOMP_FILTER",
    "no_new_privs": "needs Linux 3.5 or later",
    "rlimits": "something outside sets them back; compare `ulimit -Ha`",
    "unprivileged": "run it as an ordinary user",
    "landlock": "optional; needs Linux 5.13 or later, with landlock in /sys/kernel/security/lsm",
    "container": "the engine did not do what it was asked for; use another one",
    "cgroup": "optional; needs root, or `systemd-run --user --scope -p Delegate=yes codegen ...`",
}


def _advice(layer: str, look: Look | None) -> str:
    if layer == "namespaces" and look:
        return f"optional; {_why_no_namespaces(look)}"
    return _ADVICE.get(layer, "")


def _why_no_namespaces(look: Look) -> str:
    for name, off in (("kernel/apparmor_restrict_unprivileged_userns", "1"), ("kernel/unprivileged_userns_clone", "0"),
                      ("user/max_user_namespaces", "0")):  # fmt: skip
        if read(Path("/proc/sys", name)).strip() == off:
            return f"this system allows them to root only: /proc/sys/{name} is {off}"
    if look.own_status.get("Seccomp") == "2":
        return (
            "the container that this runs in refuses them, as Docker does by default; the other layers hold there too"
        )
    return "the kernel refuses them"


def _deepest(pid: int) -> Path:
    """The process that holds the program: below a worker's first process there is one line of descendants."""
    children: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        if rest := read(stat).rpartition(")")[2].split():
            children[int(rest[1])] = max(int(stat.parent.name), children.get(int(rest[1]), 0))
    while pid in children:
        pid = children[pid]
    return Path("/proc", str(pid))
