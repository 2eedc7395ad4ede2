"""Answers about shortest paths: distances to the nodes, how to get there, and that there is no way."""

from __future__ import annotations

import math

from ..checking.comparison import same
from .graphs import Weighted, cost, from_letters
from .shapes import elements

#: Numbers from here on mean "infinitely far", for programs without an infinity.
_FAR = 10**8


def is_far(found: object) -> bool:
    return found is None or same(found, -1) or (isinstance(found, int | float) and found >= _FAR)


def _is_distance(found: object, distance: float) -> bool:
    return is_far(found) if distance == math.inf else same(found, distance)


def by_node(found: object) -> dict[object, object] | None:
    """What is given for each node: by key, by index; a letter is the node of its number."""
    if isinstance(found, dict):
        return {from_letters(node): each for node, each in found.items()}
    return dict(enumerate(found)) if isinstance(found, list | tuple) else None


def are_distances(found: object, wanted: dict[int, float]) -> bool:
    """A node that cannot be reached may be left out."""
    given = by_node(found)
    return (
        given is not None
        and given.keys() <= wanted.keys()
        and all(_is_distance(given.get(node), distance) for node, distance in wanted.items())
    )


def lead_back(found: object, graph: Weighted, wanted: dict[int, float], start: int) -> bool:
    """For each reached node its predecessor on a shortest path, or such a path."""
    given = by_node(found)
    return given is not None and all(
        node == start or distance == math.inf or _is_trail(given.get(node), graph, wanted, start, node)
        for node, distance in wanted.items()
    )


def _is_trail(found: object, graph: Weighted, wanted: dict[int, float], start: int, node: int) -> bool:
    before = from_letters(found)
    if type(before) is int and before in graph:
        return node in graph[before] and wanted[before] + graph[before][node] == wanted[node]
    return is_path(found, graph, wanted, start, node)


def is_path(found: object, graph: Weighted, wanted: dict[int, float], start: int, goal: int) -> bool:
    path = [from_letters(node) for node in elements(found) or []]
    nodes = [node for node in path if type(node) is int]
    return (
        len(nodes) == len(path) > 0 and nodes[0] == start and nodes[-1] == goal and cost(graph, nodes) == wanted[goal]
    )
