"""`copy`, and what is built on it, without pickle's protocol.

The real one calls whatever `__reduce_ex__` answers, which an instance's `__dict__` can hold, and then sets attributes
of whatever came back. Here a copy is always a new object of the same class, made by the class behind the program's own;
of the program's methods only `__copy__` and `__deepcopy__` are called, as found in its classes.
"""

from __future__ import annotations

import functools
import re
from array import array
from collections import ChainMap, OrderedDict, UserDict, UserList, defaultdict, deque
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import EnumMeta
from random import Random
from statistics import NormalDist
from string import Template
from textwrap import TextWrapper
from types import BuiltinFunctionType, FunctionType, MemberDescriptorType, MethodType
from typing import TYPE_CHECKING, Any, Final

from .classes import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    #: Copies a part: itself for a shallow copy.
    Again = Callable[[Any], Any]

#: Their instances are their own copies, as long as the class is exactly one of these.
_ATOMIC: Final = frozenset(
    {type(None), type(...), type(NotImplemented), int, float, bool, complex, bytes, str, range, property, slice}
    | {FunctionType, BuiltinFunctionType, staticmethod, classmethod, Decimal, re.Pattern, re.Match}
    | {date, datetime, time, timedelta}
)
#: Written in Python and copied by their attributes; other classes of the library keep secrets in theirs.
_BY_ATTRIBUTES: Final = (UserDict, UserList, ChainMap, NormalDist, Template, TextWrapper)


def _from_number(kind: Any, method: str) -> Callable[[type, Any, Again], Any]:
    return lambda cls, value, _again: kind.__new__(cls, getattr(kind, method)(value))


def _from_items(kind: Any) -> Callable[[type, Any, Again], Any]:
    def make(cls: type, value: Any, again: Again) -> Any:
        old = list(kind.__iter__(value))
        new = [again(item) for item in old]
        same = cls not in OWN and all(one is other for one, other in zip(old, new, strict=True))
        return value if same else kind.__new__(cls, new)

    return make


def _from_state(kind: Any) -> Callable[[type, Any, Again], Any]:
    """Of a class in C, whose reducer reads the object's memory and asks nobody."""
    return lambda cls, value, _again: kind.__new__(cls, *kind.__reduce__(value)[1])


def _from_partial(cls: type, value: Any, again: Again) -> Any:
    parts = [getattr(functools.partial, name).__get__(value) for name in ("func", "args", "keywords")]
    func, args, keywords = map(again, parts)
    return functools.partial.__new__(cls, func, *args, **keywords)


def _from_exception(cls: type, value: Any, again: Again) -> Any:
    kind: Any = next(base for base in cls.__mro__ if base.__module__ == "builtins" and base not in OWN)
    args = [again(item) for item in BaseException.args.__get__(value)]  # type: ignore[attr-defined]
    new = kind.__new__(cls, *args)
    kind.__init__(new, *args)
    return new


#: How to make an object of a program's class: complete, or empty where `_FILL` knows how to fill it.
_MAKE: Final[dict[Any, Callable[[Any, Any, Again], Any]]] = {
    str: _from_number(str, "__str__"),
    int: _from_number(int, "__int__"),
    float: _from_number(float, "__float__"),
    complex: _from_number(complex, "__complex__"),
    bytes: _from_number(bytes, "__bytes__"),
    bytearray: lambda cls, value, _again: bytearray.__new__(cls),
    Decimal: lambda cls, value, _again: Decimal.__new__(cls, value),
    tuple: _from_items(tuple),
    frozenset: _from_items(frozenset),
    **{kind: _from_state(kind) for kind in (date, datetime, time, timedelta)},
    tzinfo: lambda cls, value, _again: tzinfo.__new__(cls),
    array: lambda cls, value, _again: array.__new__(cls, array.typecode.__get__(value), array.tolist(value)),
    functools.partial: _from_partial,
    BaseException: _from_exception,
    Random: lambda cls, value, _again: Random.__new__(cls),
    **{
        kind: lambda cls, value, _again, kind=kind: kind.__new__(cls)  # type: ignore[misc]
        for kind in (list, set, deque, dict, OrderedDict, defaultdict, object)
    },
}


def _fill_dict(new: Any, old: Any, again: Again, kind: Any = dict) -> None:
    for key in list(kind.__iter__(old)):
        kind.__setitem__(new, again(key), again(dict.__getitem__(old, key)))


def _fill_defaultdict(new: Any, old: Any, again: Again) -> None:
    factory = vars(defaultdict)["default_factory"]
    defaultdict.__init__(new, again(factory.__get__(old)))
    _fill_dict(new, old, again)


def _fill_deque(new: Any, old: Any, again: Again) -> None:
    maxlen: Any = deque.maxlen
    deque.__init__(new, (), maxlen.__get__(old))
    deque.extend(new, [again(item) for item in deque.__iter__(old)])


