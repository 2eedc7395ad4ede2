"""The built-in `demo` model: prepared replies on tapes, played beneath the real `openai` client.

One tape a task, named after it (`quick-sort.jsonl`); its lines are the answers to the first request, the first repair
and so on. Some first answers are wrong on purpose, the way models are wrong.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

from ..errors import TapeError
from ..model import WAY_OUT
from ..prompt import read_back
from ..tape import ReplayTransport, play, read_tape

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER = Path(__file__).parent
_TAPES = _FOLDER / "tapes"


def prepared() -> list[str]:
    """The catalogue names of the tasks that the demo can answer, sorted."""
    return sorted(path.stem.replace("-", " ") for path in _TAPES.glob("*.jsonl"))


def tape_of(task: str) -> Path:
    """Where the tape of a task is, or would be."""
    return _TAPES / (re.sub(r"[^a-z0-9_]+", "-", task.lower()).strip("-") + ".jsonl")


class DemoTransport(httpx2.BaseTransport):
    """Answers by what the conversation asks for. Raises TapeError for a task that is not prepared."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        content = request.read()
        if not content:
            return _models(request)
        asked = json.loads(content)
        told = list(_texts(asked))
        words, repairs = read_back("\n\n".join(told))
        if words.endswith(told[-1].strip()):  # no request of the loop's, which ends in rules, but a chat
            words = told[-1].strip()
        tape = read_tape(_tape_for(words))
        return play(tape[min(repairs, len(tape) - 1)], request, asked)


def _models(request: httpx2.Request) -> httpx2.Response:
    try:
        return ReplayTransport(read_tape(_FOLDER / "models.jsonl"), "models.jsonl").handle_request(request)
    except TapeError:
        return httpx2.Response(404, json={"error": {"message": "the demo has one model, 'demo'"}}, request=request)


def _tape_for(words: str) -> Path:
    from sandbox import catalogue

    entry = catalogue.find(words)
    path = tape_of(entry.name) if entry is not None else None
    if path is None or not path.exists():
        shown = words if len(words) <= 60 else words[:60] + "..."
        raise TapeError(
            f"the demo model has no prepared reply for {shown!r}; to ask a real model, {WAY_OUT}. "
            f"Prepared are: {', '.join(prepared())}"
        )
    return path


def _texts(asked: dict[str, object]) -> Iterator[str]:
    """The words of a request, whichever endpoint it was for."""
    for key in ("prompt", "messages", "input"):
        found = asked.get(key)
        if isinstance(found, str):
            yield found
        elif isinstance(found, list):
            yield from (str(message.get("content", "")) for message in found if isinstance(message, dict))
