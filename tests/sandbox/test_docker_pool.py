"""Containers are kept, replaced when something was wrong, and not shared where each job shall have its own."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import pytest

from sandbox import LimitExceeded, Limits, Returned, Sandbox
from sandbox.backends import engine, owner
from tests.engine import needs_engine
from tests.sandbox.engines import is_podman

pytest.importorskip("docker")
pytestmark = needs_engine
WHICH = "print(open('/proc/sys/kernel/hostname').read())"
#: A container's name for itself can be read where no Landlock and no filter hide its files.
OPEN = ("landlock", "seccomp", "non-dumpable")


def test_a_container_serves_many_jobs() -> None:
    with Sandbox("docker", workers=1, _without=OPEN) as box:
        assert len({box.run(WHICH).stdout for _ in range(3)}) == 1


def test_each_job_has_a_container_of_its_own_and_the_next_one_is_being_started() -> None:
    with Sandbox("docker", workers=2, isolation="container", _without=OPEN) as box:
        seen = [box.run(WHICH).stdout for _ in range(3)]
        assert len(set(seen)) == 3
        assert len(box._idle) == 1
        with box.load("def f(): return 1") as program:
            assert isinstance(program.call("f"), Returned)
        outcomes = list(box.map([WHICH] * 4))
        assert len({outcome.stdout for outcome in outcomes}) == 4
        assert not {outcome.stdout for outcome in outcomes} & set(seen)


def test_many_sources_are_run_on_several_containers_at_once() -> None:
    with Sandbox("docker", workers=2, _without=OPEN) as box:
        outcomes = list(box.map([f"import time; time.sleep(1.0)\n{WHICH}"] * 2))
        assert all(isinstance(outcome, Returned) for outcome in outcomes)
        assert len({outcome.stdout for outcome in outcomes}) == 2


def test_the_caller_does_not_wait_for_the_start() -> None:
    import docker  # noqa: F401  which takes a while the first time

    started = time.monotonic()
    with Sandbox("docker", workers=1) as box:
        opened = time.monotonic() - started
        assert box.protections
        ready = time.monotonic() - started
    assert opened < ready / 2


def test_a_container_past_half_of_its_lease_takes_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine at the same engine would remove it after the whole."""
    monkeypatch.setattr(owner, "LEASE_SECONDS", 0)
    with Sandbox("docker", workers=1, _without=OPEN) as box:
        assert len({box.run(WHICH).stdout for _ in range(3)}) == 3
        monkeypatch.setattr(owner, "LEASE_SECONDS", 24 * 3600)
        assert len({box.run(WHICH).stdout for _ in range(3)}) == 1


def test_a_container_that_broke_the_rules_is_not_used_again() -> None:
    with Sandbox("docker", workers=1, _without=OPEN) as box:
        first = box.run(WHICH).stdout
        with box.load("import os\ndef f():\n    os.write(4, b'\\xff' * 100)") as program:
            assert "violation" in getattr(program.call("f"), "detail", "")
        assert box.run(WHICH).stdout != first


def test_memory_that_only_the_container_limits_is_a_limit_by_evidence() -> None:
    limits = Limits(memory_bytes=64 * 1024 * 1024, wall_seconds=20, cpu_seconds=20)
    with Sandbox("docker", workers=1, limits=limits, _without=("rlimits",)) as box:
        outcome = box.run("held = []\nwhile True: held.append(bytearray(1 << 20))")
        assert isinstance(outcome, LimitExceeded)
        assert outcome.limit == "memory"
        killed = box.run("import os, signal\nos._exit(137)")
        assert not isinstance(killed, LimitExceeded)
        assert isinstance(box.run("pass"), Returned)


def test_results_say_which_container_it_was() -> None:
    with Sandbox("docker", workers=1) as box, contextlib.closing(engine.connect()) as api:
        outcome = box.run("pass")
        remote: Any = box._idle[0]
        info: dict[str, Any] = api.info()
        container = api.inspect_container(remote._connection._attached.result().container_id)
    version = info["ServerVersion"].partition("+")[0]
    name, lacks = ("podman", ", no limit of empty files in /tmp") if is_podman() else ("docker", "")
    place = f"container ({info['DefaultRuntime']}, {name} {version}, image {container['Image'][:19]}{lacks})"
    assert outcome.protections[0] == place
