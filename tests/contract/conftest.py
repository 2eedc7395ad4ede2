"""One contract for every sandbox: each test here runs in each of them, unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox import Limits, Sandbox
from tests.engine import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("restricted", "process", pytest.param("docker", marks=needs_engine))
LIMITS = Limits(wall_seconds=6, cpu_seconds=0.5, memory_bytes=128 * 1024 * 1024, output_bytes=10_000)


@pytest.fixture(scope="module", params=NAMES)
def box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param, limits=LIMITS) as sandbox:
        yield sandbox
