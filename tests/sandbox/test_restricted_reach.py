"""All that a program can get hold of by reading, iterating and calling: nothing of the interpreter, nothing to write to."""

from __future__ import annotations

import builtins
import collections
import contextlib
import decimal
import dis
import io
import os
import sys
import types
from array import array
from functools import cache
from typing import Any, Final

from sandbox.worker.refusal import Refusal
from sandbox.worker.restricted import facades, preload, prepare
from sandbox.worker.restricted.classes import OWN
from sandbox.worker.restricted.guards import read
from sandbox.worker.restricted.methods import read_initializer
from sandbox.worker.restricted.names import attribute_kind
from sandbox.worker.restricted.namespace import BUILTINS
from sandbox.worker.restricted.ownership import write

from .test_restricted_facades import OBJECTS

preload()

#: Nobody who holds one of these needs anything else.
_KINDS: Final = (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType, types.CellType)
_BUILTINS: Final = ("open", "eval", "exec", "compile", "__import__", "input", "globals", "locals", "vars", "type")
_DANGEROUS: Final = {
    *(id(getattr(builtins, name)) for name in _BUILTINS),
    *map(id, (BUILTINS, OWN, sys.modules, os.environ, vars(builtins), str.format, str.format_map)),
}
_MUTABLE: Final = (list, dict, set, bytearray, array, collections.deque, types.MappingProxyType, io.IOBase)

#: Shared and mutable, and why that is no one else's business. A child runs one program.
_HARMLESS: Final = {
    "unicode_whitespace_trans": "only textwrap reads it, which nothing of the worker uses",
    "cssclasses": "only calendar reads it, which nothing of the worker uses",
    "cssclasses_weekday_head": "the same list",
    "__slots__": "read when its class was made, and never again",
    "_field_defaults": "what a named tuple once was made with; only shown",
    "metadata": "what dataclasses show of fields without metadata",
}
_SCALARS: Final = (int, str, float, bool, bytes, types.NoneType)
#: Reads from a stream, ends the process, prints, or changes what is documented to be shared.
_NOT_CALLED: Final = {"exit", "quit", "input", "setrecursionlimit", "with_traceback", "throw"}


def _inside(value: Any) -> dict[str, Any]:
    """What is one step away: attributes as the language reads them, items, and the results of calls."""
    found = {}
    for name in sorted({*dir(value), "obj", "__members__", "__dict__", "__annotations__", "__class__"}):
        if attribute_kind(name) != "refused":
            with contextlib.suppress(Exception):
                found[f".{name}"] = read(value, name)
    if isinstance(value, (list, tuple, set, frozenset)):
        found |= {f"[{number}]": item for number, item in enumerate(list(value)[:20])}
    elif isinstance(value, (dict, types.MappingProxyType)):
        found |= {f"[{key!r:.20}]": item for key, item in list(value.items())[:20]}
    return found


def _called(name: str, value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not callable(value) or name.rpartition(".")[2] in _NOT_CALLED:
        return found
    for label, arguments in {"()": (), "(1)": (1,), "(object)": (object(),), "(class)": (dict,)}.items():
        try:
            found[label] = value(*arguments)
        except Exception as error:
            found[f"{label} raises"] = error
    return found


def _likeness(value: Any) -> object:
    """Of objects that are alike in this, one is looked into; reading a method makes a new one each time."""
    match value:
        case types.MethodWrapperType() | types.WrapperDescriptorType() | types.MethodDescriptorType():
            return type(value)
        case types.BuiltinMethodType() | types.MethodType():
            return value.__qualname__
        case types.FunctionType():
            return id(value.__code__)
    return id(value)


def _walk(start: dict[str, Any], depth: int, calls: int) -> dict[str, Any]:
    """What is found, by its path; calls are made in the first `calls` layers."""
    found = dict(start)
    likenesses = set(map(_likeness, start.values()))
    layer = dict(start)
    for number in range(depth):
        following = {}
        for path, value in layer.items():
            steps = _inside(value) | (_called(path, value) if number < calls else {})
            for step, inner in steps.items():
                if type(inner) not in _SCALARS and _likeness(inner) not in likenesses:
                    likenesses.add(_likeness(inner))
                    following[path + step] = inner
        found |= following
        layer = following
    return found


def _program() -> dict[str, Any]:
    code, module = prepare(OBJECTS, "candidate")
    exec(code, vars(module))
    return {f"object {number}": value for number, value in vars(module)["result"].items()}


@cache
def _reached(_number: int) -> dict[str, Any]:
    """All within reach of one program; each number is another program."""
    with contextlib.redirect_stdout(io.StringIO()), decimal.localcontext():
        return _walk({**facades.FACADES, **_program()}, 4, 2)


def _shared() -> dict[str, Any]:
    kept = set(map(id, _reached(2).values()))
    return {path: value for path, value in _reached(1).items() if id(value) in kept}


def test_a_program_reaches_nothing_of_the_interpreter() -> None:
    reached = _reached(1)
    assert len(reached) > 5000
    assert [path for path, value in reached.items() if isinstance(value, _KINDS) or id(value) in _DANGEROUS] == []


def test_a_program_reaches_no_metaclass() -> None:
    reached = _reached(1)
    assert [path for path, value in reached.items() if isinstance(value, type) and issubclass(value, type)] == []


def test_a_program_reaches_no_real_format_of_a_text() -> None:
    texts = {path for path, value in _reached(1).items() if isinstance(getattr(value, "__self__", None), str)}
    assert texts
    assert not {path for path in texts if path.rpartition(".")[2].startswith("format")}


def test_what_programs_share_is_immutable() -> None:
    shared = _shared()
    assert len(shared) > 500
    mutable = {path for path, value in shared.items() if isinstance(value, _MUTABLE)}
    assert {path for path in mutable if path.rpartition(".")[2] not in _HARMLESS} == set()


def test_what_programs_share_takes_no_attribute() -> None:
    taken = []
    for path, value in _shared().items():
        try:
            write(value, "surprise").surprise = 1
        except (Refusal, AttributeError, TypeError):
            continue
        taken.append(path)
    assert taken == []


def test_what_programs_share_is_not_initialised_again() -> None:
    raw = []
    for path, value in _shared().items():
        for name in ("__init__", "__set_name__", "__set__", "__delete__"):
            with contextlib.suppress(Refusal, AttributeError):
                found = read(value, name)
                bound = type(found) is types.MethodType or type(getattr(found, "__self__", None)) is property
                guarded = getattr(found, "__module__", None) == read_initializer.__module__
                if bound or (isinstance(value, type) and not guarded):
                    raw.append(path + "." + name)
    assert raw == []


#: Of the generator behind the functions of `random`, which is documented to be shared.
_STATEFUL: Final = {"gauss_next"}


def test_no_public_method_writes_to_what_programs_share() -> None:
    writers = {}
    for path, value in _shared().items():
        function = getattr(value, "__func__", None)
        if isinstance(function, types.FunctionType) and not path.rpartition(".")[2].startswith("_"):
            stores = {
                one.argval for one in dis.get_instructions(function) if one.opname in ("STORE_ATTR", "DELETE_ATTR")
            }
            if stores - _STATEFUL:
                writers[path] = stores
    assert writers == {}
