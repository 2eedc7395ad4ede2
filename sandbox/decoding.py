"""What a worker sent, as values of exact builtin types, or `ProtocolError`. The host's only reading of hostile data."""

from __future__ import annotations

import base64
import binascii
import collections
import datetime
import itertools
import json
import operator
import re
import time
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from .errors import ProtocolError
from .values import Handle, Iterated, Linked, Opaque, Record, Tabulated, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

#: Deeper values exhaust the recursion limit of whoever compares or prints them.
MAX_DEPTH: Final = 100
#: Arithmetic on longer ints is the judge's time; 39,000 decimal digits.
MAX_INT_BITS: Final = 2**17
#: A fraction is brought to lowest terms again: 0.6 s for a frame full of these, ten times that for longer ones.
MAX_FRACTION_BITS: Final = 2**15
#: Of a Decimal, and so far its exponent may go to either side.
MAX_DECIMAL_DIGITS: Final = 40_000
#: Elements of equal hash that a set or dict may hold: each is compared with all the others.
MAX_EQUAL_HASHES: Final = 64
#: What the large sets and dicts of one payload may take of the host; a million of usual elements take 0.5.
_HASHING_SECONDS: Final = 2.0
#: Smaller ones take no time worth a look, whatever their elements.
_SMALL_TABLE: Final = 1000
#: Elements between two looks at the clock: with the worst of hashes, these take 0.1 s in a table of 300,000.
_TABLE_STEP: Final = 64

#: What a tagged value occupies, in parts of about 64 bytes; an empty deque takes 760 bytes.
WEIGHTS: Final = {"t": 1, "q": 12, "S": 4, "Z": 4, "d": 4, "F": 3, "R": 3}
USUAL_WEIGHT: Final = 2


def _decimal(text: object) -> Decimal:
    value = Decimal(_short(text, MAX_DECIMAL_DIGITS + 30))
    if not decimal_fits(value):
        raise ValueError("too many digits")
    return value


def decimal_fits(value: Decimal) -> bool:
    _, digits, exponent = value.as_tuple()
    if len(digits) > MAX_DECIMAL_DIGITS:
        return False
    return not isinstance(exponent, int) or abs(exponent) <= MAX_DECIMAL_DIGITS


