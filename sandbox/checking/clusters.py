"""Which samples answered alike, on which inputs that can be told, and whether that says anything. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..literal import shorten
from .sample import REFERENCE, SHOWN, Sample, voices
from .verdict import Cluster

if TYPE_CHECKING:
    from collections.abc import Sequence


def counted_inputs(samples: Sequence[Sample]) -> list[int]:
    """Positions in `calls` of the inputs on which all can be compared, without those that most refuse."""
    depth = min((len(sample.calls) for sample in samples), default=0)
    return [index for index in range(depth) if _is_inside(samples, index)]


def _is_inside(samples: Sequence[Sample], index: int) -> bool:
    """False if most raise, unless most raise the same and mean it: then the exception is the answer."""
    raised = [sample for sample in samples if not sample.calls[index].returned]
    if voices(raised) * 2 <= voices(samples):
        return True
    meant = {sample.refused(sample.calls[index]) for sample in raised} - {""}
    return any(
        voices(one for one in raised if one.refused(one.calls[index]) == error) * 2 > voices(samples) for error in meant
    )


def grouped(samples: Sequence[Sample], inside: Sequence[int]) -> list[list[Sample]]:
    """Samples that answered alike on every one of these inputs; most voices first."""
    groups: list[list[Sample]] = []
    for sample in samples:
        alike = (group for group in groups if not differences(sample, group[0], inside))
        if (group := next(alike, None)) is not None:
            group.append(sample)
        else:
            groups.append([sample])
    return sorted(groups, key=voices, reverse=True)


def differences(sample: Sample, other: Sample, inside: Sequence[int]) -> list[int]:
    return [index for index in inside if not sample.alike(sample.calls[index], other, other.calls[index])]


def emptiness(sample: Sample, inside: Sequence[int]) -> str:
    """Why agreement with this sample says nothing; "" if it says something."""
    calls = [sample.calls[index] for index in inside]
    if not any(call.returned for call in calls):
        return "most raise an exception on every input"
    if len(sample.calls) > 1 and all(sample.alike(calls[0], sample, call) for call in calls):
        return f"every input gets the same answer, {shorten(sample.shown(calls[0]), SHOWN)}"
    return ""


def as_cluster(group: Sequence[Sample]) -> Cluster:
    return Cluster(
        samples=tuple(sorted(n for one in group for n in one.positions)),
        different=voices(group),
        proposed=any(one.is_reference for one in group),
    )


def named(group: Sequence[Sample]) -> str:
    """The samples as a person counts them, from 1, and a reference that agrees with them."""
    cluster = as_cluster(group)
    numbers = ", ".join(str(number + 1) for number in cluster.samples)
    words = [f"sample{'s' * (len(cluster.samples) > 1)} {numbers}"] * bool(numbers) + [REFERENCE] * cluster.proposed
    return " and ".join(words)
