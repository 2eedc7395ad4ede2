"""What /proc tells of one process, layer by layer. Sources: proc(5), seccomp(2), namespaces(7), cgroups(7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

#: `unknown`: this user may not look.
State: TypeAlias = Literal["seen", "missing", "unknown"]
#: What a measurement returns: the state and what it was told by.
Seen: TypeAlias = tuple[State, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One layer of the wall. `unknown`: this user may not look. `claimed`: the worker says that it holds.

    `advice` is how to get a layer that is missing, or "".
    """

    layer: str
    state: State
    evidence: str
    claimed: bool
    required: bool
    advice: str = ""

    @property
    def problem(self) -> str:
        """Why no program should be run here, or "". What must hold and cannot be seen counts as missing."""
        if self.required and self.state != "seen":
            return f"{self.layer} is {'missing' if self.state == 'missing' else 'unknown'} ({self.evidence})"
        if self.claimed and self.state == "missing":
            return f"{self.layer} is missing, although the worker claims it ({self.evidence})"
        return ""


@dataclass(frozen=True, slots=True)
class Look:
    """All that was found out about one process."""

    proc: Path
    status: dict[str, str]
    own_status: dict[str, str]
    #: Of a process that has all around the worker's own wall: this one, or the first one of its container.
    around: dict[str, str]
    #: Soft limits, as /proc names and writes them.
    limits: dict[str, str]
    open_files: int
    claims: dict[str, str]
    #: How many environment variables a program found; None where its language cannot look.
    variables: int | None


def _seccomp(look: Look) -> Seen:
    """A container's own filter does not count."""
    mode, other = look.status.get("Seccomp"), look.around.get("Seccomp")
    if "Seccomp_filters" not in look.status:  # before Linux 5.9
        return told(mode == "2" and other != "2"), f"mode {mode}, {other} around it"
    more = int(look.status["Seccomp_filters"]) - int(look.around["Seccomp_filters"])
    return told(mode == "2" and more > 0), f"mode {mode}, {more} more filter than around it"


def _no_new_privs(look: Look) -> Seen:
    return told(look.status.get("NoNewPrivs") == "1"), f"NoNewPrivs {look.status.get('NoNewPrivs')}"


def _rlimits(look: Look) -> Seen:
    none = ("file size", "core file size", "processes", "locked memory", "msgqueue size")
    most = dict.fromkeys(none, 0) | {"open files": look.open_files}
    bad = [name for name, limit in most.items() if not _at_most(look.limits.get(name, ""), limit)]
    bad += [name for name in ("address space", "stack size") if look.limits.get(name) == "unlimited"]
    if bad:
        return "missing", "; ".join(f"{name} {look.limits.get(name, 'unknown')}" for name in bad)
    return "seen", f"{len(none)} limits are 0, open files {look.limits['open files']}, address space is limited"


def _unprivileged(look: Look) -> Seen:
    users = set(look.status["Uid"].split())
    groups = set(look.status.get("Groups", "").split()) - set(look.status["Gid"].split())
    capabilities = [name for name in ("CapInh", "CapPrm", "CapEff", "CapAmb") if int(look.status.get(name, "0"), 16)]
    inherited = groups if look.own_status["Uid"].split()[0] == "0" else set()  # nobody but root can lay them down
    evidence = f"uid {'/'.join(sorted(users))}, " + (", ".join(capabilities) or "no capabilities")
    return told("0" not in users and not capabilities and not inherited), evidence


def _non_dumpable(look: Look) -> Seen:
    """The kernel gives the files of such a process in /proc to root."""
    owner, user = (look.proc / "status").stat().st_uid, int(look.status["Uid"].split()[1])
    evidence = f"/proc files of uid {owner}, process of uid {user}"
    return ("unknown" if user == 0 else told(owner != user)), evidence


#: What a worker is started with; it tells its interpreter and its loader how to begin, and nothing of the host.
_OURS: Final = frozenset({"PYTHONHASHSEED", "LD_BIND_NOW"})


