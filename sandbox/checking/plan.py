"""What a check rests on: the function, where its inputs come from, what is claimed, and the evidence that makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import catalogue
from ..outcome import Raised, Returned
from .bank import EVERYTHING, Within
from .comparison import same
from .doctests import mentioning
from .inputs import arguments_strategy
from .inputs.shapes import fields, fits
from .property import ANY_ARITY, Arguments, Call, Convention, Property
from .told import taken

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ..catalogue.entry import Entry
    from .told import Told
    from .verdict import Evidence

_COMMENT = re.compile(r"#[ \t]*codegen:[ \t]*task[ \t]*=([^\n#]*)", re.IGNORECASE)
#: Where the comment may stand: the source is a stranger's text of any size.
_COMMENT_WITHIN = 64 * 1024
_TASK_TEXT = 100
#: Inputs of a task that are held against a function's type hints.
_EDGES_TRIED = 5
#: Raised on any input, these say that the code is broken, not that the input was outside its domain.
_ALWAYS_BUGS = ("NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError", "SyntaxError")


@dataclass(frozen=True)
class Plan:
    """`conventions` may be empty: then nothing can be claimed, and `notes` say why."""

    entry_point: str
    conventions: tuple[Convention, ...]
    inputs: SearchStrategy[Arguments] | None
    explicit: tuple[Arguments, ...]
    evidence: Evidence
    #: The same domain without the inputs near examples, where that can be told apart: it shrinks further.
    plain_inputs: SearchStrategy[Arguments] | None = None
    #: What of the drawn inputs is inside the domain.
    within: Within = EVERYTHING
    task: str | None = None
    is_class: bool = False
    #: The task was told by the function's name alone, which may be a coincidence.
    guessed: bool = False
    #: Examples that are more than a call, see `doctests.py`.
    doctests: tuple[dict[str, Any], ...] = ()
    #: With guessed inputs, an exception may be the input's fault: then it is no failure, only said.
    lenient: bool = False
    notes: tuple[str, ...] = ()

    def parameters(self, convention: Convention, drawn: Arguments) -> Arguments:
        """What the function, or the class's constructor, is called with for an input."""
        return _passed(convention, drawn, is_class=self.is_class)


def commented_task(source: str) -> str | None:
    """The task that a `# codegen: task=...` line names. A search in text; the source is not parsed here."""
    match = _COMMENT.search(source[:_COMMENT_WITHIN])
    return " ".join(match[1].split())[:_TASK_TEXT].strip("'\"") if match else None


def entry_by_name(functions: list[dict[str, Any]]) -> Entry | None:
    """The task of the last function with a known name and a signature that fits; helpers stand before it."""
    for function in reversed(functions):
        entry = catalogue.by_entry_point(short_name(function["name"]))
        if entry is not None and entry.is_class == function["is_class"] and _admitted(entry, function):
            return entry
    return None


def choose_function(
    functions: list[dict[str, Any]], wanted: tuple[str, ...], text: str, *, is_class: bool
) -> str | None:
    """The function that is meant: one of the wanted names, the only one, one that the text names, or the last."""
    named: dict[str, str] = {short_name(one["name"]): one["name"] for one in functions if one["is_class"] == is_class}
    for name in wanted:
        if name in named:
            return named[name]
    public = [name for name in named if not name.startswith("_") and name != "main"]
    mentioned = [name for name in public if re.search(rf"\b{re.escape(name)}\b", text)]
    chosen = (mentioned or public)[-1:]
    return named[chosen[0]] if chosen else None


def short_name(name: str) -> str:
    """`f` of `Solution().f`."""
    return name.rpartition(".")[2]


def from_entry(entry: Entry, function: dict[str, Any] | None, entry_point: str) -> Plan:
    conventions = entry.conventions
    if function is not None:
        conventions = _admitted(entry, function) or _fitting(entry, function)
    notes = () if conventions else (
        f"{entry_point} does not take the parameters of {entry.name}, for example {entry.signature}",
    )  # fmt: skip
    return Plan(
        entry_point=entry_point,
        conventions=conventions,
        inputs=_drawn_for(entry),
        explicit=entry.edges,
        evidence="catalogue",
        task=entry.name,
        is_class=entry.is_class,
        notes=notes,
    )


@cache
def _drawn_for(entry: Entry) -> SearchStrategy[Arguments]:
    """One strategy a task: what was drawn from it is kept by its identity."""
    return entry.inputs()


def _fitting(entry: Entry, function: dict[str, Any]) -> tuple[Convention, ...]:
    """The conventions whose number of arguments the function takes."""
    required = sum(one["required"] for one in function["parameters"])
    most = 1000 if function["variadic"] else len(function["parameters"])
    found = tuple(one for one in entry.conventions if required <= one.arity <= most)
    return tuple(one for one in found if one.arity == required) or found


