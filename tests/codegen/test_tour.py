"""The tour: every script of it, and the command that its docstring gives for the shell, against a server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.codegen.server import ModelServer, Reply, fail, say, several

ROOT = Path(__file__).parents[2]
TOUR = ROOT / "examples" / "tour"

RIGHT = "Here it is:\n```python\ndef quick_sort(items):\n    return sorted(items)\n```\n"
WRONG = RIGHT.replace("sorted(items)", "sorted(set(items))")


@dataclass(frozen=True)
class Step:
    """What the server answers, and what the script and the command print.

    `asked`: what is in the last request of both; `turns`: how many messages each request has.
    """

    printed: list[str]
    shell: list[str]
    replies: list[Reply] = field(default_factory=list)
    code: int = 0
    api: str = "chat"
    asked: dict[str, Any] = field(default_factory=dict)
    turns: tuple[int, ...] = ()


def user(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def assistant(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


STEPS = {
    "01_list_models.py": Step(["old by us\nserved by us\n"], ["served", "us", "1970-01-01"]),
    "02_model_ids.py": Step(["old\nserved\n"], ["old\nserved\n"]),
    "03_one_model.py": Step(["served\n", '"owned_by": "us"'], ["served", "1970-01-01"]),
    "04_unknown_model.py": Step(
        ["ModelError: the server has no model 'gpt-mini'; it has old, served"], ["it has old, served"], code=3
    ),
    "05_completion.py": Step(
        ["This is a test.\nserved ended by 'stop'", "completion_tokens=4"],
        ["This is a test.", "7 prompt tokens, 4 completion tokens"],
        [say("This is a test.")],
        api="completions",
        asked={"prompt": "Say this is a test."},
    ),
    "06_completion_in_chinese.py": Step(
        ["讲一个笑话 → 从前有个程序员。\n写一首诗 → 床前明月光\n"],
        ["从前有个程序员。", "床前明月光"],
        [several("从前有个程序员。", "床前明月光")],
        api="completions",
        asked={"prompt": ["讲一个笑话", "写一首诗"]},
    ),
    "07_quick_sort.py": Step(
        ["falsified by", "it is wrong for quick_sort([0, 0])"],
        ["FALSIFIED", "quick_sort([0, 0])"],
        [say(WRONG)],
        code=1,
        api="completions",
        asked={"prompt": "生成可执行的快速排序 Python 代码"},
    ),
    "08_chat.py": Step(
        ["What divides.\n"], ["What divides.\n"], [say("What divides.")], asked={"messages": [user("What is a pivot?")]}
    ),
    "09_conversation.py": Step(
        ["user: Name a sorting algorithm.\nassistant: Quick sort.\nuser: Why is it fast?\nassistant: It divides.\n"],
        ["Quick sort.\nIt divides.\n"],
        [say("Quick sort."), say("It divides.")],
        asked={"messages": [user("Name a sorting algorithm."), assistant("Quick sort."), user("Why is it fast?")]},
        turns=(1, 3),
    ),
    "10_roles.py": Step(
        ["system: Rome\ndeveloper: Roma\n"], ["Rome\n"], [say("Rome"), say("Roma")]
    ),
    "11_history.py": Step(
        ["with history: Ada.\nwithout: I do not know.\n"],
        ["Hello, Ada.\nAda.\nI do not know.\n"],
        [say("Hello, Ada."), say("Ada."), say("I do not know.")],
        asked={"messages": [user("Who am I?")]},
        turns=(1, 3, 1),
    ),
    "12_streaming.py": Step(["One, two, ten.\n"], ["One, two, ten.\n"], [say("One, two, ten.")], asked={"stream": True}),
}  # fmt: skip

#: What the demo model can answer.
DEMO = ["01_list_models.py", "02_model_ids.py", "03_one_model.py", "04_unknown_model.py", "07_quick_sort.py"]


def shell_command(name: str) -> str:
    [command] = re.findall(r"In the shell: (?:`codegen chat`, .*\n\n)?`(.*)`", (TOUR / name).read_text())
    return str(command).replace(" ID", " served")


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    whole = {**os.environ, "PATH": path, "COLUMNS": "100", "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        command, cwd=folder, env=whole, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100
    )


def assert_asked(server: ModelServer, step: Step) -> None:
    path, _, body = server.requests[-1]
    if step.replies:
        assert path.endswith("/chat/completions") is (step.api == "chat")
    assert {key: body.get(key) for key in step.asked} == step.asked
    assert not step.turns or tuple(len(each["messages"]) for each in server.bodies) == step.turns


def test_every_step_is_tested_and_short() -> None:
    scripts = {path.name: path for path in TOUR.iterdir() if path.is_file()}
    assert set(scripts) == set(STEPS)
    for name, path in scripts.items():
        assert len(path.read_text().splitlines()) <= 30, name


@pytest.mark.parametrize("name", STEPS)
def test_a_step_prints_what_it_promises(name: str, server: ModelServer, tmp_path: Path) -> None:
    step = STEPS[name]
    server.replies = list(step.replies)
    arguments = ["served"] if name == "03_one_model.py" else []
    done = run([sys.executable, str(TOUR / name), *arguments], tmp_path, **settings(server, step))
    assert (done.returncode, done.stderr) == (0, "")
    for text in step.printed:
        assert text in done.stdout
    assert_asked(server, step)


@pytest.mark.parametrize("name", STEPS)
def test_the_shell_does_the_same(name: str, server: ModelServer, tmp_path: Path) -> None:
    step = STEPS[name]
    server.replies = list(step.replies)
    done = run(["bash", "-c", shell_command(name)], tmp_path, **settings(server, step))
    assert done.returncode == step.code, done.stderr
    for text in step.shell:
        assert text in done.stdout + done.stderr
    if name != "07_quick_sort.py":  # `codegen run` also sends its rules
        assert_asked(server, step)


def test_the_roles_are_those_that_are_named(server: ModelServer, tmp_path: Path) -> None:
    server.replies = [say("Rome")]
    run([sys.executable, str(TOUR / "10_roles.py")], tmp_path, **settings(server, STEPS["10_roles.py"]))
    first, second = ([message["role"] for message in body["messages"]] for body in server.bodies)
    assert first == ["system", "user", "assistant", "user"]
    assert second == ["developer", "user", "assistant", "user"]


def test_right_code_is_used_in_the_sandbox(server: ModelServer, tmp_path: Path) -> None:
    step = STEPS["07_quick_sort.py"]
    server.replies = [say(RIGHT)]
    done = run([sys.executable, str(TOUR / "07_quick_sort.py")], tmp_path, **settings(server, step))
    assert "wrote code that passed by" in done.stdout
    assert "[1, 2, 3]" in done.stdout


@pytest.mark.parametrize("name", DEMO)
def test_what_goes_wrong_is_one_line(name: str, server: ModelServer, tmp_path: Path) -> None:
    server.answer = lambda path, body: fail(401, "that key is not ours")(path, body)  # type: ignore[method-assign]
    done = run([sys.executable, str(TOUR / name)], tmp_path, **settings(server, STEPS[name]))
    output = done.stdout if name == "04_unknown_model.py" else done.stderr
    assert output.count("\n") == 1
    assert "that key is not ours" in output


@pytest.mark.parametrize("name", sorted(STEPS))
def test_without_a_key_the_demo_answers_or_a_line_says_what_to_set(name: str, tmp_path: Path) -> None:
    done = run([sys.executable, str(TOUR / name)], tmp_path)
    if name in DEMO:
        assert done.returncode == 0
        assert "UserWarning: no API key is set: the built-in demo model answers" in done.stderr
        assert "demo" in done.stdout
    else:
        assert done.returncode == 1
        *_, line = done.stderr.splitlines()
        assert "set OPENAI_API_KEY" in line
        assert "Traceback" not in done.stderr


def test_the_readme_has_every_step_beside_its_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in STEPS:
        [line] = [line for line in readme.splitlines() if f"examples/tour/{name}" in line]
        assert f"`{shell_command(name).replace('served', 'ID')}`" in line


def settings(server: ModelServer, step: Step) -> dict[str, str]:
    return {
        "CODEGEN_BASE_URL": server.url,
        "CODEGEN_API_KEY": "sk-tour-0123456789",
        "CODEGEN_MODEL": "served",
        "CODEGEN_API": step.api,
    }
