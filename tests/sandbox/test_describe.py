"""What is read of a source before it runs, and of a prompt: functions, types, examples, literals."""

from __future__ import annotations

import pytest

from sandbox import Sandbox
from sandbox.worker.describe import describe
from sandbox.worker.examples import examples


@pytest.mark.parametrize(
    ("line", "arguments", "value"),
    [("f(1) == 2", (1,), 2), ("f(1) = 2", (1,), 2), ("    assert f([1, 2]) == [2]", ([1, 2],), [2]), ("f('a') -> 'b'", ("a",), "b"),
     ("For example, f(1, 2) returns 3.", (1, 2), 3), ("f((1, 2)) ➞ (2, 1)", ((1, 2),), (2, 1)), ("f(-1) => None", (-1,), None),
     ("# f({'a': 1}) == {1: 'a'}", ({"a": 1},), {1: "a"}), (">>> f(1)\n2", (1,), 2), ("  >>> f('x y')\n  'z'", ("x y",), "z")],
)  # fmt: skip
def test_calls_with_results_are_found(line: str, arguments: tuple[object, ...], value: object) -> None:
    assert examples(f"Some words.\n{line}\nMore words.", ["f"]) == [
        {"name": "f", "arguments": arguments, "value": value}
    ]


@pytest.mark.parametrize(
    "line",
    [
        "f(x) == 2",
        "f(1) == g(2)",
        "g(1) == 2",
        ">>> f(1)",
        ">>> f(1)\nTraceback (most recent call last):",
        "f(",
        "f(1) == __import__('os')",
    ],
)
def test_what_is_not_literal_claims_nothing(line: str) -> None:
    assert not any("value" in one for one in examples(line, ["f"]))


@pytest.mark.parametrize(
    ("hint", "kind"),
    [("int", ["int"]), ("List[int]", ["list", ["int"]]), ("'list[str]'", ["list", ["str"]]), ("dict[str, list[float]]", ["dict", ["str"], ["list", ["float"]]]),
     ("Optional[int]", ["optional", ["int"]]), ("int | None", ["union", ["int"], ["None"]]), ("tuple[int, ...]", ["tuple", ["int"], ["..."]]),
     ("typing.Sequence[int]", ["sequence", ["int"]]), ("Node", ["any"]), ("Optional[ListNode]", ["optional", ["Linked"]]), ("'TreeNode'", ["Tree"]), ("list[Node]", ["list", ["any"]]), ("Callable[[int, str], bool]", ["callable", ["bool"], ["int"], ["str"]]), ("Callable[..., int]", ["any"])],
)  # fmt: skip
def test_types_are_read_as_data(hint: str, kind: list[object]) -> None:
    (entry,) = describe(f"def f(x: {hint}): pass")
    assert entry["parameters"] == [{"name": "x", "type": kind, "required": True}]


def test_literals_exceptions_classes_and_lambdas_are_seen() -> None:
    source = (
        "def f(n, *rest):\n    if n == 42 or n in ('yes', 'no'):\n        raise ValueError('bad')\n"
        "class Stack:\n    def __init__(self, size=3): pass\n    def push(self, x): pass\ng = lambda a, b=1: a\n_x = 5\n"
    )
    f, stack, g = describe(source)
    assert {42, "yes", "no"} <= set(f["literals"])
    assert (f["raises"], f["variadic"]) == (["ValueError"], True)
    assert (stack["is_class"], stack["methods"]) == (True, ["__init__", "push"])
    assert [one["required"] for one in stack["parameters"]] == [False]
    assert [one["required"] for one in g["parameters"]] == [True, False]


@pytest.mark.parametrize(
    ("source", "parameters"),
    [("class A:\n    def __init__(self, size): pass", [("size", True)]),
     ("class B:\n    def __init__(self, n, m=0): pass\nclass A(B):\n    def f(self): pass", [("n", True), ("m", False)]),
     ("class A(A): pass", []), ("class B(A): pass\nclass A(B): pass", []),
     ("from dataclasses import dataclass\n@dataclass(slots=True)\nclass A:\n    n: int\n    m: int = 0", [("n", True), ("m", False)])],
    ids=["of its own", "inherited", "of itself", "in a circle", "of a dataclass"],
)  # fmt: skip
def test_what_a_constructor_takes_is_told_wherever_it_is_defined(
    source: str, parameters: list[tuple[str, bool]]
) -> None:
    made = describe(source)[-1]
    assert [(one["name"], one["required"]) for one in made["parameters"]] == parameters


@pytest.mark.parametrize("source", ["def f(:", "x = " + "(" * 5000, "a\0b", ""])
def test_what_is_not_python_has_no_functions(source: str) -> None:
    assert describe(source) == []


def test_a_prompt_is_read_in_a_worker() -> None:
    with Sandbox("restricted", workers=1) as box:
        assert box.read("add, so that add(1, 2) == 3")["examples"][0]["value"] == 3
        assert box.read("add(" * 20_000)["examples"] == []
        assert box.run("print(1)").stdout == "1\n"
