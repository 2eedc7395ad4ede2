"""What a model may propose of a task: a JSON document with inputs, named properties and a reference.

It is data: everything is bounded, so that no document can make the host slow, and a word that is not known here is
refused, not guessed. The reference is a text that is only ever handed to a sandbox.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ...errors import CheckError

#: Of the whole document.
MAX_CHARACTERS: Final = 40_000
#: Elements of the arguments of a call, all levels together: drawing takes Hypothesis its time.
MAX_ELEMENTS: Final = 300
MAX_SIZE: Final = 50
_MAX_INTEGER: Final = 10**18
_MAX_DEPTH: Final = 4

Size: TypeAlias = Annotated[int, Field(ge=0, le=MAX_SIZE)]
Integer: TypeAlias = Annotated[int, Field(ge=-_MAX_INTEGER, le=_MAX_INTEGER)]
Real: TypeAlias = Annotated[float, Field(ge=-1e300, le=1e300, allow_inf_nan=False)]
Name: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
Position: TypeAlias = Annotated[int, Field(ge=0, le=7)]
Scalar: TypeAlias = Integer | Real | bool | Annotated[str, Field(max_length=200)] | None


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Sized(_Part):
    min_size: Size = 0
    max_size: Size = 8

    @model_validator(mode="after")
    def _ordered(self) -> Sized:
        if self.min_size > self.max_size:
            raise ValueError(f"min_size {self.min_size} is more than max_size {self.max_size}")
        return self


class Int(_Part):
    kind: Literal["int"]
    min: Integer = -20
    max: Integer = 20


class Float(_Part):
    kind: Literal["float"]
    min: Real = -100.0
    max: Real = 100.0


class Bool(_Part):
    kind: Literal["bool"]


class Nothing(_Part):
    kind: Literal["none"]


class Text(Sized):
    kind: Literal["text"]
    alphabet: Annotated[str, Field(min_length=1, max_length=200)] = "abc xyz"


class Sampled(_Part):
    kind: Literal["sampled"]
    values: Annotated[list[Scalar], Field(min_length=1, max_length=50)]


class List(Sized):
    """`order`: "sorted" is ascending. `same_length_as`: an earlier parameter, whose length it has."""

    kind: Literal["list"]
    of: Strategy
    order: Literal["any", "sorted"] = "any"
    unique: bool = False
    same_length_as: Position | None = None


class Set(Sized):
    kind: Literal["set"]
    of: Strategy


class Dict(Sized):
    kind: Literal["dict"]
    keys: Strategy
    values: Strategy


class Tuple(_Part):
    kind: Literal["tuple"]
    of: Annotated[list[Strategy], Field(max_length=6)]


class OneOf(_Part):
    kind: Literal["one of"]
    of: Annotated[list[Strategy], Field(min_length=1, max_length=6)]


class ElementOf(_Part):
    """An element of an earlier parameter, or where that is empty, and now and then otherwise, a value of `other`."""

    kind: Literal["element of"]
    parameter: Position
    other: Strategy


Strategy: TypeAlias = Annotated[
    Int | Float | Bool | Nothing | Text | Sampled | List | Set | Dict | Tuple | OneOf | ElementOf,
    Field(discriminator="kind"),
]


class Plain(_Part):
    kind: Literal["idempotent", "involution", "commutative", "sorted"]


class OfArgument(_Part):
    """`parameter`: the argument that the result is compared with, or that is changed."""

    kind: Literal["permutation of the input", "same length", "elements of the input", "shuffle", "repeat first"]
    parameter: Position = 0


class RoundTrip(_Part):
    """`inverse`: a function of the reference's text that undoes the one that is asked for."""

    kind: Literal["round trip"]
    inverse: Name


class ResultType(_Part):
    kind: Literal["result type"]
    type: Literal["int", "float", "bool", "str", "list", "tuple", "dict", "set"]


class ResultBounds(_Part):
    kind: Literal["result bounds"]
    min: Integer | Real | None = None
    max: Integer | Real | None = None


