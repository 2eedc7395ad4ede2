"""The `full` language: all of CPython. Nothing is refused; the wall alone confines it."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import types
from importlib.machinery import BuiltinImporter
from typing import TYPE_CHECKING

from .refusal import FILENAME
from .stored import Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Imported before the lockdown: what programs often use, and all that is not written in Python.
COMMON = (
    "abc", "array", "ast", "base64", "binascii", "bisect", "cmath", "collections", "contextlib", "copy", "dataclasses",
    "datetime", "decimal", "enum", "fractions", "functools", "gc", "hashlib", "heapq", "inspect", "io", "itertools",
    "json", "linecache", "math", "numbers", "operator", "os", "random", "re", "statistics", "string", "struct", "sys",
    "textwrap", "threading", "time", "tokenize", "traceback", "types", "typing", "unicodedata", "warnings", "weakref",
    "zlib", "_contextvars", "_csv", "_ctypes", "_pickle", "_posixsubprocess", "_pylong", "_queue", "_socket",
    "_strptime", "_uuid", "encodings.ascii", "encodings.latin_1", "encodings.unicode_escape", "fcntl", "select",
)  # fmt: skip
#: What else a program may import, with what these import in turn.
RARE = (
    "_colorize", "_compat_pickle", "_compression", "_markupbase", "_py_abc", "_pydecimal", "_pyrepl", "_sitebuiltins",
    "annotationlib", "argparse", "asyncio", "bdb", "calendar", "cmd", "code", "codeop", "colorsys", "compression",
    "concurrent", "configparser", "contextvars", "csv", "ctypes", "difflib", "dis", "doctest", "encodings", "fnmatch",
    "getopt", "gettext", "glob", "graphlib", "hmac", "html", "importlib", "ipaddress", "keyword", "locale", "logging",
    "multiprocessing", "nturl2path", "opcode", "optparse", "pathlib", "pdb", "pickle", "pickletools", "pkgutil",
    "platform", "pprint", "profile", "pstats", "queue", "quopri", "reprlib", "rlcompleter", "runpy", "sched", "secrets",
    "selectors", "shlex", "shutil", "signal", "socket", "stat", "stringprep", "subprocess", "symtable", "tempfile",
    "this", "timeit", "token", "tomllib", "trace", "unittest", "urllib", "uuid",
)  # fmt: skip


#: Mathematical libraries read these when they are loaded. By default they start a thread a core, of which no child has
#: any: the first large product of matrices would wait for them for ever.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def preload(imports: Iterable[str], begin: Callable[[str], None]) -> None:
    """Imports the standard modules, and `imports`, each told to `begin` before; "" after the last.

    Raises whatever a module raises.
    """
    for name in COMMON:
        with contextlib.suppress(ImportError):  # not every build has every module
            importlib.import_module(name)
    os.environ.update(_ONE_THREAD)
    for name in imports:
        begin(name)
        with _away_from_the_host():
            importlib.import_module(name)
    begin("")
    sys.meta_path[:] = [BuiltinImporter, Stored(RARE), _NotHere]


@contextlib.contextmanager
def _away_from_the_host() -> Iterator[None]:
    """Modules that print or read when they are imported do so elsewhere than in the stream to the host."""
    streams = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        for fd, stream in enumerate(streams):
            os.dup2(stream, fd)
            os.close(stream)
        os.close(null)


class _NotHere:
    """The only finder left once the worker is confined: what is not in `sys.modules` cannot be had."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:  # noqa: ARG004  the finder's signature
        raise ModuleNotFoundError(
            f"No module named {name!r} in the sandbox: what a program may import is there before it starts",
            name=name,
        )


def prepare(source: str, module_name: str) -> tuple[types.CodeType, types.ModuleType]:
    """The compiled program and the fresh module it runs in. Raises SyntaxError and what a compiler raises."""
    code = compile(source, FILENAME, "exec", dont_inherit=True)
    module = types.ModuleType(module_name)
    sys.modules[module_name] = module
    return code, module
