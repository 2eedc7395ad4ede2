"""Arguments that have to do with each other: an index of the list, an element of it, the same text again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from ..property import Arguments


@st.composite
def related(draw: DrawFn, independent: SearchStrategy[Arguments]) -> Arguments:
    """Drawn arguments, one of which is then made of another."""
    values: list[Any] = list(draw(independent))
    one, other, *rest = draw(st.permutations(range(len(values))))
    if rest and all(type(values[index]) in (int, float) for index in (one, other, rest[0])) and draw(st.integers(0, 3)):
        values[other] = values[one] + values[rest[0]]
    else:
        values[other] = _made_of(draw, values[one], values[other])
    return tuple(values)


def _made_of(draw: DrawFn, one: Any, other: Any) -> Any:
    """A value of the other's type that has to do with the one; the other where there is none."""
    if isinstance(one, list | str) and type(other) is int:
        return draw(st.integers(-1, len(one) + 1) | st.sampled_from(_integers(one) or [0]))
    if type(one) is type(other) and isinstance(one, list | str):
        return _made_of_like(draw, one, other)
    if isinstance(one, list | tuple | str | dict) and any(type(item) is type(other) for item in one):
        return draw(st.sampled_from([item for item in one if type(item) is type(other)]))
    if type(one) is type(other) and isinstance(one, int | float) and not isinstance(one, bool):
        return draw(st.sampled_from([one, one + 1, one - 1, one * 2, -one]))
    return one if type(one) is type(other) else other


def _integers(values: Any) -> list[int]:
    return [value for value in values if type(value) is int]


def _made_of_like(draw: DrawFn, one: Any, other: Any) -> Any:
    low, high = sorted(draw(st.tuples(st.integers(0, len(one)), st.integers(0, len(one)))))
    match draw(st.integers(0, 5)):
        case 0:
            return one
        case 1:
            return one[low:high]
        case 2:
            return one[::-1]
        case 3:
            shuffled = draw(st.permutations(one))
            return "".join(shuffled) if isinstance(one, str) else shuffled
        case 4:  # as long as the one
            return (other * len(one))[: len(one)] if other else other
        case _:
            return one[:low] + other + one[low:]
