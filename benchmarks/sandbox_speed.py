"""Calls, runs and checks in the sandbox, each against the same work without it. Ratios of pairs in one run."""

from __future__ import annotations

import os

from hypothesis import given, settings
from ratio import compare

from sandbox import Sandbox
from sandbox.catalogue import get

SNIPPET = "def f(items):\n    return sorted(items)\nprint(f([3, 1, 2]))\n"


def bare_fork() -> None:
    """A compiled snippet in a forked child of this interpreter, without any protection."""
    pid = os.fork()
    if pid == 0:
        os.dup2(NULL, 1)
        exec(CODE, {})
        os._exit(0)
    os.waitpid(pid, 0)


def echo_server() -> tuple[int, int]:
    """The least a call to another process can cost: a pipe there and a pipe back."""
    there, back = os.pipe(), os.pipe()
    if os.fork() == 0:
        os.close(there[1])
        while data := os.read(there[0], 65536):
            os.write(back[1], data)
        os._exit(0)
    os.close(there[0])
    return there[1], back[0]


def echo() -> None:
    os.write(WRITE, b"x" * 100)
    os.read(READ, 65536)


def unsandboxed() -> None:
    """The same inputs and the same claim, with the function in this process."""
    entry = get("quick sort")

    @settings(max_examples=100, database=None, deadline=None, derandomize=True)
    @given(entry.inputs())
    def holds(arguments: tuple[list[int]]) -> None:
        assert sorted(arguments[0]) == entry.reference(*arguments)

    holds()


NULL = os.open(os.devnull, os.O_WRONLY)
CODE = compile(SNIPPET, "<snippet>", "exec")
WRITE, READ = echo_server()

print(f"{'what':<58} {'ours':>13} {'peer':>13}   ratio")
for name in ("process", "restricted"):
    with Sandbox(name, workers=1) as box, box.load(SNIPPET) as program:
        compare(f"warm run, {name}, against a bare fork", lambda: box.run(SNIPPET), bare_fork, pairs=200, aim=1.5)
        compare(f"call, {name}, against a pipe echo", lambda: program.call("f", [3, 1, 2]), echo, pairs=500, aim=2)
        compare(
            f"check of 100 examples, {name}, against Hypothesis alone",
            lambda: box.check(SNIPPET, "quick sort", entry_point="f"),
            unsandboxed,
            pairs=5,
            aim=1.1,
        )
