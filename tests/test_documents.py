"""The README's commands and the examples do what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[tuple[str, int, list[str]]]:
    """Command, expected exit code, lines that its output has."""
    found: list[tuple[str, int, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            command, _, code = line[2:].partition("   # exit ")
            found.append((command, int(code or 0), []))
        else:
            found[-1][2].append(line)
    return found


def test_every_command_of_the_readme_does_what_it_shows(tmp_path: Path) -> None:
    """All in one folder, in order: later commands use the files of earlier ones."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "200"}
    assert sum(map(len, map(commands, BLOCKS))) > 15
    wrong = []
    for command, code, shown in (one for block in BLOCKS for one in commands(block)):
        done = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
        )
        output = done.stdout + done.stderr
        if done.returncode != code or not all(line in output for line in shown):
            wrong.append(f"{command}\n{output}exit {done.returncode}")
    assert not wrong, "\n\n".join(wrong)
    assert "def quick_sort" in (tmp_path / "qs.py").read_text()
    assert (tmp_path / "report.xml").exists()


@pytest.mark.parametrize("code", re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
def test_the_python_of_the_readme_runs(code: str, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, timeout=60)


EXAMPLES = {
    "check_function.py": ["falsified by quick_sort([0, 0])", "passed", "[1, 2, 3]"],
    "human_eval.py": ["process: 164 of 164 pass", "restricted: 164 of 164 pass"],
    "run_untrusted.py": ["prints: returned None; printed '42\\n'", "CPU time", "the module os cannot be imported"],
}


def test_every_example_is_tested_and_short() -> None:
    scripts = {path.name: path for path in (ROOT / "examples").glob("*.py")}
    assert set(scripts) == set(EXAMPLES)
    for name, path in scripts.items():
        assert len(path.read_text().splitlines()) <= 30, name


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_prints_what_it_promises(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / name], cwd=tmp_path, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    for text in EXAMPLES[name]:
        assert text in done.stdout
