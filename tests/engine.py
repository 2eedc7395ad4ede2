"""Whether there is a Docker engine with the test image; where there must be one, tests fail instead of being skipped."""

from __future__ import annotations

import contextlib
import gc
import os
import warnings

import pytest

from sandbox.backends import docker

from .images import NUMPY_IMAGE as NUMPY_IMAGE
from .images import TEST_IMAGE as TEST_IMAGE


def _missing(image: str) -> str:
    from sandbox import SandboxUnavailable
    from sandbox.backends import engine

    try:
        with contextlib.closing(engine.connect()) as api:
            engine.image_id(api, image, pull=False)
    except SandboxUnavailable as error:
        return str(error)
    return ""


def _why_not(image: str) -> str:
    if REQUIRED:
        return ""
    with warnings.catch_warnings():
        # Where no engine listens, the SDK leaves its socket to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        why = _missing(image)
        gc.collect()
    return why


docker.DEFAULT_IMAGE = TEST_IMAGE  # type: ignore[misc]  # no test fetches an image

REQUIRED = os.environ.get("CODEGEN_REQUIRE_DOCKER") == "1"
WHY_NOT = _why_not(TEST_IMAGE)
WHY_NO_NUMPY = _why_not(NUMPY_IMAGE)

needs_engine = [pytest.mark.docker, pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)]
needs_numpy_image = [pytest.mark.docker, pytest.mark.skipif(bool(WHY_NO_NUMPY), reason=WHY_NO_NUMPY)]
