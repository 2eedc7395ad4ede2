"""Jobs whose outcome tells whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox import Crashed, Outcome, Returned

if TYPE_CHECKING:
    from random import Random

    from sandbox import Sandbox


def any_job(box: Sandbox, number: int, random: Random, milliseconds: float) -> tuple[int, list[str]]:
    """One job of a random kind and length. Returns how many answers a kill took, and what is wrong with the others."""
    kind = random.choice((_run, _run_asleep, _calls, _batch))
    outcomes, expected = kind(box, f"job {number}", [random.uniform(0, milliseconds / 1000) for _ in range(6)])
    if len(outcomes) != len(expected):
        return 0, [f"{kind.__name__}: {len(outcomes)} outcomes for {len(expected)} questions"]
    killed = [_was_killed(outcome) for outcome in outcomes]
    wrong = [
        f"{kind.__name__}: {outcome}"
        for outcome, right, lost in zip(outcomes, expected, killed, strict=True)
        if not lost and (not isinstance(outcome, Returned) or (outcome.value, outcome.stdout) != right)
    ]
    return sum(killed), wrong


def _was_killed(outcome: Outcome) -> bool:
    return isinstance(outcome, Crashed) and (outcome.signal == 9 or "the worker was lost" in outcome.detail)


_WAIT = "import time\nend = time.monotonic() + {seconds}\nwhile time.monotonic() < end: pass\n"


def _run(box: Sandbox, token: str, times: list[float]) -> tuple[list[Outcome], list[tuple[object, str]]]:
    return [box.run(f"{_WAIT.format(seconds=times[0])}print({token!r})")], [(None, f"{token}\n")]


def _run_asleep(box: Sandbox, token: str, times: list[float]) -> tuple[list[Outcome], list[tuple[object, str]]]:
    return [box.run(f"import time\nprint({token!r})\ntime.sleep({times[0]})")], [(None, f"{token}\n")]


_SOURCE = """
import time
def f(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end: pass
    print(seconds)
    return [{token!r}, seconds]
"""


def _calls(box: Sandbox, token: str, times: list[float]) -> tuple[list[Outcome], list[tuple[object, str]]]:
    with box.load(_SOURCE.format(token=token)) as program:
        return [program.call("f", each) for each in times], [([token, each], f"{each}\n") for each in times]


def _batch(box: Sandbox, token: str, times: list[float]) -> tuple[list[Outcome], list[tuple[object, str]]]:
    with box.load(_SOURCE.format(token=token)) as program:
        outcomes = list(program.call_each("f", [(each,) for each in times]))
        return outcomes, [([token, each], f"{each}\n") for each in times]