def _admitted(entry: Entry, function: dict[str, Any]) -> tuple[Convention, ...]:
    """Of these the conventions whose arguments are of the stated types, which tell a graph of letters from numbers."""
    types = [one["type"] for one in function["parameters"]]
    fitting = _fitting(entry, function)
    forms = {one.adapt: one for one in fitting}
    admitted = {
        adapt: all(
            fits(argument, kind)
            for edge in entry.edges[:_EDGES_TRIED]
            for argument, kind in zip(_passed(one, edge, is_class=entry.is_class), types, strict=False)
        )
        for adapt, one in forms.items()
    }
    return tuple(one for one in fitting if admitted[one.adapt])


def _passed(convention: Convention, drawn: Arguments, *, is_class: bool) -> Arguments:
    match convention.adapt(drawn):
        case (tuple(constructor), list()) if is_class:
            return constructor
        case arguments if not is_class:
            return arguments
    raise ValueError("an input of a function, not of a class")


def from_hints(function: dict[str, Any] | None, entry_point: str, told: Told) -> Plan:
    """For a task that nobody described: the examples it comes with, the types it states, and that it does not break.

    Examples count as claims where the prompt, or with none the checked file, gives them; a model's own docstring
    beside a prompt only tells what to call it with.
    """
    if function is None or function["is_class"]:
        what = "a class" if function is not None else "no function"
        return Plan(
            entry_point, (), None, (), "crash-only", notes=(f"{what} of an unknown task: nothing can be checked",)
        )
    arguments = [one for one in _shown(function, told) if _is_taken(one, function)]
    parameters = taken(function, told.types(short_name(entry_point)), arguments)
    types = [one["type"] for one in parameters]
    optional = sum(not one["required"] for one in parameters)
    claimed = told.examples(short_name(entry_point)) if told.text else function["examples"]
    literals = [*told.literals, *function["literals"]]
    contract = told.contract(parameters, arguments, "" if told.text else function["doc"])
    inputs = plain = None
    if types:
        inputs = arguments_strategy(types, arguments, literals, optional=optional, contract=contract)
        plain = arguments_strategy(types, arguments, [], optional=optional, contract=contract, varied=False)
    if optional == len(types):
        arguments.append(())
    doctests = mentioning(told.doctests if told.text else function["doctests"], short_name(entry_point))
    if inputs is None and not arguments and not doctests:
        notes = ("nothing tells what its arguments are: add type hints, --task, --oracle or --properties",)
        return Plan(entry_point, (), None, (), "crash-only", notes=notes)
    results = [one for one in claimed if "value" in one and _is_taken(one["arguments"], function)]
    claims = [_declared(function)]
    if function["returns"] != ["any"]:
        claims.append(_typed(function["returns"]))
    if results:
        claims.append(_examples("the examples given" if told.text else "its own examples", results))
    notes = ("its task is not in the catalogue: only examples, types and crash-freedom were checked",)
    if not (results or doctests):
        notes = ("its task is not in the catalogue: no answer was checked, only types and crash-freedom",)
    return Plan(
        entry_point=entry_point,
        conventions=(Convention("as stated", tuple(claims), ANY_ARITY),) if inputs is not None or arguments else (),
        inputs=inputs,
        doctests=doctests,
        explicit=tuple(arguments),
        evidence="examples" if results or doctests else "crash-only",
        plain_inputs=plain,
        lenient=True,
        notes=notes,
    )


def _shown(function: dict[str, Any], told: Told) -> list[Arguments]:
    """What examples call it with; those of its own docstring where the prompt has none."""
    given = told.inputs((short_name(function["name"]),), function["parameters"])
    return given or [tuple(one["arguments"]) for one in function["examples"]]


def _is_taken(arguments: Arguments, function: dict[str, Any]) -> bool:
    required = sum(one["required"] for one in function["parameters"])
    return required <= len(arguments) and (function["variadic"] or len(arguments) <= len(function["parameters"]))


def _declared(function: dict[str, Any]) -> Property:
    """Inputs are guessed here, so an exception may be right; one that no input can excuse is not."""
    declared = tuple(function["raises"])

    def holds(call: Call) -> bool:
        if isinstance(call.outcome, Raised):
            return call.raised(*declared) or not call.raised(*_ALWAYS_BUGS)
        return isinstance(call.outcome, Returned)

    return Property("does not break", "crash-free", holds)


def _typed(returns: list[Any]) -> Property:
    def holds(call: Call) -> bool:
        return not call.returned or fits(call.value, returns)

    return Property(f"returns {type_text(returns)}", "type", holds)


def _examples(name: str, shown: list[dict[str, Any]]) -> Property:
    def expected(call: Call) -> object:
        return next((one["value"] for one in shown if same(tuple(one["arguments"]), call.arguments)), None)

    def holds(call: Call) -> bool:
        wanted = [one["value"] for one in shown if same(tuple(one["arguments"]), call.arguments)]
        return not wanted or any(same(call.value, value) for value in wanted)

    return Property(name, "example", holds, expected)


def type_text(kind: list[Any]) -> str:
    """A type as Python writes it."""
    name, *parts = kind
    inside = ", ".join(map(type_text, parts))
    if name == "union":
        return " | ".join(map(type_text, parts))
    if name == "optional":
        return f"{inside} | None"
    if fields(name):
        return str(name).partition("(")[0]
    return f"{name}[{inside}]" if parts else str(name)
