"""Shortest paths where edges may have negative weights, and the cycles that then have no shortest path."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..distances import are_distances, lead_back
from ..entry import Entry, listed
from ..graphs import Weighted, WeightedEdge, letter, lettered_weights, pair_lists, reached
from ..properties import Choice, Form, conventions
from ..shapes import form, judges, satisfies, says_none

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "graphs"


def least_distances(size: int, edges: list[WeightedEdge], start: int) -> dict[int, float] | None:
    """None where a cycle of negative weight can be reached."""
    found = dict.fromkeys(range(size), math.inf)
    found[start] = 0
    for _ in range(size):
        before = dict(found)
        for one, other, weight in edges:
            found[other] = min(found[other], found[one] + weight)
    return None if before != found else found


def _graph_of(size: int, edges: list[WeightedEdge]) -> Weighted:
    graph: Weighted = {node: {} for node in range(size)}
    for one, other, weight in edges:
        graph[one][other] = weight
    return graph


# Conventions


def _right(name: str, right: Callable[..., bool], choice: str = "") -> Choice:
    """`right(found, distances, *drawn)` where there are distances; where there are none it says so in any way."""

    def holds(call: Call, size: int, edges: list[WeightedEdge], start: int) -> bool:
        wanted = least_distances(size, edges, start)
        return _says_negative(call) if wanted is None else right(call.value, wanted, size, edges, start)

    return judges(name, holds, least_distances, choice=choice)


def _says_negative(call: Call) -> bool:
    return says_none(call, None, False, -1, [], [-1], {}, (None, None), ([], []), ({}, {})) or type(call.value) is str


def _distances(found: object, wanted: dict[int, float], *drawn: object) -> bool:  # noqa: ARG001  one of several
    return are_distances(found, wanted)


def _with_trails(found: object, wanted: dict[int, float], size: int, edges: list[WeightedEdge], start: int) -> bool:
    return (
        isinstance(found, tuple | list)
        and len(found) == 2
        and are_distances(found[0], wanted)
        and lead_back(found[1], _graph_of(size, edges), wanted, start)
    )


def _flagged(when_negative: object, choice: str) -> Choice:
    """(distances, flag); of a graph with a negative cycle only the flag counts."""

    def right(found: object, size: int, edges: list[WeightedEdge], start: int) -> bool:
        wanted = least_distances(size, edges, start)
        if not isinstance(found, tuple | list) or len(found) != 2 or type(found[1]) is not bool:
            return False
        negative = found[1] is when_negative
        return negative if wanted is None else not negative and are_distances(found[0], wanted)

    name = "the least distance to every node, and whether there is a negative cycle"
    return satisfies(name, right, choice=choice)


_CHOICES = (
    _right("the least distance to every node", _distances),
    _right("the least distance to every node, and how to get there", _with_trails, "distances and predecessors"),
    _flagged(when_negative=True, choice="(distances, True for a negative cycle)"),
    _flagged(when_negative=False, choice="(distances, False for a negative cycle)"),
)
_FORMS = (
    Form("", 3),
    form("called with (edges, n, start)", 3, lambda n, edges, start: (edges, n, start)),
    form("called with (n, edges as lists, start)", 3, lambda n, edges, start: (n, [list(e) for e in edges], start)),
    form("called with (edges, start, n)", 3, lambda n, edges, start: (edges, start, n)),
    form("called with (nodes, edges, start)", 3, lambda n, edges, start: (list(range(n)), edges, start)),
    form("called with neighbours and weights", 2, lambda n, edges, start: (_graph_of(n, edges), start)),
    form("lists of (neighbour, weight)", 2, lambda n, edges, start: (pair_lists(_graph_of(n, edges)), start)),
    form("nodes are letters", 2, lambda n, edges, start: (lettered_weights(_graph_of(n, edges)), letter(start))),
)

# Inputs


def _edges_and_start() -> SearchStrategy[Arguments]:
    """Half of the graphs without negative cycles: their weights differ from positive ones by heights of the nodes."""
    from hypothesis import strategies as st

    def with_edges(size: int) -> SearchStrategy[Arguments]:
        node = st.integers(0, size - 1)
        edges = st.lists(st.tuples(node, node, st.integers(0, 9)), max_size=2 * size + 2, unique_by=lambda e: e[:2])
        heights = st.lists(st.integers(-9, 9), min_size=size, max_size=size)
        tilted = st.tuples(edges, heights).map(lambda drawn: _tilted(*drawn))
        lowered = st.tuples(edges, st.integers(0, 5)).map(lambda drawn: [(u, v, w - drawn[1]) for u, v, w in drawn[0]])
        return st.tuples(st.just(size), tilted | tilted | lowered, node).map(lambda drawn: _all_in_reach(*drawn))

    return st.integers(1, 6).flatmap(with_edges)


def _tilted(edges: list[WeightedEdge], heights: list[int]) -> list[WeightedEdge]:
    return [(one, other, weight + heights[one] - heights[other]) for one, other, weight in edges]


def _all_in_reach(size: int, edges: list[WeightedEdge], start: int) -> Arguments:
    """Out of reach no weight is negative: of a negative cycle there, programs may or may not speak. No loops."""
    graph = _graph_of(size, [edge for edge in edges if edge[0] != edge[1]])
    near = reached({node: list(others) for node, others in graph.items()}, start)
    kept = [(u, v, w if u in near else abs(w)) for u, v, w in edges if u != v]
    return size, kept, start


_BELLMAN_FORD = Entry(
    name="bellman-ford",
    names=listed("""
        bellman ford algorithm, bellman ford shortest path, shortest path bellman ford,
        shortest path using bellman ford, shortest path using bellman ford algorithm,
        bellman ford single source shortest path,
        bellman ford 算法, 贝尔曼福特算法, bellman ford 最短路径, 贝尔曼 福特算法, bellmanford 算法
    """),
    entry_points=listed("bellman_ford, bellman_ford_algorithm, bellman_ford_shortest_path"),
    signature="def bellman_ford(n: int, edges: list[tuple[int, int, int]], start: int) -> list[float] | None",
    summary="`edges` holds the edges (u, v, weight) of a directed graph with the nodes 0 to n - 1; weights may be"
    " negative. Returns for each node the least total weight of a path from `start`, infinity where there is no path,"
    " or None if a cycle of negative total weight can be reached from `start`.",
    why="Graphs of up to 6 nodes with negative weights; half of them have no negative cycle, and then a lighter way"
    " often has more edges. A negative cycle can always be reached from the start: programs differ about others.",
    inputs=_edges_and_start,
    conventions=conventions(_FORMS, _CHOICES),
    reference=least_distances,
    edges=(
        (1, [], 0),
        (2, [(0, 1, -5)], 0),
        (2, [(0, 1, 5)], 1),
        (2, [(0, 1, 1), (1, 0, -1)], 0),
        (2, [(0, 1, 1), (1, 0, -2)], 0),
        (3, [(0, 1, 4), (0, 2, 5), (2, 1, -3)], 0),
        (4, [(2, 3, 1), (1, 2, 1), (0, 1, 1)], 0),
        (4, [(2, 3, -1), (1, 2, -1), (0, 1, -1), (3, 1, 1)], 0),
        (5, [(0, 1, -1), (0, 2, 4), (1, 2, 3), (1, 3, 2), (1, 4, 2), (3, 2, 5), (3, 1, 1), (4, 3, -3)], 0),
    ),
)

ENTRIES: tuple[Entry, ...] = (_BELLMAN_FORD,)
