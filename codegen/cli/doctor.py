"""`codegen doctor`: which sandboxes and protections this machine has, and how to get the missing ones."""

from __future__ import annotations

import platform
import sys
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from codegen.settings import without_secrets
from sandbox.errors import SandboxError

from . import options
from .exits import OK, SANDBOX
from .tables import print_document, print_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from codegen.settings import Settings
    from sandbox import Sandbox
    from sandbox.measures import Finding

#: One worker is enough to be measured, and what is missing is measured too.
_OPTIONS: dict[str, Any] = {"workers": 1, "confinement": "optional"}


@dataclass(frozen=True, slots=True)
class Examined:
    """One sandbox on this machine, as measured. `problem`: why it cannot be used and the way out, or ""."""

    name: str
    problem: str = ""
    backend: str = ""
    protections: tuple[str, ...] = ()
    layers: tuple[Finding, ...] = ()


def doctor(as_json: options.Json = False) -> int:
    """Run a program in each sandbox and say what confines it, as measured. Exit code 4 if the default is not usable."""
    from codegen.settings import load

    settings = load()
    found = _examine(settings)
    usable = any(each.name == settings.sandbox and not each.problem for each in found)
    code = OK if usable else SANDBOX
    if as_json:
        print_document("doctor", code, **_fields(found, settings))
    else:
        print_pairs(_machine())
        for each in found:
            print_pairs([(each.name, f"not usable: {each.problem}" if each.problem else "ok")])
            print_pairs([_pair(layer) for layer in each.layers])
        print_pairs(_access(settings))
    return code


def _examine(settings: Settings) -> list[Examined]:
    from sandbox import Sandbox
    from sandbox.inspection import witness

    with ExitStack() as stack:  # all of them start at once
        boxes = {name: _open(stack, partial(Sandbox, name, **_OPTIONS)) for name in ("restricted", "process")}
        bare = _open(stack, witness)
        docker = _open_docker(stack, settings)
        found = [_measure(name, box, bare) for name, box in boxes.items()]
        return [*found, docker if isinstance(docker, Examined) else _measure("docker", *docker)]


def _open(stack: ExitStack, start: Callable[[], Sandbox]) -> Sandbox | SandboxError:
    try:
        return stack.enter_context(start())
    except SandboxError as error:
        return error


_Engine: TypeAlias = "tuple[Sandbox | SandboxError, Sandbox | SandboxError, tuple[Finding, ...]]"


def _open_docker(stack: ExitStack, settings: Settings) -> Examined | _Engine:
    """Two containers, where the engine has what they need: nothing is pulled, and no engine is waited for."""
    from sandbox import Sandbox
    from sandbox.containers import examine
    from sandbox.inspection import witness

    engine = examine(settings.image, settings.runtime)
    if problem := _problems(engine):
        return Examined("docker", problem, "docker", layers=engine)
    container: dict[str, Any] = {"image": settings.image, "runtime": settings.runtime, "pull": False}
    box = _open(stack, partial(Sandbox, "docker", **_OPTIONS, **container))
    return box, _open(stack, partial(witness, "docker", **container)), engine


def _measure(
    name: str, box: Sandbox | SandboxError, bare: Sandbox | SandboxError, engine: tuple[Finding, ...] = ()
) -> Examined:
    from sandbox.inspection import inspect

    if isinstance(box, SandboxError) or isinstance(bare, SandboxError):
        return Examined(name, problem=str(box if isinstance(box, SandboxError) else bare), layers=engine)
    try:
        layers = inspect(box, bare)
        protections = box.protections
    except SandboxError as error:
        return Examined(name, problem=str(error), backend=box.backend, layers=engine)
    problem = _problems(layers)
    if problem:
        problem += "; another machine or kernel may have it; --allow-unconfined runs without"
    return Examined(name, problem, box.backend, protections, (*engine, *layers))


def _problems(layers: tuple[Finding, ...]) -> str:
    return "; ".join(": ".join(filter(None, (each.problem, each.advice))) for each in layers if each.problem)


def _machine() -> list[tuple[str, str]]:
    return [
        ("python", f"{platform.python_version()} ({sys.executable})"),
        ("kernel", f"{platform.system()} {platform.release()} {platform.machine()}"),
    ]


def _pair(found: Finding) -> tuple[str, str]:
    told = f"{found.evidence}; {found.advice}" if found.advice else found.evidence
    return (f"  {found.layer}", f"{found.state}: {told}")


def _access(settings: Settings) -> list[tuple[str, str]]:
    if settings.demo:
        reply = "no key and no base URL: the built-in demo answers; set OPENAI_API_KEY or OPENAI_BASE_URL"
        return [("default", settings.sandbox), ("model", reply)]
    return [
        ("default", settings.sandbox),
        ("model", settings.model),
        ("key", settings.masked_key),
        ("base URL", without_secrets(settings.url)),
    ]


def _fields(found: list[Examined], settings: Settings) -> dict[str, Any]:
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
                "layers": [asdict(layer) for layer in each.layers],
            }
            for each in found
        ],
        "model": "demo" if settings.demo else settings.model,
        "key": settings.masked_key,
        "base_url": None if settings.demo else without_secrets(settings.url),
    }
