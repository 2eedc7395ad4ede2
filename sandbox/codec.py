"""Values across the boundary, as tagged JSON. No pickle, no marshal, no eval.

None, bool, str, list, finite float and int of fewer than 4,000 digits stand for themselves; all else is an object
with one key, its tag (`decoding.DECODERS`). Only exact types count: an instance of a subclass is `Opaque`, except for
the standard library's dict subclasses, which are sent as the dicts they are, and nodes of linked lists and trees,
which are sent as these (`nodes.py`).
"""

from __future__ import annotations

import base64
import collections
import datetime
import itertools
import json
import math
from dataclasses import is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from .decoding import (
    MAX_DECIMAL_DIGITS,
    MAX_DEPTH,
    MAX_FRACTION_BITS,
    MAX_INT_BITS,
    USUAL_WEIGHT,
    WEIGHTS,
    check_hashes,
    decimal_fits,
)
from .decoding import loads as loads
from .errors import ProtocolError
from .nodes import read
from .values import Handle, Iterated, Linked, Opaque, Record, Tabulated, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

#: An endless iterator is cut here; the first thousand Fibonacci numbers are 100 kB.
MAX_ITERATED: Final = 1000
#: CPython refuses to convert longer ints to decimal (`sys.set_int_max_str_digits`); beyond, hexadecimal is sent.
_DECIMAL_BITS: Final = 13_000
_DECIMAL_LIMIT: Final = 1 << _DECIMAL_BITS


class TooLarge(ValueError):
    """A value beyond the limits of `dumps`; the message says which."""


_PLAIN = frozenset({int, str, bool, type(None), float})
_FIXED = frozenset({bool, type(None)})
_INTS = frozenset({int})
#: Different ones of these are different on the other side too.
_KEYS = _PLAIN | {bytes, complex, datetime.date, datetime.timedelta}


def dumps(value: object, *, max_nodes: int = 1_000_000) -> bytes:
    """The value as tagged JSON. Raises `TooLarge` beyond `max_nodes`, MAX_DEPTH or the sizes of numbers."""
    return _json(_Encoder(max_nodes).encode(value, 0))


def dumps_data(value: object, *, max_nodes: int = 1_000_000) -> bytes:
    """As `dumps`, for what the host sends: it must arrive as it is, so anything but data is a TypeError."""
    return _json(_DataEncoder(max_nodes).encode(value, 0))


def _json(encoded: object) -> bytes:
    return "".join(_CHUNKS(encoded, 0)).encode("ascii")


#: Made once: `json.dumps` makes one for each value, which takes five times as long as to encode a small one.
_CHUNKS: Any = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    None, json.JSONEncoder().default, json.encoder.encode_basestring_ascii, None, ":", ",", False, False, False
)


