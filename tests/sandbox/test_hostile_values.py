"""Values that cost a judge more than they cost the program that made them: bounded, and never the worker's end."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from sandbox import catalogue, codec, decoding
from sandbox.checking.comparison import same
from sandbox.checking.inputs import of_type
from sandbox.checking.inputs.pool import Pool
from sandbox.checking.property import Call
from sandbox.errors import ProtocolError
from sandbox.literal import literal
from sandbox.outcome import Crashed, Raised, Returned, describe
from sandbox.values import Iterated, Opaque, Record
from sandbox.worker import describe as worker
from sandbox.worker.examples import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Its multiples all have the hash 0.
PRIME = 2**61 - 1
COLLIDING = [n * PRIME for n in range(20_000)]


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    """Quadratic work on these sizes takes many seconds."""
    started = time.process_time()
    yield
    assert time.process_time() - started < 5


def payload(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "value",
    [
        {"S": COLLIDING},
        {"Z": COLLIDING},
        {"d": [[key, None] for key in COLLIDING]},
        {"S": [{"t": [key, 1]} for key in COLLIDING]},
        {"S": [{"R": ["P", [["x", key]]]} for key in COLLIDING]},
        {"S": [{"D": str(key)} for key in COLLIDING[:10_000]] + [key + PRIME // 2 for key in COLLIDING]},
        {"S": [1, 1]},
        {"S": [{"R": ["P", []]}, {"R": ["P", []]}]},
    ],
    ids=["set", "frozenset", "dict", "tuples", "records", "decimals", "twice", "records twice"],
)
def test_elements_of_equal_hash_are_refused_at_once(value: object) -> None:
    with pytest.raises(ProtocolError):
        decoding.loads(payload(value))


@pytest.mark.parametrize(
    "value",
    [
        {"i": "f" * 100_000},
        {"i": "f" * 8_000_000},
        {"F": ["0x" + "f" * 400_000, "0x" + "7" * 400_000]},
        {"D": "1" * 100_000},
        {"D": "1e100000"},
        {"D": "1e-100000"},
        {"D": [0, [1], 5]},
        {"r": [0, {"i": "f" * 100_000}, 1]},
        {"c": [{"i": "f" * 30_000}, "0"]},
    ],
    ids=lambda value: str(value)[:12],
)
def test_numbers_beyond_their_limit_are_refused(value: object) -> None:
    with pytest.raises(ProtocolError):
        decoding.loads(payload(value))


@pytest.mark.parametrize(
    "value",
    [2**200_000, -(2**200_000), [1, 2**200_000], {2**200_000: 1}, range(2**200_000), Fraction(1, 3**50_000),
     Decimal("1e50000"), Decimal("1e-50000"), Decimal("1" * 50_000)],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_a_program_learns_that_its_number_is_too_large(value: object) -> None:
    with pytest.raises(codec.TooLarge, match=r"at most|more than"):
        codec.dumps(value)


@pytest.mark.parametrize(
    "value",
    [2**131_071, Fraction(1, 3**20_000), Decimal("7" * 39_000), Decimal("-1e39999")],
    ids=lambda value: type(value).__name__,
)
def test_numbers_up_to_their_limit_arrive(value: object) -> None:
    assert decoding.loads(codec.dumps(value)) == value


@dataclass(eq=False)
class Point:
    x: object


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({Point(1), Point(1)}, "set"),
        (frozenset({Point([])}), "frozenset"),
        ({Point(1): "a", Point(1.0): "b"}, "dict"),
        ({(Point([]),)}, "set"),
        (OrderedDict({Point({}): 1}), "OrderedDict"),
        (Counter({Point(1): 1, Point(True): 2}), "Counter"),
        (set(COLLIDING[:100]), "set"),
        ({(key, 1) for key in COLLIDING[:100]}, "set"),
        ({iter(""), iter([])}, "set"),
    ],
)
def test_a_set_that_cannot_be_made_again_arrives_as_opaque(value: object, name: str) -> None:
    (arrived,) = decoding.loads(codec.dumps([value]))
    assert isinstance(arrived, Opaque)
    assert arrived.type_name == name


def test_sets_of_different_records_arrive() -> None:
    arrived = decoding.loads(codec.dumps({Point(1), Point(2)}))
    assert arrived == {Record("Point", (("x", 1),)), Record("Point", (("x", 2),))}
    numbers = set(COLLIDING[:60]) | set(range(10_000))
    assert decoding.loads(codec.dumps(numbers)) == numbers


@pytest.mark.parametrize("part", [b'{"q":[]}', b'{"S":[]}', b'{"d":[]}', b'{"F":["1","2"]}', b'["ab"]', b'{"o":""}'])
def test_a_frame_takes_no_memory_out_of_proportion(part: bytes) -> None:
    frame = b"[" + b",".join([part] * (800_000 // len(part))) + b"]"
    tracemalloc.start()
    try:
        decoding.loads(frame, max_nodes=400_000)
    except ProtocolError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 400_000 * 100


@pytest.mark.parametrize("text", ['\\"' * 2_000_000, "\\\\" * 2_000_000, "[" * 4_000_000])
def test_a_long_string_takes_no_memory_out_of_proportion(text: str) -> None:
    frame = ('["' + text + '"' + ",[]" * 200 + "]").encode()
    tracemalloc.start()
    try:
        value = decoding.loads(frame)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert len(value) == 201
    assert peak < 8 * len(frame)


@pytest.mark.parametrize("frame", [b"[" * 200 + b'"' + b'\\"' * 2_000_000, b"[" * 200 + b'"' * 4_000_001])
def test_a_string_without_an_end_is_refused_at_once(frame: bytes) -> None:
    with pytest.raises(ProtocolError):
        decoding.loads(frame)


@pytest.mark.parametrize(
    "value",
    [[deque()] * 70_000, [()] * 490_000, [set()] * 190_000, [{}] * 190_000, [Point(1)] * 140_000, ["\ud800" * 100] * 4_000,
     [float("nan")] * 990_000, [Fraction(1, 2)] * 240_000, [iter("")] * 200_000, [{1: {2: ()}}] * 70_000],
    ids=lambda value: repr(value[0])[:9],
)  # fmt: skip
def test_what_a_program_may_send_the_host_can_read(value: list[object]) -> None:
    """The two sides count in different ways: no value within the one's limit shall break the other's."""
    value = value[: len(value) // 10]
    try:
        encoded = codec.dumps(value, max_nodes=100_000)
    except codec.TooLarge:
        pytest.fail("it was meant to be just small enough")
    assert len(decoding.loads(encoded, max_nodes=400_000)) == len(value)


HUGE = 2**100_000


@pytest.mark.parametrize(
    "value",
    [HUGE, [HUGE], (HUGE,), {HUGE}, {HUGE: HUGE}, deque([HUGE]), range(HUGE), Fraction(1, HUGE), Record("P", (("x", HUGE),)),
     Iterated((HUGE,)), [{"a": deque([(HUGE, Record("P", (("x", [HUGE]),)))])}]],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_every_value_has_a_text(value: object) -> None:
    assert hex(HUGE) in literal(value)
    assert hex(HUGE)[:9_000] in describe(Returned(value=value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([1, "a", None], "[1, 'a', None]"),
        (((1,), (), {}, set(), frozenset()), "((1,), (), {}, set(), frozenset())"),
        ({"a": {1}, (1, 2): frozenset({3})}, "{'a': {1}, (1, 2): frozenset({3})}"),
        ([float("nan"), float("-inf")], '[float("nan"), float("-inf")]'),
        (deque([1, 2]), "deque([1, 2])"),
        ([range(3), range(1, 9, 2)], "[range(0, 3), range(1, 9, 2)]"),
        (Fraction(1, 3), "Fraction(1, 3)"),
        (Record("P", (("x", 1), ("y", (2,)))), "P(x=1, y=(2,))"),
        (Iterated((1, 2), complete=False), "<iterator of [1, 2, ...]>"),
        (Opaque("X"), "<opaque X>"),
    ],
)
def test_a_text_is_what_python_would_write(value: object, text: str) -> None:
    assert literal(value) == text


def test_texts_have_an_end() -> None:
    deep: list[object] = []
    for _ in range(2_000):
        deep = [deep]
    long: list[object] = [[0] * 1_000_000, "x" * 1_000_000, {b"x" * 1_000_000: 1}, Opaque("x" * 10**6)]
    for value in long:
        assert len(literal(value)) <= 100_000
    assert literal(deep) == "[" * 2_001 + "]" * 2_001
    for outcome in (Returned(value="x" * 10**6), Raised(type_name="E" * 10**6), Raised(type_name="E", message="x" * 10**6),
                    Crashed(detail="x" * 10**6)):  # fmt: skip
        assert len(describe(outcome)) <= 10_000


def test_many_near_floats_in_sets_are_compared_at_once() -> None:
    left = {n / 7 for n in range(1, 50_000)}
    right = {x * (1 + 1e-12) for x in left}
    assert same(left, right)
    assert same(dict.fromkeys(left, 1), dict.fromkeys(right, 1))
    assert not same(left, {*right, 0.5} - {max(right)})
    assert same({*left, float("nan")}, {float("nan"), *right})


def test_a_search_for_near_elements_has_an_end() -> None:
    left = {(n / 7, n) for n in range(1, 20_000)}
    right = {(x * (1 + 1e-12), n) for x, n in left}
    assert not same(left, right)  # they are, but it would take too long to find out
    few = {(x, n) for x, n in left if n < 100}
    assert same(few, {(x, n) for x, n in right if n < 100})
    wide = {(float(n), *range(10_000)) for n in range(100)}
    assert not same(wide, {(n + 0.5, *range(10_000)) for n in range(100)})


def test_numbers_that_no_float_holds_are_compared() -> None:
    assert not same(2**100_000, 1e300)
    assert not same([2**100_000], [float("inf")])
    assert not same(Decimal("sNaN"), Decimal(1))
    assert same(Decimal("sNaN"), Decimal("nan"))


def test_many_factors_of_equal_hash_are_refused_at_once() -> None:
    entry = catalogue.get("prime factorisation")
    answer = Returned(value=COLLIDING * 5)
    call = Call((12,), (12,), answer, lambda *arguments: call)
    claims = [claim for convention in entry.conventions for claim in convention.properties if claim.kind == "oracle"]
    assert claims
    assert not any(claim.holds(call) for claim in claims)


def test_classes_in_each_others_fields_stay_of_a_bounded_size() -> None:
    fields = "".join(f"    x{n}: D\n" for n in range(20))
    levels = [
        f"@dataclass\nclass {name}:\n{fields.replace('D', inner)}"
        for name, inner in zip("ABCDEFGH", "BCDEFGHI", strict=True)
    ]
    *_, function = worker.describe("\n".join(levels) + "\n@dataclass\nclass I:\n    x: int\ndef f(x: A): pass")
    assert len(str(function["parameters"])) < 10_000
    assert function["parameters"][0]["type"] == ["any"]


@pytest.mark.parametrize(
    "hint",
    ["set[list[int]]", "dict[list[int], int]", "set[set[int]]", "frozenset[dict[str, int]]", "set[tuple[list[int], ...]]",
     "set[P]", "dict[P, list[P]]", "dict[Optional[list], set]", "set[Any]", "dict[Sequence[str], int]", "set[Union]", "Union", "set[tuple[set[int], dict]]"],
)  # fmt: skip
def test_inputs_are_drawn_for_types_that_python_cannot_have(hint: str) -> None:
    (function,) = worker.describe(f"class P(NamedTuple):\n    x: list[int]\ndef f(x: {hint}): pass")[1:]
    (parameter,) = function["parameters"]
    strategy = of_type(parameter["type"], Pool(literals=[1, "a", 2.5]))
    drawn = []

    @settings(max_examples=30, database=None, deadline=None)
    @given(strategy)
    def draw(value: object) -> None:
        drawn.append(value)

    draw()
    assert any(drawn)


def test_examples_too_deep_or_too_large_are_no_examples() -> None:
    deep = "[" * 85 + "]" * 85
    number = "0x" + "f" * 5_000
    text = (
        f">>> f({deep})\n1\n>>> f({number})\n1\n>>> f(1)\n[{number}]\n>>> f(...)\n1\n>>> f({{(1, {number}): 1}})\n2\n"
    )
    assert examples(f"{text}>>> f([[1]])\n{{2: (3,)}}", ["f"]) == [
        {"name": "f", "arguments": (1,)},
        {"name": "f", "arguments": ([[1]],), "value": {2: (3,)}},
    ]
