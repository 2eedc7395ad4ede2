"""Runs and checks untrusted Python code, and reports what was found with its evidence.

    from sandbox import Sandbox, Limits, check

    with Sandbox("restricted", limits=Limits(wall_seconds=2)) as box:
        outcome = box.run("print(6 * 7)")
    verdict = check(source, "quick sort")

The names are loaded when they are first used, so that a worker, which imports parts of this package, loads no more.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .checking import check as check
    from .checking.property import Property as Property
    from .checking.verdict import Cluster as Cluster
    from .checking.verdict import Counterexample as Counterexample
    from .checking.verdict import Difference as Difference
    from .checking.verdict import PropertyResult as PropertyResult
    from .checking.verdict import Status as Status
    from .checking.verdict import Verdict as Verdict
    from .errors import CheckError as CheckError
    from .errors import ProgramError as ProgramError
    from .errors import SandboxError as SandboxError
    from .errors import SandboxUnavailable as SandboxUnavailable
    from .host import Sandbox as Sandbox
    from .limits import Limits as Limits
    from .outcome import Crashed as Crashed
    from .outcome import LimitExceeded as LimitExceeded
    from .outcome import Outcome as Outcome
    from .outcome import Raised as Raised
    from .outcome import Refused as Refused
    from .outcome import Returned as Returned
    from .outcome import Usage as Usage
    from .outcome import describe as describe
    from .policy import Policy as Policy
    from .program import Program as Program
    from .values import Handle as Handle
    from .values import Iterated as Iterated
    from .values import Linked as Linked
    from .values import Opaque as Opaque
    from .values import Record as Record
    from .values import Tabulated as Tabulated
    from .values import Tree as Tree

_HOME = {
    "check": "checking", "Property": "checking.property", "Cluster": "checking.verdict",
    "Counterexample": "checking.verdict", "Difference": "checking.verdict", "PropertyResult": "checking.verdict",
    "Status": "checking.verdict", "Verdict": "checking.verdict", "CheckError": "errors", "ProgramError": "errors",
    "SandboxError": "errors", "SandboxUnavailable": "errors", "Sandbox": "host", "Limits": "limits",
    "Crashed": "outcome", "LimitExceeded": "outcome", "Outcome": "outcome", "Raised": "outcome", "Refused": "outcome",
    "Returned": "outcome", "Usage": "outcome", "describe": "outcome", "Policy": "policy", "Program": "program",
    "Handle": "values", "Iterated": "values", "Linked": "values", "Opaque": "values", "Record": "values",
    "Tabulated": "values", "Tree": "values",
}  # fmt: skip

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
