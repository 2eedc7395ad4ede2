"""Balanced brackets: of all three kinds, and round ones alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, answer, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"

_OPENING = {")": "(", "]": "[", "}": "{"}


def is_balanced(text: str) -> bool:
    open_brackets: list[str] = []
    for character in text:
        if character in _OPENING.values():
            open_brackets.append(character)
        elif not open_brackets or open_brackets.pop() != _OPENING[character]:
            return False
    return not open_brackets


def _nested(pairs: list[str]) -> str:
    return "".join(pair[0] for pair in pairs) + "".join(pair[1] for pair in reversed(pairs))


def _brackets(kinds: str) -> Callable[[], SearchStrategy[Arguments]]:
    """Balanced strings, such with one bracket dropped, added, replaced or moved, and any others."""

    def inputs() -> SearchStrategy[Arguments]:
        from hypothesis import strategies as st

        pair = st.sampled_from([kinds[i : i + 2] for i in range(0, len(kinds), 2)])
        nested = st.lists(pair, max_size=4).map(_nested)
        balanced = st.lists(nested, max_size=3).map("".join)
        position, other = st.integers(0, 12), st.sampled_from(("", *kinds))
        changed = st.tuples(balanced, position, other).map(lambda d: d[0][: d[1]] + d[2] + d[0][d[1] + 1 :])
        added = st.tuples(balanced, position, other).map(lambda d: d[0][: d[1]] + d[2] + d[0][d[1] :])
        moved = st.tuples(balanced, position).map(lambda d: d[0][d[1] :] + d[0][: d[1]])
        return st.tuples(balanced | changed | added | moved | st.text(kinds, max_size=8))

    return inputs


_CONVENTIONS = conventions((Form("", 1),), (answer("True exactly for balanced brackets", is_balanced),))

_BALANCED = Entry(
    name="balanced brackets",
    names=listed("""
        valid parentheses, matching brackets, bracket matching, balanced bracket, is balanced,
        check balanced brackets, brackets balanced, check brackets balanced, bracket balance, valid brackets,
        check brackets are balanced, bracket validation, bracket validator, 括号匹配, 有效括号, 判断括号匹配,
        判断有效括号, 括号匹配检查, 括号平衡, 平衡括号, 判断括号是否匹配, 检查括号是否匹配, 检查括号匹配
    """),
    entry_points=listed("""
        is_balanced, balanced_brackets, is_valid_parentheses, valid_parentheses, are_brackets_balanced,
        is_balanced_brackets, check_brackets
    """),
    signature="def is_balanced(text: str) -> bool",
    summary="Returns True if every bracket in `text`, which has only the characters ()[]{}, is closed by its own kind"
    " in the right order; the empty string is balanced.",
    why="Balanced strings, and such with one bracket dropped, added, replaced or moved: at random, hardly any"
    " would be balanced. Brackets only, since other characters are skipped by some and refused by others.",
    inputs=_brackets("()[]{}"),
    conventions=_CONVENTIONS,
    reference=is_balanced,
    edges=tuple(
        (text,)
        for text in (
            "",
            *listed(
                "(, ), (), )(, (], ([)], ([]), ()[]{}, {[()]}, ((, )), ((), ()), ][, }{, [, {, ], }, [], {}, {[}], ()("
            ),
        )
    ),
)

_PARENTHESES = Entry(
    name="balanced parentheses",
    names=listed("""
        matching parentheses, check balanced parentheses, parentheses balanced, parentheses matching,
        check parentheses balanced, check parentheses are balanced, 圆括号匹配, 小括号匹配
    """),
    entry_points=listed("""
        balanced_parentheses, is_balanced_parentheses, check_parentheses, are_parentheses_balanced
    """),
    signature="def balanced_parentheses(text: str) -> bool",
    summary="Returns True if the parentheses in `text`, which has only the characters ( and ), are balanced; the empty"
    " string is.",
    why="Balanced strings, and such with one parenthesis dropped, added or moved, among them those that close"
    " before they open. No other characters.",
    inputs=_brackets("()"),
    conventions=_CONVENTIONS,
    reference=is_balanced,
    edges=tuple((text,) for text in ("", "(", ")", "()", ")(", "(()", "())", "()()", "(())", "())(", "((()))", "))((")),
)

ENTRIES: tuple[Entry, ...] = (_BALANCED, _PARENTHESES)
