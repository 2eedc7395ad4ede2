"""Each layer of the wall holds attacks that nothing else holds, once those which overlap with it are left off."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from .entries import BY_ID
from .runner import LIMITS, attack, sandbox
from .witnesses import Host

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Layer:
    """`attacks` succeed without `name`, and are held by it alone while the overlapping layers are off as well.

    `part`: which of its parts holds them, where a machine may give some and not others.
    """

    name: str
    overlapping: tuple[str, ...]
    attacks: tuple[str, ...]
    part: str = ""


LAYERS = (
    Layer("seccomp", (), ("D08",)),  # sockets of families with a kernel behind them
    Layer("seccomp", ("non-dumpable",), ("E10", "E11")),  # steal a descriptor of the fork server, trace it
    Layer("seccomp", ("landlock", "namespaces"), ("B01", "D03", "D05")),  # files, UDP, local sockets
    Layer("landlock", ("seccomp", "namespaces"), ("B01", "C03", "C16")),  # files
    Layer("namespaces", ("seccomp",), ("D03",), "net"),  # UDP, which Landlock does not know
    Layer("namespaces", ("seccomp", "landlock"), ("D01", "D05"), "net"),  # TCP, local sockets
    Layer("namespaces", ("seccomp", "landlock"), ("B01", "C05"), "mount"),  # files, and processes by /proc
    Layer("rlimits", ("cgroups",), ("F03",)),  # memory
    Layer("rlimits", ("cgroups", "seccomp", "landlock", "namespaces"), ("E01", "F26")),  # processes, sizes of files
    Layer("cgroups", ("rlimits",), ("F03",), "memory"),  # memory
    Layer("cgroups", ("rlimits", "seccomp"), ("E05",), "pids"),  # threads
    Layer("non-dumpable", ("seccomp",), ("E10", "E11")),
    Layer("unprivileged", ("seccomp",), ("E18",)),  # a higher priority
    Layer("no_new_privs", ("seccomp", "landlock", "rlimits", "cgroups", "namespaces"), ("L01",)),
)
#: Only root has what these two take away.
OF_ROOT = {"unprivileged", "no_new_privs"}
#: Enough time to take all the memory that there is no limit for.
GENEROUS = replace(LIMITS, wall_seconds=40, cpu_seconds=20)
WALL = ("seccomp", "landlock", "rlimits", "cgroups", "namespaces", "non-dumpable", "no_new_privs")


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host() as one:
        yield one


@pytest.fixture(scope="module")
def protections(host: Host) -> str:  # its secrets are there first
    with sandbox("process") as box:
        return " ".join(box.protections)


def breaches(host: Host, name: str, without: tuple[str, ...], attacks: tuple[str, ...]) -> dict[str, str]:
    with sandbox(name, without, GENEROUS) as box:
        return {one: attack(box, BY_ID[one], host).breach for one in attacks}


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: f"{layer.name}-{'-'.join(layer.attacks)}")
def test_each_layer_alone_holds_attacks_that_succeed_without_it(host: Host, protections: str, layer: Layer) -> None:
    if layer.name.removesuffix("s") not in protections or layer.part not in protections:
        pytest.skip(f"this machine does not give {layer.name} {layer.part}, only {protections}")
    if layer.name in OF_ROOT and os.getuid() != 0:
        pytest.skip("an ordinary user has no privilege to take away")
    assert breaches(host, "process", layer.overlapping, layer.attacks) == dict.fromkeys(layer.attacks, "")
    without = (*layer.overlapping, layer.name)
    assert breaches(host, "process", without, layer.attacks) == dict.fromkeys(layer.attacks, "ESCAPED")


def test_the_policy_alone_holds_attacks_that_succeed_in_the_full_language(host: Host) -> None:
    attacks = ("A01", "A26", "B01", "B08", "C03", "D01", "D05", "E01")
    assert breaches(host, "restricted", WALL, attacks) == dict.fromkeys(attacks, "")
    assert breaches(host, "process", WALL, attacks) == dict.fromkeys(attacks, "ESCAPED")
