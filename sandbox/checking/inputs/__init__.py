"""Inputs from what is known of a function: the types it states, the examples it gives, the literals it tells apart.

A type is data, as `sandbox.worker.describe` reads it: `["list", ["int"]]`. Half of the inputs keep to the shape of the
types, half are the given examples, changed a little: the domain decides what is found, not the number of inputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ..bank import kept_by_content
from .contract import Contract as Contract
from .contract import contract_of as contract_of
from .near import near_examples
from .pool import Pool
from .relations import related
from .shapes import SCALARS, type_of, union
from .values import of_type as of_type

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ..property import Arguments

ANYTHING = Contract()
#: Types without their parts.
_OPEN = (["list"], ["sequence"], ["dict"], ["tuple"], ["set"])


@kept_by_content
def arguments_strategy(
    types: list[list[Any]],
    examples: list[Arguments],
    literals: list[Any],
    *,
    optional: int = 0,
    contract: Contract = ANYTHING,
    varied: bool = True,
) -> SearchStrategy[Arguments] | None:
    """Argument tuples for parameters of these types; None if a parameter's type cannot be told.

    `optional`: how many of the last ones may be left out. `contract`: what all inputs comply with. `varied`: also
    inputs like the examples, and all that the types alone would hardly draw; without, what is found shrinks further.
    """
    most = [types, types[: len(types) - optional]] if optional else [types]
    drawn = [_for_all(one, examples, literals, varied=varied) for one in reversed(most)]
    known = [one for one in drawn if one is not None]
    if not known:
        return None
    inputs = st.one_of(known)
    return inputs if contract == ANYTHING else inputs.map(contract.fitted).filter(contract.admits)


def _for_all(
    types: list[list[Any]], examples: list[Arguments], literals: list[Any], *, varied: bool
) -> SearchStrategy[Arguments] | None:
    shown = [example for example in examples if len(example) == len(types)]
    columns = [[example[index] for example in shown] for index in range(len(types))]
    known = [_known(kind, values) for kind, values in zip(types, columns, strict=True)]
    if any(kind == ["any"] for kind in known):
        return None
    pools = [Pool(values, literals, varied=varied) for values in columns]
    rows = [known, *(_row(types, example) for example in shown if varied and all(map(_is_scalar, example)))]
    distinct = {str(row): row for row in rows}.values()
    shaped: SearchStrategy[Arguments] = st.one_of([st.tuples(*map(of_type, row, pools)) for row in distinct])
    if len(types) > 1 and varied:
        shaped = _halves(shaped, related(shaped))
    return _halves(shaped, near_examples(shown, pools)) if shown and types and varied else shaped


def _halves(one: SearchStrategy[Arguments], other: SearchStrategy[Arguments]) -> SearchStrategy[Arguments]:
    """As many of each; `|` would count the alternatives inside them."""
    return st.booleans().flatmap(lambda second: other if second else one)


def _is_scalar(value: object) -> bool:
    return type_of(value)[0] in SCALARS


def _row(types: list[list[Any]], example: Arguments) -> list[list[Any]]:
    """The types that go together in one example, where two that differ make unions."""
    return [_known(kind, [value]) for kind, value in zip(types, example, strict=True)]


def _known(stated: list[Any], values: list[Any]) -> list[Any]:
    """What the hint leaves open, the examples may tell."""
    if "any" not in str(stated) and stated not in _OPEN:
        return stated
    seen = [type_of(value) for value in values]
    return union(seen) if seen else stated
