"""Literals in a text: values that can be written down, found without running anything."""

from __future__ import annotations

import ast
import re
from typing import Any, Final

from .. import codec

#: 85 levels made a check take 29 s. CPython writes 3,000 decimal digits, but no 4,301.
_MAX_DEPTH, _MAX_BITS = 10, 10_000
#: An expression that is longer is no example that a person wrote.
MAX_LENGTH: Final = 4_000
_MAX_TRIED: Final = 500
#: A text that a program tells apart, rather than says.
SHORT: Final = 20

_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_QUOTED: Final = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""")
_SCALAR: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|(?:True|False|None|true|false)\b")
#: After a literal inside a sentence; "19 - 5" and "3 items" are no 19 and no 3.
_END: Final = re.compile(r"[`*]*(?:\s*$|\s*\n|[.,;)](?:\s|$)|\s*(?:#|//|\()|\s+(?:because|since|and\s+not|as)\b)")


def read(text: str) -> Any:
    """The value of a literal. Raises ValueError for what is none, or none of the depth and size that an example has."""
    if len(text) > MAX_LENGTH:
        raise ValueError("too long")
    return plain(ast.parse(text.strip(), mode="eval").body)


def plain(node: ast.expr) -> Any:
    """The value of a literal expression. Raises ValueError as `read`."""
    try:
        value = ast.literal_eval(node)
        if not _is_modest(value, 0):
            raise ValueError("too large")
        codec.dumps(value)
    except (TypeError, RecursionError, MemoryError) as error:
        raise ValueError(str(error)) from None
    return value


def leading(text: str, *, ends: bool) -> Any:
    """The literal that a text begins with; `ends`: only where the text or the sentence ends there.

    Raises ValueError where there is none.
    """
    text = text.lstrip(" \t`*")
    if text[:1] in _CLOSING:
        stop = closing(text, 0)
    else:
        found = _QUOTED.match(text) or _SCALAR.match(text)
        stop = found.end() if found else 0
    if not stop or (ends and not _END.match(text, stop)):
        raise ValueError("no literal")
    return read(text[:stop].capitalize() if text[:stop] in ("true", "false") else text[:stop])


def closing(text: str, start: int) -> int:
    """The position after the bracket that closes the one at `start`; 0 where it is not closed."""
    expected: list[str] = []
    position, stop = start, min(len(text), start + MAX_LENGTH)
    while position < stop:
        character = text[position]
        if character in _CLOSING:
            expected.append(_CLOSING[character])
        elif character in ")]}":
            if not expected or expected.pop() != character:
                return 0
            if not expected:
                return position + 1
        elif character in "'\"":
            quoted = _QUOTED.match(text, position)
            if quoted is None:
                return 0
            position = quoted.end() - 1
        position += 1
    return 0


def in_prose(text: str) -> tuple[list[Any], list[Any]]:
    """The scalars that a text names, and the lists, tuples and dictionaries."""
    scalars: list[Any] = []
    displays: list[Any] = []
    position = 0
    for _ in range(_MAX_TRIED):
        found = _ANY.search(text, position)
        if found is None:
            break
        stop = closing(text, found.start()) if found[0] in _CLOSING else found.end()
        position = found.end()
        try:
            value = read(text[found.start() : stop])
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        (displays if isinstance(value, list | tuple | dict | set) else scalars).append(value)
        position = stop
    return scalars, displays


_ANY: Final = re.compile(rf"{_QUOTED.pattern}|(?<![\w.])-?\d+(?:\.\d+)?\b|[\[{{(]")


def _is_modest(value: Any, depth: int) -> bool:
    """True for data of the depth and size that an example has; the host draws inputs like it, and prints it."""
    match value:
        case None | bool() | float() | complex() | str() | bytes():
            return True
        case int():
            return value.bit_length() <= _MAX_BITS
        case dict():
            return depth < _MAX_DEPTH and all(_is_modest(part, depth + 1) for pair in value.items() for part in pair)
        case list() | tuple() | set():
            return depth < _MAX_DEPTH and all(_is_modest(part, depth + 1) for part in value)
    return False
