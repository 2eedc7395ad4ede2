"""What a worker sent, as values of exact builtin types, or `ProtocolError`. The host's only reading of hostile data."""

from __future__ import annotations

import base64
import binascii
import collections
import datetime
import itertools
import json
import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from .errors import ProtocolError
from .values import Iterated, Opaque, Record

if TYPE_CHECKING:
    from collections.abc import Callable

#: Deeper values exhaust the recursion limit of whoever compares or prints them.
MAX_DEPTH: Final = 100


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


DECODERS: dict[str, Callable[[Any], object]] = {
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
    decoder = DECODERS.get(tag)
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
