"""The long runs, short."""

from __future__ import annotations

import pytest

from tests.engine import needs_engine
from tests.soak import kills
from tests.soak.calls import calls
from tests.soak.hosts import hosts


@pytest.fixture(autouse=True)
def busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "SERVED_SECONDS", 20.0)


def test_killed_children_cost_no_other_job_its_outcome() -> None:
    assert kills.workers(100, seed=1).faults == []


def test_killed_fork_servers_cost_no_other_job_its_outcome() -> None:
    assert kills.servers(15, seed=1).faults == []


@pytest.mark.parametrize("sandbox", ["process", pytest.param("docker", marks=needs_engine)])
def test_killed_hosts_leave_nothing(sandbox: str) -> None:
    assert hosts(6, 1, sandbox).faults == []


def test_calls_leave_no_memory_behind() -> None:
    assert calls(2_000, seed=1).faults == []
