"""The configuration of a worker, as the host sends it once."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Boot:
    """See `Limits` and `Policy` for the quantities.

    `cgroup`: "new", or "own" where all in the control group that the worker finds itself in is its own (a container).
    `required`: protections without which no program is run. `without`: layers left off, for tests of the others.
    """

    nonce: bytes
    language: str
    imports: tuple[str, ...]
    memory_bytes: int
    output_bytes: int
    source_bytes: int
    value_bytes: int
    value_nodes: int
    open_files: int
    cgroup: str
    required: tuple[str, ...]
    without: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Boot:
        return cls(**{field.name: values[field.name] for field in fields(cls)})
