"""The sandbox that the settings ask for."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from .screen import Download

if TYPE_CHECKING:
    from pathlib import Path

    from codegen.settings import Settings
    from sandbox import Sandbox


def sandbox_options(settings: Settings) -> dict[str, Any]:
    """What `Sandbox` is to be made with beside its name; without what another kind of sandbox would be told."""
    options: dict[str, Any] = {"limits": settings.limits()}
    if settings.sandbox != "restricted":
        options["imports"] = settings.allow_import
    if settings.sandbox == "docker":
        options |= {name: getattr(settings, name) for name in ("image", "runtime", "pull", "isolation")}
    return options


def open_sandbox(settings: Settings, *, allow_unconfined: bool) -> Sandbox:
    """Its workers start at once, in the background; only an image that is missing is waited for.

    Raises SandboxUnavailable; nothing is downgraded unasked.
    """
    from sandbox import Sandbox

    if settings.sandbox == "docker":
        _fetch_image(settings)
    confinement: Any = "optional" if allow_unconfined else "required"
    return Sandbox(settings.sandbox, confinement=confinement, cache=_cache(), **sandbox_options(settings))


def _cache() -> Path | None:
    from platformdirs import user_cache_path

    try:
        return user_cache_path("codegen") / "inputs"
    except RuntimeError:  # a container's user without HOME and without an entry in /etc/passwd
        return None


def load_checker(box: Sandbox) -> None:
    """Loads what judges, while the workers start: a check ends in another process than it begins in.

    What is loaded stays: no collection shall look through it, not those that Hypothesis asks for and not the last one.
    """
    box.warm_up(hash_seed=1)
    import sandbox.checking.checker  # noqa: F401

    gc.freeze()


def _fetch_image(settings: Settings) -> None:
    from sandbox.backends import docker, engine

    image = settings.image or docker.DEFAULT_IMAGE
    api = engine.connect()
    try:
        with Download(f"fetching the image {image}") as show:
            engine.image_id(api, image, pull=settings.pull, on_progress=show)
    finally:
        api.close()
