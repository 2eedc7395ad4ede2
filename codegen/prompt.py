"""A Task and its earlier Attempts -> what the model is told. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .messages import message
from .repair import FAILED, repair, shorten_middle
from .stub import find_stub

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .messages import Message
    from .task import Attempt, Task

SYSTEM = (
    "You write Python 3.11 code that is run and tested automatically. "
    "Answer with one Python code block and nothing that is not needed."
)
#: Ends the user's own words in the first message; `read_back` finds them again by it.
_RULES = "\n\nRules for the answer:\n"
#: How a transcript names who speaks; instructions stand there without a name.
_SPEAKERS = {"user": "User", "assistant": "Assistant"}
#: Code that is sent back; a longer one cannot be repaired by a model anyway.
MAX_CODE = 20_000
#: Characters of all attempts together: beyond this, older ones are left out, and only their counterexamples stay.
MAX_TALK = 40_000


def messages(task: Task, attempts: Sequence[Attempt] = ()) -> list[Message]:
    """The conversation so far: the task, then each answer with what was wrong about it, the last ones if it is long."""
    talk = [message("system", SYSTEM), message("user", task.prompt.strip() + _RULES + _rules(task))]
    turns = [_turn(attempt, attempts[:position]) for position, attempt in enumerate(attempts)]
    for answer, request in _latest(turns):
        talk += [message("assistant", answer), message("user", request)]
    return talk


def _turn(attempt: Attempt, earlier: Sequence[Attempt]) -> tuple[str, str]:
    return fenced(shorten_middle(attempt.candidate.source, MAX_CODE)), repair(attempt, earlier)


def _latest(turns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """As many of the last turns as there is room for, at least one."""
    kept: list[tuple[str, str]] = []
    room = MAX_TALK
    for answer, request in reversed(turns):
        room -= len(answer) + len(request)
        if kept and room < 0:
            break
        kept.append((answer, request))
    return kept[::-1]


def read_back(conversation: str) -> tuple[str, int]:
    """The user's own words and the number of repairs asked for, from the joined text of a conversation."""
    words = conversation.strip().removeprefix(SYSTEM).partition(_RULES)[0].strip()
    return words, conversation.count(FAILED)


def as_completion(talk: Sequence[Message]) -> str:
    """The conversation as one text to be continued, for models that only complete; a stub in the prompt comes last.

    One that does not ask for code as `messages` does becomes a transcript, up to the answer.
    """
    text = "\n\n".join(each["content"] for each in talk)
    if _RULES not in text:
        return "\n\n".join([*map(_spoken, talk), f"{_SPEAKERS['assistant']}:"])
    words, repairs = read_back(text)
    stub = find_stub(words)
    begun = stub is not None and not repairs and _exactly(stub.head) in text
    return text + "\n\n```python\n" + (stub.text.rstrip() + "\n" if stub is not None and begun else "")


def next_turns(talk: Sequence[Message]) -> list[str]:
    """How a transcript would go on with a user's next words: where its continuation is to stop. At most four."""
    if any(_RULES in each["content"] for each in talk):
        return []
    named = [each["name"] for each in talk if each["role"] == "user" and "name" in each]
    return [f"\n{speaker}:" for speaker in dict.fromkeys([_SPEAKERS["user"], *reversed(named)])][:4]


def _spoken(said: Message) -> str:
    speaker = said.get("name") or _SPEAKERS.get(said["role"])
    return f"{speaker}: {said['content']}" if speaker else said["content"]


def fenced(source: str) -> str:
    """The source in a Markdown block whose fence is longer than any inside it."""
    fence = "```"
    while fence in source:
        fence += "`"
    return f"{fence}python\n{source.rstrip()}\n{fence}"


def _rules(task: Task) -> str:
    rules = []
    if task.signature:
        rules.append(_exactly(task.signature))
    elif task.entry_point:
        rules.append(f"Define `{task.entry_point}` at the top level.")
    else:
        rules.append("Define one function (or class) at the top level, with type hints and a docstring.")
    if task.summary:
        rules.append(task.summary.strip())
    rules += [
        "Use only the standard library, and of it only what computes: no files, network, processes or threads.",
        "No input(), no printing, no example calls.",
        "Handle edge cases such as empty input, duplicates and extreme values.",
    ]
    return "\n".join(f"- {rule}" for rule in rules)


def _exactly(signature: str) -> str:
    return f"Define exactly this, at the top level: `{signature}`"
