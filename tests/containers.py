"""The containers of this process, seen from the host: their processes are the engine's descendants, not its own."""

from __future__ import annotations

import functools
from typing import Any

from sandbox.backends import engine, owner


def first_processes() -> list[int]:
    """Of each container that runs, the process from which all others there descend."""
    import docker.errors

    found = []
    mine = f"{owner.LABEL}={owner.labels()[owner.LABEL]}"
    for each in _api().containers(filters={"label": mine}):
        try:
            state = _api().inspect_container(each["Id"])["State"]
        except docker.errors.NotFound:  # it has ended since
            continue
        found += [state["Pid"]] if state["Running"] else []
    return found


@functools.cache
def _api() -> Any:
    return engine.connect()
