"""The words of the loop: a Task is asked for, a Candidate is an answer, an Attempt is an answer and its Verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .errors import UsageError
from .messages import require_text
from .stub import find_stub

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox import Counterexample, Verdict

#: A prompt longer than this is a mistake, such as a file of data; the limit is in characters.
MAX_PROMPT = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is asked for, and what the answer is checked against.

    `name`, `signature` and `summary` come from the catalogue where it knows the task. `entry_point` is the function's
    name if the user demands one, `names` are those by which the answer is recognised. `stub` is code in the prompt that
    the reply may only continue, such as a head with its docstring. `oracle` is `FILE.py[:NAME]`.
    """

    prompt: str
    name: str | None = None
    entry_point: str | None = None
    names: tuple[str, ...] = ()
    signature: str | None = None
    stub: str | None = None
    summary: str | None = None
    oracle: str | None = None
    properties: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What the server says one request cost; None where it says nothing."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One answer, not yet judged. `text` is the model's reply as it came, `source` the code found in it."""

    source: str
    text: str
    model: str
    usage: Tokens = field(default_factory=Tokens)
    seconds: float = 0.0
    #: Lines a reader should know about the request, e.g. a parameter that was left out.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One answer and its judgement. `number` counts rounds from 1, `sample` the answers of a round from 0.

    `repeats`: the round in which the same code was answered before. `another`: then, a further call on which it fails,
    if one was found.
    """

    number: int
    candidate: Candidate
    verdict: Verdict
    sample: int = 0
    repeats: int | None = None
    another: Counterexample | None = None


def describe_task(
    prompt: str,
    *,
    task: str | None = None,
    entry_point: str | None = None,
    oracle: str | None = None,
    properties: Path | None = None,
) -> Task:
    """The Task of a prompt; the catalogue is asked by `task` (exact name) or else by the prompt.

    Raises UsageError for an empty or huge prompt or one that is no text, CheckError for a `task` that the catalogue
    does not have.
    """
    from sandbox import catalogue

    if not prompt.strip():
        raise UsageError('the prompt is empty; say what to write, e.g. "quick sort"')
    if len(prompt) > MAX_PROMPT:
        raise UsageError(f"the prompt must have at most {MAX_PROMPT} characters, was {len(prompt)}")
    require_text(prompt, "the prompt")
    require_text(entry_point or "", "the entry point")
    entry = catalogue.get(task) if task is not None else catalogue.find(prompt)
    found = find_stub(prompt)
    stub = found if found is not None and entry_point in (None, found.name) else None
    entry_point = stub.name if stub is not None else entry_point
    demanded = (entry_point,) if entry_point else ()
    signature = stub.head if stub is not None else None
    if entry is not None and signature is None:
        first = entry.entry_points[0]
        signature = entry.signature.replace(f" {first}", f" {entry_point or first}", 1)
    return Task(
        prompt=prompt,
        name=entry.name if entry else None,
        entry_point=entry_point,
        names=demanded or (entry.entry_points if entry else ()),
        signature=signature,
        stub=stub.text if stub is not None else None,
        summary=entry.summary if entry else None,
        oracle=oracle,
        properties=properties,
    )
