"""The docker sandbox from the command line, on a real engine."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from sandbox.backends import engine
from tests.codegen.registry import Registry, registry
from tests.engine import TEST_IMAGE, needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.codegen.command_line import CommandLine

pytestmark = needs_engine

DOCKER = ("--sandbox", "docker", "--image", TEST_IMAGE, "--no-pull")
SORT = "def quick_sort(xs):\n    import sqlite3\n    return sorted(xs)\n"


@pytest.fixture
def remote() -> Iterator[Registry]:
    """A registry with an image that the engine does not have, and does not have afterwards."""
    with registry() as found:
        yield found
        api = engine.connect()
        for name in (found.name, found.pinned):
            if (image := engine.present(api, name)) is not None:
                api.remove_image(image["Id"], force=True)
        api.close()


def test_a_program_runs_in_a_container_and_the_report_says_so(cli: CommandLine) -> None:
    ended = cli("exec", "--json", *DOCKER, "-", stdin="import os\nprint(dict(os.environ))\n")
    [result] = ended.document["results"]
    assert (ended.code, result["outcome"]["stdout"]) == (0, "{}\n")
    assert (result["sandbox"]["name"], result["sandbox"]["backend"], result["sandbox"]["policy"]) == (
        "docker", "docker", "full",
    )  # fmt: skip
    assert {"seccomp", "rlimits", "no_new_privs"} <= set(result["sandbox"]["protections"])


@pytest.mark.parametrize("isolation", ["process", "container"])
def test_a_file_is_checked_with_a_module_that_was_allowed(cli: CommandLine, isolation: str) -> None:
    name = cli.file("a.py", SORT)
    ended = cli("check", name, *DOCKER, "--isolation", isolation, "--allow-import", "sqlite3")
    assert ended.code == 0, ended.out + ended.err
    assert "docker / full: " in ended.out
    assert cli("check", name, *DOCKER).code == 1


def test_an_oracle_runs_in_a_container_too_with_the_same_modules(cli: CommandLine) -> None:
    oracle = cli.file("reference.py", "import sqlite3\ndef double(x: int) -> int:\n    return 2 * x\n")
    name = cli.file("a.py", "def double(x):\n    return x + x\n")
    ended = cli("check", name, *DOCKER, "--oracle", oracle, "--allow-import", "sqlite3")
    assert ended.code == 0, ended.out + ended.err
    assert "equals double of reference.py" in ended.out


def test_the_image_of_the_project_file_is_used(cli: CommandLine) -> None:
    cli.file("pyproject.toml", f'[tool.codegen]\nsandbox = "docker"\nimage = "{TEST_IMAGE}"\npull = false\n')
    ended = cli("run", "quick sort", "--json")
    [result] = ended.document["results"]
    assert (ended.code, result["sandbox"]["backend"]) == (0, "docker")


def test_an_image_can_be_named_by_its_id(cli: CommandLine) -> None:
    with contextlib.closing(engine.connect()) as api:
        image = api.inspect_image(TEST_IMAGE)["Id"]
    ended = cli("exec", "-", "--json", "--sandbox", "docker", "--image", image, stdin="print(1)")
    [result] = ended.document["results"]
    assert (ended.code, result["outcome"]["stdout"]) == (0, "1\n")
    assert f"image {image[:19]}" in result["sandbox"]["protections"][0]


def test_an_image_that_is_missing_is_said_before_a_model_is_asked(cli: CommandLine) -> None:
    ended = cli("run", "quick sort", "--sandbox", "docker", "--image", "codegen-no-such-image", "--no-pull")
    assert (ended.code, ended.out) == (4, "")
    [line] = ended.err.splitlines()
    assert "there is no image 'codegen-no-such-image' here" in line


def test_a_missing_image_is_pulled_and_said_to_be(cli: CommandLine, remote: Registry) -> None:
    """What comes has no Python in it: that it came is seen by the line after."""
    ended = cli("exec", "-", "--sandbox", "docker", "--image", remote.pinned)
    assert (ended.code, ended.out) == (4, "")
    first, second = ended.err.splitlines()
    assert first == f"codegen: fetching the image {remote.pinned}"
    assert "python3" in second
    again = cli("exec", "-", "--sandbox", "docker", "--image", remote.pinned, "--no-pull")
    assert again.err.splitlines() == [second]


def test_on_a_terminal_a_bar_shows_how_far_it_is(cli: CommandLine, remote: Registry) -> None:
    ended = cli.on_terminal("exec", "/dev/null", "--sandbox", "docker", "--image", remote.name)
    assert ended.code == 4
    assert f"fetching the image {remote.name}" in ended.err
    assert "1.0/1.0 MB" in ended.err
    assert f"codegen: fetching the image {remote.name}" not in ended.err


def test_a_pull_that_breaks_off_is_one_line(cli: CommandLine, remote: Registry) -> None:
    del remote.content[remote.layer]
    ended = cli("exec", "-", "--sandbox", "docker", "--image", remote.name)
    assert (ended.code, ended.out) == (4, "")
    _, line = ended.err.splitlines()
    assert line.startswith(f"codegen: Docker cannot pull the image '{remote.name}': ")


def test_an_image_that_no_registry_has_is_one_line(cli: CommandLine, remote: Registry) -> None:
    other = remote.name + "0"
    ended = cli("check", "--json", cli.file("a.py", SORT), "--sandbox", "docker", "--image", other)
    assert (ended.code, ended.document["results"][0]["exit_code"]) == (4, 4)
    _, line = ended.err.splitlines()
    assert line.endswith("manifest unknown")


def test_the_images_of_the_tests_are_no_settings(cli: CommandLine) -> None:
    assert cli("tasks", CODEGEN_TEST_IMAGE="x", CODEGEN_TEST_NUMPY_IMAGE="x", CODEGEN_REQUIRE_DOCKER="1").code == 0


def test_doctor_measures_a_worker_in_its_container(cli: CommandLine) -> None:
    ended = cli("doctor", "--json", CODEGEN_SANDBOX="docker", CODEGEN_IMAGE=TEST_IMAGE)
    *_, docker = ended.document["sandboxes"]
    assert (ended.code, docker["name"], docker["usable"], docker["problem"]) == (0, "docker", True, "")
    layers = {each["layer"]: each for each in docker["layers"]}
    assert {"engine", "control groups", "engine's seccomp", "runtime", "image", "container", "seccomp"} <= set(layers)
    assert {each["state"] for each in docker["layers"] if each["required"]} == {"seen"}
    assert "user 65534" in layers["container"]["evidence"]


def test_doctor_names_the_image_that_is_missing_and_pulls_nothing(cli: CommandLine, remote: Registry) -> None:
    ended = cli("doctor", CODEGEN_SANDBOX="docker", CODEGEN_IMAGE=remote.name)
    assert ended.code == 4
    assert f"docker pull {remote.name}" in ended.out
    again = cli("exec", "-", "--sandbox", "docker", "--image", remote.name, "--no-pull")
    assert "there is no image" in again.err


def test_doctor_names_a_runtime_that_the_engine_does_not_have(cli: CommandLine) -> None:
    ended = cli("doctor", CODEGEN_IMAGE=TEST_IMAGE, CODEGEN_RUNTIME="nosuch")
    assert ended.code == 0, "the default sandbox is another"
    assert "docker  not usable: runtime is missing (nosuch; the engine has " in ended.out
    assert "install nosuch" in ended.out
