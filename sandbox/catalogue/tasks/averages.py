"""Averages of numbers and how far the numbers lie from them."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING

from ..absence import Absence, absences
from ..drawn import integers
from ..entry import Entry, listed, phrased
from ..measured import near
from ..properties import Choice, Form, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "numbers"

Numbers = list[float]

_ABSENCES = (
    Absence("None for the empty list", (None,)),
    Absence("raises for the empty list"),
    Absence("0 for the empty list", (0,)),
    Absence("nan for the empty list", (math.nan,)),
    Absence("an empty list for the empty list", ([], ())),
    Absence("a message for the empty list", any_message=True),
)
ONE_LIST = (Form("", 1),)


def _is_empty(numbers: Numbers) -> bool:
    return not numbers


WITHOUT_NUMBERS = absences("says that the empty list has none", _is_empty, _ABSENCES)


def _lists(least: int) -> Callable[[], SearchStrategy[Arguments]]:
    """Odd and even lengths, unordered, with duplicates; whole numbers and quarters."""

    def inputs() -> SearchStrategy[Arguments]:
        from hypothesis import strategies as st

        whole, quarters = st.integers(-20, 20), st.integers(-400, 400).map(lambda n: n / 4)
        small = st.lists(whole, min_size=least, max_size=8) | st.lists(whole, min_size=max(least, 1), max_size=25)
        return st.tuples(small | small | st.lists(quarters, min_size=max(least, 1), max_size=10))

    return inputs


_EDGES: tuple[Arguments, ...] = (
    ([1],),
    ([1, 2],),
    ([2, 1],),
    ([3, 1, 2],),
    ([4, 1, 3, 2],),
    ([1, 2, 4],),
    ([0, 0, 1],),
    ([-5, 2],),
    ([1.5, 2.5, 4.0],),
    ([7, 7, 7],),
    ([10, 2, 38, 23, 38, 23, 21],),
)


def _close(name: str, expected: Callable[[Numbers], float]) -> Choice:
    return Choice("", (near(name, expected, relative=1e-9, absolute=1e-9, where=lambda numbers: bool(numbers)),))


def mean(numbers: Numbers) -> float:
    return math.fsum(numbers) / len(numbers)


def median(numbers: Numbers) -> float:
    return statistics.median(numbers)


_MEAN = Entry(
    name="mean",
    names=(
        *phrased("|arithmetic |find |calculate ", "mean|average|mean value", "| list| numbers| list numbers| array"),
        *listed("arithmetic average, average of a list of numbers, mean of a list of numbers, mean list integers"),
        *phrased("|列表|数组|一组数", "平均值|平均数|算术平均值|算术平均数"),
    ),
    entry_points=listed("mean, average, calculate_mean, calculate_average, arithmetic_mean, find_average"),
    signature="def mean(numbers: list[float]) -> float | None",
    summary="Returns the arithmetic mean of a list of numbers, or None if the list is empty.",
    why="Sums that the length does not divide, negative numbers and fractions. The empty list has no mean, which"
    " programs say in many ways.",
    inputs=_lists(0),
    conventions=conventions(ONE_LIST, (_close("the arithmetic mean", mean),), WITHOUT_NUMBERS),
    reference=lambda numbers: mean(numbers) if numbers else None,
    edges=(*_EDGES, ([],)),
)

_MEDIAN = Entry(
    name="median",
    names=(
        *phrased("|find |calculate ", "median", "| list| numbers| list numbers| array| unsorted list| unsorted array"),
        *listed("median of a list of numbers, median list integers"),
        *phrased("|列表|数组|一组数|查找", "中位数|中值"),
    ),
    entry_points=listed("median, find_median, calculate_median, get_median, compute_median"),
    signature="def median(numbers: list[float]) -> float | None",
    summary="Returns the median of a list of numbers in any order: the middle one, or the mean of the two middle ones;"
    " None if the list is empty.",
    why="Odd and even lengths, unordered lists, two middle numbers whose mean is no whole number. The empty list has no"
    " median, which programs say in many ways.",
    inputs=_lists(0),
    conventions=conventions(ONE_LIST, (_close("the median", median),), WITHOUT_NUMBERS),
    reference=lambda numbers: median(numbers) if numbers else None,
    edges=(*_EDGES, ([],)),
)

# Variance and standard deviation


def _spread(name: str, others: tuple[str, ...], points: str, of: Callable[[float], float]) -> Entry:
    point, *more = listed(points)

    def population(numbers: Numbers) -> float:
        return of(statistics.pvariance(numbers))

    def sample(numbers: Numbers) -> float:
        return of(statistics.variance(numbers))

    def choice(what: str, expected: Callable[[Numbers], float]) -> Choice:
        return Choice(what, (near(f"the {what} {name}", expected, relative=1e-9, absolute=1e-6),))

    return Entry(
        name=name,
        names=others,
        entry_points=(point, *more),
        signature=f"def {point}(numbers: list[float]) -> float",
        summary=f"Returns the population {name} (the sum of squared deviations from the mean is divided by the number"
        " of numbers) of a list of at least two numbers.",
        why="Means that are no whole numbers, equal numbers, fractions; lists of fewer than two are left out, which"
        " programs answer differently. Dividing by n or by n - 1 are both usual.",
        inputs=_lists(2),
        conventions=conventions(ONE_LIST, (choice("population", population), choice("sample", sample))),
        reference=population,
        edges=tuple(edge for edge in _EDGES if len(integers(edge)) > 1),
    )


_LISTED = "| list| numbers| list numbers| array| list of numbers"
_VARIANCE = _spread(
    "variance",
    (
        *phrased("|population |sample |calculate |find ", "variance", _LISTED),
        *phrased("|列表|数组|一组数|总体|样本", "方差"),
    ),
    "variance, calculate_variance, population_variance, sample_variance, compute_variance",
    lambda variance: variance,
)
_DEVIATION = _spread(
    "standard deviation",
    (
        *phrased("|population |sample |calculate |find ", "standard deviation|std dev", _LISTED),
        *phrased("|列表|数组|一组数|总体|样本", "标准差"),
    ),
    "standard_deviation, std_dev, calculate_std, std_deviation, stdev, calculate_standard_deviation, stddev",
    math.sqrt,
)

ENTRIES: tuple[Entry, ...] = (_MEAN, _MEDIAN, _VARIANCE, _DEVIATION)
