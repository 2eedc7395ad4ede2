"""The container alone, without the wall inside, holds what attacks the host; and each of its own layers holds something."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.backends.docker import Container
from tests.containers import first_processes
from tests.engine import needs_engine

from .entries import BY_ID
from .runner import attack, sandbox
from .test_layers import GENEROUS, WALL
from .witnesses import Host, survivors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = needs_engine

#: They escape in `process` without its wall: files, processes, networks, kernel surface, resources.
OF_THE_HOST = (
    "B01", "B06", "C03", "C05", "C10", "C11", "C13", "C16", "D01", "D03", "D05", "D06", "D08", "E05", "E10", "E11", "F03", "H03", "H06",
)  # fmt: skip
#: Only root has what these take: devices, mounts, a higher priority.
OF_ROOT = ("C15", "E16", "E18")
#: Against the fork server, which stands in the container with the program: the reason for the wall inside.
OF_THE_FORK_SERVER = ("C06", "E08")


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host() as one:
        yield one


def breaches(host: Host, name: str, attacks: tuple[str, ...]) -> dict[str, str]:
    with sandbox(name, (*WALL, "unprivileged"), GENEROUS) as box:
        return {one: attack(box, BY_ID[one], host).breach for one in attacks}


def test_what_escapes_a_process_without_its_wall_is_held_by_the_container_alone(host: Host) -> None:
    attacks = OF_THE_HOST + (OF_ROOT if os.getuid() == 0 else ())
    assert breaches(host, "process", attacks) == dict.fromkeys(attacks, "ESCAPED")
    assert breaches(host, "docker", attacks) == dict.fromkeys(attacks, "")


def test_only_the_wall_inside_holds_attacks_on_the_fork_server(host: Host) -> None:
    assert breaches(host, "docker", OF_THE_FORK_SERVER) == dict.fromkeys(OF_THE_FORK_SERVER, "ESCAPED")


@dataclass(frozen=True, slots=True)
class Layer:
    """`attacks` succeed where the container's configuration is changed so, and `held` do not even then."""

    name: str
    changed: Callable[[Host], dict[str, Any]]
    attacks: tuple[str, ...]
    held: tuple[str, ...] = ()


LAYERS = (
    # Sockets of families with a kernel behind them, tracing, stolen descriptors; there is no network all the same.
    Layer("seccomp", lambda host: {"SecurityOpt": ["seccomp=unconfined"]}, ("D08", "E10", "E11"), ("D01", "D03", "D05")),
    Layer("pids", lambda host: {"PidsLimit": None}, ("E05",)),
    Layer("memory", lambda host: {"Memory": 0, "MemorySwap": 0}, ("F03",)),
    Layer("no mount", lambda host: {"Binds": [f"{host.folder}:{host.folder}:ro"]}, ("B01", "C16"), ("C10", "C11")),
)  # fmt: skip


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_without_a_layer_of_the_container_attacks_succeed(
    host: Host, layer: Layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Container.host_config

    def changed(container: Container, *arguments: Any) -> Any:
        return {**whole(container, *arguments), **layer.changed(host)}

    monkeypatch.setattr(Container, "host_config", changed)
    wanted = dict.fromkeys(layer.attacks, "ESCAPED") | dict.fromkeys(layer.held, "")
    assert breaches(host, "docker", (*layer.attacks, *layer.held)) == wanted


TWINS = """
import os, time
def target():
    for _ in range(2):
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
"""


def test_a_process_left_over_in_a_container_would_be_seen() -> None:
    with sandbox("docker", WALL) as box:
        with box.load(TWINS) as program:
            program.call("target")
            assert len(survivors(first_processes, 0.5)) == 1
        assert survivors(first_processes) == []
