"""The models that a server has: `list_models()`, `retrieve_model("gpt-4.1-mini")`.

Servers differ: entries of today's shape and of the old one with `permission`, `root` and `parent`, pages, lists that
are null, no route for a single model, and 200 for a route that they do not have.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .errors import ModelError, UsageError
from .faults import one_line
from .model import ModelInfo, open_model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .settings import Settings

#: A list that goes on beyond so many is made up as it is asked for.
MAX_MODELS: Final = 10_000
#: How servers say that they have no such model, or no route to a single one; 200 is with what is no model.
_NOT_THERE: Final = (200, 400, 404, 405, 422, 501)
#: How many ids are named when there is none of that name.
_CLOSEST: Final = 3


def list_models(settings: Settings | None = None) -> list[ModelInfo]:
    """The models of the server that the settings name (by default those of `load()`), sorted by id.

    Raises ModelError, UsageError for bad settings.
    """
    with open_model(settings) as model:
        return model.list_models()


def retrieve_model(model_id: str, settings: Settings | None = None) -> ModelInfo:
    """One model of that server. Raises ModelError, which names the closest ids if it is not there, and UsageError."""
    with open_model(settings) as model:
        return model.retrieve_model(model_id)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list. `after` is what the next one is asked for by, "" if there is none."""

    models: tuple[ModelInfo, ...]
    after: str


def read_pages(page_after: Callable[[str], Page]) -> list[ModelInfo]:
    """All models of a list, sorted by id; the first of those that have the same one. Raises ModelError."""
    found: dict[str, ModelInfo] = {}
    after = ""
    while True:
        page = page_after(after)
        new = {each.id: each for each in reversed(page.models) if each.id not in found}
        found |= new
        if len(found) > MAX_MODELS:
            raise ModelError(f"the server's list of models goes on after {MAX_MODELS}; is the base URL right?")
        # A server that knows nothing of pages sends the same one again.
        if not new or not page.after:
            return [found[model_id] for model_id in sorted(found)]
        after = page.after


def find_model(
    model_id: str, retrieve: Callable[[], ModelInfo], listed: Callable[[], Sequence[ModelInfo]]
) -> ModelInfo:
    """The model by its own route, else from the list: some servers have only that.

    Raises UsageError for an empty id, ModelError, which names the closest ids where the list tells them.
    """
    if not model_id.strip():
        raise UsageError("the model's id is empty; `codegen models` lists them")
    try:
        return retrieve()
    except (ModelError, ValueError) as found:
        # What the client puts into no path, such as `..`, is no model of any server.
        problem = found if isinstance(found, ModelError) else ModelError(f"no server has {model_id!r}", status=404)
        if problem.status not in _NOT_THERE:
            raise
        try:
            known = {each.id: each for each in listed()}
        except ModelError:
            raise problem from None
        if model_id in known:
            return known[model_id]
        missing = f"the server has no model {model_id!r}; {_others(model_id, list(known))}"
        raise ModelError(one_line(missing), request_id=problem.request_id, status=problem.status) from None


def _others(model_id: str, known: Sequence[str]) -> str:
    """What there is instead."""
    if len(known) <= _CLOSEST:
        return f"it has {', '.join(known)}" if known else "it lists none at all"
    lowered = {each.lower(): each for each in known}
    asked = model_id.lower()
    close = [lowered[each] for each in difflib.get_close_matches(asked, lowered, _CLOSEST, cutoff=0.5)]
    holding = [each for each in known if asked in each.lower()]
    closest = list(dict.fromkeys([*close, *holding]))[:_CLOSEST]
    if not closest:
        return f"`codegen models` lists the {len(known)} that it has"
    return f"the closest of its {len(known)} are {', '.join(closest)}"


def read_page(document: object) -> Page:
    """A server's answer as a page of its list. Raises ModelError."""
    fields = document if isinstance(document, dict) else {"data": "" if document is None else document}
    entries = next((fields[key] for key in ("data", "models") if key in fields), "")
    entries = [] if entries is None else entries  # null is how servers written in Go say that there are none
    if not isinstance(entries, list):
        raise ModelError("the server sent no list of models; is the base URL right? It often ends in /v1")
    models = tuple(info for entry in entries if (info := _info(entry)) is not None)
    if entries and not models:
        raise ModelError("the server sent models without ids; is the base URL right? It often ends in /v1")
    more = models and fields.get("has_more") is True
    return Page(models, str(fields.get("last_id") or models[-1].id) if more else "")


def read_model(document: object) -> ModelInfo:
    """A server's answer as a model. Raises ModelError."""
    found = _info(document) if isinstance(document, dict) else None
    if found is None:
        raise ModelError("the server sent no model where one was asked for; is the base URL right?")
    return found


def _info(entry: object) -> ModelInfo | None:
    """None for what is no model."""
    details = {"id": entry} if isinstance(entry, str) else entry
    model_id = details.get("id") if isinstance(details, dict) else None
    if not isinstance(details, dict) or not isinstance(model_id, str) or not model_id.strip():
        return None
    return ModelInfo(
        id=model_id,
        owned_by=str(details.get("owned_by") or ""),
        created=_seconds(details.get("created")),
        details=details,
    )


def _seconds(value: object) -> int | None:
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
