"""Inputs like an example: one or two of its parts changed, dropped, doubled, turned around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from .shapes import type_of
from .texts import KINDS, alphabet, like, separators
from .values import of_type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import DrawFn

    from ..property import Arguments
    from .pool import Pool

#: On a list or a text, at an index.
_CUTS: tuple[Callable[[Any, int], Any], ...] = (
    lambda value, at: value[:at] + value[at + 1 :],
    lambda value, at: value[: at + 1] + value[at:],
    lambda value, at: value[:at] + value[at : at + 2][::-1] + value[at + 2 :],
    lambda value, at: value[at:],
    lambda value, at: value[:at],
    lambda value, at: value[at:] + value[:at],
    lambda value, at: value[::-1],
    lambda value, at: value + value[:at],
)
_NUMBERS: tuple[Callable[[Any, int], Any], ...] = (
    lambda value, step: value + step,
    lambda value, step: value - step,
    lambda value, step: -value,
    lambda value, step: value * (step + 1),
)


@st.composite
def near_examples(draw: DrawFn, examples: Sequence[Arguments], pools: Sequence[Pool]) -> Arguments:
    """One of the examples with up to two changes; or with its numbers scaled; or its arguments in another order."""
    example = draw(st.sampled_from(examples))
    if not example:
        return example
    way = draw(st.integers(0, 7))
    if way <= 1 and len(example) > 1 and len({str(type_of(value)) for value in example}) == 1:
        example = tuple(draw(st.permutations(example)))
    if way <= 1:
        factor = draw(st.integers(1, 4))
        return tuple(_scaled(value, factor) for value in example)
    values = list(example)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(values) - 1))
        values[at] = _changed(draw, values[at], pools[at])
    return tuple(values)


def _scaled(value: Any, factor: int) -> Any:
    if isinstance(value, list):
        return [_scaled(item, factor) for item in value]
    return value * factor if type(value) in (int, float) else value


def _changed(draw: DrawFn, value: Any, pool: Pool) -> Any:
    """The value with one change somewhere in it; now and then quite another one of its type."""
    if draw(st.integers(0, 5)) == 0:
        return draw(of_type(type_of(value), pool))
    if isinstance(value, list | tuple) and value:
        return _changed_sequence(draw, value, pool)
    if isinstance(value, dict) and value:
        return _changed_dict(draw, value, pool)
    if isinstance(value, set | frozenset) and value:
        items = sorted(value, key=repr)
        return type(value)(_changed_sequence(draw, items, pool))
    if isinstance(value, str) and value:
        return _changed_text(draw, value, pool)
    if type(value) in (int, float):
        return draw(st.sampled_from(_NUMBERS))(value, draw(st.integers(0, 3)))
    return draw(of_type(type_of(value), pool))


def _changed_sequence(draw: DrawFn, value: Any, pool: Pool) -> Any:
    at = draw(st.integers(0, len(value) - 1))
    if isinstance(value, tuple) or draw(st.booleans()):
        return value[:at] + type(value)([_changed(draw, value[at], pool)]) + value[at + 1 :]
    return draw(st.sampled_from(_CUTS))(value, at)


def _changed_dict(draw: DrawFn, value: dict[Any, Any], pool: Pool) -> dict[Any, Any]:
    key = draw(st.sampled_from(list(value)))
    rest = {other: item for other, item in value.items() if other != key}
    match draw(st.integers(0, 2)):
        case 0:
            return rest
        case 1:
            return {**value, key: _changed(draw, value[key], pool)}
        case _:
            return {**rest, _changed(draw, key, pool): value[key]}


def _changed_text(draw: DrawFn, value: str, pool: Pool) -> str:
    at = draw(st.integers(0, len(value) - 1))
    match draw(st.integers(0, 9)):
        case 0:
            return draw(like(value))
        case 4 | 5:
            at = draw(st.sampled_from((0, at, len(value))))
            between = draw(st.sampled_from(separators([value, *pool.examples_of("str")])))
            return value[:at] + between * draw(st.integers(1, 3)) + value[at:]
        case 6:
            kinds = KINDS if any(map(str.isalnum, value)) else [alphabet([value])]
            run = draw(st.sampled_from(kinds).flatmap(lambda kind: st.text(kind, min_size=1, max_size=5)))
            return value[:at] + run + value[at:]
        case 1:
            known = alphabet([value, *pool.examples_of("str")])
            return value[:at] + draw(st.sampled_from(known)) + value[at + 1 :]
        case 2:
            return value[:at] + draw(st.sampled_from(pool.of("str"))) + value[at:] if pool.of("str") else value
        case 3 if value.upper() != value.lower():
            return value.swapcase() if at == 0 else value[:at] + value[at:].swapcase()
        case _:
            return str(draw(st.sampled_from(_CUTS))(value, at))
