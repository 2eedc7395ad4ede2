"""Reads a source without running it: its functions, their types as data, examples and literals.

It runs in the worker, before the program does, because a hostile source can crash a parser. What it says only ever
serves to choose inputs, and examples to compare with; it cannot make a verdict better than the program is.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
import re
from typing import Any, Final

from . import literals
from .doctests import doctests
from .examples import examples

#: Enough for every real program; a hostile one shall not make the host work.
_MAX_FUNCTIONS, _MAX_LITERALS, _MAX_DOC = 200, 50, 4_000

#: A type as data: a name, then the types of its parts. `any` is what cannot be told.
_CONTAINERS: Final = {
    "list": "list", "mutablesequence": "list", "sequence": "sequence", "iterable": "sequence", "collection": "sequence",
    "set": "set", "frozenset": "frozenset", "dict": "dict", "mapping": "dict", "tuple": "tuple", "optional": "optional",
    "union": "union", "deque": "sequence", "defaultdict": "dict", "iterator": "iterator", "generator": "iterator",
}  # fmt: skip
#: The class in which LeetCode and its likes want a function.
_ANSWER: Final = "Solution"
_SCALARS: Final = frozenset({"int", "float", "str", "bool", "bytes", "complex", "None"})
#: Nodes by the usual names of their classes.
_NODES: Final = {"ListNode": "Linked", "SinglyLinkedListNode": "Linked", "TreeNode": "Tree", "BinaryTreeNode": "Tree"}


def describe(source: str) -> list[dict[str, Any]]:
    """One entry a top-level function or class. Empty for what is not Python: running it says why."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    nodes = [node for node in map(_definition, tree.body[:_MAX_FUNCTIONS]) if node is not None]
    classes = {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
    methods = [one for node in classes.values() if node.name == _ANSWER for one in _methods(node, tree)]
    return [*(_entry(node, classes, tree) for node in nodes), *methods]


def _methods(node: ast.ClassDef, module: ast.Module) -> list[dict[str, Any]]:
    """The public methods of a class of answers, as functions that are called on a new instance."""
    if any(one["required"] for one in _made(node, {})["parameters"]):
        return []
    found = []
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and not item.name.startswith("_"):
            entry = _entry(item, {}, module)
            own = [] if "staticmethod" in map(_last_name, item.decorator_list) else entry["parameters"][:1]
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
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, classes: dict[str, ast.ClassDef], module: ast.Module
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
        return entry | _made(node, classes) | {"returns": ["any"], "methods": [item.name for item in methods]}
    return entry | {
        "parameters": _parameters(node),
        "variadic": node.args.vararg is not None,
        "rest": _type(node.args.vararg.annotation) if node.args.vararg is not None else ["any"],
        "returns": _type(node.returns),
        "methods": [],
    }


def _made(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> dict[str, Any]:
    """What its constructor takes, which may be that of a class it derives from, or of its fields."""
    constructor = next((item for item in node.body if getattr(item, "name", "") in ("__init__", "__new__")), None)
    if isinstance(constructor, ast.FunctionDef):
        return {"parameters": _parameters(constructor)[1:], "variadic": constructor.args.vararg is not None}
    if "dataclass" in map(_last_name, node.decorator_list):
        return {
            "parameters": [_field(item) for item in node.body if isinstance(item, ast.AnnAssign)],
            "variadic": False,
        }
    known = next((classes[name] for name in map(_last_name, node.bases) if name in classes), None)
    if known is not None:
        return _made(known, {name: one for name, one in classes.items() if one is not known})
    return {"parameters": [], "variadic": bool(node.bases)}


def _field(item: ast.AnnAssign) -> dict[str, Any]:
    """Of a dataclass."""
    return {"name": _last_name(item.target), "type": _type(item.annotation), "required": item.value is None}


def _last_name(node: ast.expr) -> str:
    """Of `dataclass`, `dataclasses.dataclass` and `dataclass(frozen=True)`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return ""


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[dict[str, Any]]:
    """Those that take a positional argument."""
    positional = [*node.args.posonlyargs, *node.args.args]
    required = len(positional) - len(node.args.defaults)
    defaults = [None] * required + node.args.defaults
    return [
        {"name": argument.arg, "type": _type(argument.annotation) if argument.annotation else _type_of_default(default),
         "required": default is None}
        for argument, default in zip(positional, defaults, strict=True)
    ]  # fmt: skip


def _type_of_default(default: ast.expr | None) -> list[Any]:
    match default:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return [type(value).__name__]
    return ["any"]


def _type(node: ast.expr | None, depth: int = 0) -> list[Any]:
    if depth > 8:
        return ["any"]
    match node:
        case ast.Constant(value=None):
            return ["None"]
        case ast.Constant(value=str(text)):
            with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                return _type(ast.parse(text, mode="eval").body, depth + 1)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            if name in _SCALARS:
                return [name]
            if name in _NODES:
                return [_NODES[name]]
            if container := _CONTAINERS.get(name.casefold()):
                return [container]
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return ["union", _type(left, depth + 1), _type(right, depth + 1)]
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inside):
            if name == "Callable":
                return _function(inside, depth)
            container = _CONTAINERS.get(name.casefold())
            if container is not None:
                return [container, *_parts(inside, depth)]
    return ["any"]


def _function(inside: ast.expr, depth: int) -> list[Any]:
    """`Callable[[int], bool]` as its result and its arguments; of what arguments is not told, one is none."""
    match inside:
        case ast.Tuple(elts=[ast.List(elts=arguments), result]):
            return ["callable", *(_type(part, depth + 1) for part in (result, *arguments[:20]))]
    return ["any"]


def _parts(inside: ast.expr, depth: int) -> list[list[Any]]:
    parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
    return [
        ["..."] if isinstance(part, ast.Constant) and part.value is Ellipsis else _type(part, depth + 1)
        for part in parts[:20]
    ]


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
