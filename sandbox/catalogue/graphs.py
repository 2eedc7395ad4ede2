"""Graphs as they are drawn and as programs take them: nodes 0 to n - 1, neighbours in a list of no special order."""

from __future__ import annotations

import heapq
import itertools
import math
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hypothesis.strategies import SearchStrategy

Graph: TypeAlias = dict[int, list[int]]
Weighted: TypeAlias = dict[int, dict[int, int]]
#: From, to, weight.
WeightedEdge: TypeAlias = tuple[int, int, int]

# Inputs


def graph_of(size: int, edges: Iterable[tuple[int, int]]) -> Graph:
    """Each edge once, neighbours in the order of the edges."""
    graph: Graph = {node: [] for node in range(size)}
    for one, other in edges:
        if other not in graph[one]:
            graph[one].append(other)
    return graph


def both_ways(edges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """An undirected graph's edges without loops."""
    return [pair for one, other in edges if one != other for pair in ((one, other), (other, one))]


def directed(size: int = 7) -> SearchStrategy[Graph]:
    """Sparse and dense, with loops and unreachable parts; the first key is often not 0."""
    return _edges(size).map(lambda drawn: _from_node(drawn[2], graph_of(*drawn[:2])))


def undirected(size: int = 8) -> SearchStrategy[Graph]:
    """Without loops; often of several parts, some a single node; the first key is often not 0."""
    return _edges(size).map(lambda drawn: _from_node(drawn[2], graph_of(drawn[0], both_ways(drawn[1]))))


def _edges(size: int) -> SearchStrategy[tuple[int, list[tuple[int, int]], int]]:
    """The number of nodes, edges and one node: half of them trees with hardly an edge too many."""
    from hypothesis import strategies as st

    def with_edges(nodes: int) -> SearchStrategy[tuple[int, list[tuple[int, int]], int]]:
        node = st.integers(0, nodes - 1)
        some = st.lists(st.tuples(node, node), max_size=2 * nodes)
        before = st.tuples(*(st.integers(-1, each) for each in range(nodes - 1)))
        tree = st.tuples(before, st.permutations(range(nodes)), st.lists(st.tuples(node, node), max_size=1))
        return st.tuples(st.just(nodes), some | tree.map(lambda drawn: _tree_edges(*drawn)), node)

    return st.integers(1, size).flatmap(with_edges)


def _tree_edges(before: tuple[int, ...], names: list[int], more: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each node with the one before it, -1 for none, under other names; and one edge more."""
    return [(names[one], names[other]) for other, one in enumerate(before, 1) if one >= 0] + more


def _from_node(first: int, graph: Graph) -> Graph:
    """The same graph with its keys in another order, for 0 is a node that is easily taken for nothing."""
    return {node: graph[node] for node in [*range(first, len(graph)), *range(first)]}


def weighted(graph: Graph, weights: list[int]) -> Weighted:
    """The directed graph's edges with these weights, taken in turn."""
    rest = iter(weights * (1 + sum(map(len, graph.values()))))
    return {node: {other: next(rest) for other in others} for node, others in graph.items()}


def weighted_both_ways(graph: Graph, weights: list[int]) -> Weighted:
    """The undirected graph's edges with these weights, the same in both directions."""
    one_way = weighted({node: [other for other in others if node < other] for node, others in graph.items()}, weights)
    return {node: {other: one_way[min(node, other)][max(node, other)] for other in graph[node]} for node in graph}


def connected() -> SearchStrategy[tuple[int, list[WeightedEdge]]]:
    """A random tree and more edges, with many equal weights; the nodes of an edge in either order."""
    from hypothesis import strategies as st

    weight = st.integers(1, 9)

    def with_edges(size: int) -> SearchStrategy[tuple[int, list[WeightedEdge]]]:
        tree = st.tuples(*(st.tuples(st.integers(0, node - 1), st.just(node), weight) for node in range(1, size)))
        node = st.integers(0, size - 1)
        more = st.lists(st.tuples(node, node, weight), max_size=6)
        return st.tuples(tree, more).flatmap(
            lambda d: st.tuples(st.just(size), st.permutations(_simple([*d[0], *d[1]])))
        )

    return st.integers(1, 6).flatmap(with_edges)


def _simple(edges: list[WeightedEdge]) -> list[WeightedEdge]:
    """Without loops and second edges between the same nodes."""
    found: dict[frozenset[int], WeightedEdge] = {}
    for edge in edges:
        if edge[0] != edge[1]:
            found.setdefault(frozenset(edge[:2]), edge)
    return list(found.values())


def from_edges(size: int, edges: list[WeightedEdge]) -> Weighted:
    graph: Weighted = {node: {} for node in range(size)}
    for one, other, weight in edges:
        graph[one][other] = graph[other][one] = weight
    return graph


# Ways to write a graph down


def edge_pairs(graph: Graph) -> list[tuple[int, int]]:
    return [(node, other) for node, others in graph.items() for other in others]


def undirected_pairs(graph: Graph) -> list[tuple[int, int]]:
    return [(node, other) for node, other in edge_pairs(graph) if node <= other]


def neighbour_lists(graph: Graph) -> list[list[int]]:
    return [list(graph[node]) for node in range(len(graph))]


def matrix(graph: Graph) -> list[list[int]]:
    return [[int(other in graph[node]) for other in range(len(graph))] for node in range(len(graph))]


def letter(node: int) -> str:
    return chr(ord("A") + node)


def lettered(graph: Graph) -> dict[str, list[str]]:
    return {letter(node): [letter(other) for other in others] for node, others in graph.items()}


def weighted_edges(graph: Weighted) -> list[WeightedEdge]:
    return [(node, other, weight) for node, others in graph.items() for other, weight in others.items()]


def undirected_edges(graph: Weighted) -> list[WeightedEdge]:
    return [(node, other, weight) for node, other, weight in weighted_edges(graph) if node <= other]


def pair_lists(graph: Weighted) -> dict[int, list[tuple[int, int]]]:
    """Of each node the pairs (neighbour, weight)."""
    return {node: list(graph[node].items()) for node in range(len(graph))}


def lettered_weights(graph: Weighted) -> dict[str, dict[str, int]]:
    return {letter(node): {letter(other): w for other, w in others.items()} for node, others in graph.items()}


def lettered_pairs(graph: Weighted) -> dict[str, list[tuple[str, int]]]:
    return {node: list(others.items()) for node, others in lettered_weights(graph).items()}


def weight_matrix(graph: Weighted, absent: float) -> list[list[float]]:
    """With 0 in the diagonal."""
    size = range(len(graph))
    return [[0 if row == column else graph[row].get(column, absent) for column in size] for row in size]


# What is true of a graph


def reached(graph: Graph, start: int) -> set[int]:
    """All nodes to which there is a path, the start itself among them."""
    found, rest = {start}, [start]
    while rest:
        new = [other for other in graph[rest.pop()] if other not in found]
        found.update(new)
        rest += new
    return found


def components(graph: Graph) -> list[list[int]]:
    """Of an undirected graph, each as an ascending list."""
    return [list(part) for part in sorted({tuple(sorted(reached(graph, node))) for node in graph})]


def distances(graph: Weighted, start: int) -> dict[int, float]:
    """To every node, infinite where there is no path; no weight is negative."""
    found = dict.fromkeys(graph, math.inf)
    rest: list[tuple[float, int]] = [(0, start)]
    while rest:
        distance, node = heapq.heappop(rest)
        if distance < found[node]:
            found[node] = distance
            for other, weight in graph[node].items():
                heapq.heappush(rest, (distance + weight, other))
    return found


def cost(graph: Mapping[int, Mapping[int, float]], path: list[int]) -> float | None:
    """The sum of the weights along a path; None if one of its edges is not there."""
    steps = [graph.get(one, {}).get(other) for one, other in itertools.pairwise(path)]
    known = [step for step in steps if step is not None]
    return sum(known) if len(known) == len(steps) else None


def from_letters(node: object) -> object:
    """The number of a node that is a letter; anything else as it is."""
    return ord(node) - ord("A") if isinstance(node, str) and len(node) == 1 else node
