"""From a source and a question to a verdict: plan, explore, shrink, ask again, judge."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .. import catalogue
from ..errors import CheckError
from ..outcome import Raised, Returned, describe
from .explore import Findings, Tally, explore, replay, shrink
from .literal import literal
from .oracle import Oracle
from .plan import Plan, choose_function, commented_task, entry_by_name, from_entry, from_hints
from .strategies import arguments_strategy
from .target import Target
from .user import UserProperties
from .verdict import Counterexample, PropertyResult, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..catalogue.entry import Entry
    from ..host import Sandbox
    from ..program import Program
    from .property import Arguments, Call, Property

_UNCHECKED = Verdict(status=Status.INCONCLUSIVE, evidence="crash-only", task=None, entry_point=None)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked about a source; see `Sandbox.check`."""

    source: str
    task: str | None
    prompt: str | None
    entry_point: str | None
    oracle: str | None
    properties: Path | None
    examples: int
    seed: int | None
    first: tuple[Arguments, ...]
    on_progress: Callable[[int], None]


def judge(box: Sandbox, question: Question) -> Verdict:
    """The verdict. Raises CheckError for a question that cannot be asked, before the program is run."""
    if question.examples < 1:
        raise CheckError(f"examples must be at least 1, was {question.examples}: a check without examples is none")
    started = time.monotonic()
    entry = _asked_entry(question)
    user = UserProperties(question.properties) if question.properties is not None else None
    oracle = Oracle(question.oracle, box) if question.oracle is not None else None
    try:
        with box.load(question.source) as program:
            verdict = _judge(box, question, program, entry, oracle, user)
            protections = program.outcome.protections
    finally:
        if oracle is not None:
            oracle.close()
    return replace(
        verdict,
        seed=question.seed or 0,
        seconds=time.monotonic() - started,
        sandbox=box.name,
        backend=box.backend,
        policy=box.policy.language,
        protections=protections,
    )


def _asked_entry(question: Question) -> Entry | None:
    name = question.task or (commented_task(question.source) if question.prompt is None else None)
    if name is not None:
        return catalogue.get(name)
    return catalogue.find(question.prompt) if question.prompt is not None else None


def _judge(
    box: Sandbox,
    question: Question,
    program: Program,
    entry: Entry | None,
    oracle: Oracle | None,
    user: UserProperties | None,
) -> Verdict:
    functions = program.functions
    if entry is None and question.prompt is None and question.entry_point is None:
        entry = entry_by_name(functions)
    if entry is None and question.entry_point is not None:
        entry = entry_by_name([one for one in functions if one["name"] == question.entry_point])
    blank = replace(
        _UNCHECKED,
        evidence="oracle" if oracle else "catalogue" if entry or user else "crash-only",
        task=entry.name if entry else None,
        entry_point=question.entry_point,
    )
    if not isinstance(program.outcome, Returned):
        reason = describe(program.outcome)
        return replace(blank, status=Status.FALSIFIED, reason=reason, outcome=program.outcome)
    entry_point = _entry_point(question, functions, entry, oracle)
    if entry_point is None:
        if entry is None and oracle is None and user is None:
            return replace(blank, reason="it ran, but it defines no function that could be checked")
        wanted = entry.entry_points[0] if entry else oracle.name if oracle else "one"
        what = "class" if entry is not None and entry.is_class else "function"
        return replace(blank, status=Status.FALSIFIED, reason=f"it defines no {what} to check; define {wanted}")
    function = next((one for one in functions if one["name"] == entry_point), None)
    if function is None and not _has(program, entry_point):
        return replace(
            blank, status=Status.FALSIFIED, entry_point=entry_point, reason=f"it defines no function {entry_point!r}"
        )
    plan = _plan(box, question, entry, oracle, user, function, entry_point)
    return _Trial(box, question, plan, oracle, user).verdict()


def _entry_point(
    question: Question, functions: list[dict[str, Any]], entry: Entry | None, oracle: Oracle | None
) -> str | None:
    if question.entry_point is not None:
        return question.entry_point
    wanted = entry.entry_points if entry is not None else (oracle.name,) if oracle is not None else ()
    is_class = entry is not None and entry.is_class
    return choose_function(functions, wanted, question.prompt or "", is_class=is_class)


