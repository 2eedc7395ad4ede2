"""`Enum("Name", ...)`: a class that no class statement made, so its names and its other base are checked here."""

from __future__ import annotations

import enum
import sys
from typing import Any

from .classes import is_known
from .hints import FILENAME, program_frame, refusal
from .names import attribute_kind


def install() -> None:
    """The metaclass is reached by calling any enumeration, so it is guarded itself; only for calls by a program."""
    metaclass: Any = enum.EnumMeta
    original = metaclass._create_

    def _create_(cls: Any, class_name: Any, names: Any, *, module: Any = None, type: Any = None, **rest: Any) -> Any:  # noqa: A002
        frame = program_frame()
        if frame.f_code.co_filename == FILENAME:
            names = _checked(names)
            if type is not None and not is_known(type):
                raise refusal("class", "this base of an enumeration is internal to the library", "leave it out")
            module = frame.f_globals.get("__name__")
        elif module is None:
            module = sys._getframe(2).f_globals.get("__name__")
        return original(cls, class_name, names, module=module, type=type, **rest)

    metaclass._create_ = _create_


def _checked(names: Any) -> list[Any]:
    """A list of names, or of pairs of a name and a value."""
    if type(names) is str:
        names = names.replace(",", " ").split()
    elif isinstance(names, dict):
        names = list(dict.items(names))
    members = [item if type(item) is str else tuple(item) for item in names]
    for item in members:
        name = item if type(item) is str else item[0] if item else None
        if type(name) is not str or name.startswith("_") or attribute_kind(name) == "refused":
            raise refusal("name", f"an enumeration cannot have the member {name!s:.50}", "use a public name")
    return members
