"""Where settings come from: the layers, strongest first."""

from __future__ import annotations

import difflib
import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import UsageError
from .settings import RIVALS, Settings, called
from .values import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: A layer: field -> (value as written, where from).
Layer = dict[str, tuple[object, str]]

FIELDS = tuple(field.name for field in fields(Settings) if field.name not in ("origins", "unused"))

#: The names that the `openai` client and other tools read too.
_OPENAI = {
    "api_key": "OPENAI_API_KEY",
    "base_url": "OPENAI_BASE_URL",
    "organization": "OPENAI_ORG_ID",
    "project": "OPENAI_PROJECT_ID",
}
#: What our own tests are told by; all other CODEGEN_ variables are settings, and a misspelt one would do nothing.
_NOT_SETTINGS = ("CODEGEN_REQUIRE_DOCKER", "CODEGEN_TEST_IMAGE", "CODEGEN_TEST_NUMPY_IMAGE")


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A file, its path as seen from the working directory. `unused`: why nothing in it counts, or ""."""

    path: str
    unused: str = ""


def merged(flags: Mapping[str, object]) -> tuple[dict[str, object], dict[str, str], tuple[str, ...]]:
    """Each field's value from the strongest layer that has it, its origin, and a line for each that does not count.

    A provider is a server of its own: what OPENAI_* say of another one, the key above all, does not go there.
    Raises UsageError.
    """
    layers = list(_layers(flags))
    found, unused = _strongest(layers)
    if "provider" in found:
        others = {o: name for layer in layers for name, (_, o) in layer.items() if o.startswith("OPENAI_")}
        found, _ = _strongest([{n: each for n, each in layer.items() if each[1] not in others} for layer in layers])
        provider = found["provider"][0]
        unused += [
            f"{origin} is not sent to {provider}; CODEGEN_{name.upper()} would be"
            for origin, name in others.items()
            if name != "base_url"
        ]
    values = {name: parse(name, value, origin) for name, (value, origin) in found.items()}
    return values, {name: origin for name, (_, origin) in found.items()}, tuple(unused)


def _strongest(layers: Sequence[Layer]) -> tuple[Layer, list[str]]:
    """What counts, and a line for what gives way to a rival in a stronger layer. Rivals in one layer both stay."""
    found: Layer = {}
    unused = []
    for layer in layers:
        pairs = [pair for one, other, _ in RIVALS for pair in ((one, other), (other, one))]
        winners = {loser: found[winner][1] for winner, loser in pairs if winner in found}
        for name, (value, origin) in layer.items():
            if name in winners:
                unused.append(f"{called(name, origin)} gives way to {winners[name]}")
            elif name not in found:
                found[name] = (value, origin)
    return found, unused


def _layers(flags: Mapping[str, object]) -> Iterator[Layer]:
    yield _from_flags(flags)
    yield from _from_environment(os.environ)
    folder = _working_folder()
    yield _from_project(folder)[0]
    yield from _from_dotenv(folder)


def files_looked_at() -> list[LookedAt]:
    """The files that the settings come from, and those that were passed over."""
    folder = _working_folder()
    dotenv = _dotenv()
    return [*_from_project(folder)[1], *([LookedAt(_seen_from(folder, dotenv))] if dotenv else [])]


def flag(name: str, value: object = None) -> str:
    """The option on the command line that gives the field this value."""
    if name == "model_timeout":
        return "--timeout-model"
    return ("--no-" if value is False else "--") + name.replace("_", "-")


def _from_flags(flags: Mapping[str, object]) -> Layer:
    for name in flags:
        _known(name, "the command line")
    return {name: (value, flag(name, value)) for name, value in flags.items() if value is not None and value != []}


def _from_environment(environment: Mapping[str, str | None], suffix: str = "") -> tuple[Layer, Layer]:
    """CODEGEN_MODEL is `model`; OPENAI_API_KEY and its like are a weaker layer.

    A blank value is not set: an empty OPENAI_BASE_URL would otherwise end in "Connection error.".
    """
    for variable in environment:
        if variable.startswith("CODEGEN_") and variable not in _NOT_SETTINGS:
            _known(variable.removeprefix("CODEGEN_").lower(), f"{variable}{suffix}")

    def layer(variables: Mapping[str, str]) -> Layer:
        given = {name: (environment.get(variable) or "").strip() for name, variable in variables.items()}
        return {name: (value, variables[name] + suffix) for name, value in given.items() if value}

    return layer({name: f"CODEGEN_{name.upper()}" for name in FIELDS}), layer(_OPENAI)


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("the working directory has been removed; change to another one") from None


def _from_project(folder: Path) -> tuple[Layer, list[LookedAt]]:
    """The nearest codegen.toml or [tool.codegen], the former in one directory; and all files on the way there."""
    passed: list[LookedAt] = []
    for place in (folder, *folder.parents):
        own, shared = place / "codegen.toml", place / "pyproject.toml"
        own_path, shared_path = _seen_from(folder, own), _seen_from(folder, shared)
        if _is_file(own):
            beside = [LookedAt(shared_path, "codegen.toml beside it counts")] if _is_file(shared) else []
            return _from_table(_read(own, own_path), own_path), [*passed, LookedAt(own_path), *beside]
        if _is_file(shared):
            tool = _read(shared, shared_path).get("tool")
            if isinstance(tool, dict) and "codegen" in tool:
                return _from_table(tool["codegen"], shared_path), [*passed, LookedAt(shared_path)]
            passed.append(LookedAt(shared_path, "it has no [tool.codegen]"))
    return {}, passed


def _is_file(path: Path) -> bool:
    """False also where the way there is barred."""
    try:
        return path.is_file()
    except OSError:
        return False


def _seen_from(folder: Path, path: Path) -> str:
    return os.path.relpath(path, folder)


def _read(path: Path, shown: str) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise _unreadable(shown, problem) from problem


def _unreadable(shown: str, problem: Exception) -> UsageError:
    return UsageError(f"cannot read {shown}: {problem.strerror if isinstance(problem, OSError) else problem}")


def _from_table(table: object, path: str) -> Layer:
    if not isinstance(table, dict):
        raise UsageError(f"[tool.codegen] in {path} must be a table, was {table!r}")
    layer: Layer = {}
    for written, value in table.items():
        name = written.replace("-", "_")
        if name == "tool":
            raise UsageError(f"settings stand in {path} without [tool.codegen]; that is for pyproject.toml")
        _known(name, path)
        if name == "api_key":
            raise UsageError(f"an API key does not belong in {path}, which is shared; set OPENAI_API_KEY instead")
        layer[name] = (value, path)
    return layer


def _dotenv() -> Path | None:
    from dotenv import find_dotenv

    try:
        path = find_dotenv(usecwd=True)
    except OSError:  # the working directory cannot be reached from above
        return None
    return Path(path) if path else None


def _from_dotenv(folder: Path) -> tuple[Layer, Layer]:
    from dotenv import dotenv_values

    path = _dotenv()
    if path is None:
        return {}, {}
    shown = _seen_from(folder, path)
    try:
        return _from_environment(dotenv_values(path), f" ({shown})")
    except (OSError, UnicodeDecodeError) as problem:
        raise _unreadable(shown, problem) from problem


def _known(name: str, where: str) -> None:
    if name not in FIELDS:
        close = difflib.get_close_matches(name, FIELDS, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(FIELDS)}"
        raise UsageError(f"unknown setting {name!r} in {where}; {hint}")
