"""Right and wrong programs for the catalogue's tasks, and a judge that calls them in this process.

The programs are blocks of `samples/catalogue/*.txt`, each under a line `### right: what` or `### wrong: what`. The
program's function is the last one that it defines, whatever its name but `main`.
"""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from sandbox import codec
from sandbox.catalogue import Entry, entries
from sandbox.checking.property import Arguments, Call, Convention
from sandbox.outcome import Outcome, Raised, Returned
from sandbox.worker.building import PROVIDED, Builder
from sandbox.worker.operating import step

SAMPLES = Path(__file__).parent / "samples" / "catalogue"


@dataclass(frozen=True)
class Program:
    entry: Entry
    right: bool
    title: str
    source: str

    def __str__(self) -> str:
        return f"{self.entry.name}: {self.title}"

    @property
    def entry_point(self) -> str:
        defined = re.finditer(r"^(?:def|class) (?!main\b)(\w+)", self.source, re.MULTILINE)
        *_, last = defined
        return last[1]


def programs(entry: Entry) -> list[Program]:
    """All sample programs of a task; the sorts that compare share theirs, as they share their conventions."""
    path = SAMPLES / f"{entry.name.replace(' ', '_')}.txt"
    text = (path if path.exists() else SAMPLES / "sort.txt").read_text(encoding="utf-8")
    _, *blocks = re.split(r"^### (right|wrong): (.*)\n", text, flags=re.MULTILINE)
    parts = zip(blocks[::3], blocks[1::3], blocks[2::3], strict=True)
    return [Program(entry, kind == "right", title, source) for kind, title, source in parts]


#: Each program once: of the sorts that compare, the first stands for all.
ALL = list({program.source: program for entry in reversed(entries()) for program in programs(entry)}.values())


@cache
def inputs(entry: Entry) -> tuple[Arguments, ...]:
    """The edges and a hundred drawn inputs, always the same."""
    drawn: list[Arguments] = []

    @settings(
        max_examples=100, database=None, derandomize=True, phases=[Phase.generate], deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    @given(entry.inputs())
    def collect(arguments: Arguments) -> None:
        drawn.append(arguments)

    collect()
    return (*entry.edges, *drawn)


def surviving(program: Program) -> list[Convention]:
    """The conventions of which no property fails on any input."""
    namespace: dict[str, Any] = {}
    exec(PROVIDED, namespace)
    exec(program.source, namespace)
    function = namespace[program.entry_point]
    assert callable(function)
    run = _on_instance if program.entry.is_class else _on_arguments
    left = _fitting(program.entry, function)
    for drawn in inputs(program.entry):
        calls: dict[object, Call] = {}
        for convention in list(left):
            if convention.adapt not in calls:
                calls[convention.adapt] = call(run, function, convention, drawn)
            if not all(claim.holds(calls[convention.adapt]) for claim in convention.properties):
                left.remove(convention)
    return left


def _fitting(entry: Entry, function: Callable[..., object]) -> list[Convention]:
    """As a check does it: a parameter with a default is left alone where the task's arguments do without."""
    if entry.is_class:
        return list(entry.conventions)
    parameters = inspect.signature(function).parameters.values()
    required = sum(one.default is one.empty and one.kind is not one.VAR_POSITIONAL for one in parameters)
    exact = [one for one in entry.conventions if one.arity == required]
    return exact or list(entry.conventions)


Run = Callable[[Callable[..., object], Arguments], Outcome]


def call(run: Run, function: Callable[..., object], convention: Convention, drawn: Arguments) -> Call:
    passed = convention.adapt(copy.deepcopy(drawn))
    outcome = run(function, copy.deepcopy(passed))
    return Call(drawn, passed, outcome, lambda *again: call(run, function, convention, again))


def _on_arguments(function: Callable[..., object], arguments: Arguments) -> Outcome:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            defined = getattr(inspect.unwrap(function), "__globals__", {})
            arguments = tuple(map(Builder(defined, dict).built, arguments))
            value = _as_data(function(*arguments))
    except Exception as error:
        return Raised(type_name=type(error).__name__, message=str(error), bases=_bases(error))
    return Returned(value=value, arguments=tuple(map(_as_data, arguments)), stdout=printed.getvalue())


def _on_instance(make: Callable[..., object], arguments: Arguments) -> Outcome:
    constructor, operations = arguments
    assert isinstance(constructor, tuple)
    assert isinstance(operations, list)
    try:
        instance = make(*constructor)
    except Exception as error:
        return Raised(type_name=type(error).__name__, message=str(error), bases=_bases(error))
    return Returned(value=[step(instance, names, values, _kinds) for names, values in operations])


def _kinds(error: BaseException) -> tuple[str, tuple[str, ...]]:
    return type(error).__name__, _bases(error)


def _as_data(value: object) -> object:
    return codec.loads(codec.dumps(value))


def _bases(error: BaseException) -> tuple[str, ...]:
    return tuple(base.__name__ for base in type(error).__mro__[1:-1])
