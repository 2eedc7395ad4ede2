"""What a text says of all inputs: "a positive integer", "a sorted list", "1 <= n <= 100".

Elsewhere right programs may differ. A word is believed only as far as the examples do not contradict it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..property import Arguments

#: "Given a positive integer", "takes two non-negative numbers"; not "the sum of all positive numbers".
_GIVEN: Final = (
    r"\b(?:given|takes?|accepts?|input|for|where|assume|are|is|be|with|and|all|each|both|two|three|an?)\s+"
    r"(?:\w+\s+){0,3}?"
)
_SIGN: Final = re.compile(
    _GIVEN + r"(positive|natural|non-?\s?negative)\s+(?:whole\s+|integer\s+)?(?:integer|int|number|value)(s?)\b", re.I
)
_NOT_EMPTY: Final = re.compile(r"\bnon-?\s?empty\s+(?:\w+\s+){0,2}?(?:list|array|string|sequence|vector|text)", re.I)
_ORDERED: Final = re.compile(
    r"\b(?:given|takes?|accepts?|in|into|from|of|an?|two)\s+(?:\w+\s+)?(?:sorted|ordered)\s+"
    r"(?:\w+\s+){0,2}?(?:list|array|sequence)s?\b",
    re.I,
)
_RETURNED: Final = re.compile(r"\b(?:returns?|get|give|produce|into|to)\s+(?:\w+\s+){0,2}?(?:sorted|ordered)", re.I)
_DISTINCT: Final = re.compile(
    r"\b(?:given|takes?|(?:array|list|sequence)\s+of)\s+(?:\w+\s+)?(?:distinct|unique)\s+(?:\w+\s+)?"
    r"(?:int|number|element|value)|\ball\s+(?:\w+\s+){1,4}are\s+(?:distinct|unique)",
    re.I,
)
_NUMBER: Final = r"(-?\d[\d,_]*(?:\s?(?:\^|\*\*)\s?\d+)?)"
_BOUNDS: Final = re.compile(_NUMBER + r"\s*(?:<=|≤|<)\s*([A-Za-z_]\w*)((?:\[i\]|\.length)?)\s*(?:<=|≤|<)\s*" + _NUMBER)


@dataclass(frozen=True)
class Contract:
    """`scalars`, `elements`: the least number as an argument, and in a list. `bounds`: of integer arguments."""

    scalars: int | None = None
    elements: int | None = None
    not_empty: bool = False
    ordered: bool = False
    distinct: bool = False
    bounds: tuple[tuple[int, int, int], ...] = ()

    def fitted(self, arguments: Arguments) -> Arguments:
        """The arguments, changed as little as makes them comply."""
        values = [self._fitted(value) for value in arguments]
        for index, low, high in self.bounds:
            if index < len(values) and type(values[index]) is int:
                values[index] = low + (values[index] - low) % (high - low + 1)
        return tuple(values)

    def _fitted(self, value: Any) -> Any:
        if not isinstance(value, list):
            return _at_least(value, self.scalars)
        value = [_at_least(item, self.elements) for item in value]
        if self.distinct:
            value = list({repr(item): item for item in value}.values())
        return _ordered(value) if self.ordered else value

    def admits(self, arguments: Arguments) -> bool:
        return not self.not_empty or all(value for value in arguments if isinstance(value, list | str))


def contract_of(text: str, names: Sequence[str], examples: Sequence[Arguments]) -> Contract:
    """`names`: of the parameters."""
    contract = Contract()
    for candidate in _claims(text, names):
        if all(candidate.fitted(one) == one and candidate.admits(one) for one in examples):
            bounds = (*contract.bounds, *candidate.bounds)
            told = {name: value for name, value in vars(candidate).items() if value is not None and value is not False}
            contract = replace(contract, **{**told, "bounds": bounds})
    return contract


def _claims(text: str, names: Sequence[str]) -> list[Contract]:
    """Each of one word."""
    claims = []
    for kind, plural in _SIGN.findall(text):
        least = 1 if kind.casefold() in ("positive", "natural") else 0
        claims.append(Contract(scalars=least))
        claims += [Contract(elements=least)] * bool(plural)
    claims += [Contract(not_empty=True)] * bool(_NOT_EMPTY.search(text))
    if _ORDERED.search(text) and not _RETURNED.search(text):
        claims.append(Contract(ordered=True))
    claims += [Contract(distinct=True)] * bool(_DISTINCT.search(text))
    bounds = ((_number(low), name, _number(high)) for low, name, part, high in _BOUNDS.findall(text) if not part)
    for low, name, high in bounds:
        index = names.index(name) if name in names else 0 if len(names) == 1 else None
        if index is not None and low < high:
            claims.append(Contract(bounds=((index, low, high),)))
    return claims


def _number(text: str) -> int:
    base, _, power = re.sub(r"[,_\s]", "", text).replace("**", "^").partition("^")
    return int(int(base[:20]) ** min(int(power or 1), 20))


def _at_least(value: Any, least: int | None) -> Any:
    if least is None or type(value) not in (int, float) or value >= least:
        return value
    return max(abs(value), least)


def _ordered(values: list[Any]) -> list[Any]:
    try:
        return sorted(values)
    except TypeError:
        return values
