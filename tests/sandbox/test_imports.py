"""Modules that programs may import: had before the wall is up, or one line that names the module and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox import Returned, Sandbox, SandboxUnavailable, greeting
from sandbox.backends import process
from tests.engine import TEST_IMAGE, needs_engine

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("process", pytest.param("docker", marks=needs_engine))
WAYS_OUT = {
    "process": "; install it there, for the Python that runs this, or use --sandbox docker with an image that has it",
    "docker": "; choose an image that has it, by --image",
}


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that workers of this machine import from."""
    roots = [*process._import_roots(), str(tmp_path)]
    monkeypatch.setattr(process, "_import_roots", lambda: roots)
    return tmp_path


def refusal(kind: str, module: str) -> str:
    with Sandbox(kind, workers=1, imports=(module,)) as box, pytest.raises(SandboxUnavailable) as raised:
        box.run("print('never')")
    text = str(raised.value)
    assert "\n" not in text
    assert text.startswith(f"the module {module!r} cannot be imported ")
    assert text.endswith(WAYS_OUT[kind])
    return text


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_is_missing_is_named_with_the_place_and_the_way_out(kind: str, packages: Path) -> None:
    text = refusal(kind, "no_such_module")
    where = f"from {packages}" if kind == "process" else f"in the image {TEST_IMAGE!r}"
    assert f"{where} (ModuleNotFoundError: No module named 'no_such_module')" in text


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_would_end_the_interpreter_is_named(kind: str) -> None:
    assert "SystemExit" in refusal(kind, "unittest.__main__")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import another_one", "(ModuleNotFoundError: No module named 'another_one')"),
        ("raise ImportError('lib.so:\\n\\n   no such file' + ' at all' * 1000)", "(ImportError: lib.so: no such file "),
        ("raise KeyboardInterrupt", "(KeyboardInterrupt)"),
        ("def f(:", "(SyntaxError: "),
        ("import os; os._exit(0)", "(ended with status 0)"),
        ("import ctypes; ctypes.string_at(0)", "(killed by signal "),
    ],
)
def test_one_that_fails_otherwise_is_named_with_the_reason(packages: Path, source: str, why: str) -> None:
    (packages / "broken.py").write_text(source)
    text = refusal("process", "broken")
    assert why in text
    assert len(text) < 1000


def test_one_that_never_comes_back_is_named(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(greeting, "_START_SECONDS", 3.0)
    (packages / "endless.py").write_text("while True: pass")
    assert "(it took more than 3 s)" in refusal("process", "endless")


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_prints_does_not_disturb_the_stream(kind: str) -> None:
    with Sandbox(kind, workers=1, imports=("this",)) as box:
        outcome = box.run("import this\nprint(this.__name__)")
    assert isinstance(outcome, Returned)
    assert outcome.stdout == "this\n"


def test_one_that_reads_or_writes_the_descriptors_does_not_disturb_the_stream(packages: Path) -> None:
    (packages / "rude.py").write_text("import os\nos.write(1, b'\\0' * 100)\nheard = os.read(0, 100)")
    with Sandbox("process", workers=1, imports=("rude",)) as box:
        assert box.run("import rude\nprint(rude.heard)").stdout == "b''\n"


def test_one_that_counts_the_cores_is_told_of_one_thread(packages: Path) -> None:
    """As OpenBLAS does when NumPy is imported; a child, which can have no thread, would wait for the others."""
    (packages / "blas.py").write_text("import os\nthreads = os.environ.get('OPENBLAS_NUM_THREADS')")
    with Sandbox("process", workers=1, imports=("blas",)) as box:
        assert box.run("import blas, os\nprint(blas.threads, dict(os.environ))").stdout == "1 {}\n"
