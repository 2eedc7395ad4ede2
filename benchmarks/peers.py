"""The programs that we are compared with: each in an environment of its own, made once beside this file."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

_HOME = Path(__file__).parent / ".peer"

#: Runs `action()` once a line and answers with the seconds that it took.
_LOOP = """
import sys, time
for line in sys.stdin:
    started = time.perf_counter()
    for _ in range(int(line)):
        action()
    print(time.perf_counter() - started, flush=True)
"""


def environment(name: str, *packages: str) -> Path:
    """The Python of an environment that has these packages."""
    home = _HOME / name
    python = home / "bin" / "python"
    if not (home / "installed").exists():
        print(f"installing {', '.join(packages)} ...", file=sys.stderr)
        venv.create(home, with_pip=True, clear=True)
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([python, "-m", "pip", "install", *quiet, *packages], check=True)
        (home / "installed").touch()
    return python


class Peer:
    """A process that repeats one action, and tells how long it took by its own clock. Use it in a `with`.

    `source` defines `action()`. `arguments`: of the interpreter.
    """

    def __init__(self, python: Path | str, source: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [python, *arguments, "-c", source + _LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.seconds(1)

    def begin(self, times: int) -> None:
        assert self._process.stdin is not None
        print(times, file=self._process.stdin, flush=True)

    def end(self) -> float:
        assert self._process.stdout is not None
        return float(self._process.stdout.readline())

    def seconds(self, times: int) -> float:
        """What the action takes so many times, one after the other."""
        self.begin(times)
        return self.end()

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid
