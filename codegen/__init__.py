"""Ask a model for Python code, check the answer in a sandbox, repair it. Importing this loads nothing heavy.

The loop lives in `loop.py`: a module `solve` would hide the function `codegen.solve`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import OpenAIModel
    from .conversation import Conversation
    from .errors import CodegenError, ModelError, TapeError, UsageError
    from .events import Event
    from .history import History
    from .listing import list_models, retrieve_model
    from .loop import solve
    from .messages import Message
    from .model import Model, ModelInfo, Reply, open_model
    from .reply import extract
    from .settings import Settings
    from .solution import Solution
    from .task import Attempt, Candidate, Task, Tokens, describe_task

__version__ = "0.1.0"

#: Public name -> the module that has it (PEP 562).
_HOMES = {
    "solve": "loop", "Solution": "solution", "Event": "events",
    "Model": "model", "OpenAIModel": "client", "Message": "messages", "Reply": "model", "open_model": "model",
    "list_models": "listing", "retrieve_model": "listing", "ModelInfo": "model",
    "Task": "task", "Candidate": "task", "Attempt": "task", "Tokens": "task", "describe_task": "task",
    "extract": "reply",
    "Settings": "settings", "History": "history", "Conversation": "conversation",
    "CodegenError": "errors", "UsageError": "errors", "ModelError": "errors", "TapeError": "errors",
}  # fmt: skip

__all__ = [
    "solve", "Solution", "Event",
    "Model", "OpenAIModel", "Message", "Reply", "open_model",
    "list_models", "retrieve_model", "ModelInfo",
    "Task", "Candidate", "Attempt", "Tokens", "describe_task", "extract",
    "Settings", "History", "Conversation",
    "CodegenError", "UsageError", "ModelError", "TapeError",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value
