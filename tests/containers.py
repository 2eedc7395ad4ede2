"""Containers seen from the host: their processes are the engine's descendants, not those of who started them."""

from __future__ import annotations

import functools
import os
from typing import Any

from sandbox.backends import engine, owner


def started_by(pid: int) -> set[str]:
    """The ids of its containers, those included that do not run."""
    found = _api().containers(all=True, filters={"label": owner.LABEL})
    return {each["Id"] for each in found if each["Labels"][owner.LABEL].split("/")[1] == str(pid)}


def first_processes() -> list[int]:
    """Of each container of this process that runs, the process from which all others there descend."""
    import docker.errors

    found = []
    for container_id in started_by(os.getpid()):
        try:
            state = _api().inspect_container(container_id)["State"]
        except docker.errors.NotFound:  # it has ended since
            continue
        found += [state["Pid"]] if state["Running"] else []
    return found


@functools.cache
def _api() -> Any:
    return engine.connect()
