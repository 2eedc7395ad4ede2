"""Shortest paths by weight: from one node (Dijkstra, Bellman-Ford) and between all (Floyd-Warshall)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..distances import are_distances, by_node, is_far, is_path, lead_back
from ..entry import Entry, listed
from ..graphs import (
    Graph,
    Weighted,
    directed,
    distances,
    letter,
    lettered_pairs,
    lettered_weights,
    pair_lists,
    undirected,
    weight_matrix,
    weighted,
    weighted_both_ways,
    weighted_edges,
)
from ..properties import Choice, Form, Result, conventions, in_place, value
from ..shapes import form, judges, satisfies, says_none

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "graphs"


def _of_distances(found: object, graph: Weighted, start: int) -> bool:
    return are_distances(found, distances(graph, start))


def _of_distances_and_trails(found: object, graph: Weighted, start: int) -> bool:
    if not isinstance(found, tuple | list) or len(found) != 2 or not isinstance(found[0], dict | list):
        return False
    wanted = distances(graph, start)
    return are_distances(found[0], wanted) and lead_back(found[1], graph, wanted, start)


_FROM_START = (
    satisfies("the least distance to every node", _of_distances, distances),
    satisfies(
        "the least distance to every node, and how to get there",
        _of_distances_and_trails,
        distances,
        choice="distances and predecessors or paths",
    ),
)

# To one goal, which is the last node


def _goal_distance(graph: Weighted, start: int) -> float:
    return distances(graph, start)[max(graph)]


def _goal_path(found: object, graph: Weighted, start: int) -> bool:
    wanted = distances(graph, start)
    return is_path(found, graph, wanted, start, max(graph))


def _to_goal(name: str, right: Callable[..., bool], choice: str) -> Choice:
    """Where there is no path: infinity, None, -1, no nodes, two of these, or it raises on purpose."""

    def holds(call: Call, graph: Weighted, start: int) -> bool:
        if _goal_distance(graph, start) == math.inf:
            return says_none(call) or _is_no_path(call.value)
        return right(call.value, graph, start)

    return judges(name, holds, _goal_distance, choice=choice)


def _is_no_path(found: object) -> bool:
    parts = list(found) if isinstance(found, tuple | list) else [found]
    return all(is_far(part) or same(part, []) for part in parts)


def _goal_both(found: object, graph: Weighted, start: int) -> bool:
    if not isinstance(found, tuple | list) or len(found) != 2:
        return False
    distance, path = found if isinstance(found[1], list | tuple) else (found[1], found[0])
    return same(distance, _goal_distance(graph, start)) and _goal_path(path, graph, start)


_TO_GOAL = (
    _to_goal("the least distance", lambda found, *given: same(found, _goal_distance(*given)), "the distance"),
    _to_goal("a path of least weight", _goal_path, "the path"),
    _to_goal("the least distance and its path", _goal_both, "distance and path"),
)

# Dijkstra


def _nearest_first(graph: Weighted) -> dict[int, list[tuple[int, int]]]:
    return {node: [(weight, other) for other, weight in others.items()] for node, others in graph.items()}


_FORMS = (
    Form("", 2),
    form("called with lists of (neighbour, weight)", 2, lambda graph, start: (pair_lists(graph), start)),
    form("called with lists of (weight, neighbour)", 2, lambda graph, start: (_nearest_first(graph), start)),
    form("called with lists by node", 2, lambda graph, start: (list(pair_lists(graph).values()), start)),
    form("called with a matrix, 0 for no edge", 2, lambda graph, start: (weight_matrix(graph, 0), start)),
    form("called with a matrix, inf for no edge", 2, lambda graph, start: (weight_matrix(graph, math.inf), start)),
    form("nodes are letters", 2, lambda graph, start: (lettered_weights(graph), letter(start))),
    form("nodes are letters, in pairs", 2, lambda graph, start: (lettered_pairs(graph), letter(start))),
    form("called with (n, edges, start)", 3, lambda graph, start: (len(graph), weighted_edges(graph), start)),
    form("called with (edges, n, start)", 3, lambda graph, start: (weighted_edges(graph), len(graph), start)),
    form("called with (edges, start, n)", 3, lambda graph, start: (weighted_edges(graph), start, len(graph))),
    form("called with (n, lists by node, start)", 3, lambda g, start: (len(g), list(pair_lists(g).values()), start)),
)
_GOAL_FORMS = (
    form("called with (graph, start, goal)", 3, lambda g, start: (g, start, max(g))),
    form("lists of (neighbour, weight), start and goal", 3, lambda g, start: (pair_lists(g), start, max(g))),
    form("lists by node, start and goal", 3, lambda g, start: (list(pair_lists(g).values()), start, max(g))),
    form("a matrix, start and goal", 3, lambda g, start: (weight_matrix(g, 0), start, max(g))),
    form("letters, start and goal", 3, lambda g, s: (lettered_weights(g), letter(s), letter(max(g)))),
    form("letters in pairs, start and goal", 3, lambda g, s: (lettered_pairs(g), letter(s), letter(max(g)))),
    form("called with (n, edges, start, goal)", 4, lambda g, start: (len(g), weighted_edges(g), start, max(g))),
)


def _weighted_graphs() -> SearchStrategy[Weighted]:
    """Directed or not; weights from 1, so that a matrix can say 0 for no edge."""
    from hypothesis import strategies as st

    weights = st.lists(st.integers(1, 9), min_size=1, max_size=10) | st.lists(
        st.integers(1, 60), min_size=5, max_size=9
    )
    one_way = st.tuples(directed(6).map(_without_loops), weights).map(lambda drawn: weighted(*drawn))
    two_way = st.tuples(undirected(6), weights).map(lambda drawn: weighted_both_ways(*drawn))
    return one_way | one_way | two_way


def _weighted_and_start() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return _weighted_graphs().flatmap(lambda graph: st.tuples(st.just(graph), st.sampled_from(sorted(graph))))


def _without_loops(graph: Graph) -> Graph:
    return {node: [other for other in others if other != node] for node, others in graph.items()}


_DIJKSTRA = Entry(
    name="dijkstra",
    names=listed("""
        dijkstra's algorithm, dijkstra algorithm, dijkstra shortest path, dijkstra's shortest path,
        shortest path dijkstra, shortest path using dijkstra,
        shortest path using dijkstra's algorithm, shortest paths using dijkstra's algorithm,
        dijkstra's algorithm for shortest path, dijkstra 算法, dijkstra 最短路径, 迪杰斯特拉算法, 迪杰斯特拉,
        dijkstra 最短路,
        迪克斯特拉算法, 单源最短路径
    """),
    entry_points=listed("dijkstra, dijkstra_shortest_path, dijkstra_algorithm, dijkstras_algorithm"),
    signature="def dijkstra(graph: dict[int, dict[int, int]], start: int) -> dict[int, float]",
    summary="`graph[u][v]` is the weight, at least 1, of the edge from u to v; every node is a key of `graph`. Returns"
    " for every node the least total weight of a path from `start`: 0 for `start`, infinity where there is no path.",
    why="Graphs of up to 6 nodes, directed or not, in which a way over more edges is often the lighter one, and some"
    " nodes cannot be reached. Weights are positive: with negative ones the algorithm is wrong by its nature.",
    inputs=_weighted_and_start,
    conventions=(*conventions(_FORMS, _FROM_START), *conventions(_GOAL_FORMS, _TO_GOAL)),
    reference=distances,
    edges=(
        ({0: {}}, 0),
        ({0: {1: 5}, 1: {}}, 0),
        ({0: {1: 5}, 1: {}}, 1),
        ({0: {1: 4, 2: 1}, 1: {}, 2: {1: 2}}, 0),
        ({0: {1: 1, 2: 4}, 1: {2: 2, 3: 5}, 2: {3: 1}, 3: {}}, 0),
        ({0: {1: 10, 2: 3}, 1: {3: 1}, 2: {1: 4, 3: 9}, 3: {}}, 0),
        ({0: {2: 9, 1: 1}, 1: {2: 9, 3: 1}, 2: {}, 3: {2: 1}}, 0),
        ({0: {1: 7}, 1: {0: 7}, 2: {3: 1}, 3: {2: 1}}, 0),
    ),
)

# Floyd-Warshall


def _all_distances(matrix: list[list[float]]) -> list[list[float]]:
    graph = _graph_of(matrix)
    return [[distances(graph, start)[node] for node in range(len(graph))] for start in range(len(graph))]


def _graph_of(matrix: list[list[float]]) -> Weighted:
    return {
        row: {column: int(each) for column, each in enumerate(weights) if column != row and each != math.inf}
        for row, weights in enumerate(matrix)
    }


def _are_all(found: object, matrix: list[list[float]]) -> bool:
    given = by_node(found)
    wanted = _all_distances(matrix)
    return (
        given is not None
        and given.keys() == set(range(len(matrix)))
        and all(are_distances(given[start], dict(enumerate(row))) for start, row in enumerate(wanted))
    )


def _all_pairs(result: Result, choice: str = "") -> Choice:
    return satisfies("the least distance between all nodes", _are_all, _all_distances, result, choice=choice)


def _instead(matrix: list[list[float]], absent: float | None) -> list[list[float | None]]:
    return [[absent if each == math.inf else each for each in row] for row in matrix]


def _matrices() -> SearchStrategy[Arguments]:
    return _weighted_graphs().map(lambda graph: (weight_matrix(graph, math.inf),))


_FLOYD_WARSHALL = Entry(
    name="floyd-warshall",
    names=listed("""
        floyd warshall algorithm, floyd algorithm, floyd's algorithm, all pairs shortest path,
        all pairs shortest paths, floyd warshall shortest path, all pairs shortest path floyd warshall,
        floyd warshall all pairs shortest path, floyd warshall all pairs shortest paths,
        floyd 算法, 弗洛伊德算法, floyd 最短路径, 多源最短路径, floyd warshall 算法, 所有点对最短路径
    """),
    entry_points=listed("floyd_warshall, floyd, floyd_warshall_algorithm, all_pairs_shortest_paths"),
    signature="def floyd_warshall(matrix: list[list[float]]) -> list[list[float]]",
    summary="`matrix[u][v]` is the weight of the edge from u to v, infinity where there is none, 0 where u is v."
    " Returns the matrix of the least total weights of paths from u to v, infinity where there is no path.",
    why="Matrices of up to 6 nodes whose shortest ways lead over several others, in any order of their numbers; parts"
    " that cannot be reached. Weights are positive, so that nobody has to say what a negative cycle gives.",
    inputs=_matrices,
    conventions=(
        *conventions(
            (
                Form("", 1),
                form("called with (matrix, n)", 2, lambda matrix: (matrix, len(matrix))),
                form("called with (n, matrix)", 2, lambda matrix: (len(matrix), matrix)),
                form("-1 for no edge", 1, lambda matrix: (_instead(matrix, -1),)),
                form("10 ** 9 for no edge", 1, lambda matrix: (_instead(matrix, 10**9),)),
                form("None for no edge", 1, lambda matrix: (_instead(matrix, None),)),
            ),
            (_all_pairs(value), _all_pairs(in_place, "in place")),
        ),
        *conventions(
            (
                form("called with a dict of dicts", 1, lambda matrix: (_graph_of(matrix),)),
                form("called with letters", 1, lambda matrix: (lettered_weights(_graph_of(matrix)),)),
                form("called with (n, edges)", 2, lambda matrix: (len(matrix), weighted_edges(_graph_of(matrix)))),
            ),
            (_all_pairs(value),),
        ),
    ),
    reference=_all_distances,
    edges=(
        ([[0]],),
        ([[0, 5], [math.inf, 0]],),
        ([[0, 4, 1], [math.inf, 0, math.inf], [math.inf, 2, 0]],),
        ([[0, 3, math.inf, 7], [8, 0, 2, math.inf], [5, math.inf, 0, 1], [2, math.inf, math.inf, 0]],),
        ([[0, math.inf, 1, 9], [9, 0, 9, 1], [9, 9, 0, 9], [9, 9, 1, 0]],),
    ),
)

ENTRIES: tuple[Entry, ...] = (_DIJKSTRA, _FLOYD_WARSHALL)
