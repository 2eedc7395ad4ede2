"""Whatever bytes a worker sends, in whatever pieces: an outcome, in time, and the next job is served by another."""

from __future__ import annotations

import json
import math
import secrets
import struct
import time
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import Crashed, LimitExceeded, Limits, Outcome, Returned, Sandbox, SandboxError, host, remote, wire
from tests.sandbox.scripted import HELLO, ScriptedBackend, ScriptedConnection, ended, honest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.sandbox.scripted import Script

LIMITS = Limits(wall_seconds=0.2, value_bytes=50_000, value_nodes=5_000, output_bytes=20_000)


@pytest.fixture(autouse=True)
def little_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_GRACE_SECONDS", 0.2)


def played(script: Script, chunk_bytes: int) -> Outcome:
    """The outcome of a call that is answered by a script. The job after it is served, and its answer its own."""
    backend = ScriptedBackend(script, chunk_bytes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(host, "ProcessBackend", lambda: backend)
        with Sandbox("process", workers=1, limits=LIMITS) as box:
            with box.load("pass") as program:
                outcome = program.call("f", 1)
            if isinstance(outcome, Crashed) and "violation" in outcome.detail:
                assert not backend.workers[0].alive
            with box.load("pass") as program:
                after = program.call("f", "next")
            assert isinstance(after, Returned)
            assert (after.value, after.stdout) == ("next", "")
    return outcome


def raw(payload: bytes) -> bytes:
    return struct.pack("!I", len(payload)) + payload


def timed(wall_seconds: float, cpu_seconds: float) -> bytes:
    """A trailer after its nonce."""
    return wire.Trailer("", 0, 0, wall_seconds, cpu_seconds, 0, b"", b"").head(0, 0)


def said(worker: ScriptedConnection, value: str) -> bytes:
    """An answer with a value in raw JSON."""
    return raw(f'["returned","{worker.tokens[-1]}",{value},null]'.encode("latin-1"))


#: Each is played instead of the answer to a call.
VIOLATIONS: dict[str, Script] = {
    "an answer to another question": lambda w: [wire.frame(wire.RETURNED, secrets.token_hex(8), 1, None)],
    "the answer to the question before": lambda w: [wire.frame(wire.RETURNED, w.tokens[0], 1, None)],
    "the token in another type": lambda w: [wire.frame(wire.RETURNED, [w.tokens[-1]], 1, None)],
    "no token": lambda w: [wire.frame(wire.RETURNED)],
    "a number for a name": lambda w: [wire.frame(7, w.tokens[-1], 1, None)],
    "a name nobody knows": lambda w: [wire.frame("passed", w.tokens[-1], 1, None)],
    "the host's own frame": lambda w: [wire.frame(wire.CALL, w.tokens[-1], "f", ())],
    "a second greeting": lambda w: [wire.frame(wire.HELLO, [], "3.11", 0)],
    "that it cannot confine": lambda w: [wire.frame(wire.MISSING, "all")],
    "that it has failed": lambda w: [wire.frame(wire.FAILED, "the sandbox is broken")],
    "another description of itself": lambda w: [wire.frame(wire.INFO, [{"name": "g"}]), *honest(w)],
    "output on a third stream": lambda w: [wire.frame(wire.OUT, "stdlog", "x"), *honest(w)],
    "output without a text": lambda w: [wire.frame(wire.OUT, "stdout", ""), *honest(w)],
    "output in bytes": lambda w: [wire.frame(wire.OUT, "stdout", b"x"), *honest(w)],
    "output with an appendix": lambda w: [wire.frame(wire.OUT, "stdout", "x", 1), *honest(w)],
    "a frame of no bytes": lambda w: [raw(b"")],
    "a frame of 4 GiB": lambda w: [b"\xff\xff\xff\xff"],
    "a frame too large by one": lambda w: [struct.pack("!I", 3 * (20_000 + 65_536) + 65_536 + 1)],
    "no JSON": lambda w: [raw(b"returned")],
    "JSON and more": lambda w: [raw(b'["returned"]]')],
    "two values in a frame": lambda w: [raw(b'["a"]["b"]')],
    "an object for a frame": lambda w: [raw(b'{"t":["returned"]}')],
    "a bare nan": lambda w: [said(w, "NaN")],
    "a bare infinity": lambda w: [said(w, "-Infinity")],
    "a tag twice": lambda w: [said(w, '{"t":[],"t":[]}')],
    "two tags": lambda w: [said(w, '{"t":[],"S":[]}')],
    "no tag": lambda w: [said(w, "{}")],
    "an unknown tag": lambda w: [said(w, '{"py/object":"os.system"}')],
    "bytes that are no text": lambda w: [said(w, '"\xff"')],
    "a line break in a string": lambda w: [said(w, '"\n"')],
    "a number of 5,000 digits": lambda w: [said(w, "9" * 5_000)],
    "a list that is in a set": lambda w: [said(w, '{"S":[[]]}')],
    "a key twice": lambda w: [said(w, '{"d":[[1,2],[1.0,3]]}')],
    "a thousand brackets": lambda w: [said(w, "[" * 1_000 + "]" * 1_000)],
    "brackets that never close": lambda w: [raw(b"[" * 40_000)],
    "twenty thousand parts": lambda w: [said(w, "[" + "0," * 20_000 + "0]")],
    "empty containers that take room": lambda w: [said(w, "[" + ",".join(['{"q":[]}'] * 4_000) + "]")],
    "a tree of tags": lambda w: [said(w, '{"t":[' * 150 + "]}" * 150)],
    "a trailer with another nonce": lambda w: [secrets.token_bytes(32) + w.trailer()[32:]],
    "zeros for a nonce": lambda w: [bytes(32) + w.trailer()[32:]],
    "a trailer that is too short": lambda w: [w.nonce + raw(bytes(30))],
    "a trailer of an unknown cause": lambda w: [w.nonce + raw(b"\6" + bytes(30))],
    "a trailer with no number for a time": lambda w: [w.nonce + timed(math.nan, 0)],
    "a trailer with no number for the other time": lambda w: [w.nonce + timed(0, math.nan)],
    "a trailer after an endless time": lambda w: [w.nonce + timed(math.inf, 0)],
    "a trailer after endless work": lambda w: [w.nonce + timed(0, math.inf)],
    "a trailer before its job": lambda w: [w.nonce + timed(-0.1, 0)],
    "a trailer of work that was given back": lambda w: [w.nonce + timed(0, -math.inf)],
    "a trailer in the trailer": lambda w: [w.nonce + w.trailer()],
    "a trailer with less output than it says": lambda w: [w.nonce + raw(bytes(30) + b"\2" + b"x")],
    "no frame in the trailer": lambda w: [w.nonce + bytes(4)],
    "a trailer that dribbles": lambda w: dribbled(w.nonce + raw(b'["' + b"x" * 100_000 + b'"]')),
}  # fmt: skip


def dribbled(data: bytes) -> Iterator[bytes]:
    for n in range(len(data)):
        if n > 32:
            time.sleep(0.02)
        yield data[n : n + 1]


@pytest.mark.parametrize("chunk_bytes", [1 << 18, 17])
@pytest.mark.parametrize("script", VIOLATIONS.values(), ids=VIOLATIONS)
def test_bytes_against_the_rules_are_a_violation(script: Script, chunk_bytes: int) -> None:
    outcome = played(script, chunk_bytes)
    assert isinstance(outcome, Crashed), outcome
    assert outcome.detail.startswith("protocol violation: "), outcome


def forever(data: bytes) -> Iterator[bytes]:
    while True:
        yield data


ENDINGS: dict[str, tuple[Script, type[Outcome], str]] = {
    "the end instead of an answer": (ended, Crashed, "the worker was lost"),
    "the end within an answer": (lambda w: [honest(w)[0][:-1], *ended(w)], Crashed, "the worker was lost"),
    "the trailer instead of an answer": (lambda w: [w.trailer()], Crashed, "status 0 before it answered"),
    "the trailer within an answer": (lambda w: [honest(w)[0][:-1] + w.trailer(status=3)], Crashed, "status 3"),
    "silence": (lambda w: [], LimitExceeded, "wall time"),
    "half an answer, then silence": (lambda w: [honest(w)[0][:-1]], LimitExceeded, "wall time"),
    "half a nonce, then silence": (lambda w: [w.nonce[:16]], LimitExceeded, "wall time"),
    "output without end": (lambda w: forever(wire.frame(wire.OUT, "stdout", "x" * 5_000)), LimitExceeded, "output"),
    "as much output as a fork server reads": (
        lambda w: [w.trailer(cause="output", stdout=b"x" * 85_536, stderr=b"x" * 85_536)], LimitExceeded, "output"),
}  # fmt: skip


@pytest.mark.parametrize(("script", "kind", "says"), ENDINGS.values(), ids=ENDINGS)
def test_an_end_without_an_answer_is_told_as_what_it_is(script: Script, kind: type[Outcome], says: str) -> None:
    def lazily(worker: ScriptedConnection) -> Iterable[bytes]:
        yield from script(worker)

    outcome = played(lazily, 1 << 18)
    assert isinstance(outcome, kind), outcome
    assert says in (outcome.detail if isinstance(outcome, Crashed) else getattr(outcome, "limit", "")), outcome


VALUES: dict[str, tuple[str, object]] = {
    "minus zero": ("-0", 0),
    "minus zero, a float": ("-0.0", 0.0),
    "half a character": ('"\\ud800"', "\ud800"),
    "two halves of a character": ('"\\ud83d\\ude00"', "\U0001f600"),
    "the longest number": ("9" * 3_900, int("9" * 3_900)),
    "the text of a nonce": ('"' + "\\u0000" * 32 + '"', "\0" * 32),
    "a hundred levels": ("[" * 90 + "]" * 90, json.loads("[" * 90 + "]" * 90)),
}


@pytest.mark.parametrize(("text", "value"), VALUES.values(), ids=VALUES)
def test_an_odd_value_arrives_as_what_it_is(text: str, value: Any) -> None:
    outcome = played(lambda worker: [said(worker, text)], 7)
    assert isinstance(outcome, Returned), outcome
    assert outcome.value == value
    assert type(outcome.value) is type(value)


def test_an_answer_may_be_cut_anywhere() -> None:
    def answer(worker: ScriptedConnection) -> list[bytes]:
        return [wire.frame(wire.OUT, "stdout", "said"), *honest(worker), worker.trailer(stdout=b" and written")]

    for chunk_bytes in range(1, 300):
        outcome = played(answer, chunk_bytes)
        assert isinstance(outcome, Returned), (chunk_bytes, outcome)
        assert (outcome.value, outcome.stdout) in ((1, "said"), (1, "said and written"))


def test_a_second_answer_is_no_answer_to_the_next_question() -> None:
    backend = ScriptedBackend(lambda worker: honest(worker) * 2, 1 << 18)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(host, "ProcessBackend", lambda: backend)
        with Sandbox("process", workers=1, limits=LIMITS) as box, box.load("pass") as program:
            assert program["f"]("first") == "first"
            second = program.call("f", "second")
            assert isinstance(second, Crashed)
            assert "no question" in second.detail
            assert program["f"]("third") == "third"


def test_half_a_character_in_output_does_not_reach_whoever_prints_it() -> None:
    outcome = played(lambda worker: [wire.frame(wire.OUT, "stdout", "a\ud800b"), *honest(worker)], 1 << 18)
    assert outcome.stdout == "a?b"


def test_a_worker_that_does_not_take_its_argument_meets_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = ScriptedBackend(honest, 1 << 18)
    taken = ScriptedConnection.exchange
    monkeypatch.setattr(host, "ProcessBackend", lambda: backend)
    with Sandbox("process", workers=1, limits=LIMITS) as box, box.load("pass") as program:
        monkeypatch.setattr(
            ScriptedConnection, "exchange", lambda self, outgoing, seconds: taken(self, bytearray(), seconds)
        )
        outcome = program.call("f", "x" * 40_000)
        monkeypatch.setattr(ScriptedConnection, "exchange", taken)
        assert isinstance(outcome, LimitExceeded)
        assert program["f"](2) == 2


GREETINGS: dict[str, bytes] = {
    "none of the names": wire.frame("welcome"),
    "an answer": wire.frame(wire.RETURNED, "0", 1, None),
    "no list of protections": wire.frame(wire.HELLO, "all", "3.11", 0),
    "protections that are no names": wire.frame(wire.HELLO, [1], "3.11", 0),
    "no memory": wire.frame(wire.HELLO, [], "3.11", "much"),
    "too little": wire.frame(wire.HELLO),
    "a failure without a reason": wire.frame(wire.FAILED),
    "nothing that is JSON": raw(b"hello"),
    "a frame of 4 GiB": b"\xff" * 4,
}


@pytest.mark.parametrize("greeting", GREETINGS.values(), ids=GREETINGS)
def test_workers_that_greet_against_the_rules_are_replaced_up_to_a_point(
    greeting: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = ScriptedBackend(honest, 1, greeting, first=7)
    monkeypatch.setattr(host, "ProcessBackend", lambda: backend)
    with Sandbox("process", workers=1, limits=LIMITS) as box:
        with pytest.raises(SandboxError, match="before it was ready"):
            box.load("pass")
        with box.load("pass") as program:
            assert program["f"](3) == 3
        assert [worker.alive for worker in backend.workers] == [False] * 7 + [True]


@pytest.mark.parametrize("chunk_bytes", [1 << 18, 17, 1])
@pytest.mark.parametrize("surplus", [b"\0", b"\0" * 70_000, HELLO])
def test_bytes_after_the_trailer_cost_the_worker_its_life(surplus: bytes, chunk_bytes: int) -> None:
    backend = ScriptedBackend(lambda worker: [worker.trailer() + surplus], chunk_bytes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(host, "ProcessBackend", lambda: backend)
        with Sandbox("process", workers=1, limits=LIMITS) as box:
            with box.load("pass") as program:
                assert isinstance(program.call("f", 1), Crashed)
                assert program["f"](2) == 2
            assert [worker.alive for worker in backend.workers] == [False, True]


def test_a_worker_that_spoke_before_its_job_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = ScriptedBackend(honest, 1 << 18, HELLO + wire.frame(wire.LOADED, "0"))
    monkeypatch.setattr(host, "ProcessBackend", lambda: backend)
    with Sandbox("process", workers=1, limits=LIMITS) as box, box.load("pass") as program:
        assert program["f"](4) == 4
        assert [worker.alive for worker in backend.workers] == [False, True]
