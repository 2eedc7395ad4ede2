"""Any bytes, in any pieces: a value of exact builtin types or a violation, in proportion to what was sent."""

from __future__ import annotations

import datetime
import json
import struct
import tracemalloc
from collections import deque
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sandbox import (
    Crashed,
    LimitExceeded,
    Limits,
    Raised,
    Refused,
    Returned,
    Sandbox,
    codec,
    decoding,
    host,
    remote,
    wire,
)
from sandbox.errors import ProtocolError
from sandbox.literal import literal
from sandbox.values import Iterated, Opaque, Record
from tests.sandbox.scripted import ScriptedBackend, ScriptedConnection

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES, MAX_NODES = 20_000, 4_000
#: Of the host, for each byte of a frame: `{"q":[]}` is the dearest, a deque has 760 bytes.
MEMORY_FACTOR: Final = 120
EXACT: Final = (
    type(None), bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, deque, range, Decimal,
    Fraction, datetime.date, datetime.time, datetime.datetime, datetime.timedelta, Opaque, Record, Iterated,
)  # fmt: skip

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=8)
    | st.complex_numbers() | st.fractions() | st.decimals() | st.dates() | st.times() | st.datetimes() | st.timedeltas()
    | st.text(st.characters(categories=["Cs"]), max_size=3) | st.integers(2**13_000, 2**13_010)
    | st.builds(range, st.integers(), st.integers(), st.integers(1)) | st.builds(Opaque, st.text(max_size=5))
)  # fmt: skip
KEYS = (
    st.integers() | st.text(max_size=5) | st.binary(max_size=5) | st.tuples(st.integers(), st.booleans()) | st.dates()
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS | st.sets(KEYS, max_size=4) | st.frozensets(KEYS, max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(KEYS, inner, max_size=4)
    | st.lists(inner, max_size=4).map(deque) | st.builds(Iterated, st.lists(inner, max_size=3).map(tuple), st.booleans())
    | st.builds(lambda values: Record("R", tuple((f"f{n}", value) for n, value in enumerate(values))),
                st.lists(inner, min_size=1, max_size=3)),
    max_leaves=12,
)  # fmt: skip
#: JSON that looks like ours.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.sampled_from(["nan", "0x7", "1e5"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from([*decoding.DECODERS, *decoding.TABLES, "?"]), inner, min_size=1, max_size=1),
)  # fmt: skip


def spoken() -> st.SearchStrategy[bytes]:
    """Frames of a worker, right or nearly right, and no frames at all."""
    kinds = st.sampled_from(
        [wire.INFO, wire.OUT, wire.LOADED, wire.RETURNED, wire.RAISED, wire.REFUSED, wire.TOO_LARGE, "?"]
    )
    token = st.sampled_from(["TOKEN", "0" * 16])
    right = st.builds(
        lambda kind, token, rest: wire.frame(kind, token, *rest), kinds, token, st.lists(VALUES, max_size=5)
    )
    near = st.builds(lambda kind, rest: framed(json.dumps([kind, *rest]).encode()), kinds, st.lists(JSON, max_size=4))
    return right | near | st.just(b"NONCE") | st.binary(max_size=40) | st.binary(max_size=40).map(framed)


def framed(payload: bytes) -> bytes:
    return struct.pack("!I", len(payload)) + payload


def mutated(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """With some pieces cut out and others put in."""
    for place, length, piece in changes:
        start = place % (len(data) + 1)
        data = data[:start] + piece + data[start + length :]
    return data


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 1 << 16),
        st.integers(0, 5),
        st.binary(max_size=4) | st.sampled_from([b"[", b"{", b'"', b"\\", b"]}", b"0", b"NaN", b"\\ud800"]),
    ),
    max_size=3,
)


def exact(value: object) -> bool:
    """True if it and all in it have exactly the types of data."""
    inner: list[object] = [value]
    while inner:
        one = inner.pop()
        if type(one) not in EXACT:
            return False
        match one:
            case dict():
                inner += [part for pair in one.items() for part in pair]
            case list() | tuple() | set() | frozenset() | deque():
                inner += one
            case Record():
                inner += [one.type_name, *(part for field in one.fields for part in field)]
            case Iterated():
                inner += [*one.items, one.complete]
    return True


