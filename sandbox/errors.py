"""Errors that are ours. What a program did is an `Outcome`, never one of these."""

from __future__ import annotations


class SandboxError(Exception):
    """The sandbox itself failed: a missing backend or protection, a broken worker, a bug. Never the program's fault."""


class SandboxUnavailable(SandboxError):
    """The sandbox that was asked for cannot be had here; the message says what is missing and the way out."""


class WorkerGoneError(SandboxError):
    """A worker that was waiting for a job has ended; another can take the job."""


class ProtocolError(SandboxError):
    """Bytes that break the rules of `sandbox.wire`. The host answers it by ending the worker."""


class ProgramError(Exception):
    """A call through a plain callable (`program["name"]`) did not return; `.outcome` says what happened instead."""

    def __init__(self, message: str, outcome: object) -> None:
        super().__init__(message)
        self.outcome = outcome


class CheckError(ValueError):
    """A check that was asked for cannot be made: an unknown task, a bad properties file, no such oracle."""
