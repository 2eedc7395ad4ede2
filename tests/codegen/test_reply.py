"""Which source is found in what models write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.prompt import fenced
from codegen.reply import extract, last_block

CODE = "def f(x):\n    return x\n"
SIGNATURE = "def f(x: int) -> int"


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        f"```python\n{CODE}```",
        f"```py\n{CODE}```",
        f"```Python3 title='f.py'\n{CODE}```",
        f"```{{.python .numberLines}}\n{CODE}```",
        f"```\n{CODE}```",
        f"~~~python\n{CODE}~~~",
        f"````python\n{CODE}````",
        f"Sure!\n\n```python\n{CODE}```\n\nIt returns `x`.",
        f"Sure!\n\n{CODE}\nThis works because it returns x.",
        f"Here is the function, as you asked:\n{CODE}",
        f"\ufeff```python\n{CODE}```",
        f"```python\n{CODE}```".replace("\n", "\r\n"),
        f"```python\n{CODE}```".replace("\n", "\r"),
        f"```python\n{CODE}",  # cut off before the closing fence
        f"{CODE}```\n\nThat is all.",  # the prompt had opened the fence
        f"{CODE}```\n\nUse it so:\n\n```python\nprint(f(1))\n```",
        "1. So:\n\n   ```python\n   def f(x):\n       return x\n   ```\n\n2. Done.",
        "> ```python\n> def f(x):\n>     return x\n> ```",
        "```pycon\n>>> def f(x):\n...     return x\n...\n```",
        f"<think>\nPerhaps\n```python\ndef f(x): pass\n```\n</think>\n```python\n{CODE}```",
        f"Install it:\n```bash\npip install f\n```\nThen:\n```python\n{CODE}```\nOutput:\n```text\n3\n```",
        f"```python\n{CODE}```\nTest it:\n```python\nassert f(1) == 1\n```",
        f"```python\n{CODE}```\nTest it:\n```python\nimport unittest\n\ndef test_f():\n    f(1)\n```",
        f"The fault was here:\n```python\ndef f(x):\n    return\n```\nCorrected:\n```python\n{CODE}```",
        f"```python\n{CODE}```\nwhere this stays the same:\n```python\ndef f(x):\n    ...\n```",
        "    return x",  # continues the signature that the prompt ended with
        "```python\n    return x\n```",
    ],
)
def test_the_function_is_found(text: str) -> None:
    found = extract(text, names=("f",), stub="def f(x)")
    assert found == CODE


def test_a_fence_inside_a_docstring_does_not_end_the_code() -> None:
    code = 'def f(x):\n    """Example:\n\n    ```\n    f(1)\n    ```\n    """\n    return x\n'
    assert extract(f"```python\n{code}```") == code


def test_blocks_that_the_answer_uses_come_along_and_others_do_not() -> None:
    text = (
        "```python\nimport math\n```\nA helper:\n```python\ndef half(x):\n    return x / 2\n```\n"
        "```python\ndef other():\n    import os\n```\n```python\ndef f(x):\n    return math.floor(half(x))\n```"
    )
    found = extract(text, names=("f",))
    assert found.startswith("import math\n\ndef half(x)")
    assert "def f(x)" in found
    assert "other" not in found


def test_without_an_entry_point_the_block_that_defines_something_is_taken() -> None:
    assert (
        extract(f"```\nf(1)\n```\n```\n{CODE}```\n```\nprint(f(2), 'long enough to be the longest of all')\n```")
        == CODE
    )


def test_a_class_is_found_by_its_name() -> None:
    text = "```python\nclass Stack:\n    pass\n```\n```python\ns = Stack()\ns.push(1)\nprint(s)\n```"
    assert extract(text, names=("Stack",)) == "class Stack:\n    pass\n"


def test_tabs_and_blank_lines_inside_stay() -> None:
    assert extract("```python\n\ndef f(x):\n\n\treturn x\n\n```") == "def f(x):\n\n\treturn x\n"


@pytest.mark.parametrize("text", ["", "   \n", "```python\n```", "```"])
def test_a_reply_without_code_gives_nothing(text: str) -> None:
    assert extract(text) == ""


def test_a_refusal_in_words_is_left_to_the_checker() -> None:
    assert extract("I cannot help with that.") == "I cannot help with that.\n"


LINES = st.text(st.characters(exclude_characters="`~\r\n", exclude_categories=["Cs", "Cc"]), max_size=30)
PROSE = st.lists(st.sampled_from(["Here you go:", "", "- a point", "It is **fast**, see `f`.", "1. First"])).map(
    "\n".join
)


@given(body=st.lists(LINES), before=PROSE, after=PROSE)
def test_what_was_fenced_comes_back_unchanged(body: list[str], before: str, after: str) -> None:
    source = "def f(x):\n" + "".join(f"    {line}\n" for line in body) + "    return x\n"
    assert extract(f"{before}\n{fenced(source)}\n{after}", names=("f",)) == source


@given(inner=st.lists(st.sampled_from(["```", "~~~", "````", "```python", "x = 1", ""])))
def test_a_source_with_fences_in_it_survives_its_own_fence(inner: list[str]) -> None:
    source = 'def f(x):\n    return x\n\n\nTEXT = """\n' + "\n".join(inner) + '\n"""\n'
    assert extract(fenced(source), names=("f",)) == source


@given(
    text=st.text(st.sampled_from("`~> \t\ndef f(x):returnimport#\"'=>.\r\ufeff中")), name=st.sampled_from([(), ("f",)])
)
def test_any_text_gives_some_source_that_ends_in_one_line_end(text: str, name: tuple[str, ...]) -> None:
    found = extract(text, names=name, stub=SIGNATURE)
    assert found == "" or (found.endswith("\n") and not found.endswith("\n\n"))
    assert "\r" not in found


@pytest.mark.timeout(60)  # a pattern that backtracks takes hours
@pytest.mark.parametrize(
    "text",
    [
        "```python\n" + "x = 1\n" * 500_000,
        "word " * 500_000,
        *("\t" * 10**6, "x: " + " " * 10**6, "x" * 10**6, "a." * 10**6, "(" * 10**6, "f(" + ")" * 10**6 + "!"),
        *("    \n" * 300_000, "\n" * 10**6, "x\n" * 500_000, "# ...\n" * 300_000, "import a\n" * 100_000),
        *("```\n" * 300_000, "```\nx = y\n```\n" * 90_000, "~~~~\n" + ">" * 10**6, "<think>" * 150_000),
        "from a import " + "b" * 10**6 + "!",
        "if " + ": " * 500_000 + "!",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_reply_however_odd_takes_long(text: str) -> None:
    extract(text, names=("f",), stub="def f()")


@pytest.mark.parametrize(
    "text", ["Sure \ud83d!\n```python\ndef f(x):\n    return x\n```", "def f(x):\n    return x\n\ude00"]
)
def test_half_a_character_costs_no_answer(text: str) -> None:
    found = extract(text, names=("f",))
    assert found.startswith("def f(x):\n    return x\n")
    assert found.encode()
    assert extract("x = '\ud83d\ude00'") == "x = '\U0001f600'\n"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (f"```python\n{CODE}```\nUse it:\n```python\nprint(f(1))\n```", f"{CODE}\nprint(f(1))\n"),
        (f"```python\nprint(1)\n```\nor\n```python\n{CODE}```", CODE),
        (f"```python\n{CODE}```\nOutput:\n```\n[1, 2]\n```\n```text\nprint(2)\n```", CODE),
        (f"```bash\npip install x\n```\n```\n{CODE}```", CODE),
        (f"Sure:\n\n{CODE}\nThat is all.", CODE),
        ("```python\n>>> x = 1\n>>> x\n1\n```", "x = 1\nx\n"),
        ("```python\nprint(1)\nprint(", "print(1)\nprint(\n"),
        ("    print(1)\n```", "print(1)\n"),
        ("```bash\npip install x\n```", ""),
        ("```\nsome output\n```", ""),
        ("I cannot do that.", ""),
        ("```python\n\n```", ""),
        ("", ""),
    ],
)
def test_the_last_block_is_what_would_be_run(text: str, source: str) -> None:
    assert last_block(text) == source
