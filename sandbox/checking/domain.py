"""The inputs that several programs have in common: what all of them say that they take."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .. import codec
from .drawing import GENERATE, draw
from .inputs import arguments_strategy
from .inputs.shapes import fits
from .plan import short_name
from .sample import voices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from .property import Arguments
    from .sample import Sample
    from .told import Told

_NUMBERS: Final = (["int"], ["float"], ["complex"])


@dataclass(frozen=True)
class Domain:
    """`inputs` draws them, `plain` those of the stated types alone; both None where there is only one, or none.

    `discarded`: inputs that were left out before, as outside of it.
    """

    explicit: list[Arguments]
    inputs: SearchStrategy[Arguments] | None = None
    plain: SearchStrategy[Arguments] | None = None
    discarded: int = 0

    def drawn(self, examples: int, seed: int | None) -> list[Arguments]:
        """The inputs to compare on, each once."""
        found = list(self.explicit)
        if self.inputs is not None:
            draw(self.inputs, found.append, examples, seed, GENERATE)
        return list({codec.dumps(one): one for one in found}.values())

    @property
    def smaller(self) -> list[SearchStrategy[Arguments]]:
        """Where to look for a smaller input."""
        return [one for one in (self.plain, self.inputs) if one is not None]


def common_domain(samples: list[Sample], first: Sequence[Arguments], told: Told) -> Domain:
    """`first`: inputs to begin with, as far as they fit. Marks the samples that do not take what most of them take."""
    arity = _arity(samples)
    types = _types(samples, arity)
    if not types:
        return Domain(explicit=[()])
    parameters = _parameters(samples, arity)
    names = {short_name(sample.entry_point): None for sample in samples}
    given = told.inputs(tuple(names), parameters)
    own = [tuple(one["arguments"]) for sample in samples for one in sample.function["examples"]]
    shown = _fitting([*given, *own], types)
    literals = [*told.literals, *(value for sample in samples for value in sample.function["literals"])]
    contract = told.contract(parameters, _fitting(given, types))
    inputs = arguments_strategy(types, shown, literals, contract=contract)
    plain = arguments_strategy(types, shown, [], contract=contract, varied=False)
    return Domain(explicit=[*_fitting(first, types), *shown], inputs=inputs, plain=plain)


def require_arity(samples: list[Sample], arity: int) -> None:
    """Marks the samples that do not take so many arguments."""
    for sample in samples:
        if not _takes(sample, arity):
            sample.unheard = f"it takes {_required(sample)} arguments, the proposed inputs have {arity}"


def _fitting(inputs: Sequence[Arguments], types: list[list[Any]]) -> list[Arguments]:
    return [one for one in inputs if len(one) == len(types) and all(map(fits, one, types))]


def _parameters(samples: list[Sample], arity: int) -> list[dict[str, Any]]:
    """Those of the first sample that takes so many."""
    found = (sample.function["parameters"] for sample in samples if not sample.unheard)
    return next((one[:arity] for one in found if len(one) >= arity), [])


def _arity(samples: list[Sample]) -> int:
    """The number of arguments that most samples take, the fewest of those."""
    counts = {_required(sample) for sample in samples}
    arity = max(sorted(counts), key=lambda count: voices(one for one in samples if _takes(one, count)), default=0)
    for sample in samples:
        if not _takes(sample, arity):
            sample.unheard = f"it takes {_required(sample)} arguments, most of the samples take {arity}"
    return arity


def _required(sample: Sample) -> int:
    return sum(one["required"] for one in sample.function["parameters"])


def _takes(sample: Sample, count: int) -> bool:
    most = count if sample.function["variadic"] else len(sample.function["parameters"])
    return _required(sample) <= count <= most


def _types(samples: list[Sample], arity: int) -> list[list[Any]]:
    """The types that all take, beginning with those that most samples state."""
    stated = {id(one): _stated(one, arity) for one in samples if not one.unheard}
    often = Counter(map(str, stated.values()))
    types: list[list[Any]] = [["any"]] * arity
    for sample in sorted((one for one in samples if not one.unheard), key=lambda one: -often[str(stated[id(one)])]):
        both = [common_type(*pair) for pair in zip(types, stated[id(sample)], strict=True)]
        known = [one for one in both if one is not None]
        if len(known) == arity:
            types = known
        else:
            sample.unheard = "its type hints are not those of most samples"
    return types


def _stated(sample: Sample, arity: int) -> list[list[Any]]:
    types = [one["type"] for one in sample.function["parameters"]]
    return [*types, *([["any"]] * arity)][:arity]


def common_type(left: list[Any], right: list[Any]) -> list[Any] | None:
    """The type of what is of both types, None if that is nothing."""
    if left == right or right == ["any"]:
        return left
    if left == ["any"]:
        return right
    if left in _NUMBERS and right in _NUMBERS:
        return min(left, right, key=_NUMBERS.index)
    if left[0] in ("optional", "union") or right[0] in ("optional", "union"):
        pairs = ((one, other) for one in _alternatives(left) for other in _alternatives(right))
        found = [both for both in (common_type(*pair) for pair in pairs) if both is not None]
        distinct = [one for index, one in enumerate(found) if one not in found[:index]]
        if distinct in ([], [["None"]]):  # one that takes nothing but None would leave nothing to compare
            return None
        return distinct[0] if len(distinct) == 1 else ["union", *distinct]
    if left[0] != right[0] and {left[0], right[0]} != {"list", "sequence"}:
        return None
    name = left[0] if left[0] == right[0] else "list"
    inside, others = left[1:] or right[1:], right[1:] or left[1:]
    if len(inside) != len(others):
        return None
    parts = [common_type(*pair) for pair in zip(inside, others, strict=True)]
    return None if None in parts else [name, *parts]


def _alternatives(kind: list[Any]) -> list[list[Any]]:
    name, *parts = kind
    if name not in ("optional", "union"):
        return [kind]
    inside = [one for part in parts for one in _alternatives(part)]
    return [*inside, ["None"]] if name == "optional" else inside
