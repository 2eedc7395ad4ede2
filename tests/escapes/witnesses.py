"""A host to be attacked: secrets that only an escape can read, and what an escape leaves behind."""

from __future__ import annotations

import builtins
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .listeners import Listeners

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

#: Where an attack may leave a message for the next one.
_SHARED_FOLDERS: Final = ("/dev/shm", "/tmp", "/var/tmp", "/")
#: Files that appear later than this after the attack are not looked for.
LATE_SECONDS: Final = 4.0
#: A host that keeps 256 MiB of output grows by more; one that is busy with other things by less.
_HOST_GROWTH_BYTES: Final = 64 << 20


class Host:
    """A fresh one for each run; a context manager.

    `tag` is told to the attack, so that it recognises what it found; `secret`, which stands beside it wherever it is
    planted, is not, so that an answer that holds it proves an escape.
    """

    def __init__(self) -> None:
        self.tag = f"SBX{secrets.token_hex(6)}"
        self.secret = secrets.token_hex(12)
        self.folder = Path(tempfile.mkdtemp(prefix="sbx-host-"))
        self.folder.chmod(0o755)  # readable by all: a wall shall hold, not the lack of a permission
        self._file, self._writable = self.folder / "canary.txt", self.folder / "shared"
        self._environment = f"SBX_CANARY_API_KEY_{self.tag}"
        #: In this process's heap, beyond the size that Python's own allocator takes.
        self._heap = [f"{self.planted('HEAP')} {'x' * 2000}".encode() for _ in range(50)]
        self._plant()
        self._listeners = Listeners(self.folder, self.tag, self.planted("SERVICE"))
        self._untouched = self._files()
        # A process of the user's own, with a secret in its environment and one on its command line.
        self._bystander = subprocess.Popen(
            [sys.executable, "-S", "-c", "import sys; sys.stdin.read()", self.planted("ARGUMENT")],
            stdin=subprocess.PIPE,
            env={"SECRET_TOKEN": self.planted("ENVIRONMENT")},
        )
        self._last_attack = 0.0

    def planted(self, where: str) -> str:
        return f"{self.tag}-{where}-{self.secret}"

    def cfg(self, run: int = 1) -> dict[str, object]:
        """What an attack is told: where the canaries are."""
        services = self._listeners
        return {
            "file": str(self._file),
            "tag": self.tag,
            "wdir": str(self._writable),
            "port": services.ports["tcp"],
            "uport": services.ports["udp"],
            "hport": services.ports["http"],
            "unix": str(services.unix),
            "abstract": services.abstract,
            "dockersock": str(services.docker),
            "home": str(self.folder / "home"),
            "spec_file": str(self.folder / "spec.py"),
            "passwd_sha": hashlib.sha256(Path("/etc/passwd").read_bytes()).hexdigest(),
            "machine_id": _text(Path("/etc/machine-id")),
            "setuid_id": str(self.folder / "id"),
            "run": run,
        }

    @property
    def oracle(self) -> str:
        """The specification that forged verdicts are checked against."""
        return str(self.folder / "oracle.py")

    def __enter__(self) -> Host:
        os.environ[self._environment] = self.planted("ENVIRONMENT")
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        del os.environ[self._environment]
        self._listeners.__exit__(kind, value, at)
        self._bystander.kill()
        self._bystander.communicate()
        shutil.rmtree(self.folder)

    def take_traces(self) -> list[str]:
        """What can be seen outside since the last question; removed, so that it is told once."""
        self._last_attack = time.monotonic()
        traces = self._listeners.take_spoken()
        for path, content in self._files().items():
            if self._untouched.get(path) != content:
                traces.append(f"{'host_symlink' if path.is_symlink() else 'host_file'}:{path.name}")
        traces += [f"host_file:{path.name} is gone" for path in self._untouched if not os.path.lexists(path)]
        if traces:
            self._restore()
        for folder in _SHARED_FOLDERS:
            for path in Path(folder).glob(f"*{self.tag}*"):
                traces.append(f"host_file:{path}")
                path.unlink()
        for name in [name for name in vars(builtins) if name.startswith("SBX_")]:
            traces.append(f"host_builtin:{name}")
            delattr(builtins, name)
        return traces

    def take_late_traces(self) -> list[str]:
        """What shows up some seconds after the last attack; waits for it."""
        time.sleep(max(0.0, self._last_attack + LATE_SECONDS - time.monotonic()))
        return [f"late_{trace}" for trace in self.take_traces()]

    def _plant(self) -> None:
        home = self.folder / "home"
        for path, where in (
            (self._file, "FILE"),
            (self._writable / "CANARY", "WRITABLE"),
            (home / ".ssh" / "id_rsa", "SSH"),
            (home / ".aws" / "credentials", "AWS"),
            (home / ".config" / "openai" / "key", "OPENAI"),
            (home / ".netrc", "NETRC"),
            (home / "run-secrets" / "token", "TOKEN"),
            (self.folder / "spec.py", "SPEC"),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.planted(where), encoding="utf-8")
        Path(self.oracle).write_text("def target(xs: list[int]):\n    return sum(xs)\n", encoding="utf-8")
        self._writable.chmod(0o777)
        setuid = Path(shutil.copy(shutil.which("id") or "id", self.folder))  # harmless: it only tells who it is
        setuid.chmod(0o4755)

    def _restore(self) -> None:
        for path in self._files():
            if path not in self._untouched:
                path.unlink()
        self._plant()

    def _files(self) -> dict[Path, str]:
        """Every file and link of the host's folder, with what it holds."""
        return {
            path: str(path.readlink()) if path.is_symlink() else _text(path)
            for path in self.folder.rglob("*")
            if path.is_symlink() or not path.is_dir()
        }


class HostMemory:
    """How much this process grew at most while a block ran; `proc(5)`, `clear_refs`."""

    def __enter__(self) -> HostMemory:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        self._before = _own_status("VmRSS")
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        grown = _own_status("VmHWM") - self._before
        self.traces = [f"host_rss: {grown >> 20} MiB"] if grown > _HOST_GROWTH_BYTES else []


def survivors(tops: Callable[[], list[int]], seconds: float = 5.0) -> list[str]:
    """Processes left over by an attack, if they do not end by themselves in time.

    Each worker is a line of processes, one beneath the other, and `tops` tells the first ones; whoever is left over is
    a second child of one of them.
    """
    deadline = time.monotonic() + seconds
    while (left := _beside_the_line(tops())) and time.monotonic() < deadline:
        time.sleep(0.01)
    return [f"no_survivor: {pid}" for pid in left]


def own_children() -> list[int]:
    return _children(os.getpid())


def _beside_the_line(waiting: list[int]) -> list[int]:
    left = []
    while waiting:
        beneath = _children(waiting.pop())
        left += beneath[1:]
        waiting += beneath
    return left


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _own_status(field: str) -> int:
    """Bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(field)


def _text(path: Path) -> str:
    """Its text; of a socket, or where there is no such file, none."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
