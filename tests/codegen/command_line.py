"""The real command, as a process of its own in a home of its own."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .zygote import run

ROOT = Path(__file__).resolve().parents[2]
#: Variables that Python or a library looks at once, when it is loaded.
_READ_AT_IMPORT = frozenset({"OPENAI_LOG", "LANG", "LC_ALL", "PYTHONPATH", "PYTHONIOENCODING", "PYTHONUTF8", "PATH"})


def _read_terminal(descriptor: int) -> bytes:
    """All that is written until the other side closes, which Linux reports as an input/output error."""
    pieces: list[bytes] = []
    with contextlib.suppress(OSError):
        while piece := os.read(descriptor, 65536):
            pieces.append(piece)
    os.close(descriptor)
    return b"".join(pieces)


def descendants(pid: int) -> set[int]:
    """All processes that it and its children have started and that still are theirs."""
    found = set()
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found |= set(map(int, (task / "children").read_text().split()))
    return found.union(*map(descendants, found))


@dataclass(frozen=True)
class Ended:
    """How a command ended. `out` and `err` are what it wrote."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The JSON document, which must be all that is on stdout."""
        whole = json.loads(self.out)
        assert isinstance(whole, dict)
        return whole


class CommandLine:
    """Runs `python -m codegen ...` in `home`, without colours and with none of the caller's settings."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *arguments: str, stdin: str | bytes = "", **environment: str) -> Ended:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        own = self.environment(**environment)
        if _READ_AT_IMPORT.isdisjoint(environment):
            code, out, err = run([*map(os.fsdecode, arguments)], data, own, self.home, timeout_seconds=60)
        else:
            command = [sys.executable, "-m", "codegen", *arguments]
            ended = subprocess.run(command, input=data, capture_output=True, cwd=self.home, env=own, timeout=60)
            code, out, err = ended.returncode, ended.stdout, ended.stderr
        assert b"Traceback" not in err, err
        return Ended(code, out.decode("utf-8"), err.decode("utf-8"))

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """The same, not waited for."""
        command = [sys.executable, "-m", "codegen", *arguments]
        own = self.environment(**environment)
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True, cwd=self.home, env=own
        )

    def start_on_terminal(self, *arguments: str, **environment: str) -> tuple[subprocess.Popen[str], int]:
        """The same as the owner of a terminal of its own; the second value closes it."""
        ours, theirs = pty.openpty()
        program = [sys.executable, "-m", "codegen", *arguments]
        take = (
            "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
        )
        own = self.environment(**{"TERM": "xterm-256color", **environment})
        running = subprocess.Popen(
            [sys.executable, "-c", take, *program],
            stdin=theirs, stdout=theirs, stderr=theirs, text=True, cwd=self.home, env=own, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        return running, ours

    def piped_into_nothing(self, *arguments: str) -> Ended:
        """The same with a reader of stdout that has gone before the first byte."""
        reader, writer = os.pipe()
        os.close(reader)
        command = [sys.executable, "-m", "codegen", *arguments]
        ended = subprocess.run(
            command, stdout=writer, stderr=subprocess.PIPE, text=True, cwd=self.home, env=self.environment(), timeout=60
        )
        os.close(writer)
        return Ended(ended.returncode, "", ended.stderr)

    def onto_full_disk(self, *arguments: str, **environment: str) -> Ended:
        """The same with a stdout that takes nothing."""
        command = [sys.executable, "-m", "codegen", *arguments]
        own = self.environment(**environment)
        with Path("/dev/full").open("w") as full:
            ended = subprocess.run(
                command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=self.home, env=own, timeout=60
            )
        return Ended(ended.returncode, "", ended.stderr)

    def on_terminal(self, *arguments: str, **environment: str) -> Ended:
        """The same with stderr on a terminal; stdout stays a pipe. `err` is what the terminal was sent."""
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "codegen", *arguments]
        own = self.environment(**{"TERM": "xterm-256color", **environment})
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=theirs, cwd=self.home, env=own
        ) as running:
            os.close(theirs)
            seen = _read_terminal(ours)
            out, _ = running.communicate(timeout=60)
        return Ended(running.returncode, out.decode("utf-8"), seen.decode("utf-8").replace("\r\n", "\n"))

    def environment(self, **more: str) -> dict[str, str]:
        place = str(self.home)
        own = {"HOME": place, "XDG_DATA_HOME": place, "XDG_CONFIG_HOME": place, "XDG_CACHE_HOME": place}
        look = {"NO_COLOR": "1", "COLUMNS": "100", "TERM": "dumb", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        whole = {"PATH": os.environ["PATH"], **own, **look, **more}
        return {name: value for name, value in whole.items() if value}

    def file(self, name: str, content: str | bytes) -> str:
        """A file in the command's directory; its name as the command is to be given it."""
        data = content.encode() if isinstance(content, str) else content
        (self.home / name).write_bytes(data)
        return name
