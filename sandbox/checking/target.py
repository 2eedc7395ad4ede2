"""The program under check: makes each call once, remembers it, and confirms a time-out before it counts."""

from __future__ import annotations

import contextlib
from collections import deque
from typing import TYPE_CHECKING, Final

from ..asking import Answers
from ..codec import TooLarge
from ..errors import SandboxError
from ..outcome import LimitExceeded, Outcome
from .given import Form
from .limits import call_limits, scaled
from .literal import call_text, operations_text
from .property import Call
from .tally import Judged, Recognised, first_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..asking import Asked
    from ..host import Sandbox
    from ..loading import Loading
    from ..program import Program
    from .given import Given
    from .property import Arguments, Claim, Convention, Property

#: A time-out is run once more at this many times the limit before it becomes a verdict.
_CONFIRM_FACTOR: Final = 3
#: A call that did not end, of which a fresh process needs less than this part of the limit, was not merely slow.
_SUDDEN_PART: Final = 0.25
#: A machine that stands still for a while explains one of these, and no second one.
_STALLS_FORGIVEN: Final = 1
#: Answers are remembered up to this size together, as they were sent; usual ones have a few bytes.
_REMEMBERED_BYTES: Final = 32 * 1024 * 1024
#: In a hurry, a call may take this part of the limits. A busy machine passes wall time, which then must not decide.
_HURRY_CPU_FACTOR: Final = 0.1
_HURRY_WALL_FACTOR: Final = 0.5
_CLOCKS: Final = ("wall time", "CPU time")


