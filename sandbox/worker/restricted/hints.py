"""What a refusal says and what to write instead, so that a model can repair its code from the text alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from ..refusal import Refusal

if TYPE_CHECKING:
    from types import FrameType

#: The name under which a program is compiled; also tells a program's frames and functions from the library's.
FILENAME: Final = "<candidate>"

_ARGUMENTS = "take the data as function arguments and return the result"
_LOOKUP = "call the function by its name, or keep functions in a dict of your own"

#: Builtins that a program may not even name, unless it defines the name itself.
BUILTINS: Final = {
    "open": f"there are no files; {_ARGUMENTS}",
    "exec": "write the code out as a function",
    "compile": "write the code out as a function",
    "globals": _LOOKUP,
    "locals": "name the variables you need, or keep them in a dict of your own",
    "__import__": "write an import statement at the top",
    "breakpoint": "leave debugging calls out",
    "help": "leave interactive calls out",
}
#: Often found in a `main` that is never called, so refused only when called.
INPUT: Final = f"there is no keyboard; {_ARGUMENTS}"

_NO_SYSTEM = f"there is no operating system in here; {_ARGUMENTS}"
_NO_NETWORK = f"there is no network in here; {_ARGUMENTS}"
_NO_THREADS = "there are no threads, processes or event loops in here; write plain sequential code"
_NO_REFLECTION = "write the code out without reflection"
_NO_TESTS = "leave tests out: give only the functions"
_NO_PACKAGES = "there are no third-party packages in here; use lists and the standard library (math, statistics ...)"

_GROUPS: Final = {
    "os pathlib shutil tempfile glob platform io argparse signal getpass": _NO_SYSTEM,
    "socket urllib http requests ssl smtplib httpx": _NO_NETWORK,
    "threading multiprocessing asyncio concurrent subprocess sched": _NO_THREADS,
    "ctypes inspect importlib gc builtins types ast dis weakref": _NO_REFLECTION,
    "unittest pytest doctest timeit hypothesis": _NO_TESTS,
    "numpy pandas scipy sympy sortedcontainers networkx": _NO_PACKAGES,
}

MODULES: Final = {
    **{name: hint for names, hint in _GROUPS.items() for name in names.split()},
    "queue": "use collections.deque, or heapq for a priority queue",
    "logging": "use print",
    "warnings": "use print, or raise an exception",
    "pprint": "use print",
    "secrets": "use random",
    "pickle": "use json",
}

ATTRIBUTES: Final = {
    "time.sleep": "do not wait; leave the call out",
    "sys.stdin": _ARGUMENTS,
    "sys.modules": _NO_REFLECTION,
    "string.Formatter": "use an f-string or str.format",
    "typing.get_type_hints": "read __annotations__ instead",
    "dataclasses.make_dataclass": "write a @dataclass class statement",
    "json.load": "use json.loads on a string",
    "json.dump": "use json.dumps and return the string",
    "collections.UserString": "subclass str",
    "enum.property": "use the builtin property",
}

NAMES: Final = {
    **BUILTINS,
    "__del__": "clean up in a method that is called, or in __exit__",
    "__reduce__": "define __copy__ or __deepcopy__",
    "__reduce_ex__": "define __copy__ or __deepcopy__",
    "__prepare__": "use an ordinary class",
    "__subclasshook__": "inherit from the abstract class",
    "__instancecheck__": "use an ordinary class",
    "__mro__": "name the class that you need",
    "__bases__": "name the class that you need",
    "__subclasses__": "keep a list of your classes yourself, in __init_subclass__",
    "__globals__": _LOOKUP,
    "__builtins__": "call the builtin by its name",
    "__file__": "there are no files in here; leave it out",
}

_NO_ASYNC = "write an ordinary function: there is no event loop in here"

#: Syntax that is left out: how it is written, and what to write instead.
STATEMENTS: Final = {
    "AsyncFunctionDef": ("async def", _NO_ASYNC),
    "AsyncFor": ("async for", _NO_ASYNC),
    "AsyncWith": ("async with", _NO_ASYNC),
    "Await": ("await", _NO_ASYNC),
    "TryStar": ("except*", "use a plain except clause"),
}

ALLOWED_IMPORTS = "importable are: {names}"


def program_frame() -> FrameType:
    """The innermost frame of the program; the outermost of all if none is of the program."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename != FILENAME:
        frame = frame.f_back
    return frame


def refusal(rule: str, message: str, hint: str = "", kind: type[Refusal] = Refusal) -> Refusal:
    """A refusal while the program runs, with the line that it is at."""
    frame = program_frame()
    line = frame.f_lineno if frame.f_code.co_filename == FILENAME else 0
    return kind(rule, message, line=line, hint=hint)
