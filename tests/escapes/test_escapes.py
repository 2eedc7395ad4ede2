"""Every attack on every sandbox: nothing gets out, nothing is forged, and the sandbox still serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .entries import BY_ID
from .runner import attack, sandbox
from .witnesses import Host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox import Sandbox


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host() as one:
        yield one


@pytest.fixture(scope="module", params=["restricted", "process"])
def box(request: pytest.FixtureRequest, host: Host) -> Iterator[Sandbox]:  # its secrets are there first
    with sandbox(request.param) as one:
        yield one


@pytest.mark.parametrize("name", BY_ID)
def test_an_attack_is_held_in_a_way_that_was_foreseen(box: Sandbox, host: Host, name: str) -> None:
    judgement = attack(box, BY_ID[name], host)
    assert judgement.held, judgement
    assert judgement.expected, judgement


def test_nothing_shows_up_late(host: Host) -> None:
    assert host.take_late_traces() == []
