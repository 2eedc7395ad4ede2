"""Arithmetic expressions: their value, written as usual or in reverse Polish notation, and from one to the other."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ...checking.property import MISSING, Property
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, as_list, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "parsing"

_TOKEN = re.compile(r"\d+|[a-zA-Z]|[-+*/()]")
_RANKS = {"+": 1, "-": 1, "*": 2, "/": 2}


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
        elif part in _RANKS:
            while waiting and _RANKS.get(waiting[-1], 0) >= _RANKS[part]:
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


def _truncated(left: float, right: float) -> int:
    return int(left / right)


_DIVISIONS: tuple[tuple[str, Callable[[float, float], float]], ...] = (
    ("", operator.truediv),
    ("division rounds towards zero", _truncated),
    ("division rounds down", operator.floordiv),
)

# Inputs


def _chain(drawn: tuple[str, list[tuple[str, str]]]) -> str:
    return drawn[0] + "".join(sign + part for sign, part in drawn[1])


def _expressions(operand: SearchStrategy[str]) -> SearchStrategy[str]:
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
        for _, divide in _DIVISIONS:
            value_of(postfix(tokens_of(text)), divide)
    except ZeroDivisionError:
        return text.replace("/", "-")
    return text


def _numbers() -> SearchStrategy[str]:
    from hypothesis import strategies as st

    return (st.integers(0, 12) | st.integers(0, 200)).map(str)


def _spaced(drawn: tuple[str, bool]) -> str:
    return " ".join(tokens_of(drawn[0])) if drawn[1] else drawn[0]


def _arithmetic() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.tuples(_expressions(_numbers()).map(_with_values), st.booleans()).map(_spaced))


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
        四则运算表达式计算, 算术表达式计算, 中缀表达式求值, 计算表达式的值, 计算表达式, 四则运算求值, 表达式计算器
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
        tuple(answer("the value of the expression", _value_by(divide), choice=name) for name, divide in _DIVISIONS),
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

# Reverse Polish notation


def _signed(drawn: tuple[str, list[int]]) -> list[str]:
    """Some numbers made negative; without divisions if one would be by zero."""
    tokens = postfix(tokens_of(drawn[0]))
    tokens = [f"-{t}" if n in drawn[1] and t.isdigit() and t != "0" else t for n, t in enumerate(tokens)]
    try:
        for _, divide in _DIVISIONS:
            value_of(tokens, divide)
    except ZeroDivisionError:
        return ["-" if part == "/" else part for part in tokens]
    return tokens


def _polish() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.tuples(_expressions(_numbers()), st.lists(st.integers(0, 4), max_size=2)).map(_signed))


def _strings(arguments: Arguments) -> list[str]:
    tokens = arguments[0]
    return list(map(str, tokens)) if isinstance(tokens, list) else []


def _mixed(arguments: Arguments) -> Arguments:
    return ([token if token in _RANKS else int(token) for token in _strings(arguments)],)


_RPN_VALUES = tuple(
    answer(
        "the value of the expression", lambda tokens, by=divide: value_of(tokens, by), choice=name or "true division"
    )
    for name, divide in (_DIVISIONS[1], _DIVISIONS[0], _DIVISIONS[2])
)

_RPN = Entry(
    name="evaluate reverse polish notation",
    names=listed("""
        rpn, rpn evaluator, evaluate rpn, evaluate rpn expression, rpn calculator, reverse polish notation,
        reverse polish notation evaluator, reverse polish notation calculator, evaluate postfix expression,
        evaluate postfix, postfix evaluation, postfix expression evaluation,
        evaluate reverse polish notation expression, rpn evaluation,
        evaluate value of arithmetic expression in reverse polish notation, 逆波兰, 逆波兰表达式, 逆波兰表达式求值,
        逆波兰表达式计算, 后缀表达式求值, 后缀表达式计算, 逆波兰计算器, 逆波兰求值, 计算逆波兰表达式
    """),
    entry_points=listed("""
        evaluate_rpn, eval_rpn, rpn, rpn_eval, evaluate_postfix, eval_postfix, rpn_calculator,
        evaluate_reverse_polish, evaluate_reverse_polish_notation, reverse_polish_notation, postfix_evaluation
    """),
    signature="def evaluate_rpn(tokens: list[str]) -> int",
    summary="Returns the value of an expression in reverse Polish notation, given as decimal integers, which may be"
    " negative, and the operators + - * /; division rounds towards zero and is never by zero.",
    inputs=_polish,
    conventions=conventions(
        (
            Form("", 1),
            Form("called with a string", 1, lambda given: (" ".join(_strings(given)),)),
            Form("called with integers and operators", 1, _mixed),
        ),
        _RPN_VALUES,
    ),
    reference=lambda tokens: value_of(tokens, _truncated),
    edges=tuple(
        (text.split(),)
        for text in ("1", "-1", "12 3 +", "3 12 -", "12 3 *", "12 3 /", "7 2 /", "-7 2 /", "7 -2 /",
                     "2 1 + 3 *", "4 13 5 / +", "1 2 3 - -", "1 2 - 3 -", "8 4 2 / /", "0 3 -",
                     "10 6 9 3 + -11 * / * 17 + 5 +", "2 3 4 + *", "-3 -4 *")
    ),
    why="Expressions in which the order of both operands and of operators matters, numbers of several digits and"
    " negative ones; division may be exact, round down or towards zero, but is never by zero.",
)  # fmt: skip

# From infix to postfix


def _with_letters() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(_expressions(st.sampled_from("abcxyzAB")))


def _compact(data: object) -> object:
    """One string without spaces, from a string or a list of tokens."""
    tokens = as_list(data)
    if isinstance(tokens, list):
        return "".join(tokens) if all(type(token) is str for token in tokens) else MISSING
    return data.replace(" ", "") if isinstance(data, str) else MISSING


def _postfix_text(text: str) -> str:
    return " ".join(postfix(tokens_of(text)))


_POSTFIX_CLAIM = Property(
    "the same expression in reverse Polish notation",
    "oracle",
    lambda call: same(_compact(call.value), _compact(_postfix_text(str(call.input[0])))),
    lambda call: _postfix_text(str(call.input[0])),
)

_TO_POSTFIX = Entry(
    name="infix to postfix",
    names=listed("""
        convert infix to postfix, infix to postfix conversion, infix to postfix converter, shunting yard,
        shunting yard algorithm, convert infix expression to postfix, convert infix expression to postfix expression,
        infix expression to postfix, infix expression to postfix expression, convert infix to postfix notation,
        infix to rpn, infix to reverse polish notation, convert infix to reverse polish notation,
        convert infix to rpn, infix to postfix notation, convert infix expression to postfix notation, 中缀转后缀,
        中缀表达式转后缀表达式, 中缀表达式转后缀, 中缀表达式转换为后缀表达式, 调度场, 调度场算法, 中缀转逆波兰,
        中缀表达式转逆波兰表达式
    """),
    entry_points=listed("""
        infix_to_postfix, shunting_yard, to_postfix, infix_to_rpn, convert_to_postfix, infix_to_postfix_conversion
    """),
    signature="def infix_to_postfix(text: str) -> str",
    summary="Returns the expression `text`, of single letters, + - * / from left to right with the usual precedence and"
    " parentheses, in postfix (reverse Polish) notation with one space between the tokens.",
    inputs=_with_letters,
    conventions=conventions(
        (
            Form("", 1),
            Form("called with spaces between the tokens", 1, lambda given: (" ".join(tokens_of(str(given[0]))),)),
            Form("called with a list of tokens", 1, lambda given: (tokens_of(str(given[0])),)),
        ),
        (Choice("", (_POSTFIX_CLAIM,)),),
    ),
    reference=_postfix_text,
    edges=tuple(
        (text,)
        for text in ("a", "(a)", "a+b", "a-b-c", "a+b*c", "a*b+c", "(a+b)*c", "a*(b+c)", "a/b/c", "a-b+c", "a*b/c",
                     "a/b*c", "a+b-c*x", "(a+b)*(c-x)", "a-(b-c)", "((a))", "a+(b*(c-x))", "a*b-c/x", "a-b*c-x")
    ),
    why="Chains and nested parentheses in which each precedence and order matters. Operands are single letters; powers,"
    " on whose order programs differ, do not occur. Spaces in the result, or a list of tokens, are left open.",
)  # fmt: skip

ENTRIES: tuple[Entry, ...] = (_EVALUATE, _RPN, _TO_POSTFIX)
