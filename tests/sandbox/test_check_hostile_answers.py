"""Answers that attack those who encode, read or print them: told as they are, and nothing is forged by their text."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from typing import TYPE_CHECKING

import pytest

from sandbox import Raised, Returned, Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("process") as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("body", "name"),
    [("yield 1; raise KeyError(7)", "KeyError"), ("yield 1; raise SystemExit(0)", "SystemExit"),
     ("yield 1; raise GeneratorExit", "GeneratorExit"), ("yield 1; raise MemoryError", "MemoryError")],
)  # fmt: skip
def test_what_is_raised_while_a_result_is_encoded_is_raised_by_the_call(box: Sandbox, body: str, name: str) -> None:
    source = f"def f():\n    def g(): {body}\n    return [g()]\ndef h(): return 1\n"
    with box.load(source) as program:
        outcome = program.call("f")
        assert isinstance(outcome, Raised)
        assert outcome.type_name == name
        assert isinstance(program.call("h"), Returned)


def test_what_is_printed_while_a_result_is_encoded_belongs_to_its_call(box: Sandbox) -> None:
    source = (
        "def f():\n    def g():\n        print('mine', end='')\n        yield 1\n    return [g()]\ndef h(): return 1\n"
    )
    with box.load(source) as program:
        assert [program.call(name).stdout for name in "fh"] == ["mine", ""]


LIES = """
class Meta(type):
    __module__ = property(lambda cls: 1 / 0)
    __name__ = property(lambda cls: 1 / 0)
    __hash__ = property(lambda cls: 1 / 0)
    __eq__ = lambda cls, other: True
class Text(str):
    __getitem__ = lambda self, index: 1 / 0
    __len__ = lambda self: 1 / 0
class Odd(ValueError, metaclass=Meta):
    __class__ = property(lambda self: int)
    __traceback__ = property(lambda self: 1 / 0)
    __str__ = lambda self: Text("the text")
"""


def test_an_exception_that_lies_about_itself_is_told_as_it_is(box: Sandbox) -> None:
    outcome = box.run(f"{LIES}\nraise Odd")
    assert isinstance(outcome, Raised)
    assert (outcome.type_name, outcome.message) == ("Odd", "the text")
    assert outcome.bases == ("ValueError", "Exception", "BaseException")
    assert outcome.line > 0
    named = box.run(f"{LIES}\nOdd = type(Text('Name'), (Exception,), {{}})\nraise Odd")
    assert isinstance(named, Raised)
    assert named.type_name == "Name"


HOSTILE = (
    "\\x1b[2J\\x1b[32mPASSED\\x1b[0m\\r\\n::error file=a.py::x\\n]]></failure><testcase name='forged'/>\\x00\\u202e"
)


@pytest.mark.parametrize(
    "body",
    [f"raise type('{HOSTILE}'.replace(chr(0), ''), (Exception,), {{}})('{HOSTILE}')", f"return '{HOSTILE}'",
     f"return {{'{HOSTILE}': ['{HOSTILE}']}}", f"print('{HOSTILE}')"],
    ids=["raised", "returned", "returned inside", "printed"],
)  # fmt: skip
def test_no_text_of_a_program_forges_a_report(tmp_path: Path, body: str) -> None:
    source = tmp_path / "a.py"
    source.write_text(f"def quick_sort(xs):\n    {body}\n", encoding="utf-8")
    junit = tmp_path / "report.xml"
    command = [sys.executable, "-m", "codegen", "check", str(source), "--task", "quick sort", "--sandbox", "process",
               "--report", f"junit={junit}"]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert shown.returncode == 1
    cases = ElementTree.parse(junit).getroot().iter("testcase")
    assert "forged" not in {case.get("name") for case in cases}
    for text in (shown.stdout, shown.stderr):
        assert not {"\x1b", "\x00", "\u202e"} & set(text)
        assert not any(line.startswith("::error file=a.py") for line in text.splitlines())
    told = subprocess.run([*command, "--json"], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert json.loads(told.stdout)["results"][0]["verdict"] == "falsified"
