"""Types to try on a function that states none: those that its parameters' names suggest first."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..property import Arguments

#: A type, two values of it, and the names of parameters that usually are of it.
_GUESSES: Final[tuple[tuple[list[Any], tuple[object, object], frozenset[str]], ...]] = (
    (["int"], (3, 7), frozenset({"n", "k", "m", "i", "x", "y", "num", "number", "count", "index", "target"})),
    (["list", ["int"]], ([3, 1, 2], [5, 5]), frozenset({"l", "lst", "arr", "nums", "numbers", "xs", "array", "items"})),
    (["str"], ("ab", "Hello World"), frozenset({"s", "t", "string", "text", "word", "str1", "str2", "sentence"})),
    (["list", ["str"]], (["b", "a"], ["x", "yz"]), frozenset({"words", "strings", "strs", "names"})),
    (["float"], (2.5, 0.25), frozenset({"value", "price", "rate"})),
    (["list", ["list", ["int"]]], ([[1, 2], [3, 4]], [[0, 1], [1, 0]]), frozenset({"matrix", "grid", "board", "mat"})),
    (["dict", ["str"], ["int"]], ({"a": 1}, {"b": 2, "c": 2}), frozenset({"d", "dic", "mapping", "counts"})),
    (["dict", ["str"], ["str"]], ({"a": "b"}, {"B": "c", "D": ""}), frozenset()),
)
#: More parameters than this are taken for numbers.
_MAX_GUESSED: Final = 3
_MAX_DISPLAYS: Final = 6


def guesses(names: Sequence[str]) -> Iterator[tuple[list[list[Any]], list[Arguments]]]:
    """Types for parameters of these names, with two argument tuples that a function of them answers."""
    guessed, rest = names[:_MAX_GUESSED], names[_MAX_GUESSED:]
    columns = [sorted(_GUESSES, key=lambda guess: name.casefold() not in guess[2]) for name in guessed]
    for combination in itertools.product(*columns):
        types = [kind for kind, _, _ in combination] + [["int"] for _ in rest]
        yield types, [(*(values[at] for _, values, _ in combination), *(2 for _ in rest)) for at in (0, 1)]


def arrangements(displays: Sequence[Any], count: int) -> Iterator[Arguments]:
    """The lists and the like that a text shows, as so many arguments."""
    if 0 < count <= _MAX_GUESSED:
        yield from itertools.product(displays[:_MAX_DISPLAYS], repeat=count)
