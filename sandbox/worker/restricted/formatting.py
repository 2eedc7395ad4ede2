"""`str.format` without its back door: the real one reads any attribute named in a replacement field."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Callable, Mapping, Sequence
from types import BuiltinMethodType
from typing import Any

Read = Callable[..., object]
#: A replacement field that reads an attribute or an item. May also hit on `{{`, which only costs time.
_ACCESS = re.compile(r"\{[^{}:!]*[.\[]")


class _Formatter(string.Formatter):
    """Reads attributes through the guard of the language."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        first, rest = string._string.formatter_field_name_split(field_name)  # type: ignore[attr-defined]
        value = self.get_value(first, args, kwargs)
        for is_attribute, key in rest:
            value = self._read(value, key) if is_attribute else value[key]
        return value, first


def format_reader(read: Read) -> Callable[[Any, str], Any]:
    """A function that reads `owner.format` or `owner.format_map`, whoever owns it.

    Only the methods of `str` itself are replaced, bound or not. `read`: the guard that fields go through.
    """
    formatter = _Formatter(read)

    def safe_format(text: str, /, *args: Any, **kwargs: Any) -> str:
        if _ACCESS.search(text) is None:
            return str.format(text, *args, **kwargs)
        return formatter.vformat(str.__str__(text), args, kwargs)

    def safe_format_map(text: str, mapping: Mapping[str, Any], /) -> str:
        if _ACCESS.search(text) is None:
            return str.format_map(text, mapping)
        return formatter.vformat(str.__str__(text), (), mapping)

    safe = {"format": safe_format, "format_map": safe_format_map}

    def read_format(owner: object, name: str) -> object:
        found = getattr(owner, name)
        if found is getattr(str, name):
            return safe[name]
        if type(found) is BuiltinMethodType and isinstance(found.__self__, str):
            return functools.partial(safe[name], found.__self__)
        return found

    return read_format
