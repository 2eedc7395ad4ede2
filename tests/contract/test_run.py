"""A whole program, run once."""

from __future__ import annotations

import pytest

from sandbox import Crashed, LimitExceeded, Raised, Refused, Returned, Sandbox


def test_what_it_prints_comes_back(box: Sandbox) -> None:
    outcome = box.run("print(6 * 7)\nprint('ü', end='')")
    assert isinstance(outcome, Returned)
    assert outcome.stdout == "42\nü"
    assert not outcome.stdout_truncated


def test_output_arrives_while_it_runs(box: Sandbox) -> None:
    seen: list[tuple[str, str]] = []
    outcome = box.run("print('first')\nprint('second')\nwhile True: pass", on_output=lambda *text: seen.append(text))
    assert isinstance(outcome, LimitExceeded)
    assert outcome.stdout == "first\nsecond\n"
    assert "".join(text for _, text in seen) == "first\nsecond\n"


def test_an_exception_names_type_text_and_line(box: Sandbox) -> None:
    outcome = box.run("def f(x):\n    return 1 // x\n\nf(0)\n")
    assert isinstance(outcome, Raised)
    assert (outcome.type_name, outcome.line) == ("ZeroDivisionError", 2)
    assert "ArithmeticError" in outcome.bases


def test_leaving_by_system_exit_is_not_returning(box: Sandbox) -> None:
    outcome = box.run("raise SystemExit(0)")
    assert isinstance(outcome, Raised | Refused)


@pytest.mark.parametrize(
    ("source", "rule"),
    [("", "empty"), ("   \n", "empty"), ("def f(:\n", "syntax"), ("x = 1\n" * 20_000, "source size"),
     ("x = " + "-" * 30_000 + "1", "syntax"), ("a\0b", "syntax")],
    ids=["empty", "blank", "not Python", "too large", "parser bomb", "null byte"],
)  # fmt: skip
def test_what_cannot_be_run_is_refused(box: Sandbox, source: str, rule: str) -> None:
    outcome = box.run(source)
    if isinstance(outcome, Crashed):
        assert rule == "syntax"  # some versions of CPython die of a parser bomb: the child did, we did not
    else:
        assert isinstance(outcome, Refused)
        assert outcome.rule == rule
        assert outcome.hint
    assert isinstance(box.run("pass"), Returned)


def test_a_syntax_error_names_its_line(box: Sandbox) -> None:
    outcome = box.run("x = 1\ny = = 2\n")
    assert isinstance(outcome, Refused)
    assert outcome.line == 2


def test_main_block_runs(box: Sandbox) -> None:
    assert box.run("if __name__ == '__main__':\n    print('main')").stdout == "main\n"


def test_runs_share_nothing(box: Sandbox) -> None:
    assert isinstance(box.run("import collections\ncollections_used = 1\nleft_behind = 2"), Returned)
    outcome = box.run("print(left_behind)")
    assert isinstance(outcome, Raised)
    assert outcome.type_name == "NameError"


def test_every_outcome_says_what_confined_it_and_what_it_used(box: Sandbox) -> None:
    outcome = box.run("sum(range(10**5))")
    assert {"rlimits", "seccomp", "no_new_privs", "empty environment"} <= set(outcome.protections)
    assert outcome.protections == box.protections
    assert outcome.usage.cpu_seconds is not None
    assert outcome.usage.peak_memory_bytes is not None
    assert 0 < outcome.usage.wall_seconds < 3
    assert outcome.usage.peak_memory_bytes > 1_000_000


def test_map_keeps_the_order_and_runs_all(box: Sandbox) -> None:
    sources = [f"print({n})" if n % 3 else "raise ValueError" for n in range(20)]
    outcomes = list(box.map(iter(sources)))
    assert [isinstance(outcome, Returned) for outcome in outcomes] == [bool(n % 3) for n in range(20)]
    assert outcomes[19].stdout == "19\n"


def test_map_takes_no_more_sources_than_it_can_hold(box: Sandbox) -> None:
    taken = []

    def endless() -> object:
        while True:
            taken.append(1)
            yield "pass"

    results = box.map(endless())  # type: ignore[arg-type]
    for _ in range(5):
        assert isinstance(next(results), Returned)
    results.close()  # type: ignore[attr-defined]
    assert len(taken) < 5 + 10 * box.workers


def test_large_integers_are_divided_and_parsed(box: Sandbox) -> None:
    outcome = box.run("print(7**20000 // 3**9000 % 1000, divmod(7**20000, 3**9000)[1] % 97, int('7' * 4300) % 13)")
    assert (
        outcome.stdout == f"{7**20000 // 3**9000 % 1000} {divmod(7**20000, 3**9000)[1] % 97} {int('7' * 4300) % 13}\n"
    )


def test_no_two_programs_draw_the_same_random_numbers(box: Sandbox) -> None:
    drawn = {box.run("import random\nprint(random.random(), random.Random().random())").stdout for _ in range(3)}
    assert len(drawn) == 3
    assert len({line for each in drawn for line in each.split()}) == 6
