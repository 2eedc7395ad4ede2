"""The Docker Engine: reaching it, its images, and its faults as one line that says what to do."""

from __future__ import annotations

import contextlib
import json
import os
import re
from http.client import BadStatusLine
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..errors import SandboxUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Told how many bytes of an image have come, of how many as far as is known by then; 0 of 0 when it begins.
OnProgress: TypeAlias = "Callable[[int, int], None]"

#: Runtimes whose processes are the host's too; others, such as gVisor, have a kernel of their own. Podman says "oci".
SHARES_KERNEL: Final = re.compile(r"runc|crun|youki|^oci$|^$")
#: Machines as the kernel names them, or Podman, and the images that they run, as these name it.
_RUNS: Final = {
    "x86_64": ("amd64", "386"), "amd64": ("386",), "i686": ("386",), "aarch64": ("arm64", "arm"), "arm64": ("arm",),
    "armv7l": ("arm",), "armv6l": ("arm",),
}  # fmt: skip
#: An engine that answers at all does so in milliseconds; starting a container takes it up to seconds under load.
ANSWER_SECONDS: Final = 20
#: How long a question about a container that fell silent may take.
_QUESTION_SECONDS: Final = 5
#: How long a pull may be without a word. Downloading is told several times a second, unpacking a layer less often.
_SILENCE_SECONDS: Final = 120


def connect(timeout_seconds: float = ANSWER_SECONDS) -> Any:
    """The engine's API, of the context that the Docker command uses too. Raises SandboxUnavailable."""
    try:
        import docker
    except ImportError:
        raise SandboxUnavailable("the docker sandbox needs the docker package: pip install 'codegen[docker]'") from None
    with clear_faults("reach the engine", timeout_seconds):
        host, _ = place()
        plain = not host.startswith(("ssh:", "https:")) and not _through_tls(host)
        api = docker.from_env(version="auto", timeout=timeout_seconds).api if plain else None
    if api is None or not api.base_url.startswith(("http+docker://localhost", "http://")):
        raise SandboxUnavailable(
            f"Docker's engine at {host} cannot be used: only unix:// and plain tcp:// can; "
            "forward its socket, for example: ssh -L /tmp/docker.sock:/var/run/docker.sock HOST"
        )
    return api


def place() -> tuple[str, str]:
    """Where the engine is looked for, and what says so. Raises SandboxUnavailable for a context that is not there.

    Not left to the SDK, which takes the default one instead.
    """
    from docker.context import ContextAPI
    from docker.utils.config import find_config_file

    if host := os.environ.get("DOCKER_HOST"):
        return host, "DOCKER_HOST"
    name = os.environ.get("DOCKER_CONTEXT")
    context = ContextAPI.get_context(name)
    if context is None:
        named = repr(name) if name else "that ~/.docker/config.json names"
        here = "here" if find_config_file() else "here without a ~/.docker/config.json, which may be {}"
        raise SandboxUnavailable(f"Docker has no context {named} {here}; `docker context ls` lists those that it has")
    return str(context.Host), f"context {context.name}"


def _through_tls(host: str) -> bool:
    """An attached stream would be no plain socket then. Asked before anything is sent."""
    from docker.context import ContextAPI

    if os.environ.get("DOCKER_HOST"):
        asked = os.environ.get("DOCKER_TLS_VERIFY") or os.environ.get("DOCKER_CERT_PATH")
        return bool(asked) and not host.startswith("unix:")
    return "tls" in ContextAPI.kwargs_from_context()


