"""The modules that a program can import: immutable objects with the listed public names, and nothing behind them.

A real module leads to others by its public attributes (`statistics.sys`, `re.enum`, `json.codecs.builtins`), so none
is ever handed out. The lists are the union over the supported Pythons; a name that this Python lacks is left out.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
from typing import Any, Final, NoReturn

from ..refusal import Refusal
from . import copy_users, copying, enumerations, hints, inherited, records, substitutes
from .classes import ABC_META, ENUM_META
from .hints import refusal
from .modules import PUBLIC_NAMES

_SUBSTITUTES: Final[dict[str, dict[str, Any]]] = {
    "abc": {
        "ABCMeta": ABC_META,
        "abstractclassmethod": lambda function: classmethod(substitutes.abstractmethod(function)),
        "abstractmethod": substitutes.abstractmethod,
        "abstractstaticmethod": lambda function: staticmethod(substitutes.abstractmethod(function)),
    },
    "enum": {"EnumMeta": ENUM_META, "EnumType": ENUM_META},
    "collections": {"namedtuple": substitutes.namedtuple},
    "copy": {"copy": copying.copy, "deepcopy": copying.deepcopy, "replace": records.copy_replace},
    "dataclasses": {
        "asdict": records.asdict,
        "astuple": records.astuple,
        "dataclass": records.dataclass,
        "replace": records.replace,
    },
    "functools": {
        "cached_property": substitutes.cached_property,
        "singledispatch": substitutes.singledispatch,
        "total_ordering": substitutes.total_ordering,
        "update_wrapper": substitutes.update_wrapper,
        "wraps": substitutes.wraps,
    },
    "hashlib": {
        "algorithms_available": frozenset(hashlib.algorithms_available),
        "algorithms_guaranteed": frozenset(hashlib.algorithms_guaranteed),
    },
    "operator": {"attrgetter": substitutes.attrgetter, "methodcaller": substitutes.methodcaller},
    "sys": {
        "argv": ("",),
        "exit": substitutes.exit_program,
        "setrecursionlimit": substitutes.setrecursionlimit,
        "stderr": substitutes.STDERR,
        "stdout": substitutes.STDOUT,
    },
    "typing": {
        "final": substitutes.unmarked,
        "get_origin": substitutes.get_origin,
        "override": substitutes.unmarked,
        "runtime_checkable": substitutes.runtime_checkable,
    },
}


class ImportRefusal(Refusal, ImportError):
    """Also an `ImportError`, so that a program's own fallback for a missing module works."""


class Facade:
    """A module as a program sees it. Without a `__dict__`, which library code could be led to write to."""

    __slots__ = ()
    __name__: str

    def __getattr__(self, name: str) -> NoReturn:
        module = self.__name__
        if not name.startswith("_") and (f"{module}.{name}" in hints.ATTRIBUTES or _exists(module, name)):
            raise _unavailable(module, name, Refusal)
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise refusal("attribute", f"{self!r} cannot be changed", "keep the value in a variable of your own")

    def __delattr__(self, name: str) -> NoReturn:
        self.__setattr__(name, None)

    def __copy__(self) -> Facade:
        return self

    def __deepcopy__(self, memo: object) -> Facade:
        return self

    def __repr__(self) -> str:
        return f"<module {self.__name__!r}>"


FACADES: Final[dict[str, Facade]] = {}
#: What `from module import *` binds.
STAR: Final[dict[str, tuple[str, ...]]] = {}
#: What each facade shows, by name.
EXPORTS: Final[dict[str, dict[str, Any]]] = {}


def build() -> None:
    """Imports every module and builds its facade, once."""
    if FACADES:
        return
    for name, names in PUBLIC_NAMES.items():
        module = importlib.import_module(name)
        replaced = _SUBSTITUTES.get(name, {})
        EXPORTS[name] = {
            key: replaced.get(key, getattr(module, key, None)) for key in names.split() if hasattr(module, key)
        }
        STAR[name] = tuple(EXPORTS[name])
        inherited.learn(EXPORTS[name].values())
    for name, public in reversed(EXPORTS.items()):  # `collections.abc` before `collections`
        parent, _, child = name.rpartition(".")
        FACADES[name] = facade = _facade(name, public)
        if parent:
            EXPORTS[parent][child] = facade
    copy_users.install()  # after the names that the originals use were learnt
    enumerations.install()
    records.install()


def _facade(name: str, public: dict[str, Any]) -> Facade:
    """An instance of a class of its own; a function as a class attribute must not become a method."""
    members = {key: staticmethod(value) if hasattr(value, "__get__") else value for key, value in public.items()}
    cls = type("module", (Facade,), {"__slots__": (), "__name__": name, "__doc__": "", **members})
    facade: Facade = cls()
    return facade


def import_module(name: str, bound: str) -> Facade:
    """`import name`; returns the facade of `bound`, which is `name` or its top package."""
    if name not in FACADES:
        top = name.partition(".")[0]
        hint = hints.MODULES.get(top) or hints.ALLOWED_IMPORTS.format(names=", ".join(EXPORTS))
        raise refusal("import", f"the module {name} cannot be imported", hint, ImportRefusal)
    return FACADES[bound]


def import_from(module: str, name: str) -> Any:
    """`from module import name`."""
    import_module(module, module)
    if name in EXPORTS[module]:
        return EXPORTS[module][name]
    if _exists(module, name):
        raise _unavailable(module, name, ImportRefusal)
    raise ImportError(f"cannot import name {name!r} from {module!r}")


def _exists(module: str, name: str) -> bool:
    return hasattr(sys.modules.get(module), name)


def _unavailable(module: str, name: str, kind: type[Refusal]) -> Refusal:
    hint = hints.ATTRIBUTES.get(f"{module}.{name}", "write it without this name")
    return refusal("import", f"{module}.{name} is not available", hint, kind)
