"""From a source and a question to a plan: which function, against what, with which inputs; `trial` carries it out."""

from __future__ import annotations

import functools
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import catalogue
from ..errors import CheckError
from ..outcome import Returned, describe
from .against import against_oracle
from .limits import call_limits
from .oracle import Oracle
from .plan import Plan, choose_function, commented_task, entry_by_name, from_entry, from_hints, short_name
from .told import Told, told_by
from .trial import UNCHECKED, Trial
from .user import UserProperties
from .verdict import Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from ..catalogue.entry import Entry
    from ..host import Sandbox
    from ..program import Program
    from .question import Past, Question


class Judge:
    """Judges any number of sources of which the same is asked. Thread-safe. Hold it open with `with`.

    `question`: of its source nothing is read. `many`: inputs are drawn for many sources to come. Raises CheckError for
    a question that cannot be asked of any source, before one is run.
    """

    def __init__(self, box: Sandbox, question: Question, *, many: bool = False) -> None:
        if question.examples < 1:
            asked = f"examples must be at least 1, was {question.examples}"
            raise CheckError(f"{asked}: a check without examples is none")
        self._box, self._question, self._many = box, question, many
        self._told = functools.cache(functools.partial(told_by, box))
        _asked_entry(question)
        self._user = UserProperties(question.properties) if question.properties is not None else None
        self._oracle = Oracle.of_file(question.oracle, box) if question.oracle is not None else None

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        if self._oracle is not None:
            self._oracle.close()

    def verdict(self, source: str, also: Sequence[Past] = ()) -> Verdict:
        """`also`: inputs to try at last and not to count, where they are of the same domain.

        Raises CheckError for a task that only the source names.
        """
        started = time.monotonic()
        box, question = self._box, replace(self._question, source=source)
        entry = _asked_entry(question)
        with box.load(source, limits=call_limits(box.limits), seed=0) as program:
            box.warm_up(hash_seed=1)  # the last step asks again in another process, by then it is there
            verdict = self._judged(question, program, entry, also)
            protections = program.outcome.protections
        return replace(
            verdict,
            seed=question.seed or 0,
            seconds=time.monotonic() - started,
            sandbox=box.name,
            backend=box.backend,
            policy=box.policy.language,
            protections=protections,
        )

    def _judged(self, question: Question, program: Program, entry: Entry | None, also: Sequence[Past]) -> Verdict:
        oracle, user = self._oracle, self._user
        functions = list({one["name"]: one for one in program.functions}.values())  # of several, the last is in force
        told = entry
        if entry is None and oracle is None and question.prompt is None:  # a prompt says more than a name
            asked = question.entry_point
            entry = entry_by_name([one for one in functions if asked in (None, one["name"])])
        blank = replace(
            UNCHECKED,
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
                blank,
                status=Status.FALSIFIED,
                entry_point=entry_point,
                reason=f"it defines no function {entry_point!r}",
            )
        plan = _plan(self._told(question.prompt), entry, oracle, user, function, entry_point)
        plan = replace(plan, guessed=entry is not told and oracle is None)
        if others := _unasked(functions, entry, question):
            plan = replace(
                plan, notes=(*plan.notes, f"also defines {', '.join(others)}: not checked, see --entry-point")
            )
        return Trial(self._box, program, question, plan, oracle, user, also=also, many=self._many).verdict()


def _asked_entry(question: Question) -> Entry | None:
    """What was asked for; the program's own comment counts only where nothing else says what is right."""
    asked = question.prompt is not None or question.oracle is not None
    name = question.task or (commented_task(question.source) if not asked else None)
    if name is not None:
        return catalogue.get(name)
    return catalogue.find(question.prompt) if question.prompt is not None else None


def _unasked(functions: list[dict[str, Any]], entry: Entry | None, question: Question) -> list[str]:
    """Other functions of known tasks in the same file, where nobody said which one is meant."""
    if question.prompt is not None or question.entry_point is not None or entry is None:
        return []
    known = ((one["name"], catalogue.by_entry_point(one["name"])) for one in functions)
    return [name for name, other in known if other is not None and other is not entry]


def _entry_point(
    question: Question, functions: list[dict[str, Any]], entry: Entry | None, oracle: Oracle | None
) -> str | None:
    if question.entry_point is not None:
        named = (one["name"] for one in functions if short_name(one["name"]) == question.entry_point)
        return next(named, question.entry_point)
    wanted = entry.entry_points if entry is not None else (short_name(oracle.name),) if oracle is not None else ()
    if not wanted and question.proposed is not None:
        wanted = (question.proposed.spec.entry_point,)
    is_class = entry is not None and entry.is_class
    return choose_function(functions, wanted, question.prompt or "", is_class=is_class)


def _has(program: Program, name: str) -> bool:
    """A function that no `def` shows, such as `f = lambda x: x`."""
    outcome = program.call(name)
    return getattr(outcome, "rule", "") != "entry point"


def _plan(
    told: Told,
    entry: Entry | None,
    oracle: Oracle | None,
    user: UserProperties | None,
    function: dict[str, Any] | None,
    entry_point: str,
) -> Plan:
    """The strongest evidence that is at hand: an oracle, else the catalogue and the user's own claims, else hints."""
    plan = from_entry(entry, function, entry_point) if entry else from_hints(function, entry_point, told)
    if oracle is not None:
        plan = against_oracle(plan, oracle, function, told)
    if user is not None:
        plan = _with_user(plan, user)
    return plan


def _drawable(plan: Plan, user: UserProperties) -> bool:
    return bool(user.tests or plan.explicit) or plan.inputs is not None or user.inputs is not None


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
        notes=(
            f"properties of {user.path.name}",
            *(
                ["nothing tells what to call it with: define inputs = st.tuples(...) in that file"]
                * (not _drawable(plan, user))
            ),
        ),
    )
