"""`codegen config`: what every setting is, and who says so."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from codegen.settings import Settings, without_secrets

from . import options
from .exits import OK
from .screen import say_on_stdout
from .tables import print_document, print_pairs, print_table

if TYPE_CHECKING:
    from codegen.layers import LookedAt

#: Wide enough for a path or an address; they are of no use when cut.
_CELL_LIMIT = 500


@options.with_settings(options.MODEL, options.LOOP, options.SAMPLES, options.INPUTS, options.SANDBOX)
def config(*, settings: Settings, as_json: options.Json = False) -> int:
    """Show each setting, its value and where that comes from, with the files looked at. Keys are masked.

    Options given here are shown as they would count.
    """
    from codegen.layers import files_looked_at

    values, files = _values(settings), files_looked_at()
    if as_json:
        described = {name: {"value": value, "origin": _origin(settings, name)} for name, value in values.items()}
        print_document(
            "config", settings=described, demo=settings.demo, files=[asdict(f) for f in files], unused=settings.unused
        )
    else:
        rows = [(name, _shown(name, value), _origin(settings, name)) for name, value in values.items()]
        print_table(("setting", "value", "from"), rows, cell_limit=_CELL_LIMIT)
        say_on_stdout("")
        print_pairs(_remarks(settings, files))
    return OK


def _values(settings: Settings) -> dict[str, object]:
    """What holds, also where nobody has set it, as JSON values."""
    from codegen.history import default_path
    from codegen.layers import FIELDS
    from sandbox.backends.docker import DEFAULT_IMAGE

    limits = settings.limits()
    return {name: getattr(settings, name) for name in FIELDS} | {
        "base_url": without_secrets(settings.url),
        "api_key": settings.masked_key if settings.api_key else None,
        "timeout": limits.wall_seconds,
        "memory": limits.memory_bytes,
        "image": settings.image or DEFAULT_IMAGE,
        "history": str(settings.history or default_path()),
    }


def _origin(settings: Settings, name: str) -> str:
    return (settings.server_origin if name == "base_url" else settings.origins.get(name)) or "default"


def _shown(name: str, value: object) -> str:
    match value:
        case None | "" | ():
            return "not set"
        case bool():
            return "yes" if value else "no"
        case int() if name == "memory":
            return f"{value / 2**20:g}M"
        case float():
            return f"{value:g}{' s' if name.endswith('timeout') else ''}"
        case tuple():
            return ", ".join(value)
    return str(value)


def _remarks(settings: Settings, files: list[LookedAt]) -> list[tuple[str, str]]:
    from codegen.model import WAY_OUT

    pairs = [("not read", f"{file.path}: {file.unused}") if file.unused else ("read", file.path) for file in files]
    if not files:
        pairs.append(("read", "no file: here and above are neither codegen.toml nor pyproject.toml nor .env"))
    pairs += [("not used", line) for line in settings.unused]
    if settings.demo:
        pairs.append(("model", f"without a key the built-in demo answers; {WAY_OUT}"))
    return pairs
