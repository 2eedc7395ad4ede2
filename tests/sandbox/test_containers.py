"""What `codegen doctor` tells of an engine and of a worker's container is what is there."""

from __future__ import annotations

import copy
import socket
from typing import TYPE_CHECKING, Any

import pytest

from codegen.cli.doctor import _measure
from sandbox import Sandbox, containers
from sandbox.containers import Made, examine
from sandbox.inspection import inspect, witness
from sandbox.remote import Remote
from tests.engine import TEST_IMAGE, needs_engine
from tests.sandbox.test_inspection import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sandbox.measures import Finding

INFO: dict[str, Any] = {
    "SecurityOptions": ["name=seccomp,profile=default"], "MemoryLimit": True, "PidsLimit": True, "CpuCfsQuota": True,
    "CgroupVersion": "2", "Runtimes": {"runc": {}}, "DefaultRuntime": "runc",
}  # fmt: skip
IMAGE = {"Id": f"sha256:{'0a' * 32}", "Os": "linux", "Architecture": "amd64"}
MADE: dict[str, Any] = {
    "Id": "0a" * 32, "State": {"Pid": 1}, "Mounts": [], "Config": {"User": "65534:65534"},
    "HostConfig": {
        "NetworkMode": "none", "CapDrop": ["ALL"], "CapAdd": None, "ReadonlyRootfs": True, "Devices": [],
        "Privileged": False, "Memory": 1 << 29, "PidsLimit": 16, "Runtime": "runc",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def bare() -> Iterator[Sandbox]:
    with witness("docker", image=TEST_IMAGE, pull=False) as opened:
        yield opened


def container(**options: Any) -> Sandbox:
    return Sandbox("docker", workers=1, confinement="optional", image=TEST_IMAGE, pull=False, **options)


def by_layer(found: tuple[Finding, ...]) -> dict[str, Finding]:
    return {each.layer: each for each in found}


def told_of(image: dict[str, Any] | None = IMAGE, runtime: str = "", **other: Any) -> dict[str, Finding]:
    return by_layer(tuple(containers._findings(INFO | other, {"Version": "28.1"}, image, "python:3.13", runtime)))


class TestOfAnEngine:
    def test_what_it_has_is_no_problem(self) -> None:
        pytest.importorskip("docker")
        found = told_of()
        assert not [each for each in found.values() if each.problem or each.advice]
        assert "28.1" in found["engine"].evidence
        assert "version 2" in found["control groups"].evidence
        assert "sha256:0a0a" in found["image"].evidence

    def test_a_runtime_that_may_leave_out_limits_is_no_problem_and_told(self) -> None:
        pytest.importorskip("docker")
        found = told_of(runtime="runsc", Runtimes={"runc": {}, "runsc": {"runtimeArgs": ["--ignore-cgroups"]}})
        assert not [each for each in found.values() if each.problem or each.advice]
        assert found["runtime"].evidence == "runsc without the engine's limits; the engine has runc, runsc"

    @pytest.mark.parametrize(
        ("changed", "layer", "words", "advice"),
        [
            ({"PidsLimit": False}, "control groups", "without pids", "Delegate=cpu memory pids"),
            ({"MemoryLimit": False, "CpuCfsQuota": False}, "control groups", "without memory, cpu", "Delegate"),
            ({"SecurityOptions": ["name=rootless"]}, "engine's seccomp", "name=rootless", "CONFIG_SECCOMP_FILTER"),
            ({"runtime": "runsc"}, "runtime", "runsc; the engine has runc", "install runsc"),
            ({"image": None}, "image", "python:3.13: not here", "docker pull python:3.13"),
        ],
    )  # fmt: skip
    def test_what_it_lacks_is_one_with_a_way_out(
        self, changed: dict[str, Any], layer: str, words: str, advice: str
    ) -> None:
        pytest.importorskip("docker")
        problems = {name: each for name, each in told_of(**changed).items() if each.problem}
        assert set(problems) == {layer}
        assert words in problems[layer].evidence
        assert advice in problems[layer].advice

    def test_one_that_never_answers_is_not_waited_for(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("docker")
        with socket.socket(socket.AF_UNIX) as silent:
            silent.bind(str(tmp_path / "s"))
            silent.listen()
            monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/s")
            monkeypatch.setattr(containers, "_ANSWER_SECONDS", 0.5)
            [found] = examine("", "")
        assert (found.layer, found.state) == ("engine", "missing")
        assert "no answer" in found.evidence

    @pytest.mark.parametrize(
        ("variable", "value", "words"),
        [
            ("DOCKER_CONTEXT", "nosuch", "no context 'nosuch'"),
            ("DOCKER_CONFIG", "", "no context that ~/.docker/config.json names"),
            ("DOCKER_HOST", "ssh://me@host.invalid", "engine at ssh://me@host.invalid cannot be used"),
        ],
    )
    def test_one_that_was_named_and_cannot_be_had_is_not_replaced_by_the_default(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
    ) -> None:
        pytest.importorskip("docker")
        monkeypatch.delenv("DOCKER_HOST", raising=False)
        (tmp_path / "config.json").write_text('{"currentContext": "gone"}')
        monkeypatch.setenv(variable, value or str(tmp_path))
        [found] = examine("", "")
        assert words in found.problem


class TestOfAContainer:
    def test_one_that_is_closed_is_seen_to_be(self) -> None:
        assert Made(MADE).seen[0] == "seen"
        podmans = sorted(containers._PODMANS_CAPABILITIES | {"MKNOD"})
        assert Made({**MADE, "HostConfig": {**MADE["HostConfig"], "CapDrop": podmans}}).seen[0] == "seen"

    @pytest.mark.parametrize(
        ("place", "value", "words"),
        [
            (("Config", "User"), "", "user"),
            (("Config", "User"), "0:65534", "user 0"),
            (("HostConfig", "NetworkMode"), "bridge", "no network"),
            (("HostConfig", "CapDrop"), None, "no capabilities"),
            (("HostConfig", "CapDrop"), ["CAP_CHOWN", "CAP_KILL"], "no capabilities"),
            (("HostConfig", "CapAdd"), ["SYS_ADMIN"], "no capabilities"),
            (("HostConfig", "ReadonlyRootfs"), False, "read-only"),
            (("HostConfig", "Privileged"), True, "nothing of the host's"),
            (("HostConfig", "Devices"), [{"PathOnHost": "/dev/kvm"}], "nothing of the host's"),
            (("Mounts",), [{"Source": "/"}], "nothing of the host's"),
            (("HostConfig", "Memory"), 0, "MiB"),
            (("HostConfig", "PidsLimit"), None, "processes"),
        ],
    )
    def test_one_that_is_open_is_found_out(self, place: tuple[str, ...], value: Any, words: str) -> None:
        changed = copy.deepcopy(MADE)
        *outer, last = place
        target = changed
        for name in outer:
            target = target[name]
        target[last] = value
        state, evidence = Made(changed).seen
        assert state == "missing"
        assert words in evidence

    def test_a_process_of_this_machine_is_not_taken_for_one_of_another(self) -> None:
        """A remote engine's process numbers mean other processes here."""
        assert Made(MADE).init is None


class TestOfAWorker:
    pytestmark = needs_engine

    def test_every_layer_that_it_claims_is_there(self, bare: Sandbox) -> None:
        with container() as box:
            found = by_layer(inspect(box, bare))
            claims = {claim.partition(" (")[0] for claim in box.protections}
        assert {layer for layer, each in found.items() if each.claimed} == claims
        assert not [each for each in found.values() if each.problem]
        assert {each.state for each in found.values()} == {"seen"}

    @pytest.mark.parametrize("layer", ["seccomp", "rlimits", "landlock"])
    def test_a_layer_of_its_own_that_is_off_is_found_out(self, monkeypatch: pytest.MonkeyPatch, layer: str) -> None:
        """The container's own filter is not taken for the worker's."""
        monkeypatch.setattr(Remote, "protections", property(lambda remote: remote.wait_ready() or EVERYTHING))
        with container(_without=(layer,)) as box, container(_without=("seccomp", layer)) as uncovered:
            found = by_layer(inspect(box, uncovered))
            problem = _measure("docker", box, uncovered).problem
        assert (found[layer].claimed, found[layer].state) == (True, "missing"), found[layer]
        assert layer in problem

    def test_what_cannot_be_seen_from_here_is_said_to_be_unknown(
        self, monkeypatch: pytest.MonkeyPatch, bare: Sandbox
    ) -> None:
        monkeypatch.setattr(Made, "init", None)
        with container() as box:
            found = by_layer(inspect(box, bare))
        assert (found["seccomp"].state, found["seccomp"].evidence) == ("unknown", "cannot be seen from here")
        assert {found[layer].state for layer in ("refusals", "landlock", "container")} == {"seen"}
        assert not [each for each in found.values() if each.problem]

    def test_the_engine_here_is_told_of_with_the_image(self) -> None:
        found = by_layer(examine(TEST_IMAGE, ""))
        assert not [each for each in found.values() if each.problem]
        assert TEST_IMAGE in found["image"].evidence
