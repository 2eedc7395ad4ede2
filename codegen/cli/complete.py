"""`codegen complete PROMPT...`: plain completions, as they arrive."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codegen.errors import ModelError
from codegen.settings import Settings

from . import options
from .answers import Answers
from .exits import OK, USAGE, worst
from .opening import opened_model
from .prompts import gather_prompts
from .screen import complain
from .tables import print_document

if TYPE_CHECKING:
    from codegen.completions import Completions
    from codegen.task import Tokens


@options.with_settings(options.MODEL, options.SAMPLES)
def complete(
    prompts: Annotated[
        list[str] | None, typer.Argument(metavar="PROMPT", help="What to continue; - or nothing reads stdin.")
    ] = None,
    *,
    settings: Settings,
    stop: Annotated[
        list[str] | None,
        typer.Option("--stop", metavar="TEXT", help="Where an answer ends, without it; up to four times."),
    ] = None,
    stream: Annotated[bool, typer.Option("--stream/--no-stream", help="Ask for the text as it is made.")] = True,
    echo_usage: Annotated[bool, typer.Option("--echo-usage", help="The tokens used, on stderr.")] = False,
    record: options.Record = None,
    replay: options.Replay = None,
    as_json: options.Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> int:
    """Let a model continue prompts, in one request where its API can. stdout has the text alone, as it arrives.

    Of several answers the first is shown as it arrives, the others when they are whole. A model that only chats is
    sent each prompt as a message.
    """
    from codegen.completions import Completions
    from codegen.history import History

    asked = Completions(gather_prompts(prompts or []), settings.samples, stop or (), stream=stream)
    problems: list[str] = []
    failure: ModelError | None = None
    answers = Answers(asked.prompts, asked.samples, wanted=not as_json and not quiet)
    with History(settings.history, warn=complain) as history:
        try:
            with opened_model(settings, problems, record=record, replay=replay, tell=answers.tell) as model, answers:
                answers.asking(model.name)
                showing: dict[str, Any] = {} if as_json else {"on_text": answers.piece, "on_reply": answers.whole}
                asked.ask(model, history, **showing)
        except ModelError as problem:
            failure = problem
        except KeyboardInterrupt:
            if not quiet and not history.broken:
                _point_to_history(asked)
            raise
    problems += [answers.problem] if answers.problem else []
    code = worst([failure.exit_code if failure else OK, *(USAGE for _ in problems)])
    errors = [*([str(failure)] if failure else []), *problems]
    for line in errors:
        complain(line)
    if echo_usage:
        complain(_words(asked.usage))
    if code != OK and not quiet and not history.broken:
        _point_to_history(asked)
    if as_json:
        number = None if history.broken else asked.run_id
        error = {"error": "; ".join(errors)} if errors else {}
        print_document("complete", code, **error, run=number, results=_results(asked), usage=asdict(asked.usage))
    return code


def _point_to_history(asked: Completions) -> None:
    if asked.replies or asked.partial:
        complain(f"what was asked and answered: codegen history {asked.run_id}")


def _words(usage: Tokens) -> str:
    if usage.prompt_tokens is None and usage.completion_tokens is None:
        return "usage: the server told none"
    told = ("?" if tokens is None else tokens for tokens in (usage.prompt_tokens, usage.completion_tokens))
    return "usage: {} prompt tokens, {} completion tokens".format(*told)


def _results(asked: Completions) -> list[dict[str, Any]]:
    """The answers of each prompt in order; those of which nothing came are left out."""
    results = []
    for number, prompt in enumerate(asked.prompts):
        indexes = range(number * asked.samples, (number + 1) * asked.samples)
        answers = [_answer(asked, index) for index in indexes if index in asked.replies or index in asked.partial]
        results.append({"prompt": prompt, "answers": answers})
    return results


def _answer(asked: Completions, index: int) -> dict[str, Any]:
    reply = asked.replies.get(index)
    if reply is None:
        return {"text": "".join(asked.partial[index]), "complete": False}
    return {
        "text": reply.text,
        "complete": True,
        "finish_reason": reply.finish_reason,
        "model": reply.model,
        "seconds": round(reply.seconds, 3),
        "request_id": reply.request_id,
        "notes": list(reply.notes),
    }
