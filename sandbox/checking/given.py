"""A drawn input with what is worth keeping of it for the next program: its bytes, and how answers to it were judged."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..asking import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..outcome import Outcome
    from .property import Arguments, Convention, Property


#: Tuples of inputs whose answers are kept.
_TUPLES: Final = 64
#: Rulings of one answer that are kept; the most that a task of the catalogue has conventions.
_RULINGS: Final = 160


@dataclass(frozen=True, slots=True)
class Ruling:
    """How claims did on an answer: the first that fell, and the further calls they made, with what these gave.

    It is the same for every program that gives all these answers. `claims` are kept so that no others have their
    identity.
    """

    claims: tuple[Property, ...]
    fallen: Property | None
    further: tuple[tuple[Form, Outcome], ...] = ()


class Form(Question):
    """What is passed for an input in one form of calling."""

    def __init__(self, arguments: Arguments) -> None:
        super().__init__(arguments)
        self._rulings: dict[int, dict[int, Ruling]] = {}

    def ruling(self, outcome: Outcome, claims: tuple[Property, ...]) -> Ruling | None:
        """How these claims did on this answer, if that is known."""
        return self._rulings.get(id(outcome), {}).get(id(claims))

    def keep_ruling(self, outcome: Outcome, ruling: Ruling) -> None:
        """Of answers that are kept, so that no others have their identity, by claims that depend on nothing else."""
        known = self.knows(outcome) and all(form.knows(its) for form, its in ruling.further)
        if known and all(claim.kind != "user" for claim in ruling.claims):
            found = self._rulings.setdefault(id(outcome), {})
            if len(found) >= _RULINGS:
                found.clear()
            found[id(ruling.claims)] = ruling


class Given:
    """One drawn input. Nobody changes it: all programs are called with it."""

    __slots__ = ("_forms", "drawn")

    def __init__(self, drawn: Arguments) -> None:
        self.drawn = drawn
        self._forms: dict[Callable[[Arguments], Arguments], Form] = {}

    def form(self, convention: Convention) -> Form:
        form = self._forms.get(convention.adapt)
        if form is None:
            form = self._forms[convention.adapt] = Form(convention.adapt(self.drawn))
        return form


#: By the identity of the tuple, which is kept too.
_shared: OrderedDict[int, tuple[tuple[Arguments, ...], list[Given]]] = OrderedDict()


def shared(inputs: tuple[Arguments, ...]) -> list[Given]:
    """The inputs of a task that are always tried: the same objects for the same tuple."""
    found = _shared.get(id(inputs))
    if found is None:
        found = _shared[id(inputs)] = inputs, [Given(one) for one in inputs]
        while len(_shared) > _TUPLES:
            _shared.popitem(last=False)
    return found[1]
