"""All commands together, and the one place where an error becomes a line and an exit code.

Nothing heavy is imported here: `codegen --help` must cost no more than a bare typer program.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout, suppress
from typing import TYPE_CHECKING, Annotated

import typer

from codegen import __version__
from codegen.errors import CodegenError, UsageError
from sandbox.errors import CheckError, SandboxError

from .chat import chat
from .check import check
from .complete import complete
from .config import config
from .doctor import doctor
from .execute import execute
from .exits import OK, USAGE, of_error
from .history import history
from .models import models
from .run import run
from .screen import complain, open_missing_streams, say_on_stdout, write
from .tasks import tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

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

for _command in (run, check, execute, tasks, history, config, doctor, models, complete, chat):
    app.command("exec" if _command is execute else None)(_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        say_on_stdout(f"codegen {__version__}")
        raise typer.Exit


@app.callback()
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
