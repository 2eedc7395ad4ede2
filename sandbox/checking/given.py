"""A drawn input with what is worth keeping of it for the next program: its bytes, and answers that were judged."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from ..program import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..outcome import Outcome
    from .property import Arguments, Claim, Convention


#: Tuples of inputs whose answers are kept.
_TUPLES: Final = 64


class Form(Question):
    """What is passed for an input in one form of calling."""

    def __init__(self, arguments: Arguments) -> None:
        super().__init__(arguments)
        self._claims: dict[int, dict[Claim, bool]] = {}

    def claims(self, outcome: Outcome) -> dict[Claim, bool]:
        """Which claims hold of this answer, as far as that is known: shared by all programs that give it."""
        found = self._claims.get(id(outcome))  # of an outcome that is kept, so that no other has its identity
        if found is None:
            found = self._claims.setdefault(id(outcome), {}) if self.knows(outcome) else {}
        return found


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
