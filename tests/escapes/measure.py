"""Every attack on one sandbox, in this interpreter: `python -m tests.escapes.measure SANDBOX`, judgements as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from .entries import ENTRIES
from .judge import Judgement
from .runner import attack, sandbox
from .witnesses import Host


def measure(name: str) -> list[Judgement]:
    with Host() as host:
        with sandbox(name) as box:
            judgements = [attack(box, entry, host) for entry in ENTRIES]
        late = host.take_late_traces()
    return [*judgements, *(Judgement("late", name, "contained", "ESCAPED", False, trace) for trace in late)]


if __name__ == "__main__":
    json.dump([asdict(judgement) for judgement in measure(sys.argv[1])], sys.stdout)
