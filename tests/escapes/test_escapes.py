"""Every attack on every sandbox: nothing gets out, nothing is forged, and the sandbox still serves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.engine import needs_engine

from .entries import BY_ID, MODES
from .runner import LIMITS, attack, sandbox
from .witnesses import Host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sandbox import Sandbox


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host() as one:
        yield one


@pytest.fixture(scope="module", params=["restricted", "process", pytest.param("docker", marks=needs_engine)])
def box(request: pytest.FixtureRequest, host: Host) -> Iterator[Sandbox]:  # its secrets are there first
    with sandbox(request.param) as one:
        yield one


@pytest.mark.parametrize("name", BY_ID)
def test_an_attack_is_held_in_a_way_that_was_foreseen(box: Sandbox, host: Host, name: str) -> None:
    judgement = attack(box, BY_ID[name], host)
    assert judgement.held, judgement
    assert judgement.expected, judgement


@pytest.mark.parametrize(
    ("like", "source", "breach"),
    [
        ("G01", "def target(xs):\n    return sum(xs)\n", ("PASSED", "PASSED", "PASSED")),
        ("A01", "def target(cfg):\n    return 'ESCAPED'\n", ("ESCAPED", "ESCAPED", "ESCAPED")),
        ("A01", "def target(cfg):\n    print('ESCAPED')\n", ("ESCAPED", "ESCAPED", "ESCAPED")),
        ("A01", "def target(cfg):\n    return 'LANG'\n", ("LANG", "", "")),
        ("A01", "def target(cfg):\n    return cfg['tag']\n", ("", "", "")),
    ],
)
def test_a_breach_would_be_seen(
    box: Sandbox, host: Host, tmp_path: Path, like: str, source: str, breach: tuple[str, str, str]
) -> None:
    (tmp_path / "program.py").write_text(source)
    entry = replace(BY_ID[like], path=tmp_path / "program.py")
    assert attack(box, entry, host).breach == breach[list(MODES).index(box.name)]


def test_a_host_that_keeps_what_an_attack_prints_would_be_seen(host: Host) -> None:
    with sandbox("process", limits=replace(LIMITS, output_bytes=100 << 20)) as wide:
        judgement = attack(wide, BY_ID["F21"], host)
    assert judgement.breach == "ESCAPED"
    assert "host_rss" in judgement.detail


def test_nothing_shows_up_late(host: Host) -> None:
    assert host.take_late_traces() == []
