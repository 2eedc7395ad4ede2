"""Values across the boundary, as tagged JSON. No pickle, no marshal, no eval.

None, bool, str, list, finite float and int of fewer than 4,000 digits stand for themselves; all else is an object
with one key, its tag (`_DECODERS`). Only exact types count: an instance of a subclass is `Opaque`, except for the
standard library's dict subclasses, which are sent as the dicts they are. What is decoded has exact builtin types,
whoever encoded it.
"""

from __future__ import annotations

import base64
import binascii
import collections
import datetime
import itertools
import json
import math
import re
from dataclasses import is_dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from .errors import ProtocolError
from .values import Iterated, Opaque, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Deeper values exhaust the recursion limit of whoever compares or prints them.
MAX_DEPTH: Final = 100
#: An endless iterator is cut here; the first thousand Fibonacci numbers are 100 kB.
MAX_ITERATED: Final = 1000
#: CPython refuses to convert longer ints to decimal (`sys.set_int_max_str_digits`); beyond, hexadecimal is sent.
_DECIMAL_BITS: Final = 13_000


class TooLarge(ValueError):
    """A value beyond the limits of `dumps`; the message says which."""


# --- encoding ---

_PLAIN = frozenset({int, str, bool, type(None), float})


def dumps(value: object, *, max_nodes: int = 1_000_000) -> bytes:
    """The value as tagged JSON. Raises `TooLarge` beyond `max_nodes` or MAX_DEPTH."""
    return _ENCODE(_Encoder(max_nodes).encode(value, 0)).encode("ascii")


def dumps_data(value: object) -> bytes:
    """As `dumps`, for what the host sends: it must arrive as it is, so anything but data is a TypeError."""
    return _ENCODE(_DataEncoder(1_000_000).encode(value, 0)).encode("ascii")


#: Made once: `json.dumps` with arguments makes an encoder for each call.
_ENCODE = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class _Encoder:
    def __init__(self, max_nodes: int) -> None:
        self._room = max_nodes
        self._max_nodes = max_nodes

    def encode(self, value: Any, depth: int) -> object:
        kind = type(value)
        if kind in _PLAIN:
            self._take(1)
            return _scalar(value, kind)
        if depth >= MAX_DEPTH:
            raise TooLarge(f"nested deeper than {MAX_DEPTH} levels")
        if kind is list:
            return self._items(value, depth)
        if kind is tuple:
            return {"t": self._items(value, depth)}
        encoder = _ENCODERS.get(kind)
        if encoder is not None:
            return encoder(self, value, depth)
        self._take(1)
        return self._instance(value, kind, depth)

    def _take(self, nodes: int) -> None:
        self._room -= nodes
        if self._room < 0:
            raise TooLarge(f"more than {self._max_nodes} parts")

    def _items(self, values: Iterable[Any], depth: int) -> list[object]:
        values = list(values)
        self._take(1)
        kinds = set(map(type, values))
        if kinds <= {bool, type(None)} or (kinds == {int} and max(map(abs, values)) < 1 << _DECIMAL_BITS):
            self._take(len(values))
            return values
        encode = self.encode
        return [encode(value, depth + 1) for value in values]

    def _pairs(self, value: dict[Any, Any], depth: int) -> object:
        return {"d": [self._items(pair, depth + 1) for pair in dict.items(value)]}

    def _instance(self, value: Any, kind: type, depth: int) -> object:
        fields: Any = ()
        try:
            if is_dataclass(kind):
                fields = [(name, getattr(value, name)) for name in kind.__dataclass_fields__]
            elif issubclass(kind, tuple) and type(kind.__dict__.get("_fields")) is tuple:
                fields = list(zip(kind.__dict__["_fields"], tuple.__iter__(value), strict=True))
        except Exception:  # the program's own attributes may do anything
            fields = ()
        if fields and all(type(name) is str for name, _ in fields):
            return {"R": [_name(kind), self._items(map(list, fields), depth + 1)]}
        return {"o": _name(kind)}

    def _iterated(self, value: Iterable[Any], depth: int) -> object:
        items = list(itertools.islice(value, MAX_ITERATED + 1))
        return {"I": [len(items) <= MAX_ITERATED, self._items(items[:MAX_ITERATED], depth + 1)]}


