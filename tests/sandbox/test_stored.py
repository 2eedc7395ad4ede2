"""Modules that a program loads from the worker's memory."""

from __future__ import annotations

import compileall
import importlib.util
import sys
from typing import TYPE_CHECKING

import pytest

from sandbox import Returned, Sandbox
from sandbox.worker.full import COMMON, RARE
from sandbox.worker.stored import Stored
from tests.engine import needs_engine

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("process", pytest.param("docker", marks=needs_engine))
#: Of any kind: written in Python or not, at the top or inside of a package, rare or often used.
USUAL = """
    abc argparse array ast asyncio base64 binascii bisect calendar cmath collections.abc colorsys concurrent.futures
    configparser contextlib copy csv ctypes dataclasses datetime decimal difflib doctest encodings.idna
    encodings.rot_13 enum fractions functools graphlib hashlib heapq hmac html.parser inspect io ipaddress itertools
    json keyword locale logging.handlers math multiprocessing numbers operator pathlib pdb pickle pprint queue random
    re sched secrets selectors shlex signal socket statistics string struct subprocess tempfile textwrap threading
    time timeit tokenize tomllib traceback typing unicodedata unittest.mock urllib.parse uuid warnings weakref zlib
"""


@pytest.mark.parametrize("kind", KINDS)
def test_programs_may_import_the_standard_library(kind: str) -> None:
    with Sandbox(kind, workers=1) as box:
        outcome = box.run("\n".join(f"import {name}" for name in USUAL.split()))
        assert isinstance(outcome, Returned), outcome


def test_every_name_in_the_lists_is_a_module_of_some_version() -> None:
    known = {"_colorize", "_pyrepl", "annotationlib", "compression", "_pylong", "_compression", "nturl2path"}
    missing = [name for name in (*COMMON, *RARE) if name not in known and importlib.util.find_spec(name) is None]
    assert missing == []


def test_a_module_that_is_loaded_late_works() -> None:
    source = """
import logging, io, unittest.mock, argparse
stream = io.StringIO()
logging.basicConfig(stream=stream)
logging.warning("seen")
print(stream.getvalue().strip(), unittest.mock.Mock(return_value=3)(), argparse.ArgumentParser("x").prog)
print(logging.__file__.endswith("__init__.py"), logging.__spec__.name)
"""
    with Sandbox("process", workers=1) as box:
        assert box.run(source).stdout == "WARNING:root:seen 3 x\nTrue logging\n"


def test_what_one_program_does_to_the_store_is_not_seen_by_the_next() -> None:
    spoil = """
import sys
for finder in sys.meta_path:
    if hasattr(finder, "_places"):
        finder._places.clear()
import colorsys
"""
    with Sandbox("process", workers=1) as box:
        assert "colorsys" in getattr(box.run(spoil), "message", "")
        assert isinstance(box.run("import colorsys"), Returned)


def test_the_store_cannot_be_written_to() -> None:
    with Sandbox("process", workers=1) as box:
        found = box.run("import sys\nprint([f._data.readonly for f in sys.meta_path if hasattr(f, '_data')])")
        assert found.stdout == "[True]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return tmp_path


def loaded(name: str) -> object:
    store = Stored([name.partition(".")[0]])
    spec = store.find_spec(name)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    store.exec_module(module)
    return module.value


@pytest.mark.parametrize("compiled", [True, False])
def test_a_module_is_taken_from_its_cache_or_from_its_source(folder: Path, compiled: bool) -> None:
    (folder / "rarely_used.py").write_text("value = 1")
    if compiled:
        compileall.compile_file(folder / "rarely_used.py", quiet=1)
    assert loaded("rarely_used") == 1


def test_a_cache_that_is_older_than_its_source_is_not_taken(folder: Path) -> None:
    (folder / "rarely_used.py").write_text("value = 1")
    compileall.compile_file(folder / "rarely_used.py", quiet=1)
    (folder / "rarely_used.py").write_text("value = 22")
    assert loaded("rarely_used") == 22


def test_a_package_is_stored_with_what_is_in_it_but_its_tests(folder: Path) -> None:
    for name in ("", "inner", "inner/deep", "test"):
        (folder / "rarely_used" / name).mkdir(parents=True, exist_ok=True)
        (folder / "rarely_used" / name / "__init__.py").write_text(f"value = {name!r}")
    (folder / "rarely_used" / "inner" / "module.py").write_text("value = 'module'")
    assert loaded("rarely_used.inner.deep") == "inner/deep"
    assert loaded("rarely_used.inner.module") == "module"
    assert Stored(["rarely_used"]).find_spec("rarely_used.test") is None