def _empty_environment(look: Look) -> Seen:
    if look.variables is not None:
        return told(look.variables == 0), f"a program finds {look.variables} variables"
    names = re.findall(r"(?:^|\0)([^=\0]+)=", read(look.proc / "environ"))
    if not names:
        return "unknown", "this user cannot read it"
    return told(_OURS.issuperset(names)), f"started with {', '.join(names)}"


def _namespaces(look: Look) -> Seen:
    """An ordinary user may not follow the links of a non-dumpable process; other files tell some of them."""
    depths = [len(status.get("NSpid", "").split()) for status in (look.status, look.own_status)]
    own = {"pid"} if depths[0] > depths[1] else set()
    shared = {"pid"} if depths[0] == depths[1] > 0 else set()
    own |= {name for name, file in (("user", "uid_map"), ("mount", "mountinfo")) if _differs(look, file)}
    hidden = set()
    for name, link in _NAMESPACES.items():
        try:
            same = (look.proc / "ns" / link).readlink() == Path("/proc/self/ns", link).readlink()
        except OSError:
            hidden |= {name} - own - shared
        else:
            (shared if same else own).add(name)
    claimed = set(look.claims.get("namespaces", "").split(", ")) & set(_NAMESPACES)
    groups = (("its own:", own), ("this process's:", shared), ("cannot be read:", hidden))
    evidence = "; ".join(f"{word} {', '.join(n for n in _NAMESPACES if n in names)}" for word, names in groups if names)
    if claimed & shared or not (own or claimed):
        return "missing", evidence
    return ("seen" if own else "unknown"), evidence


def _differs(look: Look, file: str) -> bool:
    found = read(look.proc / file)
    return found not in ("", read(Path("/proc/self", file)))


def _cgroup(look: Look) -> Seen:
    found, own = (_groups(proc / "cgroup") for proc in (look.proc, Path("/proc/self")))
    others = {names: path for names, path in found.items() if path != own.get(names)}
    if not others:
        return "missing", "in the group of this process"
    limiting = {names: path for names, path in others.items() if {"memory", "pids"} & set(names.split(","))} or others
    places = [f"{names or 'version 2'} {path.rpartition('/')[2][:40]}" for names, path in sorted(limiting.items())]
    most = "".join(read(Path(f"/sys/fs/cgroup/{names}{path}/pids.max")).strip() for names, path in others.items())
    return "seen", ", ".join(places) + (f", at most {most} processes" if most else "")


def _groups(path: Path) -> dict[str, str]:
    """A process's group by the controllers of its hierarchy."""
    return {names: place for _, names, place in (line.split(":", 2) for line in read(path).splitlines())}


#: By the names that reports use, the links in /proc/PID/ns.
_NAMESPACES: Final = {"user": "user", "pid": "pid", "net": "net", "ipc": "ipc", "uts": "uts", "mount": "mnt"}
#: Told by /proc; the names are those that a worker claims.
MEASURES: Final[dict[str, Callable[[Look], Seen]]] = {
    "seccomp": _seccomp,
    "no_new_privs": _no_new_privs,
    "rlimits": _rlimits,
    "unprivileged": _unprivileged,
    "non-dumpable": _non_dumpable,
    "empty environment": _empty_environment,
    "namespaces": _namespaces,
    "cgroup": _cgroup,
}


def told(holds: bool) -> State:  # noqa: FBT001 - the only argument
    return "seen" if holds else "missing"


def _at_most(text: str, limit: int) -> bool:
    return text.isdecimal() and int(text) <= limit


def read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def fields(path: Path) -> dict[str, str]:
    return {name: value.strip() for name, _, value in (line.partition(":") for line in read(path).splitlines())}


def soft_limits(path: Path) -> dict[str, str]:
    lines = (re.match(r"Max (.+?)  +(\S+)", line) for line in read(path).splitlines()[1:])
    return {line[1]: line[2] for line in lines if line}
