"""Nothing that a model or a candidate writes may steer the terminal or flood the report."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from codegen.report.printable import LINE_LIMIT, one_line, printable, shorten, show


def test_escape_sequences_are_shown_and_not_obeyed() -> None:
    assert printable("\x1b[2J\x1b]0;title\x07") == "\\x1b[2J\\x1b]0;title\\x07"


def test_a_line_cannot_be_reordered_or_rewritten() -> None:
    assert printable("a\u202eb\rc\x9b") == "a\\u202eb\\x0dc\\x9b"


def test_plain_text_in_any_language_stays_as_it_is() -> None:
    text = "快速排序\tdéjà vu\nsecond line"
    assert printable(text) == text


@given(st.text())
def test_no_control_character_survives(text: str) -> None:
    kept = [c for c in printable(text) if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]
    assert kept == []


@given(st.text(), st.integers(min_value=3, max_value=400))
def test_one_line_is_one_line_of_bounded_length(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line.splitlines()) <= 1
    assert len(line) <= limit + len(" ...[99999 more characters]... ")


def test_a_long_line_keeps_both_ends_and_says_what_is_missing() -> None:
    line = one_line("a" * 500 + "z" * 500)
    assert line.startswith("aaa")
    assert line.endswith("zzz")
    assert f"[{1000 - LINE_LIMIT} more characters]" in line


def test_a_short_text_is_not_touched() -> None:
    assert shorten("abc", 3) == "abc"


def test_an_integer_too_long_for_repr_is_still_named() -> None:
    assert show(10**5000) == "<integer of 16610 bits>"
    assert show([10**5000]) == "<holds too large an integer>"


def test_a_nest_too_deep_for_repr_is_still_named() -> None:
    nest: list[object] = []
    for _ in range(100_000):
        nest = [nest]
    assert show(nest) == "<nested too deeply to show>"
