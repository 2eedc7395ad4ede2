"""Library functions that would pass by the guards, written again on top of them."""

from __future__ import annotations

import abc
import collections
import functools
import operator
import sys
import typing
from types import FunctionType
from typing import Any, Final

from . import hints
from .classes import OWN, seen
from .guards import read
from .hints import refusal
from .ownership import check_storable, write
from .records import own_class

if typing.TYPE_CHECKING:
    from collections.abc import Callable

# --- operator ---


def attrgetter(name: str, /, *names: str) -> Callable[[Any], Any]:
    def follow(value: Any, path: str) -> Any:
        if type(path) is not str:
            raise TypeError("attribute name must be a string")
        return functools.reduce(read, path.split("."), value)

    if names:
        return lambda value: tuple(follow(value, path) for path in (name, *names))
    return lambda value: follow(value, name)


def methodcaller(name: str, /, *args: Any, **kwargs: Any) -> Callable[[Any], Any]:
    return lambda value: read(value, name)(*args, **kwargs)


# --- functools ---

_COPIED: Final = ("__module__", "__name__", "__qualname__", "__doc__")


def update_wrapper(wrapper: Any, wrapped: Any) -> Any:
    """Copies name and documentation only; `assigned` and `updated` could write anything anywhere."""
    if type(wrapper) is not FunctionType or wrapper.__code__.co_filename != hints.FILENAME:
        raise refusal("attribute", "functools.wraps works on functions of your own only", "decorate a def statement")
    for name in _COPIED:
        value = getattr(wrapped, name, None)
        if type(value) is str:
            setattr(wrapper, name, value)
    if type(wrapped) is FunctionType:
        vars(wrapper).update(vars(wrapped))
    return wrapper


def wraps(wrapped: Any) -> Callable[[Any], Any]:
    return lambda wrapper: update_wrapper(wrapper, wrapped)


def total_ordering(cls: Any) -> Any:
    return functools.total_ordering(own_class(cls, "total_ordering"))


class cached_property:  # noqa: N801  named as in the library
    """`functools.cached_property`, whose real one reads and writes the `__dict__` of anything, also of classes."""

    def __init__(self, func: Callable[[Any], Any]) -> None:
        self.func = func
        self.attrname: str | None = None
        self.__doc__ = getattr(func, "__doc__", None)

    def __set_name__(self, owner: type, name: str) -> None:
        check_storable(name)
        self.attrname = name

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        if type(instance) not in OWN:
            raise refusal("attribute", "cached_property works in classes of your own only", "use a method")
        check_storable(self.attrname)  # a subclass may have changed it
        values = vars(instance)
        if self.attrname not in values:
            values[self.attrname] = self.func(instance)
        return values[self.attrname]


def singledispatch(function: Callable[..., Any]) -> Any:
    """`functools.singledispatch`, whose real one evaluates string annotations."""
    real: Any = functools.singledispatch(function)

    def dispatching(*args: Any, **kwargs: Any) -> Any:
        return real(*args, **kwargs)

    def register(cls: Any, implementation: Any = None) -> Any:
        if implementation is not None:
            return real.register(cls, implementation)
        if isinstance(cls, type):
            return lambda implementation: real.register(cls, implementation)
        annotation = next(iter(getattr(cls, "__annotations__", {}).values()), None)
        if not isinstance(annotation, type):
            raise refusal("attribute", "register() needs a class", "write @function.register(int)")
        return real.register(annotation, cls)

    for name in _COPIED:  # `functools.wraps` would also copy the `__dict__` of whatever this is
        value = getattr(function, name, None)
        if type(value) is str:
            setattr(dispatching, name, value)
    vars(dispatching).update(register=register, dispatch=real.dispatch, registry=real.registry)
    return dispatching


# --- collections, abc, typing ---


def namedtuple(typename: str, field_names: Any, *, rename: bool = False, defaults: Any = None) -> Any:
    module = sys._getframe(1).f_globals.get("__name__", "__main__")
    return collections.namedtuple(typename, field_names, rename=rename, defaults=defaults, module=module)


def abstractmethod(function: Any) -> Any:
    return abc.abstractmethod(write(function, "__isabstractmethod__"))


def runtime_checkable(cls: Any) -> Any:
    return typing.runtime_checkable(own_class(cls, "runtime_checkable"))


def unmarked(value: Any) -> Any:
    """`typing.final` and `typing.override`, which would set an attribute that no program can read."""
    return value


def get_origin(hint: Any) -> Any:
    return seen(typing.get_origin(hint))


# --- sys ---


class Stream:
    """Stands for a standard stream, whatever it is when it is written to."""

    __slots__ = ("_current",)

    def __init__(self, current: Callable[[], Any]) -> None:
        self._current = current

    def write(self, text: str) -> int:
        return int(self._current().write(text))

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        self._current().flush()

    def isatty(self) -> bool:
        return False


STDOUT: Final = Stream(lambda: sys.stdout)
STDERR: Final = Stream(lambda: sys.stderr)
#: Deeper recursion is the stack's end on some versions, which kills the process.
MAX_RECURSION: Final = 20_000


def setrecursionlimit(limit: int, /) -> None:
    """Models ask for a million; what is granted is what a worker survives."""
    sys.setrecursionlimit(min(operator.index(limit), MAX_RECURSION))


def exit_program(status: Any = None, /) -> typing.NoReturn:
    raise SystemExit(status)


def guarded_print(*values: Any, sep: Any = " ", end: Any = "\n", file: Any = None, flush: Any = False) -> None:
    if file is not None and file is not STDOUT and file is not STDERR:
        raise refusal("print", "print(file=...) writes to sys.stdout and sys.stderr only", "collect text in a list")
    print(*values, sep=sep, end=end, file=sys.stderr if file is STDERR else sys.stdout, flush=bool(flush))
