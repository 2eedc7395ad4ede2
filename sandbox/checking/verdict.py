"""The judgement of many outcomes, with the evidence it rests on. Testing does not prove; no word here says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..outcome import Outcome

#: Strongest first.
Evidence = Literal["oracle", "catalogue", "examples", "consensus", "crash-only"]


class Status(Enum):
    PASSED = "passed"
    FALSIFIED = "falsified"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyResult:
    """`examples`: on how many inputs it was evaluated. Zero is `not run`, which is never a pass."""

    name: str
    status: Literal["passed", "falsified", "not run"]
    examples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterexample:
    """The smallest failing call that was found. `call` can be pasted into a Python prompt; all texts are `repr`s."""

    property: str
    call: str
    arguments: tuple[str, ...]
    #: As it was drawn, to be tried first on the next attempt (`Sandbox.check(first=...)`).
    input: tuple[object, ...] = ()
    outcome: Outcome
    #: What one right answer is, where the property knows it.
    expected: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Samples that answered alike on every input.

    `samples`: their positions, from 0. `different`: how many programs there are, copies of one text counted once.
    """

    samples: tuple[int, ...]
    different: int
    #: A reference that a model has proposed is one of them.
    proposed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The smallest input found on which programs differ where nothing says which of them is right.

    `call` can be pasted into a Python prompt. `answers`: who gives what, as texts.
    """

    call: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`examples`: inputs that were drawn and executed. `notes`: lines a reader must know (what was not checked)."""

    status: Status
    evidence: Evidence
    task: str | None
    entry_point: str | None
    properties: tuple[PropertyResult, ...] = ()
    counterexample: Counterexample | None = None
    #: Why it fell without a counterexample (refused, no such function), or why nothing can be said.
    reason: str = ""
    #: The outcome that decided it where no call was made: a refusal, a crash at import.
    outcome: Outcome | None = None
    convention: str | None = None
    examples: int = 0
    #: Inputs outside the domain: the oracle itself raised or took too long, or most samples raised.
    discarded: int = 0
    seed: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    #: Of samples that were compared, the largest cluster first; one that could not be compared agrees with nobody.
    clusters: tuple[Cluster, ...] = ()
    #: What tells the two largest clusters apart, where there is no majority.
    difference: Difference | None = None
    sandbox: str = ""
    backend: str = ""
    policy: str = ""
    protections: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return self.status is Status.PASSED
