"""The attacks: every manifest's entries, as `snippets/manifest.json` describes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
MANIFESTS: Final = (HERE / "snippets" / "manifest.json", *sorted((HERE / "own").glob("*.json")))

#: A sandbox's name, and what the manifests call it.
MODES: Final = {"restricted": "restricted", "process": "process", "docker": "container"}

#: Called in two workers, one after the other; only the second answer counts.
_IN_TWO_WORKERS: Final = {"C13"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One attack. `expect` and `marker_counts` are by mode; `witness` is what shows outside where it succeeds."""

    id: str
    path: Path
    shape: str
    attempts: str
    expect: dict[str, frozenset[str]]
    marker_counts: frozenset[str]
    lang_is_breach: bool
    witness: str
    timeout_seconds: float
    workers: int

    @property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")


def _entry(manifest: Path, values: dict[str, Any]) -> Entry:
    return Entry(
        id=values["id"],
        path=manifest.parent / values["file"],
        shape=values["shape"],
        attempts=values["attempts"],
        expect={mode: frozenset(classes) for mode, classes in values["expect"].items()},
        marker_counts=frozenset(values["marker_counts"]),
        lang_is_breach=values["lang_is_breach"],
        witness=values["witness"] or "",
        timeout_seconds=values["timeout_s"],
        workers=2 if values["id"] in _IN_TWO_WORKERS else 1,
    )


ENTRIES: Final = tuple(
    _entry(manifest, values)
    for manifest in MANIFESTS
    for values in json.loads(manifest.read_text(encoding="utf-8"))["entries"]
)
#: Aimed at any sandbox, and harmless to the machine without one: each has its bound. Our own are not: they kill what
#: would be the fork server.
GENERAL: Final = tuple(entry for entry in ENTRIES if entry.path.is_relative_to(HERE / "snippets"))
BY_ID: Final = {entry.id: entry for entry in ENTRIES}
