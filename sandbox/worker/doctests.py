"""Doctests that are more than a call with its result: several lines, `len(f(2))`, keyword arguments, exceptions.

They are read here and run in the candidate's process; what they result in is compared on the host.
"""

from __future__ import annotations

import ast
import re
from typing import Any, Final

from . import literals

_MAX_DOCTESTS: Final = 50
_MAX_TEXT: Final = 64 * 1024
_PROMPT: Final = re.compile(r"^([ \t]*)>>>(?: (.*))?$")
_RAISED: Final = re.compile(r"^([A-Za-z_][\w.]*)(?::|$)")


def doctests(text: str, names: list[str]) -> list[dict[str, Any]]:
    """`{"before": statements, "expression": text, "shown": text}` and, where that can be told, "value" or "raises".

    `names`: one of these functions must be in it, if there are any. Plain calls with plain results are left out:
    those are `examples`.
    """
    found: list[dict[str, Any]] = []
    before: list[str] = []
    for source, shown in _steps(text[:_MAX_TEXT].expandtabs()):
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            before = []
            continue
        used = {node.id for node in ast.walk(ast.parse("\n".join(before))) if isinstance(node, ast.Name)}
        used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        is_expression = len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)
        if is_expression and shown and (not names or not used.isdisjoint(names)):
            wanted = _wanted(shown)
            if not _is_plain(tree) or "value" not in wanted:
                found.append({"before": "\n".join(before), "expression": ast.unparse(tree)} | wanted)
        if not is_expression or (before and (not shown or _changes_something(tree))):
            before.append(source)
    return found[:_MAX_DOCTESTS]


def _changes_something(tree: ast.Module) -> bool:
    """True for `stack.pop()`, of which the result is shown and what follows depends on it."""
    node = tree.body[0].value if isinstance(tree.body[0], ast.Expr) else None
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def _steps(text: str) -> list[tuple[str, str]]:
    """Pairs of what is typed and what is shown below it."""
    steps: list[tuple[list[str], list[str]]] = []
    typing = showing = False
    for line in text.splitlines():
        if match := _PROMPT.match(line):
            steps.append(([match[2] or ""], []))
            indent, typing, showing = len(match[1]), True, True
        elif typing and line[indent : indent + 3] == "..." and line[indent + 3 : indent + 4] in ("", " "):
            steps[-1][0].append(line[indent + 4 :])
        elif showing and line.strip() and line.strip() not in ('"""', "'''", "```"):
            steps[-1][1].append(line.strip() if line[:indent].strip() else line[indent:].rstrip())
            typing = False
        else:
            typing = showing = False
    return [("\n".join(typed), "\n".join(shown)) for typed, shown in steps]


def _is_plain(tree: ast.Module) -> bool:
    """True for a call with literal arguments, also where it is compared with its result."""
    node = tree.body[0].value if isinstance(tree.body[0], ast.Expr) else None
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq) and _is_literal(node.comparators[0]):
        node = node.left
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.keywords:
        return False
    return all(map(_is_literal, node.args))


def _is_literal(node: ast.expr) -> bool:
    try:
        literals.plain(node)
    except ValueError:
        return False
    return True


def _wanted(shown: str) -> dict[str, Any]:
    lines = shown.splitlines()
    if lines[0].startswith("Traceback (most recent call last)"):
        raised = _RAISED.match(lines[-1])
        return {"shown": lines[-1], "raises": raised[1].rpartition(".")[2] if raised else "Exception"}
    try:
        return {"shown": shown, "value": literals.read(shown)}
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return {"shown": shown}