def _int(text: object, bits: int = MAX_INT_BITS) -> int:
    value = int(_short(text, bits // 4 + 4), 16)
    if value.bit_length() > bits:
        raise ValueError("too many digits")
    return value


def _fraction(parts: list[Any]) -> Fraction:
    return Fraction(*(_int(part, MAX_FRACTION_BITS) for part in parts))


def _short(text: object, most: int) -> str:
    if len(_text(text)) > most:
        raise ValueError("too many digits")
    return _text(text)


def check_hashes(elements: Collection[Any]) -> None:
    """Raises ValueError for too many elements of equal hash, TypeError for an unhashable one."""
    if len(elements) > MAX_EQUAL_HASHES:
        hashes = sorted(map(hash, elements))
        if any(map(operator.eq, hashes, hashes[MAX_EQUAL_HASHES:])):
            raise ValueError("too many elements of equal hash")


class _Tables:
    """Makes the sets and dicts of one payload, each of just the elements given, within `_HASHING_SECONDS`.

    Hashes of numbers can be chosen so that all are different and yet each meets thousands of others in the table. How
    tables are searched is CPython's own affair, so the time itself is watched.
    """

    def __init__(self) -> None:
        self._seconds_left = _HASHING_SECONDS

    def as_set(self, elements: list[Any]) -> set[Any]:
        check_hashes(elements)
        result: set[Any] = set()
        self._fill(result, elements)
        return result

    def as_frozenset(self, elements: list[Any]) -> frozenset[Any]:
        return frozenset(self.as_set(elements))

    def as_dict(self, pairs: list[list[Any]]) -> dict[Any, Any]:
        check_hashes([key for key, _ in pairs])
        result: dict[Any, Any] = {}
        self._fill(result, pairs)
        return result

    def _fill(self, table: set[Any] | dict[Any, Any], elements: list[Any]) -> None:
        if len(elements) <= _SMALL_TABLE:
            table.update(elements)
        else:
            end = time.thread_time() + self._seconds_left
            for start in range(0, len(elements), _TABLE_STEP):
                table.update(elements[start : start + _TABLE_STEP])
                if time.thread_time() > end:
                    raise ValueError("elements whose hashes are in each other's way")
            self._seconds_left = end - time.thread_time()
        if len(table) != len(elements):
            raise ValueError("elements that are equal")


def _float(text: str) -> float:
    if text not in ("nan", "inf", "-inf"):
        raise ValueError(text)
    return float(text)


def _record(parts: list[Any]) -> Record:
    name, fields = parts
    return Record(_text(name), tuple((_text(field), value) for field, value in fields))


def _iterated(parts: list[Any]) -> Iterated:
    complete, items = parts
    return Iterated(tuple(items), complete is True)


def _linked(parts: list[Any]) -> Linked:
    items, back = parts
    if back is not None and not (type(back) is int and 0 <= back < len(items)):
        raise ValueError("a node that is not there")
    return Linked(tuple(_list(items)), back)


def _tabulated(parts: list[Any]) -> Tabulated:
    pairs, default = parts
    return Tabulated(tuple((tuple(_list(arguments)), result) for arguments, result in _list(pairs)), default)


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError("not a string")
    return value


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise TypeError("not a list")
    return value


DECODERS: dict[str, Callable[[Any], object]] = {
    "t": lambda raw: tuple(_list(raw)),
    "q": lambda raw: collections.deque(_list(raw)),
    "i": _int,
    "f": _float,
    "s": lambda raw: "".join(map(chr, _list(raw))),
    "b": lambda raw: base64.b64decode(_text(raw), validate=True),
    "B": lambda raw: bytearray(base64.b64decode(_text(raw), validate=True)),
    "c": lambda raw: complex(*map(float, _list(raw))),
    "r": lambda raw: range(*_list(raw)),
    "D": _decimal,
    "F": lambda raw: _fraction(_list(raw)),
    "date": datetime.date.fromisoformat,
    "time": lambda raw: datetime.time.fromisoformat(_text(raw[0])).replace(fold=raw[1]),
    "datetime": lambda raw: datetime.datetime.fromisoformat(_text(raw[0])).replace(fold=raw[1]),
    "delta": lambda raw: datetime.timedelta(*_list(raw)),
    "o": lambda raw: Opaque(_text(raw)),
    "H": lambda raw: Handle("", _text(raw)),
    "P": _tabulated,
    "R": _record,
    "I": _iterated,
    "L": _linked,
    "T": lambda raw: Tree(tuple(_list(raw))),
}


TABLES: Final = {"d": _Tables.as_dict, "S": _Tables.as_set, "Z": _Tables.as_frozenset}


class _Tags:
    """Makes each tagged value as soon as it is read, and no more of them than there is room for."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._tables = _Tables()

    def __call__(self, pairs: list[tuple[str, Any]]) -> object:
        if len(pairs) != 1:
            raise ProtocolError(f"an object with {len(pairs)} keys")
        tag, raw = pairs[0]
        if tag not in DECODERS and tag not in TABLES:
            raise ProtocolError(f"an unknown tag {tag[:20]!r}")
        self._room -= WEIGHTS.get(tag, USUAL_WEIGHT)
        if self._room < 0:
            raise ProtocolError("more parts than allowed")
        try:
            return DECODERS[tag](raw) if tag in DECODERS else TABLES[tag](self._tables, _list(raw))
        except (TypeError, ValueError, ArithmeticError, LookupError, binascii.Error, InvalidOperation) as error:
            raise ProtocolError(f"a bad value for tag {tag!r}") from error


def _no_constant(name: str) -> object:
    raise ProtocolError(f"the bare constant {name}")


_UNTAGGED: Final = json.JSONDecoder(parse_constant=_no_constant)
#: Possessive: a string of 8 MB full of escapes would else keep a way back for each. An open string ends with the text.
_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def loads(payload: bytes, *, max_nodes: int = 4_000_000) -> Any:
    """The value of one payload, with exact builtin types. Raises `ProtocolError` for anything else.

    `max_nodes`: of JSON, with what they take of memory (`WEIGHTS`); a node of `codec.dumps` is up to four of these.
    """
    opening = payload.count(b"[") + payload.count(b"{")
    parts = opening + payload.count(b",")
    if opening > MAX_DEPTH or parts > max_nodes:
        parts = _measure(_STRINGS.sub(b"", payload), max_nodes)
    try:
        text = payload.decode("ascii")
        value, end = _decoder(payload, max_nodes - parts).raw_decode(text)
    except ProtocolError:
        raise
    except (ValueError, RecursionError) as error:
        raise ProtocolError("a payload that is no strict JSON") from error
    if end != len(text):
        raise ProtocolError("more than one value")
    return value


def _decoder(payload: bytes, room: int) -> json.JSONDecoder:
    """Most payloads have no tags, and to make a decoder takes as long as to decode a small one."""
    if b"{" not in payload:
        return _UNTAGGED
    return json.JSONDecoder(object_pairs_hook=_Tags(room), parse_constant=_no_constant)


def _measure(structure: bytes, max_nodes: int) -> int:
    """The parts of JSON without its strings. Checks them and their depth before anything is built."""
    brackets = structure.translate(None, _NOT_BRACKETS)
    parts = structure.count(b",") + len(brackets) // 2
    if parts > max_nodes:
        raise ProtocolError(f"{parts} parts, at most {max_nodes} are allowed")
    # A node of ours is at most two levels of JSON: the tag and its list.
    if max(itertools.accumulate(map(_STEP.__getitem__, brackets)), default=0) > 3 * MAX_DEPTH:
        raise ProtocolError(f"nested deeper than {MAX_DEPTH} levels")
    return parts
