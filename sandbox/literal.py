"""Values as Python text. Total: no value of a worker's makes it raise, recurse deeply or grow without end."""

from __future__ import annotations

import math
from collections import deque
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from .values import Handle, Iterated, Linked, Opaque, Record, Tabulated, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Longer ints are written in hexadecimal: CPython refuses to write them in decimal.
_DECIMAL_BITS: Final = 12_000
#: A longer text ends in `...`; no person reads so far, and no one pastes it.
MAX_TEXT: Final = 100_000


class _Text(str):
    """A piece of the result, as against a value that is still to be written."""

    __slots__ = ()


def literal(value: object, most: int = MAX_TEXT) -> str:
    """An expression for the value, of at most `most` characters; `float("nan")` and the like instead of bare names."""
    pieces: list[str] = []
    room = most
    open_values: list[Iterator[object]] = [iter((value,))]
    while open_values and room >= 0:
        part = next(open_values[-1], _END)
        if part is _END:
            open_values.pop()
        elif isinstance(part, _Text):
            pieces.append(part)
            room -= len(part)
        else:
            open_values.append(_pieces(part, room))
    return shorten("".join(pieces), most)


def shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(0, most - 4)] + " ..."


_END = object()


def _pieces(value: Any, room: int) -> Iterator[object]:
    """What the value is written as: texts, and the values between them."""
    kind = type(value)
    if kind in _BRACKETS and (value or kind not in (set, frozenset)):
        opening, closing = _BRACKETS[kind]
        return _joined(opening, value, ",)" if kind is tuple and len(value) == 1 else closing)
    if kind is dict:
        return _joined("{", ((_Text(""), key, _Text(": "), item) for key, item in value.items()), "}")
    if kind is Fraction:
        return _joined("Fraction(", (value.numerator, value.denominator), ")")
    if kind is range:
        parts = (value.start, value.stop) if value.step == 1 else (value.start, value.stop, value.step)
        return _joined("range(", parts, ")")
    if kind is Record:
        fields = ((_Text(f"{name[:200]}="), item) for name, item in value.fields)
        return _joined(f"{value.type_name[:200]}(", fields, ")")
    if kind is Linked:
        back = () if value.back is None else (value.back,)
        return _joined("Linked(", (value.items, *back), ")")
    if kind is Tree:
        return _joined("Tree(", (value.levels,), ")")
    if kind is Tabulated:
        return _tabulated(value)
    if kind is Iterated:
        return _joined("<iterator of [", value.items, "]>" if value.complete else ", ...]>")
    return iter((_Text(_scalar(value, kind, room)),))


_BRACKETS: Final[dict[type, tuple[str, str]]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
    deque: ("deque([", "])"),
}


def _joined(opening: str, items: Iterable[object], closing: str) -> Iterator[object]:
    """An item that begins with a text is the pieces of one element."""
    yield _Text(opening)
    for index, item in enumerate(items):
        if index:
            yield _Text(", ")
        if type(item) is tuple and item and isinstance(item[0], _Text):
            yield from item
        else:
            yield item
    yield _Text(closing)


def _tabulated(value: Tabulated) -> Iterator[object]:
    is_unary = all(len(arguments) == 1 for arguments, _ in value.pairs)
    try:
        table = {arguments[0] if is_unary else arguments: result for arguments, result in value.pairs}
    except TypeError:  # it was made of what is no key
        return iter((_Text("<function>"),))
    if not table:
        return iter((_Text("(lambda *_: "), value.default, _Text(")")))
    return iter((_Text(f"(lambda {'x' if is_unary else '*x'}: "), table, _Text(".get(x, "), value.default, _Text("))")))


def _scalar(value: Any, kind: type, room: int) -> str:
    if kind is float and not math.isfinite(value):
        return f'float("{value}")'
    if kind is int and value.bit_length() > _DECIMAL_BITS:
        return hex(value)
    if kind in (str, bytes, bytearray):
        return repr(value[: room + 1])
    if kind is Handle:
        return f"<kept {value.type_name[:200]}>"
    if kind is Opaque:
        return f"<opaque {value.type_name[:200]}>"
    try:
        return repr(value)
    except Exception:  # a value of the host's own; its text is not worth an error
        return f"<{kind.__name__}>"
