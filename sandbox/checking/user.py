"""The user's own properties file: trusted, so it is imported on the host; only the function it tests is not.

It may hold `check...(args, result)` functions, which claim something about every call (False or an AssertionError is a
failure), and `test...` functions, plain or with Hypothesis's `@given`, whose first free parameter is the function.
`inputs` in the file, a Hypothesis strategy of argument tuples, says what to draw for the former.
"""

from __future__ import annotations

import importlib.util
import inspect
import sys
from typing import TYPE_CHECKING, Any

from hypothesis.strategies import SearchStrategy

from ..errors import CheckError, ProgramError
from ..outcome import Outcome, Returned, describe
from .drawing import ALL, run_test
from .property import ANY_ARITY, Arguments, Call, Convention, Property, as_given
from .tally import ENDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    from .target import Target


class UserProperties:
    """What a properties file holds. Raises CheckError for a file that cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        module = _import(path)
        named = [(name, value) for name, value in vars(module).items() if inspect.isfunction(value)]
        self.tests = [(name, test) for name, test in named if name.startswith("test")]
        self.properties = tuple(_claim(name, check) for name, check in named if name.startswith("check"))
        inputs = getattr(module, "inputs", None)
        if inputs is not None and not isinstance(inputs, SearchStrategy):
            raise CheckError(f"{path}: inputs must be a Hypothesis strategy of argument tuples, was {inputs!r}")
        self.inputs: SearchStrategy[Arguments] | None = inputs
        if not self.tests and not self.properties:
            raise CheckError(f"{path} defines no test_... function and no check_...(args, result) function")

    def convention(self) -> Convention:
        """For a function of which nothing else is known."""
        return Convention("as it is", self.properties, ANY_ARITY)

    def first_failure(
        self, target: Target, examples: int, seed_value: int | None
    ) -> tuple[dict[str, tuple[int, bool]], tuple[tuple[Property, Call], str] | None]:
        """Runs the tests. Returns calls and success by name; of the first failure its last call and what it said."""
        results: dict[str, tuple[int, bool]] = {}
        for name, test in self.tests:
            probe = _Probe(target)
            failure = _run(test, probe.function, examples, seed_value)
            results[name] = (probe.count, failure is None and probe.lost is None)
            if failure is not None and _is_own_fault(failure):
                said = f"{type(failure).__name__}: {failure}"
                raise CheckError(f"{self.path}: {name} failed itself: {said}") from failure
            if probe.lost is not None:  # whatever the test made of the error that it saw
                said = f"{name}: {describe(probe.lost.outcome)}"
                return results, ((ENDS, probe.lost), said)
            if failure is not None:
                said = f"{name} failed: {type(failure).__name__} {str(failure)[:200]}".strip().splitlines()[0]
                if probe.last is None:
                    raise CheckError(f"{self.path}: {said}, without calling the function")
                return results, ((Property(name, "user", lambda call: False), probe.last), said)
        return results, None


class _Probe:
    """The function as a test sees it; remembers its last call, which after shrinking is the smallest failing one.

    `lost`: the last call that did not end by itself, which no test may take for a refusal.
    """

    def __init__(self, target: Target) -> None:
        self._target = target
        self.last: Call | None = None
        self.lost: Call | None = None
        self.count = 0

    def function(self, *arguments: Any) -> Any:
        self.count += 1
        try:
            self.last = self._target.call(_AS_IT_IS, arguments)
        except TypeError as error:  # what the program returned can always be sent
            raise CheckError(f"a test of the properties file passes what is no data: {error}") from None
        if isinstance(self.last.outcome, Returned):
            return self.last.outcome.value
        if not ENDS.holds(self.last):
            self.lost = self.last
        raise _error(self._target.entry_point, self.last.outcome)


_AS_IT_IS = Convention("as it is", (), ANY_ARITY, as_given)


def _error(name: str, outcome: Outcome) -> Exception:
    """A built-in exception of the program's is raised as itself, so that a test can expect it."""
    kind = getattr(outcome, "type_name", "")
    builtin = {error.__name__: error for error in (ValueError, TypeError, IndexError, KeyError, ZeroDivisionError)}
    if kind in builtin:
        return builtin[kind](getattr(outcome, "message", ""))
    return ProgramError(f"{name} {describe(outcome)}", outcome)


def _run(
    test: Callable[..., Any], function: Callable[..., Any], examples: int, seed_value: int | None
) -> Exception | SystemExit | None:
    arguments = [function] * bool(inspect.signature(test).parameters)
    try:
        if hasattr(test, "hypothesis"):
            run_test(test, examples, seed_value, ALL, *arguments)
        else:
            test(*arguments)
    except CheckError:
        raise
    except (Exception, SystemExit) as error:
        return error
    return None


def _is_own_fault(error: Exception | SystemExit) -> bool:
    """True for an exception that no answer of a program can cause, such as a name that is not defined."""
    of_module = isinstance(error, AttributeError) and inspect.ismodule(error.obj)
    return of_module or isinstance(error, NameError | ImportError | SystemExit)


def _claim(name: str, check: Callable[..., Any]) -> Property:
    def holds(call: Call) -> bool:
        if not call.returned:
            return False
        try:
            return check(call.arguments, call.value) is not False
        except AssertionError:
            return False
        except Exception as error:
            if not _is_own_fault(error):
                return False  # the answer is not of the kind that the claim takes for granted
            raise CheckError(f"{name} of the properties file failed itself: {type(error).__name__}: {error}") from error

    return Property(name, "user", holds)


def _import(path: Path) -> ModuleType:
    if not path.is_file():
        raise CheckError(f"the properties file {path} is not there or not a file")
    spec = importlib.util.spec_from_file_location("codegen_properties", path)
    if spec is None or spec.loader is None:
        raise CheckError(f"the properties file {path} is no Python file: its name must end in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise CheckError(f"the properties file {path} cannot be imported: {type(error).__name__}: {error}") from error
    return module
