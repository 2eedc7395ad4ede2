"""The workers of a sandbox that have no job, and how one that has is found or started."""

from __future__ import annotations

import secrets
import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from . import wire
from .errors import SandboxError, WorkerGoneError
from .remote import Remote

if TYPE_CHECKING:
    from collections.abc import Callable

    from .backends import Backend
    from .boot import Boot
    from .limits import Limits
    from .printed import OnOutput
    from .remote import Ended, Job, Reply

#: Workers that may be found dead before one takes the job.
_WORKERS_TRIED: Final = 5


class Pool:
    """Thread-safe. `kept`: how many idle workers of one hash seed are kept; `reuse`: whether a worker has two jobs."""

    def __init__(self, backend: Backend, boot: Callable[..., Boot], limits: Limits, *, kept: int, reuse: bool) -> None:
        self._backend, self._boot, self._limits, self._kept, self._reuse = backend, boot, limits, kept, reuse
        self.idle: deque[Remote] = deque()
        self._lock = threading.Lock()
        self._open = True

    def close(self) -> None:
        """Ends all workers that are idle; those in use end when they are given back."""
        self._open = False
        while self.idle:
            self.idle.pop().close()
        self._backend.close()

    def warm_up(self, hash_seed: int | None = None) -> None:
        """Starts a worker in the background, unless one is idle: the next job will not wait for it."""
        if self._open and not any(hash_seed in (None, remote.hash_seed) for remote in list(self.idle)):
            self.idle.append(self._start(hash_seed))

    def begin(
        self,
        opening: wire.Request,
        limits: Limits,
        on_output: OnOutput | None = None,
        hash_seed: int | None = None,
        begun: tuple[Remote, Job] | None = None,
    ) -> tuple[Remote, Job, Reply | Ended]:
        """Starts a job and waits for its first answer. A worker that died before it began is replaced in silence.

        `begun`: what `send` gave, to be waited for first.
        """
        tries_left = _WORKERS_TRIED
        while True:
            tries_left -= 1
            remote = begun[0] if begun is not None else self.checkout(hash_seed)
            try:
                job = begun[1] if begun is not None else remote.begin(opening, limits, on_output)
                answer = job.wait()
            except WorkerGoneError:
                if not tries_left:
                    raise
                begun = None
                continue
            except BaseException:  # Ctrl-C, or an error of `on_output`: the program may still run
                remote.kill()
                raise
            if not job.unheard or not tries_left:
                return remote, job, answer
            self.checkin(remote)
            begun = None

    def send(self, opening: wire.Request, limits: Limits, hash_seed: int) -> tuple[Remote, Job] | None:
        """Starts a job without waiting for an answer; None if no idle worker is ready for one."""
        remote = self._pop_idle(hash_seed, ready=True)
        if remote is None:
            return None
        try:
            job = remote.begin(opening, limits)
            job.push()
        except WorkerGoneError:
            return None
        except BaseException:
            remote.kill()
            raise
        return remote, job

    def checkout(self, hash_seed: int | None = None) -> Remote:
        """An idle worker, or a new one: a caller never waits for another, so that programs can be held together."""
        if not self._open:
            raise SandboxError("the sandbox is closed")
        remote = self._pop_idle(hash_seed) or self._start(hash_seed)
        if not self._reuse:
            self.warm_up(hash_seed)
        return remote

    def checkin(self, remote: Remote) -> None:
        """Keeps a worker for the next job; one whose job is not over (an exception came between) is ended."""
        if not remote.idle:
            remote.kill()
        elif self._open and self._reuse and self._idle_like(remote) < self._kept:
            self.idle.append(remote)
        else:
            remote.close()

    def _idle_like(self, remote: Remote) -> int:
        return sum(one.hash_seed == remote.hash_seed for one in list(self.idle))

    def _pop_idle(self, hash_seed: int | None, *, ready: bool = False) -> Remote | None:
        while (remote := self._take_idle(hash_seed, ready=ready)) is not None and remote.expired:
            remote.close()
        return remote

    def _take_idle(self, hash_seed: int | None, *, ready: bool) -> Remote | None:
        with self._lock:
            suited = (one for one in list(self.idle) if hash_seed in (None, one.hash_seed))
            found = next((one for one in suited if one.ready or not ready), None)
            if found is not None:
                self.idle.remove(found)
            return found

    def _start(self, hash_seed: int | None) -> Remote:
        seed = hash_seed or 0
        boot = self._boot(nonce=secrets.token_bytes(wire.NONCE_BYTES))
        return Remote(self._backend.start(seed), boot, self._limits, seed)
