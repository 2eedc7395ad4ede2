"""What a prompt tells of the function that is checked, as a worker has read it: above all its examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .inputs.contract import contract_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..host import Sandbox
    from .inputs.contract import Contract
    from .property import Arguments

#: Arguments for `*numbers`.
_MORE = 3
_BUILTINS = frozenset({"len", "print", "range", "sorted", "list", "set", "tuple", "dict", "sum", "min", "max", "round"})


@dataclass(frozen=True)
class Told:
    """`parts`: see `sandbox.worker.prompts`; nothing where there is no prompt."""

    text: str = ""
    parts: dict[str, Any] = field(default_factory=dict)

    def examples(self, *names: str) -> list[dict[str, Any]]:
        """Calls of one of these functions, or of one with another name if there are none; some without a result."""
        found = [one for one in self.parts.get("examples", ()) if one["name"] not in _BUILTINS or one["name"] in names]
        own = [one for one in found if one["name"] in ("", *names)]
        others = {one["name"] for one in self.parts.get("functions", ())}
        return own or [one for one in found if one["name"] not in others]

    def inputs(self, names: Sequence[str], parameters: Sequence[dict[str, Any]]) -> list[Arguments]:
        """Arguments of its examples, and what it says of the parameters by name ("for n = 3")."""
        assigned = [
            [value for name, value in self.parts.get("assigned", ()) if name == one["name"]]
            for one in parameters
            if one["required"]
        ]
        return [*(tuple(one["arguments"]) for one in self.examples(*names)), *(zip(*assigned, strict=False))]

    def types(self, *names: str) -> list[list[Any]]:
        """The parameters' types, if it shows the function's first line."""
        shown = [one for one in self.parts.get("functions", ()) if one["name"] in names and not one["is_class"]]
        return [one["type"] for one in shown[0]["parameters"]] if shown else []

    @property
    def doctests(self) -> list[dict[str, Any]]:
        return list(self.parts.get("doctests", ()))

    @property
    def displays(self) -> list[Any]:
        """Lists and the like, anywhere in it."""
        return list(self.parts.get("displays", ()))

    @property
    def literals(self) -> list[Any]:
        return list(self.parts.get("literals", ()))

    def contract(self, parameters: Sequence[dict[str, Any]], examples: Sequence[Arguments], more: str = "") -> Contract:
        """`more`: what else is said of the function."""
        return contract_of(f"{self.text}\n{more}", [one["name"] for one in parameters], examples)


def told_by(box: Sandbox, prompt: str | None) -> Told:
    return Told(prompt, box.read(prompt)) if prompt else Told()


def taken(function: dict[str, Any], types: Sequence[list[Any]], examples: Sequence[Arguments]) -> list[dict[str, Any]]:
    """The parameters, each with the type that another source states where their own tells nothing.

    Of `*numbers`, as many as an example has, or a few.
    """
    known = [*types, *[["any"]] * len(function["parameters"])]
    found = [
        {**one, "type": kind if one["type"] == ["any"] else one["type"]}
        for one, kind in zip(function["parameters"], known, strict=False)
    ]
    if function["variadic"]:
        more = max((len(one) for one in examples), default=len(found) + _MORE) - len(found)
        kind = function["rest"] if function["rest"] != ["any"] or examples else ["int"]
        found += [{"name": "", "type": kind, "required": False}] * more
    return found