def _has(program: Program, name: str) -> bool:
    """A function that no `def` shows, such as `f = lambda x: x`."""
    outcome = program.call(name)
    return getattr(outcome, "rule", "") != "entry point"


def _plan(
    box: Sandbox,
    question: Question,
    entry: Entry | None,
    oracle: Oracle | None,
    user: UserProperties | None,
    function: dict[str, Any] | None,
    entry_point: str,
) -> Plan:
    """The strongest evidence that is at hand: an oracle, else the catalogue and the user's own claims, else hints."""
    if entry is not None:
        plan = from_entry(entry, function, entry_point)
    else:
        trusted = question.prompt is None
        shown = list(function["examples"]) if function is not None else []
        if question.prompt:
            given = box.examples(question.prompt)
            trusted, shown = bool(given), given or shown
        plan = from_hints(function, entry_point, shown, trusted=trusted)
    if oracle is not None:
        plan = _with_oracle(plan, oracle)
    if user is not None:
        plan = _with_user(plan, user)
    return plan


def _with_oracle(plan: Plan, oracle: Oracle) -> Plan:
    inputs, plain = plan.inputs, plan.plain_inputs
    if inputs is None:
        types = [one["type"] for one in oracle.function["parameters"] if one["required"]]
        shown = [tuple(one["arguments"]) for one in oracle.function["examples"]]
        inputs = arguments_strategy(types, shown, oracle.function["literals"]) if types else None
        plain = arguments_strategy(types, shown, [], near=False) if inputs is not None else None
        inputs = inputs if inputs is not None else oracle.guess()
    explicit = tuple(one for one in plan.explicit if isinstance(oracle.answer(one), Returned))
    notes = () if inputs is not None or explicit else ("nothing tells what its arguments are: add type hints",)
    return replace(
        plan,
        conventions=(oracle.convention(),),
        inputs=inputs.map(oracle.within) if inputs is not None else None,
        plain_inputs=plain.map(oracle.within) if plain is not None else None,
        explicit=explicit,
        evidence="oracle",
        lenient=False,
        notes=notes,
    )


def _with_user(plan: Plan, user: UserProperties) -> Plan:
    conventions = tuple(replace(one, properties=(*one.properties, *user.properties)) for one in plan.conventions)
    if user.inputs is not None or not conventions:
        conventions = conventions or (user.convention(),)
    return replace(
        plan,
        conventions=conventions if user.properties or plan.task or plan.evidence == "oracle" else (),
        inputs=user.inputs if user.inputs is not None else plan.inputs,
        plain_inputs=None,
        explicit=plan.explicit if user.inputs is None else (),
        evidence="oracle" if plan.evidence == "oracle" else "catalogue",
        lenient=False,
        notes=(f"properties of {user.path.name}",),
    )


