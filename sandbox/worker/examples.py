"""Examples in a text as people write them: `f(1) == 2`, `>>> f(1)`, "Input: x = 1 Output: 2", "for x = 1 ...".

It runs in the worker, because a hostile text can crash a parser. Of a call only literal arguments count, of a result
only a literal one: an example may be an input alone.
"""

from __future__ import annotations

import ast
import re
from typing import Any, Final

from . import literals

_MAX_EXAMPLES: Final = 50
_MAX_TRIED: Final = 500
_MAX_TEXT: Final = 64 * 1024
_BROKEN: Final = (ValueError, SyntaxError, RecursionError, MemoryError)

_CALL: Final = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\(")
#: Before a call of which the result is not the whole claim: `2 * f(1) == 4`, `not f(1)`, `3 == f(1)`.
_PART: Final = re.compile(r"(?:[-+*/%&|^~!=<]|\b(?:not|lambda))[ \t]*$")
_BULLET: Final = re.compile(r"^\s*[-*+]\s*$")
_GIVES: Final = re.compile(
    r"""[`"']?\s*(?:\#\s*)?(?:==?>?|=+>|-+>|➞|→|⟶|\#|:|
    (?:should|must|will|would)\s+(?:be|return|give|equal|output|produce)(?:\s+the\s+(?:output|value|result))?|
    (?:returns?|gives?|yields?|equals?|is|outputs?|produces?|evaluates\s+to)(?:\s+the\s+(?:output|value|result))?)
    [\s=>\#:]*""",
    re.VERBOSE,
)
_INPUT: Final = re.compile(
    r"\bInput\b[*\s]*:[*\s]*(.{1,2000}?)[*\s]*\bOutput\b[*\s]*:[*\s]*([^\n].{0,2000}?)"
    r"(?=\n\s*\n|\n[*\s]*(?:Explanation|Input|Example|Note|Constraints)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_DOCTEST: Final = re.compile(r"^[ \t]*>>>[ \t]?(.*)$")


def examples(text: str, names: list[str]) -> list[dict[str, Any]]:
    """Calls with their results, where those are told: `{"name": "f", "arguments": (1,), "value": 2}`.

    `names`: the functions whose calls are wanted, empty for any. The name is "" for "Input: ... Output: ...".
    """
    text = text[:_MAX_TEXT].expandtabs()
    found = []
    for match in list(_CALL.finditer(text))[:_MAX_TRIED]:
        if names and match[1] not in names:
            continue
        stop = literals.closing(text, match.end() - 1)
        arguments = _arguments(text[match.start() : stop]) if stop else None
        if arguments is not None:
            found.append({"name": match[1], "arguments": arguments} | _value(text, match.start(), stop))
    for match in _INPUT.finditer(text):
        arguments = _arguments(f"f({match[1]})")
        if arguments is not None:
            found.append({"name": "", "arguments": arguments} | _result(match[2]))
    return found[:_MAX_EXAMPLES]


def _arguments(call: str) -> tuple[Any, ...] | None:
    """Positional ones, or "nums = [2, 7], target = 9" in that order; None for what is not literal."""
    try:
        node = ast.parse(call, mode="eval").body
        if not isinstance(node, ast.Call) or (node.keywords and (node.args or not call.startswith("f("))):
            return None
        return tuple(map(literals.plain, [*node.args, *(each.value for each in node.keywords)]))
    except _BROKEN:
        return None


def _value(text: str, start: int, stop: int) -> dict[str, Any]:
    """What the text says that a call results in, if it says so."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", stop) if "\n" in text[stop:] else len(text)
    before, after = text[line_start:start], text[stop:line_end]
    if _PART.search(before) and not _BULLET.match(before):
        return {}
    if _DOCTEST.match(text[line_start:line_end]) and not after.split("#")[0].strip():
        return _result(_shown(text, line_end)) if _DOCTEST.match(before) and before.strip() == ">>>" else {}
    gives = _GIVES.match(text, stop)
    return _result(text[gives.end() :][: literals.MAX_LENGTH]) if gives else {}


def _shown(text: str, line_end: int) -> str:
    """The lines below a doctest up to the next one or an empty one."""
    lines = []
    for line in text[line_end + 1 :][: literals.MAX_LENGTH].splitlines():
        if not line.strip() or _DOCTEST.match(line):
            break
        lines.append(line.strip())
    return "\n".join(lines)


def _result(text: str) -> dict[str, Any]:
    try:
        return {"value": literals.leading(text, ends=True)}
    except _BROKEN:
        return {}