def text(value: object) -> str:
    """The same for the same data, down to types and nan; the order of a set is not its own."""
    kind = type(value).__name__
    match value:
        case set() | frozenset():
            return f"{kind}{sorted(map(text, value))}"
        case dict():
            return f"{kind}{[(text(key), text(one)) for key, one in value.items()]}"
        case list() | tuple() | deque():
            return f"{kind}{[text(one) for one in value]}"
        case Record():
            return f"{value.type_name}{[(name, text(one)) for name, one in value.fields]}"
        case Iterated():
            return f"{kind}{[text(one) for one in value.items]}{value.complete}"
    return f"{kind} {literal(value)}"


@given(VALUES)
def test_data_arrives_as_it_was_sent(value: object) -> None:
    arrived = codec.loads(codec.dumps(value))
    assert exact(arrived)
    assert text(arrived) == text(value)


@settings(max_examples=300)
@given(VALUES, CHANGES)
def test_changed_bytes_are_a_value_or_a_violation(value: object, changes: list[tuple[int, int, bytes]]) -> None:
    try:
        arrived = decoding.loads(mutated(codec.dumps(value), changes), max_nodes=MAX_NODES)
    except ProtocolError:
        return
    assert exact(arrived)
    literal(arrived)
    codec.dumps(arrived)


@settings(max_examples=300)
@given(st.lists(spoken(), max_size=6).map(b"".join), CHANGES, st.lists(st.integers(1, 60), max_size=20))
@example(struct.pack("!I", MAX_BYTES) + b"[" * MAX_BYTES, [], [])
@example(framed(b'["a",[' + b",".join([b'{"q":[]}'] * 300) + b"]]") * 5, [], [3])
def test_a_stream_is_cut_the_same_in_any_pieces_and_in_proportion(
    stream: bytes, changes: list[tuple[int, int, bytes]], cuts: list[int]
) -> None:
    stream = mutated(stream, changes)
    tracemalloc.start()
    try:
        whole = _read(stream, [len(stream)])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 100_000 + MEMORY_FACTOR * len(stream)
    assert _read(stream, cuts) == whole


def _read(stream: bytes, cuts: list[int]) -> list[str]:
    reader, seen = wire.FrameReader(MAX_BYTES, MAX_NODES), []
    try:
        for size in [*cuts, len(stream)]:
            reader.feed(stream[:size])
            stream = stream[size:]
            while (parts := reader.next()) is not None:
                assert exact(parts)
                seen.append(literal(parts))
    except ProtocolError as error:
        seen.append(f"violation: {error}")
    return seen


@pytest.fixture(scope="module")
def in_a_moment() -> Iterator[None]:
    """What says nothing has a tenth of a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remote, "_GRACE_SECONDS", 0.05)
        yield


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(spoken(), max_size=6).map(b"".join), CHANGES, st.integers(1, 300))
def test_whatever_a_worker_says_is_an_outcome_and_the_next_answer_is_right(
    in_a_moment: None, stream: bytes, changes: list[tuple[int, int, bytes]], chunk_bytes: int
) -> None:
    def script(worker: ScriptedConnection) -> list[bytes]:
        said = mutated(stream, changes).replace(b"TOKEN", worker.tokens[-1].encode())
        return [said.replace(b"NONCE", worker.nonce), worker.trailer()]

    backend = ScriptedBackend(script, chunk_bytes)
    limits = Limits(wall_seconds=0.05, value_bytes=MAX_BYTES, value_nodes=1_000, output_bytes=1_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(host, "ProcessBackend", lambda: backend)
        with Sandbox("process", workers=1, limits=limits) as box:
            with box.load("pass") as program:
                outcome = program.call("f", 1)
            with box.load("pass") as program:
                assert program["f"]("next") == "next"
    assert isinstance(outcome, Returned | Raised | Refused | LimitExceeded | Crashed)
    assert not isinstance(outcome, Returned) or (exact(outcome.value) and exact(outcome.arguments))
