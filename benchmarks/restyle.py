"""The same program as somebody else would have written it, for telling whether right programs pass in any style.

Local names change, comprehensions become functions that loop, `for` becomes `while`, hints and docstrings go.
"""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHILE = """
{name} = iter(0)
while True:
    try:
        x = next({name})
    except StopIteration:
        break
"""
_Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def restyled(source: str) -> str:
    """The source in another style; what it answers stays the same."""
    tree: Any = ast.parse(source)
    numbers = itertools.count()
    for transformer in (_Bare(), _Loops(numbers), _Whiles(numbers), _Renamed(tree)):
        tree = transformer.visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


class _Bare(ast.NodeTransformer):
    """Without docstrings and annotations."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        node.returns = None
        self.generic_visit(node)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node


class _Loops(ast.NodeTransformer):
    """Each comprehension becomes a call of a function, which is defined before the statement it stands in."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self._numbers = numbers
        self._made: list[ast.stmt] = []

    def visit(self, node: ast.AST) -> Any:
        if not isinstance(node, ast.stmt):
            return super().visit(node)
        outer, self._made = self._made, []
        changed = super().visit(node)
        made, self._made = self._made, outer
        return [*made, changed] if made else changed

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        return node  # its arguments are not seen outside

    def visit_ListComp(self, node: ast.ListComp) -> ast.expr:
        return self._call(node, "[]", "made.append")

    def visit_SetComp(self, node: ast.SetComp) -> ast.expr:
        return self._call(node, "set()", "made.add")

    def visit_DictComp(self, node: ast.DictComp) -> ast.expr:
        return self._call(node, "{}", "made.__setitem__")

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.expr:
        return self._call(node, "", "")

    def _call(self, node: _Comprehension, empty: str, add: str) -> ast.expr:
        name = f"collect_{next(self._numbers)}"
        first = node.generators[0].iter
        lines = [f"made = {empty}", "return made"] if add else ["pass"]
        made = ast.parse("\n    ".join([f"def {name}(items):", *lines]))
        function = made.body[0]
        assert isinstance(function, ast.FunctionDef)
        node.generators[0].iter = ast.Name("items", ast.Load())
        loop = _loop(node, add)
        function.body = [function.body[0], loop, function.body[1]] if add else [loop]
        self._made.append(super().generic_visit(_Loops(self._numbers).visit(function)))  # type: ignore[arg-type]
        return ast.Call(ast.Name(name, ast.Load()), [self.visit(first)], [])


def _loop(node: _Comprehension, add: str) -> ast.stmt:
    parts: list[ast.expr] = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    if add:
        step: ast.expr = ast.Call(ast.parse(add, mode="eval").body, parts, [])
    else:
        step = ast.Yield(parts[0])
    body: ast.stmt = ast.Expr(step)
    for part in reversed(node.generators):
        for condition in reversed(part.ifs):
            body = ast.If(condition, [body], [])
        body = ast.For(part.target, part.iter, [body], [])
    return body


class _Whiles(ast.NodeTransformer):
    """Each `for` becomes a `while` over an iterator."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self._numbers = numbers

    def visit_For(self, node: ast.For) -> ast.For | list[ast.stmt]:
        self.generic_visit(node)
        if node.orelse:
            return node
        name = f"rest_{next(self._numbers)}"
        begin, loop = ast.parse(_WHILE.format(name=name)).body
        assert isinstance(begin, ast.Assign) and isinstance(begin.value, ast.Call) and isinstance(loop, ast.While)
        begin.value.args = [node.iter]
        assert isinstance(loop.body[0], ast.Try) and isinstance(loop.body[0].body[0], ast.Assign)
        loop.body[0].body[0].targets = [node.target]
        loop.body += node.body
        return [begin, loop]


class _Renamed(ast.NodeTransformer):
    """Names that the functions store, but for those that are called by keyword."""

    def __init__(self, tree: ast.Module) -> None:
        nodes = list(ast.walk(tree))
        stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        stored |= {node.arg for node in nodes if isinstance(node, ast.arg)}
        kept = {node.arg for node in nodes if isinstance(node, ast.keyword)}
        kept |= {node.id for each in tree.body if isinstance(each, ast.Assign) for node in ast.walk(each)
                 if isinstance(node, ast.Name)}  # fmt: skip
        self._names = {name: f"value_{number}" for number, name in enumerate(sorted(stored - kept))}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self._names.get(node.arg, node.arg)
        return node
