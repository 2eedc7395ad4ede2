"""The builtins of a program: the real ones where they are harmless, guarded ones for the others."""

from __future__ import annotations

import builtins
import sys
from typing import Any, Final, NoReturn

from . import classes, guards, hints, ownership, substitutes
from .classes import Type, build_class
from .compiling import compile_restricted
from .facades import import_from, import_module
from .hints import program_frame, refusal
from .transformer import IMPORT, IMPORT_FROM, OWN, PRIVATE, SPECIAL, TYPE, WRITE

_REAL: Final = """
    False None True Ellipsis NotImplemented __debug__ abs all any ascii bin bool bytearray bytes callable chr
    classmethod complex dict divmod enumerate filter float format frozenset hash hex id int isinstance
    issubclass iter len list map max memoryview min next object oct ord pow property range repr reversed
    round set slice sorted staticmethod str sum super tuple zip
"""
#: `except*` is refused, and there is no other use for groups.
_NO_EXCEPTIONS: Final = ("BaseExceptionGroup", "ExceptionGroup")


def _input(*_args: Any) -> NoReturn:
    raise refusal("builtin", "input() is not available", hints.INPUT)


def _internal_import(name: str, *_args: Any, **_kwargs: Any) -> None:
    """For C code that imports on behalf of a program (`strptime`): it takes the module from `sys.modules` itself."""
    if name not in sys.modules:
        raise ImportError(f"No module named {name!r}")


def _exceptions() -> dict[str, object]:
    found = vars(builtins).items()
    return {
        name: kind
        for name, kind in found
        if isinstance(kind, type) and issubclass(kind, BaseException) and name not in _NO_EXCEPTIONS
    }


def _eval(source: str, /, names: Any = None, locals: Any = None) -> Any:  # noqa: A002  named as in Python
    """One expression under the same policy, so `eval("3 * 4")` works and nothing is gained by it."""
    if type(source) is not str:
        raise refusal("builtin", "eval() takes a string here", "write the expression out")
    code = compile_restricted(source.strip(), "eval")
    if names is None:
        frame = program_frame()
        names, locals = frame.f_globals, frame.f_locals  # noqa: A001
    # Only identifiers: a key of the program's could otherwise stand in front of a guard.
    visible = {
        key: value for key, value in {**names, **(locals or {})}.items() if type(key) is str and key.isidentifier()
    }
    return eval(code, {**visible, "__builtins__": BUILTINS})  # noqa: S307  compiled under the policy


BUILTINS: Final[dict[str, object]] = {
    **{name: getattr(builtins, name) for name in _REAL.split()},
    **_exceptions(),
    "input": _input,
    "eval": _eval,
    "type": Type,
    "print": substitutes.guarded_print,
    "getattr": guards.read,
    "hasattr": guards.guarded_hasattr,
    "setattr": guards.guarded_setattr,
    "delattr": guards.guarded_delattr,
    "vars": guards.guarded_vars,
    "dir": guards.guarded_dir,
    "exit": substitutes.exit_program,
    "quit": substitutes.exit_program,
    "__build_class__": build_class,
    "__import__": _internal_import,
    TYPE: type,
    OWN: classes.OWN,
    PRIVATE: ownership.private,
    SPECIAL: guards.read_special,
    WRITE: ownership.write,
    IMPORT: import_module,
    IMPORT_FROM: import_from,
}
