"""Class tasks: a list of operations goes in, a list of steps comes out, and a model says what they must be.

A drawn input is `(constructor's arguments, operations)`. An operation is `(names, arguments)`: alternative names of one
method, tried in order. A step is `("returned", value)`, `("raised", type name, bases)` or, where the class has no such
method, `("absent",)`.

A model is a class of the host's. Its methods bear the first name of each operation, and say what a right step is: an
`Expectation`, an `Open` question, or simply the value to be returned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ..checking.comparison import same
from ..checking.property import Arguments, Call, Property
from .entry import listed, phrased
from .properties import Choice, Form, is_refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

Names: TypeAlias = tuple[str, ...]
Operation: TypeAlias = tuple[Names, Arguments]


@dataclass(frozen=True, slots=True)
class Method:
    """A method by its names, the usual one first; called, it makes an operation."""

    names: Names
    #: A class may lack it, but not get it wrong.
    is_optional: bool

    def __call__(self, *arguments: object) -> Operation:
        return (self.names, arguments)


def required(names: str) -> Method:
    return Method(listed(names), is_optional=False)


def optional(names: str) -> Method:
    return Method(listed(names), is_optional=True)


#: Of whatever holds things.
IS_EMPTY = optional("is_empty, isEmpty, empty, isempty, IsEmpty")
SIZE = optional("size, __len__, length, get_size, getSize, count")


def class_names(english: str, chinese: str) -> tuple[str, ...]:
    """Each name also with the words for a class."""
    named, in_chinese = "|".join(listed(english)), "|".join(listed(chinese))
    return (
        *phrased("|design |class |design class ", named, "| class| data structure"),
        *phrased("|设计", in_chinese, "|类|数据结构|结构"),
    )


#: More than any table of operations has.
_LETTERS = "".join(map(chr, range(ord("0"), ord("0") + 240)))


def operation_lists(
    table: Callable[..., Sequence[Operation]],
    made: SearchStrategy[Arguments] | None = None,
    emptied_by: Method | None = None,
) -> SearchStrategy[Arguments]:
    """Inputs whose operations are those of a table, the simplest first; one that is there twice is drawn as often.

    `made` draws the constructor's arguments, of which the table is made. Half of the lists are long: it takes a while
    until something has been filled, emptied and filled again. Half end with `emptied_by` as often as it takes, which
    shows all that is there. A text is drawn ten times as fast as a list.
    """
    from hypothesis import strategies as st

    def as_input(drawn: tuple[Arguments, str, bool]) -> Arguments:
        constructor, text, is_emptied = drawn
        operations = table(*constructor)
        chosen = [operations[(ord(letter) - ord("0")) % len(operations)] for letter in text]
        return constructor, chosen + [emptied_by()] * len(chosen) if is_emptied and emptied_by is not None else chosen

    lists = st.text(_LETTERS, min_size=1, max_size=25) | st.text(_LETTERS, min_size=15, max_size=40)
    return st.tuples(st.just(()) if made is None else made, lists, st.booleans()).map(as_input)


def made_with(name: str, *arguments: object) -> Form:
    """A class whose constructor wants arguments that the task does not speak of."""
    return Form(f"made with {name}", len(arguments), lambda drawn: (arguments, drawn[1]))


# Steps


@dataclass(frozen=True, slots=True)
class Step:
    """What one operation did; `kind` is "malformed" for anything that is no step."""

    kind: str
    value: object = None
    type_name: str = ""
    bases: tuple[str, ...] = ()

    @property
    def returned(self) -> bool:
        return self.kind == "returned"

    @property
    def refused(self) -> bool:
        return self.kind == "raised" and is_refusal(self.type_name, self.bases)

    def gave(self, *values: object) -> bool:
        """True if it returned one of the values."""
        return self.returned and any(same(self.value, value) for value in values)


def _step(raw: object) -> Step:
    match raw:
        case ("returned", value):
            return Step("returned", value)
        case ("raised", str(type_name), tuple(bases)):
            return Step("raised", type_name=type_name, bases=tuple(map(str, bases)))
        case ("absent",):
            return Step("absent")
        case _:
            return Step("malformed")


def parts(drawn: Arguments) -> tuple[Arguments, list[Operation]]:
    """The constructor's arguments and the operations."""
    match drawn:
        case (tuple(constructor), list(operations)):
            return constructor, operations
    return (), []


#: Of an operation whose effect an instance was made with.
_MADE = Step("made")


def _steps(call: Call) -> list[Step] | None:
    """One step a drawn operation; None where the answer is anything else, or what a form does before them failed.

    A form may put operations before those that were drawn, or leave out the first ones.
    """
    raw = call.value
    if not isinstance(raw, list) or len(raw) != len(parts(call.arguments)[1]):
        return None
    found = list(map(_step, raw))
    before = len(found) - len(parts(call.input)[1])
    if before < 0:
        return [_MADE] * -before + found
    return found[before:] if all(step.returned for step in found[:before]) else None


