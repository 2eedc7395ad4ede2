"""Named properties of a proposal -> claims about calls, and whether they say anything. All are total."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ... import codec
from ...outcome import Returned
from ..comparison import magnitude, same
from ..inputs.shapes import fits
from ..property import Arguments, Call, Kind, Property
from ..tally import holds
from . import spec

if TYPE_CHECKING:
    from collections.abc import Iterator

Holds: TypeAlias = Callable[[Call], bool]
#: Undoes an answer: the value that the reference's inverse gives, or `MISSING`.
Undo: TypeAlias = Callable[[str, object], object]

#: Begins the name of each property that a model has proposed.
PREFIX: Final = "proposed: "


def claim_of(declared: spec.Claim, undo: Undo) -> Property:
    """`undo(name, value)` calls a function of the reference's text."""
    name, kind, claimed = _described(declared, undo)

    return Property(PREFIX + name, kind, lambda call: call.returned and claimed(call))


def _described(declared: spec.Claim, undo: Undo) -> tuple[str, Kind, Holds]:
    match declared:
        case spec.Plain():
            return _plain(declared.kind)
        case spec.OfArgument():
            return _of_argument(declared.kind, declared.parameter)
        case spec.RoundTrip():
            return (
                f"{declared.inverse} of the result is its first argument",
                "round trip",
                lambda call: same(undo(declared.inverse, call.value), call.arguments[0]),
            )
        case spec.ResultType():
            return f"the result is of the type {declared.type}", "type", lambda call: fits(call.value, [declared.type])
        case spec.ResultBounds():
            least, most = declared.min, declared.max
            inside = [f"at least {least}"] * (least is not None) + [f"at most {most}"] * (most is not None)
            return f"the result is {' and '.join(inside) or 'a number'}", "postcondition", _within(least, most)


def _plain(kind: str) -> tuple[str, Kind, Holds]:
    if kind == "idempotent":
        return (
            "done again on its own result, it changes nothing",
            "idempotent",
            lambda call: _alike(_with_first(call, call.value), call),
        )
    if kind == "involution":
        return (
            "done again on its own result, it gives the argument back",
            "involution",
            lambda call: same(_with_first(call, call.value).value, call.arguments[0], scale=_scale(call)),
        )
    if kind == "commutative":
        return (
            "the order of its arguments makes no difference",
            "algebraic",
            lambda call: _alike(call.again(*reversed(call.arguments)), call),
        )
    return "the result is in ascending order", "postcondition", lambda call: _ascending(_items(call.value))


def _of_argument(kind: str, position: int) -> tuple[str, Kind, Holds]:
    which = f"argument {position + 1}"
    if kind == "permutation of the input":
        return (
            f"the result is a permutation of {which}",
            "postcondition",
            lambda call: _count(call.value) == _count(call.arguments[position]) is not None,
        )
    if kind == "same length":
        return (
            f"the result is as long as {which}",
            "postcondition",
            lambda call: _length(call.value) == _length(call.arguments[position]) is not None,
        )
    if kind == "elements of the input":
        return (
            f"the result has only elements of {which}",
            "postcondition",
            lambda call: _contains(call.arguments[position], call.value),
        )
    if kind == "shuffle":
        return (
            f"the order in {which} makes no difference",
            "metamorphic",
            lambda call: all(_alike(other, call) for other in _changed(call, position, _orders)),
        )
    return (
        f"the first element once more at the end of {which} makes no difference",
        "metamorphic",
        lambda call: all(_alike(other, call) for other in _changed(call, position, _repeated)),
    )


def _with_first(call: Call, value: object) -> Call:
    return call.again(value, *call.arguments[1:])


def _alike(other: Call, call: Call) -> bool:
    return other.returned and same(other.value, call.value, scale=_scale(call))


def _scale(call: Call) -> float:
    return magnitude(call.arguments)


def _changed(call: Call, position: int, change: Callable[[Any], list[Any]]) -> Iterator[Call]:
    """The calls with one argument changed."""
    before, value, after = call.arguments[:position], call.arguments[position], call.arguments[position + 1 :]
    if isinstance(value, list | tuple | str):
        yield from (call.again(*before, other, *after) for other in change(value))


