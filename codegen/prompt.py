"""A Task and its earlier Attempts -> what the model is told. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .messages import message
from .stub import find_stub

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox import Counterexample, Verdict

    from .messages import Message
    from .task import Attempt, Task

SYSTEM = (
    "You write Python 3.11 code that is run and tested automatically. "
    "Answer with one Python code block and nothing that is not needed."
)
#: Ends the user's own words in the first message; `read_back` finds them again by it.
_RULES = "\n\nRules for the answer:\n"
_FAILED = "This code failed its checks."
#: How a transcript names who speaks; instructions stand there without a name.
_SPEAKERS = {"user": "User", "assistant": "Assistant"}
#: A repr in a repair request; a huge one costs tokens and says no more.
MAX_REPR = 600
#: Older counterexamples that are repeated, so that a repair does not bring an old fault back.
MAX_OLD = 3


def messages(task: Task, attempts: Sequence[Attempt] = ()) -> list[Message]:
    """The conversation so far: the task, then each answer with what was wrong about it."""
    talk = [message("system", SYSTEM), message("user", task.prompt.strip() + _RULES + _rules(task))]
    for position, attempt in enumerate(attempts):
        talk.append(message("assistant", fenced(attempt.candidate.source)))
        talk.append(message("user", repair(attempt.verdict, [a.verdict for a in attempts[:position]])))
    return talk


def read_back(conversation: str) -> tuple[str, int]:
    """The user's own words and the number of repairs asked for, from the joined text of a conversation."""
    words = conversation.strip().removeprefix(SYSTEM).partition(_RULES)[0].strip()
    return words, conversation.count(_FAILED)


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


def repair(verdict: Verdict, earlier: Sequence[Verdict] = ()) -> str:
    """What was wrong, as facts: the property, the call, what came back, what is right."""
    lines = [_FAILED]
    if verdict.counterexample is not None:
        lines += _counterexample(verdict.counterexample)
    else:
        lines += _reason(verdict)
    old = [v.counterexample for v in earlier if v.counterexample is not None]
    if old:
        lines.append("Earlier versions failed here, which must stay repaired:")
        lines += [f"  {_short(c.call)}" for c in old[-MAX_OLD:]]
    lines.append("Find the cause and answer with the whole corrected code in one Python code block.")
    return "\n".join(lines)


def _counterexample(found: Counterexample) -> list[str]:
    from sandbox import describe

    lines = [
        f"Property that does not hold: {found.property}",
        f"Smallest failing call: {_short(found.call)}",
        f"What happened: {_short(describe(found.outcome))}",
    ]
    if found.expected is not None:
        lines.append(f"Expected: {_short(found.expected)}")
    return lines


def _reason(verdict: Verdict) -> list[str]:
    from sandbox import describe

    lines = [f"Reason: {_short(verdict.reason)}"] if verdict.reason else []
    if verdict.outcome is not None:
        lines.append(f"What happened: {_short(describe(verdict.outcome))}")
    return lines or ["No more is known than that."]


def _short(text: str) -> str:
    """The text, its middle left out where it is long."""
    if len(text) <= MAX_REPR:
        return text
    half = MAX_REPR // 2
    return f"{text[:half]} ... ({len(text) - 2 * half} characters left out) ... {text[-half:]}"
