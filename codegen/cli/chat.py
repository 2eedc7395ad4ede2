"""`codegen chat [MESSAGE]`: a conversation, its replies on stdout as they arrive."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from codegen.errors import ModelError, UsageError
from codegen.messages import require_text
from codegen.settings import Settings

from . import options
from .arriving import show_reply
from .exits import OK, USAGE
from .opening import opened_model
from .prompts import read_stdin
from .screen import complain
from .tables import print_document

if TYPE_CHECKING:
    from codegen.conversation import Conversation
    from codegen.history import History, SavedConversation


@options.with_settings(options.MODEL, options.INPUTS, options.SANDBOX)
def chat(
    words: Annotated[
        str | None, typer.Argument(metavar="[MESSAGE]", help="For one reply; what is piped in comes after it.")
    ] = None,
    *,
    settings: Settings,
    system: Annotated[
        str | None, typer.Option("--system", metavar="TEXT", help="What the model is told before all else.")
    ] = None,
    go_on: Annotated[
        bool, typer.Option("--continue", "-c", help="Go on with the last conversation, and its model.")
    ] = False,
    conversation: Annotated[
        int | None, typer.Option("--conversation", metavar="ID", help="Go on with that one; see `codegen history`.")
    ] = None,
    allow_unconfined: options.AllowUnconfined = False,
    record: options.Record = None,
    replay: options.Replay = None,
    as_json: options.Json = False,
) -> int:
    """Talk with a model. Replies are on stdout as they arrive, everything else on stderr.

    A message, given or piped in, gets one reply. Without one, lines are read from the terminal; /help lists what else
    they can say, such as /run for the code of the last reply.
    """
    from codegen.conversation import Conversation
    from codegen.history import History

    question = _question(words)
    require_text(system or "", "--system")
    if question is None and as_json:
        raise UsageError("--json is for one reply: give a message, or pipe one in")
    problems: list[str] = []
    with ExitStack() as opened:
        history = opened.enter_context(History(settings.history, warn=complain))
        saved = _chosen(history, conversation, go_on=go_on)
        taped = record is not None or replay is not None
        if saved is not None and not (taped or settings.demo or settings.origins.get("model") == "--model"):
            settings = replace(settings, model=saved.model)
        model = opened.enter_context(opened_model(settings, problems, record=record, replay=replay))
        talk = Conversation.resume(model, history, saved.id) if saved else Conversation(model, history=history)
        opened.enter_context(talk)
        if system is not None:
            talk.system = system
        if question is not None:
            _reply_once(question, talk, history, as_json=as_json)
        else:
            from .chat_session import Session

            session = Session(talk, settings, opened, problems, taped=taped, allow_unconfined=allow_unconfined)
            session.greet(saved)
            try:
                session.run()
            finally:
                if talk.id is not None and not history.broken:
                    complain(f"to go on: codegen chat --conversation {talk.id}")
    for problem in problems:
        complain(problem)
    return USAGE if problems else OK


def _question(words: str | None) -> str | None:
    """The one message to be answered, what was piped in after what was given; None where lines are to be read."""
    piped = None if sys.stdin is not None and sys.stdin.isatty() else read_stdin()
    if words is None and piped is None:
        return None
    text = "\n\n".join(part for part in (words, piped) if part and part.strip())
    if not text:
        raise UsageError('the message is empty; give one, e.g. codegen chat "Hello", or none to type at a terminal')
    require_text(text, "the message")
    return text


def _chosen(history: History, conversation: int | None, *, go_on: bool) -> SavedConversation | None:
    if go_on and conversation is not None:
        raise UsageError("--continue and --conversation exclude each other; give one of them")
    if go_on and (conversation := history.last_conversation()) is None:
        raise UsageError("there is no conversation to go on with; `codegen history` lists what there is")
    return None if conversation is None else history.conversation(conversation)


def _reply_once(question: str, talk: Conversation, history: History, *, as_json: bool) -> None:
    try:
        if as_json:
            reply = talk.send(question)
        else:
            show_reply(talk.model.name, lambda on_text: talk.send(question, on_text))
    except (ModelError, KeyboardInterrupt):
        if talk.id is not None and talk.unanswered is None and not history.broken:
            complain(f"what was asked and answered: codegen history {talk.id}")
        raise
    if as_json:
        told = asdict(reply)
        del told["index"]
        number = None if history.broken else talk.id
        print_document("chat", conversation=number, reply=told, messages=talk.messages)
