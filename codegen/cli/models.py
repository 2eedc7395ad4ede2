"""`codegen models [ID]`: what the server offers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codegen.settings import Settings

from . import options
from .exits import OK
from .screen import complain
from .tables import print_document, print_pairs, print_table

if TYPE_CHECKING:
    from pathlib import Path

    from codegen.model import ModelInfo


@options.with_settings(options.SERVER)
def models(
    model_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="One model, in detail.")] = None,
    *,
    settings: Settings,
    record: options.Record = None,
    replay: options.Replay = None,
    as_json: options.Json = False,
) -> int:
    """List the models of the server, or show one."""
    found = _ask(model_id, settings, record, replay)
    if as_json:
        print_document("models", models=[_fields(each) for each in found])
    elif model_id is not None:
        print_pairs([(name, str(value)) for name, value in _fields(found[0]).items()])
    else:
        print_table(("id", "owned by", "created"), [(each.id, each.owned_by, _day(each)) for each in found])
    return OK


def _ask(model_id: str | None, settings: Settings, record: Path | None, replay: Path | None) -> list[ModelInfo]:
    from codegen.model import open_model

    client = open_model(settings, record=record, replay=replay)
    try:
        if client.notice:
            complain(client.notice)
        return client.list_models() if model_id is None else [client.retrieve_model(model_id)]
    finally:
        client.close()


def _fields(model: ModelInfo) -> dict[str, Any]:
    """What the server says beyond the three common fields comes after them, unchanged."""
    return {"id": model.id, "owned_by": model.owned_by, "created": model.created, **model.details}


def _day(model: ModelInfo) -> str:
    if model.created is None:
        return "-"
    try:
        return datetime.fromtimestamp(model.created, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):  # a server may send anything
        return "-"
