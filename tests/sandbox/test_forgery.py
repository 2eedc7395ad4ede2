"""Whatever a program does, its verdict is the host's. Each test is one way to cheat."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from sandbox import Crashed, Returned, Sandbox, Status
from sandbox.remote import Remote

if TYPE_CHECKING:
    from collections.abc import Iterator

CHEATS = {
    "leaves with status 0": "import sys\ndef quick_sort(items): sys.exit(0)",
    "leaves at import": "import sys\nsys.exit(0)\ndef quick_sort(items): return sorted(items)",
    "ends its process": "import os\ndef quick_sort(items): os._exit(0)",
    "always equal": "class A:\n    def __eq__(self, other): return True\n    __hash__ = None\n"
    "def quick_sort(items): return A()",
    "a list that lies": "class L(list):\n    def __eq__(self, other): return True\n    def __iter__(self): return iter(())\n"
    "def quick_sort(items): return L(items)",
    "raises a limit": "def quick_sort(items): raise MemoryError('out of memory')",
    "raises a time-out": "def quick_sort(items): raise TimeoutError('infrastructure')",
    "generator exit": "def quick_sort(items): raise GeneratorExit",
    "patches sorted": "import builtins\nbuiltins.sorted = lambda *a, **k: a[0]\n"
    "def quick_sort(items): return list(items)",
    "patches the encoder": "import json\njson.dumps = lambda *a, **k: '[\"returned\",[],null]'\n"
    "def quick_sort(items): return 7",
    "patches the worker": "import sandbox.codec, sandbox.wire\nsandbox.codec.dumps = sandbox.wire.dumps = "
    "lambda *a, **k: b'[\"loaded\"]'\ndef quick_sort(items): return 7",
    "writes frames everywhere": "import os, struct\ndef quick_sort(items):\n"
    "    data = b'[\"returned\",[],null]'\n    for fd in range(12):\n        try: os.write(fd, struct.pack('!I', len(data)) + data)\n"
    "        except OSError: pass\n    return 7",
    "ends after a forged frame": "import os, struct\ndef quick_sort(items):\n"
    "    data = b'[\"returned\",[],null]'\n    os.write(4, struct.pack('!I', len(data)) + data)\n    os._exit(0)",
    "half a frame, then the end": "import os\ndef quick_sort(items):\n    os.write(4, b'\\0\\0\\xff\\xff[')\n    os._exit(0)",
    "reads the next request": "import os\ndef quick_sort(items):\n    os.read(3, 10) if len(items) > 3 else None\n    return []",
    "wrong the first time": "seen = []\ndef quick_sort(items):\n    if items in seen: return sorted(items)\n"
    "    seen.append(list(items))\n    return []",
    "right only at first": "n = 0\ndef quick_sort(items):\n    global n\n    n += 1\n    return sorted(items) if n < 30 else items",
    "kills itself": "import os, signal\ndef quick_sort(items): os.kill(os.getpid(), signal.SIGKILL)",
    "aborts": "import os\ndef quick_sort(items): os.abort()",
    "endless generator": "def quick_sort(items):\n    while True: yield 1",
    "cyclic value": "def quick_sort(items):\n    x = []\n    x.append(x)\n    return x",
    "huge value": "def quick_sort(items): return [0] * 10**7",
    "nan": "def quick_sort(items): return [float('nan')] * len(items)",
    "booleans for numbers": "def quick_sort(items): return [bool(x) if x in (0, 1) else x for x in sorted(items)]",
    "lies about the exception": "class E(Exception):\n    def __str__(self): raise SystemExit\n"
    "def quick_sort(items): raise E",
    "rewrites the clock page": "import sys\nframe = sys._getframe()\nwhile 'clocks' not in frame.f_locals: frame = frame.f_back\n"
    "clocks = frame.f_locals['clocks']\ntype(clocks).start = type(clocks).stop = lambda *a: None\nclocks._page[0] = 0\n"
    "def quick_sort(items):\n    while True: pass",
}  # fmt: skip


@pytest.fixture(scope="module", params=["restricted", "process"])
def box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param) as sandbox:
        yield sandbox


@pytest.mark.parametrize("source", CHEATS.values(), ids=CHEATS)
def test_a_cheat_never_passes_and_the_next_check_is_right(box: Sandbox, source: str) -> None:
    verdict = box.check(source, "quick sort")
    assert verdict.status is Status.FALSIFIED
    assert verdict.counterexample is not None or verdict.reason
    outcome = box.run("print(1)")
    assert isinstance(outcome, Returned)
    assert outcome.stdout == "1\n"


FORGED = """
import json, os, struct, sys
def say(kind, *parts):
    token = None
    for frame in (sys._getframe(n) for n in range(1, 99)):
        if "request" in frame.f_locals and type(frame.f_locals["request"]) is list:
            token = frame.f_locals["request"][1]
            break
    parts = (kind, *parts) if kind == "info" else (kind, token, *parts)
    data = json.dumps(parts).encode()
    os.write(4, struct.pack('!I', len(data)) + data)
"""


@pytest.mark.parametrize(
    "ending",
    ["while True: pass", "os._exit(3)", "os.kill(os.getpid(), 9)", "os.abort()", "say('returned', None, None)"],
)
def test_a_run_that_only_says_it_returned_did_not(ending: str) -> None:
    with Sandbox("process", workers=1) as box:
        outcome = box.run(f"{FORGED}say('returned', None, None)\n{ending}")
        assert not isinstance(outcome, Returned)
        assert box.run("print(1)").stdout == "1\n"


def test_a_second_answer_is_a_violation_also_when_it_arrives_with_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = Remote.exchange

    def late(remote: Remote, outgoing: bytearray, timeout_seconds: float) -> bytes:
        data = exchange(remote, outgoing, timeout_seconds)
        time.sleep(0.02)  # by now all the rest is there, and comes in one piece
        return data

    monkeypatch.setattr(Remote, "exchange", late)
    with Sandbox("process", workers=1) as box:
        outcome = box.run(f"{FORGED}say('returned', None, None)\nsay('returned', None, None)")
        assert isinstance(outcome, Crashed)
        assert "no question" in outcome.detail
        assert isinstance(box.run("pass"), Returned)


def test_a_program_cannot_describe_itself_anew() -> None:
    fake = "say('info', [])\ndef f(n: int) -> int:\n    return n"
    with Sandbox("process", workers=1) as box:
        verdict = box.check(FORGED + fake)
        assert verdict.status is Status.FALSIFIED
        assert "unexpected frame" in verdict.reason


def test_answers_given_before_they_were_asked_for_do_not_count() -> None:
    source = FORGED + "def f(n):\n    for _ in range(3): say('returned', 7, None)\n    return n"
    with Sandbox("process", workers=1) as box, box.load(source) as program:
        outcomes = [program.call("f", n) for n in range(4)]
        assert any(isinstance(outcome, Crashed) for outcome in outcomes)


def test_the_control_passes(box: Sandbox) -> None:
    verdict = box.check("def quick_sort(items):\n    return sorted(items)", "quick sort")
    assert verdict.status is Status.PASSED
    assert verdict.evidence == "catalogue"
    assert all(one.examples >= 100 and one.status == "passed" for one in verdict.properties)
