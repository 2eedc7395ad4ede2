"""Reads a source without running it: its functions, their types as data, examples and literals.

It runs in the worker, before the program does, because a hostile source can crash a parser. What it says only ever
serves to choose inputs, and examples to compare with; it cannot make a verdict better than the program is.
"""

from __future__ import annotations

import ast
import itertools
import re
from typing import Any, Final

from . import literals
from .doctests import doctests
from .examples import examples
from .hints import Hints, last_name

#: Enough for every real program; a hostile one shall not make the host work.
_MAX_FUNCTIONS, _MAX_LITERALS, _MAX_DOC = 200, 50, 4_000

#: The class in which LeetCode and its likes want a function.
_ANSWER: Final = "Solution"


def describe(source: str) -> list[dict[str, Any]]:
    """One entry a top-level function or class. Empty for what is not Python: running it says why."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    nodes = [node for node in map(_definition, tree.body[:_MAX_FUNCTIONS]) if node is not None]
    classes = {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
    hints = Hints(classes)
    methods = [one for node in classes.values() if node.name == _ANSWER for one in _methods(node, hints, tree)]
    return [*(_entry(node, hints, tree) for node in nodes), *methods]


def _methods(node: ast.ClassDef, hints: Hints, module: ast.Module) -> list[dict[str, Any]]:
    """The public methods of a class of answers, as functions that are called on a new instance."""
    if any(one["required"] for one in Hints({}).made(node)["parameters"]):
        return []
    found = []
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and not item.name.startswith("_"):
            entry = _entry(item, hints, module)
            own = [] if "staticmethod" in map(last_name, item.decorator_list) else entry["parameters"][:1]
            found.append(entry | {"name": f"{node.name}().{item.name}", "parameters": entry["parameters"][len(own) :]})
    return found


def _definition(node: ast.stmt) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None:
    """A `def`, a `class`, or `name = lambda ...` as the `def` that it is."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda(args=parameters, body=body)):
            function = ast.FunctionDef(name=name, args=parameters, body=[ast.Return(value=body)], decorator_list=[])
            return ast.copy_location(function, node)
    return None


def _entry(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, hints: Hints, module: ast.Module
) -> dict[str, Any]:
    text = ast.get_docstring(node) or ""
    entry: dict[str, Any] = {
        "name": node.name,
        "is_class": isinstance(node, ast.ClassDef),
        "line": node.lineno,
        "examples": examples(text, [node.name]),
        "doctests": doctests(text, [node.name]),
        "doc": text[:_MAX_DOC],
        "literals": _literals([node, *module.body]),
        "raises": _declared(node, text),
    }
    if isinstance(node, ast.ClassDef):
        methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
        return entry | hints.made(node) | {"returns": ["any"], "methods": [item.name for item in methods]}
    return entry | {
        "parameters": hints.parameters(node),
        "variadic": node.args.vararg is not None,
        "rest": hints.type(node.args.vararg.annotation) if node.args.vararg is not None else ["any"],
        "returns": hints.returned(node.returns),
        "methods": [],
    }


def _literals(nodes: list[ast.stmt]) -> list[Any]:
    """Short constants: where a program distinguishes cases, its inputs should too. Those of its first part first."""
    found: dict[tuple[type, object], object] = {}
    for part in itertools.chain.from_iterable(map(ast.walk, nodes)):
        if not isinstance(part, ast.Constant):
            continue
        match part.value:
            case bool() | bytes():
                continue
            case (int() | float()) as number if abs(number) < 10**9:
                found.setdefault((type(number), number), number)
            case str(text) if len(text) <= literals.SHORT:
                found.setdefault((str, text), text)
    return list(found.values())[:_MAX_LITERALS]


def _declared(node: ast.AST, text: str) -> list[str]:
    """Exceptions that the function raises by name or documents."""
    names = set(re.findall(r"\b([A-Z]\w*(?:Error|Exception))\b", text))
    for part in ast.walk(node):
        if isinstance(part, ast.Raise) and part.exc is not None:
            raised = part.exc.func if isinstance(part.exc, ast.Call) else part.exc
            if isinstance(raised, ast.Name):
                names.add(raised.id)
    return sorted(names)[:_MAX_LITERALS]
