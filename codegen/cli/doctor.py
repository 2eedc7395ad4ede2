"""`codegen doctor`: which sandboxes and protections this machine has, and how to get the missing ones."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import options
from .exits import OK, SANDBOX
from .tables import print_document, print_pairs

if TYPE_CHECKING:
    from codegen.settings import Settings

_NAMES = ("restricted", "process", "docker")


@dataclass(frozen=True, slots=True)
class Finding:
    """One sandbox on this machine: what confines a program in it, or why it cannot be had and the way out."""

    name: str
    protections: tuple[str, ...] = ()
    backend: str = ""
    problem: str = ""


def doctor(as_json: options.Json = False) -> int:
    """Start a worker of each sandbox and say what confines it. Exit code 4 if the default one is not usable."""
    from codegen.settings import load

    settings = load()
    findings = [_examine(name) for name in _NAMES]
    usable = any(each.name == settings.sandbox and not each.problem for each in findings)
    code = OK if usable else SANDBOX
    if as_json:
        print_document("doctor", code, **_fields(findings, settings))
    else:
        print_pairs([*_machine(), *map(_pair, findings), *_access(settings)])
    return code


def _examine(name: str) -> Finding:
    from sandbox import Sandbox, SandboxError

    try:
        with Sandbox(name) as box:
            return Finding(name, protections=box.protections, backend=box.backend)
    except SandboxError as error:
        return Finding(name, problem=str(error))


def _machine() -> list[tuple[str, str]]:
    return [
        ("python", f"{platform.python_version()} ({sys.executable})"),
        ("kernel", f"{platform.system()} {platform.release()} {platform.machine()}"),
    ]


def _pair(finding: Finding) -> tuple[str, str]:
    if finding.problem:
        return (finding.name, f"not usable: {finding.problem}")
    return (finding.name, f"ok: {', '.join(finding.protections)}")


def _access(settings: Settings) -> list[tuple[str, str]]:
    if settings.demo:
        reply = "no key and no base URL: the built-in demo answers; set OPENAI_API_KEY or OPENAI_BASE_URL"
        return [("default", settings.sandbox), ("model", reply)]
    return [
        ("default", settings.sandbox),
        ("model", settings.model),
        ("key", settings.masked_key),
        ("base URL", _without_password(settings.base_url) or "the client's default"),
    ]


def _without_password(url: str | None) -> str | None:
    """A base URL as it may be shown: some carry a user name and a password."""
    if url is None:
        return None
    scheme, slashes, rest = url.partition("//")
    place, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{place.rpartition('@')[2]}{slash}{path.partition('?')[0]}"


def _fields(findings: list[Finding], settings: Settings) -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "kernel": platform.release(),
        "machine": platform.machine(),
        "default_sandbox": settings.sandbox,
        "sandboxes": [
            {
                "name": each.name,
                "usable": not each.problem,
                "backend": each.backend,
                "protections": list(each.protections),
                "problem": each.problem,
            }
            for each in findings
        ],
        "model": "demo" if settings.demo else settings.model,
        "key": settings.masked_key,
        "base_url": _without_password(settings.base_url),
    }
