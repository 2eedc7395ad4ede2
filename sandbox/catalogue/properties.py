"""Builders of which the entries are made: what a call's answer is, what it must be, how choices combine.

A program's answer is reached through a *result*: the returned value, or the first argument as it was left behind.
A result of the wrong shape becomes `MISSING`, which equals nothing; so no property here needs to raise.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..checking.comparison import same
from ..checking.property import MISSING, Arguments, Call, Convention, Kind, Property, as_given
from ..outcome import Raised
from ..values import Iterated

Result: TypeAlias = Callable[[Call], object]
#: The right answer, from the arguments as they were drawn.
Expected: TypeAlias = Callable[..., object]

#: Exceptions by which a program fails, as opposed to those by which it says no.
_BUGS = frozenset(
    {"AttributeError", "ImportError", "MemoryError", "NameError", "RecursionError", "SyntaxError", "SystemError"}
    | {"TypeError", "UnboundLocalError"}
)


#: So begin the messages of a ValueError that nobody raised on purpose.
_ACCIDENTS = ("max()", "min()", "not enough values", "too many values", "invalid literal", "list.remove", "range()")


@dataclass(frozen=True, slots=True)
class Form:
    """How the program is called: its name for a reader ("" for the usual one), and what is passed."""

    name: str
    arity: int
    adapt: Callable[[Arguments], Arguments] = as_given


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to one question that a task leaves open ("absent is -1"), with the claims that follow from it."""

    name: str
    properties: tuple[Property, ...]
    #: Which inputs it declines, where this is another choice for a program that declines some.
    refusal: str = ""


def conventions(forms: Sequence[Form], *questions: Sequence[Choice]) -> tuple[Convention, ...]:
    """Every combination of a form with one choice a question, named by its parts; the first of each comes first."""
    asked = (tuple(form.name for form in forms), *(one for question in questions for one in _open(question)))
    choices = combined(*questions)
    return tuple(
        Convention(_named(form.name, choice.name) or "as usual", choice.properties, form.arity, form.adapt, asked)
        for form in forms
        for choice in choices
    )


def _open(question: Sequence[Choice]) -> tuple[tuple[str, ...], ...]:
    """The question for a reader, and apart from it what a program may decline, whatever its answer."""
    refusals = dict.fromkeys(choice.refusal for choice in question if choice.refusal)
    answers = tuple(choice.name for choice in question if not choice.refusal)
    return (answers, ("", *refusals)) if refusals else (answers,)


def combined(*questions: Sequence[Choice]) -> tuple[Choice, ...]:
    """Several questions as one: every combination of their choices; the first of each comes first."""
    return tuple(
        Choice(
            _named(*(choice.name for choice in choices)),
            tuple(claim for choice in choices for claim in choice.properties),
            _named(*(choice.refusal for choice in choices)),
        )
        for choices in itertools.product(*questions)
    )


def _named(*parts: str) -> str:
    return ", ".join(filter(None, parts))


# Results


def value(call: Call) -> object:
    """The returned value as it is."""
    return call.value


def collected(call: Call) -> object:
    """The returned list, tuple or finished iterator as a list."""
    return as_list(call.value)


def in_place(call: Call) -> object:
    """The first argument afterwards; such a program returns nothing, or that argument again."""
    after = call.after[0] if call.after else MISSING
    return after if call.value is None or same(call.value, after) else MISSING


def as_list(data: object) -> object:
    if isinstance(data, list | tuple):
        return list(data)
    if isinstance(data, Iterated) and data.complete:
        return list(data.items)
    return MISSING


def as_integers(data: object) -> list[int] | None:
    """The integers of a list, or None if it is anything else; a bool is no integer."""
    if isinstance(data, list) and all(type(item) is int for item in data):
        return data
    return None


# Claims


