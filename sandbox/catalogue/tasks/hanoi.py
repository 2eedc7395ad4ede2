"""The tower of Hanoi: its moves are made, one after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ...outcome import Returned
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, conventions
from ..shapes import elements, form, judges, satisfies

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "search and dynamic programming"

#: Disk (None where it is not told), from, to.
Move = tuple[object, object, object]


_PEG = r"(?:(?:rod|peg|tower|pole)\s+)?['\"]?(\w+)"
#: "from A to C" or "A -> C".
_NAMED = re.compile(rf"from\s+{_PEG}['\"]?\s+to\s+{_PEG}|(\w+)['\"]?\s*(?:-+>|→|=>)\s*{_PEG}", re.ASCII | re.IGNORECASE)
_LETTERS = re.compile(r"\b(?:[A-Z]|[0-9]+)\b", re.ASCII)


def moves(n: int, source: object = "A", target: object = "C", spare: object = "B") -> list[tuple[object, object]]:
    if n == 0:
        return []
    return [*moves(n - 1, source, spare, target), (source, target), *moves(n - 1, spare, target, source)]


def _read(raw: object) -> Move | None:
    """A pair, a triple with the disk first, or a sentence such as "Move disk 1 from A to C"."""
    if isinstance(raw, str):
        named = _NAMED.search(raw)
        pegs = _LETTERS.findall(raw) if named is None else [peg for peg in named.groups() if peg is not None]
        return (None, pegs[-2], pegs[-1]) if len(pegs) >= 2 else None
    parts = elements(raw)
    if parts is None or len(parts) not in (2, 3) or any(type(part) not in (int, str) for part in parts):
        return None
    return (parts[0] if len(parts) == 3 else None, parts[-2], parts[-1])


def _goes(found: object, n: int, source: object, target: object) -> bool:
    """All disks end on the target, no larger one ever on a smaller; `source` None: wherever the first move starts."""
    raw = elements(found)
    made = [_read(one) for one in raw or []]
    known = [move for move in made if move is not None]
    if raw is None or len(known) != len(made) or len(known) != 2**n - 1:
        return False
    first, last = (known[0][1] if source is None else source), (known[-1][2] if target is None else target)
    pegs: dict[object, list[int]] = {first: list(range(n, 0, -1))}
    return all(_moved(pegs, move) for move in known) and len(pegs) <= 3 and pegs.get(last) == list(range(n, 0, -1))


def _moved(pegs: dict[object, list[int]], move: Move) -> bool:
    disk, source, target = move
    start, end = pegs.get(source, []), pegs.setdefault(target, [])
    if not start or (end and end[-1] < start[-1]) or not (disk is None or same(disk, start[-1])):
        return False
    end.append(start.pop())
    return True


def _between(source: object, target: object) -> Choice:
    return satisfies(
        "the fewest legal moves that carry the tower over", lambda found, n: _goes(found, n, source, target), moves
    )


def _printed(source: object, target: object) -> Choice:
    """A line for each move; other lines are allowed, but none that could be a move."""

    def right(call: Call, n: int) -> bool:
        if call.value is not None or not isinstance(call.outcome, Returned) or call.outcome.stdout_truncated:
            return False
        lines = [line for line in call.outcome.stdout.splitlines() if _read(line) is not None]
        return _goes(lines, n, source, target)

    return judges("the fewest legal moves, printed", right, moves, choice="printed, a line for each move")


def count_moves(n: int) -> int:
    return (1 << n) - 1


def _asked(name: str, *pegs: object) -> Form:
    return form(name, 1 + len(pegs), lambda n: (n, *pegs))


def _heights() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.integers(1, 7))


_COUNT_CHOICE = answer("the number of moves", count_moves, choice="their number")
_WHY = (
    "Towers of one to seven disks, whose every move is made and must be legal. For no disks many recursions that end at"
    " one never end, so that is not asked."
)
_EDGES: tuple[Arguments, ...] = ((1,), (2,), (3,), (4,))


_HANOI = Entry(
    name="tower of hanoi",
    names=listed("""
        towers of hanoi, hanoi tower, hanoi, tower of hanoi problem, solve tower of hanoi, hanoi towers,
        tower of hanoi puzzle, solve towers of hanoi, tower of hanoi recursive, tower of hanoi moves,
        tower of hanoi using recursion, solve tower of hanoi problem, solve tower of hanoi puzzle, 汉诺塔, 汉诺塔问题,
        河内塔, 解决汉诺塔问题, 递归汉诺塔, 汉诺塔递归, 递归解决汉诺塔问题
    """),
    entry_points=listed("hanoi, tower_of_hanoi, towers_of_hanoi, hanoi_tower, solve_hanoi, hanoi_moves"),
    signature="def hanoi(n: int) -> list[tuple[str, str]]",
    summary="Returns the moves of the tower of Hanoi with `n` disks (1 or more) from peg 'A' to peg 'C' with the help"
    " of peg 'B', as pairs (from, to), as few as possible.",
    why=_WHY,
    inputs=_heights,
    conventions=(
        *conventions((Form("", 1),), (_between("A", "C"),)),
        *conventions((Form("pegs of its own", 1),), (_between(None, None), _COUNT_CHOICE, _printed(None, None))),
        *conventions(
            (
                _asked("called with (n, source, target, spare)", "A", "C", "B"),
                _asked("called with (n, source, spare, target)", "A", "B", "C"),
            ),
            (_between("A", "C"), _COUNT_CHOICE, _printed("A", "C")),
        ),
        *conventions(
            (
                _asked("called with (n, 1, 3, 2)", 1, 3, 2),
                _asked("called with (n, 1, 2, 3)", 1, 2, 3),
                _asked("called with (n, 1, 3)", 1, 3),
            ),
            (_between(1, 3),),
        ),
        *conventions((_asked("called with (n, source, target)", "A", "C"),), (_between("A", "C"),)),
    ),
    reference=moves,
    edges=_EDGES,
)

_COUNT = Entry(
    name="number of tower of hanoi moves",
    names=listed("""
        tower of hanoi number of moves, count tower of hanoi moves, minimum number of moves for tower of hanoi,
        number of moves for tower of hanoi, minimum moves tower of hanoi, hanoi move count, 汉诺塔移动次数,
        汉诺塔步数, 汉诺塔最少移动次数, 汉诺塔的移动次数
    """),
    entry_points=listed("hanoi_count, count_hanoi_moves, hanoi_move_count, min_hanoi_moves, hanoi_num_moves"),
    signature="def hanoi_count(n: int) -> int",
    summary="Returns the least number of moves of the tower of Hanoi with `n` disks, 1 or more.",
    why=_WHY,
    inputs=_heights,
    conventions=conventions((Form("", 1),), (answer("the number of moves", count_moves),)),
    reference=count_moves,
    edges=_EDGES,
)

ENTRIES: tuple[Entry, ...] = (_HANOI, _COUNT)
