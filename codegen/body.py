"""The whole body of a server's answer -> its JSON value, and the words of an error in it. Pure."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Final

from .errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: A server that never ends is stopped here; the longest real answers are some hundred kilobytes.
MAX_BYTES: Final = 16 * 2**20
TOO_LONG: Final = f"the answer is longer than {MAX_BYTES >> 20} MiB; it was stopped there"
NO_UTF8: Final = "the server sent bytes that are not UTF-8; is the base URL right?"
#: How much of a server's own words goes into a line.
MAX_DETAIL: Final = 300
#: Deeper than any real answer, and no deeper than every reader of it can go.
_MAX_DEPTH: Final = 100
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
#: Where this kind of server keeps the useful words of an error, and how far within each other.
_WORDS: Final = ("error", "message", "detail", "error_description", "msg")
_WORDS_DEPTH: Final = 5


def read_document(chunks: Iterable[bytes], cleaned: Callable[[str], str] = str) -> object:
    """The JSON value of a whole body, its text `cleaned` before.

    Raises ModelError, also for an error that is sent as if all were well.
    """
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > MAX_BYTES:
            raise ModelError(TOO_LONG)
    try:
        found = loads(cleaned(body.decode("utf-8-sig")))
    except UnicodeDecodeError as problem:
        raise ModelError(NO_UTF8) from problem
    if isinstance(found, dict) and found.get("error"):
        raise reported(found)
    return found


def reported(found: dict[str, object]) -> ModelError:
    return ModelError(f"the server reported an error: {(error_text(found) or repr(found['error']))[:MAX_DETAIL]}")


def error_text(found: object, depth: int = _WORDS_DEPTH) -> str:
    """The useful words of an error body; "" if there are none."""
    if isinstance(found, str) or not depth:
        return found if isinstance(found, str) else ""
    if isinstance(found, list):
        return error_text(found[0], depth - 1) if found else ""
    values = (found.get(key) for key in _WORDS) if isinstance(found, dict) else ()
    return next((text for value in values if (text := error_text(value, depth - 1))), "")


def loads(text: str) -> object:
    """The JSON value of a server's text; what JSON has no number for is None. Raises ModelError."""
    if text.lstrip().startswith("<"):
        raise ModelError("the server answered with a web page; is the base URL right? It often ends in /v1")
    if not text.strip():
        raise ModelError("the server's answer is empty; is the base URL right?")
    if _is_deep(text):
        raise ModelError(f"the server sent JSON that is nested deeper than {_MAX_DEPTH} levels")
    try:
        return json.loads(text, parse_float=_finite, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as problem:
        raise ModelError(f"the server sent broken JSON: {text.strip()[:120]!r}") from problem


def _is_deep(text: str) -> bool:
    if text.count("[") + text.count("{") <= _MAX_DEPTH:
        return False
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > _MAX_DEPTH:
            return True
    return False


def _finite(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None
