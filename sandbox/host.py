"""What the caller holds: a sandbox with its workers."""

from __future__ import annotations

import functools
import os
import sys
import time
import weakref
from typing import TYPE_CHECKING, Any, Final, Literal

from . import wire
from .backends.process import ProcessBackend
from .boot import Boot
from .classify import clean, usage_of
from .errors import SandboxUnavailable
from .limits import Limits
from .loading import Sent, Threaded
from .parallel import in_order
from .policy import Policy
from .pool import Pool
from .program import Program, load_request, outcome_of
from .remote import Ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Unpack

    from .backends import Backend
    from .checking.proposed import Proposed
    from .checking.question import Options
    from .checking.verdict import Verdict
    from .loading import Loading
    from .outcome import Outcome
    from .policy import Language
    from .printed import OnOutput

#: A sandbox's name picks a backend and a language.
SANDBOXES: Final[dict[str, tuple[str, Language]]] = {
    "restricted": ("process", "restricted"),
    "process": ("process", "full"),
    "docker": ("docker", "full"),
}
#: Protections without which nothing is run, unless the caller says so.
REQUIRED: Final = ("rlimits", "no_new_privs", "seccomp")


class Sandbox:
    """Runs untrusted programs. Thread-safe; the workers start at once, in the background.

    `name`: `restricted`, `process` or `docker`. `imports`: modules that the latter two load besides the standard ones.
    `workers`: how many are kept and how many `map` uses, by default one a core.
    `confinement`: `required`, or `optional` to run even where a required part of the wall cannot be had; whatever can
    be had is there all the same, and results say what was.
    `cache`: a folder in which checks keep the inputs that they draw, for later processes.
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
        cache: Path | None = None,
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
        self.cache = cache
        self.workers = workers or os.cpu_count() or 1
        self._required = REQUIRED if confinement == "required" else ()
        self._without = tuple(_without)
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
        self._pool = Pool(self._backend, self._boots(), self.limits, kept=self.workers, reuse=isolation == "process")
        self._idle = self._pool.idle
        self._finalizer = weakref.finalize(self, self._pool.close)
        self._pool.warm_up()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends all workers that are not in use; those in use end when they are given back."""
        self._finalizer()

    def _boots(self) -> Callable[..., Boot]:
        """Makes what a worker is told first; it lacks the nonce."""
        limits = self.limits
        return functools.partial(
            Boot,
            language=self.policy.language,
            imports=self.policy.imports,
            memory_bytes=limits.memory_bytes,
            output_bytes=limits.output_bytes,
            source_bytes=limits.source_bytes,
            value_bytes=limits.value_bytes,
            value_nodes=limits.value_nodes,
            open_files=limits.open_files,
            cgroup="own" if self.backend == "docker" else "new",
            required=self._required,
            without=self._without,
        )

    def another(self) -> Sandbox:
        """One for a program that this one's is to know nothing of: as confined, with all of CPython."""
        return self._another()

    @property
    def protections(self) -> tuple[str, ...]:
        """What the kernel accepted as protection of a worker. Raises SandboxUnavailable."""
        remote = self._pool.checkout()
        try:
            return remote.protections
        finally:
            self._pool.checkin(remote)

    def run(self, source: str, *, on_output: OnOutput | None = None) -> Outcome:
        """Runs a whole module as `__main__`. `on_output("stdout" | "stderr", text)` is called as it prints."""
        started = time.monotonic()
        remote, job, answer = self._pool.begin(wire.request(wire.RUN, source), self.limits, on_output)
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
            self._pool.checkin(remote)

    def load(self, source: str, *, limits: Limits | None = None, seed: int | None = None) -> Program:
        """Loads a module once, so that its functions can be called; see `Program`.

        `limits`: other wall and CPU seconds than the sandbox's; the other quantities stay the sandbox's. `seed`: of
        hashes and of the module `random`; with the same one, a program that draws random numbers draws the same again.
        """
        return Program(source, limits or self.limits, self._pool, seed)

    def load_ahead(self, source: str, *, limits: Limits, seed: int) -> Loading:
        """As `load`, while the caller does something else."""
        opening = load_request(source, seed)
        begun = self._pool.send(opening, limits, seed)
        if begun is None:
            return Threaded(lambda: self.load(source, limits=limits, seed=seed))
        return Sent(lambda: Program(source, limits, self._pool, seed, begun))

    def map(self, sources: Iterable[str]) -> Iterator[Outcome]:
        """Runs each source on one of the workers; outcomes in order; never far more sources taken than given back.

        Sources are taken in the caller's thread. Closing the iterator ends the programs that still run.
        """
        return in_order(self.run, sources, self.workers)

    def read(self, text: str) -> dict[str, Any]:
        """What a prompt tells of a function, its examples above all, read in a worker; see `sandbox.worker.prompts`."""
        remote, job, answer = self._pool.begin(wire.request(wire.READ, text), self.limits)
        try:
            job.finish()
            return answer.parts[1] if not isinstance(answer, Ended) and answer.parts[0] == wire.RETURNED else {}
        finally:
            self._pool.checkin(remote)

    def check(self, source: str, task: str | None = None, **options: Unpack[Options]) -> Verdict:
        """Checks a program from outside with drawn inputs, and shrinks what fails.

        `task`: a name of the catalogue. `prompt`: free text, of which the task and examples are taken. With neither, a
        `# codegen: task=...` comment or a function's name tells the task; without a task, what the source states of
        itself is checked. `entry_point`: the function. `oracle`: `FILE.py[:NAME]`, a reference, run in a sandbox of its
        own. `properties`: the user's own trusted file (see `sandbox.checking.user`). `examples`: inputs to draw, 100 if
        not said. `seed`: without one, the same inputs each time. `first`: inputs to try first. `proposed`: what
        `vet` gave, for `check_samples`. `on_progress`: called with the number of inputs done. Raises CheckError for a
        question that cannot be asked.
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
        of verdicts. Raises CheckError, at the first verdict, for a question that cannot be asked of any source, and
        SandboxError, at the verdict that cannot be had: what failed there is the sandbox, not the source.
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

    def vet(self, proposal: str, *, prompt: str = "", examples: int = 100, seed: int | None = None) -> Proposed:
        """What counts of a JSON document by which a model proposes how to check a task, for `check_samples(proposed=)`.

        `prompt`: the task, for its examples. See `sandbox.checking.proposed`. Raises CheckError where nothing counts.
        """
        from .checking.proposed import vet

        return vet(self, proposal, prompt=prompt, examples=examples, seed=seed)

    def warm_up(self, hash_seed: int | None = None) -> None:
        """Starts a worker in the background, unless one is idle: the next job will not wait for it."""
        self._pool.warm_up(hash_seed)


def _require_one_of(what: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        raise ValueError(f"{what} must be one of {', '.join(allowed)}, was {value!r}")