class Target:
    """Calls one function of a program, which was loaded with `call_limits`."""

    def __init__(self, box: Sandbox, program: Program, source: str, entry_point: str) -> None:
        self._box, self._program, self._source = box, program, source
        self.entry_point = entry_point
        self._limits = call_limits(box.limits)
        #: What a call gets when it is asked again: a slow one that was confirmed once shall not fall then.
        self._confirming = scaled(self._limits, _CONFIRM_FACTOR, _CONFIRM_FACTOR)
        self._hurried: Program | None = None
        self._seen: dict[bytes, Outcome] = {}
        #: Of calls in a hurry, which may call slow what is not endless; forgotten afterwards.
        self._glimpsed: dict[bytes, Outcome] = {}
        self._remembered_bytes = 0
        #: The last call, which is remembered whatever its size.
        self._last: tuple[bytes, Outcome] | None = None
        self._stalls = 0
        #: What was called, of what was sent ahead that which has no answer yet, and the answers as they come.
        self._forms: dict[bytes, Form] = {}
        self._ahead: deque[bytes] = deque()
        #: Claims that were seen to make further calls.
        self._calling: dict[Claim, Property] = {}
        self._coming = Answers(program)
        self._fresh: Loading | None = None
        #: What was asked of it before it was wanted.
        self._again: tuple[list[Form], Iterator[Outcome]] = [], iter(())

    def send_ahead(self, forms: Iterable[Form], further: Iterable[Form] = ()) -> None:
        """Sends calls in one batch, for `judged` to find them answered.

        `further`: those that claims will make of earlier calls. Where one is too large, which is no fault of ours, all
        of them are left out.
        """
        forms = list(forms)
        try:
            self._send_new([*further, *forms])
        except TooLarge:
            self._send_new(forms)

    def _send_new(self, forms: list[Form]) -> None:
        new = {one.encoded: one for one in forms if one.encoded not in self._forms}
        if new:
            self._coming.ask(self._asked_of(self._program, new.values()))
            self._ahead.extend(new)
            self._forms |= new

    def foreseen(self, conventions: Iterable[Convention], inputs: Iterable[Given]) -> list[Form]:
        """What claims will ask when these are judged, as far as they are answered."""
        claims = [claim for claim in self._calling.values() if claim.kind != "user"]
        pairs = [(given, one) for given in inputs for one in conventions]
        if not claims or not pairs:
            return []
        self.settle()
        return [
            form
            for given, convention in pairs
            for claim in claims
            for form in self._first_asked(claim, given, convention)
        ]

    def _first_asked(self, claim: Property, given: Given, convention: Convention) -> list[Form]:
        form = given.form(convention)
        outcome = self._seen.get(form.encoded)
        if outcome is None:
            return []
        call = self._as_call(convention, given.drawn, form.arguments, outcome)
        return first_asked(claim, call, lambda drawn: Form(convention.adapt(drawn)))

    def call(self, convention: Convention, drawn: Arguments) -> Call:
        """The call for an input under a convention; the same call for the same arguments."""
        return self._made(convention, drawn)[1]

    def judged(self, convention: Convention, given: Given) -> Judged:
        """As `call`, of an input that other programs are called with too."""
        form = given.form(convention)
        return self._recognised(convention, given, form, self._outcome(form))

    def _recognised(self, convention: Convention, given: Given, form: Form, outcome: Outcome) -> Judged:
        def call_again(drawn: Arguments) -> tuple[Form, Call]:
            return self._made(convention, drawn)

        call = self._as_call(convention, given.drawn, form.arguments, outcome)
        return Recognised(call, form, self._outcome, call_again, self._calling)

    def _made(self, convention: Convention, drawn: Arguments) -> tuple[Form, Call]:
        form = Form(convention.adapt(drawn))
        form = self._forms.setdefault(form.encoded, form)
        return form, self._as_call(convention, drawn, form.arguments, self._outcome(form))

    def _outcome(self, form: Form) -> Outcome:
        outcome = self._known(form.encoded)
        if outcome is None and self._hurried is not None:
            outcome = self._glimpsed[form.encoded] = next(self._ask_each(self._hurried, [form]))
        elif outcome is None:
            outcome = self._patient(form, self._asked(form))
            self._remember(form.encoded, outcome)
        return outcome

    def _known(self, key: bytes) -> Outcome | None:
        if self._last is not None and self._last[0] == key:
            return self._last[1]
        return self._seen.get(key) or self._glimpsed.get(key)

    def _remember(self, key: bytes, outcome: Outcome) -> None:
        self._last = key, outcome
        self._remembered_bytes += self._program.answer_bytes
        if self._remembered_bytes <= _REMEMBERED_BYTES:
            self._seen[key] = outcome

    def _asked(self, form: Form) -> Outcome:
        """The answer of the program, which may have been sent ahead."""
        if self._ahead and self._ahead[0] == form.encoded:
            self._ahead.popleft()
            return next(self._coming)
        self.settle()
        outcome = self._seen.get(form.encoded)
        return outcome if outcome is not None else next(self._ask_each(self._program, [form]))

    def settle(self) -> None:
        """Takes the answers to what was sent ahead, up to one that did not come in time: `call` judges that."""
        for key, outcome in zip(self._ahead, self._coming, strict=False):
            if is_timed_out(outcome):
                self._coming = Answers(self._program)
                break
            self._remember(key, outcome)
        self._ahead.clear()

    def forget_ahead(self) -> None:
        """Leaves the rest of what was sent ahead, after a call that did not end: each may take as long."""
        self._ahead.clear()
        self._coming = Answers(self._program)

    def prepare_again(self) -> None:
        """Begins to load the fresh process of `again`."""
        self._fresh = self._fresh or self._box.load_ahead(self._source, limits=self._confirming, seed=1)

    def send_again(self, convention: Convention, inputs: list[Given]) -> None:
        """Sends the calls of `again`, if the fresh process is there already."""
        if self._fresh is not None and self._fresh.ready:
            forms = [given.form(convention) for given in inputs]
            self._again = forms, self._ask_each(self._fresh.program(), forms)

    def again(self, convention: Convention, inputs: list[Given]) -> Iterator[Judged]:
        """The same calls in a fresh process, each with the time of a confirmation; nothing is remembered of them."""
        self.prepare_again()
        assert self._fresh is not None  # noqa: S101
        forms = [given.form(convention) for given in inputs]
        sent, outcomes = self._again
        if sent != forms:
            outcomes = self._ask_each(self._fresh.program(), forms)
        self._again = [], iter(())
        for given, form, outcome in zip(inputs, forms, outcomes, strict=True):
            yield self._recognised(convention, given, form, outcome)

    def leave(self) -> None:
        """Waits for what was sent ahead, for nothing but to give the worker back: who is interrupted does not."""
        self._coming.leave()
        self._ahead.clear()

    def close(self) -> None:
        """Ends what it has loaded itself, and has the program end meanwhile, if that owes no answer."""
        self._program.end()
        if self._fresh is not None:
            with contextlib.suppress(SandboxError):  # it was not needed, or its absence was told
                self._fresh.program().close()

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Target]:
        """The same in a fresh process, which remembers nothing."""
        with self._box.load(self._source, limits=self._confirming, seed=1) as program:
            yield type(self)(self._box, program, self._source, self.entry_point)

    @contextlib.contextmanager
    def in_a_hurry(self) -> Iterator[None]:
        """Inside, a new call that is slow counts as one that does not end: for looking around, not for judging."""
        hurried = scaled(self._limits, _HURRY_WALL_FACTOR, _HURRY_CPU_FACTOR)
        self.settle()
        with self._box.load(self._source, limits=hurried, seed=0) as self._hurried:
            try:
                yield
            finally:
                self._hurried = None
                self._glimpsed.clear()

    def confirm(self, convention: Convention, drawn: Arguments) -> Call:
        """The call once more, with the time that a call may take; one like it was confirmed at three times that."""
        form = Form(convention.adapt(drawn))
        self.settle()
        return self._as_call(convention, drawn, form.arguments, next(self._ask_each(self._program, [form])))

    def text(self, arguments: Arguments) -> str:
        """The call as Python text."""
        return call_text(self.entry_point, arguments)

    def _as_call(self, convention: Convention, drawn: Arguments, arguments: Arguments, outcome: Outcome) -> Call:
        return Call(drawn, arguments, outcome, lambda *more: self.call(convention, more))

    def _patient(self, form: Form, outcome: Outcome) -> Outcome:
        """The outcome, or of a call that did not end in time that of a fresh process, which gets more of it."""
        if not is_timed_out(outcome):
            return outcome
        with self._box.load(self._source, limits=self._confirming, seed=0) as program:
            confirmed = next(self._ask_each(program, [form]))
        if not is_timed_out(confirmed):
            limit = min(self._limits.wall_seconds, self._limits.cpu_seconds)
            self._stalls += confirmed.usage.wall_seconds < _SUDDEN_PART * limit
        return outcome if self._stalls > _STALLS_FORGIVEN else confirmed

    @property
    def hung_by_its_past(self) -> bool:
        """True if it was seen not to end calls that a fresh process answers at once."""
        return self._stalls > _STALLS_FORGIVEN

    def _ask_each(self, program: Program, forms: Iterable[Form]) -> Iterator[Outcome]:
        answers = Answers(program)
        answers.ask(self._asked_of(program, forms))
        return answers

    def _asked_of(self, program: Program, forms: Iterable[Form]) -> list[Asked]:
        return program.calls(self.entry_point, forms)


class ClassTarget(Target):
    """Makes an instance of a class and applies operations to it: `(constructor's arguments, operations)`."""

    def text(self, arguments: Arguments) -> str:
        match arguments:
            case (tuple(constructor), list(operations)):
                functions = self._program.functions
                methods = next((one["methods"] for one in functions if one["name"] == self.entry_point), ())
                return operations_text(call_text(self.entry_point, constructor), operations, methods)
        return super().text(arguments)

    def _asked_of(self, program: Program, forms: Iterable[Form]) -> list[Asked]:
        return program.drives(self.entry_point, map(_driven, forms))


def _driven(form: Form) -> Form:
    match form.arguments:
        case (tuple(), list()):
            return form
    return Form(((), []))


def is_timeout(call: Call) -> bool:
    return is_timed_out(call.outcome)


def is_timed_out(outcome: Outcome) -> bool:
    return isinstance(outcome, LimitExceeded) and outcome.limit in _CLOCKS
