"""A loaded program, called one function at a time."""

from __future__ import annotations

import pytest

from sandbox import Crashed, Iterated, LimitExceeded, Opaque, ProgramError, Raised, Refused, Returned, Sandbox

SOURCE = """
from dataclasses import dataclass
calls = 0

def echo(value):
    return value

def count():
    global calls
    calls += 1
    print("call", calls)
    return calls

def sort_in_place(items):
    items.sort()

def forever():
    while True:
        pass

def naturals():
    n = 0
    while True:
        yield n
        n += 1

def fail(text):
    raise KeyError(text)

class Liar(list):
    def __eq__(self, other):
        return True

def liar():
    return Liar([1])

class Counter:
    def __init__(self):
        self.total = 0

    def add(self, n):
        if n < 0:
            raise ValueError("negative")
        self.total += n
        return self.total

    @property
    def doubled(self):
        return 2 * self.total

def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value

def many(n):
    return list(range(n))
"""


def test_a_function_answers_with_data(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        outcome = program.call("echo", {"a": (1, [2.5, None])})
        assert isinstance(outcome, Returned)
        assert outcome.value == {"a": (1, [2.5, None])}
        assert type(outcome.value["a"]) is tuple


def test_state_lives_between_calls_and_prints_belong_to_their_call(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        assert [program.call("count").stdout for _ in range(3)] == ["call 1\n", "call 2\n", "call 3\n"]


def test_arguments_changed_in_place_are_seen_and_the_caller_keeps_its_own(box: Sandbox) -> None:
    mine = [3, 1, 2]
    with box.load(SOURCE) as program:
        outcome = program.call("sort_in_place", mine)
    assert isinstance(outcome, Returned)
    assert outcome.arguments == ([1, 2, 3],)
    assert mine == [3, 1, 2]


def test_a_call_that_never_ends_is_stopped_and_the_next_one_is_served(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        program.call("count")
        outcome = program.call("forever")
        assert isinstance(outcome, LimitExceeded)
        assert outcome.limit == "CPU time"
        assert program.call("count").stdout == "call 1\n", "a fresh load has no state"


def test_each_call_may_print_up_to_the_limit(box: Sandbox) -> None:
    source = "def f(n):\n    print('x' * n)\n    return n"
    with box.load(source) as program:
        for _ in range(5):
            outcome = program.call("f", box.limits.output_bytes - 1)
            assert isinstance(outcome, Returned)
            assert len(outcome.stdout) == box.limits.output_bytes
        assert isinstance(program.call("f", box.limits.output_bytes), LimitExceeded)
        assert isinstance(program.call("f", 1), Returned)


def test_an_endless_generator_is_cut(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        outcome = program.call("naturals")
    assert isinstance(outcome, Returned)
    assert isinstance(outcome.value, Iterated)
    assert outcome.value.items[:3] == (0, 1, 2)
    assert not outcome.value.complete


def test_an_object_that_equals_everything_equals_nothing_here(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        outcome = program.call("liar")
    assert isinstance(outcome, Returned)
    assert isinstance(outcome.value, Opaque)
    assert outcome.value not in list[object](([1], [], None))


def test_a_plain_callable_returns_or_raises(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        assert program["echo"](7) == 7
        with pytest.raises(ProgramError, match="KeyError"):
            program["fail"]("x")


@pytest.mark.parametrize(("name", "argument"), [("nested", 500), ("many", 2_000_000)])
def test_a_result_too_large_to_send_is_a_limit(box: Sandbox, name: str, argument: int) -> None:
    with box.load(SOURCE) as program:
        outcome = program.call(name, argument)
        assert isinstance(outcome, LimitExceeded)
        assert outcome.limit in ("result size", "memory")
        assert isinstance(program.call("echo", 1), Returned)


def test_a_missing_function_is_refused_by_name(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        outcome = program.call("absent")
    assert isinstance(outcome, Refused)
    assert outcome.rule == "entry point"
    assert "absent" in outcome.message


def test_an_argument_that_is_no_data_is_the_callers_error(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        for argument in (object(), iter([1]), [lambda: 1]):
            with pytest.raises(TypeError, match="cannot be sent into a sandbox"):
                program.call("echo", argument)
        assert program["echo"](1) == 1


@pytest.mark.parametrize("size", [100, 20_000_000])
def test_a_long_text_is_sent_or_a_limit(box: Sandbox, size: int) -> None:
    with box.load("def f(n):\n    return 'x' * n") as program:
        outcome = program.call("f", size)
        assert isinstance(program.call("f", 1), Returned)
    assert isinstance(outcome, Returned if size == 100 else LimitExceeded)


def test_a_class_is_driven_by_operations(box: Sandbox) -> None:
    operations = [(("plus", "add"), (2,)), (("add",), (-1,)), (("add",), (3,)), (("doubled",), ()), (("total",), ())]
    with box.load(SOURCE) as program:
        outcome = program.operate("Counter", (), operations)
    assert isinstance(outcome, Returned)
    steps = outcome.value
    assert isinstance(steps, list)
    assert steps[0] == ("returned", 2)
    assert steps[1][:2] == ("raised", "ValueError")
    assert steps[2:] == [("returned", 5), ("returned", 10), ("absent",)], "a property answers, plain data does not"


def test_of_methods_with_alternative_names_the_first_that_takes_the_arguments_is_called(box: Sandbox) -> None:
    source = """
class Tree:
    def __init__(self): self.root = 5
    def add(self, node, item): return "helper"
    def insert(self, item, *, where=0): return item
    def walk(self, *nodes): return len(nodes)
    def find(self, item, default=None): return default
"""
    operations = [(("add", "insert"), (7,)), (("add",), (7,)), (("walk",), (1, 2)), (("find",), ()), (("find",), (1, 2)),
                  ((".root",), ()), ((".root",), (1,)), ((".none",), ())]  # fmt: skip
    with box.load(source) as program:
        outcome = program.operate("Tree", (), operations)
    assert isinstance(outcome, Returned)
    absent = ("absent",)
    assert outcome.value == [("returned", 7), absent, ("returned", 2), absent, ("returned", 2), ("returned", 5), absent, absent]  # fmt: skip


def test_a_batch_gives_one_outcome_an_input_in_order(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        values = [outcome.value for outcome in program.call_each("echo", [(n,) for n in range(500)])]  # type: ignore[union-attr]
    assert values == list(range(500))


def test_a_batch_goes_on_after_a_call_that_ended_the_program(box: Sandbox) -> None:
    source = "def f(n):\n    while n == 2: pass\n    return n"
    with box.load(source) as program:
        outcomes = list(program.call_each("f", [(n,) for n in range(5)]))
    assert [type(outcome) for outcome in outcomes] == [Returned, Returned, LimitExceeded, Returned, Returned]


def test_a_program_that_does_not_load_gives_that_outcome_for_every_call(box: Sandbox) -> None:
    with box.load("raise ValueError('at import')") as program:
        outcome = program.call("f")
    assert isinstance(outcome, Raised)
    assert outcome.message == "at import"


def test_main_block_does_not_run_when_loaded(box: Sandbox) -> None:
    with box.load("def f(): return 1\nif __name__ == '__main__':\n    raise ValueError") as program:
        assert isinstance(program.call("f"), Returned)


def test_functions_are_described_before_they_run(box: Sandbox) -> None:
    source = 'def f(a: list[int], b="x") -> int | None:\n    """\n    >>> f([1])\n    7\n    """\n    raise ValueError'
    with box.load(source) as program:
        (entry,) = program.functions
    assert entry["name"] == "f"
    assert [one["type"] for one in entry["parameters"]] == [["list", ["int"]], ["str"]]
    assert [one["required"] for one in entry["parameters"]] == [True, False]
    assert entry["returns"] == ["union", ["int"], ["None"]]
    assert entry["examples"] == [{"name": "f", "arguments": ([1],), "value": 7}]
    assert entry["raises"] == ["ValueError"]


def test_many_programs_can_be_held_at_once(box: Sandbox) -> None:
    programs = [box.load(f"def f(): return {n}") for n in range(4)]
    try:
        assert [program["f"]() for program in programs] == [0, 1, 2, 3]
    finally:
        for program in programs:
            program.close()


def test_a_large_argument_crosses_while_the_program_prints(box: Sandbox) -> None:
    source = "def f(items):\n    for n in range(100):\n        print(n)\n    return len(items)"
    with box.load(source) as program:
        outcome = program.call("f", ["x" * 100] * 20_000)
    assert isinstance(outcome, Returned)
    assert outcome.value == 20_000


def test_a_crash_in_the_middle_is_a_crash(box: Sandbox) -> None:
    with box.load("def f():\n    import os\n    os._exit(0)") as program:
        outcome = program.call("f")
    if box.name == "restricted":
        assert isinstance(outcome, Refused)
        return
    assert isinstance(outcome, Crashed)
    assert outcome.exit_status == 0
