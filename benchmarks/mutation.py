"""Mutants of a Python function: the same program with one small change, as a person makes it by mistake.

Only for sources of our own: they are parsed here. What is not changed: imports, type hints, docstrings, the text of
error messages, the names of what is defined.
"""

from __future__ import annotations

import ast
import difflib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

#: From a node to what may stand in its place; an empty list takes a statement away.
Operator: TypeAlias = Callable[[ast.AST], Iterator[ast.AST]]

_BINARY: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Add, ast.FloorDiv), ast.Div: (ast.FloorDiv, ast.Mult),
    ast.FloorDiv: (ast.Div, ast.Mult, ast.Mod), ast.Mod: (ast.FloorDiv,), ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,), ast.BitXor: (ast.BitOr,), ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,), ast.MatMult: (ast.Mult,),
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt, ast.NotEq), ast.LtE: (ast.Lt, ast.GtE, ast.Eq), ast.Gt: (ast.GtE, ast.Lt, ast.NotEq),
    ast.GtE: (ast.Gt, ast.LtE, ast.Eq), ast.Eq: (ast.NotEq, ast.LtE, ast.GtE), ast.NotEq: (ast.Eq, ast.Lt, ast.Gt),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
#: Functions of which a forgetful person passes on the argument instead.
_DROPPED = frozenset({"abs", "sorted", "reversed", "set", "list", "int", "str", "len", "sum", "min", "max", "round"})
_NAMES = {
    "min": "max", "max": "min", "any": "all", "all": "any", "append": "insert", "pop": "popleft", "popleft": "pop",
    "appendleft": "append", "upper": "lower", "lower": "upper", "isalpha": "isalnum", "isalnum": "isalpha",
    "rstrip": "strip", "lstrip": "strip", "extend": "append", "heappush": "heappop", "find": "rfind",
    "bisect_left": "bisect_right", "bisect_right": "bisect_left", "startswith": "endswith", "floor": "ceil",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """`before`, `after`: the line that differs, as it was and as it is; a line that is gone is empty."""

    source: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}  ->  {self.after or '(gone)'}"


def mutants(source: str) -> list[Mutant]:
    """Every program that one change makes of the source, each once, in the order of the source."""
    tree = ast.parse(source)
    original = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    for place in _places(tree):
        for other in _others(place):
            text = place.replaced_in(tree, other)
            if text != original and text not in found and _compiles(text):
                found[text] = Mutant(text, *_difference(original, text))
    return list(found.values())


@dataclass(frozen=True)
class _Place:
    """Where a node stands: in a field of another one, or in the list that this field is."""

    parent: ast.AST
    field: str
    index: int | None
    function: ast.AST | None

    @property
    def node(self) -> ast.AST:
        held = getattr(self.parent, self.field)
        return held if self.index is None else held[self.index]  # type: ignore[no-any-return]

    def replaced_in(self, tree: ast.AST, other: ast.AST) -> str:
        before = self.node
        self._put(other)
        try:
            return ast.unparse(tree)
        finally:
            self._put(before)

    def _put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def _places(parent: ast.AST, function: ast.AST | None = None) -> Iterator[_Place]:
    inner = parent if isinstance(parent, ast.FunctionDef) else function
    for field, held in ast.iter_fields(parent):
        nodes = held if isinstance(held, list) else [held]
        for index, node in enumerate(nodes):
            if isinstance(node, ast.AST) and not _is_left_alone(node, field):
                yield _Place(parent, field, index if isinstance(held, list) else None, inner)
                yield from _places(node, inner)


def _is_left_alone(node: ast.AST, field: str) -> bool:
    if field in ("annotation", "returns", "decorator_list", "bases", "exc", "format_spec"):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr)


def _others(place: _Place) -> Iterator[ast.AST]:
    for operator in _OPERATORS:
        yield from operator(place.node)
    if place.function is not None:
        yield from _variables(place.node, sorted(_variables_of(place.function)))
    if place.field == "test" or (place.field == "ifs" and isinstance(place.node, ast.expr)):
        assert isinstance(place.node, ast.expr)
        yield ast.UnaryOp(ast.Not(), place.node)
        yield ast.Constant(value=place.field == "ifs")


