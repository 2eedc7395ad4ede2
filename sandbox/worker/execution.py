"""Runs a program and answers calls; every answer is one frame. Knows nothing of limits, which are kept from outside."""

from __future__ import annotations

import builtins
import contextlib
import mmap
import random
import sys
import types
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .. import codec, wire
from . import channel as streams
from . import prompts
from .building import NODES, PROVIDED, Builder
from .describe import describe
from .operating import step
from .refusal import FILENAME, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

#: A language: source and module name to the compiled program and the fresh module it runs in.
Prepare: TypeAlias = "Callable[[str, str], tuple[types.CodeType, types.ModuleType]]"
Answer: TypeAlias = "tuple[object, ...]"

#: More than one arena of CPython's.
_RESERVE_BYTES: Final = 4 * 1024 * 1024
_TRACEBACK: Final[Any] = BaseException.__dict__["__traceback__"]
#: Names by identity: a metaclass may say what it likes of equality, hashes and modules.
_ERRORS: Final = {
    id(kind): name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException) and kind.__name__ == name
}


class Execution:
    """One program: at first none, then what `run` or `load` made of the source."""

    def __init__(self, prepare: Prepare, source_bytes: int, channel: streams.Channel) -> None:
        self._prepare, self._source_bytes, self._channel = prepare, source_bytes, channel
        self._module = types.ModuleType("empty")
        self._builder = Builder(self._module.__dict__, self._provided)
        self._nodes: types.ModuleType | None = None
        #: Given up for an answer when the program has used up its memory. It costs address space only.
        self._reserve: mmap.mmap | None = mmap.mmap(-1, _RESERVE_BYTES, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)

    def answer(self, request: list[Any]) -> bytes:
        """The one answer to a request, as a frame; whatever the program does, also while it is encoded, ends as one."""
        operation, token, *arguments = request
        try:
            kind, *rest = _OPERATIONS[operation](self, *arguments)
            frame = self._channel.pack(kind, token, *rest)
            streams.flush()
            return frame
        except Refusal as refusal:
            line = refusal.line or _last_line(refusal)
            return self._channel.pack(wire.REFUSED, token, refusal.rule, refusal.message, line, refusal.hint)
        except codec.TooLarge as error:
            return self._channel.pack(wire.TOO_LARGE, token, str(error))
        except BaseException as error:  # SystemExit and KeyboardInterrupt are the program's too
            self._reserve = None
            with contextlib.suppress(BaseException):  # the exception that counts is already there
                streams.flush()
            kind, *rest = _raised(error)
            return self._channel.pack(kind, token, *rest)

    def _compile(self, source: str, name: str) -> tuple[types.CodeType, types.ModuleType]:
        size = len(source.encode("utf-8", "surrogatepass"))
        if size > self._source_bytes:
            message = f"the source has {size} bytes, at most {self._source_bytes} are allowed"
            raise Refusal("source size", message, hint="send a shorter program")
        if not source.strip():
            raise Refusal("empty", "the source is empty", hint="send a program")
        try:
            return self._prepare(source, name)
        except SyntaxError as error:
            raise Refusal("syntax", f"not Python: {error.msg}", line=error.lineno or 0, hint="fix the syntax") from None
        except (RecursionError, MemoryError, ValueError) as error:
            message = f"cannot be compiled: {type(error).__name__}: {error}"
            raise Refusal("syntax", message, hint="write a shorter, less nested program") from None

    def run(self, source: str) -> Answer:
        self._channel.send(wire.INFO, [])  # it has the program: from here on an end is the program's own
        code, self._module = self._compile(source, "__main__")
        exec(code, self._module.__dict__)  # noqa: S102  this is the sandbox
        return (wire.RETURNED, None, None)

    def load(self, source: str, seed: int | None = None) -> Answer:
        """`seed`: of the module `random`, which the program may import."""
        if seed is not None:
            random.seed(seed)
        self._channel.send(wire.INFO, describe(source) if len(source) <= self._source_bytes else [])
        code, self._module = self._compile(source, "candidate")
        self._builder = Builder(self._module.__dict__, self._provided)
        if mentioned := [name for name in NODES if name in source]:
            provided = self._provided()
            self._module.__dict__.update({name: provided[name] for name in mentioned})
        exec(code, self._module.__dict__)  # noqa: S102  this is the sandbox
        return (wire.LOADED,)

    def _provided(self) -> dict[str, Any]:
        """The nodes' classes for a program that does not define them; made once."""
        if self._nodes is None:
            code, self._nodes = self._prepare(PROVIDED, "nodes")
            exec(code, self._nodes.__dict__)  # noqa: S102  ours
        return self._nodes.__dict__

    def read(self, text: str) -> Answer:
        return (wire.RETURNED, prompts.read(text), None)

    def keep(self, key: str, name: str, arguments: list[Any]) -> Answer:
        answer = self.call(name, arguments)
        self._builder.keep(key, answer[1])
        return answer

    def call(self, name: str, arguments: list[Any]) -> Answer:
        arguments = list(map(self._builder.built, arguments))
        if name.startswith("."):
            value = self._function(name[1:], *arguments[:1])(*arguments[1:])
        else:
            value = self._function(name)(*arguments)
        if type(value) in codec.ITERATORS:
            value = codec.loads(codec.dumps(value))  # drained here: its exceptions belong to the call
        unchanged = all(type(argument) in _IMMUTABLE for argument in arguments)
        return (wire.RETURNED, value, None if unchanged else arguments)

    def operate(self, name: str, arguments: tuple[Any, ...], operations: list[tuple[Any, Any]]) -> Answer:
        """Makes an instance and applies each operation to it; a step that raises does not end the list."""
        built = self._builder.built
        instance = self._function(name)(*map(built, arguments))
        steps = [step(instance, names, tuple(map(built, values)), _kinds) for names, values in operations]
        return (wire.RETURNED, steps, None)

    def _function(self, name: str, *of: Any) -> Callable[..., Any]:
        """`f`, `Solution().f` of a new instance, or a method of an object."""
        function: Any = of[0] if of else self._module
        for part in name.split("."):
            function = getattr(function, part.removesuffix("()"), None)
            if part.endswith("()") and callable(function):
                function = function()
        if not callable(function):
            raise Refusal("entry point", f"the program defines no function {name!r}", hint=f"define {name}")
        return function  # type: ignore[no-any-return]


