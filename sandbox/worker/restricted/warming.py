"""What has to happen once before the lockdown: lazy imports, and first uses whose page faults would cost each child."""

from __future__ import annotations

import codecs
import datetime
import decimal
import hashlib
import importlib
import io
import json
import random
import re
import statistics
import sys
import time
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import types
    from collections.abc import Callable

#: Imported by the standard library only when they are first needed, some of them only on newer versions.
_LAZY = """
    _pydatetime _pylong _strptime annotationlib copyreg encodings.idna inspect locale reprlib string.templatelib
    unicodedata weakref
"""
_CODECS = """
    ascii latin-1 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 cp1252 cp437 gbk big5 shift_jis idna
    unicode_escape raw_unicode_escape
"""

_PROGRAM = """
from __future__ import annotations
import collections, copy, functools, itertools, string
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Protocol, runtime_checkable

class Color(Enum):
    RED = 1

@dataclass(order=True)
class Point:
    x: int
    tags: list = field(default_factory=list, compare=False)

class Pair(NamedTuple):
    a: int
    b: int = 0

@runtime_checkable
class Sized(Protocol):
    def size(self): ...

@functools.lru_cache(None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def main():
    copy.deepcopy([Point(1), Pair(1), Color.RED, fib(10)])
    isinstance(1, Sized)
    "{0.x} {1}".format(Point(1), 2)
    string.Template("$a").substitute(a=1)
    collections.Counter("abc").most_common(1)
    print(f"{3.14159:.2f}", sorted([3, 1, 2], key=lambda n: -n))

main()
"""


def warm(prepare: Callable[[str, str], tuple[types.CodeType, types.ModuleType]]) -> None:
    for name in _LAZY.split():
        try:
            importlib.import_module(name)
        except ImportError:  # not on this version
            continue
    for name in _CODECS.split():
        codecs.lookup(name)
    datetime.datetime.strptime("2024-02-29", "%Y-%m-%d").strftime("%A %B")
    time.strptime("2024", "%Y")
    decimal.getcontext().copy()
    statistics.quantiles([1, 2, 3])
    hashlib.new("sha256", b"").hexdigest()
    random.sample(range(10), 3)
    json.loads(json.dumps({"a": [1.5, None]}, indent=1))
    re.sub(r"(?i)\bA(\w+)", r"\1", "able")
    _run_once(prepare)


def _run_once(prepare: Callable[[str, str], tuple[types.CodeType, types.ModuleType]]) -> None:
    name = "warming up"
    code, module = prepare(_PROGRAM, name)
    with redirect_stdout(io.StringIO()):
        exec(code, vars(module))  # noqa: S102  our own program
    del sys.modules[name]
