"""Class statements, and what stands in for `type` and for the metaclasses of the library.

A program can make classes, but no metaclass: `__prepare__` would let it answer for the guards inside a class body.
"""

from __future__ import annotations

import builtins
import enum
import itertools
import types
import typing
from abc import ABCMeta
from typing import Any, Final

from .hints import refusal
from .names import attribute_kind, is_dunder, storable_attribute

if typing.TYPE_CHECKING:
    from collections.abc import Callable

#: The classes that the program has made. A worker's child runs one program only, so nothing is ever removed.
OWN: Final[set[type]] = set()

#: The classes that it can name: builtins and those of the facades. Others, got by `type(x)`, may forward attributes.
LIBRARY: Final[set[type]] = {
    *(kind for kind in vars(builtins).values() if isinstance(kind, type) and kind is not super),
    *types.resolve_bases((typing.NamedTuple, typing.TypedDict)),
}

#: No identifier, so it is in nobody's way.
_CLAIM: Final = "<own>"
_NO_METACLASS = "use a class decorator, or __init_subclass__ in a base class"


class Metaclass:
    """Stands for a metaclass of the library; good for nothing but `class C(metaclass=...)` and `isinstance`."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __instancecheck__(self, value: object) -> bool:
        return issubclass(builtins.type(value), METACLASSES[self])

    def __repr__(self) -> str:
        return f"<class {self._name!r}>"


ABC_META: Final = Metaclass("abc.ABCMeta")
ENUM_META: Final = Metaclass("enum.EnumMeta")


class _TypeMeta(type):
    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) != 1 or kwargs:
            raise refusal("class", "type() with three arguments is not available", "write a class statement")
        return seen(builtins.type(args[0]))

    def __instancecheck__(cls, value: object) -> bool:
        return issubclass(builtins.type(value), builtins.type)

    def __subclasscheck__(cls, value: type) -> bool:
        return issubclass(value, builtins.type) or value is cls

    def __repr__(cls) -> str:
        return "<class 'type'>"


class Type(metaclass=_TypeMeta):
    """The builtin `type` as a program sees it: the class of an object, and nothing to build classes with."""

    def __class_getitem__(cls, item: Any) -> Any:
        return typing.Type[item]  # noqa: UP006  the builtin alias can be called, and would build a class


Type.__name__ = Type.__qualname__ = "type"

METACLASSES: Final[dict[object, type]] = {Type: type, ABC_META: ABCMeta, ENUM_META: enum.EnumMeta}


def seen(kind: Any) -> Any:
    """A class as a program may hold it: a metaclass looks like `type`."""
    return Type if builtins.type(kind) is not Metaclass and _is_metaclass(kind) else kind


def _is_metaclass(value: Any) -> bool:
    return issubclass(builtins.type(value), type) and issubclass(value, type)


def build_class(body: Callable[[], Any], name: str, /, *bases: Any, metaclass: Any = None, **keywords: Any) -> Any:
    """What a class statement calls."""
    resolved = types.resolve_bases(bases)  # once: an object of the program's may answer differently the next time
    for base in resolved:  # the base `typing.Type` means `type`
        if base is Type or builtins.type(base) is Metaclass or _is_metaclass(base):
            raise refusal("class", f"the class {name} would be a metaclass", _NO_METACLASS)
        if not issubclass(builtins.type(base), type):
            raise TypeError(f"a base of the class {name} is no class")
        if not is_known(base):
            message = f"the class {name} inherits from {base.__name__}, which is internal to the library"
            raise refusal("class", message, "keep such an object in an attribute instead")
    if metaclass is not None:
        keywords["metaclass"] = _real_metaclass(metaclass, name)
    return _build(body, name, bases, resolved, keywords)


def _build(body: Callable[[], Any], name: str, bases: Any, resolved: Any, keywords: dict[str, Any]) -> Any:
    """The class with the bases that were looked at; `__build_class__` would resolve them again."""
    metaclass, namespace, rest = types.prepare_class(name, resolved, keywords)
    dict.__setitem__(namespace, _CLAIM, _Claim())

    def make(_name: str, _bases: Any, filled: Any, **options: Any) -> Any:
        if resolved is not bases:
            filled["__orig_bases__"] = bases
        _check_slots(name, filled)
        _check_match_args(name, filled, resolved)
        _keep_honest(name, filled)
        return metaclass(name, resolved, filled, **options)

    vars(make)["__prepare__"] = lambda *_args, **_options: namespace
    made = builtins.__build_class__(body, name, *resolved, metaclass=make, **rest)
    if _CLAIM in vars(made):  # named tuples do not always call `__set_name__`
        type.__delattr__(made, _CLAIM)
    kind = builtins.type(made)
    known = kind in METACLASSES.values() or any(builtins.type(one) is kind for one in LIBRARY)
    if not known or not all(map(is_known, made.__bases__)):
        raise refusal("class", f"the class {name} came out as something else", _NO_METACLASS)
    OWN.add(made)
    limit_match_args(made)
    return made


class _Claim:
    """Stands first in a class's namespace, so that the class is the program's own before any hook of it is called."""

    def __set_name__(self, owner: type, name: str) -> None:
        OWN.add(owner)
        type.__delattr__(owner, name)


def is_known(base: type) -> bool:
    return base in OWN or base in LIBRARY or _is_named_tuple(base)


def _is_named_tuple(base: type) -> bool:
    return base.__bases__ == (tuple,) and type(vars(base).get("_fields")) is tuple


def _check_slots(name: str, namespace: Any) -> None:
    """A slot is an attribute of the class, too."""
    if "__slots__" not in namespace:
        return
    slots = namespace["__slots__"]
    if type(slots) is not str:  # copied: an object of the program's may say something else the next time
        slots = namespace["__slots__"] = (type(slots) if type(slots) in (list, dict) else tuple)(slots)
    for slot in (slots,) if type(slots) is str else slots:
        if type(slot) is not str or not (storable_attribute(slot) or slot == "__weakref__"):
            raise refusal("class", f"the class {name} cannot have the slot {slot!s:.50}", "use another name")


def _check_match_args(name: str, namespace: Any, bases: tuple[Any, ...]) -> None:
    """A runtime protocol matches foreign objects, and `match` reads what is named here without any guard."""
    names = namespace.get("__match_args__", ())
    if type(names) is not tuple or any(type(one) is not str or attribute_kind(one) != "plain" for one in names):
        raise refusal("match", f"__match_args__ of {name} must be public names", "write a tuple of strings")
    if names and typing.Protocol in bases:
        raise refusal("match", f"the protocol {name} cannot have __match_args__", "leave it out")


def _keep_honest(name: str, namespace: Any) -> None:
    """Code of the library believes what an object says of its `__class__` and other names of the interpreter's."""
    if "__getattribute__" not in namespace:
        return
    answer = namespace["__getattribute__"]
    if type(answer) is not types.FunctionType:
        raise refusal("class", f"__getattribute__ of {name} is no function", "write it with def")

    def honest(self: Any, attribute: str, /) -> Any:
        if is_dunder(attribute) and attribute_kind(attribute) != "plain":
            return object.__getattribute__(self, attribute)
        return answer(self, attribute)

    namespace["__getattribute__"] = honest


def limit_match_args(made: type) -> None:
    """Ends those that the library made from fields before the first name that takes a guard to be read."""
    names = getattr(made, "__match_args__", ())
    plain = tuple(itertools.takewhile(lambda one: attribute_kind(one) == "plain", names))
    if plain != names:
        type.__setattr__(made, "__match_args__", plain)


def _real_metaclass(metaclass: Any, name: str) -> type:
    for stand_in, real in METACLASSES.items():
        if metaclass is stand_in:
            return real
    raise refusal("class", f"the class {name} has a metaclass of its own", _NO_METACLASS)
