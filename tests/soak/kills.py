"""SIGKILL of children and of fork servers at random moments, while one `Sandbox` has jobs without a pause."""

from __future__ import annotations

import os
import threading
import time
from random import Random
from typing import Final

from sandbox import Limits, Returned, Sandbox
from sandbox.errors import WorkerGoneError

from . import processes
from .jobs import any_job
from .report import Report, spread

#: A busy machine shall not be taken for a program that does not end.
LIMITS: Final = Limits(wall_seconds=60, cpu_seconds=30)
#: The job after one that was killed is served within this, at the 99th percentile.
SERVED_SECONDS: Final = 1.0


def workers(count: int, seed: int) -> Report:
    """Kills children: idle, while they start, work, and between calls."""
    return _killing(Report("SIGKILL of children"), count, Random(seed), generations_up=0, pause_seconds=0.03)


def servers(count: int, seed: int) -> Report:
    """Kills fork servers, in their start-up too."""
    return _killing(Report("SIGKILL of fork servers"), count, Random(seed), generations_up=1, pause_seconds=1.0)


def _killing(report: Report, count: int, random: Random, *, generations_up: int, pause_seconds: float) -> Report:
    descriptors = processes.descriptors()
    jobs = killed_answers = refused = 0
    served: list[float] = []
    with Sandbox("process", workers=1, limits=LIMITS) as box:
        box.run("pass")
        time.sleep(0.5)  # until the next child is prepared
        usual = _shape()
        generation = len(usual) - generations_up
        killer = Killer(generation, count, pause_seconds, Random(random.random()))
        killer.start()
        while killer.is_alive():
            try:
                lost, wrong = any_job(box, jobs, random, 1000 * pause_seconds / 6)
            except WorkerGoneError:  # five workers in a row were killed before they could begin: said, not lost
                lost, wrong, refused = 1, [], refused + 1
            if lost:
                with killer.held:
                    started = time.monotonic()
                    report.expect("the next job was not served", holds=isinstance(box.run("pass"), Returned))
                    served.append(time.monotonic() - started)
            jobs, killed_answers = jobs + 1, killed_answers + lost
            report.faults += wrong
            report.progress(killer.done, count)
            if random.random() < 0.2:
                time.sleep(random.uniform(0, pause_seconds / 3))
        killer.join()
        report.expect("the job after the last kill was not served", holds=isinstance(box.run("pass"), Returned))
        shape = processes.settled(_shape, usual)
        report.expect(f"processes by generation: {usual} before, {shape} after", holds=shape == usual)
    report.expect("a process is left", holds=processes.settled(_shape, []) == [])
    left = processes.settled(processes.descriptors, descriptors)
    report.expect(f"descriptors: {descriptors} before, {left} after", holds=left == descriptors)
    report.expect("too long until the next job was served", holds=_p99(served) <= SERVED_SECONDS)
    report.figures |= {
        "kills": str(killer.done), "jobs, each with its outcomes": str(jobs), "answers that a kill took": str(killed_answers - refused),
        "jobs that got no worker in five tries": str(refused),
        "next job served within": spread(served),
    }  # fmt: skip
    return report


class Killer(threading.Thread):
    """Ends `count` descendants of one generation, after pauses of up to `pause_seconds`."""

    def __init__(self, generation: int, count: int, pause_seconds: float, random: Random) -> None:
        super().__init__(daemon=True)
        self._generation, self._count, self._pause_seconds = generation, count, pause_seconds
        self._random = random
        self.done = 0
        #: Who has it is spared for as long.
        self.held = threading.Lock()

    def run(self) -> None:
        while self.done < self._count:
            time.sleep(self._random.uniform(0, self._pause_seconds))
            with self.held:
                self.done += processes.kill_in_generation(self._generation)


def _shape() -> list[int]:
    return [len(generation) for generation in processes.below(os.getpid())]


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.99 * len(seconds))] if seconds else 0.0
