"""Runs a program and answers calls; every answer is one frame. Knows nothing of limits, which are kept from outside."""

from __future__ import annotations

import contextlib
import sys
import types
from typing import TYPE_CHECKING, Any, TypeAlias

from .. import codec, wire
from . import channel as streams
from .describe import describe, examples
from .refusal import FILENAME, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

#: A language: source and module name to the compiled program and the fresh module it runs in.
Prepare: TypeAlias = "Callable[[str, str], tuple[types.CodeType, types.ModuleType]]"
Answer: TypeAlias = "tuple[object, ...]"


class Execution:
    """One program: at first none, then what `run` or `load` made of the source."""

    def __init__(self, prepare: Prepare, source_bytes: int, channel: streams.Channel) -> None:
        self._prepare, self._source_bytes, self._channel = prepare, source_bytes, channel
        self._module = types.ModuleType("empty")

    def answer(self, request: list[Any]) -> Answer:
        """The one answer to a request; whatever the program does ends as one."""
        operation, arguments = request[0], request[2:]
        try:
            reply = _OPERATIONS[operation](self, *arguments)
            streams.flush()
            return reply
        except Refusal as refusal:
            line = refusal.line or _last_line(refusal)
            return (wire.REFUSED, refusal.rule, refusal.message, line, refusal.hint)
        except BaseException as error:  # SystemExit and KeyboardInterrupt are the program's too
            _try_flush()
            return _raised(error)

    def _execute(self, source: str, name: str) -> None:
        code, self._module = self._compile(source, name)
        exec(code, self._module.__dict__)  # noqa: S102  this is the sandbox

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
        self._execute(source, "__main__")
        return (wire.RETURNED, None, None)

    def load(self, source: str) -> Answer:
        self._channel.send(wire.INFO, describe(source) if len(source) <= self._source_bytes else [])
        self._execute(source, "candidate")
        return (wire.LOADED,)

    def examples(self, text: str, names: list[str]) -> Answer:
        return (wire.RETURNED, examples(text, names), None)

    def call(self, name: str, arguments: tuple[Any, ...]) -> Answer:
        value = self._function(name)(*arguments)
        if type(value) in codec.ITERATORS:
            value = _copy(value)  # drained here: its exceptions belong to the call
        unchanged = all(type(argument) in _IMMUTABLE for argument in arguments)
        return (wire.RETURNED, value, None if unchanged else arguments)

    def operate(self, name: str, arguments: tuple[Any, ...], operations: list[tuple[Any, Any]]) -> Answer:
        """Makes an instance and applies each operation to it; a step that raises does not end the list."""
        instance = self._function(name)(*arguments)
        steps = [_step(instance, names, values) for names, values in operations]
        return (wire.RETURNED, steps, None)

    def _function(self, name: str) -> Callable[..., Any]:
        function: Any = self._module
        for part in name.split("."):
            function = getattr(function, part, None)
        if not callable(function):
            raise Refusal("entry point", f"the program defines no function {name!r}", hint=f"define {name}")
        return function  # type: ignore[no-any-return]


_OPERATIONS: dict[str, Callable[..., Answer]] = {
    wire.RUN: Execution.run,
    wire.LOAD: Execution.load,
    wire.EXAMPLES: Execution.examples,
    wire.CALL: Execution.call,
    wire.OPERATE: Execution.operate,
}


_IMMUTABLE = frozenset({int, str, float, bool, bytes, type(None)})


def _step(instance: Any, names: tuple[str, ...], arguments: tuple[Any, ...]) -> tuple[object, ...]:
    method = next((found for name in names if callable(found := getattr(instance, name, None))), None)
    if method is None:
        attribute = next((name for name in names if isinstance(getattr(type(instance), name, None), property)), None)
        if attribute is None or arguments:
            return ("absent",)
        return ("returned", _copy(getattr(instance, attribute)))
    try:
        return ("returned", _copy(method(*arguments)))
    except Exception as error:
        return ("raised", _name(error), _bases(error))


def _copy(value: Any) -> Any:
    """As it is now: a later step may change it."""
    return codec.loads(codec.dumps(value))


def _raised(error: BaseException) -> Answer:
    try:
        message = str(error)[:2000]
    except BaseException:  # its `__str__` is the program's
        message = "(the exception's text cannot be read)"
    if type(message) is not str:
        message = ""
    return (wire.RAISED, _name(error), message, _last_line(error), _bases(error))


def _name(error: BaseException) -> str:
    return type.__dict__["__name__"].__get__(type(error))[:200]  # type: ignore[no-any-return]


def _bases(error: BaseException) -> tuple[str, ...]:
    return tuple(base.__name__ for base in type.mro(type(error))[1:-1] if base.__module__ == "builtins")


def _last_line(error: BaseException) -> int:
    """The last line of the program's own file in the traceback; frames of guards and library are not the program's."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILENAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _try_flush() -> None:
    with contextlib.suppress(BaseException):  # the exception that counts is already there
        streams.flush()


def send_answer(channel: streams.Channel, token: str, answer: Answer) -> None:
    """Sends it under the request's token, or in its place why it cannot be sent."""
    kind, *rest = answer
    try:
        channel.send(kind, token, *rest)
    except codec.TooLarge as error:
        channel.send(wire.TOO_LARGE, token, str(error))
    except (RecursionError, MemoryError, RuntimeError, ValueError, OverflowError) as error:
        kind, *rest = _raised(error)
        channel.send(kind, token, *rest)


assert sys.version_info >= (3, 11)  # noqa: S101  images choose their own Python
