"""The protocol holds against bytes that break its rules."""

from __future__ import annotations

import json
import secrets
import struct
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox import codec, decoding, wire
from sandbox.errors import ProtocolError


def framed(payload: bytes) -> bytes:
    return struct.pack("!I", len(payload)) + payload


def read(data: bytes, max_bytes: int = 10_000, max_nodes: int = 1_000) -> list[object] | None:
    reader = wire.FrameReader(max_bytes, max_nodes)
    reader.feed(data)
    return reader.next()


@given(st.lists(st.integers(1, 40)))
def test_frames_are_cut_the_same_however_they_arrive(cuts: list[int]) -> None:
    stream = b"".join(wire.frame("name", [n] * n, "ü") for n in range(5))
    reader, frames = wire.FrameReader(10_000, 1_000), []
    for size in [*cuts, len(stream)]:
        reader.feed(stream[:size])
        stream = stream[size:]
        while (parts := reader.next()) is not None:
            frames.append(parts)
    assert frames == [["name", [n] * n, "ü"] for n in range(5)]
    assert len(reader) == 0


@pytest.mark.parametrize(
    "payload",
    [b"", b"{}", b"null", b"[]", b"[1]", b'"text"', b'["a", NaN]', b'["a", Infinity]', b'["a", {"t": [], "t": []}]',
     b'["a", {"zz": 1}]', b'["a", {"t": 1}]', b'["a", {"d": [[1]]}]', b'["a", {"d": [[[], 1]]}]', b'["a", {"S": [[]]}]',
     b'["a", {"d": [[1, 2], [1, 3]]}]', b'["a", {"i": "zz"}]', b'["a", {"b": "?"}]', b'["a", {"f": "1"}]', b'["a"] x',
     b'["\xff"]', b'["a", {"s": [1114112]}]', b'["a", {"F": ["0x1", "0x0"]}]', b'["a", {"D": "x"}]', b'["a", {"r": [1,2,0]}]',
     b'["a", {"date": "x"}]', b'["a", {"datetime": ["2020-01-01", 5]}]', b'["a", {"I": [1]}]', b'["a", {"R": [1, []]}]',
     b"[" * 100_000, b'["a",' + b"[" * 400 + b"]" * 400 + b"]", b'["a"' + b",1" * 9_000 + b"]"],
)  # fmt: skip
def test_a_malformed_payload_is_a_protocol_error(payload: bytes) -> None:
    with pytest.raises(ProtocolError):
        read(framed(payload), max_bytes=1_000_000)


def test_a_frame_beyond_the_cap_is_refused_before_it_arrives() -> None:
    with pytest.raises(ProtocolError, match="at most 10000"):
        read(struct.pack("!I", 10_001))


@given(st.binary(max_size=200))
@example(framed(b'["a", {"o": "x"}]'))
def test_any_bytes_give_a_frame_or_a_protocol_error(data: bytes) -> None:
    try:
        parts = read(data)
    except ProtocolError:
        return
    assert parts is None or type(parts[0]) is str


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*decoding.DECODERS, *decoding.TABLES, "?"]), inner, max_size=2),
)  # fmt: skip


@given(JSON)
def test_any_json_gives_exact_builtin_types_or_a_protocol_error(tree: object) -> None:
    try:
        parts = read(framed(json.dumps(["a", tree]).encode()))
    except ProtocolError:
        return
    assert parts is not None
    repr(parts)


def test_strings_full_of_brackets_and_commas_are_no_structure() -> None:
    text = "[,{" * 3_000
    assert read(framed(json.dumps(["a", text]).encode()), max_bytes=100_000) == ["a", text]


def test_what_is_too_deep_or_too_large_is_not_sent() -> None:
    deep: list[object] = []
    for _ in range(200):
        deep = [deep]
    cyclic: list[object] = []
    cyclic.append(cyclic)
    for value in (deep, cyclic, list(range(2_000))):
        with pytest.raises(codec.TooLarge):
            wire.frame("a", value, max_nodes=1_000)


def test_a_header_survives() -> None:
    header = wire.Header(b"l" * 32, b"n" * 32, 1.5, 0.25)
    assert wire.Header.unpack(header.pack()) == header
    assert len(header.pack()) == wire.Header.SIZE


class CountingBuffer(bytearray):
    searched_bytes = 0

    def find(self, what: Any, start: Any = 0, *_: Any) -> int:
        self.searched_bytes += len(self) - start
        return super().find(what, start)


def test_a_large_frame_in_many_pieces_is_searched_once() -> None:
    """Else a program that sends its answer in drops would keep the host busy for its square."""
    nonce, reader = secrets.token_bytes(wire.NONCE_BYTES), wire.FrameReader(1 << 30, 1 << 30)
    reader._buffer = buffer = CountingBuffer()
    frame = wire.frame("returned", "x" * 1_000_000)
    for start in range(0, len(frame), 1000):
        assert reader.find(nonce) < 0
        reader.feed(frame[start : start + 1000])
    assert buffer.searched_bytes < 1.1 * len(frame)
    assert reader.next() == ["returned", "x" * 1_000_000]
    reader.feed(b"rest" + nonce)
    assert reader.find(nonce) == 4


def test_a_nonce_is_found_however_it_comes() -> None:
    nonce, reader = secrets.token_bytes(wire.NONCE_BYTES), wire.FrameReader(1 << 30, 1 << 30)
    for byte in b"rest" + nonce:
        assert reader.find(nonce) < 0
        reader.feed(bytes([byte]))
    assert reader.find(nonce) == 4
