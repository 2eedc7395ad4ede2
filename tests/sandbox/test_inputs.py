"""Which inputs are drawn for what is known of a function."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.checking.bank import EVERYTHING, Supply
from sandbox.checking.drawing import GENERATE, draw
from sandbox.checking.inputs import ANYTHING, Contract, arguments_strategy
from sandbox.checking.inputs.contract import contract_of
from sandbox.checking.inputs.guesses import guesses

INTS, TABLE, TEXT = ["list", ["int"]], ["list", ["list", ["int"]]], ["str"]


def drawn(
    types: list[list[Any]], examples: tuple[tuple[Any, ...], ...] = (), literals: tuple[Any, ...] = (), **options: Any
) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    inputs = arguments_strategy(types, list(examples), list(literals), **options)
    assert inputs is not None
    draw(inputs, found.append, 200, 0, GENERATE)
    return found


def test_numbers_beside_a_literal_are_drawn() -> None:
    assert {99_999, 100_000, 100_001} <= {n for (n,) in drawn([["int"]], literals=(100_000,))}


def test_one_small_letter_stands_for_all_and_brackets_only_for_themselves() -> None:
    letters = {character for (text,) in drawn([TEXT], (("abc",),)) for character in text}
    assert set("abcdefghijklmnopqrstuvwxyz") <= letters
    assert {character for (text,) in drawn([TEXT], (("(())",), ("()",))) for character in text} == set("()")


def test_a_pattern_is_kept() -> None:
    dates = {text for (text,) in drawn([TEXT], (("2024-01-31",),)) if text.count("-") == 2 and text[:1].isdigit()}
    assert len(dates) > 5


def test_words_of_the_source_are_put_together() -> None:
    words = drawn([TEXT], (("one two",),), ("three", "nine"))
    assert any({"three", "nine"} & set(text.split()) and " " in text for (text,) in words)


def test_lists_with_few_values_ordered_ones_and_rankings_are_drawn() -> None:
    lists = [xs for (xs,) in drawn([INTS]) if len(xs) > 3]
    assert any(len(set(xs)) <= 2 for xs in lists)
    assert any(xs == sorted(xs) and len(set(xs)) > 2 for xs in lists)
    assert any(sorted(xs) == list(range(1, len(xs) + 1)) for xs in lists)


def test_where_all_tables_shown_are_square_so_are_those_drawn() -> None:
    tables = [table for (table,) in drawn([TABLE], (([[1, 2], [3, 4]],),)) if len(table) > 1]
    kept = [table for table in tables if all(len(row) == len(table) for row in table)]
    assert len(kept) > 0.6 * len(tables)


def test_an_argument_is_made_of_another() -> None:
    pairs = drawn([INTS, ["int"]])
    assert sum(k in xs for xs, k in pairs) > 10
    assert any(k == len(xs) > 2 for xs, k in pairs)
    assert any(one == other and len(one) > 2 for one, other in drawn([TEXT, TEXT]))


def test_an_optional_argument_is_left_out_now_and_then() -> None:
    assert {len(one) for one in drawn([INTS, ["int"]], optional=1)} == {1, 2}


@pytest.mark.parametrize(
    ("text", "names", "contract"),
    [("Given a positive integer n, return its digits.", ["n"], Contract(scalars=1)),
     ("takes two non-negative integers", ["a", "b"], Contract(scalars=0, elements=0)),
     ("Given a non-empty list of integers", ["xs"], Contract(not_empty=True)),
     ("Find a target in a sorted array", ["xs", "target"], Contract(ordered=True)),
     ("Given an array of distinct integers", ["xs"], Contract(distinct=True)),
     ("Constraints: 1 <= n <= 10^2", ["n"], Contract(bounds=((0, 1, 100),))),
     ("Return only positive numbers in the list.", ["xs"], ANYTHING), ("Return a sorted list", ["xs"], ANYTHING),
     ("the sum of all the unique elements", ["xs"], ANYTHING), ("a list of numbers", ["xs"], ANYTHING)],
)  # fmt: skip
def test_what_a_text_says_of_all_inputs_is_kept_to(text: str, names: list[str], contract: Contract) -> None:
    assert contract_of(text, names, []) == contract
    types = {"xs": INTS}
    for arguments in drawn([types.get(name, ["int"]) for name in names], contract=contract):
        assert contract.fitted(arguments) == arguments
        assert contract.admits(arguments)


def test_an_example_that_contradicts_a_word_takes_it_back() -> None:
    assert contract_of("Given a sorted array", ["xs"], [([2, 1],)]) == ANYTHING
    assert contract_of("for a positive integer n", ["n"], [(0,)]) == ANYTHING


def test_names_of_parameters_tell_what_is_tried_first() -> None:
    first = [next(guesses([name]))[0] for name in ("s", "n", "matrix", "whatever")]
    assert first == [[["str"]], [["int"]], [TABLE], [["int"]]]


def test_examples_of_several_shapes_go_together() -> None:
    mixed: tuple[Any, ...] = (([1, 2.5, "a"],), ([[1], [2, 3]],), ([[1, 2], [3, 4]],), ([],))
    assert any(len(xs) > 1 for (xs,) in drawn([["any"]], mixed))


def test_types_that_one_example_has_together_are_drawn_together() -> None:
    pairs = drawn([["any"], ["any"]], ((1, 2), ("a", "b")))
    assert sum(type(one) is type(other) for one, other in pairs) > 130


def test_hardly_an_input_is_drawn_twice() -> None:
    inputs = arguments_strategy([TEXT], [("Hello",), ("kittens",)], [])
    assert inputs is not None
    found: list[str] = []
    supply = Supply(inputs, EVERYTHING, 100, 0, distinct=True)
    supply.each(lambda given: found.append(str(given.drawn)), "", lambda chosen: None)
    assert len(set(found)) > 85
