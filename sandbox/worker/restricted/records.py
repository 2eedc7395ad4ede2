"""`dataclasses`, whose functions read the attributes that fields are named after, and make code of the names."""

from __future__ import annotations

import copy as real_copy
import dataclasses
import inspect
import typing
from collections import defaultdict
from typing import Any, Final

from .classes import OWN, limit_match_args
from .copying import deepcopy
from .guards import read
from .hints import refusal
from .inherited import LIBRARY_NAMES, is_own_attribute
from .names import attribute_kind
from .ownership import is_own_function

if typing.TYPE_CHECKING:
    from collections.abc import Callable

#: Generated methods that read the fields of whatever they are called with.
_READERS: Final = ("__eq__", "__lt__", "__le__", "__gt__", "__ge__", "__repr__", "__hash__")


def own_class(cls: Any, name: str) -> Any:
    if not issubclass(type(cls), type) or cls not in OWN:
        raise refusal("class", f"{name} works on classes of your own only", "write a class statement")
    return cls


def dataclass(cls: Any = None, /, **options: Any) -> Any:
    """`dataclasses.dataclass`."""
    if cls is None:
        return lambda cls: dataclass(cls, **options)
    own_class(cls, "dataclass")
    if typing.Protocol in cls.__bases__:
        raise refusal("class", f"the protocol {cls.__name__} cannot be a dataclass", "leave the decorator out")
    options = {name: bool(value) for name, value in options.items()}  # now, not between the checks and their use
    guarded = _guarded_fields(cls)
    made = dataclasses.dataclass(cls, **options)
    OWN.add(made)  # with slots=True it is another class
    limit_match_args(made)
    for name in _READERS if guarded else ():
        method = vars(made).get(name)
        if callable(method) and not is_own_function(method):
            setattr(made, name, _for_own(method, guarded))
    return made


def _guarded_fields(cls: Any) -> list[str]:
    """The fields whose names take a guard to be read. All must be names; the interpreter's own are refused."""
    inherited = [field.name for base in cls.__mro__ for field in vars(base).get("__dataclass_fields__", {}).values()]
    names = [*inspect.get_annotations(cls), *inherited]
    if not all(type(name) is str and name.isidentifier() for name in names):
        raise refusal("class", f"the class {cls.__name__} has fields that are no names")
    kinds = {name: attribute_kind(name) for name in names}
    for name, kind in kinds.items():
        if kind == "refused":
            raise refusal("class", f"the class {cls.__name__} cannot have the field {name}", "use another name")
    return [name for name, kind in kinds.items() if kind == "special" or (kind == "private" and name in LIBRARY_NAMES)]


def _for_own(method: Any, names: list[str]) -> Any:
    """The method for objects of the program's whose fields of these names are no attributes of the library."""

    def checked(*operands: Any) -> Any:
        for operand in operands:
            if type(operand) not in OWN or not all(is_own_attribute(operand, name) for name in names):
                return NotImplemented
        return method(*operands)

    checked.__name__, checked.__qualname__ = method.__name__, method.__qualname__
    return checked


def replace(value: Any, /, **changes: Any) -> Any:
    """`dataclasses.replace`."""
    cls = type(_instance(value, "replace"))
    for field in cls.__dataclass_fields__.values():  # the class's fields: an instance could name others
        if field._field_type is dataclasses._FIELD_CLASSVAR:  # type: ignore[attr-defined]
            continue
        if not field.init:
            if field.name in changes:
                message = f"field {field.name} is declared with init=False, it cannot be specified with replace()"
                raise (TypeError if hasattr(real_copy, "replace") else ValueError)(message)
        elif field.name not in changes:
            if field._field_type is dataclasses._FIELD_INITVAR and field.default is dataclasses.MISSING:  # type: ignore[attr-defined]
                raise TypeError(f"InitVar {field.name!r} must be specified with replace()")
            changes[field.name] = read(value, field.name)
    return cls(**changes)


def copy_replace(value: Any, /, **changes: Any) -> Any:
    """`copy.replace`, from Python 3.13."""
    cls = type(value)
    if dataclasses.is_dataclass(cls):
        return replace(value, **changes)
    method = getattr(cls, "__replace__", None)
    if method is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return method(value, **changes)


def asdict(value: Any, *, dict_factory: Callable[[list[tuple[str, Any]]], Any] = dict) -> Any:
    """`dataclasses.asdict`."""
    return _plain(_instance(value, "asdict"), dict_factory)


def astuple(value: Any, *, tuple_factory: Callable[[list[Any]], Any] = tuple) -> Any:
    """`dataclasses.astuple`."""
    return _plain(_instance(value, "astuple"), lambda pairs: tuple_factory([part for _, part in pairs]))


def _instance(value: Any, name: str) -> Any:
    if not dataclasses.is_dataclass(type(value)):
        raise TypeError(f"{name}() should be called on dataclass instances")
    return value


def _plain(value: Any, factory: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    cls: Any = type(value)
    if dataclasses.is_dataclass(cls):  # the class's fields: an instance could name others
        return factory([(one.name, _plain(read(value, one.name), factory)) for one in dataclasses.fields(cls)])
    if issubclass(cls, dict):
        pairs = [(_plain(key, factory), _plain(part, factory)) for key, part in value.items()]
        return cls(value.default_factory, pairs) if issubclass(cls, defaultdict) else cls(pairs)
    if issubclass(cls, (list, tuple)):
        parts = [_plain(part, factory) for part in value]
        return cls(*parts) if hasattr(cls, "_fields") else cls(parts)
    return deepcopy(value)


def install() -> None:
    """`dataclasses` asks for a class's signature, and `inspect` evaluates what the class's first text says of it."""
    vars(inspect)["_signature_fromstr"] = lambda *_args, **_kwargs: inspect.Signature()
