"""The README's commands and the examples do what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine import NUMPY_IMAGE, TEST_IMAGE, needs_engine, needs_numpy_image

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


def run_all(blocks: list[str], folder: Path, **settings: str) -> None:
    """All in one folder, in order: later commands use the files of earlier ones."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "200", **settings}
    wrong = []
    for command, code, shown in (one for block in blocks for one in commands(block)):
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
        )
        output = done.stdout + done.stderr
        if done.returncode != code or not all(line in output for line in shown):
            wrong.append(f"{command}\n{output}exit {done.returncode}")
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.timeout(400)  # some fifty commands, one after the other
def test_every_command_of_the_readme_does_what_it_shows(tmp_path: Path) -> None:
    blocks = [block for block in BLOCKS if "docker" not in block]
    assert sum(map(len, map(commands, blocks))) > 15
    run_all(blocks, tmp_path)
    assert "def quick_sort" in (tmp_path / "qs.py").read_text()
    assert (tmp_path / "report.xml").exists()


NEEDS_BOTH = [*needs_engine, *needs_numpy_image]


class TestInContainers:
    pytestmark = NEEDS_BOTH

    def test_every_command_of_the_readme_does_what_it_shows(self, tmp_path: Path) -> None:
        """The images are called otherwise here; no registry is asked."""
        blocks = [block.replace("codegen-numpy", NUMPY_IMAGE) for block in BLOCKS if "docker" in block]
        assert len(blocks) == 2
        run_all(blocks, tmp_path, CODEGEN_IMAGE=TEST_IMAGE, CODEGEN_PULL="no")

    def test_the_settings_that_it_shows_are_settings(self, tmp_path: Path) -> None:
        [table] = re.findall(r"^```toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
        (tmp_path / "pyproject.toml").write_text(table.replace("codegen-numpy", NUMPY_IMAGE))
        command = "$ echo 'import numpy; print(numpy.arange(3))' | codegen exec -\n[0 1 2]\n"
        run_all([command], tmp_path, CODEGEN_PULL="no")

    def test_the_job_that_it_shows_judges_the_files(self, tmp_path: Path) -> None:
        [command] = re.findall(r"^      - run: (codegen .*)$", README, re.MULTILINE)
        (tmp_path / "generated").mkdir()
        (tmp_path / "generated" / "a.py").write_text("def gcd(a, b):\n    return a + b\n")
        block = f"$ {command}   # exit 1\nFALSIFIED  generated/a.py\n::error file=generated/a.py\n"
        run_all([block], tmp_path, CODEGEN_IMAGE=TEST_IMAGE, CODEGEN_PULL="no")
        assert (tmp_path / "report.xml").exists()


@pytest.mark.parametrize("code", re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
def test_the_python_of_the_readme_runs(code: str, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, timeout=60)


EXAMPLES = {
    "docker_numpy.py": [
        "falsified by factorial(21): returned -4249290049419214848",
        "passed\n",
        "raised PermissionError",
        "container (",
    ],
    "check_function.py": ["falsified by quick_sort([0, 0])", "passed", "[1, 2, 3]"],
    "human_eval.py": ["process: 164 of 164 pass", "restricted: 164 of 164 pass"],
    "run_untrusted.py": ["prints: returned None; printed '42\\n'", "CPU time", "the module os cannot be imported"],
}


#: What an example is given, and what it needs.
ARGUMENTS = {"docker_numpy.py": [NUMPY_IMAGE]}
NEEDS = {"docker_numpy.py": needs_numpy_image}


def test_every_example_is_tested_and_short() -> None:
    scripts = {path.name: path for path in (ROOT / "examples").glob("*.py")}
    assert set(scripts) == set(EXAMPLES)
    for name, path in scripts.items():
        assert len(path.read_text().splitlines()) <= 30, name


@pytest.mark.parametrize("name", [pytest.param(name, marks=NEEDS.get(name, ())) for name in EXAMPLES])
def test_an_example_prints_what_it_promises(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / name, *ARGUMENTS.get(name, ())],
        cwd=tmp_path, capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for text in EXAMPLES[name]:
        assert text in done.stdout
