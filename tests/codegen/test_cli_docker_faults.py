"""What can be wrong with containers, as each command says it: one line, exit code 4, and the program is not blamed."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from sandbox.backends import engine
from tests.codegen.command_line import CommandLine
from tests.codegen.server import say, serving
from tests.containers import started_by
from tests.engine import TEST_IMAGE, needs_engine
from tests.made_images import FOREIGN, image_maker
from tests.sandbox.engines import Relay, silent
from tests.soak.processes import descendants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

pytest.importorskip("docker")

BUSY: Final = "def quick_sort(xs):\n    while True:\n        pass\nif __name__ == '__main__':\n    quick_sort([])\n"
#: With each, a fault is met once as text and once as a document.
COMMANDS: Final = (
    ("exec", "a.py"),
    ("exec", "a.py", "--json"),
    ("check", "a.py", "--json"),
    ("run", "quick sort", "--json"),
)
#: Beside the one line; `run` keeps what a model has answered.
_POINTER: Final = "codegen: what was asked and answered: "
_TICKS_PER_SECOND: Final = os.sysconf("SC_CLK_TCK")


class Commands:
    """All commands that use a sandbox, at once, on the same busy program."""

    def __init__(
        self, cli: CommandLine, *options: str, commands: Sequence[tuple[str, ...]] = COMMANDS, **environment: str
    ) -> None:
        cli.file("a.py", BUSY)
        docker = ("--sandbox", "docker", *(("--image", TEST_IMAGE, "--no-pull") if "--image" not in options else ()))
        self._started = [(command, cli.start(*command, *docker, *options, **environment)) for command in commands]

    def end(self) -> None:
        """Those that a test which failed has left."""
        for _, process in self._started:
            process.kill()
            process.communicate()

    @property
    def containers(self) -> list[set[str]]:
        """Of each command; one that checks has a second one."""
        return [started_by(process.pid) for _, process in self._started]

    def assert_each_says(self, *words: str) -> None:
        for command, process in self._started:
            out, err = process.communicate(timeout=150)
            assert process.returncode == 4, (command, out, err)
            [line] = [line for line in err.splitlines() if not line.startswith(_POINTER)]
            assert line.startswith("codegen: ")
            assert [word for word in words if word not in line] == [], (command, line)
            if "--json" in command:
                document = json.loads(out)
                assert (document["command"], document["exit_code"]) == (command[0], 4)
                [said] = [result["error"] for result in document["results"]] or [document["error"]]
                assert line == f"codegen: {said}"
                assert not any(result["verdict"] for result in document["results"])
            else:
                assert out == ""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Commands]]:
    """Starts them, with a model that answers with the busy program."""
    with serving() as server, contextlib.ExitStack() as at_the_end:
        server.replies = [say(f"```python\n{BUSY}```\n")]
        model: dict[str, Any] = {"OPENAI_API_KEY": "sk-test-000000000000", "OPENAI_BASE_URL": f"{server.url}/v1"}

        def started(*options: str, **more: Any) -> Commands:
            commands = Commands(CommandLine(tmp_path), *options, **more, **model)
            at_the_end.callback(commands.end)
            return commands

        yield started


# --- before there is a container ---


def test_no_engine(start: Callable[..., Commands], tmp_path: Path) -> None:
    start(DOCKER_HOST=f"unix://{tmp_path}/none").assert_each_says("no engine listens here; install and start")


def test_an_engine_that_does_not_run(start: Callable[..., Commands], tmp_path: Path) -> None:
    silent(tmp_path / "s").close()
    start(DOCKER_HOST=f"unix://{tmp_path}/s").assert_each_says("the engine is not running; start it")


def test_no_permission(start: Callable[..., Commands], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:  # whom no mode keeps out, unless this is taken from it
        take = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")
        popen = subprocess.Popen
        monkeypatch.setattr(subprocess, "Popen", lambda command, **options: popen([*take, *command], **options))
    with silent(tmp_path / "s"):
        (tmp_path / "s").chmod(0)
        start(DOCKER_HOST=f"unix://{tmp_path}/s").assert_each_says("become a member of the group docker")


def test_an_engine_that_hangs(start: Callable[..., Commands], tmp_path: Path) -> None:
    with silent(tmp_path / "s"):
        start(DOCKER_HOST=f"unix://{tmp_path}/s").assert_each_says("the engine gave no answer for 20 s")


# --- what no worker can be made of ---


@pytest.fixture(scope="module")
def images() -> Iterator[dict[str, str]]:
    with image_maker() as make:
        yield {
            "empty": make("cli-empty", {"usr/bin/nothing": b"nothing"}),
            "foreign": make("cli-foreign", {"usr/bin/python3": FOREIGN, "bin/sh": FOREIGN}),
        }


class TestImages:
    pytestmark = needs_engine

    def test_one_without_python(self, start: Callable[..., Commands], images: dict[str, str]) -> None:
        start("--image", images["empty"]).assert_each_says("the image has no python3; choose one that has")

    def test_one_for_another_processor(self, start: Callable[..., Commands], images: dict[str, str]) -> None:
        start("--image", images["foreign"]).assert_each_says("the image is for another kind of processor")

    def test_one_without_the_module_that_was_allowed(self, start: Callable[..., Commands]) -> None:
        start("--allow-import", "no_such_module").assert_each_says(
            "'no_such_module'", repr(TEST_IMAGE), "No module named", "choose an image that has it, by --image"
        )


# --- in the middle of a run ---


def pause(api: Any, container: str) -> None:
    """runc gives up on a busy container now and then: "unable to freeze"."""
    from docker.errors import APIError

    for tries_left in range(9, -1, -1):
        try:
            api.pause(container)
            return
        except APIError as error:
            if "unable to freeze" not in str(error) or not tries_left:
                raise


class TestRuns:
    pytestmark = needs_engine

    def test_a_container_that_is_killed(self, start: Callable[..., Commands], api: Any) -> None:
        commands = start("--timeout", "60")
        for container in busy(commands, api):
            api.kill(container)
        commands.assert_each_says("its container was ended from outside")

    def test_a_container_that_is_paused(self, start: Callable[..., Commands], api: Any) -> None:
        commands = start("--timeout", "20")
        for container in busy(commands, api):
            pause(api, container)
        commands.assert_each_says("its container was paused from outside")

    def test_an_engine_that_ends(self, start: Callable[..., Commands], tmp_path: Path, api: Any) -> None:
        relay = Relay(tmp_path / "relay")
        commands = start("--timeout", "60", DOCKER_HOST=relay.address)
        list(busy(commands, api))
        relay.cut()
        commands.assert_each_says("Docker cannot ", "no engine listens here")

    @pytest.mark.parametrize("command", COMMANDS[1:], ids=lambda command: command[0])
    def test_an_engine_that_hangs_meanwhile(
        self, start: Callable[..., Commands], tmp_path: Path, api: Any, command: tuple[str, ...]
    ) -> None:
        relay = Relay(tmp_path / "relay")
        commands = start("--timeout", "6", commands=[command], DOCKER_HOST=relay.address)
        list(busy(commands, api))
        relay.hold()
        commands.assert_each_says("Docker cannot ", "the engine gave no answer for 5 s")
        relay.cut()


@pytest.fixture
def api() -> Iterator[Any]:
    with contextlib.closing(engine.connect()) as opened:
        yield opened


def busy(commands: Commands, api: Any) -> Iterator[str]:
    """Of each command, as soon as the program is at work there, the container."""
    deadline = time.monotonic() + 60
    for number in range(len(commands.containers)):
        while not (working := next(filter(functools.partial(_works, api), commands.containers[number]), "")):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield working


def _works(api: Any, container: str) -> bool:
    """True if a process there has used more CPU time than it takes to start a worker, which is a third of a second."""
    import docker.errors

    try:
        pid = api.inspect_container(container)["State"]["Pid"]
    except docker.errors.NotFound:
        return False
    return any(_cpu_seconds(each) > 0.7 for each in descendants(pid))


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND
