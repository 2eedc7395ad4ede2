"""Exit codes, and which one a result means. The numbers are a public contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.errors import CodegenError
from sandbox.checking.verdict import Status
from sandbox.errors import CheckError

if TYPE_CHECKING:
    from collections.abc import Iterable

OK = 0
FAILED = 1
USAGE = 2
MODEL = 3
SANDBOX = 4
INCONCLUSIVE = 5

#: Worst first. A broken tool hides what the code is worth, so it outranks code that failed.
_ORDER = (SANDBOX, MODEL, USAGE, FAILED, INCONCLUSIVE, OK)


def worst(codes: Iterable[int]) -> int:
    """The exit code of several results; OK for none."""
    return min(codes, key=_ORDER.index, default=OK)


def of_status(status: Status, *, allow_unchecked: bool) -> int:
    if status is Status.PASSED:
        return OK
    if status is Status.FALSIFIED:
        return FAILED
    return OK if allow_unchecked else INCONCLUSIVE


def of_error(error: Exception) -> int:
    """Of an error that ends a command or the work on one file. A SandboxError is what is left."""
    if isinstance(error, CodegenError):
        return error.exit_code
    return USAGE if isinstance(error, CheckError) else SANDBOX
