"""What happens when a guarded attribute is read or written."""

from __future__ import annotations

from types import FunctionType, MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ..refusal import Refusal
from . import hints, methods
from .classes import OWN, seen
from .formatting import format_reader
from .hints import refusal
from .inherited import is_own_attribute
from .names import attribute_kind, is_dunder
from .ownership import check_storable, is_own, is_own_function, not_accessible, private, write

if TYPE_CHECKING:
    from collections.abc import Callable


def read_special(owner: Any, name: str) -> Any:
    return _SPECIAL[name](owner, name)


def read(owner: Any, name: str, *default: Any) -> Any:
    """`getattr(owner, name)`, for a name that is known only now."""
    if type(name) is not str:
        raise TypeError("attribute name must be string, not " + repr(type(name).__name__))
    kind = attribute_kind(name)
    if kind == "plain":
        return getattr(owner, name, *default)
    if kind == "refused":
        message = f"the attribute {name} is not accessible"
        raise refusal("attribute", message, hints.NAMES.get(name, "write it without the interpreter's internals"))
    try:
        return getattr(private(owner, name), name) if kind == "private" else read_special(owner, name)
    except AttributeError:
        if default:
            return default[0]
        raise


def _read_class(owner: Any, name: str) -> Any:
    return seen(getattr(owner, name))


def _read_dict(owner: Any, name: str) -> Any:
    """The live one: what a program could lie about with it, it can as well with a `__getattribute__` of its own."""
    if type(owner) in OWN or is_own_function(owner) or not hasattr(owner, name):
        return getattr(owner, name)
    raise not_accessible(owner, name)


def _read_annotations(owner: Any, name: str) -> Any:
    """A copy: `dataclass` makes code of these names."""
    if not is_own(owner):
        raise not_accessible(owner, name)
    return dict(getattr(owner, name))


def _read_members(owner: Any, name: str) -> Any:
    """Of a copy: the proxy hands its dict to whatever it is compared with."""
    found = getattr(owner, name)
    return MappingProxyType(dict(found)) if type(found) is MappingProxyType else found


def _read_own(owner: Any, name: str) -> Any:
    """`AttributeError.obj` hands out what a library worked on when it failed, `ForwardRef.evaluate` runs a string."""
    inherits = isinstance(owner, (type, super)) and not is_own_attribute(owner, name)
    if (is_own(owner) and not inherits) or not hasattr(owner, name):
        return getattr(owner, name)
    raise not_accessible(owner, name)


def _read_register(owner: Any, name: str) -> Any:
    """A class registered as another's virtual subclass lets `match` read any of its attributes."""
    found = getattr(owner, name)
    if type(getattr(found, "__func__", None)) is not FunctionType or found.__func__.__module__ != "abc":
        return found

    def register(subclass: Any) -> Any:
        if subclass not in OWN:
            raise refusal("class", "only your own classes can be registered", "inherit instead")
        return found(subclass)

    return register


_SPECIAL: Final[dict[str, Callable[[Any, str], Any]]] = {
    "format": format_reader(read),
    "format_map": format_reader(read),
    "obj": _read_own,
    "register": _read_register,
    "evaluate": _read_own,
    "__class__": _read_class,
    "__dict__": _read_dict,
    "__annotations__": _read_annotations,
    "__members__": _read_members,
    "__getattr__": _read_own,
    **methods.READERS,
}

# --- the builtin functions that do the same ---


def guarded_hasattr(owner: Any, name: str) -> bool:
    try:
        read(owner, name)
    except (AttributeError, Refusal):
        return False
    return True


def guarded_setattr(owner: Any, name: str, value: Any) -> None:
    check_storable(name)
    setattr(write(owner, name), name, value)


def guarded_delattr(owner: Any, name: str) -> None:
    check_storable(name)
    delattr(write(owner, name), name)


def guarded_vars(owner: Any) -> Any:
    if not hasattr(owner, "__dict__"):
        raise TypeError("vars() argument must have __dict__ attribute")
    return _read_dict(owner, "__dict__")


def guarded_dir(owner: Any) -> list[str]:
    return [name for name in dir(owner) if attribute_kind(name) != "refused" and not is_dunder(name)]
