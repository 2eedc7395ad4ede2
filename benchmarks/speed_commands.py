"""Commands, from the shell's point of view: start, work, end."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ratio import paired, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratio import Row

CODEGEN = str(Path(sys.executable).parent / "codegen")
TWO_COMMANDS = """\
import typer
app = typer.Typer()
@app.command()
def one(name: str) -> None: ...
@app.command()
def two(name: str) -> None: ...
app()
"""
QUICK_SORT = """\
def quick_sort(items: list[int]) -> list[int]:
    if len(items) < 2:
        return items
    pivot, *rest = items
    return quick_sort([x for x in rest if x < pivot]) + [pivot] + quick_sort([x for x in rest if x >= pivot])
"""


def help_text(scale: float) -> Iterator[Row]:
    with _folder() as folder:
        pairs = [(_shell(CODEGEN, "--help"), _bare_help(folder)) for _ in range(int(50 * scale))]
    yield paired("codegen --help", "--help of two bare typer commands", pairs, aim="<= 1.25x")


def check_one_file(scale: float) -> Iterator[Row]:
    """As the second check of a task, whose inputs are kept, and as the first."""
    for what, again in (("codegen check of one file", True), ("the same, the first of its task", False)):
        with _folder() as folder:
            (folder / "quick_sort.py").write_text(QUICK_SORT)
            pairs = [_checked(folder, str(number) * (not again)) for number in range(int(30 * scale))]
        yield paired(what, "import hypothesis, and bare typer", pairs, aim="<= 1.3x")


def _checked(folder: Path, cache: str) -> tuple[float, float]:
    return (
        _shell(CODEGEN, "check", str(folder / "quick_sort.py"), XDG_CACHE_HOME=str(folder / f"cache{cache}")),
        _shell(sys.executable, "-c", "import hypothesis") + _bare_help(folder),
    )


def run_demo(scale: float) -> Iterator[Row]:
    with _folder() as folder:
        home = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        pairs = [
            (
                _shell(CODEGEN, "run", "quick sort", cwd=folder, **home),
                _shell(sys.executable, "-c", "import openai"),
            )
            for _ in range(int(20 * scale))
        ]
    yield paired('codegen run "quick sort", demo', "import openai", pairs, aim="<= 1.5x")


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """With the peer's program in it."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "bare.py").write_text(TWO_COMMANDS)
        yield Path(name)


def _bare_help(folder: Path) -> float:
    return _shell(sys.executable, str(folder / "bare.py"), "--help")


def _shell(*command: str, cwd: Path | None = None, **environment: str) -> float:
    # An installed program has its bytecode.
    left_out = ("OPENAI_", "CODEGEN_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return seconds(lambda: subprocess.run(command, capture_output=True, check=True, cwd=cwd, env=kept | environment))
