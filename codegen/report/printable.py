"""Text of candidates and models made safe to print: nothing of theirs may steer a terminal or flood a report."""

from __future__ import annotations

import re

#: What a terminal acts on (C0 without tab and newline, DEL, C1), what reorders a line so that it reads as another
#: (bidirectional controls, "Trojan Source"), invisible characters, and surrogates, which no stream can encode.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")

#: A line of a report; more than this is not read by a person.
LINE_LIMIT = 300


def printable(text: str) -> str:
    """`text` with every character that could steer a terminal shown as its escape; tabs and newlines stay."""
    return _UNSAFE.sub(lambda found: _escape(found.group()), text)


def one_line(text: str, limit: int = LINE_LIMIT) -> str:
    """`text` printable, on one line, and with its middle left out beyond `limit` characters."""
    return shorten(printable(text).replace("\t", "\\t").replace("\n", "\\n"), limit)


def shorten(text: str, limit: int) -> str:
    """`text` itself up to `limit` characters, else its two ends and how much was left out."""
    if len(text) <= limit:
        return text
    end = limit // 3
    start = limit - end
    return f"{text[:start]} ...[{len(text) - start - end} more characters]... {text[-end:]}"


def show(value: object) -> str:
    """`repr(value)` where there is one: an integer of more than 4300 digits and a deep nest have none."""
    try:
        return repr(value)
    except ValueError:
        return f"<integer of {value.bit_length()} bits>" if isinstance(value, int) else "<holds too large an integer>"
    except RecursionError:
        return "<nested too deeply to show>"


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
