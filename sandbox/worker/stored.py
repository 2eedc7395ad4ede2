"""Standard modules that few programs import: kept in memory as they lie on disk, and loaded when a program asks.

A child opens no file, so all that it may import has to be there before. To import everything beforehand would cost
every child: it inherits the pages, and giving them back is half of the time that a short program takes.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import mmap
import os
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import types
    from collections.abc import Iterable, Iterator

#: Of a `.pyc` file: magic number, flags, and for flags of 0 the time and size of the source; see PEP 552.
_HEADER_BYTES: Final = 16
#: Packages inside of packages that nobody imports.
_TESTS: Final = ("test", "tests")


class _Place(NamedTuple):
    path: str
    is_package: bool
    is_code: bool
    start: int
    end: int


class Stored:
    """A finder, and the loader of what it finds. `names`: modules, and packages with all that is in them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places: dict[str, _Place] = {}
        data = bytearray()
        for name, path, is_package in _files(names):
            with contextlib.suppress(OSError):
                content = _compiled(path)
                is_code = bool(content)
                content = content or _read(path)
                self._places[name] = _Place(path, is_package, is_code, len(data), len(data) + len(content))
                data += content
        self._data = memoryview(_inherited_for_nothing(data))

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        if (place := self._places.get(name)) is None:
            return None
        spec = ModuleSpec(name, self, origin=place.path, is_package=place.is_package)  # type: ignore[arg-type]
        spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """The usual kind of module."""

    def exec_module(self, module: types.ModuleType) -> None:
        code = self._code(self._places[module.__name__])
        exec(code, vars(module))  # noqa: S102

    def _code(self, place: _Place) -> Any:
        data = self._data[place.start : place.end]
        if place.is_code:
            return marshal.loads(data)  # noqa: S302  as the interpreter wrote it
        return compile(bytes(data), place.path, "exec", dont_inherit=True)


def _files(names: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
    """Module name, source file and whether it is a package, of all that is written in Python; the rest is left out."""
    for name in names:
        spec = PathFinder.find_spec(name)
        if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
            continue
        is_package = spec.submodule_search_locations is not None
        yield name, spec.origin, is_package
        if is_package:
            yield from _inside(name, os.path.dirname(spec.origin))  # noqa: PTH120  no pathlib in a worker


def _inside(package: str, folder: str) -> Iterator[tuple[str, str, bool]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name, suffix = os.path.splitext(entry.name)  # noqa: PTH122
            initial = os.path.join(entry.path, "__init__.py")  # noqa: PTH118
            if suffix == ".py" and name != "__init__":
                yield f"{package}.{name}", entry.path, False
            elif name not in _TESTS and os.path.isfile(initial):  # noqa: PTH113
                yield f"{package}.{name}", initial, True
                yield from _inside(f"{package}.{name}", entry.path)


def _compiled(path: str) -> bytes:
    """The code that Python has cached for a source, as `marshal` wrote it; empty where it is not there or not valid."""
    try:
        content = _read(importlib.util.cache_from_source(path))
        source = os.stat(path)  # noqa: PTH116
    except OSError:
        return b""
    wanted = (0, int(source.st_mtime) & 0xFFFFFFFF, source.st_size & 0xFFFFFFFF)
    header = content[:_HEADER_BYTES]
    numbers = tuple(int.from_bytes(header[at : at + 4], "little") for at in (4, 8, 12))
    return content[_HEADER_BYTES:] if header.startswith(importlib.util.MAGIC_NUMBER) and numbers == wanted else b""


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


def _inherited_for_nothing(data: bytearray) -> Any:
    """The data where a fork copies no page table for it. What a child writes to it is seen by that child alone."""
    try:
        fd = os.memfd_create("modules")
    except (AttributeError, OSError):
        return bytes(data)
    try:
        os.write(fd, data)
        return mmap.mmap(fd, len(data), flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
    except OSError:  # gVisor counts it as a file, of which a container may write none
        return bytes(data)
    finally:
        os.close(fd)
