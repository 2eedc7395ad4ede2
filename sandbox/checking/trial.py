"""One check as planned: explore, shrink, ask again, judge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..outcome import Raised, Returned, describe
from .bank import Supply
from .comparison import same
from .doctests import judge_doctests
from .explore import Findings, explore, replay
from .given import Given, shared
from .guessed import may_be_the_inputs_fault
from .kept import Shelf
from .property import ANY_ARITY, Property
from .results import counterexample, property_results, shown_name
from .shrinking import shrink
from .tally import REPEATS, Judged, Tally
from .target import ClassTarget, Target, is_timeout
from .user import UserProperties
from .verdict import PropertyResult, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..host import Sandbox
    from ..program import Program
    from .oracle import Oracle
    from .plan import Plan
    from .property import Arguments, Call, Convention
    from .question import Past, Question

#: What is known before anything was called.
UNCHECKED = Verdict(status=Status.INCONCLUSIVE, evidence="crash-only", task=None, entry_point=None)


#: Of the examples that were asked for, one in so many must have been made for a pass.
_LEAST_PART = 10
#: Inputs on which a guessed task must be answered at least once.
_MATCHED = 4
#: Examples for each of the user's tests when they are run again in a fresh process.
_REPLAYED = 20
#: Notes of a fall that help whoever repairs it.
PRINTS = "it prints its answer; it should return it"
KEEPS = "a fresh process answers this call: it keeps something"
FELL_LATER = "flaky: it held at first and fell when the same call was made again in a fresh process"
CHANGES = "flaky: the same call got another answer when it was made again in a fresh process"
#: How often a call that fell is made once more.
_ASKED_AGAIN = 3
DOCTESTS = "the doctests given"
#: What falls when inputs were guessed and not one was answered.
ANSWERS = Property("answers some input", "crash-free", lambda call: call.returned)


class Trial:
    """One check as planned."""

    def __init__(
        self,
        box: Sandbox,
        program: Program,
        question: Question,
        plan: Plan,
        oracle: Oracle | None,
        user: UserProperties | None,
        *,
        also: Sequence[Past],
        many: bool,
    ) -> None:
        self._question, self._plan, self._oracle, self._user, self._also = question, plan, oracle, user, also
        self._box = box
        made = ClassTarget if plan.is_class else Target
        self._target = made(box, program, question.source, plan.entry_point)
        # An oracle and the user's own file may change what is drawn.
        shelf = Shelf.of(box.cache, plan.task) if oracle is None and user is None else None
        self._supply = (
            Supply(
                plan.inputs, plan.within, question.examples, question.seed, whole=many, distinct=plan.task is None,
                shelf=shelf,
            )
            if plan.inputs is not None
            else None
        )  # fmt: skip
        self._blank = replace(
            UNCHECKED, evidence=plan.evidence, task=plan.task, entry_point=plan.entry_point, notes=plan.notes
        )

    def verdict(self) -> Verdict:
        try:
            verdict = self._tests() or self._doctests() or self._explored()
            self._target.leave()
            return verdict
        finally:
            self._target.close()

    def _tests(self) -> Verdict | None:
        """The user's own tests; None when all passed and there is more to check."""
        if self._user is None or not self._user.tests:
            return None
        examples, seed = self._question.examples, self._question.seed
        # Made anew each time: Hypothesis configures a test but once.
        results, failure = UserProperties(self._user.path).first_failure(self._target, examples, seed)
        if failure is None:
            with self._target.fresh() as again:
                tests = UserProperties(self._user.path)
                again_results, failure = tests.first_failure(again, min(examples, _REPLAYED), seed)
            results |= {name: found for name, found in again_results.items() if not found[1]}
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

    def _doctests(self) -> Verdict | None:
        """As `_tests`, of what the prompt, or the program where there is none, shows to be typed."""
        doctests = self._plan.doctests
        count, failure = judge_doctests(self._box, self._question.source, doctests, DOCTESTS)
        if failure is not None:
            target, claim, call = failure
            fallen = PropertyResult(name=claim.name, status="falsified", examples=count)
            found = counterexample(target, claim, call)
            return replace(self._blank, status=Status.FALSIFIED, properties=(fallen,), counterexample=found)
        if count:
            held = PropertyResult(name=DOCTESTS, status="passed", examples=count)
            self._blank = replace(self._blank, properties=(*self._blank.properties, held))
        elif doctests and not any(one.kind == "example" for each in self._plan.conventions for one in each.properties):
            note = "of what its doctests show, nothing could be compared"
            self._plan = replace(self._plan, evidence="crash-only")
            self._blank = replace(self._blank, evidence="crash-only", notes=(*self._blank.notes, note))
        if doctests and not self._plan.conventions:
            return replace(self._blank, status=Status.PASSED if count else Status.INCONCLUSIVE, examples=count)
        return None

    def _explored(self) -> Verdict:
        plan, question = self._plan, self._question
        if not plan.conventions:
            status = Status.FALSIFIED if plan.task is not None else Status.INCONCLUSIVE
            return replace(self._blank, status=status, reason="; ".join(plan.notes), notes=())
        first = [*map(Given, question.first), *shared(plan.explicit)]
        explicit = [one for one in first if self._acceptable(one.drawn)]
        findings = explore(
            self._target, plan.conventions, explicit, self._supply, question.source, question.seed,
            question.on_progress or (lambda count: None),
        )  # fmt: skip
        best = findings.best
        if best.failed is not None and plan.guessed and self._no_match(best.convention, explicit):
            reason = f"it is named like {plan.task}, but does not take its arguments; say what it does with --task"
            return replace(self._blank, task=None, evidence="crash-only", reason=reason)
        if best.failed is not None:
            return self._unanswered(findings, *best.failed) or self._shrunk(findings)
        again = replay(self._target, best, findings.inputs, question.seed)
        if again is not None:
            return self._flaky(self._falsified(self._with(findings, again[0]), None, again), FELL_LATER)
        return self._held(findings)

    def _shrunk(self, findings: Findings) -> Verdict:
        plan, question = self._plan, self._question
        domains = [domain for domain in (plan.plain_inputs, plan.inputs) if domain is not None]
        failure = shrink(self._target, findings.best, domains, question.examples, question.seed, plan.within.accepts)
        verdict = self._falsified(self._with(findings, failure[0]), None, failure)
        return self._flaky(verdict, CHANGES) if self._changes(findings.best.convention, failure[1]) else verdict

    def _unanswered(self, findings: Findings, claim: Property, call: Call) -> Verdict | None:
        """Where the fall may be the fault of an input that was guessed."""
        best, seed = findings.best, self._question.seed
        if not may_be_the_inputs_fault(self._target, self._plan, best.convention, findings.inputs, claim, call, seed):
            return None
        text = f"{self._target.text(call.arguments)} {describe(call.outcome)}"
        return replace(self._with(findings, None), reason=f"a guessed input was not answered: {text}")

    def _changes(self, convention: Convention, call: Call) -> bool:
        """Whether a claim that fell holds in a fresh process, in one of a few times; a time-out was confirmed."""
        if is_timeout(call):
            return False
        alike = [Tally(one).properties for one in self._plan.conventions if one.adapt is convention.adapt]
        before = Judged(call)
        fallen = {id(one): one for claims in alike for one in claims if not before.holds(one)}.values()
        again = list(self._target.again(convention, [Given(call.input)] * _ASKED_AGAIN))
        return any(later.holds(one) for later in again for one in fallen)

    def _flaky(self, verdict: Verdict, why: str) -> Verdict:
        others = tuple(one for one in verdict.properties if one.name != REPEATS.name)
        result = PropertyResult(name=REPEATS.name, status="falsified", examples=verdict.examples)
        return replace(verdict, properties=(*others, result), reason=why, notes=(*verdict.notes, why))

    def _no_match(self, convention: Convention, explicit: list[Given]) -> bool:
        calls = [self._target.judged(convention, given).call for given in explicit[:_MATCHED]]
        return bool(calls) and all(call.raised("TypeError", "AttributeError") or _lacks_all(call) for call in calls)

    def _acceptable(self, drawn: Arguments) -> bool:
        """Past counterexamples may come from another signature of the task."""
        try:
            return all(
                one.arity in (len(self._plan.parameters(one, drawn)), ANY_ARITY) for one in self._plan.conventions
            )
        except Exception:
            return False

    def _held(self, findings: Findings) -> Verdict:
        verdict = self._with(findings, None)
        if findings.stopped:
            verdict = replace(verdict, notes=(*verdict.notes, findings.stopped))
        if findings.stopped and len(findings.inputs) * _LEAST_PART < self._question.examples:
            return replace(verdict, reason=f"{findings.stopped}, too early to judge")
        problem = self._supply.problem if self._supply is not None else ""
        if problem or not findings.inputs:
            return replace(
                verdict, reason="; ".join(filter(None, (problem, self._refusal()))) or "; ".join(verdict.notes)
            )
        if self._plan.lenient:
            return self._lenient(verdict, findings)
        return self._second_look(findings) or replace(verdict, status=Status.PASSED)

    def _second_look(self, findings: Findings) -> Verdict | None:
        """Where it falls on what another source fell on; None if it does not."""
        plan, best = self._plan, findings.best
        also = [one.input for one in self._also if (one.task, one.evidence) == (plan.task, plan.evidence)]
        inputs = [Given(one) for one in also if self._acceptable(one)]
        self._target.send_ahead(given.form(best.convention) for given in inputs)
        for given in inputs:
            best.take(self._target.judged(best.convention, given))
            if best.failed is not None:
                verdict = self._shrunk(findings)
                return replace(verdict, notes=(*verdict.notes, "another source fell first on an input like this"))
        return None

    def _refusal(self) -> str:
        """What the oracle did not answer, if anything."""
        outside = self._supply.outside if self._supply is not None else None
        return (
            f"the oracle: {self._oracle.refusal(outside)}" if self._oracle is not None and outside is not None else ""
        )

    def _lenient(self, verdict: Verdict, findings: Findings) -> Verdict:
        """Inputs were guessed: if none was answered the code is broken; if some were not, that is said, not judged."""
        convention = findings.best.convention
        calls = [self._target.judged(convention, given).call for given in findings.inputs]
        raised = [call for call in calls if isinstance(call.outcome, Raised)]
        if len(raised) == len(calls):
            return self._falsified(self._with(findings, ANSWERS), None, (ANSWERS, raised[0]))
        if raised and self._plan.evidence == "crash-only":
            text = f"{self._target.text(raised[0].arguments)} {describe(raised[0].outcome)}"
            return replace(verdict, reason=f"{len(raised)} of {len(calls)} guessed inputs were not answered: {text}")
        return replace(verdict, status=Status.PASSED)

    def _with(self, findings: Findings, fallen: Property | None) -> Verdict:
        discarded = self._supply.discarded if self._supply is not None else 0
        note = f"{discarded} more inputs were drawn and left out: {self._refusal()}"
        return replace(
            self._blank,
            notes=(*self._blank.notes, *[note] * (discarded > len(findings.inputs) and self._oracle is not None)),
            properties=(*self._blank.properties, *property_results(findings.best, fallen)),
            convention=shown_name(findings.best.convention) if len(self._plan.conventions) > 1 else None,
            examples=len(findings.inputs),
            discarded=discarded,
        )

    def _falsified(
        self, verdict: Verdict, properties: tuple[PropertyResult, ...] | None, failure: tuple[Property, Call]
    ) -> Verdict:
        claim, call = failure
        if isinstance(call.outcome, Returned) and call.outcome.value is None and call.outcome.stdout:
            verdict = replace(verdict, notes=(*verdict.notes, PRINTS))
        if is_timeout(call) and self._target.hung_by_its_past:
            verdict = replace(verdict, notes=(*verdict.notes, KEEPS))
        return replace(
            verdict,
            status=Status.FALSIFIED,
            properties=properties if properties is not None else verdict.properties,
            counterexample=counterexample(self._target, claim, call),
        )


def _lacks_all(call: Call) -> bool:
    """Of a class, that it has none of the methods."""
    return isinstance(call.value, list) and bool(call.value) and all(same(step, ("absent",)) for step in call.value)
