"""The table of `python -m tests.escapes` counts what went wrong, and says what."""

from __future__ import annotations

import platform
import sys

import pytest

from .__main__ import Row
from .judge import Judgement
from .pythons import equipped, find, named

HELD = Judgement("A01", "process", "contained", "", True, "-")
ESCAPED = Judgement("A03", "process", "contained", "ESCAPED", True, "tcp_listener")
STRANGE = Judgement("A03", "process", "crash", "", False, "-")
FINE = Judgement("A03", "process", "error", "", True, "-")


def test_a_breach_in_one_run_counts_and_the_runs_are_not_identical() -> None:
    row = Row("process", "3.11.7", ([HELD, FINE], [HELD, FINE], [HELD, ESCAPED]))
    assert row.cells == ("process", "3.11.7", 2, 1, 1, 0, 0, 0, "2 of 3")
    assert any("A03 in process: ESCAPED, contained: tcp_listener" in line for line in row.remarks)


def test_an_unforeseen_class_counts_though_it_was_held() -> None:
    row = Row("process", "3.11.7", ([HELD, STRANGE], [HELD, STRANGE]))
    assert row.cells == ("process", "3.11.7", 2, 2, 0, 0, 0, 1, "2 of 2")
    assert len(row.remarks) == 1


def test_two_classes_of_one_attack_are_remarked_though_both_were_foreseen() -> None:
    row = Row("process", "3.11.7", ([HELD, FINE], [HELD, Judgement("A03", "process", "cpu", "", True, "-")]))
    assert row.cells[-2:] == (0, "1 of 2")
    assert len(row.remarks) == 1


def test_identical_runs_without_a_breach_leave_no_remark() -> None:
    assert Row("process", "3.11.7", ([HELD, FINE], [FINE, HELD])).remarks == []


def test_this_python_is_found_and_needs_nothing_more() -> None:
    found, missing = find()
    assert found[platform.python_version()] == sys.executable
    assert equipped(platform.python_version(), sys.executable) == sys.executable
    assert len(found) + len(missing) >= 4


def test_what_is_no_python_is_named() -> None:
    with pytest.raises(LookupError, match=r"/bin/true is no CPython"):
        named([sys.executable, "/bin/true"])
