"""Reverse Polish (postfix) notation: its value, and how to get to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...checking.comparison import same
from ...checking.property import MISSING, Property
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, as_list, conventions
from .expressions import DIVISIONS, RANKS, expressions, numbers, postfix, tokens_of, truncated, value_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "parsing"

# Its value


def _signed(drawn: tuple[str, list[int]]) -> list[str]:
    """Some numbers made negative; without divisions if one would be by zero."""
    tokens = postfix(tokens_of(drawn[0]))
    tokens = [f"-{t}" if n in drawn[1] and t.isdigit() and t != "0" else t for n, t in enumerate(tokens)]
    try:
        for _, divide in DIVISIONS:
            value_of(tokens, divide)
    except ZeroDivisionError:
        return ["-" if part == "/" else part for part in tokens]
    return tokens


def _polish() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.tuples(expressions(numbers()), st.lists(st.integers(0, 4), max_size=2)).map(_signed))


def _strings(arguments: Arguments) -> list[str]:
    tokens = arguments[0]
    return list(map(str, tokens)) if isinstance(tokens, list) else []


def _mixed(arguments: Arguments) -> Arguments:
    return ([token if token in RANKS else int(token) for token in _strings(arguments)],)


_RPN_VALUES = tuple(
    answer(
        "the value of the expression", lambda tokens, by=divide: value_of(tokens, by), choice=name or "true division"
    )
    for name, divide in (DIVISIONS[1], DIVISIONS[0], DIVISIONS[2])
)

_RPN = Entry(
    name="evaluate reverse polish notation",
    names=listed("""
        rpn, rpn evaluator, evaluate rpn, evaluate rpn expression, rpn calculator, reverse polish notation,
        reverse polish notation evaluator, reverse polish notation calculator, evaluate postfix expression,
        evaluate postfix, postfix evaluation, postfix expression evaluation,
        evaluate reverse polish notation expression, rpn evaluation,
        evaluate value of arithmetic expression in reverse polish notation, 逆波兰, 逆波兰表达式, 逆波兰表达式求值,
        逆波兰表达式计算, 后缀表达式求值, 后缀表达式计算, 逆波兰计算器, 逆波兰求值, 计算逆波兰表达式,
        evaluate reverse polish notation rpn expression, evaluate expression in reverse polish notation,
        evaluate expression in postfix notation, reverse polish notation evaluation, 计算逆波兰表达式的值,
        计算后缀表达式, 计算后缀表达式的值
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
    reference=lambda tokens: value_of(tokens, truncated),
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

    return st.tuples(expressions(st.sampled_from("abcxyzAB")))


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
        中缀表达式转逆波兰表达式, convert infix expression to reverse polish notation,
        dijkstra s shunting yard algorithm, dijkstra shunting yard, 中缀表达式转换成后缀表达式,
        中缀表达式转成后缀表达式, 中缀转换为后缀, 调度场算法 shunting yard
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

ENTRIES: tuple[Entry, ...] = (_RPN, _TO_POSTFIX)
