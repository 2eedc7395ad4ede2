"""How far a reference reaches: what is larger than an input that took it too long is not tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .property import Arguments

#: A small input takes long for what it is, not for its size.
_SMALL: Final = 10


class Reach:
    """Sizes are the numbers among the arguments and the lengths of the others."""

    def __init__(self) -> None:
        self._limits: list[tuple[float, ...]] = []

    def learn(self, arguments: Arguments) -> None:
        """Of an input that took too long."""
        sizes = _sizes(arguments)
        if any(abs(size) > _SMALL for size in sizes):
            self._limits.append(sizes)

    def is_beyond(self, arguments: Arguments) -> bool:
        """True if no size is smaller than those of one input that took too long."""
        sizes = _sizes(arguments)
        return any(len(limit) == len(sizes) and all(map(_reaches, sizes, limit)) for limit in self._limits)


def _sizes(arguments: Arguments) -> tuple[float, ...]:
    return tuple(
        value if isinstance(value, int | float) else len(value) if isinstance(value, list | str | tuple | dict) else 0
        for value in arguments
    )


def _reaches(size: float, limit: float) -> bool:
    return size >= limit if limit >= 0 else size <= limit
