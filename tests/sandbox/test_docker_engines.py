"""Engines other than a local Docker: Podman, rootless ones, remote ones. Each works, or one line says why not."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import Returned, Sandbox, SandboxUnavailable
from sandbox.backends import docker, engine
from tests.engine import needs_engine
from tests.sandbox.engines import TcpRelay, is_podman

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("docker")


def refusal(**options: Any) -> str:
    with Sandbox("docker", workers=1, **options) as box, pytest.raises(SandboxUnavailable) as raised:
        box.run("pass")
    return str(raised.value)


# --- elsewhere ---


def name_context(monkeypatch: pytest.MonkeyPatch, directory: Path, host: str, *, tls: bool = False) -> None:
    """Makes a context `far` the one that is used, with the files that `docker context create` writes."""
    key = hashlib.sha256(b"far").hexdigest()
    endpoint = {"Host": host, "SkipTLSVerify": False}
    files = {
        "config.json": "{}",
        f"contexts/meta/{key}/meta.json": json.dumps(
            {"Name": "far", "Metadata": {}, "Endpoints": {"docker": endpoint}}
        ),
        **{f"contexts/tls/{key}/docker/{each}.pem": each for each in ("ca", "cert", "key") if tls},
    }
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)
    monkeypatch.setenv("DOCKER_CONFIG", str(directory))
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setenv("DOCKER_CONTEXT", "far")


@pytest.fixture
def tcp() -> Iterator[TcpRelay]:
    relay = TcpRelay()
    yield relay
    relay.cut()


@pytest.mark.parametrize("named_by", ["DOCKER_HOST", "context"])
class TestByTcp:
    pytestmark = needs_engine

    def test_one_that_is_reached_by_plain_tcp_serves(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tcp: TcpRelay, named_by: str
    ) -> None:
        if named_by == "context":
            name_context(monkeypatch, tmp_path, tcp.address)
        else:
            monkeypatch.setenv("DOCKER_HOST", tcp.address)
        with Sandbox("docker", workers=1) as box:
            outcome = box.run("print(6 * 7)")
            assert isinstance(outcome, Returned)
            assert outcome.stdout == "42\n"
        assert tcp.connections > 1


@pytest.mark.parametrize("way", ["ssh", "TLS"])
@pytest.mark.parametrize("named_by", ["DOCKER_HOST", "context"])
def test_ssh_and_tls_are_refused_before_anybody_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tcp: TcpRelay, way: str, named_by: str
) -> None:
    address = tcp.address if way == "TLS" else "ssh://me@host.invalid"
    if named_by == "context":
        name_context(monkeypatch, tmp_path, address, tls=way == "TLS")
    else:
        monkeypatch.setenv("DOCKER_HOST", address)
        monkeypatch.setenv("DOCKER_TLS_VERIFY", "1" if way == "TLS" else "")
    text = refusal()
    assert text.startswith(f"Docker's engine at {address} cannot be used: only unix:// and plain tcp:// can")
    assert "ssh -L" in text
    assert not tcp.connections


def test_a_context_without_a_configuration_file_is_not_found_and_it_is_said_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name_context(monkeypatch, tmp_path, "tcp://127.0.0.1:1")
    (tmp_path / "config.json").unlink()
    assert "no context 'far' here without a ~/.docker/config.json" in refusal()


# --- rootless ---

#: As rootless engines of Debian 12 describe a container on a machine whose control groups they may not use.
UNLIMITED = {"Memory": 0, "MemorySwap": 0, "PidsLimit": 0, "NanoCpus": 0}
ASKED = {"Memory": 1 << 28, "MemorySwap": 1 << 28, "PidsLimit": 16, "NanoCpus": 1_000_000_000}


def test_one_that_leaves_out_limits_is_refused() -> None:
    with pytest.raises(SandboxUnavailable, match="cannot limit memory, processes, CPU time here; a rootless one needs"):
        engine.must_limit(ASKED, UNLIMITED)
    with pytest.raises(SandboxUnavailable, match="cannot limit processes here"):
        engine.must_limit(ASKED, {**ASKED, "PidsLimit": None})
    engine.must_limit(ASKED, {**ASKED, "MemorySwap": -1})  # told by `confinement`


class TestLimits:
    pytestmark = needs_engine

    def test_a_container_without_the_limits_that_it_was_to_have_is_not_started(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from docker import APIClient

        create = APIClient.create_container

        def leave_out(api: APIClient, *arguments: Any, host_config: dict[str, Any], **more: Any) -> Any:
            return create(api, *arguments, host_config={**host_config, "PidsLimit": 0}, **more)

        monkeypatch.setattr(APIClient, "create_container", leave_out)
        assert "cannot limit processes here" in refusal()


class TestStarts:
    pytestmark = needs_engine

    def test_why_a_container_could_not_be_started_is_said_also_where_the_engine_has_removed_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from docker import APIClient
        from docker.errors import APIError

        def start(api: APIClient, container: str) -> None:
            api.remove_container(container)
            raise APIError("no cgroup")

        monkeypatch.setattr(APIClient, "start", start)
        assert refusal() == "Docker cannot start a container: no cgroup"


# --- Podman ---


class Saying:
    """The API of an engine, as far as it is asked what it is."""

    def __init__(self, info: dict[str, Any], components: list[dict[str, str]]) -> None:
        self.info = lambda: info
        self.version = lambda: {"Version": "4.3.1", "Components": components}


#: As the Podman of Debian 12 says it, rootless or not.
PODMAN = {"MemoryLimit": True, "PidsLimit": True, "SwapLimit": True, "DefaultRuntime": "crun",
          "SecurityOptions": ["name=seccomp,profile=default"]}  # fmt: skip
COMPONENTS = [{"Name": "Podman Engine", "Version": "4.3.1"}, {"Name": "Conmon"}, {"Name": "OCI Runtime (crun)"}]


def test_podman_is_told_from_docker_and_what_it_cannot_limit_is_named() -> None:
    place = engine.confinement(Saying(PODMAN, COMPONENTS), "", "sha256:1234")
    assert place == "container (crun, podman 4.3.1, image sha256:1234, no limit of empty files in /tmp)"
    place = engine.confinement(Saying(PODMAN, [{"Name": "Engine"}]), "", "sha256:1234")
    assert place == "container (crun, docker 4.3.1, image sha256:1234)"


def test_podman_does_not_hear_of_a_runtime_so_another_one_than_its_own_is_refused() -> None:
    assert engine.confinement(Saying(PODMAN, COMPONENTS), "crun", "").startswith("container (crun, podman")
    with pytest.raises(SandboxUnavailable, match=r"Podman uses its own runtime, crun, .* make runsc the runtime"):
        engine.confinement(Saying(PODMAN, COMPONENTS), "runsc", "")
    place = engine.confinement(Saying(PODMAN, [{"Name": "Engine"}]), "runsc", "")
    assert place.startswith("container (runsc whose limits cannot be verified, docker")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ERROR (catatonit:6): failed to exec pid1: No such file or directory", "the image has no python3"),
        ("ERROR (catatonit:6): failed to exec pid1: Exec format error", "another kind of processor"),
        ("Error: read unixpacket @->/proc/self/fd/14/attach: read: connection reset by peer", "it ended at once"),
    ],
)
def test_what_podman_says_of_an_image_that_cannot_serve_is_made_clear(text: str, words: str) -> None:
    assert words in engine.advice(text)


def test_podman_gets_the_path_of_the_profile_and_docker_its_text() -> None:
    from docker import APIClient

    container = docker.Container(memory_bytes=1)
    for components, words in ((COMPONENTS, str(docker._PROFILE)), ([], docker._PROFILE.read_text())):
        api: Any = Saying(PODMAN, components)
        api.create_host_config = APIClient(version="1.41").create_host_config
        assert container.host_config(api, ())["SecurityOpt"] == ["no-new-privileges", f"seccomp={words}"]


@pytest.mark.skipif(not is_podman(), reason="the engine is no Podman")
class TestPodman:
    pytestmark = needs_engine

    def test_one_that_does_not_have_the_profile_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(docker, "_PROFILE", tmp_path / "none.json")
        assert refusal().endswith("must have this package's files where it runs")

    def test_the_profile_is_the_one_that_holds(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        profile = json.loads(docker._PROFILE.read_text())
        profile["syscalls"][0]["names"].remove("getpriority")
        (tmp_path / "profile.json").write_text(json.dumps(profile))
        source = "import os\ntry: os.getpriority(os.PRIO_PROCESS, 0)\nexcept PermissionError: print('refused')"
        with Sandbox("docker", workers=1, confinement="optional", _without=("seccomp",)) as box:
            assert box.run(source).stdout == ""
        monkeypatch.setattr(docker, "_PROFILE", tmp_path / "profile.json")
        with Sandbox("docker", workers=1, confinement="optional", _without=("seccomp",)) as box:
            assert box.run(source).stdout == "refused\n"
