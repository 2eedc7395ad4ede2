"""How a setting's text, or its TOML value, becomes the value of its field."""

from __future__ import annotations

import re
from pathlib import Path

from .errors import UsageError
from .settings import RANGES, called

_WHOLE = ("attempts", "samples", "examples", "seed", "max_tokens", "max_tokens_total")
_REAL = ("timeout", "model_timeout", "temperature", "top_p")
_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


def parse(name: str, value: object, origin: str) -> object:
    """A field's value from text, a TOML value or a flag. Raises UsageError."""
    if name == "allow_import":
        return _names(value, origin)
    if name == "pull" and (known := _WORDS.get(str(value).strip().lower())) is not None:
        return known
    if isinstance(value, (list, dict)):  # not shown: there may be a key in it
        raise UsageError(f"{called(name, origin)} cannot be a {'list' if isinstance(value, list) else 'table'}")
    if name == "pull" or isinstance(value, bool):
        raise UsageError(f"{called(name, origin)} cannot be {value!r}")
    text = str(value).strip()
    if name == "memory":
        size = parse_bytes(text, called(name, origin))
        least, most, words = RANGES[name]
        if not least <= size <= most:  # said here, where the size is still as the user wrote it
            raise UsageError(f"{called(name, origin)} must be {words}, was {text}")
        return size
    if name == "history":
        try:
            return Path(text).expanduser()
        except RuntimeError:
            raise UsageError(f"{called(name, origin)} names a home directory that is not known, was {text!r}") from None
    try:
        if name in _WHOLE:
            return int(text)
        if name in _REAL:
            return float(text)
    except ValueError:
        kind = "a whole number" if name in _WHOLE else "a number"
        raise UsageError(f"{called(name, origin)} must be {kind}, was {text!r}") from None
    return text


def _names(value: object, origin: str) -> tuple[str, ...]:
    """'numpy, scipy' or a list of names."""
    names = value.split(",") if isinstance(value, str) else value
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise UsageError(f"{called('allow_import', origin)} must be a list of names, was {value!r}")
    return tuple(dict.fromkeys(filter(None, map(str.strip, names))))


def parse_bytes(text: str, name: str = "memory") -> int:
    """'256M', '1.5G', '1073741824' -> bytes. Raises UsageError."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?", text.strip(), re.IGNORECASE | re.ASCII)
    if match is None:
        raise UsageError(f"{name} must be a size such as 256M, 1G or a number of bytes, was {text!r}")
    return int(float(match[1]) * _UNITS[match[2].lower()])
