"""The Docker Engine: reaching it, its images, and its faults as one line that says what to do."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..errors import SandboxUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Told how many bytes of an image have come, of how many as far as is known by then; 0 of 0 when it begins.
OnProgress: TypeAlias = "Callable[[int, int], None]"

#: An engine that answers at all does so in milliseconds; starting a container takes it up to seconds under load.
ANSWER_SECONDS: Final = 60


def connect(timeout_seconds: float = ANSWER_SECONDS) -> Any:
    """The engine's API, of the context that the Docker command uses too. Raises SandboxUnavailable."""
    try:
        import docker
    except ImportError:
        raise SandboxUnavailable("the docker sandbox needs the docker package: pip install 'codegen[docker]'") from None
    with clear_faults("reach the engine"):
        return docker.from_env(version="auto", timeout=timeout_seconds).api


@contextlib.contextmanager
def clear_faults(what: str) -> Iterator[None]:
    """Turns whatever the engine or the way to it raises into SandboxUnavailable."""
    import docker.errors
    import requests

    try:
        yield
    except (docker.errors.DockerException, requests.RequestException, OSError) as error:
        raise SandboxUnavailable(f"Docker cannot {what}: {_advice(error)}") from error


def _advice(error: BaseException) -> str:
    import requests

    causes = set(map(type, _causes(error)))
    if FileNotFoundError in causes:
        return "no engine listens here; install and start one, for example: apt install docker.io"
    if PermissionError in causes:
        return "no permission for the engine's socket; become a member of the group docker, or use a rootless engine"
    if ConnectionRefusedError in causes:
        return "the engine is not running; start it, for example: systemctl start docker"
    if any(issubclass(cause, requests.Timeout | TimeoutError) for cause in causes):
        return f"the engine gave no answer for {ANSWER_SECONDS} s"
    text = " ".join((getattr(error, "explanation", None) or str(error)).split())
    if "executable file not found" in text or "no such file or directory" in text:
        return "the image has no python3; choose one that has, by --image"
    if "exec format error" in text:
        return "the image is for another kind of processor"
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
        on_progress(0, 0)
        _follow(image, api.pull(image, stream=True, decode=True), on_progress)
        return str(api.inspect_image(image)["Id"])


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
