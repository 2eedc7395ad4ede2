"""A model's text -> source. Pure, and by patterns only: what a model wrote is never parsed as Python out here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .fences import Block, blocks
from .messages import sendable

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Every pattern here takes time linear in the text; a longer text than this is cut, as no source may be as long.
MAX_TEXT = 2**20
#: How much of a line tells whether it is code.
MAX_LINE = 160

_PYTHON = ("", "python", "py", "python3", "py3", "pycon", "ipython", "python-repl")
_THINKING = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)

#: A line that can stand at the top level of a module, with little chance of being prose.
_CODE = re.compile(
    "|".join(
        (
            r"(?:async\s+def|def|class)\s+\w+\s*[(:\[]",
            r"@\w[\w.]*(?:\(.*)?$",
            r"import\s+\w+(?:\.\w+)*(?:\s+as\s+\w+|\s*,.*)?\s*(?:#.*)?$",
            r"from\s+[\w.]+\s+import\s",
            r"(?:if|elif|while|with|for|try|else|except|finally)\b.*:\s*(?:#.*)?$",
            r"(?:return|raise|assert)\s+\w+[^.]*$",
            r"[A-Za-z_][\w.]*+(?:\[[^\]]*\])?(?:\s*:[^=]*|\s*[-+*/%&|^@<>]{0,3})=(?!=)\s*\S",
            r"[A-Za-z_][\w.]*\(.*\)\s*(?:#.*)?$",
            r"#",
            r"[rR]?(?:\"{3}|'{3})",
            r">>>\s",
        )
    )
)
_DEFINES = re.compile(
    r"^(?:(?:async )?def|class)[ \t]+(\w+)|^(\w++)[ \t]*(?::[^=\n]+)?=(?!=)|^import[ \t]+(\w+)"
    r"|^from[ \t]+\S+[ \t]+import[ \t]+(.+)$",
    re.MULTILINE,
)
_DEFINITION = re.compile(r"^(?:(?:async )?def|class)[ \t]+\w+", re.MULTILINE)
_TESTS = re.compile(r"^[ \t]*(?:import|from)[ \t]+(?:unittest|pytest)\b|^(?:async )?def[ \t]+test_", re.MULTILINE)
#: A body that was left out, as in explanations.
_ELIDED = re.compile(r"^[ \t]+(?:\.\.\.|# \.\.\..*)[ \t]*$", re.MULTILINE)


def extract(text: str, *, names: Sequence[str] = (), stub: str = "") -> str:
    """The source in a reply, ending in one line end; "" where there is none.

    `names` are those of the function or class that is wanted, to pick among several blocks; a reply that only continues
    `stub` (a signature, or code that ends in a head and perhaps its docstring) is put behind it.
    """
    text = _clean(text)
    found = _blocks(text)
    source = _chosen([_plain(block) for block in found if block.text.strip()], names)
    if not found:
        source = _without_prose(text)
    return _tidy(_continued(source, names, stub))


def last_block(text: str) -> str:
    """The last block of Python in a reply, behind those that define what it uses; "" where nothing is code.

    Blocks that say that they are Python go before those that say nothing, such as the output of a program.
    """
    text = _clean(text)
    found = [_plain(block) for block in _blocks(text) if block.text.strip() and block.language in _PYTHON]
    texts = [block.text for block in found] or [_without_prose(text)]
    python = [block.text for block in found if block.language] or [each for each in texts if looks_like_code(each)]
    return _tidy("\n\n".join([*_needed(python[-1], python[:-1]), python[-1].strip("\n")])) if python else ""


def _clean(text: str) -> str:
    text = _THINKING.sub("", sendable(text).removeprefix("\ufeff"))[:MAX_TEXT]
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _blocks(text: str) -> list[Block]:
    found, before = blocks(text)
    if found and not found[0].language and looks_like_code(before):
        # The prompt ended inside a block, so the first fence of the reply is the closing one.
        rest = text[len(before) + 1 :].partition("\n")[2]
        found = [Block("python", before), *blocks(rest)[0]]
    return found


def looks_like_code(text: str) -> bool:
    """True if the first line that says something could be Python and is no sentence."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return bool(first[:1].isspace() or _is_code(first))


def _is_code(line: str) -> bool:
    return _CODE.match(line[:MAX_LINE]) is not None


