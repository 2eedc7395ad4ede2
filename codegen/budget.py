"""What a run may cost in tokens, over all of its requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .messages import Message
    from .model import Reply

#: Of a token, where a server does not count: English has four, code about three, Chinese one character.
_BYTES_PER_TOKEN: Final = 3


@dataclass(slots=True)
class Budget:
    """`limit`: prompt and completion tokens together, None for no limit. `used`: as servers say, else estimated."""

    limit: int | None = None
    used: int = 0
    #: The longest reply so far: the next ones may be as long.
    _longest: int = 0

    def add(self, talk: Sequence[Message], replies: Sequence[Reply]) -> None:
        """Counts the replies to one request."""
        asked = [reply.usage.prompt_tokens for reply in replies if reply.usage.prompt_tokens is not None]
        self.used += sum(asked) if asked else _tokens_of(talk)
        told = [reply.usage.completion_tokens for reply in replies if reply.usage.completion_tokens is not None]
        estimated = [_tokens(reply.text) for reply in replies]
        self.used += sum(told) if told else sum(estimated)
        self._longest = max(self._longest, *estimated)

    def excess(self, talk: Sequence[Message], samples: int = 1) -> str:
        """Why the next request would not fit, as far as can be told before it; "" if it fits."""
        expected = self.used + _tokens_of(talk) + samples * self._longest
        if self.limit is None or expected <= self.limit:
            return ""
        return f"with another request it would be about {expected} tokens, more than the {self.limit} allowed"

    def require_room(self, talk: Sequence[Message]) -> None:
        """Raises UsageError where not even the first request fits."""
        if self.excess(talk):
            raise UsageError(
                f"max_tokens_total must have room for the prompt, about {_tokens_of(talk)} tokens, was {self.limit}"
            )


def _tokens_of(talk: Sequence[Message]) -> int:
    return sum(_tokens(each["content"]) for each in talk)


def _tokens(text: str) -> int:
    return len(text.encode("utf-8", "replace")) // _BYTES_PER_TOKEN + 1
