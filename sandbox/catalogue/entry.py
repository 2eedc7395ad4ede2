"""What the catalogue knows of one task."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ..checking.property import Arguments, Convention


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """One well-known task: how it is called, what goes in, what must come out.

    `name`: its English name ("quick sort"). `names`: every other name, English and Chinese, without filler words.
    `entry_points`: function (or class) names by which a file's task is recognised; the first is asked of the model.
    `signature` and `summary` go into the prompt. `inputs` draws argument tuples; `edges` are always tried first.
    `conventions`: each accepted way; the first is what the prompt asks for. `reference`: a right implementation.
    """

    name: str
    names: tuple[str, ...]
    entry_points: tuple[str, ...]
    signature: str
    summary: str
    inputs: Callable[[], SearchStrategy[Arguments]]
    conventions: tuple[Convention, ...]
    reference: Callable[..., object]
    edges: tuple[Arguments, ...] = ()
    #: For a person: what the inputs are made to find, and where the domain ends and why; one to three sentences.
    why: str = ""
    #: The task is a class, driven by lists of operations; see `operations.py`.
    is_class: bool = False


def listed(text: str) -> tuple[str, ...]:
    """The parts of a comma-separated text, which may span lines."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def phrased(*parts: str) -> tuple[str, ...]:
    """Every phrase made of one alternative a part; `|` divides them, and one may be empty: "find |", "maximum|max"."""
    return tuple("".join(chosen).strip() for chosen in itertools.product(*(part.split("|") for part in parts)))


def each(*values: object) -> tuple[Arguments, ...]:
    """An input of one argument for each value."""
    return tuple((value,) for value in values)
