"""What a model proposes of a task that nobody described: inputs, properties and a brute-force reference.

It is data and untrusted code: the document is validated (`spec.py`), the reference runs in a sandbox of its own as any
oracle does. Models may propose, never judge:

- A reference counts only if it answers most of the inputs, not all alike, and contradicts no example that was given.
  Without it nothing tells what the inputs mean, and the whole proposal is thrown out. What it does not answer is
  outside the domain.
- A property counts only if it holds for the reference and for most of the samples, and falls on a trivial wrong
  answer (`claims.is_vacuous`).
- The reference is one more voice among the samples (`consensus.py`), and only its text makes it another one. To agree
  with it is evidence of the kind `consensus`. To disagree is a fault only where most of the samples by themselves
  agree on another answer, as it would be without a proposal. One against one is a question, and the verdict
  `inconclusive` shows the call on which they differ. Where some samples agree and none of them with the reference, it
  is out.
- Examples that were given do not break that tie: code that contradicts them has fallen by them already, and code and
  reference that both agree with them can differ beyond, where either of them may be right.
- A property that most samples hold makes one fall that does not, on an input that the reference answers.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hypothesis.errors import InvalidArgument

from ...errors import CheckError
from ...literal import literal, shorten
from ...outcome import LimitExceeded, Returned
from ..comparison import same
from ..drawing import GENERATE, draw
from ..literal import call_text
from ..oracle import Oracle
from ..property import Arguments, Call, Property
from ..sample import REFERENCE
from ..tally import holds
from ..told import told_by
from .claims import PREFIX, claim_of, is_vacuous
from .drawing import arguments_of
from .spec import Spec, read_spec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hypothesis.strategies import SearchStrategy

    from ...host import Sandbox

#: A reference that needs longer for all inputs answers those that it had; a brute-force one is meant to be slow.
_BUDGET_SECONDS: Final = 20.0
#: Calls that do not end in time; then nothing else is asked of it.
_SLOW_CALLS: Final = 5
_SHOWN: Final = 200


@dataclass(frozen=True)
class Proposed:
    """What is left of a proposal. `inputs`: drawn ones that its reference answers; `discarded`: how many it does not.

    `notes`: what a reader of the verdict must know, such as what was thrown out.
    """

    spec: Spec
    strategy: SearchStrategy[Arguments]
    inputs: tuple[Arguments, ...]
    discarded: int
    notes: tuple[str, ...]

    @property
    def arity(self) -> int:
        return len(self.spec.parameters)

    @contextlib.contextmanager
    def opened(self, box: Sandbox) -> Iterator[tuple[Oracle, tuple[Property, ...]]]:
        """Its reference in a sandbox of its own, and its properties, which may ask that. Raises CheckError."""
        with contextlib.closing(_oracle(self.spec, box)) as oracle:
            yield oracle, _claims(self.spec, oracle)


def vet(box: Sandbox, text: str, *, prompt: str = "", examples: int = 100, seed: int | None = None) -> Proposed:
    """What counts of a proposal. Raises CheckError, in one line, where nothing does.

    `text`: the document as JSON. `prompt`: the task, of which examples are taken.
    """
    spec = read_spec(text)
    strategy = arguments_of(spec.parameters)
    given = [one for one in told_by(box, prompt).examples(spec.entry_point) if "value" in one]
    with contextlib.closing(_oracle(spec, box)) as oracle:
        drawn = _drawn(strategy, oracle, examples, seed)
        calls = [_call(oracle, one) for one in drawn if oracle.answers(one)]
        _require_reference(oracle, drawn, calls, given)
        thrown_out = {claim.name: why for claim in _claims(spec, oracle) if (why := _fault(claim, calls))}
        kept = [one for one, claim in zip(spec.properties, _claims(spec, oracle), strict=True)
                if claim.name not in thrown_out]  # fmt: skip
    notes = ["a model proposed what was checked: the inputs, a reference and " + _counted(len(kept))]
    notes += [f"thrown out was {name.removeprefix(PREFIX)!r}, {why}" for name, why in thrown_out.items()]
    return Proposed(
        spec=spec.model_copy(update={"properties": kept}),
        strategy=strategy,
        inputs=tuple(call.input for call in calls),
        discarded=len(drawn) - len(calls),
        notes=tuple(notes),
    )


def _oracle(spec: Spec, box: Sandbox) -> Oracle:
    return Oracle(spec.reference, spec.entry_point, box, "that was proposed")


def _claims(spec: Spec, oracle: Oracle) -> tuple[Property, ...]:
    return tuple(claim_of(one, oracle.call) for one in spec.properties)


def _drawn(strategy: SearchStrategy[Arguments], oracle: Oracle, examples: int, seed: int | None) -> list[Arguments]:
    """The inputs that the reference was asked for, as far as its time went."""
    asked: list[Arguments] = []
    slow = 0
    deadline = time.monotonic() + _BUDGET_SECONDS

    def ask(drawn: Arguments) -> None:
        nonlocal slow
        if slow < _SLOW_CALLS and time.monotonic() < deadline:
            asked.append(drawn)
            slow += isinstance(oracle.answer(drawn), LimitExceeded)

    try:
        problem = draw(strategy, ask, examples, seed, GENERATE)
    except InvalidArgument as error:  # of declarations that only together fit no value
        problem = " ".join(str(error).split())[:_SHOWN]
    if problem or not asked:
        raise CheckError(f"the proposal's inputs cannot be drawn: {problem}")
    return asked


def _call(oracle: Oracle, arguments: Arguments) -> Call:
    return Call(arguments, arguments, oracle.answer(arguments), lambda *more: _call(oracle, more))


def _require_reference(
    oracle: Oracle, drawn: Sequence[Arguments], calls: Sequence[Call], given: Sequence[dict[str, Any]]
) -> None:
    """Raises CheckError for a reference that does not count."""
    if len(calls) * 2 <= len(drawn):
        raise CheckError(f"{REFERENCE} answers only {len(calls)} of {len(drawn)} inputs")
    if all(same(call.value, calls[0].value) for call in calls):
        raise CheckError(f"{REFERENCE} answers every input alike: {_text(calls[0].value)}")
    for one in given:
        outcome = oracle.answer(tuple(one["arguments"]))
        if not isinstance(outcome, Returned) or not same(outcome.value, one["value"]):
            call = shorten(call_text(oracle.name, tuple(one["arguments"])), _SHOWN)
            raise CheckError(f"{REFERENCE} contradicts a given example: {call} should be {_text(one['value'])}")


def _fault(claim: Property, calls: Sequence[Call]) -> str:
    """Why a property does not count, "" if it does as far as the reference can tell."""
    fallen = next((call for call in calls if not holds(claim, call)), None)
    if fallen is not None:
        return f"for it does not hold for the reference on {_text(fallen.arguments)}"
    return "for it tells nothing: trivial wrong answers hold it too" if is_vacuous(claim, calls) else ""


def _text(value: object) -> str:
    return literal(value, _SHOWN)


def _counted(count: int) -> str:
    return f"{count} propert{'y' if count == 1 else 'ies'}"
