"""Texts like those that are shown: their characters and the rest of their kind, their words, their patterns."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from .pool import Pool

KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
#: Of a text of which nothing is known.
_FREE = string.ascii_letters + string.digits + " .,-_()"
_PIECE = re.compile(r"[A-Za-z]+|[0-9]+|.", re.DOTALL)
_MAX_LENGTH = 10
_MAX_PIECES = 24
#: Long ones would crowd out the others.
_MAX_TOKENS = 60


def texts(pool: Pool) -> SearchStrategy[Any]:
    """Any text where nothing is shown; brackets alone where nothing but brackets is."""
    shown = [text for text in pool.examples_of("str") if text]
    mined = [text for text in pool.of("str") if text]
    free = not shown or any(map(str.isalpha, "".join(shown)))
    if not pool.varied:
        return st.text(_FREE if free else alphabet(shown), max_size=_MAX_LENGTH)
    ways = [_of_any_length(_FREE)] if free else []
    if shown:
        ways += [st.sampled_from(shown).flatmap(like), _of_any_length(alphabet(shown))]
    known = mined if free else [text for text in mined if _kinds(text) <= _kinds("".join(shown))]
    few = sorted(set("".join(known)) | set("ab " if free else ""))
    ways += [_of_any_length(few), _mirrored(few)]
    if known:
        tokens = _tokens(known)
        ways += [st.sampled_from(known), _joined(tokens, [""]), _joined(tokens, separators(shown))]
    return st.one_of(ways)


def separators(shown: Sequence[str]) -> list[str]:
    """The characters between words and numbers."""
    return sorted({character for text in shown for character in text if not character.isalnum()}) or [" "]


def alphabet(shown: Sequence[str]) -> str:
    """The characters of these texts, with all other small letters where one is shown, and so on."""
    seen = set("".join(shown))
    return "".join(sorted(seen.union(*(kind for kind in KINDS if not seen.isdisjoint(kind)))))


def like(text: str) -> SearchStrategy[str]:
    """The pattern kept, the words and the numbers changed: a date stays a date."""
    pieces = _PIECE.findall(text)
    if len(pieces) > _MAX_PIECES:
        return st.just(text)
    return st.tuples(*map(_piece, pieces)).map("".join)


def _piece(piece: str) -> SearchStrategy[str]:
    if not piece.isalnum() or not piece.isascii():
        return st.just(piece)
    return st.just(piece) | st.text(alphabet([piece]), min_size=1, max_size=len(piece) + 1)


def _tokens(known: Sequence[str]) -> list[str]:
    found = dict.fromkeys(piece for text in known for piece in _PIECE.findall(text))
    return [piece for piece in found if not piece.isspace()][:_MAX_TOKENS] or [" "]


def _kinds(text: str) -> set[str]:
    """Brackets are no operators."""
    return {next((kind for kind in (*KINDS, "()[]{}<>", " ") if character in kind), "other") for character in text}


def _joined(tokens: list[str], between: list[str]) -> SearchStrategy[str]:
    chosen = st.lists(st.sampled_from(tokens), max_size=5)
    return st.tuples(st.sampled_from(between), chosen).map(lambda pair: pair[0].join(pair[1]))


def _of_any_length(characters: Sequence[str]) -> SearchStrategy[str]:
    """Each length as often: Hypothesis prefers short ones."""
    length = st.integers(0, _MAX_LENGTH)
    return length.flatmap(lambda count: st.text(characters, min_size=count, max_size=count))


def _mirrored(characters: Sequence[str]) -> SearchStrategy[str]:
    half = st.text(characters, max_size=_MAX_LENGTH // 2)
    return half.map(lambda text: text + text[::-1]) | half.map(lambda text: text + text[-2::-1])
