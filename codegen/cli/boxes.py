"""The sandbox that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from codegen.settings import Settings
    from sandbox import Sandbox


def open_sandbox(settings: Settings, *, allow_unconfined: bool) -> Sandbox:
    """Its workers start at once, in the background. Raises SandboxUnavailable; nothing is downgraded unasked."""
    from sandbox import Sandbox

    confinement: Literal["optional", "required"] = "optional" if allow_unconfined else "required"
    return Sandbox(settings.sandbox, limits=settings.limits(), confinement=confinement)