Claim: TypeAlias = Annotated[Plain | OfArgument | RoundTrip | ResultType | ResultBounds, Field(discriminator="kind")]


class Spec(_Part):
    """The whole document. `signature` is what candidates are asked to define; `reference` defines `entry_point` too."""

    entry_point: Name
    signature: Annotated[str, Field(max_length=300, pattern=r"^def [^\r\n]*$")]
    parameters: Annotated[list[Strategy], Field(min_length=1, max_length=8)]
    properties: Annotated[list[Claim], Field(max_length=12)] = []
    reference: Annotated[str, Field(min_length=1, max_length=20_000)]

    @model_validator(mode="after")
    def _consistent(self) -> Spec:
        if not self.signature.startswith(f"def {self.entry_point}("):
            raise ValueError(f"signature does not begin with 'def {self.entry_point}('")
        elements = sum(_bounded(one, number) for number, one in enumerate(self.parameters))
        if elements > MAX_ELEMENTS:
            raise ValueError(f"the inputs of a call could have {elements} elements, more than {MAX_ELEMENTS}")
        for claim in self.properties:
            if getattr(claim, "parameter", 0) >= len(self.parameters):
                raise ValueError(f"{claim.kind!r} names a parameter that is not there")
        return self


def read_spec(text: str) -> Spec:
    """The document. Raises CheckError with one line that says what is wrong first."""
    if len(text) > MAX_CHARACTERS:
        raise CheckError(f"the proposal must have at most {MAX_CHARACTERS} characters, was {len(text)}")
    try:
        return Spec.model_validate_json(text.encode("utf-8", "backslashreplace"))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"] if isinstance(part, int) or part.isidentifier())
        reason = " ".join(f"{place}: {first['msg']}".removeprefix(": ").split())
        raise CheckError(f"the proposal is not as asked: {reason[:200]}") from None


def _bounded(strategy: Any, number: int, depth: int = 0) -> int:
    """The number of elements of a value at most. Raises ValueError for one that cannot be drawn."""
    if depth > _MAX_DEPTH:
        raise ValueError(f"inputs are nested more than {_MAX_DEPTH} deep")
    earlier = getattr(strategy, "same_length_as", getattr(strategy, "parameter", None))
    if earlier is not None and (earlier >= number or depth):
        raise ValueError("only a whole parameter can refer to another one, and only to an earlier one")
    if isinstance(strategy, Int | Float) and strategy.min > strategy.max:
        raise ValueError(f"min {strategy.min} is more than max {strategy.max}")
    inside = [_bounded(one, number, depth + 1) for one in parts(strategy)]
    if isinstance(strategy, Set | Dict) or getattr(strategy, "unique", False):
        _require_kinds(next(iter(parts(strategy))), _HASHABLE, "an element of a set, a key or a unique element")
    if getattr(strategy, "order", "any") == "sorted":
        _require_kinds(next(iter(parts(strategy))), (Int, Float, Text), "an element of a sorted list")
    size = strategy.max_size if isinstance(strategy, List | Set | Dict | Text) else 1
    return int(size * max(1, sum(inside)))


def parts(strategy: Any) -> list[Any]:
    """The strategies inside one."""
    match strategy:
        case List() | Set():
            return [strategy.of]
        case Dict():
            return [strategy.keys, strategy.values]
        case Tuple() | OneOf():
            return list(strategy.of)
        case ElementOf():
            return [strategy.other]
    return []


_HASHABLE: Final = (Int, Float, Bool, Nothing, Text, Sampled, Tuple, OneOf)


def _require_kinds(strategy: Any, kinds: tuple[type, ...], what: str) -> None:
    for one in (strategy, *parts(strategy)):
        if not isinstance(one, kinds):
            raise ValueError(f"{what} cannot be of the kind {one.kind!r}")
        if one is not strategy:
            _require_kinds(one, kinds, what)