def _fill_list(new: Any, old: Any, again: Again) -> None:
    for item in list.__iter__(old):
        list.append(new, again(item))


_FILL: Final[dict[Any, Callable[[Any, Any, Again], None]]] = {
    list: _fill_list,
    set: lambda new, old, again: set.update(new, [again(item) for item in list(set.__iter__(old))]),
    dict: _fill_dict,
    OrderedDict: functools.partial(_fill_dict, kind=OrderedDict),
    defaultdict: _fill_defaultdict,
    deque: _fill_deque,
    bytearray: lambda new, old, _again: bytearray.__init__(new, bytes(memoryview(old))),
    Random: lambda new, old, _again: Random.setstate(new, Random.getstate(old)),
}


def _is_atomic(cls: type) -> bool:
    return cls in _ATOMIC or issubclass(cls, type) or issubclass(type(cls), EnumMeta) or _is_hint(cls)


def _is_hint(cls: type) -> bool:
    return cls not in OWN and cls.__module__ in ("typing", "types")


def _method(cls: type, name: str) -> Any:
    """`__copy__` or `__deepcopy__`: the program's for its classes, the library's for objects that are not its own."""
    home = next((base for base in cls.__mro__ if name in vars(base)), None)
    return getattr(cls, name) if home in OWN or (home is not None and cls not in OWN) else None


def _rebuild(value: Any, cls: type, again: Again, note: Callable[[Any], None]) -> Any:
    base = next(base for base in cls.__mro__ if base in _MAKE)
    if base is object and cls not in OWN and cls not in _BY_ATTRIBUTES:
        raise TypeError(f"cannot copy '{cls.__name__}' object")
    try:
        new = _MAKE[base](cls, value, again)
    except TypeError as error:
        if "is not safe" in str(error):
            raise TypeError(f"cannot copy '{cls.__name__}' object") from None
        raise
    if new is value:
        return value
    note(new)
    if base in _FILL:
        _FILL[base](new, value, again)
    _copy_attributes(new, value, cls, again)
    return new


def _copy_attributes(new: Any, old: Any, cls: type, again: Again) -> None:
    for slot in _slots(cls):
        try:
            part = slot.__get__(old)
        except AttributeError:  # a slot without a value
            continue
        slot.__set__(new, again(part))
    state = _attributes(old)
    for key, part in list(state.items()):
        _attributes(new)[key] = again(part)


def _attributes(value: Any) -> dict[str, Any]:
    found = object.__getattribute__(value, "__dict__") if type(value).__dictoffset__ else {}
    return found if isinstance(found, dict) else {}


def _slots(cls: type) -> Iterator[Any]:
    for base in cls.__mro__:
        if "__slots__" in vars(base):  # not so in C, whose members can be read only
            members = list(vars(base).values())
            yield from (one for one in members if type(one) is MemberDescriptorType and one.__objclass__ is base)


def copy(value: Any) -> Any:
    """`copy.copy`."""
    cls = type(value)
    if cls is list or cls is dict or cls is set or cls is bytearray:
        return value.copy()
    method = _method(cls, "__copy__") if cls not in _BY_ATTRIBUTES else None
    if method is not None:
        return method(value)
    if _is_atomic(cls) or cls is tuple or cls is frozenset or cls is MethodType:
        return value
    return _user_data(_rebuild(value, cls, lambda part: part, lambda _new: None))


def _user_data(new: Any) -> Any:
    """These share no contents with their copies."""
    if issubclass(type(new), (UserDict, UserList, ChainMap)):
        state = _attributes(new)
        if type(state.get("data")) in (dict, list):
            state["data"] = state["data"].copy()
        if type(state.get("maps")) is list:
            state["maps"] = [copy(one) for one in state["maps"][:1]] + state["maps"][1:]
    return new


def deepcopy(value: Any, memo: Any = None) -> Any:
    """`copy.deepcopy`."""
    memo = {} if memo is None else memo
    cls = type(value)
    if cls in _ATOMIC:
        return value
    missing = memo  # never a value of its own
    found = memo.get(id(value), missing)
    if found is not missing:
        return found

    if cls is list:  # most of what is copied, so without the detours
        items: list[Any] = []
        memo[id(value)] = items
        memo.setdefault(id(memo), []).append(value)
        for item in value:
            items.append(item if type(item) in _ATOMIC else deepcopy(item, memo))  # noqa: PERF401  may hold itself
        return items

    def note(new: Any) -> None:
        memo[id(value)] = new

    again = functools.partial(deepcopy, memo=memo)
    method = None if cls in _MAKE or cls in _BY_ATTRIBUTES else _method(cls, "__deepcopy__")
    if method is not None:
        made = method(value, memo)
    elif cls is MethodType:
        made = MethodType(value.__func__, again(value.__self__))
    elif _is_atomic(cls):
        return value
    else:
        made = _rebuild(value, cls, again, note)
    if made is not value:
        memo[id(value)] = made
        memo.setdefault(id(memo), []).append(value)
    return made
