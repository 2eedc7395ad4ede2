"""`codegen models [ID]`: what the server offers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codegen.errors import UsageError
from codegen.report.printable import printable
from codegen.settings import Settings

from . import options
from .exits import OK, USAGE
from .opening import opened_model
from .screen import complain, write_exactly
from .tables import print_document, print_pairs, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codegen.model import ModelInfo

#: An id is there to be copied; ids that are paths get long.
_ID_LIMIT = 200


@options.with_settings(options.SERVER)
def models(
    model_id: Annotated[str | None, typer.Argument(metavar="ID", help="One model, in detail.")] = None,
    *,
    settings: Settings,
    filtered: Annotated[
        str | None, typer.Option("--filter", "-f", metavar="TEXT", help="Only those with this text in their id.")
    ] = None,
    ids: Annotated[bool, typer.Option("--ids", help="The ids alone, one a line.")] = False,
    record: options.Record = None,
    replay: options.Replay = None,
    as_json: options.Json = False,
) -> int:
    """List the models of the server, or show one.

    The column API is guessed from the id; - stands for models that do not write text.
    """
    if model_id is not None and filtered is not None:
        raise UsageError("an ID and --filter exclude each other; give one of them")
    if ids and as_json:
        raise UsageError("--ids and --json exclude each other; give one of them")
    problems: list[str] = []
    with opened_model(settings, problems, record=record, replay=replay) as server:
        found = server.list_models() if model_id is None else [server.retrieve_model(model_id)]
    shown = [each for each in found if (filtered or "").lower() in each.id.lower()]
    for problem in problems:
        complain(problem)
    code = USAGE if problems else OK
    if as_json:
        print_document("models", code, models=[_fields(each) for each in shown])
    elif not shown:
        complain(f"no id has {filtered!r} in it; models listed: {len(found)}" if found else "the server has no models")
    elif ids:
        write_exactly("".join(_line(each.id) + "\n" for each in shown))
    elif model_id is not None:
        print_pairs(_pairs(shown[0]))
    else:
        _print_all(shown)
    return code


def _print_all(shown: Sequence[ModelInfo]) -> None:
    rows = [(each.id, each.owned_by or "-", _day(each) or "-", _api(each) or "-") for each in shown]
    print_table(("id", "owned by", "created", "API"), rows, cell_limit=_ID_LIMIT)


def _pairs(model: ModelInfo) -> list[tuple[str, str]]:
    """As the table has it, then whatever else the server says."""
    pairs = [("id", model.id), ("owned by", model.owned_by), ("created", _day(model)), ("API", _api(model) or "-")]
    told = [(name, value) for name, value in model.details.items() if name not in ("id", "owned_by", "created")]
    pairs += [(_line(name), _text(value)) for name, value in told]
    return [(name, text) for name, text in pairs if text]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _fields(model: ModelInfo) -> dict[str, Any]:
    """What every entry has, then whatever else the server says, unchanged."""
    own = {"id": model.id, "owned_by": model.owned_by, "created": model.created, "api": _api(model)}
    return own | {name: value for name, value in model.details.items() if name not in own}


def _api(model: ModelInfo) -> str | None:
    from codegen.dialect import answers_to

    return answers_to(model.id)


def _day(model: ModelInfo) -> str:
    """ "" for what is no time since computers tell it: servers send 0, milliseconds and worse."""
    try:
        return datetime.fromtimestamp(model.created, UTC).date().isoformat() if model.created else ""
    except (ValueError, OverflowError, OSError):
        return ""


def _line(text: str) -> str:
    """The text on a line of its own, whatever is in it."""
    return printable(text).replace("\n", "\\n")
