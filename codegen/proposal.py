"""Asks a model what could be checked of a task that nothing else knows; what counts of it, the sandbox decides.

The reply is data: a JSON document, of which nothing is imported, evaluated or parsed as Python here. See
`sandbox.checking.proposed` for what it can decide. Any fault of it costs one line, and the run goes on without.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from .errors import ModelError
from .events import Proposed, Proposing
from .fences import blocks
from .messages import message

if TYPE_CHECKING:
    from sandbox.checking.proposed import Proposed as Plan

    from .loop import Checker
    from .messages import Message
    from .replies import Requests
    from .task import Task

#: The number under which the history keeps the proposal; attempts count from 1.
NUMBER: Final = 0
#: Characters of a line that says why a proposal does not count; a reference may raise anything.
_MAX_REASON: Final = 300
_SYSTEM: Final = (
    "You plan how a Python function will be tested, before it is written. "
    "Answer with one JSON document in a code block and nothing else."
)
_FORM: Final = """
Describe how to test the function for this task, as JSON of this form:
{"entry_point": "total", "signature": "def total(prices: list[int], fee: int) -> int",
 "parameters": [{"kind": "list", "of": {"kind": "int", "min": 0, "max": 50}, "max_size": 6}, {"kind": "int"}],
 "properties": [{"kind": "shuffle", "parameter": 0}],
 "reference": "def total(prices, fee):\\n    return sum(prices) + fee\\n"}

- parameters: how to draw each argument, in order. Draw only what the task admits, edge cases too, and small enough
  for a brute-force solution. Kinds, with what each may have:
  int, float: min, max; bool; none; text: alphabet (the characters), min_size, max_size; sampled: values (a list);
  list: of, min_size, max_size, order ("any" or "sorted"), unique, same_length_as (position of an earlier parameter);
  set: of, min_size, max_size; dict: keys, values, min_size, max_size; tuple: of (a list); one of: of (a list);
  element of: parameter (position of an earlier one), other (what else it may be).
- properties: facts that hold of every right answer, only such as follow from the task. Kinds:
  idempotent, involution, commutative, sorted (the result is ascending);
  permutation of the input, same length, elements of the input (each of the result), shuffle (the order in it makes no
  difference), repeat first (its first element once more makes no difference): parameter (position, 0 if left out);
  round trip: inverse (a further function in the reference); result type: type (int, float, bool, str, list, tuple, dict
  or set); result bounds: min, max.
- reference: Python code that defines the entry point by brute force: as simple and as plainly right as can be, however
  slow, and not the usual way to solve it. It raises ValueError for what the task does not admit.
"""


def propose(
    task: Task, requests: Requests, box: Checker, *, examples: int, seed: int | None
) -> tuple[Task, Plan | None]:
    """The task, with the proposed signature if it had none, and what is checked; None where nothing is left of it."""
    from sandbox import CheckError

    why = _known(task) or requests.budget.excess(talk := messages(task))
    if why:
        requests.tell(Proposed(f"nothing is proposed: {why}"))
        return task, None
    requests.tell(Proposing(requests.model.name, requests.run))
    try:
        text = _asked(requests, talk)
        plan = box.vet(_document(text), prompt=task.prompt, examples=examples, seed=seed)
    except (ModelError, CheckError) as problem:
        requests.tell(Proposed(f"nothing of the proposal counts: {_one_line(str(problem))}"))
        return task, None
    requests.tell(Proposed(""))
    return _with_signature(task, plan), plan


def messages(task: Task) -> list[Message]:
    signature = f"\n\nThe function is `{task.signature}`." if task.signature else ""
    name = f"\n\nThe function is called `{task.entry_point}`." if task.entry_point and not signature else ""
    asked = f"Task:\n{task.prompt.strip()}{signature}{name}\n{_FORM}"
    return [message("system", _SYSTEM), message("user", asked)]


def _known(task: Task) -> str:
    """Why nobody need be asked; "" if nothing tells what is right."""
    if task.name is not None:
        return f"the catalogue knows {task.name!r}"
    if task.oracle is not None:
        return "there is an oracle"
    return "there are properties" if task.properties is not None else ""


def _asked(requests: Requests, talk: list[Message]) -> str:
    with closing(requests.replies(NUMBER, talk)) as replies:
        return next(replies)[0].text


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_MAX_REASON]


def _document(text: str) -> str:
    """The JSON of a reply: what is in the first code block that can be it, else between its braces."""
    documents = (block.text for block in blocks(text)[0] if block.text.lstrip().startswith("{"))
    found = next(documents, text)
    return found[max(0, found.find("{")) : found.rfind("}") + 1] or found


def _with_signature(task: Task, plan: Plan) -> Task:
    """Samples and the reference are to take the same arguments; what the user demands stays."""
    name = plan.spec.entry_point
    if task.signature is not None or task.entry_point not in (None, name):
        return task
    return replace(task, signature=plan.spec.signature, names=(name,))
