"""What is the program's own, and therefore may be read in full and written to.

`OWN` holds the classes that the program made with class statements. Their instances, the classes themselves and the
program's functions are its own: their private attributes can be read and they can be written to. All else is read only.
"""

from __future__ import annotations

import builtins
from decimal import Context
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, Final

from . import hints
from .classes import OWN
from .hints import refusal
from .inherited import LIBRARY_NAMES, is_own_attribute
from .names import storable_attribute

#: Parts of classes, also of the library's.
_REFLECTIVE: Final = (type, super, property, classmethod, staticmethod)
#: Instances of these refuse new attributes by themselves, with the error that a program expects.
_IMMUTABLE: Final = frozenset(
    kind
    for kind in vars(builtins).values()
    if type(kind) is type and kind not in _REFLECTIVE and not issubclass(kind, BaseException)
) | {type(None), type(NotImplemented), type(...), BuiltinFunctionType}
#: Of the library, and meant to be written to; a method refuses by itself.
_WRITABLE: Final = frozenset({Context, MethodType})
#: Private by name, public by documentation.
_DOCUMENTED: Final = frozenset({"_replace", "_asdict", "_fields", "_make", "_field_defaults", "_value_", "_name_"})


def is_own_function(value: object) -> bool:
    return type(value) is FunctionType and value.__code__.co_filename == hints.FILENAME


def is_own(value: object) -> bool:
    kind = type(value)
    if issubclass(kind, type):
        return value in OWN
    if kind is super:
        return value.__self_class__ in OWN  # type: ignore[attr-defined]
    return kind in OWN or is_own_function(value)


def private(owner: Any, name: str) -> Any:
    """`owner`, if its private attribute may be read."""
    kind = type(owner)
    if kind in _IMMUTABLE or name in _DOCUMENTED:
        return owner
    if is_own(owner) and (name not in LIBRARY_NAMES or is_own_attribute(owner, name)):
        return owner
    message = f"the private attribute {name} of '{kind.__name__}' objects is not accessible"
    raise refusal("attribute", message, "use its public attributes")


def write(owner: Any, name: str) -> Any:
    """`owner`, if its attribute may be set or deleted."""
    kind = type(owner)
    if kind in _IMMUTABLE or kind in _WRITABLE or issubclass(kind, BaseException) or is_own(owner):
        return owner
    message = f"the attribute {name} of {_shown(owner, kind)} cannot be changed"
    raise refusal("attribute", message, "keep the value in a variable or a class of your own")


def _shown(owner: Any, kind: type) -> str:
    return f"the class {owner.__name__}" if issubclass(kind, type) else f"'{kind.__name__}' objects"


def check_storable(name: object) -> None:
    if type(name) is not str:
        raise TypeError("attribute name must be string, not " + repr(type(name).__name__))
    if not storable_attribute(name):
        raise refusal("attribute", f"the attribute {name} cannot be changed", hints.NAMES.get(name, ""))


def not_accessible(owner: object, name: str) -> Exception:
    message = f"the attribute {name} of '{type(owner).__name__}' objects is not accessible"
    return refusal("attribute", message, "use it on objects of your own classes only")
