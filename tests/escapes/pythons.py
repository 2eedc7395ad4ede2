"""Every CPython of this machine that the project supports, each with the project's dependencies."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .entries import HERE

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT: Final = HERE.parents[1]
_MINORS: Final = (11, 12, 13, 14)
_PYENV: Final = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
_VERSION: Final = "import platform; print(platform.python_implementation(), platform.python_version())"
_NEEDED: Final = "import docker, hypothesis, RestrictedPython"


def find() -> tuple[dict[str, str], list[str]]:
    """Version -> executable, one for each minor version and this one first, and the names that were not found."""
    found, missing = {_version(sys.executable): sys.executable}, []
    for minor in _MINORS:
        if sys.version_info[:2] == (3, minor):
            continue
        on_path = shutil.which(f"python3.{minor}")
        candidates = [*([on_path] if on_path else []), *sorted(glob.glob(f"{_PYENV}/3.{minor}.*/bin/python"))]
        working = {version: path for path in candidates if (version := _version(path)).startswith(f"3.{minor}.")}
        found |= dict(list(working.items())[:1])
        missing += [] if working else [f"python3.{minor}"]
    return found, missing


def named(executables: Iterable[str]) -> dict[str, str]:
    """Version -> executable. Raises LookupError for what is no CPython."""
    found = {_version(executable): executable for executable in executables}
    if "" in found:
        raise LookupError(f"{found['']} is no CPython that runs")
    return found


def equipped(version: str, executable: str) -> str:
    """The executable if it has what the project needs, else that of a virtual environment made for it."""
    if _runs(executable, "-c", _NEEDED):
        return executable
    here = Path(sys.prefix) if sys.prefix != sys.base_prefix else ROOT / ".venv"
    folder = here / "escapes" / version
    python = str(folder / "bin" / "python")
    if not (folder.exists() and _runs(python, "-c", _NEEDED)):
        print(f"setting up {folder} ...", file=sys.stderr)
        subprocess.run([executable, "-m", "venv", "--clear", folder], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run(
            [*install, "--constraint", ROOT / "constraints.txt", "--editable", f"{ROOT}[docker]"], check=True
        )
    return python


def _version(executable: str) -> str:
    """Empty if it does not run, or is no CPython. A shim of pyenv may stand for a version that is not chosen."""
    answer = subprocess.run([executable, "-c", _VERSION], capture_output=True, text=True, check=False)
    implementation, _, version = answer.stdout.strip().partition(" ")
    return version if answer.returncode == 0 and implementation == "CPython" else ""


def _runs(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
