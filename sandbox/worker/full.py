"""The `full` language: all of CPython. Nothing is refused; the wall alone confines it."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import types
from typing import TYPE_CHECKING

from .refusal import FILENAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Imported before the lockdown, because a child opens no file.
STANDARD_MODULES = (
    "abc", "argparse", "array", "ast", "base64", "binascii", "bisect", "calendar", "cmath", "collections",
    "colorsys", "contextlib", "copy", "csv", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions",
    "functools", "gc", "hashlib", "heapq", "hmac", "html", "inspect", "io", "ipaddress", "itertools", "json",
    "keyword", "linecache", "locale", "logging", "math", "numbers", "operator", "os", "pathlib", "pprint",
    "queue", "random", "re", "secrets", "shlex", "signal", "socket", "statistics", "string", "struct",
    "subprocess", "sys", "tempfile", "textwrap", "threading", "time", "timeit", "tokenize", "traceback", "types",
    "typing", "unicodedata", "unittest", "urllib.parse", "uuid", "warnings", "weakref", "zlib", "ctypes",
    "concurrent.futures", "asyncio", "multiprocessing", "pickle", "doctest", "graphlib", "_pylong",
    "_strptime", "encodings.idna", "encodings.ascii", "encodings.latin_1", "encodings.utf_16", "encodings.utf_32",
    "encodings.raw_unicode_escape", "encodings.unicode_escape", "encodings.cp1252", "encodings.rot_13",
    "encodings.hex_codec", "encodings.base64_codec",
)  # fmt: skip


#: Mathematical libraries read these when they are loaded. By default they start a thread a core, of which no child has
#: any: the first large product of matrices would wait for them for ever.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def preload(imports: Iterable[str], begin: Callable[[str], None]) -> None:
    """Imports the standard modules, and `imports`, each told to `begin` before; "" after the last.

    Raises whatever a module raises.
    """
    for name in STANDARD_MODULES:
        with contextlib.suppress(ImportError):  # not every build has every module
            importlib.import_module(name)
    os.environ.update(_ONE_THREAD)
    for name in imports:
        begin(name)
        with _away_from_the_host():
            importlib.import_module(name)
    begin("")
    sys.meta_path[:] = [_NotHere]


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
            f"No module named {name!r} in the sandbox: what a program may import is loaded before it starts",
            name=name,
        )


def prepare(source: str, module_name: str) -> tuple[types.CodeType, types.ModuleType]:
    """The compiled program and the fresh module it runs in. Raises SyntaxError and what a compiler raises."""
    code = compile(source, FILENAME, "exec", dont_inherit=True)
    module = types.ModuleType(module_name)
    sys.modules[module_name] = module
    return code, module
