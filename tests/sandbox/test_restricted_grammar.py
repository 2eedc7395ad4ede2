"""Every node of the running Python's grammar is let through or refused on purpose; a node that nobody knows is refused."""

from __future__ import annotations

import ast

import pytest

from sandbox.worker.refusal import Refusal
from sandbox.worker.restricted.compiling import compile_restricted
from sandbox.worker.restricted.transformer import Transformer

#: A program with each node that is part of the language.
LANGUAGE = {
    "Module": "x = 1", "Assign": "x = 1", "Constant": "x = 1", "Name": "x = 1", "Store": "x = 1", "Load": "print",
    "Del": "del x", "Delete": "del x", "Expr": "1", "Pass": "pass", "Attribute": "x.y", "Subscript": "x[1]",
    "Slice": "x[1:2]", "Starred": "print(*x)", "Call": "f(1)", "keyword": "f(x=1)", "Tuple": "1, 2", "List": "[1]",
    "Set": "{1}", "Dict": "{1: 2}", "BinOp": "1 + 1", "UnaryOp": "-1", "BoolOp": "x and y", "Compare": "1 < 2",
    "IfExp": "1 if x else 2", "Lambda": "lambda: 1", "arguments": "lambda: 1", "arg": "lambda x: 1",
    "NamedExpr": "(x := 1)", "JoinedStr": "f'{1}'", "FormattedValue": "f'{1}'", "ListComp": "[1 for x in y]",
    "SetComp": "{1 for x in y}", "DictComp": "{1: 1 for x in y}", "GeneratorExp": "(1 for x in y)",
    "comprehension": "[1 for x in y]", "AugAssign": "x += 1", "AnnAssign": "x: int", "Assert": "assert 1",
    "Raise": "raise", "If": "if x: pass", "For": "for x in y: pass", "While": "while x: pass",
    "Break": "while x: break", "Continue": "while x: continue", "With": "with x: pass", "withitem": "with x: pass",
    "Try": "try: pass\nfinally: pass", "ExceptHandler": "try: pass\nexcept OSError: pass",
    "FunctionDef": "def f(): pass", "Return": "def f(): return", "Yield": "def f(): yield",
    "YieldFrom": "def f(): yield from x", "Global": "def f():\n    global x",
    "Nonlocal": "def f():\n    x = 1\n    def g():\n        nonlocal x", "ClassDef": "class C: pass",
    "Import": "import math", "ImportFrom": "from math import pi", "alias": "import math",
    "Match": "match x:\n    case 1: pass", "match_case": "match x:\n    case 1: pass",
    "MatchValue": "match x:\n    case 1: pass", "MatchSingleton": "match x:\n    case None: pass",
    "MatchSequence": "match x:\n    case [1]: pass", "MatchStar": "match x:\n    case [*y]: pass",
    "MatchMapping": "match x:\n    case {1: y}: pass", "MatchClass": "match x:\n    case int(): pass",
    "MatchAs": "match x:\n    case y: pass", "MatchOr": "match x:\n    case 1 | 2: pass",
    "TypeAlias": "type X = int", "TypeVar": "def f[T](): pass", "ParamSpec": "def f[**P](): pass",
    "TypeVarTuple": "def f[*T](): pass", "TemplateStr": "t'{1}'", "Interpolation": "t'{1}'",
    **{name: f"1 {sign} 1" for name, sign in (
        ("Add", "+"), ("Sub", "-"), ("Mult", "*"), ("MatMult", "@"), ("Div", "/"), ("Mod", "%"), ("Pow", "**"),
        ("LShift", "<<"), ("RShift", ">>"), ("BitOr", "|"), ("BitXor", "^"), ("BitAnd", "&"), ("FloorDiv", "//"),
        ("And", "and"), ("Or", "or"), ("Eq", "=="), ("NotEq", "!="), ("Lt", "<"), ("LtE", "<="), ("Gt", ">"),
        ("GtE", ">="), ("Is", "is"), ("IsNot", "is not"), ("In", "in"), ("NotIn", "not in"))},
    "Not": "not x", "Invert": "~x", "UAdd": "+x", "USub": "-x",
}  # fmt: skip
LEFT_OUT = {
    "AsyncFunctionDef": "async def f(): pass",
    "AsyncFor": "async def f():\n    async for x in y: pass",
    "AsyncWith": "async def f():\n    async with x: pass",
    "Await": "async def f():\n    await x",
    "TryStar": "try: pass\nexcept* OSError: pass",
}
#: No parser makes these of a program: kinds of nodes, other modes of parsing, and names of before Python 3.9.
NOT_IN_PROGRAMS = """
    AST mod stmt expr expr_context boolop operator unaryop cmpop pattern excepthandler type_ignore type_param
    Interactive Expression FunctionType TypeIgnore Suite Index ExtSlice slice AugLoad AugStore Param Num Str Bytes
    NameConstant Ellipsis _ast_Ellipsis
"""


def _nodes() -> set[str]:
    return {name for name, kind in vars(ast).items() if isinstance(kind, type) and issubclass(kind, ast.AST)}


def test_every_node_of_this_python_is_known() -> None:
    assert _nodes() - set(NOT_IN_PROGRAMS.split()) <= LANGUAGE.keys() | LEFT_OUT.keys()


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("name", LANGUAGE)
def test_it_is_part_of_the_language(name: str) -> None:
    if not hasattr(ast, name):
        pytest.skip("not in this Python")
    assert any(type(node).__name__ == name for node in ast.walk(ast.parse(LANGUAGE[name])))
    compile_restricted(LANGUAGE[name])


@pytest.mark.parametrize("name", LEFT_OUT)
def test_it_is_left_out(name: str) -> None:
    assert any(type(node).__name__ == name for node in ast.walk(ast.parse(LEFT_OUT[name])))
    with pytest.raises(Refusal, match="is not part of the restricted language"):
        compile_restricted(LEFT_OUT[name])


@pytest.mark.parametrize("kind", [ast.stmt, ast.expr, ast.pattern, ast.operator, ast.cmpop])
def test_a_node_that_nobody_knows_is_refused(kind: type[ast.AST]) -> None:
    unknown = type("FromTheFuture", (kind,), {"_fields": ()})()
    transformer = Transformer({})
    transformer.visit(ast.Module(body=[ast.Expr(value=unknown)], type_ignores=[]))
    assert [one.message for one in transformer.refusals] == ["FromTheFuture is not part of the restricted language"]
