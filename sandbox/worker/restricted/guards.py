"""What happens when a guarded attribute is read or written.

`OWN` holds the classes that the program made with class statements. Their instances, the classes themselves and the
program's functions are its own: their private attributes can be read and they can be written to. All else is read only.
"""

from __future__ import annotations

import builtins
from decimal import Context
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Final

from ..refusal import Refusal
from . import hints
from .classes import OWN, seen
from .formatting import format_reader
from .hints import refusal
from .inherited import LIBRARY_NAMES, is_own_attribute
from .names import attribute_kind, is_dunder, storable_attribute

if TYPE_CHECKING:
    from collections.abc import Callable

#: Instances of these refuse new attributes by themselves, with the error that a program expects.
_IMMUTABLE: Final = frozenset(
    kind
    for kind in vars(builtins).values()
    if type(kind) is type and kind not in (type, super) and not issubclass(kind, BaseException)
) | {type(None), type(NotImplemented), type(...), BuiltinFunctionType}
#: Of the library, and meant to be written to; a method refuses by itself.
_WRITABLE: Final = frozenset({Context, MethodType})
#: Private by name, public by documentation.
_DOCUMENTED: Final = frozenset({"_replace", "_asdict", "_fields", "_make", "_field_defaults", "_value_", "_name_"})


def _is_own_function(value: object, kind: type) -> bool:
    return kind is FunctionType and value.__code__.co_filename == hints.FILENAME  # type: ignore[attr-defined]


def _is_own(value: object, kind: type) -> bool:
    if issubclass(kind, type):
        return value in OWN
    if kind is super:
        return value.__self_class__ in OWN  # type: ignore[attr-defined]
    return kind in OWN or _is_own_function(value, kind)


# --- reading ---


def private(owner: Any, name: str) -> Any:
    """`owner`, if its private attribute may be read."""
    kind = type(owner)
    if kind in _IMMUTABLE or name in _DOCUMENTED:
        return owner
    if _is_own(owner, kind) and (name not in LIBRARY_NAMES or is_own_attribute(owner, name)):
        return owner
    message = f"the private attribute {name} of '{kind.__name__}' objects is not accessible"
    raise refusal("attribute", message, "use its public attributes")


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


def _not_accessible(owner: object, name: str) -> Exception:
    message = f"the attribute {name} of '{type(owner).__name__}' objects is not accessible"
    return refusal("attribute", message, "use it on objects of your own classes only")


def _read_class(owner: Any, name: str) -> Any:
    return seen(getattr(owner, name))


def _read_dict(owner: Any, name: str) -> Any:
    kind = type(owner)
    if kind in OWN or _is_own_function(owner, kind) or not hasattr(owner, name):
        return getattr(owner, name)
    raise _not_accessible(owner, name)


def _read_annotations(owner: Any, name: str) -> Any:
    """A copy: `dataclass` makes code of these names."""
    if not _is_own(owner, type(owner)):
        raise _not_accessible(owner, name)
    return dict(getattr(owner, name))


def _read_own(owner: Any, name: str) -> Any:
    """`AttributeError.obj` hands out what a library worked on when it failed, `ForwardRef.evaluate` runs a string."""
    if _is_own(owner, type(owner)) or not hasattr(owner, name):
        return getattr(owner, name)
    raise _not_accessible(owner, name)


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


def _read_accessor(owner: Any, name: str) -> Any:
    """`super().__setattr__`, `object.__setattr__` ...: the real one behind the checks of its operator."""
    found = getattr(owner, name)
    kind = type(owner)
    if kind is super or not issubclass(kind, type):
        if not _is_own(owner, kind):
            raise _not_accessible(owner, name)
        return lambda attribute, *value: _checked(name, attribute, owner) and found(attribute, *value)
    return lambda target, attribute, *value: _checked(name, attribute, target) and found(target, attribute, *value)


def _checked(accessor: str, attribute: Any, target: Any) -> bool:
    if accessor == "__getattribute__":
        if type(attribute) is not str or attribute_kind(attribute) not in ("plain", "private"):
            raise refusal("attribute", f"the attribute {attribute!s:.50} is not accessible here")
        if attribute_kind(attribute) == "private":
            private(target, attribute)
    else:
        check_storable(attribute)
    if type(target) not in OWN and type(target) is not super:
        raise _not_accessible(target, accessor)
    return True


_SPECIAL: Final[dict[str, Callable[[Any, str], Any]]] = {
    "format": format_reader(read),
    "format_map": format_reader(read),
    "obj": _read_own,
    "register": _read_register,
    "evaluate": _read_own,
    "__class__": _read_class,
    "__dict__": _read_dict,
    "__annotations__": _read_annotations,
    "__getattr__": _read_own,
    "__getattribute__": _read_accessor,
    "__setattr__": _read_accessor,
    "__delattr__": _read_accessor,
}

# --- writing ---


def write(owner: Any, name: str) -> Any:
    """`owner`, if its attribute may be set or deleted."""
    kind = type(owner)
    if kind in _IMMUTABLE or kind in _WRITABLE or issubclass(kind, BaseException) or _is_own(owner, kind):
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
