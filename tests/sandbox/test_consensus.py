"""Several programs for a task that nobody knows: most of them that agree pass, who differs falls, the rest is open."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from sandbox import CheckError, Crashed, LimitExceeded, Limits, Sandbox, Status, Verdict
from sandbox.checking.domain import common_type
from sandbox.checking.question import Options, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Of no known task.
PROMPT = "the gap between the numbers"
GAP = "def gap(xs: list[int]) -> int:\n    return max(xs) - min(xs) if xs else 0\n"
GAP_BY_PAIRS = """
def spread(items: list[int]) -> int:
    return max([a - b for a in items for b in items], default=0)
"""
GAP_BY_SORTING = "def gap(values):\n    values = sorted(values)\n    return values[-1] - values[0] if values else 0\n"
#: Wrong from three numbers on.
ENDS_ONLY = "def gap(xs: list[int]) -> int:\n    return abs(xs[0] - xs[-1]) if xs else 0\n"
FIRST = "def gap(xs: list[int]) -> int:\n    return xs[0] if xs else 0\n"
#: Raises where there is no number, without saying so.
GAP_OR_ERROR = "def gap(xs: list[int]) -> int:\n    return max(xs) - min(xs)\n"
PAIRS_OR_ERROR = "def gap(xs: list[int]) -> int:\n    return max(a - b for a in xs for b in xs)\n"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("restricted", limits=Limits(wall_seconds=5, cpu_seconds=0.3)) as sandbox:
        yield sandbox


def judged(box: Sandbox, *sources: str, **options: Any) -> list[Verdict]:
    return box.check_samples(sources, **{"prompt": PROMPT, **options})


def words(verdicts: list[Verdict]) -> list[str]:
    return [f"{one.status.value} by {one.evidence}" for one in verdicts]


def members(verdict: Verdict) -> list[tuple[int, ...]]:
    return [cluster.samples for cluster in verdict.clusters]


def test_most_samples_pass_and_the_other_falls_by_the_smallest_input_that_tells_them_apart(box: Sandbox) -> None:
    verdicts = judged(box, GAP, ENDS_ONLY, GAP_BY_PAIRS)
    assert words(verdicts) == ["passed by consensus", "falsified by consensus", "passed by consensus"]
    found = verdicts[1].counterexample
    assert found is not None
    assert (found.property, found.call, found.expected) == ("agrees with the other samples", "gap([0, 1, 0])", "1")
    assert verdicts[1].properties[-1].status == "falsified"
    assert all(members(one) == [(0, 2), (1,)] for one in verdicts)
    inputs = verdicts[0].examples
    assert inputs > 50
    assert verdicts[0].notes == (f"2 of 3 samples agree on {inputs} inputs",)
    assert verdicts[0].properties[-1].name == "agrees with the other samples"
    assert verdicts[0].properties[-1].examples == inputs


def test_the_same_seed_gives_the_same_verdicts(box: Sandbox) -> None:
    def facts(seed: int) -> list[Any]:
        verdicts = judged(box, GAP, ENDS_ONLY, GAP_BY_PAIRS, seed=seed)
        return [(one.status, one.examples, one.counterexample and one.counterexample.call) for one in verdicts]

    assert facts(7) == facts(7)


def test_two_that_agree_are_enough_and_two_that_differ_are_no_majority(box: Sandbox) -> None:
    assert words(judged(box, GAP, GAP_BY_PAIRS)) == ["passed by consensus"] * 2
    apart = judged(box, GAP, ENDS_ONLY)
    assert words(apart) == ["inconclusive by consensus"] * 2
    told = "no majority of the samples agrees: gap([0, 1, 0]) is 1 for sample 1, 0 for sample 2"
    assert [one.reason for one in apart] == [told, told]


def test_half_is_no_majority(box: Sandbox) -> None:
    verdicts = judged(box, GAP, FIRST, GAP_BY_PAIRS, ENDS_ONLY)
    assert words(verdicts) == ["inconclusive by consensus"] * 4
    assert members(verdicts[0]) == [(0, 2), (1,), (3,)]
    assert "samples 1, 3" in verdicts[1].reason
    assert "3 behaviours in all" in verdicts[1].reason


def test_copies_of_one_text_are_one_voice(box: Sandbox) -> None:
    copy = GAP.replace("return", "return  ") + "\n# again\n"
    alone = judged(box, GAP, copy)
    assert words(alone) == ["passed by crash-only"] * 2
    assert "2 samples are copies of one: there is nothing to compare" in alone[0].notes
    assert words(judged(box, ENDS_ONLY, ENDS_ONLY, ENDS_ONLY, GAP)) == ["inconclusive by consensus"] * 4
    outvoted = judged(box, GAP, GAP_BY_PAIRS, ENDS_ONLY, ENDS_ONLY, ENDS_ONLY + "\n")
    assert words(outvoted) == ["passed by consensus"] * 2 + ["falsified by consensus"] * 3
    assert [(one.samples, one.different) for one in outvoted[0].clusters] == [((0, 1), 2), ((2, 3, 4), 1)]
    assert outvoted[0].notes[0].startswith("2 of 3 samples agree")


def test_a_text_that_looks_like_a_copy_is_judged_by_what_it_does(box: Sandbox) -> None:
    def source(text: str) -> str:
        return f"def mark(word: str) -> str:\n    return word + {text!r}\n"

    verdicts = judged(box, source("#1"), source("#2"), "def mark(w):\n    return ''.join([w, '#1'])\n", prompt="a mark")
    assert verdicts[1].status is Status.FALSIFIED


@pytest.mark.parametrize(
    "source",
    ["import random\ndef gap(xs: list[int]) -> int:\n    return random.randint(0, 9)\n",
     "calls = []\ndef gap(xs: list[int]) -> int:\n    calls.append(xs)\n    return max(xs, default=0) - min(xs, default=0) + (len(calls) == 50)\n",
     "known = []\ndef gap(xs: list[int]) -> int:\n    again = xs in known\n    known.append(xs)\n    return -1 if again else max(xs, default=0) - min(xs, default=0)\n"],
    ids=["random", "counts its calls", "learns its inputs"],
)  # fmt: skip
def test_a_sample_that_contradicts_itself_is_flaky_and_no_voice(box: Sandbox, source: str) -> None:
    verdicts = judged(box, source, GAP, GAP_BY_PAIRS)
    assert words(verdicts) == ["inconclusive by consensus", "passed by consensus", "passed by consensus"]
    assert verdicts[0].reason.startswith("it is flaky: gap(")
    assert verdicts[1].notes[0].startswith("2 of 3")


def test_a_flaky_sample_leaves_the_others_as_they_were(box: Sandbox) -> None:
    flaky = "import random\ndef gap(xs: list[int]) -> int:\n    return random.randint(0, 9)\n"
    assert words(judged(box, flaky, GAP)) == ["inconclusive by consensus", "passed by crash-only"]


def test_a_sample_that_hangs_falls_by_itself(box: Sandbox) -> None:
    verdicts = judged(box, GAP, "def gap(xs):\n    while len(xs) > 1:\n        pass\n    return 0", GAP_BY_PAIRS)
    assert words(verdicts) == ["passed by consensus", "falsified by crash-only", "passed by consensus"]
    found = verdicts[1].counterexample
    assert found is not None
    assert (found.property, found.expected) == ("ends within its limits", None)
    assert isinstance(found.outcome, LimitExceeded)
    assert verdicts[0].notes[0].startswith("2 of 2 samples")
    assert members(verdicts[0]) == [(0, 2)]


def test_a_sample_that_crashes_falls_by_itself() -> None:
    crashing = "import os\ndef gap(xs):\n    return os._exit(0) if len(xs) > 1 else 0\n"
    with Sandbox("process") as box:
        verdicts = judged(box, crashing, GAP, GAP_BY_PAIRS)
    assert words(verdicts) == ["falsified by crash-only", "passed by consensus", "passed by consensus"]
    assert verdicts[0].counterexample is not None
    assert isinstance(verdicts[0].counterexample.outcome, Crashed)


@pytest.mark.parametrize("broken", ["import socket\n" + GAP, "def gap(:", "", "raise ValueError", "def gap(xs: list[int]): return nothing"])  # fmt: skip
def test_what_fell_by_itself_stays_as_it_was_and_has_no_voice(box: Sandbox, broken: str) -> None:
    verdicts = judged(box, broken, GAP, GAP_BY_PAIRS)
    assert words(verdicts) == ["falsified by crash-only", "passed by consensus", "passed by consensus"]
    alone = box.check(broken, prompt=PROMPT)
    assert (verdicts[0].reason, verdicts[0].clusters) == (alone.reason, ())
    assert verdicts[1].notes[0].startswith("2 of 2 samples")


def test_a_class_among_functions_cannot_be_compared(box: Sandbox) -> None:
    verdicts = judged(box, GAP, "class Gap:\n    def of(self, xs):\n        return 0\n", GAP_BY_PAIRS)
    assert words(verdicts) == ["passed by consensus", "inconclusive by consensus", "passed by consensus"]
    assert "no function" in verdicts[1].reason
    assert verdicts[0].notes[0].startswith("2 of 3")
    classes = ["class Gap:\n    size = 1\n", "class Gap:\n    size = 2\n"]
    assert {one.status for one in judged(box, *classes)} == {Status.INCONCLUSIVE}


def test_samples_without_hints_get_the_inputs_of_those_with_hints(box: Sandbox) -> None:
    assert words(judged(box, GAP_BY_SORTING, GAP)) == ["passed by consensus"] * 2
    nothing = judged(box, GAP_BY_SORTING, "def gap(xs):\n    return 0\n")
    assert words(nothing) == ["inconclusive by crash-only"] * 2
    assert "type hints" in nothing[0].reason


def test_samples_that_take_other_arguments_are_not_compared(box: Sandbox) -> None:
    verdicts = judged(box, GAP, "def gap(a: int, b: int) -> int:\n    return a - b\n", GAP_BY_PAIRS,
                      "def gap(text: str) -> int:\n    return len(text)\n", GAP_BY_SORTING)  # fmt: skip
    assert words(verdicts) == [
        f"{status} by consensus" for status in ("passed", "inconclusive", "passed", "inconclusive", "passed")
    ]
    assert verdicts[1].reason == "it takes 2 arguments, most of the samples take 1"
    assert verdicts[3].reason == "its type hints are not those of most samples"
    assert verdicts[0].notes[0].startswith("3 of 5 samples")


def test_an_optional_argument_is_left_out(box: Sandbox) -> None:
    optional = "def gap(xs: list[int], start: int = 0) -> int:\n    return max(xs) - min(xs) + start if xs else start\n"
    assert words(judged(box, GAP, optional)) == ["passed by consensus"] * 2


def test_raising_alike_on_every_input_is_no_agreement(box: Sandbox) -> None:
    """Without hints they were not called before; the third brings the inputs."""
    broken = ["def gap(xs):\n    return xs[0][0]\n", "def gap(xs):\n    return xs.total\n"]
    verdicts = judged(box, *broken, GAP)
    assert words(verdicts) == ["inconclusive by crash-only"] * 2 + ["passed by crash-only"]
    assert verdicts[2].notes[-1] == "the samples agree, but most raise an exception on every input"


def test_meaning_to_raise_on_every_input_is_no_agreement_either(box: Sandbox) -> None:
    broken = [
        f"def gap(xs):\n    if len(xs) > 2:\n        raise ValueError({n})\n    raise KeyError({n})\n" for n in (1, 2)
    ]
    verdicts = judged(box, *broken, GAP)
    assert not any(one.passed and one.evidence == "consensus" for one in verdicts)
    assert verdicts[2].status is Status.INCONCLUSIVE


def test_one_answer_to_every_input_is_no_agreement(box: Sandbox) -> None:
    printing = ["def gap(xs: list[int]):\n    print(max(xs, default=0))\n", "def gap(xs: list[int]):\n    print(xs)\n"]
    verdicts = judged(box, *printing)
    assert words(verdicts) == ["passed by crash-only"] * 2
    assert verdicts[0].notes[-1] == "the samples agree, but every input gets the same answer, None"
    assert words(judged(box, *printing, GAP)) == ["inconclusive by consensus"] * 3


def test_a_function_without_arguments_has_but_one_answer(box: Sandbox) -> None:
    sources = [
        "def table():\n    return [1, 4, 9]\n",
        "def table():\n    return [n * n for n in range(1, 4)]\n",
        "def table():\n    return [1, 4]\n",
    ]
    verdicts = judged(box, *sources, prompt="a table")
    assert words(verdicts) == ["passed by consensus"] * 2 + ["falsified by consensus"]
    assert verdicts[0].notes == ("2 of 3 samples agree on 1 input",)


def test_an_input_that_most_refuse_without_meaning_it_is_outside_the_domain(box: Sandbox) -> None:
    verdicts = judged(box, GAP_OR_ERROR, PAIRS_OR_ERROR, GAP)
    assert words(verdicts) == ["passed by consensus"] * 3
    assert verdicts[0].discarded == 1
    assert verdicts[0].notes[-1] == "most samples raise on 1 input: left out"


def test_nobody_falls_on_an_input_outside_the_domain(box: Sandbox) -> None:
    found = judged(box, GAP_OR_ERROR, PAIRS_OR_ERROR, ENDS_ONLY)[2].counterexample
    assert found is not None
    assert found.call == "gap([0, 1, 0])"


def test_nobody_falls_on_an_input_on_which_those_that_agreed_differ(box: Sandbox) -> None:
    """Only the search for a smaller input comes to that one."""
    odd = GAP.replace("if xs", "if xs and xs != [0, 1, 0]")
    verdicts = judged(box, GAP_BY_PAIRS, odd, ENDS_ONLY)
    assert words(verdicts) == ["passed by consensus"] * 2 + ["falsified by consensus"]
    found = verdicts[2].counterexample
    assert found is not None
    assert found.call in {"gap([0, 2, 0])", "gap([0, -1, 0])", "gap([1, 0, 1])"}


def test_an_exception_that_most_mean_to_raise_is_what_is_expected(box: Sandbox) -> None:
    refusing = ["def gap(xs: list[int]) -> int:\n    if not xs:\n        raise ValueError('none')\n    return max(xs) - min(xs)\n",
                "class Empty(ValueError): pass\ndef gap(xs: list[int]) -> int:\n    '''Raises ValueError for none.'''\n    if not xs: raise Empty\n    return max(xs) - min(xs)\n"]  # fmt: skip
    verdicts = judged(box, *refusing, GAP)
    assert words(verdicts) == ["passed by consensus"] * 2 + ["falsified by consensus"]
    found = verdicts[2].counterexample
    assert found is not None
    assert (found.call, found.expected) == ("gap([])", "ValueError raised")


def test_an_exception_where_most_answer_is_a_fault(box: Sandbox) -> None:
    verdicts = judged(box, GAP, GAP_BY_PAIRS, GAP_OR_ERROR)
    assert words(verdicts) == ["passed by consensus"] * 2 + ["falsified by consensus"]
    assert verdicts[2].counterexample is not None
    assert verdicts[2].counterexample.call == "gap([])"


def test_values_are_compared_exactly_and_floats_nearly(box: Sandbox) -> None:
    total = ["def total(xs: list[float]) -> float:\n    return float(sum(xs))\n",
             "import math\ndef total(xs: list[float]) -> float:\n    return math.fsum(xs)\n"]  # fmt: skip
    assert words(judged(box, *total, prompt="the total")) == ["passed by consensus"] * 2
    truth = [
        "def many(xs: list[int]):\n    return len(xs) > 2\n",
        "def many(xs: list[int]):\n    return int(len(xs) > 2)\n",
    ]
    assert words(judged(box, *truth, prompt="many")) == ["inconclusive by consensus"] * 2


def test_what_is_no_data_agrees_with_nothing(box: Sandbox) -> None:
    opaque = [
        f"class Gap:\n    def __init__(self, xs): self.size = len(xs) + {n}\ndef gap(xs: list[int]):\n    return Gap(xs)\n"
        for n in (1, 2)
    ]
    verdicts = judged(box, *opaque, entry_point="gap")
    assert words(verdicts) == ["inconclusive by consensus"] * 2
    assert "is <opaque Gap> for sample 1, <opaque Gap> for sample 2" in verdicts[0].reason


def test_samples_that_work_in_place_are_compared_by_what_they_do(box: Sandbox) -> None:
    tidy = ["def tidy(xs: list[int]) -> None:\n    xs.sort()\n", "def tidy(xs: list[int]) -> None:\n    xs[:] = sorted(xs)\n",
            "def tidy(xs: list[int]) -> None:\n    xs.reverse()\n"]  # fmt: skip
    verdicts = judged(box, *tidy, prompt="tidy up")
    assert words(verdicts) == ["passed by consensus"] * 2 + ["falsified by consensus"]
    assert verdicts[2].counterexample is not None
    assert verdicts[2].counterexample.arguments == ("[0, 1]",)


def test_a_change_beside_an_answer_is_no_difference(box: Sandbox) -> None:
    """None is an answer too, here."""
    finders = ["def second(xs: list[int]):\n    xs.sort()\n    return xs[1] if len(xs) > 2 else None\n",
               "def second(xs: list[int]):\n    return sorted(xs)[1] if len(xs) > 2 else None\n"]  # fmt: skip
    assert words(judged(box, *finders, prompt="the second")) == ["passed by consensus"] * 2


def test_inputs_that_were_handed_over_are_tried_as_far_as_they_fit(box: Sandbox) -> None:
    rare = GAP.replace("if xs", "if xs and xs != [81, 9, 7]")
    assert words(judged(box, rare, GAP, GAP_BY_PAIRS))[0] == "passed by consensus"
    verdicts = judged(box, rare, GAP, GAP_BY_PAIRS, first=[("text",), (1, 2), ([81, 9, 7],)])
    assert words(verdicts) == ["falsified by consensus", "passed by consensus", "passed by consensus"]
    assert verdicts[0].counterexample is not None
    assert verdicts[0].counterexample.call == "gap([81, 9, 7])"
    assert verdicts[1].discarded == 0


def test_numbers_that_one_sample_tells_apart_are_tried_on_all(box: Sandbox) -> None:
    halves = [
        f"def half(n: int) -> int:\n    return {text}\n" for text in ("n // 2", "n >> 1", "n // 2 if n != 77777 else 0")
    ]
    verdicts = judged(box, *halves, prompt="half of a number")
    assert words(verdicts) == ["passed by consensus", "passed by consensus", "falsified by consensus"]
    assert verdicts[2].counterexample is not None
    assert verdicts[2].counterexample.call == "half(77777)"


def test_what_something_better_judges_is_not_put_to_the_vote(box: Sandbox) -> None:
    wrong = ["def quick_sort(xs):\n    return xs\n", "def quick_sort(xs):\n    return list(xs)\n"]
    verdicts = box.check_samples([*wrong, "def quick_sort(xs):\n    return sorted(xs)\n"], "quick sort")
    assert words(verdicts) == ["falsified by catalogue"] * 2 + ["passed by catalogue"]
    assert [one.clusters for one in verdicts] == [()] * 3


def test_what_was_checked_is_not_checked_again(box: Sandbox) -> None:
    sources = [GAP, GAP_BY_PAIRS]
    checked = [box.check(source, prompt=PROMPT) for source in sources]
    fell = dataclasses.replace(checked[0], status=Status.FALSIFIED)
    verdicts = judged(box, FIRST, *sources, checked=[fell, *checked])
    assert verdicts[0] is fell
    assert words(verdicts[1:]) == ["passed by consensus"] * 2
    with pytest.raises(CheckError, match="3 samples, 2 verdicts"):
        judged(box, FIRST, *sources, checked=checked)


def test_one_sample_or_none_has_nothing_to_agree_with(box: Sandbox) -> None:
    assert judged(box) == []
    assert words(judged(box, GAP)) == ["passed by crash-only"]


def test_what_is_kept_of_answers_is_bounded(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample that is cut short is compared on what it was called with; with too little of that, it is not compared."""
    long = "def gap(xs: list[int]) -> str:\n    return 'x' * 1000\n"
    monkeypatch.setattr("sandbox.checking.hearing._KEPT_BYTES", 3 * 5_000)
    verdicts = judged(box, GAP, long, GAP_BY_SORTING)
    assert words(verdicts) == ["passed by consensus", "inconclusive by consensus", "passed by consensus"]
    assert verdicts[1].reason == "it is too slow to be compared, or its answers are too large"


