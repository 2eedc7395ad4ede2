"""Markdown text -> its fenced code blocks, as forgiving as models are careless. Pure; knows no Python."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: A fence: any indent (list items), a quote mark perhaps, three or more of one character, then the info string.
_FENCE = re.compile(r"^(?P<indent>[ \t]*(?:>[ \t]*)?)(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)$")
#: More blocks than these are no answer, and each is compared with the others.
MAX_BLOCKS = 100
#: CommonMark: deeper than this, a closing fence is text, such as a fence in the docstring of the code.
_CLOSING_INDENT = 3


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `language` is in lower case, "" where none is given; `closed` is False where the text was cut off."""

    language: str
    text: str
    closed: bool = True


def blocks(text: str) -> tuple[list[Block], str]:
    """The blocks in order, and the text before the first fence (all of it if there is none). Lines end in \\n."""
    found: list[Block] = []
    before: list[str] = []
    opening: re.Match[str] | None = None
    inside: list[str] = []
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if opening is None:
            if fence and _opens(fence):
                opening, inside = fence, []
            elif not found:
                before.append(line)
        elif fence and _closes(fence, opening):
            found.append(_block(opening, inside, closed=True))
            opening = None
        else:
            inside.append(line)
    if opening is not None:
        found.append(_block(opening, inside, closed=False))
    return found[:MAX_BLOCKS], "\n".join(before)


def _opens(fence: re.Match[str]) -> bool:
    """An info string of a backtick fence has no backticks: ```x``` on one line is inline code."""
    return "`" not in fence["info"] or fence["mark"][0] == "~"


def _closes(fence: re.Match[str], opening: re.Match[str]) -> bool:
    mark, indent = fence["mark"], len(fence["indent"].expandtabs(4)) - len(opening["indent"].expandtabs(4))
    return (
        mark[0] == opening["mark"][0]
        and len(mark) >= len(opening["mark"])
        and not fence["info"].strip()
        and indent <= _CLOSING_INDENT
    )


def _block(opening: re.Match[str], lines: list[str], *, closed: bool) -> Block:
    words = opening["info"].strip().strip("{}").lstrip(".").split()
    language = words[0].split(",")[0].split(":")[0].lower() if words else ""
    indent = opening["indent"]
    return Block(language, "\n".join(_unindented(line, indent) for line in lines), closed)


def _unindented(line: str, indent: str) -> str:
    """The line without the fence's own indent, as far as it has it."""
    if indent and line.startswith(indent):
        return line[len(indent) :]
    cut = 0
    while cut < len(indent) and cut < len(line) and line[cut] in " \t>":
        cut += 1
    return line[cut:]
