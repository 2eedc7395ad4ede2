"""A check of 100 drawn inputs against Hypothesis alone, and with inputs from the bank against one that draws them.

Alone: the same strategy, number of examples and claims, with the function in this process. Ratios of pairs in one run,
so that other work on the machine slows both down.
"""

from __future__ import annotations

import copy
import itertools
from typing import TYPE_CHECKING, Any

from hypothesis import Phase, given, seed, settings
from ratio import paired, seconds

from sandbox import Sandbox
from sandbox.catalogue import get
from sandbox.checking import bank
from sandbox.checking.property import Call
from sandbox.outcome import Returned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ratio import Row

SOURCES = {
    "quick sort": "def quick_sort(items):\n    return sorted(items)\n",
    "gcd": "def gcd(a, b):\n    while b:\n        a, b = b, a % b\n    return abs(a)\n",
    "two-sum": (
        "def two_sum(items, target):\n    seen = {}\n    for i, item in enumerate(items):\n"
        "        if target - item in seen:\n            return [seen[target - item], i]\n        seen[item] = i\n"
    ),
    "palindrome": "def is_palindrome(text):\n    return text == text[::-1]\n",
    "levenshtein distance": (
        "def levenshtein(a, b):\n    row = list(range(len(b) + 1))\n    for i, x in enumerate(a, 1):\n"
        "        before, row[0] = row[0], i\n        for j, y in enumerate(b, 1):\n"
        "            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))\n    return row[-1]\n"
    ),
}
EXAMPLES = 100


def claims_of(task: str, function: Callable[..., object], convention_name: str | None) -> Callable[[], object]:
    """A Hypothesis test that calls the function here, with the claims of the convention that it keeps."""
    entry = get(task)
    kept = next((one for one in entry.conventions if one.name == convention_name), entry.conventions[0])
    strategy = entry.inputs()

    def call(*drawn: Any) -> Call:
        arguments = kept.adapt(drawn)
        passed = copy.deepcopy(arguments)
        return Call(drawn, arguments, Returned(value=function(*passed), arguments=passed), call)

    def holds(drawn: tuple[Any, ...]) -> None:
        made = call(*drawn)
        assert all(claim.holds(made) for claim in kept.properties)

    def run() -> None:
        configured = settings(
            max_examples=EXAMPLES, database=None, deadline=None, phases=(Phase.generate, Phase.shrink)
        )
        configured(seed(0)(given(strategy)(copy_of(holds))))()

    return run


def copy_of(holds: Callable[[Any], None]) -> Callable[[Any], None]:
    def test(drawn: Any) -> None:
        holds(drawn)

    return test


def in_this_process(source: str) -> Callable[..., object]:
    """The function that our own source above defines."""
    names: dict[str, Any] = {}
    exec(source, names)
    function: Callable[..., object] = next(value for name, value in names.items() if name != "__builtins__")
    return function


def checks(scale: float) -> Iterator[Row]:
    with Sandbox("restricted") as box:
        for task in SOURCES:
            yield from _measured(box, task, max(3, int(15 * scale)))


def _measured(box: Sandbox, task: str, pairs: int) -> Iterator[Row]:
    source, numbers = SOURCES[task], itertools.count()
    alone = claims_of(task, in_this_process(source), box.check(source, task).convention)

    def live() -> None:
        bank.forget()
        assert box.check(source, task).passed

    def one_more() -> None:
        assert box.check(f"{source}# {next(numbers)}\n", task).passed

    alone()
    times = [(seconds(live), seconds(alone)) for _ in range(pairs)]
    yield paired(f"live check of 100 inputs, {task}", "the same Hypothesis test in this process", times, aim="<= 1.1x")
    times = [(seconds(one_more), seconds(live)) for _ in range(pairs)]
    yield paired(f"one more, inputs of the bank, {task}", "a live check of it", times, aim=">= 25x")
