"""A sandbox says what it cannot do with an option, instead of taking another one."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Sandbox


@pytest.mark.parametrize("name", ["restricted", "process"])
@pytest.mark.parametrize(
    "option", [{"image": "python:3.13"}, {"runtime": "runsc"}, {"pull": False}, {"isolation": "container"}]
)
def test_what_is_for_containers_is_refused_by_what_has_none(name: str, option: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"are for the sandbox 'docker', this is '{name}'"):
        Sandbox(name, **option)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"name": "jail"}, "sandbox must be one of restricted, process, docker, was 'jail'"),
        ({"confinement": "none"}, "confinement must be one of required, optional, was 'none'"),
        ({"isolation": "vm"}, "isolation must be one of process, container, was 'vm'"),
        ({"workers": 0}, "workers must be at least 1, was 0"),
    ],
)
def test_a_word_that_it_does_not_know_is_never_taken_for_another(option: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Sandbox(**option)
