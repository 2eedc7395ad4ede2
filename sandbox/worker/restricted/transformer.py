# ruff: noqa: N802, N815  the names of visitor methods are those of the grammar
"""The language: which syntax is accepted, and where a guard goes in.

Only four things are rewritten: reading a private or special attribute, writing any attribute, and importing. All else
is left as it is, so that it means what it means in Python (an augmented assignment evaluates its target once) and runs
at Python's speed. Iteration and subscripts need no guard: a program meets only its own objects and immutable facades.

A guard's name is no identifier (`<private>`), so that nothing in a source can bind, shadow or delete it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from RestrictedPython.transformer import RestrictingNodeTransformer

from ..refusal import Refusal
from . import hints
from .inherited import LIBRARY_NAMES
from .names import attribute_kind, is_dunder, readable_variable, storable_attribute, storable_variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PRIVATE: Final = "<private>"
SPECIAL: Final = "<special>"
WRITE: Final = "<write>"
TYPE: Final = "<type>"
OWN: Final = "<own>"
IMPORT: Final = "<import>"
IMPORT_FROM: Final = "<import from>"


class Transformer(RestrictingNodeTransformer):
    """Collects `refusals`. Node types that neither this class nor its base knows are refused."""

    def __init__(self, exports: Mapping[str, Iterable[str]]) -> None:
        """`exports`: the public names of each module that can be imported, for `from module import *`."""
        super().__init__()
        self.refusals: list[Refusal] = []
        self.future: list[str] = []
        self._exports = exports
        self._scopes: list[ast.AST] = []
        self._bound: set[str] = set()
        self._missing: list[ast.Name] = []

    # --- refusing ---

    def _refuse(self, node: ast.AST, rule: str, message: str, hint: str = "") -> None:
        self.refusals.append(Refusal(rule, message, line=getattr(node, "lineno", 0), hint=hint))

    def error(self, node: ast.AST, info: str) -> None:
        """Called by the base class."""
        self._refuse(node, "syntax", info)

    def not_allowed(self, node: ast.AST) -> None:
        self._refuse_statement(node, type(node).__name__)

    def _refuse_statement(self, node: ast.AST, kind: str) -> None:
        written, hint = hints.STATEMENTS.get(kind, (kind, ""))
        self._refuse(node, "syntax", f"{written} is not part of the restricted language", hint)

    def _bind(self, node: ast.AST, name: str | None) -> None:
        if name is not None:
            self._bound.add(name)
        if name is not None and not storable_variable(name):
            self._refuse(node, "name", f"the name {name} cannot be defined", hints.NAMES.get(name, "use another name"))

    def _refuse_attribute(self, node: ast.AST, name: str) -> None:
        hint = hints.NAMES.get(name, "write it without the interpreter's internals")
        self._refuse(node, "attribute", f"the attribute {name} is not accessible", hint)

    def _refuse_missing(self) -> None:
        """The builtins that are left out; `open` is also a fine name for a variable."""
        for node in self._missing:
            if node.id not in self._bound:
                self._refuse(node, "builtin", f"{node.id} is not available", hints.BUILTINS[node.id])

    # --- what stays as it is ---

    def _contents(self, node: Any) -> Any:
        return self.node_contents_visit(node)

    visit_Subscript = visit_Call = visit_Assign = visit_AnnAssign = visit_With = _contents
    visit_For = visit_NamedExpr = visit_Slice = _contents
    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _contents
    visit_Match = visit_match_case = visit_MatchSingleton = visit_MatchSequence = visit_MatchOr = _contents
    visit_TypeAlias = visit_JoinedStr = visit_FormattedValue = visit_TemplateStr = visit_Interpolation = _contents

    def _whole(self, node: Any) -> Any:
        self._contents(node)
        self._refuse_missing()
        return node

    visit_Module = visit_Expression = _whole

    def visit_comprehension(self, node: ast.comprehension) -> Any:
        if node.is_async:
            self._refuse_statement(node.iter, "AsyncFor")
        return self._contents(node)

    # --- names ---

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if not isinstance(node.ctx, ast.Load):
            self._bind(node, node.id)
        elif node.id in hints.BUILTINS:
            self._missing.append(node)
        elif not readable_variable(node.id):
            self._refuse(node, "name", f"the name {node.id} is not available", hints.NAMES.get(node.id, ""))
        return node

    def _names(self, node: Any) -> Any:
        for name in node.names:
            self._bind(node, name)
        return node

    visit_Global = visit_Nonlocal = _names

    def visit_arg(self, node: ast.arg) -> Any:
        self._bind(node, node.arg)
        return self._contents(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> Any:
        self._bind(node, node.name)
        return self._contents(node)

    def _scope(self, node: Any) -> Any:
        if not isinstance(node, ast.Lambda):
            self._bind(node, node.name)
        self._scopes.append(node)
        self._contents(node)
        self._scopes.pop()
        return node

    visit_FunctionDef = visit_ClassDef = visit_Lambda = _scope

    def visit_TypeVar(self, node: Any) -> Any:
        self._bind(node, node.name)
        return self._contents(node)

    visit_ParamSpec = visit_TypeVarTuple = visit_TypeVar

    # --- attributes ---

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.ctx, ast.Load):
            return self._read(node)
        self._contents(node)
        if not storable_attribute(node.attr):
            self._refuse_attribute(node, node.attr)
        node.value = _checked(WRITE, node)
        return node

    def _read(self, node: ast.Attribute) -> ast.AST:
        self._contents(node)
        match attribute_kind(node.attr):
            case "plain":
                return node
            case "refused":
                self._refuse_attribute(node, node.attr)
                return node
            case "private":
                node.value = _checked(PRIVATE, node)
                return node
            case "special":
                return _call(SPECIAL, node, node.value, ast.Constant(node.attr))

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        """Also reads its target, and hands what it read to `__radd__` of the program's objects."""
        target = node.target
        self._contents(node)
        if isinstance(target, ast.Attribute):
            if attribute_kind(target.attr) == "special":
                self._refuse_attribute(node, target.attr)
            elif target.attr in LIBRARY_NAMES:
                target.value = _call(PRIVATE, target.value, target.value, ast.Constant(target.attr))
        return node

    # --- patterns: nothing can be called in them, so what would need a guard is refused ---

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.AST:
        self._pattern_expression(node.value)
        return node

    def visit_MatchClass(self, node: ast.MatchClass) -> Any:
        self._pattern_expression(node.cls)
        for name in node.kwd_attrs:
            if attribute_kind(name) != "plain" or is_dunder(name):
                self._refuse(node, "match", f"a pattern cannot read the attribute {name}", "read it in the case's body")
        for pattern in (*node.patterns, *node.kwd_patterns):
            self.visit(pattern)
        return node

    def visit_MatchMapping(self, node: ast.MatchMapping) -> Any:
        self._bind(node, node.rest)
        for key in node.keys:
            self._pattern_expression(key)
        for pattern in node.patterns:
            self.visit(pattern)
        return node

    def visit_MatchAs(self, node: Any) -> Any:
        self._bind(node, node.name)
        return self._contents(node)

    visit_MatchStar = visit_MatchAs

    def _pattern_expression(self, node: ast.expr) -> None:
        for part in ast.walk(node):
            if isinstance(part, ast.Name):
                self.visit_Name(part)
            elif isinstance(part, ast.Attribute) and attribute_kind(part.attr) != "plain":
                self._refuse(part, "match", f"a pattern cannot read the attribute {part.attr}", "use if and ==")

    # --- imports become assignments of facades ---

    def visit_Import(self, node: ast.Import) -> Any:
        return [self._import(node, alias) for alias in node.names]

    def _import(self, node: ast.Import, alias: ast.alias) -> ast.stmt:
        top = alias.name.partition(".")[0]
        bound = ast.Constant(alias.name if alias.asname else top)
        return self._assign(node, alias.asname or top, _call(IMPORT, node, ast.Constant(alias.name), bound))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Any:
        if node.level or not node.module:
            self._refuse(node, "import", "a relative import", "put everything into this one file")
            return node
        if node.module == "__future__":
            self.future += [alias.name for alias in node.names]
            return ast.copy_location(ast.Pass(), node)
        return [part for alias in node.names for part in self._import_from(node, node.module, alias)]

    def _import_from(self, node: ast.ImportFrom, module: str, alias: ast.alias) -> list[ast.stmt]:
        names = [(alias.name, alias.asname or alias.name)]
        if alias.name == "*":
            if self._scopes:
                self._refuse(node, "syntax", "import * only allowed at module level")
            names = [(name, name) for name in self._exports.get(module, ["*"])]
        source = ast.Constant(module)
        return [
            self._assign(node, bound, _call(IMPORT_FROM, node, source, ast.Constant(name))) for name, bound in names
        ]

    def _assign(self, node: ast.stmt, name: str, value: ast.expr) -> ast.stmt:
        self._bind(node, name)
        statement = ast.Assign(targets=[ast.Name("_" if name == "*" else name, ast.Store())], value=value)
        return ast.fix_missing_locations(ast.copy_location(statement, node))


def _call(guard: str, at: ast.expr | ast.stmt, *args: ast.expr) -> ast.expr:
    call = ast.Call(func=ast.Name(guard, ast.Load()), args=list(args), keywords=[])
    return ast.fix_missing_locations(ast.copy_location(call, at))


def _checked(guard: str, node: ast.Attribute) -> ast.expr:
    """The attribute's owner, or the guard's refusal. A plain name can be looked at twice, which saves most calls."""
    owner = node.value
    call = _call(guard, owner, owner, ast.Constant(node.attr))
    if not isinstance(owner, ast.Name) or (guard == PRIVATE and node.attr in LIBRARY_NAMES):
        return call
    is_own = ast.Compare(_call(TYPE, owner, owner), [ast.In()], [ast.Name(OWN, ast.Load())])
    return ast.fix_missing_locations(ast.copy_location(ast.IfExp(is_own, owner, call), owner))