class _Trial:
    """One check as planned."""

    def __init__(
        self, box: Sandbox, question: Question, plan: Plan, oracle: Oracle | None, user: UserProperties | None
    ) -> None:
        self._box, self._question, self._plan, self._oracle, self._user = box, question, plan, oracle, user
        self._target = Target(box, question.source, plan.entry_point, is_class=plan.is_class)
        self._blank = replace(
            _UNCHECKED, evidence=plan.evidence, task=plan.task, entry_point=plan.entry_point, notes=plan.notes
        )

    def verdict(self) -> Verdict:
        try:
            return self._tests() or self._explored()
        finally:
            self._target.close()

    def _tests(self) -> Verdict | None:
        """The user's own tests; None when all passed and there is more to check."""
        if self._user is None or not self._user.tests:
            return None
        results, failure = self._user.first_failure(self._target, self._question.examples, self._question.seed)
        shown = tuple(
            PropertyResult(name=name, status="passed" if passed else "falsified", examples=count)
            for name, (count, passed) in results.items()
        )
        if failure is not None:
            fallen, said = failure
            notes = (*self._blank.notes, said)
            return self._falsified(replace(self._blank, notes=notes), shown, fallen)
        if self._plan.conventions:
            self._blank = replace(self._blank, properties=shown)
            return None
        if not any(result.examples for result in shown):
            return replace(self._blank, properties=shown, reason="no test called the function")
        return replace(self._blank, status=Status.PASSED, properties=shown, examples=sum(one.examples for one in shown))

    def _explored(self) -> Verdict:
        plan, question = self._plan, self._question
        if not plan.conventions:
            status = Status.FALSIFIED if plan.task is not None else Status.INCONCLUSIVE
            return replace(self._blank, status=status, reason="; ".join(plan.notes), notes=())
        explicit = [one for one in (*question.first, *plan.explicit) if self._acceptable(one)]
        findings = explore(
            self._target, plan.conventions, explicit, plan.inputs, question.examples, question.seed,
            question.on_progress,
        )  # fmt: skip
        best = findings.best
        if best.failed is not None:
            domains = [domain for domain in (plan.plain_inputs, plan.inputs) if domain is not None]
            failure = shrink(self._target, best, domains, question.examples, question.seed)
            return self._falsified(self._with(findings, failure[0]), None, failure)
        again = replay(self._target, best, findings.inputs, question.seed)
        if again is not None:
            note = "it held at first and fell when the same call was made again in a fresh process"
            verdict = self._with(findings, again[0])
            return self._falsified(replace(verdict, notes=(*verdict.notes, note)), None, again)
        return self._held(findings)

    def _acceptable(self, drawn: Arguments) -> bool:
        """Past counterexamples may come from another signature of the task."""
        try:
            for convention in self._plan.conventions:
                convention.adapt(drawn)
        except Exception:
            return False
        return True

    def _held(self, findings: Findings) -> Verdict:
        verdict = self._with(findings, None)
        if findings.problem:
            verdict = replace(verdict, notes=(*verdict.notes, findings.problem))
        if not findings.inputs:
            return replace(verdict, reason=findings.problem or "no input could be drawn")
        if self._plan.lenient:
            return self._lenient(verdict, findings)
        return replace(verdict, status=Status.PASSED)

    def _lenient(self, verdict: Verdict, findings: Findings) -> Verdict:
        """Inputs were guessed: if none was answered the code is broken; if some were not, that is said, not judged."""
        convention = findings.best.convention
        calls = [self._target.call(convention, drawn) for drawn in findings.inputs]
        raised = [call for call in calls if isinstance(call.outcome, Raised)]
        if len(raised) == len(calls):
            claim = findings.best.properties[-1]
            return self._falsified(verdict, None, (claim, raised[0]))
        if raised and self._plan.evidence == "crash-only":
            text = f"{self._target.text(raised[0].arguments)} {describe(raised[0].outcome)}"
            return replace(verdict, reason=f"{len(raised)} of {len(calls)} guessed inputs were not answered: {text}")
        return replace(verdict, status=Status.PASSED)

    def _with(self, findings: Findings, fallen: Property | None) -> Verdict:
        return replace(
            self._blank,
            properties=(*self._blank.properties, *_results(findings.best, fallen)),
            convention=findings.best.convention.name if len(self._plan.conventions) > 1 else None,
            examples=len(findings.inputs),
            discarded=self._oracle.discarded if self._oracle is not None else 0,
        )

    def _falsified(
        self, verdict: Verdict, properties: tuple[PropertyResult, ...] | None, failure: tuple[Property, Call]
    ) -> Verdict:
        claim, call = failure
        expected = claim.expected(call) if claim.expected is not None else None
        return replace(
            verdict,
            status=Status.FALSIFIED,
            properties=properties if properties is not None else verdict.properties,
            counterexample=Counterexample(
                property=claim.name,
                call=self._target.text(call.arguments),
                arguments=tuple(map(literal, call.arguments)),
                input=call.input,
                outcome=call.outcome,
                expected=literal(expected) if claim.expected is not None else None,
            ),
        )


def _results(tally: Tally, fallen: Property | None) -> tuple[PropertyResult, ...]:
    """Each property with its number of inputs; one that fell first on the smallest input counts as the fallen one."""
    names = {one.name for one in tally.properties}
    results = [
        PropertyResult(
            name=name,
            status="falsified" if fallen is not None and name == fallen.name else "passed" if count else "not run",
            examples=count,
        )
        for name, count in tally.counts.items()
    ]
    if fallen is not None and fallen.name not in names:
        results.append(PropertyResult(name=fallen.name, status="falsified", examples=1))
    return tuple(results)
