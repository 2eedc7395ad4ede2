"""Drives an instance of a program's class: one step an operation, whatever the step does."""

from __future__ import annotations

import inspect
import types
from typing import TYPE_CHECKING, Any

from .. import codec

if TYPE_CHECKING:
    from collections.abc import Callable

    #: Names of an exception's class and of its bases.
    Kinds = Callable[[BaseException], tuple[str, tuple[str, ...]]]


def step(instance: Any, names: tuple[str, ...], arguments: tuple[Any, ...], kinds: Kinds) -> tuple[object, ...]:
    """Calls the first of these methods that takes so many arguments, or reads a property, or of `.name` anything."""
    name = next((name for name in names if _answers(instance, name, len(arguments))), None)
    if name is None:
        return ("absent",)
    try:
        found = getattr(instance, name.lstrip("."))
        return ("returned", _copy(found if _is_attribute(instance, name) else found(*arguments)))
    except codec.TooLarge:
        raise
    except Exception as error:
        return ("raised", *kinds(error))


def _answers(instance: Any, name: str, count: int) -> bool:
    if _is_attribute(instance, name):
        return count == 0
    return _takes(getattr(instance, name, None), count)


def _takes(method: Any, count: int) -> bool:
    """False for what is no method, or one that shows that it takes another number of arguments."""
    if type(method) is not types.MethodType or type(method.__func__) is not types.FunctionType:
        return callable(method)
    function = method.__func__
    most = function.__code__.co_argcount - 1
    least = most - len(function.__defaults__ or ())
    return least <= count and (count <= most or bool(function.__code__.co_flags & inspect.CO_VARARGS))


def _is_attribute(instance: Any, name: str) -> bool:
    if name.startswith("."):
        return hasattr(instance, name[1:])
    return isinstance(getattr(type(instance), name, None), property)


def _copy(value: Any) -> Any:
    """As it is now: a later step may change it."""
    return codec.loads(codec.dumps(value))
