"""What every test may rely on: no leaked process or container, no real home, no real model."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.codegen import zygote
from tests.containers import started_by
from tests.engine import WHY_NOT
from tests.soak.processes import children

if TYPE_CHECKING:
    from collections.abc import Iterator

# A shell starts what it puts in the background with this signal ignored, and programs under test would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Nothing is written beside the tests, and a slow machine is no failure.
settings.register_profile("tests", database=None, deadline=None, print_blob=False)
settings.load_profile("tests")


def child_processes() -> set[int]:
    """The direct children of this process, zombies included."""
    return set(children(os.getpid()))


def wait_until_gone(pids: set[int], seconds: float = 5.0) -> set[int]:
    """Those of the processes that still run after a while; a zombie that init has not fetched yet does not."""
    deadline = time.monotonic() + seconds
    while pids and time.monotonic() < deadline:
        pids = {pid for pid in pids if _runs(pid)}
        time.sleep(0.01)
    return pids


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture(scope="module", autouse=True)
def no_process_left() -> Iterator[None]:
    """Fails the module that leaves a process behind."""
    before = child_processes()
    yield
    zygote.end()
    deadline = time.monotonic() + 5
    while (left := child_processes() - before) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left, f"processes left: {[Path(f'/proc/{pid}/cmdline').read_bytes() for pid in left]}"


@pytest.fixture(scope="module", autouse=True)
def no_container_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails the module that leaves a container behind."""
    yield
    tests = [test for test in request.session.items if test.getparent(pytest.Module) is request.node]
    if not WHY_NOT and any(test.get_closest_marker("docker") for test in tests):
        deadline = time.monotonic() + 5
        while (left := started_by(os.getpid())) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not left, f"containers left: {left}"


@pytest.fixture(autouse=True)
def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, server, home or history of the user's reaches a test."""
    for name in os.environ:
        if name.startswith(("OPENAI_", "CODEGEN_")) and name != "CODEGEN_REQUIRE_DOCKER":
            monkeypatch.delenv(name)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
