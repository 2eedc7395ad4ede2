"""The real command, as a process of its own in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


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
        command = [sys.executable, "-m", "codegen", *arguments]
        ended = subprocess.run(
            command, input=data, capture_output=True, cwd=self.home, env=self.environment(**environment), timeout=60
        )
        out, err = ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8")
        assert "Traceback" not in err, err
        return Ended(ended.returncode, out, err)

    def environment(self, **more: str) -> dict[str, str]:
        place = str(self.home)
        own = {"HOME": place, "XDG_DATA_HOME": place, "XDG_CONFIG_HOME": place, "XDG_CACHE_HOME": place}
        look = {"NO_COLOR": "1", "COLUMNS": "100", "TERM": "dumb", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        return {"PATH": os.environ["PATH"], **own, **look, **more}

    def file(self, name: str, content: str | bytes) -> str:
        """A file in the command's directory; its name as the command is to be given it."""
        data = content.encode() if isinstance(content, str) else content
        (self.home / name).write_bytes(data)
        return name
