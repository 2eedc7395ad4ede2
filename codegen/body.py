"""The whole body of a server's answer -> its JSON value, and the words of an error in it. Pure."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from .errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A server that never ends is stopped here; the longest real answers are some hundred kilobytes.
MAX_BYTES = 16 * 2**20
TOO_LONG = f"the answer is longer than {MAX_BYTES >> 20} MiB; it was stopped there"
NO_UTF8 = "the server sent bytes that are not UTF-8; is the base URL right?"


def read_document(chunks: Iterable[bytes]) -> object:
    """The JSON value of a whole body. Raises ModelError, also for an error that is sent as if all were well."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > MAX_BYTES:
            raise ModelError(TOO_LONG)
    try:
        found = loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise ModelError(NO_UTF8) from problem
    if isinstance(found, dict) and found.get("error"):
        raise reported(found)
    return found


def reported(found: dict[str, object]) -> ModelError:
    return ModelError(f"the server reported an error: {error_text(found) or repr(found['error'])}")


def error_text(found: object) -> str:
    """The useful words of an error body, wherever this kind of server keeps them; "" if there are none."""
    if isinstance(found, str):
        return found
    if isinstance(found, dict):
        for key in ("error", "message", "detail", "error_description"):
            text = error_text(found.get(key))
            if text:
                return text
    if isinstance(found, list) and found:
        return error_text(found[0]) or error_text(
            {"message": found[0].get("msg")} if isinstance(found[0], dict) else ""
        )
    return ""


def loads(text: str) -> object:
    """The JSON value of a server's text; what JSON has no number for is None. Raises ModelError."""
    if text.lstrip().startswith("<"):
        raise ModelError("the server answered with a web page; is the base URL right? It often ends in /v1")
    try:
        return json.loads(text, parse_float=_finite, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as problem:
        raise ModelError(f"the server sent broken JSON: {text.strip()[:120]!r}") from problem


def _finite(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None
