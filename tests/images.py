"""The images that the tests use; `.ci/engine images` makes them."""

from __future__ import annotations

import os
from typing import Any, Final

#: A minimal image with a Python of 3.11 or later.
TEST_IMAGE: Final = os.environ.get("CODEGEN_TEST_IMAGE", "codegen-test:latest")
#: The same with Debian's NumPy.
NUMPY_IMAGE: Final = os.environ.get("CODEGEN_TEST_NUMPY_IMAGE", "codegen-test-numpy:latest")


def image_options(name: str) -> dict[str, Any]:
    """What a `Sandbox` of the tests is made with beside its name: no other image, and none is fetched."""
    return {"image": TEST_IMAGE, "pull": False} if name == "docker" else {}