def confinement(api: Any, runtime: str, image_id: str) -> str:
    """What results say of a container here. Raises SandboxUnavailable if the engine cannot limit one."""
    with clear_faults("say what it can limit"):
        found, version = api.info(), api.version()
    options = " ".join(found.get("SecurityOptions") or [])
    have = {
        "memory": found.get("MemoryLimit"),
        "processes": found.get("PidsLimit"),
        "system calls": "seccomp" in options,
    }
    if lacking := [what for what, limited in have.items() if not limited]:
        raise _unlimited(lacking)
    default, podman = found.get("DefaultRuntime", ""), is_podman(version)
    if podman and runtime not in ("", default):
        raise SandboxUnavailable(
            f"Podman uses its own runtime, {default}, whatever is asked for: "
            f"leave out --runtime and make {runtime} the runtime in its containers.conf"
        )
    name = f"{'podman' if podman else 'docker'} {str(version.get('Version', '')).partition('+')[0]}"
    swap = "" if found.get("SwapLimit") else ", no limit of swap"
    files = ", no limit of empty files in /tmp" if podman else ""
    kept = unverified(found, runtime or default)
    return f"container ({runtime or default}{kept}, {name}, image {image_id[:19]}{swap}{files})"


def unverified(found: dict[str, Any], runtime: str) -> str:
    """What is to be said of a container's limits with this runtime. `found`: what the engine says of itself.

    One with a kernel of its own, as gVisor, may leave out what runc does, and nothing in the container would tell.
    """
    if SHARES_KERNEL.search(runtime):
        return ""
    arguments = ((found.get("Runtimes") or {}).get(runtime) or {}).get("runtimeArgs") or ()
    ignores = any(each.lstrip("-") in ("ignore-cgroups", "ignore-cgroups=true") for each in arguments)
    return " without the engine's limits" if ignores else " whose limits cannot be verified"


def is_podman(version: dict[str, Any]) -> bool:
    """Whether it is Podman that answers as Docker does. `version`: what it says of itself."""
    return "Podman" in json.dumps(version.get("Components"))


def must_limit(asked: dict[str, Any], made: dict[str, Any]) -> None:
    """A rootless engine may leave out limits with no more than a warning, also one that says that it has them.

    `asked`, `made`: a container's HostConfig. Raises SandboxUnavailable.
    """
    names = {"Memory": "memory", "PidsLimit": "processes", "NanoCpus": "CPU time"}
    if lacking := [what for field, what in names.items() if made.get(field) != asked[field]]:
        raise _unlimited(lacking)


def _unlimited(lacking: list[str]) -> SandboxUnavailable:
    return SandboxUnavailable(
        f"the engine cannot limit {', '.join(lacking)} here; "
        "a rootless one needs control groups that are delegated to its user, and seccomp must be in its kernel"
    )


def state(container_id: str) -> dict[str, Any]:
    """How a container fares, {} if it is no more. Soon, also where the engine hangs. Raises SandboxUnavailable."""
    import docker.errors

    api = connect(_QUESTION_SECONDS)
    try:
        with clear_faults("look after its container", _QUESTION_SECONDS):
            return dict(api.inspect_container(container_id)["State"])
    except SandboxUnavailable as error:
        if isinstance(error.__cause__, docker.errors.NotFound):
            return {}
        raise
    finally:
        api.close()


@contextlib.contextmanager
def clear_faults(what: str, timeout_seconds: float = ANSWER_SECONDS) -> Iterator[None]:
    """Turns whatever the engine or the way to it raises into SandboxUnavailable."""
    import docker.errors
    import requests
    import urllib3

    faults = (docker.errors.DockerException, docker.errors.StreamParseError, requests.RequestException)
    try:
        yield
    except (*faults, urllib3.exceptions.HTTPError, OSError) as error:
        raise SandboxUnavailable(f"Docker cannot {what}: {_reason(error, timeout_seconds)}") from error


def _reason(error: BaseException, timeout_seconds: float) -> str:
    import requests
    import urllib3

    causes = set(map(type, _causes(error)))
    if FileNotFoundError in causes:
        return "no engine listens here; install and start one, for example: apt install docker.io"
    if PermissionError in causes:
        return "no permission for the engine's socket; become a member of the group docker, or use a rootless engine"
    if ConnectionRefusedError in causes:
        return "the engine is not running; start it, for example: systemctl start docker"
    if BadStatusLine in causes:
        return "what answers there is no engine"
    if any(issubclass(cause, requests.Timeout | TimeoutError) for cause in causes):
        return f"the engine gave no answer for {timeout_seconds:g} s"
    if urllib3.exceptions.ProtocolError in causes:
        return "the engine broke off the connection; see whether it still runs, for example: systemctl status docker"
    return advice(getattr(error, "explanation", None) or str(error))


