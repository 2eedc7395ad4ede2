"""Checks a program from outside: Hypothesis on the host draws, asserts and shrinks; the worker only answers calls.

Importing this package does not load Hypothesis; `checker` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..limits import Limits
    from .verdict import Verdict


def check(source: str, task: str | None = None, *, sandbox: str = "restricted", limits: Limits | None = None,
          **options: Any) -> Verdict:  # fmt: skip
    """Checks a program in a sandbox made for it; `options` as for `Sandbox.check`."""
    from ..host import Sandbox

    with Sandbox(sandbox, limits=limits) as box:
        return box.check(source, task, **options)
