"""Walking through graphs: breadth first, depth first, and whether there is a way at all."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..graphs import Graph, directed, edge_pairs, letter, lettered, matrix, neighbour_lists, reached
from ..properties import Choice, Form, answer, conventions
from ..shapes import elements, form, satisfies

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Convention

FIELD = "graphs"

#: From a graph and a start to the nodes in the order in which they are visited.
Order = Callable[[Graph, int], list[int]]


def breadth_first(graph: Graph, start: int) -> list[int]:
    order = [start]
    for node in order:
        order += [other for other in dict.fromkeys(graph[node]) if other not in order]
    return order


def depth_first(graph: Graph, start: int) -> list[int]:
    order: list[int] = []
    rest = [start]
    while rest:
        node = rest.pop()
        if node not in order:
            order.append(node)
            rest += reversed(graph[node])
    return order


def _last_first(graph: Graph, start: int) -> list[int]:
    """Depth first as a stack does it: the last neighbour before the others."""
    return depth_first({node: others[::-1] for node, others in graph.items()}, start)


def _sorted_neighbours(graph: Graph) -> Graph:
    return {node: sorted(others) for node, others in graph.items()}


# Conventions of the two traversals


def _visits(claim: str, order: Callable[[Graph, int], object], choice: str) -> Choice:
    return satisfies(claim, lambda found, *given: same(elements(found), order(*given)), order, choice=choice)


def _reaches(choice: str) -> Choice:
    return satisfies(
        "every node that can be reached", lambda found, *given: same(found, reached(*given)), reached, choice=choice
    )


def _of_letters(order: Order) -> Callable[[Graph, int], object]:
    return lambda graph, start: [letter(node) for node in order(graph, start)]


def _by_index(order: Order) -> Order:
    """A matrix knows no order of neighbours but that of their numbers."""
    return lambda graph, start: order(_sorted_neighbours(graph), start)


def _from_zero(order: Order) -> Order:
    return lambda graph, start: order(graph, 0)


_DICT_OR_LISTS = (
    Form("", 2),
    form("called with lists of neighbours", 2, lambda graph, start: (neighbour_lists(graph), start)),
    form("called with (start, graph)", 2, lambda graph, start: (start, graph)),
    form("called with (graph, start, visited)", 3, lambda graph, start: (graph, start, set())),
    form("called with (graph, start, list of visited)", 3, lambda graph, start: (graph, start, [])),
)
_LETTERS = (
    form("nodes are letters", 2, lambda graph, start: (lettered(graph), letter(start))),
    form("nodes are letters, with (graph, start, visited)", 3, lambda graph, s: (lettered(graph), letter(s), set())),
)
_MATRIX = (form("called with an adjacency matrix", 2, lambda graph, start: (matrix(graph), start)),)
_ONLY_GRAPH = (
    form("lists of neighbours alone, from node 0", 1, lambda graph, start: (neighbour_lists(graph),)),
    form("called with (number of nodes, lists of neighbours)", 2, lambda g, start: (len(g), neighbour_lists(g))),
)


def _traversal(claim: str, orders: tuple[tuple[str, Order], ...]) -> tuple[Convention, ...]:
    """In the order of one of `orders`, however the graph is written; a set of nodes shows no order."""

    def choices(change: Callable[[Order], Callable[[Graph, int], object]]) -> tuple[Choice, ...]:
        return tuple(_visits(claim, change(order), name) for name, order in orders)

    return (
        *conventions(_DICT_OR_LISTS, (*choices(lambda order: order), _reaches("a set of the nodes"))),
        *conventions(_LETTERS, choices(_of_letters)),
        *conventions(_MATRIX, choices(_by_index)),
        *conventions(_ONLY_GRAPH, choices(_from_zero)),
    )


def _graph_and_start() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return directed().flatmap(lambda graph: st.tuples(st.just(graph), st.sampled_from(sorted(graph))))


_GRAPHS: tuple[Graph, ...] = (
    {0: []},
    {0: [0]},
    {0: [1], 1: [0]},
    {0: [1, 2], 1: [3], 2: [3], 3: []},
    {0: [2, 1], 1: [3], 2: [0, 3], 3: [1]},
    {0: [1, 2, 3], 1: [], 2: [4], 3: [1], 4: []},
    {0: [1], 1: [2], 2: [3], 3: [4], 4: [5], 5: [0]},
    {0: [1, 4], 1: [2, 0], 2: [3, 5], 3: [2, 0], 4: [5], 5: [1]},
)
_EDGES: tuple[Arguments, ...] = (*((graph, 0) for graph in _GRAPHS), ({0: [], 1: [0]}, 1), ({0: [1], 1: []}, 1))
_WHY = (
    "Graphs of up to 7 nodes with cycles, loops, unreachable parts and neighbours in no special order, so that the"
    " order of a visit tells one traversal from another. Every neighbour is a key of the graph and the start is one:"
    " about anything else programs differ."
)
_SUMMARY = (
    "`graph` gives for each node the list of its neighbours. Returns the nodes that can be reached from `start` (itself"
    " first) in the order in which a {} search visits them, the neighbours of a node in the order of their list."
)

# Breadth first


def _shortest(found: object, graph: Graph, start: int) -> bool:
    """A shortest path to the last node, None or an empty list where there is none."""
    goal = max(graph)
    if goal not in reached(graph, start):
        return found is None or found == []
    path = elements(found)
    return bool(path) and _is_path(path, graph, start, goal) and len(path or ()) == _length(graph, start, goal) + 1


def _is_path(path: list[object] | None, graph: Graph, start: int, goal: int) -> bool:
    if path is None or any(type(node) is not int for node in path):
        return False
    steps = itertools.pairwise(path)
    return path[0] == start and path[-1] == goal and all(step in edge_pairs(graph) for step in steps)


def _length(graph: Graph, start: int, goal: int) -> int:
    """Number of edges on a shortest path; there is one."""
    found, length = {start}, 0
    while goal not in found:
        found, length = found | {other for node in found for other in graph[node]}, length + 1
    return length


def _has_way_to_last(graph: Graph, start: int) -> bool:
    return max(graph) in reached(graph, start)


_TO_LAST = (
    form("called with (graph, start, goal)", 3, lambda graph, start: (graph, start, max(graph))),
    form("nodes in lists, with (graph, start, goal)", 3, lambda g, start: (neighbour_lists(g), start, max(g))),
)
_WAY_CHOICE = answer("True exactly where the goal can be reached", _has_way_to_last, choice="whether there is a path")

_BFS = Entry(
    name="breadth-first search",
    names=listed("""
        bfs, breadth first search, breadth first traversal, bfs traversal, bfs graph, breadth first search graph,
        graph bfs, bfs traversal graph, breadth first traversal graph, breadth first search bfs, bfs graph traversal,
        广度优先搜索, 广度优先遍历, 图的广度优先搜索, 图的广度优先遍历, bfs 遍历, 广度优先搜索 bfs
    """),
    entry_points=listed("""
        bfs, breadth_first_search, bfs_traversal, breadth_first_traversal, bfs_graph, graph_bfs, bfs_iterative
    """),
    signature="def bfs(graph: dict[int, list[int]], start: int) -> list[int]",
    summary=_SUMMARY.format("breadth-first"),
    why=_WHY,
    inputs=_graph_and_start,
    conventions=(
        *_traversal("the nodes in breadth-first order", (("", breadth_first),)),
        *conventions(_TO_LAST, (satisfies("a shortest path", _shortest, choice="a shortest path"), _WAY_CHOICE)),
    ),
    reference=breadth_first,
    edges=_EDGES,
)

# Depth first


def _some_path(found: object, graph: Graph, start: int) -> bool:
    goal = max(graph)
    if goal not in reached(graph, start):
        return found is None or found == []
    path = elements(found)
    return bool(path) and _is_path(path, graph, start, goal) and len({*(path or ())}) == len(path or ())


_DFS = Entry(
    name="depth-first search",
    names=listed("""
        dfs, depth first search, depth first traversal, dfs traversal, dfs graph, depth first search graph, graph dfs,
        dfs traversal graph, depth first traversal graph, depth first search dfs, dfs graph traversal,
        深度优先搜索, 深度优先遍历, 图的深度优先搜索, 图的深度优先遍历, dfs 遍历, 深度优先搜索 dfs
    """),
    entry_points=listed("""
        dfs, depth_first_search, dfs_traversal, depth_first_traversal, dfs_graph, graph_dfs, dfs_iterative,
        dfs_recursive
    """),
    signature="def dfs(graph: dict[int, list[int]], start: int) -> list[int]",
    summary=_SUMMARY.format("depth-first"),
    why=f"{_WHY} A stack may take the neighbours of each node in the opposite order.",
    inputs=_graph_and_start,
    conventions=(
        *_traversal(
            "the nodes in depth-first order", (("", depth_first), ("the last neighbour of a node first", _last_first))
        ),
        *conventions(_TO_LAST, (satisfies("a path", _some_path, choice="a path"), _WAY_CHOICE)),
    ),
    reference=depth_first,
    edges=_EDGES,
)

# Is there a path?


def _has_path(graph: Graph, start: int, goal: int) -> bool:
    return goal in reached(graph, start)


def _graph_and_two() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    def with_nodes(graph: Graph) -> SearchStrategy[Arguments]:
        node = st.sampled_from(sorted(graph))
        return st.tuples(st.just(graph), node, node)

    return directed().flatmap(with_nodes)


_HAS_PATH = Entry(
    name="path exists in graph",
    names=listed("""
        path exists in directed graph, path exists between two nodes, path exists between two nodes in graph,
        graph reachability, reachability in graph, has path, has path in graph, there is path between two nodes,
        there is path between two nodes in graph, node is reachable from another node, path exists between two vertices,
        判断图中两点是否连通, 判断图中两个节点之间是否存在路径, 图中是否存在路径, 判断两个节点之间是否有路径, 图的可达性
    """),
    entry_points=listed("has_path, path_exists, is_reachable, valid_path, has_path_dfs, has_path_bfs, is_path_exists"),
    signature="def has_path(graph: dict[int, list[int]], start: int, goal: int) -> bool",
    summary="`graph` gives for each node of a directed graph the list of its neighbours. Returns True if a path leads"
    " from `start` to `goal`; from a node to itself one always does.",
    why="Directed graphs of up to 7 nodes with cycles, in which the way back is often missing. Both nodes are in the"
    " graph.",
    inputs=_graph_and_two,
    conventions=conventions(
        (
            Form("", 3),
            form("called with lists of neighbours", 3, lambda graph, a, b: (neighbour_lists(graph), a, b)),
            form("nodes are letters", 3, lambda graph, a, b: (lettered(graph), letter(a), letter(b))),
            form("called with (n, edges, start, goal)", 4, lambda g, a, b: (len(g), edge_pairs(g), a, b)),
            form("called with an adjacency matrix", 3, lambda graph, a, b: (matrix(graph), a, b)),
        ),
        (answer("True exactly where there is a path", _has_path),),
    ),
    reference=_has_path,
    edges=(
        ({0: []}, 0, 0),
        ({0: [], 1: []}, 0, 1),
        ({0: [1], 1: []}, 0, 1),
        ({0: [1], 1: []}, 1, 0),
        ({0: [1], 1: [2], 2: []}, 0, 2),
        ({0: [1], 1: [0], 2: [0]}, 0, 2),
        ({0: [1, 2], 1: [], 2: []}, 0, 2),
        ({0: [2, 1], 1: [], 2: []}, 0, 1),
        ({0: [1, 2], 1: [3], 2: [4], 3: [], 4: []}, 0, 4),
        ({0: [2], 1: [3], 2: [1], 3: [0]}, 0, 3),
    ),
)

ENTRIES: tuple[Entry, ...] = (_BFS, _DFS, _HAS_PATH)
