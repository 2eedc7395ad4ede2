"""SIGKILL of processes that hold sandboxes: nothing of them stays."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Final

from tests import containers

from . import processes
from .report import Report, spread

ROOT: Final = Path(__file__).parents[2]
#: What is left of a host by then has been forgotten.
GONE_SECONDS: Final = 5.0
#: What it was just starting has a name by then.
_EXEC_SECONDS: Final = 0.2

_HOST: Final = """
import random, sys
from sandbox import Limits, Sandbox
from tests.images import image_options
from tests.soak.jobs import any_job
number, seed = 0, random.Random(int(sys.argv[1]))
limits = Limits(wall_seconds=60, cpu_seconds=30)
with Sandbox(sys.argv[2], workers=2, limits=limits, **image_options(sys.argv[2])) as box:
    box.warm_up()
    while True:
        lost, wrong = any_job(box, number, seed, 10)
        assert not lost and not wrong, wrong
        number += 1
        print(number, flush=True)
"""


def hosts(count: int, seed: int, sandbox: str = "process") -> Report:
    """Each host runs from a directory of its own, by which its workers are known."""
    report, random = Report(f"SIGKILL of hosts with the sandbox {sandbox}"), Random(seed)
    gone: list[float] = []
    at_work = 0
    for number in range(count):
        with tempfile.TemporaryDirectory(prefix="soak-host-") as directory:
            seconds, working = _kill_one(sandbox, Path(directory), random, report, settled=number % 2 == 1)
        gone.append(seconds)
        at_work += working
        report.progress(number + 1, count)
    report.figures |= {
        "kills": str(count), "of these at work": str(at_work), "all that it had gone within": spread(gone),
    }  # fmt: skip
    return report


def hosts_of_containers(count: int, seed: int) -> Report:
    return hosts(count, seed, "docker")


def _kill_one(sandbox: str, home: Path, random: Random, report: Report, *, settled: bool) -> tuple[float, bool]:
    """`settled`: it is at work already when the time until its end begins."""
    for package in ("sandbox", "tests"):
        (home / package).symlink_to(ROOT / package)
    (home / "tmp").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(home), "TMPDIR": str(home / "tmp")}
    host = subprocess.Popen(
        [sys.executable, "-c", _HOST, str(random.randrange(1 << 30)), sandbox],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=home,
    )  # fmt: skip
    assert host.stdout is not None
    first = host.stdout.readline().decode() if settled else ""
    time.sleep(random.uniform(0, 1.5))
    known = processes.descendants(host.pid) | processes.mentioning(f"{home}")
    ended_by_itself = host.poll() is not None
    host.kill()
    killed = time.monotonic()
    said, complaint = _what_it_said(host)
    launchers = {f"codegen-{pid}" for pid in known}
    time.sleep(_EXEC_SECONDS)
    left = processes.settled(lambda: _left(known, home), set(), GONE_SECONDS - _EXEC_SECONDS)
    seconds = time.monotonic() - killed
    report.expect(f"a host ended by itself: {complaint[-500:]}", holds=not ended_by_itself)
    report.expect(f"processes left: {left}", holds=not left)
    if sandbox == "docker":
        still = processes.settled(lambda: containers.started_by(host.pid), set(), GONE_SECONDS - seconds)
        seconds = time.monotonic() - killed
        report.expect(f"containers left: {still}", holds=not still)
    report.expect("a temporary file is left", holds=not list((home / "tmp").iterdir()))
    groups = processes.settled(lambda: _control_groups() & launchers, set(), GONE_SECONDS)
    report.expect(f"control groups left: {groups}", holds=not groups)
    return seconds, bool(first + said)


def _what_it_said(host: subprocess.Popen[bytes]) -> tuple[str, str]:
    """Waits for its end. Only its own ends of the pipes are awaited: its workers do not hold them."""
    said, complaint = host.communicate(timeout=60)
    return said.decode(), complaint.decode()


def _left(known: set[int], home: Path) -> set[int]:
    return processes.alive(known) | processes.mentioning(f"{home}")


def _control_groups() -> set[str]:
    return {Path(directory).name for directory, _, _ in os.walk("/sys/fs/cgroup") if "/codegen-" in directory}