def equals(
    name: str,
    expected: Expected,
    result: Result = value,
    *,
    kind: Kind = "oracle",
    where: Callable[..., bool] | None = None,
) -> Property:
    """The result is the one right answer; `where(*input)` bounds the claim to some of the inputs."""

    def holds(call: Call) -> bool:
        return (where is not None and not where(*call.input)) or same(result(call), expected(*call.input))

    return Property(name, kind, holds, lambda call: expected(*call.input))


def refuses(name: str, *, where: Callable[..., bool]) -> Property:
    """It raises where the input is none it accepts: any exception but those of a plain bug."""
    return Property(name, "postcondition", lambda call: not where(*call.input) or says_no(call))


def says_no(call: Call) -> bool:
    outcome = call.outcome
    return isinstance(outcome, Raised) and is_refusal(outcome.type_name, outcome.bases)


def declines(call: Call) -> bool:
    """It raises on purpose: an exception of its own or a ValueError, but none that an empty list causes by itself."""
    outcome = call.outcome
    if not isinstance(outcome, Raised) or outcome.message.startswith(_ACCIDENTS):
        return False
    kinds = {outcome.type_name, *outcome.bases}
    return says_no(call) and kinds.isdisjoint({"LookupError", "ArithmeticError", "StopIteration"})


def declining(choices: Sequence[Choice], what: str, where: Callable[..., bool]) -> tuple[Choice, ...]:
    """The same choices for a program that declines some inputs."""
    return tuple(_declining(choice, what, where) for choice in choices)


def _declining(choice: Choice, what: str, where: Callable[..., bool]) -> Choice:
    def bounded(claim: Property) -> Property:
        return replace(claim, holds=lambda call: where(*call.input) or claim.holds(call))

    name = f"refuses {what}"
    refusal = Property(name, "postcondition", lambda call: not where(*call.input) or declines(call))
    return Choice(_named(choice.name, name), (*map(bounded, choice.properties), refusal), name)


#: Of a task about whole numbers: `/` where `//` was meant gives 12.0 for 12, and something else for large numbers.
WHOLE = Property("an integer, not a float", "type", lambda call: type(call.value) is not float)


def is_refusal(type_name: str, bases: Sequence[str]) -> bool:
    """An exception of the program's choosing; leaving the interpreter is none, nor is a `TypeError`."""
    kinds = {type_name, *bases}
    return "Exception" in kinds and kinds.isdisjoint(_BUGS)


def _first_argument(arguments: Arguments) -> object:
    return arguments[0]


def ordered(result: Result = collected, given: Callable[[Arguments], object] = _first_argument) -> Property:
    """`given` finds the integers that the result is made of, for the report."""

    def holds(call: Call) -> bool:
        items = as_integers(result(call))
        return items is not None and all(a <= b for a, b in itertools.pairwise(items))

    return Property(_claim("in ascending order", result), "postcondition", holds, _sorted_input(given))


def permutation(result: Result = collected, given: Callable[[Arguments], object] = _first_argument) -> Property:
    """The result has exactly the elements of the input, each as often."""
    expected = _sorted_input(given)

    def holds(call: Call) -> bool:
        items = as_integers(result(call))
        return items is not None and same(sorted(items), expected(call))

    return Property(_claim("a permutation of the input", result), "postcondition", holds, expected)


def _sorted_input(given: Callable[[Arguments], object]) -> Callable[[Call], object]:
    def expected(call: Call) -> object:
        items = as_integers(given(call.input))
        return MISSING if items is None else sorted(items)

    return expected


def _claim(name: str, result: Result) -> str:
    """A call that shows only what was returned cannot show what is wrong with an argument."""
    return f"the argument is left {name}" if result is in_place else name


def idempotent(result: Result = collected) -> Property:
    """Done again on its own result, it changes nothing."""

    def holds(call: Call) -> bool:
        once = result(call)
        return once is not MISSING and same(result(call.again(once)), once)

    return Property("idempotent", "idempotent", holds)


def answer(name: str, expected: Expected, result: Result = value, *, choice: str = "") -> Choice:
    """The choice of one right answer for every input."""
    return Choice(choice, (equals(name, expected, result),))