class _Encoder:
    def __init__(self, max_nodes: int) -> None:
        self._room = max_nodes
        self._max_nodes = max_nodes

    def encode(self, value: Any, depth: int) -> object:
        kind = type(value)
        if kind in _PLAIN:
            self._take(1 if kind is not str or value.isascii() else 1 + len(value) // 4)
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
        self._take(WEIGHTS["R"])
        return self._instance(value, kind, depth)

    def _take(self, nodes: int) -> None:
        self._room -= nodes
        if self._room < 0:
            raise TooLarge(f"more than {self._max_nodes} parts")

    def _items(self, values: Iterable[Any], depth: int) -> list[object]:
        values = list(values)
        self._take(1)
        kinds = set(map(type, values))
        if kinds <= _FIXED or (kinds == _INTS and max(map(abs, values)) < _DECIMAL_LIMIT):
            self._take(len(values))
            return values
        encode = self.encode
        return [encode(value, depth + 1) for value in values]

    def _tagged(self, tag: str, values: Iterable[Any], depth: int) -> object:
        self._take(WEIGHTS.get(tag, USUAL_WEIGHT))
        return {tag: self._items(values, depth)}

    def _scalar(self, tag: str, raw: object) -> object:
        self._take(WEIGHTS.get(tag, USUAL_WEIGHT))
        return {tag: raw}

    def _set(self, tag: str, value: Iterable[Any], depth: int) -> object:
        values = list(value)
        encoded = self._tagged(tag, values, depth)
        return encoded if self._survives(values, encoded) else self._instance(value, type(value), depth)

    def _pairs(self, value: dict[Any, Any], depth: int) -> object:
        self._take(WEIGHTS["d"])
        items = list(dict.items(value))
        pairs = [self._items(pair, depth + 1) for pair in items]
        keys = {"S": [pair[0] for pair in pairs]}
        survives = self._survives([key for key, _ in items], keys)
        return {"d": pairs} if survives else self._instance(value, type(value), depth)

    def _survives(self, elements: list[Any], encoded: object) -> bool:
        """False where the other side has no such set: objects with an identity are equal or unhashable as records."""
        try:
            if set(map(type, elements)) <= _KEYS:
                check_hashes(elements)
            else:
                loads(_json(encoded), max_nodes=1 << 40)
        except (TypeError, ValueError, ProtocolError):
            return False
        return True

    def _instant(self, tag: str, value: Any) -> object:
        """A time zone is code of the program's; only naive and UTC instants are data."""
        if value.tzinfo not in (None, datetime.UTC):
            return self._scalar("o", f"{tag} with a time zone")
        return self._scalar(tag, [value.isoformat(), value.fold])

    def _instance(self, value: Any, kind: type, depth: int) -> object:
        nodes: Any = None
        fields: Any = ()
        try:
            nodes = read(value)
            if is_dataclass(kind):
                fields = [(name, getattr(value, name)) for name in kind.__dataclass_fields__]
            elif issubclass(kind, tuple) and type(kind.__dict__.get("_fields")) is tuple:
                fields = list(zip(kind.__dict__["_fields"], tuple.__iter__(value), strict=True))
        except Exception:  # the program's own attributes may do anything
            fields = ()
        if nodes is not None:
            return _ENCODERS[type(nodes)](self, nodes, depth)
        if fields and all(type(name) is str for name, _ in fields):
            return {"R": [_name(kind), self._items(map(list, fields), depth + 1)]}
        return {"o": _name(kind)}

    def _iterated(self, value: Iterable[Any], depth: int) -> object:
        items = list(itertools.islice(value, MAX_ITERATED + 1))
        self._take(USUAL_WEIGHT)
        return {"I": [len(items) <= MAX_ITERATED, self._items(items[:MAX_ITERATED], depth + 1)]}


class _DataEncoder(_Encoder):
    def _instance(self, value: Any, kind: type, depth: int) -> object:  # noqa: ARG002  the encoder's signature
        raise TypeError(f"a value of type {kind.__name__} cannot be sent into a sandbox; send plain data")

    def _iterated(self, value: Iterable[Any], depth: int) -> object:
        return self._instance(value, type(value), depth)


def _scalar(value: Any, kind: type) -> object:
    if kind is int:
        return value if value.bit_length() < _DECIMAL_BITS else {"i": _hex(value)}
    if kind is float:
        return value if math.isfinite(value) else {"f": repr(value)}
    if kind is str and not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:  # lone surrogates: JSON would join two of them into one character
            return {"s": [ord(character) for character in value]}
    return value


def _hex(value: int, most: int = MAX_INT_BITS) -> str:
    if value.bit_length() > most:
        raise TooLarge(f"a number of {value.bit_length()} bits, at most {most} are allowed")
    return hex(value)


def _decimal(value: Decimal) -> str:
    if not decimal_fits(value):
        raise TooLarge(f"a Decimal of more than {MAX_DECIMAL_DIGITS} digits, or with an exponent beyond that")
    return str(value)


def _fraction(value: Fraction) -> list[str]:
    return [_hex(part, MAX_FRACTION_BITS) for part in (value.numerator, value.denominator)]


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
    set: lambda self, value, depth: self._set("S", value, depth),
    frozenset: lambda self, value, depth: self._set("Z", value, depth),
    collections.deque: lambda self, value, depth: self._tagged("q", value, depth),
    bytes: lambda self, value, depth: self._scalar("b", base64.b64encode(value).decode("ascii")),
    bytearray: lambda self, value, depth: self._scalar("B", base64.b64encode(value).decode("ascii")),
    complex: lambda self, value, depth: self._scalar("c", [repr(value.real), repr(value.imag)]),
    range: lambda self, value, depth: self._tagged("r", (value.start, value.stop, value.step), depth),
    Decimal: lambda self, value, depth: self._scalar("D", _decimal(value)),
    Fraction: lambda self, value, depth: self._scalar("F", _fraction(value)),
    datetime.date: lambda self, value, depth: self._scalar("date", value.isoformat()),
    datetime.time: lambda self, value, depth: self._instant("time", value),
    datetime.datetime: lambda self, value, depth: self._instant("datetime", value),
    datetime.timedelta: lambda self, value, depth: self._scalar(
        "delta", [value.days, value.seconds, value.microseconds]
    ),
    Opaque: lambda self, value, depth: self._scalar("o", value.type_name),
    Handle: lambda self, value, depth: self._scalar("H", value.key),
    Tabulated: lambda self, value, depth: self._scalar(
        "P",
        [
            [self._items([list(key), result], depth + 2) for key, result in value.pairs],
            self.encode(value.default, depth + 1),
        ],
    ),
    Record: lambda self, value, depth: self._scalar(
        "R", [value.type_name, self._items(map(list, value.fields), depth + 1)]
    ),
    Linked: lambda self, value, depth: self._scalar("L", [self._items(value.items, depth + 1), value.back]),
    Tree: lambda self, value, depth: self._tagged("T", value.levels, depth),
    Iterated: lambda self, value, depth: self._scalar("I", [value.complete, self._items(value.items, depth + 1)]),
} | dict.fromkeys(ITERATORS, lambda self, value, depth: self._iterated(value, depth))