# What a step must be


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one step must be; `shown` is such a step. As the answer to an open question it has a name."""

    right: Callable[[Step], bool]
    shown: tuple[object, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A step that the task leaves open, but that shall always be of one kind; `usual` is the first of these."""

    question: str
    usual: Expectation


def exactly(value: object, name: str = "") -> Expectation:
    return Expectation(lambda step: step.gave(value), ("returned", value), name)


def such(right: Callable[[object], bool], shown: object) -> Expectation:
    """It returns a value of which that is true."""
    return Expectation(lambda step: step.returned and right(step.value), ("returned", shown))


def one_of(*values: object) -> Expectation:
    return Expectation(lambda step: step.gave(*values), ("returned", values[0]))


#: It is done; what it returns is nobody's business.
DONE = Expectation(lambda step: step.returned, ("returned", None))

#: So too, or it says that it cannot be done.
DONE_OR_REFUSED = Expectation(lambda step: step.returned or step.refused, ("returned", None))

# Ways to say that there is nothing.
RAISES = Expectation(lambda step: step.refused, ("raised", "IndexError", ("LookupError", "Exception")), "raises")
GIVES_NONE = exactly(None, "gives None")
GIVES_MINUS_ONE = exactly(-1, "gives -1")
GIVES_FALSE = exactly(False, "gives False")
GIVES_MESSAGE = Expectation(
    lambda step: step.returned and type(step.value) is str, ("returned", "empty"), "gives a message"
)
NOTHING = (RAISES, GIVES_NONE, GIVES_MINUS_ONE, GIVES_FALSE, GIVES_MESSAGE)
#: Whichever of these, where a further question would not be worth its conventions.
SAYS_NOTHING = Expectation(lambda step: any(one.right(step) for one in NOTHING), ("returned", None))


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a class must do: `model`, made with the drawn constructor's arguments, says it for each of the methods."""

    model: Callable[..., object]
    methods: tuple[Method, ...]
    #: Groups of optional ones, of each of which a class must have one: without any it can do or tell nothing.
    telling: tuple[tuple[Method, ...], ...] = ()

    def follows(self, name: str, *methods: Method) -> Property:
        """Every step of these methods (of all, where none is named) is what the model says, as far as it is settled."""
        names = {method.names for method in methods or self.methods}

        def right(operation: Operation, step: Step, wanted: Expectation | Open) -> bool:
            return operation[0] not in names or isinstance(wanted, Open) or wanted.right(step)

        return self._property(name, right)

    def answers(self, question: str, *accepted: Expectation) -> tuple[Choice, ...]:
        """The choices for an open question."""
        return tuple(self._answer(question, one) for one in accepted)

    def _answer(self, question: str, accepted: Expectation) -> Choice:
        def right(operation: Operation, step: Step, wanted: Expectation | Open) -> bool:  # noqa: ARG001
            return isinstance(wanted, Expectation) or wanted.question != question or accepted.right(step)

        name = f"{question} {accepted.name}"
        return Choice(name, (self._property(name, right, {question: accepted}),))

    def reference(self, constructor: Arguments, operations: list[Operation]) -> list[object]:
        """The steps of a right class that has every method."""
        return [_shown(wanted, {}) for wanted in self._wanted(constructor, operations)]

    def _property(
        self,
        name: str,
        right: Callable[[Operation, Step, Expectation | Open], bool],
        answers: dict[str, Expectation] | None = None,
    ) -> Property:
        def holds(call: Call) -> bool:
            done = self.done(call)
            return done is not None and all(right(*one) for one in done)

        def expected(call: Call) -> object:
            return [_shown(wanted, answers or {}) for wanted in self._wanted(*parts(call.input))]

        return Property(name, "stateful", holds, expected)

    def done(self, call: Call) -> list[tuple[Operation, Step, Expectation | Open]] | None:
        """The operations that the class has, their steps and what these must be; None if it lacks one it must have."""
        found, (constructor, operations) = _steps(call), parts(call.input)
        if found is None:
            return None
        lacking = {names for (names, _), step in zip(operations, found, strict=True) if step.kind == "absent"}
        if not lacking <= {method.names for method in self.methods if method.is_optional}:
            return None
        if any(lacking >= {method.names for method in group} for group in self.telling):
            return None
        kept = [(one, step) for one, step in zip(operations, found, strict=True) if one[0] not in lacking]
        wanted = self._wanted(constructor, [one for one, _ in kept])
        return [(*pair, one) for pair, one in zip(kept, wanted, strict=True) if pair[1] is not _MADE]

    def _wanted(self, constructor: Arguments, operations: list[Operation]) -> list[Expectation | Open]:
        model = self.model(*constructor)
        found = (getattr(model, names[0])(*arguments) for names, arguments in operations)
        return [one if isinstance(one, Expectation | Open) else exactly(one) for one in found]


def _shown(wanted: Expectation | Open, answers: dict[str, Expectation]) -> tuple[object, ...]:
    if isinstance(wanted, Open):
        return answers.get(wanted.question, wanted.usual).shown
    return wanted.shown
