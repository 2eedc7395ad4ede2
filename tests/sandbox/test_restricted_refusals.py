"""What the restricted policy refuses: the rule and the line that a person reads, and the hint that a model acts on."""

from __future__ import annotations

import pytest

from sandbox.worker.refusal import Refusal
from sandbox.worker.restricted import prepare


def run(source: str) -> object:
    code, module = prepare(source, "candidate")
    exec(code, vars(module))
    return vars(module).get("result")


def refusal_of(source: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        run(source)
    return caught.value


@pytest.mark.parametrize(
    ("source", "rule", "line", "hint"),
    [
        ("x = 1\nimport os", "import", 2, "no operating system"),
        ("def f():\n    import socket\nf()", "import", 2, "no network"),
        ("from threading import Thread", "import", 1, "sequential"),
        ("import numpy as np", "import", 1, "third-party"),
        ("import queue", "import", 1, "collections.deque"),
        ("import zlib", "import", 1, "importable are: abc, array"),
        ("from random import _os", "import", 1, "without this name"),
        ("from . import x", "import", 1, "one file"),
        ("import time\n\ntime.sleep(1)", "import", 3, "do not wait"),
        ("import sys\ndata = sys.stdin.read()", "import", 2, "function arguments"),
        ("def f():\n    return open('x').read()", "builtin", 2, "function arguments"),
        ("n = int(input())", "builtin", 1, "function arguments"),
        ("exec('x = 1')", "builtin", 1, "as a function"),
        ("globals()['x'] = 1", "builtin", 1, "dict of your own"),
        ("@eval\ndef f(): pass", "builtin", 1, "write the expression out"),
        ("async def f():\n    pass", "syntax", 1, "ordinary function"),
        ("[x async for x in y]", "syntax", 1, "ordinary function"),
        ("try:\n    pass\nexcept* ValueError:\n    pass", "syntax", 1, "plain except"),
        ("def f(:", "syntax", 1, ""),
        ("x = 1\x00", "syntax", 0, ""),
        ("-" * 20_000 + "1", "syntax", 0, "split long expressions"),
        ("class M(type):\n    pass", "class", 1, "class decorator"),
        ("x = 1\nclass M(metaclass=print):\n    pass", "class", 2, "class decorator"),
        ("type('X', (), {})", "class", 1, "class statement"),
        ("class C:\n    def __del__(self):\n        pass", "name", 2, "__exit__"),
        ("x = ().__class__.__bases__", "attribute", 1, "name the class"),
        ("def f():\n    pass\nf.__code__ = None", "attribute", 3, "internals"),
        ("import math\nmath.pi = 3", "attribute", 2, "variable"),
        ("import random\n\nr = random.Random()._randbelow(3)", "attribute", 3, "public attributes"),
        ("print(1, file=[])", "print", 1, "list"),
        ("match 1:\n    case str(format=f):\n        pass", "match", 2, "body"),
    ],
)
def test_a_refusal_names_rule_line_and_way_out(source: str, rule: str, line: int, hint: str) -> None:
    refusal = refusal_of(source)
    assert (refusal.rule, refusal.line) == (rule, line)
    assert hint in refusal.hint
    assert refusal.message


def test_the_first_reason_in_the_source_is_given() -> None:
    assert refusal_of("def f(x):\n    return x.__globals__\n\ny = f.__code__").line == 2


def test_a_missing_module_can_be_done_without() -> None:
    assert run("try:\n    import numpy\nexcept ImportError:\n    numpy = None\nresult = numpy is None") is True


def test_input_in_a_main_that_is_not_called_does_no_harm() -> None:
    assert run("def main():\n    return input()\nresult = 1") == 1
