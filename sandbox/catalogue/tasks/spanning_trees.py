"""Trees of least weight that hold a graph together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..graphs import (
    Weighted,
    WeightedEdge,
    components,
    connected,
    from_edges,
    from_letters,
    graph_of,
    letter,
    lettered_pairs,
    lettered_weights,
    pair_lists,
    undirected_edges,
    weight_matrix,
)
from ..properties import Choice, Form, conventions
from ..shapes import as_rows, form, satisfies

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Convention

FIELD = "graphs"


def minimum_tree(size: int, edges: list[WeightedEdge]) -> list[WeightedEdge]:
    """The lightest edges that join two parts, as Kruskal takes them."""
    part = list(range(size))
    tree = []
    for one, other, weight in sorted(edges, key=lambda edge: edge[2]):
        joined, kept = part[one], part[other]
        if joined != kept:
            tree.append((one, other, weight))
            part = [kept if each == joined else each for each in part]
    return tree


def _least(graph: Weighted) -> int:
    return sum(weight for _, _, weight in minimum_tree(len(graph), undirected_edges(graph)))


# What may be answered


def _is_least_tree(found: object, graph: Weighted) -> bool:
    """Edges with or without their weight, before or after the nodes."""
    rows = as_rows(found)
    if rows is None:
        return False
    readings = ((0, 1, 2), (1, 2, 0), (0, 1, None))
    return any(_joins(rows, graph, *reading) for reading in readings)


def _joins(rows: list[list[object]], graph: Weighted, one: int, other: int, weight: int | None) -> bool:
    size = 2 if weight is None else 3
    if any(len(row) != size or type(row[one]) is not int or type(row[other]) is not int for row in rows):
        return False
    edges = [(row[one], row[other]) for row in rows]
    known = [
        (u, v, graph[u][v]) for u, v in edges if isinstance(u, int) and isinstance(v, int) and v in graph.get(u, {})
    ]
    right = weight is None or all(same(row[weight], edge[2]) for row, edge in zip(rows, known, strict=False))
    return (
        right
        and len(known) == len(edges) == len(graph) - 1
        and len(components(graph_of(len(graph), _both(known)))) == 1
        and sum(edge[2] for edge in known) == _least(graph)
    )


def _both(edges: list[WeightedEdge]) -> list[tuple[int, int]]:
    return [pair for one, other, _ in edges for pair in ((one, other), (other, one))]


def _is_both(found: object, graph: Weighted) -> bool:
    """The weight and the edges, either first."""
    if not isinstance(found, tuple | list) or len(found) != 2:
        return False
    first, second = found
    weight, tree = (second, first) if isinstance(first, list | tuple | set) else (first, second)
    return same(weight, _least(graph)) and _is_least_tree(tree, graph)


def _choices(read: Callable[..., Weighted]) -> tuple[Choice, ...]:
    def tree(*drawn: object) -> list[WeightedEdge]:
        graph = read(*drawn)
        return minimum_tree(len(graph), undirected_edges(graph))

    def weight(*drawn: object) -> int:
        return _least(read(*drawn))

    return (
        satisfies("a spanning tree of least weight", lambda found, *drawn: _is_least_tree(found, read(*drawn)), tree),
        satisfies(
            "the least weight of a spanning tree",
            lambda found, *drawn: same(found, weight(*drawn)),
            weight,
            choice="its weight",
        ),
        satisfies(
            "the least weight and its tree",
            lambda found, *drawn: _is_both(found, read(*drawn)),
            lambda *drawn: (weight(*drawn), tree(*drawn)),
            choice="weight and tree",
        ),
    )


# How a graph is given


def _edge_forms(read: Callable[..., Weighted]) -> tuple[Form, ...]:
    def write(name: str, how: Callable[[Weighted], Arguments], arity: int = 2) -> Form:
        return form(name, arity, lambda *drawn: how(read(*drawn)))

    return (
        write("called with (n, edges)", lambda g: (len(g), undirected_edges(g))),
        write("called with (edges, n)", lambda g: (undirected_edges(g), len(g))),
        write("called with (n, edges as lists)", lambda g: (len(g), [list(edge) for edge in undirected_edges(g)])),
        write("called with (n, edges), weight first", lambda g: (len(g), _weight_first(g))),
        write("called with (edges, n), weight first", lambda g: (_weight_first(g), len(g))),
        write("called with (nodes, edges)", lambda g: (list(g), undirected_edges(g))),
        write("called with (nodes, edges), weight first", lambda g: (list(g), _weight_first(g))),
        write("called with edges", lambda g: (undirected_edges(g),), 1),
    )


def _neighbour_forms(read: Callable[..., Weighted]) -> tuple[Form, ...]:
    def write(name: str, how: Callable[[Weighted], object]) -> tuple[Form, ...]:
        return (
            form(name, 1, lambda *drawn: (how(read(*drawn)),)),
            form(f"{name}, from node 0", 2, lambda *drawn: (how(read(*drawn)), 0)),
            form(f"{name}, after the number of nodes", 2, lambda *drawn: (len(read(*drawn)), how(read(*drawn)))),
        )

    return (
        *write("called with neighbours and weights", lambda graph: graph),
        *write("called with lists of (neighbour, weight)", pair_lists),
        *write("called with lists of (weight, neighbour)", _pairs_weight_first),
        *write("called with lists by node", lambda graph: list(pair_lists(graph).values())),
        *write("called with a matrix, 0 for no edge", lambda graph: weight_matrix(graph, 0)),
        *write("called with a matrix, inf for no edge", lambda graph: weight_matrix(graph, float("inf"))),
    )


def _weight_first(graph: Weighted) -> list[WeightedEdge]:
    return [(weight, one, other) for one, other, weight in undirected_edges(graph)]


def _pairs_weight_first(graph: Weighted) -> dict[int, list[tuple[int, int]]]:
    return {node: [(weight, other) for other, weight in others.items()] for node, others in graph.items()}


def _as_drawn(graph: Weighted) -> Weighted:
    return graph


def _lettered(read: Callable[..., Weighted]) -> tuple[Convention, ...]:
    """Nodes as letters; of the answer only the weight is looked at."""

    def names(*drawn: object) -> object:
        return [letter(node) for node in read(*drawn)]

    forms = (
        form("nodes are letters", 1, lambda *drawn: (lettered_weights(read(*drawn)),)),
        form("nodes are letters, from the first", 2, lambda *drawn: (lettered_weights(read(*drawn)), "A")),
        form("nodes are letters, in pairs", 1, lambda *drawn: (lettered_pairs(read(*drawn)),)),
        form("nodes are letters, in pairs, from the first", 2, lambda *drawn: (lettered_pairs(read(*drawn)), "A")),
        form("(letters, edges)", 2, lambda *drawn: (names(*drawn), _letter_edges(read(*drawn)))),
    )

    def right(found: object, *drawn: object) -> bool:
        return _is_least_tree(_numbered(found), read(*drawn))

    def both(found: object, *drawn: object) -> bool:
        parts = list(found) if isinstance(found, tuple | list) else []
        return _is_both([_numbered(part) for part in parts], read(*drawn))

    return conventions(
        forms,
        (
            satisfies("a spanning tree of least weight", right),
            satisfies("the least weight", lambda found, *d: same(found, _least(read(*d))), choice="its weight"),
            satisfies("the least weight and its tree", both, choice="weight and tree"),
        ),
    )


def _letter_edges(graph: Weighted) -> list[tuple[str, str, int]]:
    return [(letter(one), letter(other), weight) for one, other, weight in undirected_edges(graph)]


def _numbered(found: object) -> object:
    """Rows with letters as rows with numbers of nodes; anything else as it is."""
    rows = as_rows(found)
    return found if rows is None else [[from_letters(item) for item in row] for row in rows]


# Inputs


def _neighbours() -> SearchStrategy[Arguments]:
    return connected().map(lambda drawn: (from_edges(*drawn),))


_SMALL: tuple[tuple[int, list[WeightedEdge]], ...] = (
    (1, []),
    (2, [(0, 1, 5)]),
    (3, [(0, 1, 1), (1, 2, 2), (0, 2, 3)]),
    (3, [(0, 1, 3), (1, 2, 3), (0, 2, 1)]),
    (4, [(0, 1, 1), (2, 3, 1), (0, 2, 4), (1, 3, 2), (0, 3, 3)]),
    (4, [(0, 1, 10), (0, 2, 6), (0, 3, 5), (1, 3, 15), (2, 3, 4)]),
    (5, [(0, 1, 2), (0, 3, 6), (1, 2, 3), (1, 3, 8), (1, 4, 5), (2, 4, 7), (3, 4, 9)]),
)
_WHY = (
    "Connected graphs of up to 6 nodes with positive weights, many of them equal, so that cycles must be refused and"
    " several trees are right. Without loops or double edges; graphs in several parts have no spanning tree."
)


def _of_edges(name: str, function: str, names: tuple[str, ...], points: tuple[str, ...]) -> Entry:
    first = Form("", 2)
    return Entry(
        name=name,
        names=names,
        entry_points=(function, *points),
        signature=f"def {function}(n: int, edges: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]",
        summary="`edges` holds the edges (u, v, weight) of a connected undirected graph with the nodes 0 to n - 1."
        " Returns the n - 1 edges of a minimum spanning tree (any one, if there are several), as they are in `edges`.",
        why=_WHY,
        inputs=connected,
        conventions=(
            *conventions((first, *_edge_forms(from_edges)[1:]), _choices(from_edges)),
            *conventions(_neighbour_forms(from_edges), _choices(from_edges)),
            *_lettered(from_edges),
        ),
        reference=minimum_tree,
        edges=_SMALL,
    )


_MINIMUM_SPANNING_TREE = _of_edges(
    "minimum spanning tree",
    "minimum_spanning_tree",
    listed("""
        mst, find minimum spanning tree, minimum spanning tree graph, minimum spanning tree of undirected graph,
        minimum spanning tree of weighted graph, minimal spanning tree, minimum cost spanning tree, 最小生成树,
        图的最小生成树, 求最小生成树
    """),
    ("mst", "find_mst", "find_minimum_spanning_tree"),
)
_KRUSKAL = _of_edges(
    "kruskal minimum spanning tree",
    "kruskal",
    listed("""
        kruskal, kruskal's algorithm, kruskal algorithm, kruskal's minimum spanning tree,
        minimum spanning tree using kruskal,
        minimum spanning tree using kruskal's algorithm, kruskal mst, kruskal's algorithm for minimum spanning tree,
        minimum spanning tree kruskal, kruskal 算法, 克鲁斯卡尔算法, kruskal 最小生成树, 克鲁斯卡尔,
        最小生成树 kruskal
    """),
    ("kruskal_mst", "kruskals_algorithm", "kruskal_algorithm"),
)
_PRIM = Entry(
    name="prim minimum spanning tree",
    names=listed("""
        prim, prim's algorithm, prim algorithm, prim's minimum spanning tree, minimum spanning tree using prim,
        minimum spanning tree using prim's algorithm, prim mst, prim's algorithm for minimum spanning tree,
        minimum spanning tree prim, prim 算法, 普里姆算法, prim 最小生成树, 普里姆,
        最小生成树 prim
    """),
    entry_points=("prim", "prim_mst", "prims_algorithm", "prim_algorithm"),
    signature="def prim(graph: dict[int, dict[int, int]]) -> list[tuple[int, int, int]]",
    summary="`graph[u][v]` is the weight of the edge between u and v in a connected undirected graph. Returns the edges"
    " (u, v, weight) of a minimum spanning tree; any one, if there are several.",
    why=_WHY,
    inputs=_neighbours,
    conventions=(
        *conventions((Form("", 1), *_neighbour_forms(_as_drawn)[1:]), _choices(_as_drawn)),
        *conventions(_edge_forms(_as_drawn), _choices(_as_drawn)),
        *_lettered(_as_drawn),
    ),
    reference=lambda graph: minimum_tree(len(graph), undirected_edges(graph)),
    edges=tuple((from_edges(*drawn),) for drawn in _SMALL),
)

ENTRIES: tuple[Entry, ...] = (_MINIMUM_SPANNING_TREE, _KRUSKAL, _PRIM)
