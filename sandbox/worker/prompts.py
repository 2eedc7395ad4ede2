"""What a prompt tells of the function that it asks for, beside its name: read, not run."""

from __future__ import annotations

import re
from typing import Any, Final

from . import literals
from .describe import describe
from .doctests import doctests
from .examples import examples

_MAX_TEXT: Final = 64 * 1024
_MAX_VALUES: Final = 50
_SIGNATURE: Final = re.compile(r"\bdef ([A-Za-z_]\w*)\(")
_RESULT: Final = re.compile(r"\s*->\s*([^\n:`]{1,200})")
_ASSIGNED: Final = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\s*=(?!=)\s*")


def read(text: str) -> dict[str, Any]:
    """`functions`, `examples` and `doctests` as of a source; `assigned`: pairs of a name and a literal ("for n = 3");
    `displays`: lists and the like; `literals`: numbers and short texts."""
    text = text[:_MAX_TEXT]
    scalars, displays = literals.in_prose(re.sub("\"\"\"|'''", " ", text))
    return {
        "functions": describe(text) or _signatures(text),
        "examples": examples(text, []),
        "doctests": doctests(text, []),
        "assigned": _assigned(text),
        "displays": displays[:_MAX_VALUES],
        "literals": [one for one in scalars if one != "" and len(str(one)) <= literals.SHORT][:_MAX_VALUES],
    }


def _signatures(text: str) -> list[dict[str, Any]]:
    """Of functions whose first line stands in a sentence."""
    found = []
    for match in list(_SIGNATURE.finditer(text))[:_MAX_VALUES]:
        stop = literals.closing(text, match.end() - 1)
        result = _RESULT.match(text, stop)
        if stop:
            found += describe(f"{text[match.start() : stop]}{f' -> {result[1]}' if result else ''}: pass")
    return found


def _assigned(text: str) -> list[tuple[str, Any]]:
    found = []
    for match in list(_ASSIGNED.finditer(text))[:_MAX_VALUES]:
        try:
            value = literals.leading(text[match.end() :][: literals.MAX_LENGTH], ends=False)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        found.append((match[1], value))
    return found
