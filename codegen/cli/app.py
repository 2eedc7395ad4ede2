"""All commands together, and the one place where an error becomes a line and an exit code.

Nothing heavy is imported here: `codegen --help` must cost no more than a bare typer program.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from codegen import __version__
from codegen.errors import CodegenError, UsageError
from sandbox.errors import CheckError, SandboxError

from .exits import OK, USAGE, of_error
from .screen import complain, open_missing_streams, say_on_stdout, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Each command's function, which its module is named after, in the order of the help.
_COMMANDS = {
    "run": "run", "check": "check", "exec": "execute", "tasks": "tasks", "history": "history", "config": "config",
    "doctor": "doctor", "models": "models", "complete": "complete", "chat": "chat",
}  # fmt: skip
#: Those that most likely need a worker, which takes as long to start as they take to load.
_SANDBOXED = ("run", "check", "exec")


def commands(names: Iterable[str] = tuple(_COMMANDS)) -> typer.Typer:
    """The application with these commands, whose modules are loaded: help needs all of them, a command its own."""
    app = typer.Typer(
        name="codegen",
        help="Ask a model for Python code, run the answer in a sandbox, check it against properties, repair it.",
        epilog=(
            "Exit codes: 0 passed, 1 the code failed its checks, 2 usage or configuration, 3 model or API, "
            "4 sandbox unavailable, 5 inconclusive, 130 interrupted."
        ),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    for name in names:
        function = _COMMANDS[name]
        app.command(name)(getattr(import_module(f".{function}", __package__), function))
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        say_on_stdout(f"codegen {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options of `codegen` itself; the callback of `--version` does all that there is to do."""


def run_command(arguments: Sequence[str] | None) -> int:
    """Run one command; the exit code. Every error that is foreseen becomes one line on stderr."""
    open_missing_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(given or ["--help"])
    except typer.TyperException as error:
        return _failed(f"{error.format_message()} (see: {_help_command(error)})", USAGE, given)
    except (CodegenError, CheckError, SandboxError) as error:
        return _failed(str(error), of_error(error), given)
    except typer.Abort:  # how some versions of typer say KeyboardInterrupt; others say that the exit code is 130
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else OK


def _run(given: list[str]) -> object:
    """What the command returns. Help is written by us: click's own writing knows nothing of a full disk."""
    if given[0] in _SANDBOXED and "--help" not in given:
        from sandbox.backends.process import start_ahead

        start_ahead()
    app = commands(given[:1]) if given[0] in _COMMANDS else commands()
    if "--help" not in given or "--" in given:
        return app(args=given, prog_name="codegen", standalone_mode=False)
    shown = io.StringIO()
    with redirect_stdout(shown):
        code = app(args=given, prog_name="codegen", standalone_mode=False)
    write(sys.stdout, shown.getvalue())
    return code


def _failed(message: str, code: int, given: Sequence[str]) -> int:
    """One line on stderr, and for `--json` a document on stdout: a program that reads it always finds one."""
    complain(message)
    if "--json" in given:
        from .tables import print_document

        command = next((word for word in given if not word.startswith("-")), "")
        with suppress(UsageError):  # stdout itself may be what is broken
            print_document(command, code, error=message, results=[])
    return code


def _help_command(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context else 'codegen'} --help"
