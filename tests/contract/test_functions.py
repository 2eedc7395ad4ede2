"""A function as an argument: a table of its results, which the program calls as it calls any function."""

from __future__ import annotations

import pytest

from sandbox import Returned, Sandbox, Tabulated

SQUARES = Tabulated((((1,), 1), ((2,), 4)), 0)


def test_a_program_calls_a_function_that_it_is_given(box: Sandbox) -> None:
    source = """
def apply(f, items): return list(map(f, items))
def sort(items, key): return sorted(items, key=key)
def chain(functions, x):
    for f in functions:
        x = f(x)
    return x
def memoize(f):
    known = {}
    def call(*arguments):
        if arguments not in known:
            known[arguments] = f(*arguments)
        return known[arguments]
    return call
def twice(f): return [f(1, 'a'), f(1, 'b')]
"""
    with box.load(source) as program:
        assert program["apply"](SQUARES, [0, 1, 2, 3]) == [0, 1, 4, 0]
        assert program["sort"]([1, 2, 3], Tabulated((((3,), -5),), 0)) == [3, 1, 2]
        assert program["chain"]([SQUARES, Tabulated((((4,), 9),))], 2) == 9
        assert program["twice"](Tabulated((((1, "a"), True),), False)) == [True, False]
        remembered = program.call_method(program["memoize"](SQUARES), "__call__", 2)  # type: ignore[arg-type]
    assert isinstance(remembered, Returned)
    assert remembered.value == 4


@pytest.mark.parametrize(
    ("function", "text"),
    [(SQUARES, "(lambda x: {1: 1, 2: 4}.get(x, 0))"), (Tabulated((), "no"), "(lambda *_: 'no')"),
     (Tabulated((((1, "a"), True),), None), "(lambda *x: {(1, 'a'): True}.get(x, None))"),
     (Tabulated(((([],), 1),), 0), "<function>")],
)  # fmt: skip
def test_it_is_shown_as_a_lambda(function: Tabulated, text: str) -> None:
    assert repr(function) == text
    if text != "<function>":
        shown = eval(text)
        assert [shown(*arguments) for arguments, _ in function.pairs] == [result for _, result in function.pairs]
