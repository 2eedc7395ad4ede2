"""Listings: a table for people, the same rows as a JSON document for programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from codegen.report.printable import one_line

from .exits import OK
from .screen import folded, print_lines, write_exactly

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A cell wider than this is cut, so that one long prompt does not push all columns apart.
_CELL_LIMIT = 60
_GAP = "  "


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, cell_limit: int = _CELL_LIMIT) -> None:
    """Columns as wide as their widest cell; the last one is not padded. Chinese characters count two cells."""
    from rich.cells import cell_len
    from rich.text import Text

    shown = [[one_line(cell, cell_limit) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(header, *shown, strict=True)]

    def line(cells: Sequence[str], style: str) -> Text:
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)]
        return Text(_GAP.join(padded).rstrip(), style)

    print_lines(sys.stdout, [line(header, "bold"), *(line(row, "") for row in shown)])


def print_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """A label and its text, a line each; the labels are as wide as the widest."""
    from rich.text import Text

    width = max((len(label) for label, _ in pairs), default=0)
    lines = [Text.assemble((f"{label:<{width}}{_GAP}", "bold"), one_line(text, 1_000)) for label, text in pairs]
    print_lines(sys.stdout, lines)


def print_folded(pairs: Sequence[tuple[str, str]]) -> None:
    """As `print_pairs`; on a terminal, a text that is too long for its line goes on below its beginning."""
    indent = max((len(label) for label, _ in pairs), default=0) + len(_GAP)
    lines = [(label, folded(sys.stdout, one_line(text, 2_000), indent)) for label, text in pairs]
    print_pairs([(label if not index else "", line) for label, text in lines for index, line in enumerate(text)])


def print_document(command: str, exit_code: int = OK, **fields: Any) -> None:
    """One JSON document with the fields that all commands share."""
    from codegen.report.document import SCHEMA, dumps

    write_exactly(dumps({"schema": SCHEMA, "command": command, "exit_code": exit_code, **fields}))
