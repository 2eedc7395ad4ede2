"""Methods by which the library reads and writes attributes of whatever they are called with.

`object.__setattr__` passes by the guards, `JSONEncoder.__init__` would set attributes of any object, a slot's
`__set__` those of the library's objects, and `classmethod.__get__` tells an object's real class. So they are read by
guards, which put a check in front. A method is looked at as it was found: many objects hand on attributes of others.
"""

from __future__ import annotations

from types import (
    BuiltinMethodType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    WrapperDescriptorType,
)
from typing import TYPE_CHECKING, Any, Final

from .classes import OWN, seen
from .hints import refusal
from .names import attribute_kind
from .ownership import check_storable, is_own_function, not_accessible, private, write

if TYPE_CHECKING:
    from collections.abc import Callable

_BOUND: Final = (MethodType, MethodWrapperType, BuiltinMethodType)
_UNBOUND: Final = (FunctionType, WrapperDescriptorType, MethodDescriptorType)


def _is_own_method(found: object) -> bool:
    return is_own_function(found.__func__ if type(found) is MethodType else found)


def read_initializer(owner: Any, name: str) -> Any:
    """`__init__` and its like: they set attributes of their first argument, or make it another object."""
    found = getattr(owner, name)
    kind = type(found)
    if kind in _BOUND:
        if type(found.__self__) not in OWN:
            write(found.__self__, name)
        return found
    if kind not in _UNBOUND or is_own_function(found):
        return found
    return lambda target, /, *args, **kwargs: found(write(target, name), *args, **kwargs)


def read_getter(owner: Any, name: str) -> Any:
    """`__get__` of a descriptor; a metaclass that it would tell looks like `type`."""
    found = getattr(owner, name)
    if _is_own_method(found):
        return found
    most = 3 if type(found) in _UNBOUND else 2

    def get(*args: Any) -> Any:
        if len(args) < most:
            args += (None,) * (most - len(args))
        *first, instance, kind = args
        if kind is None and instance is not None:
            kind = seen(type(instance))
        return found(*first, instance, kind)

    return get


def read_setter(owner: Any, name: str) -> Any:
    """`__set__` and `__delete__` of a descriptor."""
    found = getattr(owner, name)
    if _is_own_method(found):
        return found
    position = 1 if type(found) in _UNBOUND else 0

    def change(*args: Any) -> Any:
        return found(*args[:position], write(args[position], "of a descriptor"), *args[position + 1 :])

    return change


def read_accessor(owner: Any, name: str) -> Any:
    """`super().__setattr__`, `object.__setattr__` ...: the real one behind the checks of its operator."""
    found = getattr(owner, name)
    if type(found) in _BOUND:
        target = found.__self__
        return lambda attribute, *value: _check(name, attribute, target) and found(attribute, *value)
    return lambda target, attribute, *value: _check(name, attribute, target) and found(target, attribute, *value)


def _check(accessor: str, attribute: Any, target: Any) -> bool:
    if accessor == "__getattribute__":
        if type(attribute) is not str or attribute_kind(attribute) not in ("plain", "private"):
            raise refusal("attribute", f"the attribute {attribute!s:.50} is not accessible here")
        if attribute_kind(attribute) == "private":
            private(target, attribute)
    else:
        check_storable(attribute)
    if type(target) not in OWN:
        raise not_accessible(target, accessor)
    return True


READERS: Final[dict[str, Callable[[Any, str], Any]]] = {
    "__init__": read_initializer,
    "__init_subclass__": read_initializer,
    "__set_name__": read_initializer,
    "__get__": read_getter,
    "__set__": read_setter,
    "__delete__": read_setter,
    "__getattribute__": read_accessor,
    "__setattr__": read_accessor,
    "__delattr__": read_accessor,
}
