"""A plan with a reference as its judge, which also states the domain, together with the prompt.

What a program says of its own arguments could be a domain on which it is right: its types and examples choose inputs
only where nothing else does, its literals only add some.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from .inputs import arguments_strategy
from .inputs.guesses import arrangements, guesses
from .plan import short_name
from .property import ANY_ARITY
from .told import taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from .oracle import Oracle
    from .plan import Plan
    from .property import Arguments
    from .told import Told


class Reference(Protocol):
    """As much of an oracle as its domain depends on."""

    name: str
    function: dict[str, Any]

    def answers(self, arguments: Arguments, /) -> bool: ...


@dataclass(frozen=True)
class Drawn:
    """`inputs` and `plain` as in a plan; `note`: what a reader must know of where they come from."""

    inputs: SearchStrategy[Arguments] | None
    plain: SearchStrategy[Arguments] | None
    note: str = ""


def against_oracle(plan: Plan, oracle: Oracle, function: dict[str, Any] | None, told: Told) -> Plan:
    drawn = Drawn(plan.inputs, plan.plain_inputs)
    if plan.task is None:
        drawn = oracle_inputs(oracle, function, told)
        if drawn.inputs is None and plan.inputs is not None:
            note = "its own type hints or examples chose the inputs, as the oracle has none: add them there"
            drawn = Drawn(plan.inputs, plan.plain_inputs, note)
        elif drawn.inputs is None:
            drawn = oracle_inputs(oracle, function, told, guess=_guessed)
    explicit = tuple(one for one in plan.explicit if oracle.answers(one))
    if drawn.inputs is None and not explicit:
        drawn = Drawn(None, None, "nothing tells what its arguments are: add type hints to the oracle")
    return replace(
        plan,
        conventions=(replace(oracle.convention(), arity=ANY_ARITY),),
        inputs=drawn.inputs,
        plain_inputs=drawn.plain,
        within=oracle.domain,
        explicit=explicit,
        evidence="oracle",
        lenient=False,
        notes=(drawn.note,) if drawn.note else (),
    )


def oracle_inputs(
    oracle: Reference,
    function: dict[str, Any] | None,
    told: Told,
    guess: Callable[[Reference, list[dict[str, Any]]], list[list[Any]]] | None = None,
) -> Drawn:
    """From what the reference and the prompt say; `function`: the program's own, of which literals count.

    `guess`: what tells the types where nothing else does.
    """
    reference, name = oracle.function, short_name(oracle.name)
    examples = [tuple(one["arguments"]) for one in reference["examples"]]
    shown = [*told.inputs((name,), reference["parameters"]), *examples]
    parameters = taken(reference, told.types(name), shown)
    literals = [*reference["literals"], *told.literals, *(function["literals"] if function is not None else ())]
    contract = told.contract(parameters, shown, reference["doc"])
    optional = sum(not one["required"] for one in parameters)
    types = [one["type"] for one in parameters]

    def strategy(types: list[list[Any]], *, varied: bool) -> SearchStrategy[Arguments] | None:
        return arguments_strategy(
            types, shown, literals if varied else [], optional=optional, contract=contract, varied=varied
        )

    if strategy(types, varied=True) is None:
        answered = (one for one in arrangements(told.displays, len(types) - optional) if oracle.answers(one))
        shown += list(itertools.islice(answered, 1))
    if guess is not None:
        types = guess(oracle, parameters)
    return Drawn(strategy(types, varied=True), strategy(types, varied=False))


def _guessed(oracle: Reference, parameters: list[dict[str, Any]]) -> list[list[Any]]:
    """The first types that the reference answers for, those first that its parameters' names suggest."""
    required = [one for one in parameters if one["required"]]
    for types, samples in guesses([one["name"] for one in required]):
        if all(map(oracle.answers, samples)):
            return [*types, *(one["type"] for one in parameters if not one["required"])]
    return [one["type"] for one in parameters]
