"""The worker's own code as bytes, for a place that does not have it: any Python of 3.11 or later can run it."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parents[1]
#: Of the plain data, what a worker imports; see the layers in ARCHITECTURE.md.
_PLAIN: Final = ("boot", "codec", "decoding", "errors", "limits", "literal", "nodes", "values", "wire")

#: The first program of a worker there: it reads the second one, whose length comes first. It reads that in any case:
#: Podman loses the last words of a container that ends with its input unread.
RECEIVE: Final = """
import os, sys
def read(size):
    data = b""
    while len(data) < size:
        more = os.read(0, size - len(data))
        if not more:
            os._exit(1)
        data += more
    return data
program = read(int.from_bytes(read(4), "big"))
if sys.version_info < (3, 11):
    sys.exit("its Python is %d.%d, and must be 3.11 or later" % sys.version_info[:2])
exec(program)
"""

#: The second one: it finds this package's modules in the text that it came with, and starts the worker.
_START: Final = """
import importlib.abc, importlib.util, json, sys
SOURCES = json.loads({sources!r})
class Shipped(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    def find_spec(self, name, path=None, target=None):
        if name in SOURCES:
            return importlib.util.spec_from_loader(name, self, is_package=SOURCES[name][0])
    def get_source(self, name):
        return SOURCES[name][1]
    def is_package(self, name):
        return SOURCES[name][0]
sys.meta_path.insert(0, Shipped())
from sandbox.worker.server import main
main()
"""


@functools.cache
def shipment() -> bytes:
    """What `RECEIVE` reads."""
    files = [_PACKAGE / f"{name}.py" for name in _PLAIN] + sorted((_PACKAGE / "worker").glob("*.py"))
    sources = {"sandbox": (True, "")}
    for path in files:
        name = ".".join(("sandbox", *path.relative_to(_PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        sources[name] = (path.name == "__init__.py", path.read_text(encoding="utf-8"))
    program = _START.format(sources=json.dumps(sources)).encode()
    return len(program).to_bytes(4, "big") + program
