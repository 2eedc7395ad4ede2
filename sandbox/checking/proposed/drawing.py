"""Inputs of a proposed task: its declarations -> a strategy of argument tuples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ...errors import CheckError
from . import spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from ..property import Arguments


def arguments_of(parameters: Sequence[spec.Strategy]) -> SearchStrategy[Arguments]:
    """Argument tuples. Raises CheckError for declarations that no value fits."""

    @st.composite
    def drawn(draw: DrawFn) -> Arguments:
        values: list[Any] = []
        for one in parameters:
            values.append(draw(_parameter(one, values)))
        return tuple(values)

    try:
        for one in parameters:
            _parameter(one, [[0]] * len(parameters)).validate()
    except InvalidArgument as error:
        raise CheckError(f"the proposal's inputs cannot be drawn: {' '.join(str(error).split())[:200]}") from None
    return drawn()


def _parameter(declared: spec.Strategy, earlier: Sequence[Any]) -> SearchStrategy[Any]:
    """The values of a whole parameter, which may depend on those before it."""
    if isinstance(declared, spec.ElementOf):
        other, within = _values(declared.other), earlier[declared.parameter]
        known = list(within) if isinstance(within, list | tuple | str | dict) else []
        return st.sampled_from(known) | other if known else other
    if isinstance(declared, spec.List) and declared.same_length_as is not None:
        like = earlier[declared.same_length_as]
        size = min(len(like), spec.MAX_SIZE) if isinstance(like, list | tuple | str | dict | set) else 0
        return _list(declared, size, size)
    return _values(declared)


def _values(declared: spec.Strategy) -> SearchStrategy[Any]:
    match declared:
        case spec.Int():
            return st.integers(declared.min, declared.max)
        case spec.Float():
            return st.floats(declared.min, declared.max, allow_nan=False, allow_infinity=False)
        case spec.Bool():
            return st.booleans()
        case spec.Nothing():
            return st.none()
        case spec.Text():
            return st.text(declared.alphabet, min_size=declared.min_size, max_size=declared.max_size)
        case spec.Sampled():
            return st.sampled_from(declared.values)
        case spec.List():
            return _list(declared, declared.min_size, declared.max_size)
        case spec.Set():
            return st.sets(_values(declared.of), min_size=declared.min_size, max_size=declared.max_size)
        case spec.Dict():
            keys, values = _values(declared.keys), _values(declared.values)
            return st.dictionaries(keys, values, min_size=declared.min_size, max_size=declared.max_size)
        case spec.Tuple():
            return st.tuples(*map(_values, declared.of))
        case spec.OneOf():
            return st.one_of(*map(_values, declared.of))
        case spec.ElementOf():
            return _values(declared.other)


def _list(declared: spec.List, min_size: int, max_size: int) -> SearchStrategy[Any]:
    items = st.lists(_values(declared.of), min_size=min_size, max_size=max_size, unique=declared.unique)
    return items.map(sorted) if declared.order == "sorted" else items
