"""Type hints of a source, read without running it, as data: a name, then the types of its parts.

`any` is what cannot be told. A class of the source that is made of arguments of known types is named with the names
of these: `["Point(x, y)", ["int"], ["int"]]`.
"""

from __future__ import annotations

import ast
import contextlib
from typing import Any, Final

_CONTAINERS: Final = {
    "list": "list", "mutablesequence": "list", "sequence": "sequence", "iterable": "sequence", "collection": "sequence",
    "set": "set", "frozenset": "frozenset", "dict": "dict", "mapping": "dict", "tuple": "tuple", "optional": "optional",
    "union": "union", "deque": "sequence", "defaultdict": "dict", "iterator": "iterator", "generator": "iterator",
}  # fmt: skip
_SCALARS: Final = frozenset({"int", "float", "str", "bool", "bytes", "complex", "None"})
#: Nodes by the usual names of their classes.
_NODES: Final = {"ListNode": "Linked", "SinglyLinkedListNode": "Linked", "TreeNode": "Tree", "BinaryTreeNode": "Tree"}
#: What a class may derive from and still be made of what is read here.
_PLAIN: Final = frozenset({"NamedTuple", "object"})
_MAX_DEPTH, _MAX_PARTS = 8, 20
#: So that classes in each other's fields do not grow beyond measure.
_OBJECT_DEPTH: Final = 3


class Hints:
    """Of one source, which defines these classes."""

    def __init__(self, classes: dict[str, ast.ClassDef]) -> None:
        self.classes = classes

    def type(self, node: ast.expr | None, depth: int = 0) -> list[Any]:
        if depth > _MAX_DEPTH:
            return ["any"]
        match node:
            case ast.Constant(value=None):
                return ["None"]
            case ast.Constant(value=str(text)):
                with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                    return self.type(ast.parse(text, mode="eval").body, depth + 1)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return self._named(name, depth)
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                return ["union", self.type(left, depth + 1), self.type(right, depth + 1)]
            case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inside):
                if name == "Callable":
                    return self._function(inside, depth)
                container = _CONTAINERS.get(name.casefold())
                if container is not None:
                    return [container, *self._parts(inside, depth)]
        return ["any"]

    def returned(self, node: ast.expr | None) -> list[Any]:
        """As `type`, of a result: objects that are no data cannot be told apart, so nothing is claimed of them."""
        return Hints({name: one for name, one in self.classes.items() if _is_data(one)}).type(node)

    def _named(self, name: str, depth: int) -> list[Any]:
        if name in _SCALARS:
            return [name]
        if name in _NODES:
            return [_NODES[name]]
        if name in self.classes:
            return self._object(self.classes[name], depth)
        container = _CONTAINERS.get(name.casefold())
        return [container] if container else ["any"]

    def _object(self, node: ast.ClassDef, depth: int) -> list[Any]:
        """What its required arguments are made of; a class of which one is not told, or that has none, is `any`."""
        if not _PLAIN.issuperset(map(last_name, node.bases)) or not _is_called_by_name(node):
            return ["any"]
        taken = [one for one in self.made(node, depth + _OBJECT_DEPTH)["parameters"] if one["required"]]
        if not 0 < len(taken) <= _MAX_PARTS or not all(_is_told(one["type"]) for one in taken):
            return ["any"]
        return [f"{node.name}({', '.join(one['name'] for one in taken)})", *(one["type"] for one in taken)]

    def made(self, node: ast.ClassDef, depth: int = 0) -> dict[str, Any]:
        """What a class's constructor takes, which may be that of a class it derives from, or of its fields."""
        constructor = next((item for item in node.body if getattr(item, "name", "") in ("__init__", "__new__")), None)
        if isinstance(constructor, ast.FunctionDef):
            variadic = constructor.args.vararg is not None
            return {"parameters": self.parameters(constructor, depth)[1:], "variadic": variadic}
        bases = [*map(last_name, node.bases)]
        if _is_data(node):
            fields = [self._field(item, depth) for item in node.body if isinstance(item, ast.AnnAssign)]
            return {"parameters": fields, "variadic": False}
        known = next((self.classes[name] for name in bases if name in self.classes), None)
        if known is not None:
            return Hints({name: one for name, one in self.classes.items() if one is not known}).made(known, depth)
        return {"parameters": [], "variadic": bool(node.bases)}

    def parameters(self, node: ast.FunctionDef | ast.AsyncFunctionDef, depth: int = 0) -> list[dict[str, Any]]:
        """Those that take a positional argument."""
        positional = [*node.args.posonlyargs, *node.args.args]
        required = len(positional) - len(node.args.defaults)
        defaults = [None] * required + node.args.defaults
        return [
            {
                "name": argument.arg,
                "type": self.type(argument.annotation, depth) if argument.annotation else _type_of_default(default),
                "required": default is None,
            }
            for argument, default in zip(positional, defaults, strict=True)
        ]

    def _field(self, item: ast.AnnAssign, depth: int) -> dict[str, Any]:
        """Of a dataclass or a named tuple."""
        return {
            "name": last_name(item.target),
            "type": self.type(item.annotation, depth),
            "required": item.value is None,
        }

    def _function(self, inside: ast.expr, depth: int) -> list[Any]:
        """`Callable[[int], bool]` as its result and its arguments; of what arguments is not told, one is none."""
        match inside:
            case ast.Tuple(elts=[ast.List(elts=arguments), result]):
                return ["callable", *(self.type(part, depth + 1) for part in (result, *arguments[:_MAX_PARTS]))]
        return ["any"]

    def _parts(self, inside: ast.expr, depth: int) -> list[list[Any]]:
        parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
        return [
            ["..."] if isinstance(part, ast.Constant) and part.value is Ellipsis else self.type(part, depth + 1)
            for part in parts[:_MAX_PARTS]
        ]


def _is_data(node: ast.ClassDef) -> bool:
    return "dataclass" in map(last_name, node.decorator_list) or "NamedTuple" in map(last_name, node.bases)


def _is_called_by_name(node: ast.ClassDef) -> bool:
    made = [item for item in node.body if getattr(item, "name", "") in ("__init__", "__new__")]
    signatures = [item.args for item in made if isinstance(item, ast.FunctionDef)]
    return not any(one.posonlyargs or None in one.kw_defaults for one in signatures)


def _is_told(kind: list[Any]) -> bool:
    return kind[0] != "any" and all(map(_is_told, kind[1:]))


def last_name(node: ast.expr) -> str:
    """Of `dataclass`, `dataclasses.dataclass` and `dataclass(frozen=True)`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return ""


def _type_of_default(default: ast.expr | None) -> list[Any]:
    match default:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return [type(value).__name__]
    return ["any"]
