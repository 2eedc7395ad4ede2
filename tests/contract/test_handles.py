"""An object that is no data stays in its program, and later calls of that program can use it."""

from __future__ import annotations

import pytest

from sandbox import Handle, Opaque, ProgramError, Raised, Refused, Returned, Sandbox, codec
from sandbox.checking.comparison import same

SOURCE = """
class Stack:
    def __init__(self, *items):
        self.items = list(items)
    def push(self, item):
        self.items.append(item)
        return self
    def pop(self):
        return self.items.pop()
    def __eq__(self, other):
        return True
    __hash__ = None
def total(stacks):
    return [sum(stack.items) for stack in stacks]
def adder(n):
    return lambda m: n + m
def crash():
    while True:
        pass
def copied(stack):
    return Stack(*stack.items)
"""


def test_an_instance_is_kept_and_driven(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        made = program.keep("Stack", 1)
        assert isinstance(made, Returned)
        stack = made.value
        assert isinstance(stack, Handle)
        assert stack.type_name == "Stack"
        assert isinstance(program.call("Stack.push", stack, 2), Returned)
        assert isinstance(program.call_method(stack, "push", 3), Returned)
        popped = [program.call_method(stack, "pop") for _ in range(4)]
    assert [one.value for one in popped[:3] if isinstance(one, Returned)] == [3, 2, 1]
    assert isinstance(popped[3], Raised)
    assert popped[3].type_name == "IndexError"


def test_a_plain_callable_gives_something_to_go_on_with(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        one, other = program["Stack"](1, 2), program["Stack"]()
        program["Stack.push"](other, 5)
        assert program["total"]([one, other, program["copied"](one)]) == [3, 5, 3]
        assert program.call_method(program["adder"](2), "__call__", 3).value == 5  # type: ignore[arg-type, union-attr]
        assert program["Stack.pop"](one) == 2, "what is data is not kept"


def test_a_handle_equals_nothing(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        one, other = program["Stack"](), program["Stack"]()
        assert one != other
        assert not same(one, one)
        assert isinstance(one, Opaque)
        assert isinstance(program.call("Stack").value, Opaque)  # type: ignore[union-attr]


def test_a_handle_of_another_program_is_the_callers_error(box: Sandbox) -> None:
    with box.load(SOURCE) as program, box.load(SOURCE) as another:
        stack = program["Stack"]()
        for arguments in ([stack], [[1, stack]]):
            with pytest.raises(ValueError, match="of another program"):
                another.call("Stack.pop", *arguments)
        with pytest.raises(TypeError, match="as an argument or in a list"):
            program.call("Stack.pop", {1: stack})
        assert program.call("copied", '{"H":"text"}').type_name == "AttributeError"  # type: ignore[union-attr]
        forged = codec.loads(codec.dumps(stack))
        with pytest.raises(ValueError, match="of another program"):
            program.call("Stack.pop", forged)


def test_a_handle_of_a_process_that_has_ended_is_refused(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        stack = program["Stack"]()
        program.call("crash")
        outcome = program.call_method(stack, "push", 1)  # type: ignore[arg-type]
        assert isinstance(outcome, Refused)
        assert "its process has ended" in outcome.message
        with pytest.raises(ProgramError, match="make it again"):
            program["Stack.pop"](stack)


def test_only_so_many_objects_are_kept(box: Sandbox) -> None:
    with box.load(SOURCE) as program:
        first, second = program["Stack"](), program["Stack"]()
        for _ in range(999):
            program["Stack"]()
        assert isinstance(program.call_method(first, "push", 1), Refused)  # type: ignore[arg-type]
        assert isinstance(program.call_method(second, "push", 1), Returned)  # type: ignore[arg-type]


def test_a_program_gains_nothing_by_answering_with_a_handle_of_its_own(box: Sandbox) -> None:
    source = SOURCE + "class Handle:\n    key = ''\ndef f(): return Handle()\n"
    with box.load(source) as program:
        value = program.call("f").value  # type: ignore[union-attr]
    assert type(value) is Opaque
