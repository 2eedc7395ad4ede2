"""Hypothesis as this package uses it: the same inputs for the same seed, wherever and beside whatever it runs."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis.errors import FailedHealthCheck, Flaky, Unsatisfiable
from hypothesis.internal.conjecture import providers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import SearchStrategy

    from .property import Arguments

GENERATE = (Phase.generate,)
SHRINK = (Phase.generate, Phase.shrink)
ALL = (Phase.explicit, *SHRINK)


def draw(
    inputs: SearchStrategy[Arguments],
    body: Callable[[Arguments], None],
    examples: int,
    seed_value: int | None,
    phases: tuple[Phase, ...],
    accept: Callable[[Arguments], bool] | None = None,
) -> str:
    """Runs `body` on drawn inputs that are accepted. Returns why too few could be drawn, "" if all is well."""

    def one_input(drawn: Arguments) -> None:
        if accept is not None:
            assume(accept(drawn))
        body(drawn)

    try:
        run_test(given(inputs)(one_input), examples, seed_value, phases)
    except (FailedHealthCheck, Unsatisfiable):
        return "too few inputs could be drawn: most were outside the domain"
    except Flaky:
        return "the search was interrupted by its own time limit"
    return ""


def run_test(
    test: Callable[..., Any], examples: int, seed_value: int | None, phases: tuple[Phase, ...], *arguments: object
) -> None:
    """Runs a `@given` test: nothing is kept on disk, no call is late; without a seed the inputs are always the same."""
    configured = settings(
        max_examples=examples,
        phases=phases,
        deadline=None,
        database=None,
        derandomize=False,
        report_multiple_bugs=False,
        suppress_health_check=[
            HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example, HealthCheck.nested_given,
        ],
        print_blob=False,
    )  # fmt: skip
    with _blind():
        configured(seed(seed_value or 0)(test))(*arguments)


class Single:
    """Draws one input from bytes: without a search, so it costs little where there is but one to draw. Thread-safe."""

    def __init__(self, inputs: SearchStrategy[Arguments]) -> None:
        self._found: list[Arguments] = []
        self._lock = threading.Lock()

        def one_input(drawn: Arguments) -> None:
            self._found.append(drawn)

        test: Any = settings(database=None, deadline=None, print_blob=False)(given(inputs)(one_input))
        self._from_bytes = test.hypothesis.fuzz_one_input

    def drawn(self, data: bytes) -> Arguments | None:
        """The input that these bytes stand for; None if they stand for none."""
        with self._lock, _blind():
            self._found.clear()
            self._from_bytes(data)
            return self._found[-1] if self._found else None


class _Here(threading.local):
    """Whether this thread draws for a verdict."""

    drawing = False


_here = _Here()


@contextlib.contextmanager
def _blind() -> Iterator[None]:
    """Hypothesis mixes in constants of whatever local modules the process has loaded. A verdict must not depend on
    them, nor write their cache into the working directory."""
    before, _here.drawing = _here.drawing, True
    try:
        yield
    finally:
        _here.drawing = before


def _install() -> None:
    """The one place that reaches into Hypothesis: a version without it draws well, only less alike everywhere."""
    usual = getattr(providers, "_get_local_constants", None)
    kind = getattr(providers, "Constants", None)
    if usual is not None and kind is not None:
        none = kind()
        setattr(providers, "_get_local_constants", lambda: none if _here.drawing else usual())  # noqa: B010


_install()
