"""The messages of a conversation: plain dicts, checked once, that go through JSON unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict, get_args

from .errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

Role = Literal["developer", "system", "user", "assistant"]
ROLES: tuple[str, ...] = get_args(Role)
#: The API's own rule for names.
_NAME = re.compile(r"[^\s<|\\/>\ud800-\udfff]{1,64}")
#: What the API's message objects say besides, as long as it is empty or only tells of the message itself.
_BESIDES = ("id", "type", "status", "phase", "refusal", "annotations")
_BESIDES_EMPTY = ("audio", "function_call", "tool_calls")


class Message(TypedDict):
    """One message. `name` tells speakers of one role apart."""

    role: Role
    content: str
    name: NotRequired[str]


def message(role: Role, content: str, name: str | None = None) -> Message:
    """A message. Raises UsageError for another role, a content that is no text, a name that the API would refuse."""
    return validated([{"role": role, "content": content} | ({} if name is None else {"name": name})])[0]


def validated(messages: Iterable[object]) -> list[Message]:
    """Plain messages of dicts or of the API's own message objects; the originals stay as they are.

    Contents in parts are joined if all of them are text, and are made sendable. Raises UsageError that names the first
    bad message.
    """
    if isinstance(messages, (str, bytes, Mapping)):
        raise UsageError(f"messages must be a list of messages, was {type(messages).__name__}")
    return [_validated(each, f"message {number}") for number, each in enumerate(messages, 1)]


def whole_characters(text: str) -> str:
    """Halves of a character, as some servers cut them, become one where they meet; a half alone stays."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def sendable(text: str) -> str:
    """The same, but a half alone, which can be sent nowhere, is replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def require_text(text: str, what: str) -> None:
    """Raises UsageError for a text of the user's own that holds bytes of another encoding."""
    if text != sendable(text):
        raise UsageError(f"{what} is not UTF-8; the terminal or the file that it comes from has another encoding")


def _validated(found: object, where: str) -> Message:
    if isinstance(found, Mapping):
        fields = dict(found)
    elif hasattr(found, "model_dump"):
        fields = found.model_dump()
    else:
        raise UsageError(f"{where} must be an object with role and content, was {type(found).__name__}")
    role = fields.pop("role", None)
    if role not in ROLES:
        raise UsageError(f"{where}: role must be one of {', '.join(ROLES)}, was {role!r}")
    checked: Message = {"role": role, "content": sendable(_text(fields.pop("content", None), where))}
    name = fields.pop("name", None)
    if name is not None:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise UsageError(f"{where}: a name has at most 64 characters and none of space < | \\ / >, was {name!r}")
        checked["name"] = name
    for key, value in fields.items():
        if key not in _BESIDES and (key not in _BESIDES_EMPTY or value):
            raise UsageError(f"{where}: {key!r} is not supported; a message has role, content and perhaps name")
    return checked


def _text(content: Any, where: str) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, (list, tuple)) and content:
        texts = [part.get("text") if isinstance(part, Mapping) else None for part in content]
        if all(isinstance(text, str) for text in texts):
            return "".join(map(str, texts))
    raise UsageError(f"{where}: content must be text, was {str(content)[:60]!r}")
