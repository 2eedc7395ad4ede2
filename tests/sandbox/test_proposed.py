"""What a model proposes of an unknown task: what counts of it, and that it accuses nobody by itself."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import CheckError, Limits, Sandbox, Status, Verdict
from sandbox.checking.drawing import GENERATE, draw
from sandbox.checking.proposed.claims import PREFIX
from sandbox.checking.proposed.drawing import arguments_of
from sandbox.checking.proposed.spec import read_spec

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Of no known task: the length of the longest strictly rising run.
PROMPT = "how far does it climb"
REFERENCE = """
def climb(items):
    best = 0
    for i in range(len(items)):
        for j in range(i + 1, len(items) + 1):
            part = items[i:j]
            if all(a < b for a, b in zip(part, part[1:])):
                best = max(best, j - i)
    return best
"""
RIGHT = """
def climb(items: list[int]) -> int:
    best, run, last = 0, 0, None
    for item in items:
        run = run + 1 if last is not None and item > last else 1
        best, last = max(best, run), item
    return best
"""
#: Wrong where two equal ones meet.
FLAT = RIGHT.replace("item > last", "item >= last")
FLAT_TOO = FLAT.replace("best, run, last = 0, 0, None", "best = run = 0\n    last = None")
RIGHT_TOO = RIGHT.replace("best, run, last = 0, 0, None", "best = run = 0\n    last = None")
#: Wrong where there is nothing.
MINUS = RIGHT.replace("return best", "return best or -1")
ITEMS = {"kind": "list", "of": {"kind": "int"}}


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("restricted", limits=Limits(wall_seconds=5, cpu_seconds=0.3)) as sandbox:
        yield sandbox


def document(**changed: Any) -> str:
    usual = {
        "entry_point": "climb",
        "signature": "def climb(items: list[int]) -> int",
        "parameters": [ITEMS],
        "properties": [{"kind": "result bounds", "min": 0}],
        "reference": REFERENCE,
    }
    return json.dumps(usual | changed)


def judged(box: Sandbox, *sources: str, text: str = "", prompt: str = PROMPT) -> list[Verdict]:
    proposed = box.vet(text or document(), prompt=prompt)
    return box.check_samples(sources, prompt=prompt, proposed=proposed)


def words(verdicts: list[Verdict]) -> list[str]:
    return [f"{one.status.value} by {one.evidence}" for one in verdicts]


# What it decides


def test_code_that_agrees_with_the_reference_passes_by_consensus_and_says_who_proposed_it(box: Sandbox) -> None:
    [verdict] = judged(box, RIGHT)
    assert words([verdict]) == ["passed by consensus"]
    assert verdict.notes[:2] == (
        "it agrees with the proposed reference on 100 inputs",
        "a model proposed what was checked: the inputs, a reference and 1 property",
    )
    proposed = [each for each in verdict.properties if each.name.startswith(PREFIX)]
    assert [(each.status, each.examples) for each in proposed] == [("passed", 100)] * 2
    assert [(each.samples, each.proposed) for each in verdict.clusters] == [((0,), True)]


def test_one_against_one_is_open_and_shows_the_call_on_which_they_differ(box: Sandbox) -> None:
    [verdict] = judged(box, FLAT)
    assert words([verdict]) == ["inconclusive by consensus"]
    assert verdict.counterexample is None
    assert verdict.difference is not None
    assert verdict.difference.call == "climb([0, 0])"
    assert verdict.difference.answers == (("this code", "2"), ("the proposed reference", "1"))
    assert "climb([0, 0]) is 2 for this code, 1 for the proposed reference" in verdict.reason


def test_right_code_is_not_accused_by_a_wrong_reference(box: Sandbox) -> None:
    wrong = document(reference=REFERENCE.replace("a < b", "a <= b"))
    assert words(judged(box, RIGHT, text=wrong)) == ["inconclusive by consensus"]
    assert words(judged(box, RIGHT, RIGHT_TOO, text=wrong)) == ["passed by consensus"] * 2
    most = judged(box, RIGHT, RIGHT_TOO, FLAT, text=wrong)
    assert words(most) == ["inconclusive by consensus"] * 3


def test_most_samples_make_the_odd_one_fall_and_the_reference_alone_none(box: Sandbox) -> None:
    verdicts = judged(box, FLAT, RIGHT, RIGHT_TOO)
    assert words(verdicts) == ["falsified by consensus", "passed by consensus", "passed by consensus"]
    assert verdicts[0].counterexample is not None
    assert (verdicts[0].counterexample.call, verdicts[0].counterexample.expected) == ("climb([0, 0])", "1")
    assert words(judged(box, FLAT, RIGHT)) == ["inconclusive by consensus", "passed by consensus"]


def test_a_reference_that_no_sample_agrees_with_is_out(box: Sandbox) -> None:
    verdicts = judged(box, MINUS, MINUS.replace("best or -1", "best if best else -1"))
    assert words(verdicts) == ["passed by consensus"] * 2
    assert verdicts[0].notes[-1] == "thrown out was the proposed reference: no sample agrees with it"
    assert not any(each.name.startswith(PREFIX) for each in verdicts[0].properties)


def test_a_reference_that_is_the_same_code_confirms_nothing(box: Sandbox) -> None:
    same = "# mine\n" + REFERENCE.replace("best = 0", '"""Climbs."""\n    best = 0')
    [verdict] = judged(box, same)
    assert verdict.status is not Status.PASSED
    assert verdict.notes[-1] == "thrown out was the proposed reference, for it is the same code"


def test_a_call_that_does_not_end_is_no_fault_where_only_a_model_says_that_it_may_be_made(box: Sandbox) -> None:
    [verdict] = judged(box, "def climb(items):\n    while not items:\n        pass\n    return 1\n")
    assert verdict.status is Status.INCONCLUSIVE
    assert verdict.difference is not None
    assert verdict.difference.call == "climb([])"
    assert verdict.difference.answers[1] == ("the proposed reference", "returned 0")


def test_what_the_reference_refuses_is_outside_the_domain(box: Sandbox) -> None:
    strict = "def climb(items):\n    if not items: raise ValueError\n" + REFERENCE.replace("climb", "inner").replace(
        "\n", "\n    "
    ) + "\n    return inner(items)\n"  # fmt: skip
    [verdict] = judged(box, MINUS, text=document(reference=strict))
    assert verdict.status is Status.PASSED
    assert verdict.discarded > 0


def test_examples_that_were_given_stay_the_evidence_and_do_not_break_a_tie(box: Sandbox) -> None:
    shown = PROMPT + "\n>>> climb([1, 2, 1])\n2\n"
    [agreed] = judged(box, RIGHT, prompt=shown)
    assert words([agreed]) == ["passed by examples"]
    assert words(judged(box, FLAT, prompt=shown)) == ["inconclusive by consensus"]
    [fallen] = judged(box, "def climb(items: list[int]) -> int:\n    return 0\n", prompt=shown)
    assert words([fallen]) == ["falsified by examples"]
    with pytest.raises(CheckError, match=r"contradicts a given example: climb\(\[1, 2, 1\]\) should be 3"):
        box.vet(document(), prompt=shown.replace("\n2\n", "\n3\n"))


def test_a_property_that_most_samples_hold_makes_the_one_fall_that_does_not(box: Sandbox) -> None:
    def one(rule: str) -> str:
        return f"def some(items: list[int]) -> int:\n    return {rule} if items else 0\n"

    text = document(
        entry_point="some",
        signature="def some(items: list[int]) -> int",
        properties=[{"kind": "result bounds", "min": 0}, {"kind": "shuffle"}],
        parameters=[{"kind": "list", "of": {"kind": "int", "min": 0}}],
        reference="def some(items):\n    for item in sorted(items):\n        return item\n    return 0\n",
    )
    samples = [one("min(items)"), one("max(items)"), one("sum(items)"), one("items[0]")]
    verdicts = judged(box, *samples, text=text)
    assert words(verdicts) == ["inconclusive by consensus"] * 3 + ["falsified by consensus"]
    assert verdicts[3].counterexample is not None
    assert verdicts[3].counterexample.property == "proposed: the order in argument 1 makes no difference"
    assert words(judged(box, samples[0], samples[3], text=text)) == ["passed by consensus", "inconclusive by consensus"]


def test_what_an_exception_or_an_opaque_answer_says_is_no_agreement(box: Sandbox) -> None:
    opaque = "class Any:\n    def __eq__(self, other): return True\ndef climb(items):\n    return Any()\n"
    assert judged(box, opaque)[0].status is not Status.PASSED
    assert judged(box, "def climb(items):\n    raise ValueError\n")[0].status is not Status.PASSED
    with pytest.raises(CheckError, match="answers only 0 of"):
        box.vet(document(reference="class Any: pass\ndef climb(items):\n    return Any()\n"))


# What counts


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        ({"kind": "result bounds", "min": 0}, ""),
        ({"kind": "result bounds"}, "tells nothing"),
        ({"kind": "result bounds", "max": 1000}, "tells nothing"),
        ({"kind": "result type", "type": "int"}, ""),
        ({"kind": "result type", "type": "str"}, "does not hold for the reference"),
        ({"kind": "shuffle"}, "does not hold for the reference"),
        ({"kind": "commutative"}, "tells nothing"),
    ],
)
def test_a_property_counts_if_it_holds_for_the_reference_and_a_trivial_wrong_answer_falls(
    box: Sandbox, declared: dict[str, Any], why: str
) -> None:
    proposed = box.vet(document(properties=[declared]))
    assert bool(proposed.spec.properties) is not bool(why)
    assert why in proposed.notes[-1]


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ({"kind": "idempotent"}, "sorted(items)", "items[1:]"),
        ({"kind": "involution"}, "items[::-1]", "items[1:] + items[:1]"),
        ({"kind": "sorted"}, "sorted(items)", "items[::-1]"),
        ({"kind": "permutation of the input"}, "items[::-1]", "items[:-1]"),
        ({"kind": "same length"}, "[n + 1 for n in items]", "items[1:]"),
        ({"kind": "elements of the input"}, "items[::2]", "[n + 1 for n in items]"),
        ({"kind": "shuffle"}, "sorted(items)", "items[:2]"),
        ({"kind": "repeat first"}, "sorted(set(items))", "items[::-1]"),
        ({"kind": "round trip", "inverse": "back"}, "items[::-1]", "sorted(items)"),
    ],
)
def test_each_kind_of_property_holds_for_what_has_it_and_for_nothing_else(
    box: Sandbox, kind: dict[str, Any], right: str, wrong: str
) -> None:
    def kept(rule: str) -> int:
        code = f"def climb(items):\n    return {rule}\ndef back(items):\n    return items[::-1]\n"
        return len(box.vet(document(properties=[kind], reference=code)).spec.properties)

    assert (kept(right), kept(wrong)) == (1, 0)


def test_two_arguments_can_be_changed_places(box: Sandbox) -> None:
    def kept(rule: str) -> int:
        two = [{"kind": "int"}, {"kind": "int"}]
        code = f"def climb(a, b):\n    return {rule}\n"
        return len(
            box.vet(document(parameters=two, properties=[{"kind": "commutative"}], reference=code)).spec.properties
        )

    assert (kept("a * b"), kept("a - b")) == (1, 0)


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("def climb(items):\n    return 7\n", "answers every input alike: 7"),
        ("def climb(items):\n    return len(items) // len(items[7:])\n", "answers only"),
        ("def other(items):\n    return 7\n", "defines no function 'climb'"),
        ("def climb(items:\n", "refused"),
        ("while True: pass\n", "exceeded its limit"),
        ("raise ValueError('x' * 10**6)\n", "raised ValueError"),
        ("import os\nos._exit(0)\n", "crashed"),
        ("def climb(items):\n    while True: pass\n", "answers only 0 of"),
    ],
)
def test_a_reference_that_does_not_count_takes_the_proposal_with_it(box: Sandbox, reference: str, why: str) -> None:
    with pytest.raises(CheckError, match=why):
        box.vet(document(reference=reference))


# The document


def test_inputs_are_drawn_as_they_are_declared() -> None:
    parameters = [
        {"kind": "list", "of": {"kind": "int", "min": 1, "max": 9}, "order": "sorted", "unique": True, "min_size": 1},
        {"kind": "element of", "parameter": 0, "other": {"kind": "int", "min": 100, "max": 100}},
        {"kind": "list", "of": {"kind": "text", "alphabet": "xy", "max_size": 3}, "same_length_as": 0},
        {"kind": "one of", "of": [{"kind": "none"}, {"kind": "sampled", "values": ["a", 1.5, True]}]},
        {"kind": "dict", "keys": {"kind": "tuple", "of": [{"kind": "int"}, {"kind": "bool"}]}, "values": {"kind": "float"}},
        {"kind": "set", "of": {"kind": "int", "max": 30}, "min_size": 2},
    ]  # fmt: skip
    drawn: list[Any] = []
    draw(arguments_of(read_spec(document(parameters=parameters)).parameters), drawn.append, 60, 0, GENERATE)
    for items, element, texts, one, table, numbers in drawn:
        assert items == sorted(set(items))
        assert element in items or element == 100
        assert len(texts) == len(items)
        assert set("".join(texts)) <= set("xy")
        assert one is None or one in ("a", 1.5, True)
        assert all(type(key) is tuple and type(value) is float for key, value in table.items())
        assert len(numbers) >= 2
    assert {element in items for items, element, *_ in drawn} == {True, False}


NESTED: dict[str, Any] = {"kind": "int"}
for _ in range(60):
    NESTED = {"kind": "list", "of": NESTED}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "[" * 30_000,
        '{"parameters": ' + '[{"kind": "list", "of": ' * 2000,
        "9" * 30_000,
        "x" * 100_000,
        '{"a": "\x00"}',
        "\ud800",
        document(parameters=[NESTED]),
        document(parameters=[]),
        document(parameters=[ITEMS] * 9),
        document(parameters=[{"kind": "lambda", "code": "__import__('os')"}]),
        document(parameters=[{"kind": "int", "min": "__import__('os')"}]),
        document(parameters=[{"kind": "int", "min": 2, "max": 1}]),
        document(parameters=[{"kind": "int", "max": 10**4000}]),
        document(parameters=[{"kind": "float", "max": float("inf")}]),
        document(parameters=[{"kind": "list", "of": {**ITEMS, "max_size": 50}, "max_size": 50}]),
        document(parameters=[{"kind": "list", "of": {"kind": "int"}, "min_size": 40, "max_size": 40}] * 8),
        document(parameters=[{"kind": "set", "of": ITEMS}]),
        document(parameters=[{"kind": "list", "of": {"kind": "bool"}, "order": "sorted"}]),
        document(parameters=[{**ITEMS, "same_length_as": 0}]),
        document(parameters=[{"kind": "sampled", "values": [{"__class__": "x"}]}]),
        document(parameters=[{"kind": "text", "alphabet": "(a+)+$" * 1000}]),
        document(properties=[{"kind": "holds", "code": "lambda call: True"}]),
        document(properties=[{"kind": "shuffle", "parameter": 1}]),
        document(properties=[{"kind": "round trip", "inverse": "a;b"}]),
        document(properties=[{"kind": "idempotent"}] * 100),
        document(reference="x" * 30_000),
        document(reference=7),
        document(entry_point="__import__('os')"),
        document(signature="import os"),
        document(signature="def climb(items):\nimport os"),
        document(verdict="passed"),
    ],
)
def test_a_document_that_is_not_as_asked_is_refused_at_once_in_one_line(text: str) -> None:
    start = time.monotonic()
    with pytest.raises(CheckError) as caught:
        read_spec(text)
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 300
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "parameters",
    [
        [{"kind": "set", "of": {"kind": "bool"}, "min_size": 5}],
        [{"kind": "list", "of": {"kind": "sampled", "values": [1]}, "min_size": 5, "unique": True}],
        [{**ITEMS, "min_size": 5}, {"kind": "list", "of": {"kind": "bool"}, "unique": True, "same_length_as": 0}],
    ],
)
def test_inputs_that_do_not_exist_are_one_line(box: Sandbox, parameters: list[Any]) -> None:
    with pytest.raises(CheckError, match="cannot be drawn"):
        box.vet(document(parameters=parameters, reference="def climb(*items):\n    return len(items[0])\n"))