class _DataEncoder(_Encoder):
    def _instance(self, value: Any, kind: type, depth: int) -> object:  # noqa: ARG002  the encoder's signature
        raise TypeError(f"a value of type {kind.__name__} cannot be sent into a sandbox; send plain data")

    def _iterated(self, value: Iterable[Any], depth: int) -> object:
        return self._instance(value, type(value), depth)


def _scalar(value: Any, kind: type) -> object:
    if kind is int:
        return value if value.bit_length() < _DECIMAL_BITS else {"i": hex(value)}
    if kind is float:
        return value if math.isfinite(value) else {"f": repr(value)}
    if kind is str and not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:  # lone surrogates: JSON would join two of them into one character
            return {"s": [ord(character) for character in value]}
    return value


def _name(kind: type) -> str:
    name = type.__dict__["__name__"].__get__(kind)  # a metaclass may lie about its classes' names
    return name.encode("utf-8", "replace").decode()[:200] if type(name) is str else "?"


_SAMPLES: tuple[Any, ...] = (
    (None for _ in ""), map(str, ()), filter(None, ()), zip(()), reversed([]), enumerate(()), iter([]), iter(()),
    iter(""), iter({}), iter(set()), iter(range(0)), {}.keys(), {}.values(), {}.items(), iter({}.values()),
    iter({}.items()), itertools.chain(), itertools.islice((), 0), itertools.accumulate(()), itertools.count(),
    itertools.combinations((), 0), itertools.permutations(()), itertools.product(), itertools.repeat(0),
    itertools.takewhile(str, ()), itertools.starmap(str, ()), itertools.cycle(()),
)  # fmt: skip

#: Types whose instances are drained into `Iterated`.
ITERATORS: frozenset[type] = frozenset(map(type, _SAMPLES))

_ENCODERS: dict[type, Any] = {
    dict: _Encoder._pairs,
    collections.OrderedDict: _Encoder._pairs,
    collections.defaultdict: _Encoder._pairs,
    collections.Counter: _Encoder._pairs,
    set: lambda self, value, depth: {"S": self._items(value, depth)},
    frozenset: lambda self, value, depth: {"Z": self._items(value, depth)},
    collections.deque: lambda self, value, depth: {"q": self._items(value, depth)},
    bytes: lambda self, value, depth: {"b": base64.b64encode(value).decode("ascii")},
    bytearray: lambda self, value, depth: {"B": base64.b64encode(value).decode("ascii")},
    complex: lambda self, value, depth: {"c": [repr(value.real), repr(value.imag)]},
    range: lambda self, value, depth: {"r": self._items((value.start, value.stop, value.step), depth)},
    Decimal: lambda self, value, depth: {"D": str(value)},
    Fraction: lambda self, value, depth: {"F": [hex(value.numerator), hex(value.denominator)]},
    datetime.date: lambda self, value, depth: {"date": value.isoformat()},
    datetime.time: lambda self, value, depth: _instant("time", value),
    datetime.datetime: lambda self, value, depth: _instant("datetime", value),
    datetime.timedelta: lambda self, value, depth: {"delta": [value.days, value.seconds, value.microseconds]},
    Opaque: lambda self, value, depth: {"o": value.type_name},
    Record: lambda self, value, depth: {"R": [value.type_name, self._items(map(list, value.fields), depth + 1)]},
    Iterated: lambda self, value, depth: {"I": [value.complete, self._items(value.items, depth + 1)]},
} | dict.fromkeys(ITERATORS, lambda self, value, depth: self._iterated(value, depth))


def _instant(tag: str, value: Any) -> object:
    """A time zone is code of the program's; only naive and UTC instants are data."""
    if value.tzinfo not in (None, datetime.UTC):
        return {"o": f"{tag} with a time zone"}
    return {tag: [value.isoformat(), value.fold]}


# --- decoding ---


def _decimal(text: str) -> Decimal:
    return Decimal(text)


def _int(text: str) -> int:
    return int(text, 16)