def _variables_of(function: ast.AST) -> set[str]:
    nodes = list(ast.walk(function))
    assigned = {one.id for one in nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return assigned | {one.arg for one in nodes if isinstance(one, ast.arg)}


def _variables(node: ast.AST, names: list[str]) -> Iterator[ast.AST]:
    """Another variable of the function: any one where it is returned, the next one elsewhere."""
    if isinstance(node, ast.Return):
        yield ast.Return(None)
        if node.value is not None:
            yield from (ast.Return(ast.Name(name, ast.Load())) for name in names)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        yield ast.Name(names[(names.index(node.id) + 1) % len(names)], ast.Load())


def _binary(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp):
        yield from (ast.BinOp(node.left, other(), node.right) for other in _BINARY[type(node.op)])
        yield node.left
        if isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv | ast.Mod):
            yield ast.BinOp(node.right, node.op, node.left)
    elif isinstance(node, ast.AugAssign):
        yield from (ast.AugAssign(node.target, other(), node.value) for other in _BINARY[type(node.op)])
        yield ast.Assign([node.target], node.value, lineno=node.lineno)


def _comparison(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for index, op in enumerate(node.ops):
            for other in _COMPARISONS[type(op)]:
                yield ast.Compare(node.left, [*node.ops[:index], other(), *node.ops[index + 1 :]], node.comparators)


def _boolean(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for index in range(len(node.values)):
            rest = node.values[:index] + node.values[index + 1 :]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
        yield ast.IfExp(node.test, node.orelse, node.body)


def _constant(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)
    elif isinstance(node.value, str):
        yield ast.Constant("" if node.value else "x")
        yield ast.Constant(node.value[:-1])


def _container(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.List) and isinstance(node.ctx, ast.Load) and node.elts:
        yield ast.List([], ast.Load())
        if len(node.elts) > 1:
            yield ast.List(node.elts[:-1], ast.Load())
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        yield ast.Tuple(node.elts[::-1], ast.Load())
    elif isinstance(node, ast.Dict) and node.keys:
        yield ast.Dict(node.keys[:-1], node.values[:-1])
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield ast.comprehension(node.target, node.iter, [], node.is_async)


def _statement(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Break):
        yield ast.Continue()
    elif isinstance(node, ast.Continue):
        yield ast.Break()
    if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Pass | ast.Return):
        yield ast.Pass()
    if isinstance(node, ast.If | ast.While | ast.For) and node.orelse and not isinstance(node.orelse[0], ast.If):
        kept = {name: value for name, value in ast.iter_fields(node) if name != "orelse"}
        yield type(node)(**kept, orelse=[], lineno=node.lineno)


def _call(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Call):
        return
    for index in range(len(node.args) - 1):
        swapped = [*node.args[:index], node.args[index + 1], node.args[index], *node.args[index + 2 :]]
        yield ast.Call(node.func, swapped, node.keywords)
    for index in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, node.keywords[:index] + node.keywords[index + 1 :])
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in _DROPPED:
        yield from node.args
    if name == "range":
        for index in range(len(node.args)):
            for near in _beside(node.args[index]):
                yield ast.Call(node.func, [*node.args[:index], near, *node.args[index + 1 :]], [])
        if len(node.args) > 1:
            yield ast.Call(node.func, node.args[1:], [])
    if name in ("pop", "popleft") or (isinstance(node.func, ast.Attribute) and node.func.attr == "pop"):
        yield ast.Call(node.func, [] if node.args else [ast.Constant(0)], [])


def _name(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in _NAMES:
        yield ast.Name(_NAMES[node.id], ast.Load())
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and node.attr in _NAMES:
        yield ast.Attribute(node.value, _NAMES[node.attr], ast.Load())


def _subscript(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Slice):
        for field in ("lower", "upper", "step"):
            bound = getattr(node, field)
            if bound is not None:
                for other in (None, *(_beside(bound) if field != "step" else ())):
                    parts = {"lower": node.lower, "upper": node.upper, "step": node.step, field: other}
                    yield ast.Slice(**parts)
    elif isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice | ast.Tuple):
        yield from (ast.Subscript(node.value, near, node.ctx) for near in _beside(node.slice))


def _beside(node: ast.expr) -> tuple[ast.expr, ast.expr]:
    return ast.BinOp(node, ast.Add(), ast.Constant(1)), ast.BinOp(node, ast.Sub(), ast.Constant(1))


_OPERATORS: tuple[Operator, ...] = (
    _binary, _comparison, _boolean, _constant, _container, _statement, _call, _name, _subscript
)  # fmt: skip


def _compiles(text: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(text, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _difference(original: str, text: str) -> tuple[str, str]:
    _, _, *lines = difflib.unified_diff(original.splitlines(), text.splitlines(), n=0, lineterm="")
    before = [line[1:].strip() for line in lines if line.startswith("-")]
    after = [line[1:].strip() for line in lines if line.startswith("+")]
    return "; ".join(before), "; ".join(after)
