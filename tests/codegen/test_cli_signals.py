"""Ctrl-C where it is to stop one thing and not the program, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pexpect
import pytest

from tests.codegen.command_line import ROOT

START = """
import signal
from codegen.cli.signals import stop_in_order, stoppable, stopped, unharmed_by_ctrl_c

def press(number=signal.SIGINT):
    signal.raise_signal(number)

stop_in_order()
"""


def run(script: str) -> tuple[int, str]:
    ended = subprocess.run([sys.executable, "-c", START + script], capture_output=True, text=True, cwd=ROOT, timeout=60)
    return ended.returncode, ended.stdout + ended.stderr


def test_the_first_one_stops_and_the_next_ones_do_not_disturb_the_clearing_up() -> None:
    script = """
with unharmed_by_ctrl_c():
    press()
    for _ in range(2):
        try:
            with stoppable():
                try:
                    press()
                finally:
                    press()
                    print("cleared up", end=" ")
        except KeyboardInterrupt:
            press()
            print("stopped", stopped(), end=" ")
"""
    assert run(script) == (0, "cleared up stopped None " * 2)


def test_afterwards_it_ends_the_program_again() -> None:
    script = """
with unharmed_by_ctrl_c(), stoppable():
    pass
try:
    press()
except KeyboardInterrupt:
    print(stopped())
"""
    assert run(script) == (0, "('interrupted', 130)\n")


@pytest.mark.parametrize("where", ["stoppable()", "unharmed_by_ctrl_c()"])
def test_another_signal_ends_the_program_all_the_same(where: str) -> None:
    script = f"""
try:
    with {where}:
        press(signal.SIGTERM)
except KeyboardInterrupt:
    print(stopped(), flush=True)
press()
"""
    assert run(script) == (-2, "('ended by SIGTERM', 143)\n")  # the second signal ends it at once


def test_one_that_passed_through_exec_does_not_end_the_process_later() -> None:
    """CPython remembers it, and ends itself with SIGINT however the program goes on."""
    script = """
def fails(guard):
    try:
        with guard:
            exec("press()")
    except KeyboardInterrupt:
        pass

fails(stoppable())
"""
    assert run(script) == (0, "")
    unguarded = script.replace("fails(stoppable())", "import contextlib; fails(contextlib.nullcontext())")
    assert run(unguarded) == (-2, "")


def test_one_that_is_ignored_stays_so() -> None:
    script = """
signal.signal(signal.SIGINT, signal.SIG_IGN)
with unharmed_by_ctrl_c(), stoppable():
    press()
press()
print("fine")
"""
    assert run(script) == (0, "fine\n")


@pytest.mark.parametrize("number", ["SIGTERM", "SIGINT"])
def test_one_that_comes_just_before_keys_are_waited_for_is_not_left_until_the_next_key(number: str) -> None:
    """The hook runs after the prompt is shown, and raises the signal without a step of Python's own after it."""
    script = f"""
import ctypes, functools, readline
from pathlib import Path
from codegen.cli.lines import Lines

lines = Lines(Path("~/none"), [])
raises = getattr(ctypes.CDLL(None), "raise")
readline.set_pre_input_hook(functools.partial(raises, signal.{number}))
try:
    lines.read("> ")
except KeyboardInterrupt:
    print("by", stopped())
"""
    child = pexpect.spawn(sys.executable, ["-c", START + script], cwd=str(ROOT), timeout=20, encoding="utf-8")
    child.expect(pexpect.EOF)
    assert "by ('" in child.before
