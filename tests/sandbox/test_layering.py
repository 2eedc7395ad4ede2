"""Imports point one way, and the host never imports the worker."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import Returned, Sandbox

ROOT = Path(__file__).parents[2]
#: What each part may import of this project; what it may not is everything else.
PLAIN = {"errors", "limits", "policy", "outcome", "values", "boot", "codec", "decoding", "literal", "nodes"}
ALLOWED: dict[str, set[str]] = {
    **dict.fromkeys(PLAIN, PLAIN),
    "wire": PLAIN,
    "worker": {*PLAIN, "wire", "worker"},
    "backends": {*PLAIN, "wire", "backends"},
    "classify": {*PLAIN, "wire", "remote"},
    "printed": {*PLAIN, "wire"},
    "greeting": {*PLAIN, "wire", "backends"},
    "waiting": set(),
    "remote": {*PLAIN, "wire", "backends", "greeting", "printed", "waiting"},
    "pool": {*PLAIN, "wire", "backends", "printed", "remote"},
    "asking": {*PLAIN, "wire", "remote"},
    "program": {*PLAIN, "wire", "remote", "pool", "classify", "asking"},
    "loading": {"program"},
    "parallel": {"waiting"},
    "host": {
        *PLAIN,
        "wire",
        "backends",
        "printed",
        "remote",
        "pool",
        "classify",
        "program",
        "loading",
        "parallel",
        "checking",
    },
    "measures": PLAIN,
    "containers": {*PLAIN, "backends", "measures"},
    "inspection": {*PLAIN, "host", "measures", "containers"},
    "checking": {*PLAIN, "host", "program", "asking", "loading", "parallel", "checking", "catalogue"},
    "catalogue": {*PLAIN, "checking", "catalogue"},
}
WORKER_STANDARD_ONLY = {"RestrictedPython"}


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Absolute names of all modules that a file imports, wherever in it."""
    names = set()
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", sources("sandbox"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_part_of_the_sandbox_imports_only_what_lies_below_it(path: Path) -> None:
    parts = path.relative_to(ROOT / "sandbox").with_suffix("").parts
    if parts == ("__init__",):
        return  # the face names everything, lazily
    own = {name for name in imported(path) if name.split(".")[0] == "sandbox" and name != "sandbox"}
    known = {name.split(".")[1] for name in own if len(name.split(".")) > 1} & set(ALLOWED)
    assert known <= ALLOWED[parts[0]], f"{path} imports {known - ALLOWED[parts[0]]}"
    assert not any(name.split(".")[0] == "codegen" for name in imported(path))


@pytest.mark.parametrize("path", sources("sandbox/worker"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_worker_imports_only_the_standard_library_and_restrictedpython(path: Path) -> None:
    foreign = {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names) - {"sandbox"}
    assert foreign <= WORKER_STANDARD_ONLY


@pytest.mark.parametrize("path", sources("codegen"), ids=lambda path: str(path.relative_to(ROOT)))
def test_codegen_uses_the_sandbox_and_never_its_worker(path: Path) -> None:
    assert not any(name.startswith("sandbox.worker") for name in imported(path))


def test_every_part_has_its_place_in_the_layers() -> None:
    parts = {path.stem if path.is_file() else path.name for path in (ROOT / "sandbox").iterdir()
             if path.suffix == ".py" or (path / "__init__.py").exists()}  # fmt: skip
    assert parts - {"__init__"} == set(ALLOWED)


def test_a_running_worker_has_loaded_nothing_of_the_host() -> None:
    with Sandbox("process") as box:
        outcome = box.run("import sys\nprint(*sorted(sys.modules), sep='\\n')")
    assert isinstance(outcome, Returned)
    loaded = set(outcome.stdout.split())
    own = {name.split(".")[1] for name in loaded if name.startswith("sandbox.")}
    assert own <= {*PLAIN, "wire", "worker"}
    assert loaded.isdisjoint({"codegen", "openai", "hypothesis", "docker", "typer", "sandbox.host"})


@pytest.mark.parametrize(
    "statement", ["import sandbox", "from sandbox import Sandbox, Limits", "import sandbox.catalogue"]
)
def test_importing_the_sandbox_loads_nothing_heavy(statement: str) -> None:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert set(loaded.split()).isdisjoint({"hypothesis", "openai", "docker", "RestrictedPython", "typer"})
