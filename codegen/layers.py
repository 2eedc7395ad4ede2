"""Where settings come from: the layers, strongest first, and how their text becomes values."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import UsageError
from .settings import RANGES, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: A layer: field -> (value as written, where from).
Layer = dict[str, tuple[object, str]]

FIELDS = tuple(field.name for field in fields(Settings) if field.name != "origins")
_WHOLE = ("attempts", "examples", "seed", "max_tokens")
_REAL = ("timeout", "model_timeout", "temperature", "top_p")
_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}

#: Flags that are not called as their field.
_FLAGS = {"pull": "--no-pull"}

#: The names that the `openai` client and other tools read too.
_OPENAI = {
    "api_key": "OPENAI_API_KEY",
    "base_url": "OPENAI_BASE_URL",
    "organization": "OPENAI_ORG_ID",
    "project": "OPENAI_PROJECT_ID",
}
#: What our own tests are told by; all other CODEGEN_ variables are settings, and a misspelt one would do nothing.
_NOT_SETTINGS = ("CODEGEN_REQUIRE_DOCKER", "CODEGEN_TEST_IMAGE", "CODEGEN_TEST_NUMPY_IMAGE")
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


def merged(flags: Mapping[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """Each field's value from the strongest layer that has it, and where that was. Raises UsageError."""
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    for layer in _layers(flags):
        for name, (value, origin) in layer.items():
            if name not in values:
                values[name] = parse(name, value, origin)
                origins[name] = origin
    return values, origins


def _layers(flags: Mapping[str, object]) -> Iterator[Layer]:
    yield _from_flags(flags)
    yield from_environment(os.environ)
    try:
        folder = Path.cwd()
    except FileNotFoundError:
        raise UsageError("the working directory has been removed; change to another one") from None
    yield _from_pyproject(folder)
    yield _from_dotenv()


def _from_flags(flags: Mapping[str, object]) -> Layer:
    for name in flags:
        _known(name, "the command line")
    return {n: (v, _FLAGS.get(n, "--" + n.replace("_", "-"))) for n, v in flags.items() if v is not None}


def from_environment(environment: Mapping[str, str | None], suffix: str = "") -> Layer:
    """CODEGEN_MODEL is `model`; OPENAI_API_KEY and its like count where there is no CODEGEN_ twin.

    A blank value is not set: an empty OPENAI_BASE_URL would otherwise end in "Connection error.".
    """
    layer: Layer = {}
    for variable in environment:
        if variable.startswith("CODEGEN_") and variable not in _NOT_SETTINGS:
            _known(variable.removeprefix("CODEGEN_").lower(), f"{variable}{suffix}")
    for name in FIELDS:
        for variable in (f"CODEGEN_{name.upper()}", _OPENAI.get(name, "")):
            value = (environment.get(variable) or "").strip()
            if value and name not in layer:
                layer[name] = (value, variable + suffix)
    return layer


def _from_pyproject(folder: Path) -> Layer:
    path = next((p / "pyproject.toml" for p in (folder, *folder.parents) if (p / "pyproject.toml").is_file()), None)
    if path is None:
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("tool", {}).get("codegen", {})
    except (OSError, ValueError) as problem:
        raise UsageError(f"cannot read {path}: {problem}") from problem
    if not isinstance(table, dict):
        raise UsageError(f"[tool.codegen] in {path} must be a table, was {table!r}")
    layer: Layer = {}
    for written, value in table.items():
        name = written.replace("-", "_")
        _known(name, f"[tool.codegen] in {path}")
        if name == "api_key":
            raise UsageError(f"an API key does not belong in {path}, which is shared; set OPENAI_API_KEY instead")
        layer[name] = (value, "pyproject.toml")
    return layer


def _from_dotenv() -> Layer:
    from dotenv import dotenv_values, find_dotenv

    path = find_dotenv(usecwd=True)
    if not path:
        return {}
    try:
        return from_environment(dotenv_values(path), " (.env)")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"cannot read {path}: {problem}") from problem


def _known(name: str, where: str) -> None:
    if name not in FIELDS:
        close = difflib.get_close_matches(name, FIELDS, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(FIELDS)}"
        raise UsageError(f"unknown setting {name!r} in {where}; {hint}")


def parse(name: str, value: object, origin: str) -> object:
    """A field's value from text, a TOML value or a flag. Raises UsageError."""
    if name == "allow_import":
        return _names(value, origin)
    if name == "pull" and (known := _WORDS.get(str(value).strip().lower())) is not None:
        return known
    if name == "pull" or isinstance(value, (bool, list, dict)):
        raise UsageError(f"{name} ({origin}) cannot be {value!r}")
    text = str(value).strip()
    if name == "memory":
        size = parse_bytes(text, origin)
        least, most, words = RANGES[name]
        if not least <= size <= most:  # said here, where the size is still as the user wrote it
            called = origin if origin.startswith(("-", "CODEGEN_")) else f"{name} (in {origin})"
            raise UsageError(f"{called} must be {words}, was {text}")
        return size
    if name == "history":
        try:
            return Path(text).expanduser()
        except RuntimeError:
            raise UsageError(f"{name} ({origin}) names a home directory that is not known, was {text!r}") from None
    try:
        if name in _WHOLE:
            return int(text)
        if name in _REAL:
            return float(text)
    except ValueError:
        kind = "a whole number" if name in _WHOLE else "a number"
        raise UsageError(f"{name} ({origin}) must be {kind}, was {text!r}") from None
    return text


def _names(value: object, origin: str) -> tuple[str, ...]:
    """'numpy, scipy' or a list of names."""
    names = value.split(",") if isinstance(value, str) else value
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise UsageError(f"allow_import ({origin}) must be a list of names, was {value!r}")
    return tuple(dict.fromkeys(filter(None, map(str.strip, names))))


def parse_bytes(text: str, origin: str = "memory") -> int:
    """'256M', '1.5G', '1073741824' -> bytes. Raises UsageError."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?", text.strip(), re.IGNORECASE | re.ASCII)
    if match is None:
        raise UsageError(f"{origin} must be a size such as 256M, 1G or a number of bytes, was {text!r}")
    return int(float(match[1]) * _UNITS[match[2].lower()])
