"""A prompt that begins a function, and replies that only continue it."""

from __future__ import annotations

import pytest

from codegen.prompt import as_completion, messages
from codegen.reply import extract
from codegen.stub import find_stub
from codegen.task import describe_task

GCD = 'def gcd(a, b):\n    """Greatest common divisor"""\n'
BODY = "    while b:\n        a, b = b, a % b\n    return a\n"


@pytest.mark.parametrize("reply", [BODY, f"```python\n{BODY}```", f"{BODY}```\nThat is Euclid's.", GCD + BODY])
def test_a_body_gets_its_head_and_docstring_back(reply: str) -> None:
    task = describe_task(GCD)
    assert (task.entry_point, task.signature) == ("gcd", "def gcd(a, b)")
    assert extract(reply, names=task.names, stub=task.stub or "") == GCD + BODY


def test_the_completions_prompt_ends_with_the_stub_but_a_repair_does_not() -> None:
    assert as_completion(messages(describe_task(GCD))).endswith("```python\n" + GCD)
    assert as_completion(messages(describe_task(GCD, entry_point="other"))).endswith("```python\n")


@pytest.mark.parametrize(
    ("prompt", "head", "text"),
    [
        (GCD, "def gcd(a, b)", GCD.rstrip()),
        ("def f(x)", "def f(x)", "def f(x):\n"),
        ("Write this:\n\ndef f(x: int) -> dict[str, int]:\n    ...\n", "def f(x: int) -> dict[str, int]", None),
        (
            "def f(\n    a: int,\n    b: int = (1),\n) -> int:  # fast\n    pass\n",
            "def f(a: int, b: int = (1)) -> int",
            None,
        ),
        (
            "from typing import List\n\n\ndef half(x):\n    return x / 2\n\n\ndef f(xs: List[int]):\n    '''Doc.'''\n",
            "def f(xs: List[int])",
            "from typing import List\n\n\ndef half(x):\n    return x / 2\n\n\ndef f(xs: List[int]):\n    '''Doc.'''",
        ),
        ("Complete it:\n```python\nimport math\ndef f(x):\n```\nThanks.", "def f(x)", "import math\ndef f(x):\n"),
        ('class Stack:\n    """LIFO."""\n\n    def push(self, x):\n        """Add."""\n', "class Stack", None),
    ],
)
def test_the_last_unwritten_head_is_the_stub(prompt: str, head: str, text: str | None) -> None:
    found = find_stub(prompt)
    assert found is not None
    assert found.head == head
    assert text is None or found.text == text


@pytest.mark.parametrize(
    "prompt",
    [
        "quick sort",
        "class struggle in a game",
        "def is a keyword",
        "def f(x) should double x",
        "Use this:\ndef half(x):\n    return x / 2\n",
        "def f(" + "(" * 1000,
        "class Node:\n    def __init__(self):\n        self.next = None\nwrite a reversal",
    ],
)
def test_words_and_finished_functions_are_no_stub(prompt: str) -> None:
    assert find_stub(prompt) is None


@pytest.mark.timeout(20)  # a pattern that backtracks takes hours
@pytest.mark.parametrize(
    "piece",
    ["def f(x):\n", "def f(\n", '    """', "    # x\n", " \n", "def f(x) -> " + " " * 80_000 + "(", " " * 80_000],
)
def test_no_prompt_however_odd_takes_long(piece: str) -> None:
    prompt = "def f(x):\n" + piece * (90_000 // len(piece))
    find_stub(prompt)
