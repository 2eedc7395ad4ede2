"""Reads a source without running it: its functions, their types as data, examples and literals.

It runs in the worker, before the program does, because a hostile source can crash a parser. What it says only ever
serves to choose inputs, and examples to compare with; it cannot make a verdict better than the program is.
"""

from __future__ import annotations

import ast
import contextlib
import re
from typing import Any, Final

from .. import codec

#: Enough for every real program; a hostile one shall not make the host work.
_MAX_FUNCTIONS, _MAX_EXAMPLES, _MAX_LITERALS = 200, 50, 50
#: 85 levels made a check take 29 s. CPython writes 3,000 decimal digits, but no 4,301.
_MAX_EXAMPLE_DEPTH, _MAX_EXAMPLE_BITS = 10, 10_000

#: A type as data: a name, then the types of its parts. `any` is what cannot be told.
_CONTAINERS: Final = {
    "list": "list", "mutablesequence": "list", "sequence": "sequence", "iterable": "sequence", "collection": "sequence",
    "set": "set", "frozenset": "frozenset", "dict": "dict", "mapping": "dict", "tuple": "tuple", "optional": "optional",
    "union": "union", "deque": "sequence", "defaultdict": "dict", "iterator": "iterator", "generator": "iterator",
}  # fmt: skip
_SCALARS: Final = frozenset({"int", "float", "str", "bool", "bytes", "complex", "None"})
#: Nodes by the usual names of their classes.
_NODES: Final = {"ListNode": "Linked", "SinglyLinkedListNode": "Linked", "TreeNode": "Tree", "BinaryTreeNode": "Tree"}

_PROMPT = re.compile(r"^[ \t]*>>>[ \t]?(.*)$")


def describe(source: str) -> list[dict[str, Any]]:
    """One entry a top-level function or class. Empty for what is not Python: running it says why."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    nodes = [node for node in map(_definition, tree.body[:_MAX_FUNCTIONS]) if node is not None]
    classes = {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
    return [_entry(node, classes) for node in nodes]


def _definition(node: ast.stmt) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None:
    """A `def`, a `class`, or `name = lambda ...` as the `def` that it is."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda(args=parameters, body=body)):
            function = ast.FunctionDef(name=name, args=parameters, body=[ast.Return(value=body)], decorator_list=[])
            return ast.copy_location(function, node)
    return None


def examples(text: str, names: list[str]) -> list[dict[str, Any]]:
    """Calls with their results in a text: `>>> f(1)` with `2` below, and `f(1) == 2`, `f(1) = 2`, `f(1) -> 2`.

    Only literal arguments and results count. `names`: the functions whose calls are wanted, empty for any.
    """
    found = []
    lines = text.expandtabs().splitlines()
    for index, line in enumerate(lines):
        if match := _PROMPT.match(line):
            want = lines[index + 1].strip() if index + 1 < len(lines) else ""
            found.append((match[1], want))
        elif match := re.match(r".*?\b([A-Za-z_]\w*\(.*\))\s*(?:==?|=>|->|➞|→|#|returns?)[\s=>#]*(.+)$", line):
            found.append((match[1], match[2]))
    read = (_example(call, want, names) for call, want in found[:_MAX_EXAMPLES])
    return [example for example in read if example is not None]


def _example(call: str, want: str, names: list[str]) -> dict[str, Any] | None:
    try:
        node = ast.parse(call.strip(), mode="eval").body
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.keywords:
            return None
        if names and node.func.id not in names:
            return None
        arguments = tuple(ast.literal_eval(argument) for argument in node.args)
        value = ast.literal_eval(want.strip().rstrip(",;."))
        if not all(_is_modest(part, 0) for part in (*arguments, value)):
            return None
        codec.dumps((arguments, value))
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return None
    return {"name": node.func.id, "arguments": arguments, "value": value}


def _is_modest(value: Any, depth: int) -> bool:
    """True for data of the depth and size that an example has; the host draws inputs like it, and prints it."""
    match value:
        case None | bool() | float() | complex() | str() | bytes():
            return True
        case int():
            return value.bit_length() <= _MAX_EXAMPLE_BITS
        case dict():
            return depth < _MAX_EXAMPLE_DEPTH and all(
                _is_modest(part, depth + 1) for pair in value.items() for part in pair
            )
        case list() | tuple() | set():
            return depth < _MAX_EXAMPLE_DEPTH and all(_is_modest(part, depth + 1) for part in value)
    return False


def _entry(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, classes: dict[str, ast.ClassDef]
) -> dict[str, Any]:
    text = ast.get_docstring(node) or ""
    entry: dict[str, Any] = {
        "name": node.name,
        "is_class": isinstance(node, ast.ClassDef),
        "line": node.lineno,
        "examples": examples(text, [node.name]),
        "literals": _literals(node),
        "raises": _declared(node, text),
    }
    if isinstance(node, ast.ClassDef):
        methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
        return entry | _made(node, classes) | {"returns": ["any"], "methods": [item.name for item in methods]}
    return entry | {
        "parameters": _parameters(node),
        "variadic": node.args.vararg is not None,
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
    return [
        {"name": argument.arg, "type": _type(argument.annotation), "required": index < required}
        for index, argument in enumerate(positional)
    ]


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
            container = _CONTAINERS.get(name.casefold())
            if container is not None:
                return [container, *_parts(inside, depth)]
    return ["any"]


def _parts(inside: ast.expr, depth: int) -> list[list[Any]]:
    parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
    return [
        ["..."] if isinstance(part, ast.Constant) and part.value is Ellipsis else _type(part, depth + 1)
        for part in parts[:20]
    ]


def _literals(node: ast.AST) -> list[Any]:
    """Short constants: where a program distinguishes cases, its inputs should too."""
    found: dict[tuple[type, object], object] = {}
    for part in ast.walk(node):
        if not isinstance(part, ast.Constant):
            continue
        match part.value:
            case bool() | bytes():
                continue
            case (int() | float()) as number if abs(number) < 10**9:
                found.setdefault((type(number), number), number)
            case str(text) if len(text) <= 20:
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
