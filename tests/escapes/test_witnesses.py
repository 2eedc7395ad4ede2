"""The judge and its witnesses: what counts as an escape does count, also where no marker tells it."""

from __future__ import annotations

import builtins
import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sandbox import Crashed, LimitExceeded, Raised, Refused, Returned

from .entries import BY_ID, ENTRIES
from .exceptions import GOOD_TOO
from .judge import Seen, judge, of_outcome
from .witnesses import Host, HostMemory, own_children, survivors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox import Outcome


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as one:
        yield one
        assert one.take_traces() == []


def named(host: Host, name: str) -> Path:
    return Path(str(host.cfg()[name]))


def test_what_is_written_changed_or_removed_outside_is_told_once(host: Host) -> None:
    canary, folder = named(host, "file"), named(host, "wdir")
    (folder / "new").write_text("x")
    (folder / "link").symlink_to(canary)
    (folder / "CANARY").write_text("changed")
    canary.unlink()
    assert sorted(host.take_traces()) == [
        "host_file:CANARY", "host_file:canary.txt is gone", "host_file:new", "host_symlink:link",
    ]  # fmt: skip
    assert host.tag in canary.read_text()


def test_a_message_in_a_shared_place_and_a_changed_builtin_are_told(host: Host) -> None:
    Path(f"/tmp/sbx_{host.tag}").write_text("x")
    vars(builtins)["SBX_G28"] = "x"
    assert sorted(host.take_traces()) == ["host_builtin:SBX_G28", f"host_file:/tmp/sbx_{host.tag}"]


def test_the_growth_of_the_host_is_told_also_when_it_is_over() -> None:
    with HostMemory() as large:
        b"x" * (100 << 20)
    with HostMemory() as small:
        b"x" * (1 << 20)
    assert large.traces
    assert not small.traces


def test_a_process_beside_the_line_of_a_worker_is_a_survivor() -> None:
    two = ["sh", "-c", "sleep 60 & sleep 60 & echo both; wait"]
    with subprocess.Popen(two, stdout=subprocess.PIPE, start_new_session=True) as shell:
        assert shell.stdout is not None
        shell.stdout.readline()
        left = survivors(own_children, 0.5)
        os.killpg(shell.pid, signal.SIGKILL)
    assert len(left) == 1
    assert survivors(own_children) == []


@pytest.mark.parametrize(
    ("name", "sandbox", "seen", "breach"),
    [
        ("A01", "process", Seen("contained", "ESCAPED x"), "ESCAPED"),
        ("A01", "process", Seen("contained", "LANG x"), ""),
        ("A01", "restricted", Seen("contained", "LANG x"), "LANG"),
        ("A33", "restricted", Seen("contained", "LANG x"), ""),
        ("A01", "process", Seen("contained", "BLOCKED x"), ""),
        ("A01", "process", Seen("contained", ["a", {"b": "-SECRET-"}]), "ESCAPED"),
        ("A01", "process", Seen("error", None, "OSError: -SECRET-"), "ESCAPED"),
        ("E03", "process", Seen("killed", None, "\nESCAPED exec"), "ESCAPED"),
        ("E03", "process", Seen("killed", None, "not ESCAPED"), ""),
        ("A01", "process", Seen("error", None, "", ("tcp_listener",)), "ESCAPED"),
        ("G01", "process", Seen("PASSED"), "PASSED"),
        ("G01", "process", Seen("verdict-fail"), ""),
    ],
)
def test_a_breach_is_told_by_marker_secret_or_trace(name: str, sandbox: str, seen: Seen, breach: str) -> None:
    assert judge(BY_ID[name], sandbox, "-SECRET-", seen).breach == breach


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Returned(value=1), "contained"),
        (Raised(type_name="OSError"), "error"),
        (Refused(rule="import", message="no"), "policy-block"),
        (LimitExceeded(limit="wall time", allowed="1 s"), "timeout"),
        (LimitExceeded(limit="result size", allowed="1 byte"), "output-limit"),
        (Crashed(detail="protocol violation"), "killed"),
        (Crashed(detail="", signal=9), "killed"),
        (Crashed(detail="", signal=11), "crash"),
        (Crashed(detail="", exit_status=0), "crash"),
    ],
)
def test_each_outcome_has_its_class(outcome: Outcome, kind: str) -> None:
    assert of_outcome(outcome).kind == kind


def test_a_class_that_was_not_foreseen_is_told() -> None:
    assert judge(BY_ID["A18"], "process", "-", Seen("crash")).expected
    assert not judge(BY_ID["A01"], "process", "-", Seen("crash")).expected
    assert not judge(BY_ID["A01"], "restricted", "-", Seen("contained", "BLOCKED")).expected


def test_the_manifests_are_whole() -> None:
    assert len(BY_ID) == len(ENTRIES)
    classes = {"policy-block", "error", "contained", "timeout", "cpu", "memory", "output-limit", "killed", "crash",
               "verdict-fail", "spec-dependent"}  # fmt: skip
    for entry in ENTRIES:
        assert entry.path.is_file(), entry.id
        assert entry.shape in ("probe", "solve"), entry.id
        assert set().union(*entry.expect.values()) <= classes, entry.id
        assert set(entry.expect) == {"restricted", "process", "container"}, entry.id


def test_an_exception_is_made_only_for_what_a_manifest_does_not_foresee() -> None:
    foreseen = {(entry.id, mode): classes for entry in ENTRIES for mode, classes in entry.expect.items()}
    for case, (kind, reason) in GOOD_TOO.items():
        assert kind not in foreseen[case], case
        assert reason, case
