"""The mutants of which `benchmarks/mutants.py` counts the killed ones: small mistakes, each alone, each once."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path

import pytest

mutants = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks" / "mutation.py"))["mutants"]

SOURCE = '''
import math

def first(items: list[int], low: int = 0) -> int:
    """Return 1, at least."""
    found = []
    for i in range(low, len(items)):
        if items[i] < 3 and not items[i - 1]:
            found.append(items[1:i])
            break
    if low > 9:
        raise ValueError(f"low is {low}, not below 9")
    return max(found, i)
'''


@pytest.mark.parametrize(
    "change",
    [
        "if items[i] <= 3 and (not items[i - 1]):",
        "if items[i] < 3 or not items[i - 1]:",
        "if items[i] < 3 and items[i - 1]:",
        "if not (items[i] < 3 and (not items[i - 1])):",
        "if not items[i - 1]:",
        "if items[i] < 4 and (not items[i - 1]):",
        "if items[i + 1] < 3 and (not items[i - 1]):",
        "if items[i] < 3 and (not items[i + 1]):",
        "for i in range(low + 1, len(items)):",
        "for i in range(len(items)):",
        "for i in range(low, len(low)):",
        "found.append(items[:i])",
        "found.append(items[1:])",
        "continue",
        "pass",
        "return max(i, found)",
        "return min(found, i)",
        "return found",
        "return",
        "if False:",
    ],
)
def test_a_usual_mistake_is_made(change: str) -> None:
    assert change in [mutant.after for mutant in mutants(SOURCE)]


def test_each_mutant_is_another_program_with_one_change() -> None:
    found = mutants(SOURCE)
    sources = [mutant.source for mutant in found]
    assert len(set(sources)) == len(sources) > 50
    assert ast.unparse(ast.parse(SOURCE)) not in sources
    assert all(source.startswith("import math") for source in sources)


def test_hints_docstrings_and_messages_are_left_alone() -> None:
    kept = ("(items: list[int], low: int", "-> int:", '"""Return 1, at least."""')
    assert all(text in mutant.source for mutant in mutants(SOURCE) for text in kept)
    raised = [mutant for mutant in mutants(SOURCE) if "ValueError" in mutant.before]
    assert [mutant.after for mutant in raised] == ["pass", "pass"]  # it alone, and the `if` around it


def test_the_same_mutants_are_made_each_time() -> None:
    assert mutants(SOURCE) == mutants(SOURCE)