def _plain(block: Block) -> Block:
    """The block with the prompts of an interactive session, and what it answered, taken away."""
    lines = block.text.split("\n")
    if not next((line for line in lines if line.strip()), "").lstrip().startswith(">>>"):
        return block
    typed = [line.lstrip() for line in lines if line.lstrip().startswith((">>>", "..."))]
    return Block("python", "\n".join(line[4:] for line in typed), block.closed)


def _chosen(found: list[Block], names: Sequence[str]) -> str:
    """The block that answers, with those others that define what it uses."""
    python = [block.text for block in found if block.language in _PYTHON] or [block.text for block in found]
    if not python:
        return ""
    answers = [text for text in python if _has(text, names)]
    answers = answers or [text for text in python if _DEFINITION.search(text) and not _TESTS.search(text)] or python
    main = _best(answers)
    return "\n\n".join([*_needed(main, [text for text in python if text is not main]), main.strip("\n")])


def _best(answers: list[str]) -> str:
    """The last whole one: models show a faulty version first and the corrected one after it, or an excerpt."""
    whole = [text for text in answers if not _ELIDED.search(text)] or answers
    longest = max(map(len, whole))
    return [text for text in whole if 2 * len(text) >= longest][-1]


def _needed(main: str, others: list[str]) -> list[str]:
    """Blocks that define names which the answer uses and does not define itself, in their order."""
    used, defined, taken = set(re.findall(r"\w+", main)), _names(main), set[int]()
    grown = True
    while grown:
        grown = False
        for position, text in enumerate(others):
            missing = (_names(text) - defined) & used
            if position not in taken and missing and not _TESTS.search(text):
                taken.add(position)
                used |= set(re.findall(r"\w+", text))
                defined |= _names(text)
                grown = True
    return [others[position].strip("\n") for position in sorted(taken)]


def _names(text: str) -> set[str]:
    names: set[str] = set()
    for match in _DEFINES.finditer(text):
        listed = match[4] or ""
        names |= {name for name in (match[1], match[2], match[3]) if name}
        names |= set(re.findall(r"\b(\w++)\s*(?:,|\)|$)", listed))
    return names


def _has(text: str, names: Sequence[str]) -> bool:
    found = re.findall(r"^[ \t]*(?:(?:async )?def|class)[ \t]+(\w+)", text, re.MULTILINE)
    return not set(found).isdisjoint(names)


def _without_prose(text: str) -> str:
    """The code of a reply that has no fence: from its first line that is code to its last.

    Where nothing looks like code, the whole text: what is wrong with it is the checker's to say.
    """
    lines = text.split("\n")
    if next((line for line in lines if line.strip()), "").startswith(">>>"):
        return _plain(Block("", text)).text
    if looks_like_code(text):
        start = 0
    else:
        start = next((i for i, line in enumerate(lines) if _is_code(line) and not line.startswith("#")), len(lines))
    kept = lines[start:]
    while kept and _is_prose(kept[-1]):
        kept.pop()
    return "\n".join(kept) if any(line.strip() for line in kept) else text


def _is_prose(line: str) -> bool:
    """A line after the code: blank, or words at the left margin that are no code and close no bracket."""
    if not line.strip():
        return True
    return not line[0].isspace() and line[0] not in ")]}\"'" and not _is_code(line)


def _continued(source: str, names: Sequence[str], stub: str) -> str:
    """A body without its head gets the head."""
    first = next((line for line in source.split("\n") if line.strip()), "")
    if not stub or not first[:1].isspace() or _has(source, names):
        return source
    head = stub.rstrip()
    whole = head.endswith(":") or "\n" in head  # a signature alone lacks its colon, a head with its docstring does not
    return f"{head}{'' if whole else ':'}\n" + source.strip("\n")


def _tidy(source: str) -> str:
    """Dedented, without blank lines around it, with one line end at its end."""
    lines = source.split("\n")
    margin = min((line[: len(line) - len(line.lstrip())] for line in lines if line.strip()), key=len, default="")
    # Not textwrap.dedent: it empties lines of blanks, which may stand inside a string.
    source = "\n".join(line.removeprefix(margin) for line in lines).strip("\n").rstrip()
    return source + "\n" if source else ""
