"""What the Docker Engine has for a sandbox, and how the container of a worker was made, as the engine tells it."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .backends import docker, engine
from .errors import SandboxUnavailable
from .measures import Finding, Seen, State, read, told

if TYPE_CHECKING:
    from collections.abc import Iterator

#: An engine that takes longer than this to say what it has is not looked at.
_ANSWER_SECONDS: Final = 5
#: What Podman gives a container of root's, and tells by name that it does not.
_PODMANS_CAPABILITIES: Final = {
    "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID",
    "SYS_CHROOT",
}  # fmt: skip


def examine(image: str, runtime: str) -> tuple[Finding, ...]:
    """What a sandbox with this image and runtime needs of the engine, and whether it is there. Nothing is started or
    pulled. What cannot be asked because of something missing is left out."""
    try:
        api = engine.connect(_ANSWER_SECONDS)
    except SandboxUnavailable as error:
        return (_finding("engine", "missing", str(error)),)
    try:
        with engine.clear_faults("say what it has", _ANSWER_SECONDS):
            found = api.info()
            known = engine.present(api, image or docker.DEFAULT_IMAGE)
            return tuple(_findings(found, api.version(), known, image or docker.DEFAULT_IMAGE, runtime))
    except SandboxUnavailable as error:
        return (_finding("engine", "missing", str(error)),)
    finally:
        api.close()


def _findings(
    found: dict[str, Any], version: dict[str, Any], known: dict[str, Any] | None, image: str, runtime: str
) -> Iterator[Finding]:
    options = " ".join(found.get("SecurityOptions") or [])
    rootless = ", rootless" if "rootless" in options else ""
    package = importlib.metadata.version("docker")
    numbers = f"version {version.get('Version')}, API {version.get('ApiVersion')}{rootless}, docker package {package}"
    host, named_by = engine.place()
    yield _finding("engine", "seen", f"{numbers}, at {host} ({named_by})")
    controllers = {"memory": "MemoryLimit", "pids": "PidsLimit", "cpu": "CpuCfsQuota"}
    lacking = [name for name, field in controllers.items() if not found.get(field)]
    groups = f"version {found.get('CgroupVersion', 1)}"
    yield _finding(
        "control groups",
        told(not lacking),
        f"{groups}, without {', '.join(lacking)}" if lacking else f"{groups}, {', '.join(controllers)}",
        "a rootless engine needs systemd and Delegate=cpu memory pids; else the kernel must have them mounted",
    )
    yield _finding(
        "engine's seccomp",
        told("seccomp" in options),
        options or "the engine names no security option",
        "needs a kernel with CONFIG_SECCOMP_FILTER and an engine that was built with it",
    )
    used, names = runtime or str(found.get("DefaultRuntime")), sorted(found.get("Runtimes") or {})
    yield _finding(
        "runtime",
        told(not runtime or runtime in names),
        f"{used}{engine.unverified(found, used) if used in names else ''}; the engine has {', '.join(names)}",
        f"install {used}, name it in /etc/docker/daemon.json and restart the engine",
    )
    told_of = f"{known['Id'][:19]}, {known.get('Os')}/{known.get('Architecture')}" if known else "not here"
    advice = f"docker pull {image}; the first run does so too, unless told --no-pull"
    yield _finding("image", told(known is not None), f"{image}: {told_of}", advice)


def _finding(layer: str, state: State, evidence: str, advice: str = "") -> Finding:
    """All of these are needed; a fault of the engine says itself what to do."""
    advice = advice if state == "missing" else ""
    return Finding(layer=layer, state=state, evidence=evidence, claimed=False, required=True, advice=advice)


@dataclass(frozen=True, slots=True)
class Made:
    """A running container as the engine describes it."""

    description: dict[str, Any]

    @property
    def seen(self) -> Seen:
        """Whether it is closed as `backends.docker` asks for it: what an engine left out would be missing here."""
        config, host = self.description["Config"], self.description["HostConfig"]
        dropped = {each.upper().removeprefix("CAP_") for each in host["CapDrop"] or ()}
        holds = {
            f"user {config['User']}": config["User"].partition(":")[0] not in ("", "0", "root"),
            "no network": host["NetworkMode"] == "none",
            "no capabilities": ("ALL" in dropped or dropped >= _PODMANS_CAPABILITIES) and not host["CapAdd"],
            "a root that is read-only": host["ReadonlyRootfs"] is True,
            "nothing of the host's": not (self.description["Mounts"] or host["Devices"] or host["Privileged"]),
            f"{host['Memory'] >> 20} MiB": host["Memory"] > 0,
            f"{host['PidsLimit']} processes": (host["PidsLimit"] or 0) > 0,
        }
        lacking = [name for name, there in holds.items() if not there]
        return told(not lacking), f"not so: {', '.join(lacking)}" if lacking else ", ".join(holds)

    @property
    def init(self) -> Path | None:
        """Its first process in this /proc; None where it is not there: on another machine, in another kernel."""
        proc = Path("/proc", str(self.description["State"]["Pid"]))
        shared = engine.SHARES_KERNEL.search(self.description["HostConfig"].get("Runtime") or "")
        return proc if shared and self.description["Id"] in read(proc / "cgroup") else None


def made(connection: Any) -> Made:
    """The container of a worker. Raises SandboxUnavailable."""
    api = engine.connect(_ANSWER_SECONDS)
    try:
        with engine.clear_faults("describe a container", _ANSWER_SECONDS):
            return Made(api.inspect_container(connection._attached.result().container_id))
    finally:
        api.close()
