"""The restricted policy: RestrictedPython with facades for modules. Policy and diagnosis; the wall is elsewhere.

RestrictedPython is no security boundary by its own word. What it adds to the locked-down process is a refusal that
names the line, the rule and the way out before anything runs, and one more thing that an attack has to break.
"""

from __future__ import annotations

import sys
import types

from . import facades
from .compiling import compile_restricted
from .namespace import BUILTINS
from .warming import warm

__all__ = ["prepare", "preload"]


def preload() -> None:
    """Imports all that a program can reach, lazily or not. After the lockdown no file can be opened."""
    facades.build()
    warm(prepare)


def prepare(source: str, module_name: str) -> tuple[types.CodeType, types.ModuleType]:
    """The compiled program and the fresh module to run it in, registered as `sys.modules[module_name]`.

    Raises `Refusal` for what is not Python (rule `syntax`) and for what the language leaves out.
    """
    facades.build()
    code = compile_restricted(source)
    module = types.ModuleType(module_name)
    vars(module).pop("__loader__", None)
    vars(module).pop("__spec__", None)
    vars(module)["__builtins__"] = BUILTINS
    sys.modules[module_name] = module  # dataclasses looks a class's module up there
    return code, module
