"""A prompt that ends in a function's head, as HumanEval's do -> that head, which the reply only continues.

Pure, and by patterns only: a prompt may be a stranger's, and nothing of a stranger's is parsed as Python out here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .reply import looks_like_code

_HEAD = re.compile(r"(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)")
#: What ends a head after its brackets; a class is one only with its colon, since "class" is a word of English too.
_END_OF_DEF = re.compile(r"(?:->[^#]*+|:?)[ \t]*+(?:#.*)?")
_END_OF_CLASS = re.compile(r":[ \t]*+(?:#.*)?")
_DOCSTRING = re.compile(r"(?:[ \t]*+(?:#[^\n]*+)?+\n)*+[ \t]++[rR]?(\"{3}|'{3}).*?\1[ \t]*+(?=\n|\Z)", re.DOTALL)
#: What a body may have and still be one that is to be written: comments, placeholders, the heads of methods.
_PLACEHOLDER = re.compile(r"\s++(?:#.*|pass|\.\.\.|@.*|(?:async\s+)?def\s.*|raise\s+NotImplementedError.*)")
#: Lines of a head that is spread over several.
_MAX_HEAD = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub:
    """`head` is the signature on one line, `text` what a reply continues: imports, helpers, head and docstring."""

    name: str
    head: str
    text: str


def find_stub(prompt: str) -> Stub | None:
    """The last function or class of the prompt, if its body is still to be written."""
    lines = prompt.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((i for i in reversed(range(len(lines))) if _HEAD.match(lines[i])), None)
    if start is None or (end := _end_of_head(lines, start)) is None:
        return None
    rest = "\n".join(lines[end:])
    docstring = _DOCSTRING.match(rest)
    behind = rest[docstring.end() :] if docstring else rest
    if not _is_unwritten(behind):
        return None
    written = "\n".join(lines[start:end]).rstrip()
    if not written.endswith(":"):
        written = written.rpartition("#")[0].rstrip() or written
    text = written if written.endswith(":") else written + ":"
    before = "".join(line + "\n" for line in lines[_start_of_code(lines, start) : start])
    head = " ".join(text.removesuffix(":").split()).replace("( ", "(").replace(", )", ")").replace(" )", ")")
    name = _HEAD.match(head)
    return Stub(name=name[1] if name else "", head=head, text=f"{before}{text}\n{docstring[0] if docstring else ''}")


def _end_of_head(lines: list[str], start: int) -> int | None:
    """The line after the one in which the head's brackets are closed; None where this is no head."""
    depth = 0
    for number, line in enumerate(lines[start : start + _MAX_HEAD], start):
        begin = len(_HEAD.match(line)[0]) if number == start else 0  # type: ignore[index]  # it starts there
        tail = begin
        for position in range(begin, len(line)):
            depth += (line[position] in "([{") - (line[position] in ")]}")
            if depth == 0 and line[position] in ")":
                tail = position + 1
                break
        if depth == 0:
            opened = tail > begin or number > start
            return number + 1 if _ends_head(lines[start], line[tail:], opened=opened) else None
    return None


def _ends_head(first: str, tail: str, *, opened: bool) -> bool:
    if first.startswith("class"):
        return _END_OF_CLASS.fullmatch(tail.strip()) is not None
    return opened and _END_OF_DEF.fullmatch(tail.strip()) is not None


def _is_unwritten(behind: str) -> bool:
    """True unless a statement follows; what stands at the margin again is the prompt's own words."""
    in_docstring = ""
    for line in behind.split("\n"):
        marks = re.findall(r"\"{3}|'{3}", line)
        if in_docstring or (marks and line[:1].isspace()):
            for mark in marks:
                in_docstring = "" if mark == in_docstring else in_docstring or mark
        elif line.strip() and not line[0].isspace():
            return True
        elif line.strip() and not _PLACEHOLDER.fullmatch(line):
            return False
    return True


def _start_of_code(lines: list[str], head: int) -> int:
    """Where the code above the head begins: imports, helpers, decorators, with no prose in between."""
    start = head
    for number in range(head - 1, -1, -1):
        line = lines[number]
        if line.strip() and not looks_like_code(line) and line[0] not in ")]}":
            break
        if line.strip() and not line[0].isspace():
            start = number
    return start
