"""What the caller holds: a sandbox with its workers."""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
import sys
import threading
import time
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Literal

from . import wire
from .backends.process import ProcessBackend
from .boot import Boot
from .classify import clean, usage_of
from .errors import SandboxError, SandboxUnavailable, WorkerGoneError
from .limits import Limits
from .parallel import in_order
from .policy import Policy
from .program import Program, outcome_of
from .remote import Ended, Remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType
    from typing import Unpack

    from .backends import Backend
    from .checking.question import Options
    from .checking.verdict import Verdict
    from .outcome import Outcome
    from .policy import Language
    from .remote import Job, OnOutput, Reply

#: A sandbox's name picks a backend and a language.
SANDBOXES: Final[dict[str, tuple[str, Language]]] = {
    "restricted": ("process", "restricted"),
    "process": ("process", "full"),
    "docker": ("docker", "full"),
}
#: Protections without which nothing is run, unless the caller says so.
REQUIRED: Final = ("rlimits", "no_new_privs", "seccomp")

#: Workers that may be found dead before one takes the job.
_WORKERS_TRIED: Final = 5


class Sandbox:
    """Runs untrusted programs. Thread-safe; the workers start at once, in the background.

    `name`: `restricted`, `process` or `docker`. `imports`: modules that the latter two load besides the standard ones.
    `workers`: how many are kept and how many `map` uses, by default one a core.
    `confinement`: `required`, or `optional` to run even where a required part of the wall cannot be had; whatever can
    be had is there all the same, and results say what was.
    For `docker`: `image`, any with a Python of 3.11 or later; `runtime`, one of the engine's (such as `runsc`); `pull`:
    whether an image that is missing may be fetched; `isolation="container"` gives each job a container of its own.
    Raises ValueError for an unknown name or an option that it has no use for, and SandboxUnavailable for one that
    cannot be had here.
    """

    def __init__(
        self,
        name: str = "restricted",
        *,
        limits: Limits | None = None,
        imports: Sequence[str] = (),
        workers: int | None = None,
        confinement: Literal["required", "optional"] = "required",
        image: str = "",
        runtime: str = "",
        pull: bool = True,
        isolation: Literal["process", "container"] = "process",
        _without: Sequence[str] = (),
    ) -> None:
        _require_one_of("sandbox", name, SANDBOXES)
        if workers is not None and workers < 1:
            raise ValueError(f"workers must be at least 1, was {workers}")
        _require_one_of("confinement", confinement, ("required", "optional"))
        _require_one_of("isolation", isolation, ("process", "container"))
        if name != "docker" and (image or runtime or not pull or isolation == "container"):
            raise ValueError(f"image, runtime, pull and isolation are for the sandbox 'docker', this is {name!r}")
        self.name = name
        self.backend, language = SANDBOXES[name]
        self.policy = Policy(language=language, imports=tuple(imports))
        self.limits = limits or Limits()
        self.workers = workers or os.cpu_count() or 1
        self._required = REQUIRED if confinement == "required" else ()
        self._without = tuple(_without)
        self._reuse = isolation == "process"
        self._backend: Backend = ProcessBackend()
        if self.backend == "docker":
            from .backends.docker import DEFAULT_IMAGE, Container, DockerBackend

            container = Container(
                image=image or DEFAULT_IMAGE, runtime=runtime, pull=pull, memory_bytes=self.limits.memory_bytes
            )
            self._backend = DockerBackend(container)
        elif sys.platform != "linux":
            raise SandboxUnavailable(
                f"a process cannot be confined on {sys.platform}: no seccomp; use --sandbox docker, or a Linux machine"
            )
        self._another = functools.partial(
            Sandbox, "process" if name == "restricted" else name, limits=self.limits, workers=1, imports=imports,
            confinement=confinement, image=image, runtime=runtime, pull=pull,
        )  # fmt: skip
        self._idle: deque[Remote] = deque()
        self._lock = threading.Lock()
        self._started = 0
        self._open = True
        self._finalizer = weakref.finalize(self, _close_all, self._idle, self._backend)
        self._idle.append(self._start())

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends all workers that are not in use; those in use end when they are given back."""
        self._open = False
        self._finalizer()

    def another(self) -> Sandbox:
        """One for a program that this one's is to know nothing of: as confined, with all of CPython."""
        return self._another()

    @property
    def protections(self) -> tuple[str, ...]:
        """What the kernel accepted as protection of a worker. Raises SandboxUnavailable."""
        remote = self._checkout()
        try:
            return remote.protections
        finally:
            self._checkin(remote)

    def run(self, source: str, *, on_output: OnOutput | None = None) -> Outcome:
        """Runs a whole module as `__main__`. `on_output("stdout" | "stderr", text)` is called as it prints."""
        started = time.monotonic()
        remote, job, answer = self._begin(wire.request(wire.RUN, source), self.limits, on_output)
        try:
            ended = answer if isinstance(answer, Ended) else job.finish()
            if not clean(ended):
                answer = ended  # it said that it was done, and was not
            stdout, stderr, cut = job.take_output()
            common: dict[str, Any] = {
                "stdout": stdout, "stderr": stderr, "stdout_truncated": cut, "stderr_truncated": cut,
                "usage": usage_of(ended, time.monotonic() - started), "protections": remote.protections,
            }  # fmt: skip
            return outcome_of(job, answer, common, ())
        finally:
            self._checkin(remote)

    def load(self, source: str, *, limits: Limits | None = None) -> Program:
        """Loads a module once, so that its functions can be called; see `Program`.

        `limits`: other wall and CPU seconds than the sandbox's; the other quantities stay the sandbox's.
        """
        return Program(source, limits or self.limits, self._begin, self._checkin)

    def map(self, sources: Iterable[str]) -> Iterator[Outcome]:
        """Runs each source on one of the workers; outcomes in order; never far more sources taken than given back."""
        return in_order(self.run, sources, self.workers)

    def examples(self, text: str, names: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Calls with results that stand in a text, read in a worker; see `sandbox.worker.describe`."""
        remote, job, answer = self._begin(wire.request(wire.EXAMPLES, text, list(names)), self.limits, None)
        try:
            job.finish()
            return answer.parts[1] if not isinstance(answer, Ended) and answer.parts[0] == wire.RETURNED else []
        finally:
            self._checkin(remote)

    def check(self, source: str, task: str | None = None, **options: Unpack[Options]) -> Verdict:
        """Checks a program from outside with drawn inputs, and shrinks what fails.

        `task`: a name of the catalogue. `prompt`: free text, of which the task and examples are taken. With neither, a
        `# codegen: task=...` comment or a function's name tells the task; without a task, what the source states of
        itself is checked. `entry_point`: the function. `oracle`: `FILE.py[:NAME]`, a reference, run in a sandbox of its
        own. `properties`: the user's own trusted file (see `sandbox.checking.user`). `examples`: inputs to draw, 100 if
        not said. `seed`: without one, the same inputs each time. `first`: inputs to try first. `on_progress`: called
        with the number of inputs done. Raises CheckError for a question that cannot be asked.
        """
        from .checking.checker import Judge
        from .checking.question import Question

        with Judge(self, Question(source=source, task=task, **options)) as judge:
            return judge.verdict(source)

    def check_many(
        self, sources: Iterable[str], task: str | None = None, **options: Unpack[Options]
    ) -> Iterator[Verdict]:
        """Checks each source as `check` does, on all workers: for evaluation loops. Verdicts in order, as they come.

        Inputs are drawn once, an oracle's answers are shared, and never far more sources are taken than verdicts given
        back. What passed is called once more with inputs on which earlier sources of the same task fell, and may fall
        so; else each verdict is the one that `check` gives for the same source and seed. A source of which nothing can
        be asked (its comment names an unknown task) is inconclusive and says why. `on_progress`: called with the number
        of verdicts. Raises CheckError, at the first verdict, for a question that cannot be asked of any source.
        """
        from .checking.many import judge_many
        from .checking.question import Question

        return judge_many(self, sources, Question(task=task, **options))

    def check_samples(
        self, sources: Sequence[str], task: str | None = None, *, checked: Sequence[Verdict] = (),
        **options: Unpack[Options],
    ) -> list[Verdict]:  # fmt: skip
        """Checks several programs for one task: as `check` does and, where it has no answer to compare with, by theirs.

        `checked`: what `check` said of each, if it was asked already. See `sandbox.checking.consensus`.
        """
        from .checking.consensus import judge_samples

        return judge_samples(self, sources, checked or list(self.check_many(sources, task, **options)), options)

    def warm_up(self) -> None:
        """Starts a worker in the background, unless one is idle: the next job will not wait for it."""
        if not self._idle and self._open:
            self._idle.append(self._start())

    def _start(self) -> Remote:
        boot = Boot(
            nonce=secrets.token_bytes(wire.NONCE_BYTES),
            language=self.policy.language,
            imports=self.policy.imports,
            memory_bytes=self.limits.memory_bytes,
            output_bytes=self.limits.output_bytes,
            source_bytes=self.limits.source_bytes,
            value_bytes=self.limits.value_bytes,
            value_nodes=self.limits.value_nodes,
            open_files=self.limits.open_files,
            cgroup="own" if self.backend == "docker" else "new",
            required=self._required,
            without=self._without,
        )
        with self._lock:
            self._started += 1
            hash_seed = self._started - 1
        return Remote(self._backend.start(hash_seed), boot, self.limits)

    def _begin(
        self, opening: wire.Request, limits: Limits, on_output: OnOutput | None
    ) -> tuple[Remote, Job, Reply | Ended]:
        """Starts a job and waits for its first answer. A worker that died before it began is replaced in silence."""
        tries_left = _WORKERS_TRIED
        while True:
            tries_left -= 1
            remote = self._checkout()
            try:
                job = remote.begin(opening, limits, on_output)
                answer = job.wait()
            except WorkerGoneError:
                if tries_left:
                    continue
                raise
            except BaseException:  # Ctrl-C, or an error of `on_output`: the program may still run
                remote.kill()
                raise
            if not job.unheard or not tries_left:
                return remote, job, answer
            self._checkin(remote)

    def _checkout(self) -> Remote:
        """An idle worker, or a new one: a caller never waits for another, so that programs can be held together."""
        if not self._open:
            raise SandboxError("the sandbox is closed")
        remote = self._pop_idle() or self._start()
        if not self._reuse:
            self.warm_up()
        return remote

    def _pop_idle(self) -> Remote | None:
        with contextlib.suppress(IndexError):
            while (remote := self._idle.popleft()).expired:
                remote.close()
            return remote
        return None

    def _checkin(self, remote: Remote) -> None:
        """Keeps a worker for the next job; one whose job is not over (an exception came between) is ended."""
        if not remote.idle:
            remote.kill()
        elif self._open and self._reuse and len(self._idle) < self.workers:
            self._idle.append(remote)
        else:
            remote.close()


def _require_one_of(what: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        raise ValueError(f"{what} must be one of {', '.join(allowed)}, was {value!r}")


def _close_all(idle: deque[Remote], backend: Backend) -> None:
    while idle:
        idle.pop().close()
    backend.close()
