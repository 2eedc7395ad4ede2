"""Whether a model has answered with the code that fell before. Told from the text alone; nothing is parsed."""

from __future__ import annotations

from typing import Final

#: With these a line may be inside a text, where each of its characters counts.
_CONTINUED: Final = ('"""', "'''", "\\\n", "\\\r")


def normalised(source: str) -> str:
    """The same text for sources that differ in nothing that runs: comments, blank lines, spaces at line ends.

    Indentation stays, for it is often the whole repair. A source with a text of several lines stays as it is.
    """
    if any(mark in source for mark in _CONTINUED):
        return source.strip("\r\n")
    lines = (_without_comment(line) for line in source.splitlines())
    return "\n".join(line for line in lines if line)


def _without_comment(line: str) -> str:
    code, _, _ = line.partition("#")
    whole = '"' in code or "'" in code  # the mark may stand inside a text
    return (line if whole else code).rstrip()
