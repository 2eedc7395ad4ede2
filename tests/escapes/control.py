"""The positive control: each attack in plain `python3`, where most of them succeed. Else they would prove nothing."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .entries import GENERAL, HERE
from .witnesses import Host

if TYPE_CHECKING:
    from .entries import Entry

#: What is there to go on for ever is ended after this.
_HANG_SECONDS: Final = 2.0
#: The attacks bound themselves: 2 GiB that are used, 10 GiB of address space for stacks that are not.
_MEMORY_BYTES: Final = 16 << 30
#: Beyond all patience below: what is left of a run that was itself killed ends by this.
_CPU_SECONDS: Final = 60
#: Several run at once here, and the machine may be busy.
_PATIENCE: Final = 3
_CRASHES: Final = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL}


def unprotected() -> dict[str, list[str]]:
    """By attack, what it achieved: a marker, `PASSED`, `hang`, `crash`, and what showed outside. [] is nothing."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return {entry.id: won for entry, won in zip(GENERAL, threads.map(_unprotected, GENERAL), strict=True)}


def _unprotected(entry: Entry) -> list[str]:
    with Host() as host, tempfile.TemporaryDirectory() as folder:
        won = []
        for run in range(1, entry.workers + 1):
            won = _run(entry, host, run, Path(folder))
        won += host.take_traces()
        if entry.witness.startswith("late_"):
            won += host.take_late_traces()
    return won


def _run(entry: Entry, host: Host, run: int, folder: Path) -> list[str]:
    answer, printed = folder / "answer", folder / "printed"
    endless = "timeout" in entry.expect["process"]
    seconds = _HANG_SECONDS if endless else _PATIENCE * entry.timeout_seconds
    with printed.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, HERE / "naive.py", entry.shape, entry.path, answer, host.planted("HEAP")],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_bounded,
        )
        hung = False
        try:
            process.communicate(json.dumps(host.cfg(run)).encode(), seconds)
        except subprocess.TimeoutExpired:
            hung = True
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if hung:
        return ["hang"] if endless else []
    if -process.returncode in _CRASHES:
        return ["crash"]
    if entry.shape == "solve":
        return ["PASSED"] if process.returncode == 0 else []
    said = [_start(answer), _start(printed)]
    return [text.split()[0] for text in said if text.startswith(("ESCAPED", "LANG"))]


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _start(path: Path) -> str:
    if not path.exists():
        return ""
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(200)
