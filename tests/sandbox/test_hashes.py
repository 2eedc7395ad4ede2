"""Hashes that were chosen to cost the host time: all different, and in each other's way."""

from __future__ import annotations

import json

import pytest

from sandbox import decoding
from sandbox.errors import ProtocolError


def encoded(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def keys_in_each_others_way(bits: int, count: int) -> list[int]:
    """Ints of different hashes, for a dict of 2**bits slots: many fill a walk of slots, `count` others go all along it.

    A search goes from slot j to 5 * j + 1 when the hash has no more to say.
    """
    mask, slot, walk = (1 << bits) - 1, 0, []
    for _ in range(int(0.6 * 2**bits)):
        walk.append(slot)
        slot = (5 * slot + 1) & mask
    place, key = {slot: n for n, slot in enumerate(walk)}, mask
    others: list[int] = []
    while len(others) < count:
        key += 1
        rest, slot = key, key & mask
        while rest and slot in place:
            rest >>= 5
            slot = (5 * slot + rest + 1) & mask
        if not rest and place.get(slot, len(walk)) < len(walk) // 3:
            others.append(key)
    return walk + others


def test_a_dict_of_keys_in_each_others_way_is_refused_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_HASHING_SECONDS", 0.3)
    crafted = encoded({"d": [[key, None] for key in keys_in_each_others_way(17, 5_000)]})  # 1.5 s if it is made
    with pytest.raises(ProtocolError):
        decoding.loads(crafted)
    assert len(decoding.loads(encoded({"d": [[key, None] for key in range(80_000)]}))) == 80_000
