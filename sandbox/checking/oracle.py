"""A reference implementation as the judge: untrusted code too, so it runs in a sandbox of its own."""

from __future__ import annotations

import functools
import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from .. import codec
from ..errors import CheckError
from ..outcome import Outcome, Returned, describe
from .bank import Within
from .comparison import magnitude, same
from .limits import call_limits
from .literal import call_text
from .property import MISSING, Call, Convention, Property
from .reach import Reach
from .target import is_timed_out

if TYPE_CHECKING:
    from ..host import Sandbox
    from .property import Arguments


#: Answers that are kept, enough for many checks: each source has some inputs of its own.
MAX_ANSWERS: Final = 10_000


class Oracle:
    """The function `name` of a source, or its only one; `called` is how a message names it after "the oracle".

    Raises CheckError for one that cannot be had.
    """

    def __init__(self, source: str, name: str, box: Sandbox, called: str) -> None:
        self.box = box.another()
        self._program = self.box.load(source, limits=call_limits(box.limits), seed=0)
        self._called = called
        if not isinstance(self._program.outcome, Returned):
            self._fail(f"the oracle {called} {describe(self._program.outcome)}")
        functions = {entry["name"]: entry for entry in self._program.functions if not entry["is_class"]}
        if not name and len(functions) != 1:
            self._fail(f"the oracle {called} defines {', '.join(functions) or 'no function'}; name one: {called}:NAME")
        methods = {one.rpartition(".")[2]: one for one in functions}
        self.name = methods.get(name, name) or next(iter(functions))
        if self.name not in functions:
            self._fail(f"the oracle {called} defines no function {self.name!r}, only {', '.join(functions) or 'none'}")
        self.function: dict[str, Any] = functions[self.name]
        self._answers: dict[bytes, Outcome] = {}
        self._lock = threading.Lock()
        digest = hashlib.sha256(f"{self.name}\0{box.limits}\0{source}".encode("utf-8", "surrogatepass")).hexdigest()
        #: The inputs that it answers.
        self.domain = Within(digest, self._accepts)
        self._reach = Reach()

    @classmethod
    def of_file(cls, spec: str, box: Sandbox) -> Self:
        """`FILE.py:NAME`, or `FILE.py` where it defines one function."""
        path, _, name = spec.partition(":") if ".py:" in spec else (spec, "", "")
        try:
            source = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise CheckError(f"the oracle {path} cannot be read: {reason}") from None
        return cls(source, name, box, path)

    def _fail(self, message: str) -> None:
        self.close()
        raise CheckError(message)

    def close(self) -> None:
        self._program.close()
        self.box.close()

    @property
    def arity(self) -> int:
        return len([one for one in self.function["parameters"] if one["required"]])

    def answer(self, arguments: Arguments) -> Outcome:
        key = codec.dumps(arguments)
        with self._lock:
            found = self._answers.pop(key, None) or self._program.call(self.name, *arguments)
            self._answers[key] = found  # last, for the one that was not asked for longest makes room
            if len(self._answers) > MAX_ANSWERS:
                del self._answers[next(iter(self._answers))]
            return found

    def call(self, name: str, *arguments: object) -> object:
        """What another function of the same source returns; `MISSING` where it does not."""
        with self._lock:
            outcome = self._program.call(name, *arguments)
        return outcome.value if isinstance(outcome, Returned) else MISSING

    def answers(self, arguments: Arguments) -> bool:
        """True if it returns data, with which something can be compared."""
        outcome = self.answer(arguments)
        return isinstance(outcome, Returned) and same(outcome.value, outcome.value)

    def _accepts(self, arguments: Arguments) -> bool:
        """As `answers`, without asking what would take too long."""
        if self._is_left_out(arguments):
            return False
        if is_timed_out(self.answer(arguments)):
            self._reach.learn(arguments)
        return self.answers(arguments)

    def _is_left_out(self, arguments: Arguments) -> bool:
        """What was once answered stays in the domain: Hypothesis asks again."""
        return codec.dumps(arguments) not in self._answers and self._reach.is_beyond(arguments)

    def refusal(self, arguments: Arguments) -> str:
        """How it does not answer these."""
        if self._is_left_out(arguments):
            return f"{call_text(self.name, arguments)} was not called: it took too long on less"
        return f"{call_text(self.name, arguments)} {describe(self.answer(arguments))}"

    def convention(self) -> Convention:
        return Convention(f"as {self._called}", self._claims, self.arity)

    @functools.cached_property
    def _claims(self) -> tuple[Property, ...]:
        """The same ones each time, by which rulings are recognised."""
        return (Property(f"equals {self.name} of {Path(self._called).name}", "oracle", self._agrees, self._expected),)

    def _agrees(self, call: Call) -> bool:
        known = self.answer(call.arguments)
        if not isinstance(known, Returned):
            return True  # outside the domain: nothing is claimed
        if known.value is None and not same(known.arguments, call.arguments):
            return call.returned and same(call.after, known.arguments)  # it works in place
        return same(call.value, known.value, scale=magnitude(call.arguments))

    def _expected(self, call: Call) -> object:
        known = self.answer(call.arguments)
        return known.value if isinstance(known, Returned) else None