_OPERATIONS: dict[str, Callable[..., Answer]] = {
    wire.RUN: Execution.run,
    wire.LOAD: Execution.load,
    wire.READ: Execution.read,
    wire.CALL: Execution.call,
    wire.KEEP: Execution.keep,
    wire.OPERATE: Execution.operate,
}


_IMMUTABLE = frozenset({int, str, float, bool, bytes, type(None)})


def _raised(error: BaseException) -> Answer:
    try:
        message = str.__getitem__(str(error), slice(2000))  # of a subclass too, which may lie
    except BaseException:  # its `__str__` is the program's
        message = "(the exception's text cannot be read)"
    name, bases = _kinds(error)
    return (wire.RAISED, name, message, _last_line(error), list(bases))


def _kinds(error: BaseException) -> tuple[str, tuple[str, ...]]:
    return _name(type(error)), _bases(error)


def _name(kind: type) -> str:
    """What `type` itself says of it: a metaclass may lie or raise, and a name be of a class of the program's."""
    return str.__getitem__(type.__dict__["__name__"].__get__(kind), slice(200))


def _bases(error: BaseException) -> tuple[str, ...]:
    return tuple(_ERRORS[id(base)] for base in type.mro(type(error))[1:] if id(base) in _ERRORS)


def _last_line(error: BaseException) -> int:
    """The last line of the program's own file in the traceback; frames of guards and library are not the program's."""
    line, trace = 0, _TRACEBACK.__get__(error)
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILENAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


assert sys.version_info >= (3, 11)  # noqa: S101  images choose their own Python
