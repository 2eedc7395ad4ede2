"""What confines a program is measured: a layer that is off is found out, whatever the worker says of itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codegen.cli.doctor import _measure
from sandbox import Sandbox, inspection
from sandbox.inspection import inspect, witness
from sandbox.measures import MEASURES, Finding, Look
from sandbox.remote import Remote

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
#: What a worker on a machine that gives everything would claim.
EVERYTHING = (
    "empty environment", "namespaces (user, pid, net, ipc, uts, mount)", "unprivileged", "non-dumpable", "no_new_privs",
    "landlock (ABI 7)", "cgroup (memory v1, pids v1)", "rlimits", "seccomp",
)  # fmt: skip


@pytest.fixture(scope="module")
def bare() -> Iterator[Sandbox]:
    with witness() as opened:
        yield opened


def findings(box: Sandbox, without_seccomp: Sandbox) -> dict[str, Finding]:
    return {each.layer: each for each in inspect(box, without_seccomp)}


@pytest.mark.parametrize("name", ["restricted", "process"])
def test_every_layer_that_a_worker_claims_is_there(bare: Sandbox, name: str) -> None:
    with Sandbox(name, workers=1) as box:
        found = findings(box, bare)
        claims = {claim.partition(" (")[0] for claim in box.protections}
    assert {layer for layer, each in found.items() if each.claimed} == claims
    assert not [each for each in found.values() if each.problem]
    assert all(
        found[layer].state == "seen" for layer in ("seccomp", "no_new_privs", "rlimits", "refusals", "unprivileged")
    )
    assert all(each.advice for each in found.values() if each.state == "missing")


@pytest.mark.parametrize(
    ("without", "layer"),
    [("seccomp", "seccomp"), ("no_new_privs", "no_new_privs"), ("rlimits", "rlimits"), ("namespaces", "namespaces"),
     ("cgroups", "cgroup"), ("landlock", "landlock")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["restricted", "process"])
def test_a_layer_that_is_off_is_found_out_though_it_is_claimed(
    monkeypatch: pytest.MonkeyPatch, name: str, without: str, layer: str
) -> None:
    monkeypatch.setattr(Remote, "protections", property(lambda remote: remote.wait_ready() or EVERYTHING))
    off = (without,)
    with (
        Sandbox(name, workers=1, confinement="optional", _without=off) as box,
        Sandbox("process", workers=1, confinement="optional", _without=("seccomp", *off)) as bare,
    ):
        found = findings(box, bare)
        examined = _measure(name, box, bare)
    assert found[layer].claimed
    assert found[layer].state == "missing", found[layer]
    assert layer in found[layer].problem
    assert layer in examined.problem


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's worker has no privileges to keep")
def test_a_worker_that_stayed_root_is_found_out(bare: Sandbox) -> None:
    off = ("unprivileged", "namespaces")
    with Sandbox("process", workers=1, confinement="optional", _without=off) as box:
        found = findings(box, bare)["unprivileged"]
    assert (found.state, found.claimed) == ("missing", False)
    assert "uid 0" in found.evidence


def test_what_is_optional_and_not_there_is_no_problem_and_says_how_to_get_it(bare: Sandbox) -> None:
    with Sandbox("process", workers=1, _without=("namespaces", "cgroups", "landlock")) as box:
        found = findings(box, bare)
        assert not _measure("process", box, bare).problem
    for layer in ("namespaces", "cgroup", "landlock"):
        assert (found[layer].state, found[layer].claimed, found[layer].problem) == ("missing", False, "")
        assert found[layer].advice.startswith("optional; ")


def test_a_program_that_gets_through_is_a_problem(bare: Sandbox) -> None:
    off = ("seccomp", "landlock", "rlimits", "namespaces", "cgroups")
    with Sandbox("process", workers=1, confinement="optional", _without=off) as box:
        refusals = findings(box, bare)["refusals"]
    assert refusals.state == "missing"
    assert "open a file" in refusals.problem
    assert "start a process" in refusals.problem


@pytest.mark.parametrize(("own_filters", "state"), [("0", "seen"), ("1", "missing")])
def test_the_filter_of_a_container_around_us_is_not_taken_for_ours(own_filters: str, state: str) -> None:
    child = {"Seccomp": "2", "Seccomp_filters": "1"}
    own = {"Seccomp": "2" if own_filters == "1" else "0", "Seccomp_filters": own_filters}
    look = Look(
        proc=Path("/proc/self"), status=child, own_status={}, around=own, limits={}, open_files=32, claims={},
        variables=0,
    )  # fmt: skip
    assert MEASURES["seccomp"](look)[0] == state


def test_where_nothing_can_be_measured_nothing_is_assumed(monkeypatch: pytest.MonkeyPatch, bare: Sandbox) -> None:
    monkeypatch.setattr(inspection, "_deepest", lambda pid: Path("/proc/0"))  # as /proc with hidepid looks
    with Sandbox("process", workers=1) as box:
        assert "cannot be measured" in _measure("process", box, bare).problem


def test_an_ordinary_user_is_told_the_same(tmp_path: Path) -> None:
    """Some files of /proc are closed to it: what cannot be read is said to be unknown, never to be there."""
    who: dict[str, Any] = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    tmp_path.chmod(0o777)
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "HOME": str(tmp_path)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd="/", env=environment, timeout=60, **who)

    try:
        readable = run("-c", "import codegen, rich, typer").returncode == 0
    except OSError:
        readable = False
    if not readable:
        pytest.skip("nobody may not read this interpreter")
    ended = run("-m", "codegen", "doctor")
    assert ended.returncode == 0, ended.stdout
    assert ended.stdout.count("  seccomp            seen: mode 2") == 2
    assert "empty environment  unknown: " in ended.stdout