def test_the_time_of_a_comparison_is_bounded(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.checking.hearing._BUDGET_SECONDS", 0.0)
    verdicts = judged(box, GAP, GAP_BY_PAIRS)
    assert words(verdicts) == ["inconclusive by consensus"] * 2
    assert "too slow" in verdicts[0].reason


def test_samples_are_compared_on_the_inputs_that_all_were_called_with(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    padded = "def padded(n: int) -> str:\n    return 'x' * 300 + str(n)\n"
    monkeypatch.setattr("sandbox.checking.hearing._KEPT_BYTES", 2 * 10_000)
    verdicts = judged(box, padded, padded.replace("str(n)", "f'{n}'"), prompt="padding")
    assert words(verdicts) == ["passed by consensus"] * 2
    assert 10 <= verdicts[0].examples <= 30


def test_progress_is_told(box: Sandbox) -> None:
    checked = [box.check(source, prompt=PROMPT) for source in (GAP, GAP_BY_PAIRS)]
    told: list[int] = []
    verdicts = judged(box, GAP, GAP_BY_PAIRS, checked=checked, on_progress=told.append)
    assert told == [*range(1, verdicts[0].examples + 1)] * 2


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [(["any"], ["int"], ["int"]),
     (["float"], ["int"], ["int"]),
     (["int"], ["str"], None),
     (["bool"], ["int"], None),
     (["list"], ["list", ["int"]], ["list", ["int"]]),
     (["list", ["any"]], ["list", ["float"]], ["list", ["float"]]),
     (["sequence", ["int"]], ["list", ["float"]], ["list", ["int"]]),
     (["list", ["int"]], ["list", ["str"]], None),
     (["tuple", ["int"]], ["tuple", ["int"], ["int"]], None),
     (["tuple", ["int"], ["..."]], ["tuple", ["float"], ["..."]], ["tuple", ["int"], ["..."]]),
     (["dict", ["str"], ["int"]], ["dict"], ["dict", ["str"], ["int"]]),
     (["optional", ["int"]], ["float"], ["int"]),
     (["optional", ["int"]], ["optional", ["int"]], ["optional", ["int"]]),
     (["union", ["int"], ["str"]], ["optional", ["str"]], ["str"]),
     (["optional", ["int"]], ["union", ["int"], ["None"]], ["union", ["int"], ["None"]]),
     (["optional", ["int"]], ["None"], None)],
)  # fmt: skip
def test_the_common_type_is_what_both_take(left: list[Any], right: list[Any], both: list[Any] | None) -> None:
    assert common_type(left, right) == both
    assert common_type(right, left) == both


def test_the_options_of_a_check_are_those_of_its_question() -> None:
    fields = {one.name for one in dataclasses.fields(Question)}
    assert fields == {*Options.__annotations__, "source", "task"}
