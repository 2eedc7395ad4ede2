"""Runs and calls in a warm sandbox."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from peers import Peer, environment
from ratio import paired, seconds

from sandbox import Returned, Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratio import Row

SNIPPET = """\
def quick_sort(items):
    if len(items) < 2:
        return items
    pivot = items[0]
    small = [item for item in items[1:] if item < pivot]
    large = [item for item in items[1:] if item >= pivot]
    return quick_sort(small) + [pivot] + quick_sort(large)

items = [3, 1, 2, 9, 5, 4]
print(quick_sort(items))
"""
ANSWER = "[1, 2, 3, 4, 5, 9]\n"
#: Between two runs, as a loop that does something with each outcome has it.
PAUSE_SECONDS = 0.005

#: An interpreter written in Rust for a part of Python, in a pool of warm processes.
MONTY = f"""
from pydantic_monty import CollectString, Monty
pool = Monty().__enter__()
def action():
    printed = CollectString()
    with pool.checkout() as session:
        session.feed_run({SNIPPET!r}, print_callback=printed)
    assert printed.output == {ANSWER!r}, printed.output
"""

#: The least that a process of its own for each run can cost: no protection, compiled beforehand, output thrown away.
FORK = f"""
import os
null = os.open(os.devnull, os.O_WRONLY)
code = compile({SNIPPET!r}, "<snippet>", "exec")
def action():
    pid = os.fork()
    if pid == 0:
        os.dup2(null, 1)
        exec(code, {{}})
        os._exit(0)
    os.waitpid(pid, 0)
"""

#: A process at the other end of two pipes that sends back what it gets.
ECHO = """
import os
there, back = os.pipe(), os.pipe()
if os.fork() == 0:
    os.close(there[1])
    while data := os.read(there[0], 65536):
        os.write(back[1], data)
    os._exit(0)
os.close(there[0])
def action():
    os.write(there[1], b"x" * 100)
    os.read(back[0], 65536)
"""


def in_turn(scale: float) -> Iterator[Row]:
    """One run after the other, with pauses."""
    monty = environment("monty", "pydantic-monty")
    with Sandbox("process", workers=1) as box, Peer(monty, MONTY) as peer:
        pairs = [(_paused_run(box), _paused(peer)) for _ in range(int(1000 * scale))]
    yield paired("warm run of ten lines, process", "pydantic-monty", pairs[20:], aim="<= 1.5x")


def _paused_run(box: Sandbox) -> float:
    time.sleep(PAUSE_SECONDS)
    return seconds(lambda: run(box))


def _paused(peer: Peer) -> float:
    time.sleep(PAUSE_SECONDS)
    return peer.seconds(1)


def run(box: Sandbox) -> None:
    outcome = box.run(SNIPPET)
    assert isinstance(outcome, Returned), outcome
    assert outcome.stdout == ANSWER


def throughput(scale: float) -> Iterator[Row]:
    """As many as two workers can, against two processes that only fork."""
    count = int(200 * scale)
    bare = (sys.executable, FORK, "-I", "-S")
    with Sandbox("process", workers=2) as box, Peer(*bare) as one, Peer(*bare) as other:
        pairs = [(seconds(lambda: _many(box, 2 * count)), _both(one, other, count)) for _ in range(10)]
    yield paired(f"{2 * count} runs by 2 workers, process", "fork, exec, wait in 2 processes", pairs, aim=">= 0.7x")


def _many(box: Sandbox, count: int) -> None:
    for outcome in box.map([SNIPPET] * count):
        assert outcome.stdout == ANSWER, outcome


def _both(one: Peer, other: Peer, count: int) -> float:
    started = time.perf_counter()
    one.begin(count)
    other.begin(count)
    one.end()
    other.end()
    return time.perf_counter() - started


def restricted(scale: float) -> Iterator[Row]:
    count = int(200 * scale)
    with Sandbox("restricted", workers=2) as ours, Sandbox("process", workers=2) as peer:
        pairs = [(seconds(lambda: _many(ours, count)), seconds(lambda: _many(peer, count))) for _ in range(10)]
    yield paired(f"{count} runs by 2 workers, restricted", "the same, process", pairs, aim="<= 2x")


def call(scale: float) -> Iterator[Row]:
    """A call of a loaded function."""
    for name in ("process", "restricted"):
        with Sandbox(name, workers=1) as box, box.load(SNIPPET) as program, Peer(sys.executable, ECHO) as peer:
            pairs = [
                (seconds(lambda: program.call("quick_sort", [3, 1, 2])), peer.seconds(1))
                for _ in range(int(2000 * scale))
            ]
        yield paired(f"call of a loaded function, {name}", "a pipe echo between two processes", pairs, aim="<= 2x")