def foreign(found: dict[str, Any], image: dict[str, Any]) -> str:
    """For what processor an image is that the engine's machine does not have, "" if it has. It may be able to emulate
    it, which nothing tells. `found`: what the engine says of itself."""
    machine, made_for = found.get("Architecture", ""), image.get("Architecture", "")
    if not machine or not made_for or made_for in (machine, *_RUNS.get(machine, ())):
        return ""
    return f"the image is for {made_for}, and the engine's machine is {machine}; choose another one, by --image"


def advice(text: str, foreign: str = "") -> str:
    """What to do about a fault, where its text is known; else the text, as one line. `foreign`: see there."""
    text = " ".join(text.split())
    if ("python3" in text or "exec pid1" in text) and re.search("executable file not found|o such file or dir", text):
        return foreign or "the image has no python3; choose one that has, by --image"
    if "attach: read: connection reset" in text:
        return "it ended at once, as where the image has no python3 for this processor; Podman lost what it said"
    if "seccomp profile failed" in text and "o such file" in text:
        return "Podman reads the seccomp profile itself, and must have this package's files where it runs"
    if "xec format error" in text:
        return foreign or "the image is for another kind of processor"
    return text[:300]


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception with all that it was raised from; requests and urllib3 keep theirs in the arguments."""
    seen: list[BaseException] = [error]
    for each in seen:
        yield each
        inner = [each.__cause__, each.__context__, *each.args, getattr(each, "reason", None)]
        seen += [one for one in inner if isinstance(one, BaseException) and all(one is not other for other in seen)]


def image_id(api: Any, image: str, *, pull: bool, on_progress: OnProgress = lambda done, total: None) -> str:
    """The image's own id; pulled if it is not there. Raises SandboxUnavailable."""
    with clear_faults(f"get the image {image!r}"):
        if (found := present(api, image)) is not None:
            return str(found["Id"])
        if not pull:
            raise SandboxUnavailable(f"there is no image {image!r} here, and none may be pulled")
        if image.startswith("sha256:"):  # a registry would be asked for one that is called so
            raise SandboxUnavailable(f"there is no image {image!r} here; to be pulled it needs a name: NAME@sha256:...")
    on_progress(0, 0)
    with clear_faults(f"pull the image {image!r}", _SILENCE_SECONDS):
        _follow(image, _pull(api, image), on_progress)
        return str(api.inspect_image(image)["Id"])


def _pull(api: Any, image: str) -> Iterable[dict[str, Any]]:
    """What the engine says meanwhile. The SDK by itself would wait for its next word for ever."""
    post = api.post
    api.post = lambda url, **options: post(url, **options | {"timeout": _SILENCE_SECONDS})
    try:
        return api.pull(image, stream=True, decode=True)  # type: ignore[no-any-return]
    finally:
        del api.post


def present(api: Any, image: str) -> dict[str, Any] | None:
    """What the engine tells of an image; None if it does not have it. Raises what the API raises."""
    import docker.errors

    try:
        return dict(api.inspect_image(image))
    except docker.errors.ImageNotFound:
        return None


def _follow(image: str, steps: Iterable[dict[str, Any]], on_progress: OnProgress) -> None:
    """A pull, step by step, to its end; each layer tells of itself."""
    layers: dict[str, tuple[int, int]] = {}
    for step in steps:
        if "error" in step:
            raise SandboxUnavailable(f"Docker cannot pull the image {image!r}: {step['error']}")
        detail = step.get("progressDetail") or {}
        if step.get("status") == "Downloading" and detail.get("total"):
            layers[step.get("id", "")] = (detail.get("current", 0), detail["total"])
        elif step.get("status") == "Download complete" and step.get("id") in layers:
            layers[step["id"]] = (layers[step["id"]][1],) * 2
        else:
            continue
        on_progress(*map(sum, zip(*layers.values(), strict=True)))