def _orders(value: Any) -> list[Any]:
    return [value[::-1], value[1:] + value[:1]]


def _repeated(value: Any) -> list[Any]:
    return [value + value[:1]] if value else []


def _items(value: object) -> list[Any] | None:
    return list(value) if isinstance(value, list | tuple | str | set | frozenset) else None


def _ascending(items: list[Any] | None) -> bool:
    """Of numbers or of texts; of anything else there is no order here."""
    if items is None or not (all(isinstance(one, str) for one in items) or all(map(_is_number, items))):
        return False
    return all(one <= other for one, other in itertools.pairwise(items))


def _is_number(value: object) -> bool:
    return type(value) in (int, float)


def _within(least: float | None, most: float | None) -> Holds:
    def holds(call: Call) -> bool:
        value: Any = call.value
        return _is_number(value) and (least is None or value >= least) and (most is None or value <= most)

    return holds


def _keys(value: object) -> list[bytes] | None:
    items = _items(value)
    return None if items is None else [codec.dumps(one) for one in items]


def _count(value: object) -> Counter[bytes] | None:
    keys = _keys(value)
    return None if keys is None else Counter(keys)


def _length(value: object) -> int | None:
    return len(value) if isinstance(value, list | tuple | str | set | frozenset | dict) else None


def _contains(whole: object, part: object) -> bool:
    keys, known = _keys(part), _keys(whole)
    return keys is not None and known is not None and set(keys) <= set(known)


# Vacuity


def is_vacuous(claim: Property, calls: Sequence[Call]) -> bool:
    """True if it holds of every trivial wrong answer too, so that it tells nothing. `calls`: of a program held right.

    What claims more than a type must fall on an answer of the right type.
    """
    wrong = [each for each in _mutants(calls) if _differs(each, calls)]
    if claim.kind != "type":
        wrong = [each for each in wrong if _is_alike_in_type(each, calls)]
    return not any(_falls(claim, each, calls) for each in wrong)


_Mutant: TypeAlias = Callable[[Arguments], object]


def _mutants(calls: Sequence[Call]) -> list[_Mutant]:
    """What no right program does: constants, an argument given back, an answer cut, changed, or of another input."""
    answers = {codec.dumps(call.arguments): call.value for call in calls}
    others = dict(zip(answers, [*list(answers.values())[1:], *list(answers.values())[:1]], strict=True))
    first = next(iter(answers.values()), None)

    def of_table(table: dict[bytes, object], change: Callable[[Any], object]) -> _Mutant:
        return lambda arguments: change(table.get(codec.dumps(arguments), first))

    return [
        *(lambda arguments, value=value: value for value in (None, 0, 0.0, "", [], (), {}, True, False, first)),
        lambda arguments: arguments[0] if arguments else None,
        lambda arguments: _cut(arguments[0]) if arguments else None,
        of_table(answers, _cut),
        of_table(answers, _more),
        of_table(others, lambda value: value),
    ]


def _cut(value: Any) -> Any:
    return value[:-1] if isinstance(value, list | tuple | str) else value


def _more(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return -value - 1
    return _repeated(value)[0] if isinstance(value, list | tuple | str) and value else value


def _differs(mutant: _Mutant, calls: Sequence[Call]) -> bool:
    return any(not same(mutant(call.arguments), call.value) for call in calls)


def _is_alike_in_type(mutant: _Mutant, calls: Sequence[Call]) -> bool:
    kinds = {type(call.value) for call in calls}
    return all(type(mutant(call.arguments)) in kinds for call in calls)


def _falls(claim: Property, mutant: _Mutant, calls: Sequence[Call]) -> bool:
    return any(not holds(claim, _call_of(mutant, call.arguments)) for call in calls)


def _call_of(mutant: _Mutant, arguments: Arguments) -> Call:
    outcome = Returned(value=mutant(arguments), arguments=arguments)
    return Call(arguments, arguments, outcome, lambda *more: _call_of(mutant, more))
