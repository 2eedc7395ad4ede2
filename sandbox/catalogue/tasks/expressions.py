"""Arithmetic expressions as they are usually written: their value."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, answer, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "parsing"

_TOKEN = re.compile(r"\d+|[a-zA-Z]|[-+*/()]")
RANKS = {"+": 1, "-": 1, "*": 2, "/": 2}


def tokens_of(text: str) -> list[str]:
    return _TOKEN.findall(text)


def postfix(tokens: list[str]) -> list[str]:
    """Dijkstra's shunting-yard algorithm."""
    written: list[str] = []
    waiting: list[str] = []
    for part in tokens:
        if part == ")":
            while (top := waiting.pop()) != "(":
                written.append(top)
        elif part == "(":
            waiting.append(part)
        elif part in RANKS:
            while waiting and RANKS.get(waiting[-1], 0) >= RANKS[part]:
                written.append(waiting.pop())
            waiting.append(part)
        else:
            written.append(part)
    return written + waiting[::-1]


def value_of(tokens: list[str], divide: Callable[[float, float], float]) -> float:
    """Of an expression in reverse Polish notation."""
    steps = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": divide}
    stack: list[float] = []
    for token in tokens:
        if token in steps:
            right = stack.pop()
            stack.append(steps[token](stack.pop(), right))
        else:
            stack.append(int(token))
    return stack.pop()


def truncated(left: float, right: float) -> int:
    return int(left / right)


DIVISIONS: tuple[tuple[str, Callable[[float, float], float]], ...] = (
    ("", operator.truediv),
    ("division rounds towards zero", truncated),
    ("division rounds down", operator.floordiv),
)

# Inputs


def _chain(drawn: tuple[str, list[tuple[str, str]]]) -> str:
    return drawn[0] + "".join(sign + part for sign, part in drawn[1])


def expressions(operand: SearchStrategy[str]) -> SearchStrategy[str]:
    """Chains of operators of both ranks, and such in parentheses."""
    from hypothesis import strategies as st

    sign = st.sampled_from("+-*/-/")

    def chains(part: SearchStrategy[str], least: int, most: int) -> SearchStrategy[str]:
        return st.tuples(part, st.lists(st.tuples(sign, part), min_size=least, max_size=most)).map(_chain)

    inner = st.recursive(operand, lambda part: chains(part, 1, 2).map("({})".format) | operand, max_leaves=4)
    return chains(inner, 0, 3)


def _with_values(text: str) -> str:
    """Without divisions where one of them, however it rounds, would be by zero."""
    try:
        for _, divide in DIVISIONS:
            value_of(postfix(tokens_of(text)), divide)
    except ZeroDivisionError:
        return text.replace("/", "-")
    return text


def numbers() -> SearchStrategy[str]:
    from hypothesis import strategies as st

    return (st.integers(0, 12) | st.integers(0, 200)).map(str)


def _spaced(drawn: tuple[str, bool]) -> str:
    return " ".join(tokens_of(drawn[0])) if drawn[1] else drawn[0]


def _arithmetic() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.tuples(expressions(numbers()).map(_with_values), st.booleans()).map(_spaced))


# The value of an expression


def _value_by(divide: Callable[[float, float], float]) -> Callable[[str], float]:
    return lambda text: value_of(postfix(tokens_of(text)), divide)


_EVALUATE = Entry(
    name="evaluate expression",
    names=listed("""
        evaluate arithmetic expression, evaluate mathematical expression, evaluate math expression,
        expression evaluator, evaluate expression string, evaluate arithmetic expression string,
        arithmetic expression evaluator, evaluate mathematical expression string, evaluate string expression,
        evaluate arithmetic expression in string, evaluate expression in string,
        evaluate mathematical expression in string, expression evaluation, arithmetic expression evaluation,
        expression calculator, evaluate infix expression, infix expression evaluation,
        arithmetic expression calculator, 表达式求值, 算术表达式求值, 四则运算表达式求值, 表达式计算, 计算算术表达式,
        四则运算表达式计算, 算术表达式计算, 中缀表达式求值, 计算表达式的值, 计算表达式, 四则运算求值, 表达式计算器,
        evaluate arithmetic expression with parentheses, evaluate expression with parentheses,
        evaluate mathematical expression with parentheses, evaluate arithmetic expression as string,
        evaluate simple arithmetic expression, evaluate arithmetic expression given as string, 计算字符串表达式的值,
        字符串表达式求值, 计算算术表达式的值, 计算数学表达式, 数学表达式求值, 带括号的四则运算,
        计算四则运算表达式的值, 字符串表达式计算
    """),
    entry_points=listed("""
        evaluate_expression, eval_expression, evaluate_arithmetic_expression, evaluate_infix,
        evaluate_math_expression, eval_expr, evaluate_expr, calculate_expression, evaluate_arithmetic
    """),
    signature="def evaluate_expression(text: str) -> float",
    summary="Returns the value of the arithmetic expression `text`: non-negative decimal integers, + - * / with the"
    " usual precedence, from left to right, parentheses, and spaces between; / is true division, never by zero.",
    inputs=_arithmetic,
    conventions=conventions(
        (Form("", 1),),
        tuple(answer("the value of the expression", _value_by(divide), choice=name) for name, divide in DIVISIONS),
    ),
    reference=_value_by(operator.truediv),
    edges=tuple(
        (text,)
        for text in ("1", "12", "(3)", "1+2", "3-1", "2*3", "6/2", "7/2", "1-2-3", "8/4/2", "2+3*4", "2*3+4", "(2+3)*4",
                     "2*(3+4)", "10-(2+3)", "1-(2-3)", "(1-8)/2", "1 + 2", "3+2*2", " 7 - 8 / 4 ", "((1+2)*(3+4))",
                     "100*(2+12)/14", "2-(3-(4-5))", "0-3", "12/(2*3)", "9-8*7/4", "2*3*4", "((2))")
    ),
    why="Chains and nested parentheses in which each precedence and order matters, numbers of several digits, with"
    " and without spaces; division may be exact, round down or towards zero. Signs of numbers, decimal points and"
    " division by zero, on which programs differ, do not occur.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (_EVALUATE,)