def _float(text: str) -> float:
    if text not in ("nan", "inf", "-inf"):
        raise ValueError(text)
    return float(text)


def _dict(pairs: list[list[Any]]) -> dict[Any, Any]:
    result = {key: value for key, value in pairs}  # noqa: C416  a pair of another length is an error here
    if len(result) != len(pairs) and all(key == key for key, _ in pairs):
        raise ValueError("duplicate keys")
    return result


def _record(parts: list[Any]) -> Record:
    name, fields = parts
    return Record(_text(name), tuple((_text(field), value) for field, value in fields))


def _iterated(parts: list[Any]) -> Iterated:
    complete, items = parts
    return Iterated(tuple(items), complete is True)


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError("not a string")
    return value


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise TypeError("not a list")
    return value


_DECODERS: dict[str, Callable[[Any], object]] = {
    "t": lambda raw: tuple(_list(raw)),
    "d": lambda raw: _dict(_list(raw)),
    "S": lambda raw: set(_list(raw)),
    "Z": lambda raw: frozenset(_list(raw)),
    "q": lambda raw: collections.deque(_list(raw)),
    "i": _int,
    "f": _float,
    "s": lambda raw: "".join(map(chr, _list(raw))),
    "b": lambda raw: base64.b64decode(_text(raw), validate=True),
    "B": lambda raw: bytearray(base64.b64decode(_text(raw), validate=True)),
    "c": lambda raw: complex(*map(float, _list(raw))),
    "r": lambda raw: range(*_list(raw)),
    "D": _decimal,
    "F": lambda raw: Fraction(*map(_int, _list(raw))),
    "date": datetime.date.fromisoformat,
    "time": lambda raw: datetime.time.fromisoformat(_text(raw[0])).replace(fold=raw[1]),
    "datetime": lambda raw: datetime.datetime.fromisoformat(_text(raw[0])).replace(fold=raw[1]),
    "delta": lambda raw: datetime.timedelta(*_list(raw)),
    "o": lambda raw: Opaque(_text(raw)),
    "R": _record,
    "I": _iterated,
}


def _tagged(pairs: list[tuple[str, Any]]) -> object:
    if len(pairs) != 1:
        raise ProtocolError(f"an object with {len(pairs)} keys")
    tag, raw = pairs[0]
    decoder = _DECODERS.get(tag)
    if decoder is None:
        raise ProtocolError(f"an unknown tag {tag[:20]!r}")
    try:
        return decoder(raw)
    except (TypeError, ValueError, ArithmeticError, LookupError, binascii.Error, InvalidOperation) as error:
        raise ProtocolError(f"a bad value for tag {tag!r}") from error


def _no_constant(name: str) -> object:
    raise ProtocolError(f"the bare constant {name}")


_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def loads(payload: bytes, *, max_nodes: int = 1_000_000) -> Any:
    """The value of one payload, with exact builtin types. Raises `ProtocolError` for anything else."""
    opening = payload.count(b"[") + payload.count(b"{")
    if opening > MAX_DEPTH or opening + payload.count(b",") > max_nodes:
        _measure(_STRINGS.sub(b"", payload), max_nodes)
    try:
        return _DECODE(payload.decode("ascii"))
    except ProtocolError:
        raise
    except (ValueError, RecursionError) as error:
        raise ProtocolError("a payload that is no strict JSON") from error


_DECODE = json.JSONDecoder(object_pairs_hook=_tagged, parse_constant=_no_constant).decode


def _measure(structure: bytes, max_nodes: int) -> None:
    """Checks nodes and depth on JSON without its strings, before anything is built."""
    brackets = structure.translate(None, _NOT_BRACKETS)
    if structure.count(b",") + len(brackets) // 2 > 4 * max_nodes:  # each tagged node has up to four parts
        raise ProtocolError(f"more than {max_nodes} parts")
    # A node of ours is at most two levels of JSON: the tag and its list.
    if max(itertools.accumulate(map(_STEP.__getitem__, brackets)), default=0) > 3 * MAX_DEPTH:
        raise ProtocolError(f"nested deeper than {MAX_DEPTH} levels")
