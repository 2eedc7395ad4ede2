"""The attacks are real and the witnesses see: unprotected, most of them succeed, and each witness speaks."""

from __future__ import annotations

import pytest

from .control import unprotected
from .entries import BY_ID, GENERAL

#: "Well over half". Measured: 96 of 113 as root; an ordinary user may not mount, change priorities or open devices.
FLOOR = 0.7

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def won() -> dict[str, list[str]]:
    return unprotected()


def test_well_over_half_of_the_attacks_succeed_in_plain_python(won: dict[str, list[str]]) -> None:
    failed = [name for name, achieved in won.items() if not achieved]
    assert len(won) == len(GENERAL) > 100
    assert len(failed) < (1 - FLOOR) * len(won), failed


@pytest.mark.parametrize(
    ("name", "trace"),
    [
        ("C10", "host_symlink:C10_result.txt"),
        ("C11", "host_file:C11_link"),
        ("C13", "host_file:/tmp/sbx_c13_"),
        ("D01", "tcp_listener"),
        ("D03", "udp_listener"),
        ("D05", "abstract_listener"),
        ("D06", "http_listener"),
        ("E06", "late_host_file:E06.alive"),
        ("H03", "docker_listener"),
    ],
)
def test_each_outside_witness_tells_of_an_unprotected_attack(won: dict[str, list[str]], name: str, trace: str) -> None:
    assert any(one.startswith(trace) for one in won[name]), (BY_ID[name].attempts, won[name])
