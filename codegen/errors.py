"""Errors that end a command. Each message is one line: what happened, and the way out. Each class is an exit code."""

from __future__ import annotations

from typing import ClassVar


class CodegenError(Exception):
    """Base of all; `exit_code` is what the command line ends with."""

    exit_code: ClassVar[int] = 2


class UsageError(CodegenError):
    """The call or the configuration is wrong: a bad option, a setting out of range, no such run."""

    exit_code: ClassVar[int] = 2


class ModelError(CodegenError):
    """The model gave no whole answer: network, HTTP status, a broken or cut stream.

    `text` is what had arrived by then, `request_id` what the server calls this request; both may be empty.
    `status` is the HTTP status of its answer, 0 where none came.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, text: str = "", request_id: str = "", status: int = 0) -> None:
        super().__init__(message)
        self.text = text
        self.request_id = request_id
        self.status = status


class TapeError(ModelError):
    """A tape is broken, or was asked for something that it has not recorded; says which line and what differed."""
