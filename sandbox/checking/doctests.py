"""Doctests that are more than a call with its result, run in the program's process and judged here.

Each becomes a function that is written below the program's text, so that it runs under the same policy and its value
comes back as data. A lying `__eq__` or `__repr__` gains nothing; what cannot be compared is not counted.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any, Final

from ..literal import literal
from ..outcome import Raised, Returned
from ..values import Opaque, Record
from .comparison import same
from .limits import call_limits
from .property import Call, Convention, Property
from .tally import ENDS, holds
from .target import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..host import Sandbox
    from .property import Arguments

#: In the program's process, and once more in another one with other hashes.
_SEEDS: Final = (0, 1)


class DoctestTarget(Target):
    """Calls one doctest; its text is what a person would type."""

    def __init__(self, box: Sandbox, source: str, doctest: dict[str, Any], seed: int) -> None:
        self._doctest = doctest
        program = box.load(_with_doctest(source, doctest), limits=call_limits(box.limits), seed=seed)
        super().__init__(box, program, source, _NAME)

    def text(self, arguments: Arguments) -> str:  # noqa: ARG002  it has none
        return _typed(self._doctest)

    def close(self) -> None:
        super().close()
        self._program.close()


_NAME: Final = "doctest_of_the_text"


def _with_doctest(source: str, doctest: dict[str, Any]) -> str:
    body = f"{doctest['before']}\nreturn ({doctest['expression']})"
    return f"{source}\n\n\ndef {_NAME}():\n{textwrap.indent(body, '    ')}\n"


def _typed(doctest: dict[str, Any]) -> str:
    lines = [*doctest["before"].splitlines(), doctest["expression"]]
    return "\n".join(lines) if any(line.startswith((" ", "\t")) for line in lines) else "; ".join(lines)


def mentioning(doctests: Sequence[dict[str, Any]], name: str) -> tuple[dict[str, Any], ...]:
    """Those that call the function."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    return tuple(one for one in doctests if word.search(f"{one['before']}\n{one['expression']}"))


def judge_doctests(
    box: Sandbox, source: str, doctests: Sequence[dict[str, Any]], name: str
) -> tuple[int, tuple[DoctestTarget, Property, Call] | None]:
    """How many hold, up to the first that falls, which is given too. `name`: of the property."""
    counted = 0
    for doctest in doctests:
        claim = _claim(name, doctest)
        as_typed = Convention(name, (claim,), 0)
        for seed in _SEEDS:
            target = DoctestTarget(box, source, doctest, seed)
            try:
                call = target.call(as_typed, ())
            finally:
                target.close()
            if not _is_comparable(call, doctest):
                break
            fallen = next((one for one in (ENDS, claim) if not holds(one, call)), None)
            if fallen is not None:
                return counted + 1, (target, fallen, call)
        else:
            counted += 1
    return counted, None


def _is_comparable(call: Call, doctest: dict[str, Any]) -> bool:
    """False for an object of which only the text is known."""
    known = "value" in doctest or "raises" in doctest or "..." in doctest["shown"]
    return known or not isinstance(call.outcome, Returned) or call.value is None or not _is_object(call.value)


def _is_object(value: object) -> bool:
    return isinstance(value, Opaque | Record)


def _claim(name: str, doctest: dict[str, Any]) -> Property:
    def as_wanted(call: Call) -> bool:
        if "raises" in doctest:
            return isinstance(call.outcome, Raised) and call.raised(doctest["raises"])
        if not isinstance(call.outcome, Returned):
            return False
        if call.value is None and call.outcome.stdout:
            return _alike(call.outcome.stdout, doctest["shown"])
        if "value" in doctest:
            return same(call.value, doctest["value"])
        return not _is_object(call.value) and _alike(literal(call.value), doctest["shown"])

    return Property(name, "example", as_wanted, lambda call: doctest.get("value", doctest["shown"]))


def _alike(text: str, shown: str) -> bool:
    """White space at the ends of lines does not count; `...` stands for any text."""
    parts = [re.escape(part) for part in _lines(shown).split("...")]
    return re.fullmatch(".*".join(parts), _lines(text), re.DOTALL) is not None


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
