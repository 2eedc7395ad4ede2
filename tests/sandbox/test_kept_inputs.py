"""Inputs that an earlier process drew, in a folder: the same verdicts, sooner; and a file that is wrong changes none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import Sandbox, Verdict, codec
from sandbox.checking import bank, drawing, kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RIGHT = "def quick_sort(items):\n    return sorted(items)\n"
DROPS = "def quick_sort(items):\n    return sorted(set(items))\n"
#: Falls only on an input that is drawn.
LATE = "def quick_sort(items):\n    return sorted(items) if -2 not in items else []\n"


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Sandbox]:
    bank.forget()
    with Sandbox("restricted", workers=1, cache=tmp_path / "inputs") as sandbox:
        yield sandbox


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows by one whenever a bank is drawn."""
    calls: list[object] = []
    usual = drawing.draw

    def counted(*given: Any) -> str:
        calls.append(given)
        return usual(*given)

    monkeypatch.setattr(bank, "draw", counted)
    return calls


def checked_anew(box: Sandbox, source: str, **options: Any) -> Verdict:
    """As a process that has drawn nothing yet checks it."""
    bank.forget()
    return replace(box.check(source, "quick sort", **options), seconds=0)


def files(box: Sandbox) -> list[Path]:
    assert box.cache is not None
    return sorted(box.cache.glob("*"))


def test_a_later_process_draws_nothing_and_judges_the_same(box: Sandbox, drawn: list[object]) -> None:
    first = checked_anew(box, RIGHT)
    assert (first.passed, len(drawn), len(files(box))) == (True, 1, 1)
    assert checked_anew(box, RIGHT) == first
    assert len(drawn) == 1


def test_what_falls_on_a_drawn_input_falls_on_the_kept_one(box: Sandbox) -> None:
    alone = checked_anew(box, LATE)
    assert files(box) == []  # it fell before all were drawn
    checked_anew(box, RIGHT)
    again = checked_anew(box, LATE)
    assert (again.status, again.examples, again.properties) == (alone.status, alone.examples, alone.properties)
    assert again.counterexample is not None
    assert alone.counterexample is not None
    assert again.counterexample.call == alone.counterexample.call


@pytest.mark.parametrize(
    "wrong", [b"", b"{", b'{"$": 1}', codec.dumps([1, 2]), codec.dumps([[1]]), codec.dumps([([],)] * 500)], ids=repr
)
def test_a_file_that_is_wrong_is_drawn_again(box: Sandbox, drawn: list[object], wrong: bytes) -> None:
    first = checked_anew(box, RIGHT)
    [file] = files(box)
    right = file.read_bytes()
    file.write_bytes(wrong)
    assert checked_anew(box, RIGHT) == first
    assert len(drawn) == 2
    assert file.read_bytes() == right


@pytest.mark.parametrize("options", [{"seed": 5}, {"examples": 50}], ids=str)
def test_another_question_is_drawn_by_itself(box: Sandbox, drawn: list[object], options: dict[str, int]) -> None:
    checked_anew(box, RIGHT)
    checked_anew(box, RIGHT, **options)
    assert (len(drawn), len(files(box))) == (2, 2)


def test_another_version_draws_again(box: Sandbox, drawn: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    checked_anew(box, RIGHT)
    monkeypatch.setattr(kept, "_versions", lambda: "another")
    checked_anew(box, RIGHT)
    assert len(drawn) == 2


def test_what_an_oracle_or_the_users_file_have_a_part_in_is_not_kept(box: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "oracle.py").write_text(RIGHT)
    (tmp_path / "own.py").write_text("def check_own(args, result):\n    return isinstance(result, list)\n")
    assert checked_anew(box, RIGHT, oracle=str(tmp_path / "oracle.py")).passed
    assert checked_anew(box, RIGHT, properties=tmp_path / "own.py").passed
    assert files(box) == []


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Sandbox("restricted", workers=1, cache=tmp_path / "file" / "inputs") as box:
        assert checked_anew(box, RIGHT).passed


def test_the_folder_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_KEPT_FILES", 3)
    shelf = kept.Shelf(tmp_path, "quick sort")
    for seed in range(6):
        shelf.keep(100, seed, [([seed],)])
    assert len(list(tmp_path.iterdir())) == 3
    assert shelf.find(100, 5) == [([5],)]
    assert not shelf.find(100, 0)
