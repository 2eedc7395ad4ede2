"""What holds a graph together: its connected components, its cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...checking.comparison import same
from ..entry import Entry, listed
from ..graphs import (
    Graph,
    components,
    directed,
    edge_pairs,
    lettered,
    matrix,
    neighbour_lists,
    reached,
    undirected,
    undirected_pairs,
)
from ..properties import Choice, Form, answer, conventions
from ..shapes import elements, form, satisfies, sets_in_any_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "graphs"

_Pairs = list[tuple[int, int]]


def _forms(pairs: Callable[[Graph], _Pairs]) -> tuple[Form, ...]:
    return (
        Form("", 1),
        form("called with lists of neighbours", 1, lambda graph: (neighbour_lists(graph),)),
        form("called with an adjacency matrix", 1, lambda graph: (matrix(graph),)),
        form("called with (n, edges)", 2, lambda graph: (len(graph), pairs(graph))),
        form("called with (n, edges as lists)", 2, lambda graph: (len(graph), [list(pair) for pair in pairs(graph)])),
        form("called with (edges, n)", 2, lambda graph: (pairs(graph), len(graph))),
        form("called with (nodes, edges)", 2, lambda graph: (sorted(graph), pairs(graph))),
        form("called with (n, lists of neighbours)", 2, lambda graph: (len(graph), neighbour_lists(graph))),
    )


UNDIRECTED_FORMS, _DIRECTED = _forms(undirected_pairs), _forms(edge_pairs)
LETTER_FORMS = (form("nodes are letters", 1, lambda graph: (lettered(graph),)),)


def of_one(strategy: Callable[[], SearchStrategy[Graph]]) -> Callable[[], SearchStrategy[Arguments]]:
    def inputs() -> SearchStrategy[Arguments]:
        from hypothesis import strategies as st

        return st.tuples(strategy())

    return inputs


UNDIRECTED_EDGES: tuple[Arguments, ...] = (
    ({0: []},),
    ({0: [], 1: []},),
    ({0: [1], 1: [0]},),
    ({0: [1, 2], 1: [0, 2], 2: [0, 1]},),
    ({0: [1], 1: [0, 2], 2: [1], 3: []},),
    ({0: [3], 1: [2], 2: [1], 3: [0]},),
    ({0: [1, 3], 1: [0, 2], 2: [1, 3], 3: [2, 0]},),
    ({0: [4, 1], 1: [0, 2], 2: [1, 3], 3: [2, 4], 4: [3, 0]},),
    ({0: [], 1: [2, 3], 2: [1, 3], 3: [1, 2]},),
    ({0: [1], 1: [0, 2, 3], 2: [1], 3: [1]},),
    ({0: [3], 1: [3, 2], 2: [1, 3], 3: [0, 1, 2]},),
)
WHY_UNDIRECTED = (
    "Undirected graphs of up to 8 nodes, often in several parts of which some are a single node, with odd and even"
    " cycles and with trees. There are no loops, and every neighbour is a key: about such graphs programs differ."
)
UNDIRECTED_GRAPH = "`graph` gives for each node of an undirected graph the list of its neighbours. "

# Connected components


def _groups(graph: Graph) -> list[list[object]]:
    return [list(part) for part in components(graph)]


def _letter_groups(graph: Graph) -> list[list[object]]:
    return [[chr(ord("A") + node) for node in part] for part in components(graph)]


def count_components(graph: Graph) -> int:
    return len(components(graph))


_COUNT = answer("the number of components", count_components, choice="their number")

_COMPONENTS = Entry(
    name="connected components",
    names=listed("""
        find connected components, connected components graph, connected components undirected graph,
        find connected components graph, find connected components undirected graph, all connected components,
        list connected components, 连通分量, 图的连通分量, 无向图的连通分量, 所有连通分量, 求所有连通分量, 查找连通分量
    """),
    entry_points=listed("connected_components, find_connected_components, get_connected_components, find_components"),
    signature="def connected_components(graph: dict[int, list[int]]) -> list[list[int]]",
    summary=UNDIRECTED_GRAPH + "Returns its connected components, each as a list of nodes.",
    why=WHY_UNDIRECTED,
    inputs=of_one(undirected),
    conventions=(
        *conventions(UNDIRECTED_FORMS, (sets_in_any_order("the nodes of each component", _groups), _COUNT)),
        *conventions(LETTER_FORMS, (sets_in_any_order("the nodes of each component", _letter_groups), _COUNT)),
    ),
    reference=components,
    edges=UNDIRECTED_EDGES,
)

_COUNT_COMPONENTS = Entry(
    name="number of connected components",
    names=listed("""
        count connected components, number of connected components in undirected graph,
        number of connected components in graph, count connected components in undirected graph, number of provinces,
        count connected components graph, 连通分量个数, 连通分量数量, 连通分量的数目, 无向图中连通分量的数目, 省份数量
    """),
    entry_points=listed("""
        count_components, count_connected_components, number_of_connected_components, num_connected_components,
        number_of_provinces, find_circle_num, num_provinces
    """),
    signature="def count_components(graph: dict[int, list[int]]) -> int",
    summary=UNDIRECTED_GRAPH + "Returns the number of its connected components.",
    why=WHY_UNDIRECTED,
    inputs=of_one(undirected),
    conventions=conventions((*UNDIRECTED_FORMS, *LETTER_FORMS), (_COUNT,)),
    reference=count_components,
    edges=UNDIRECTED_EDGES,
)

# Cycles


def has_directed_cycle(graph: Graph) -> bool:
    """A node that is reached from one of its neighbours."""
    return any(node in reached(graph, other) for node, others in graph.items() for other in others)


def has_undirected_cycle(graph: Graph) -> bool:
    """More edges than a forest of these components has."""
    return len(undirected_pairs(graph)) > len(graph) - len(components(graph))


def _cycle(exists: Callable[[Graph], bool], shortest: int) -> Choice:
    """The nodes of a cycle in their order, its first at times once more at the end; nothing where there is none."""

    def right(found: object, graph: Graph) -> bool:
        return _is_ring(found, graph, shortest) if exists(graph) else found is None or same(found, [])

    return satisfies("the nodes of a cycle, nothing where there is none", right, choice="the cycle itself")


def _is_ring(found: object, graph: Graph, shortest: int) -> bool:
    nodes = elements(found)
    if not nodes or not are_integers(nodes):
        return False
    ring = nodes[:-1] if len(nodes) > 1 and nodes[0] == nodes[-1] else nodes
    steps = zip(ring, [*ring[1:], ring[0]], strict=True)
    pairs = edge_pairs(graph)
    return len(ring) >= shortest and len({*ring}) == len(ring) and all(step in pairs for step in steps)


def are_integers(items: list[object]) -> bool:
    return all(type(item) is int for item in items)


_DIRECTED_CYCLE = Entry(
    name="cycle detection in directed graph",
    names=listed("""
        detect cycle in directed graph, directed graph has cycle, directed graph contains cycle,
        cycle in directed graph, directed graph cycle detection, detect cycles in directed graph,
        check directed graph has cycle,
        check if directed graph contains cycle, directed cycle detection, check for cycle in directed graph,
        有向图环检测, 有向图判环, 检测有向图中的环, 判断有向图是否有环, 判断有向图中是否存在环,
        有向图中检测环, 检测有向图是否有环
    """),
    entry_points=listed("""
        has_cycle_directed, has_directed_cycle, is_cyclic_directed, detect_cycle_directed, directed_has_cycle,
        has_cycle_in_directed_graph
    """),
    signature="def has_cycle_directed(graph: dict[int, list[int]]) -> bool",
    summary="`graph` gives for each node of a directed graph the list of its neighbours. Returns True if the graph has"
    " a cycle; an edge from a node to itself is one.",
    why="Directed graphs of up to 7 nodes in which two ways often meet without a cycle, in which cycles cannot be"
    " reached from node 0, and with loops.",
    inputs=of_one(directed),
    conventions=conventions(
        (*_DIRECTED, *LETTER_FORMS),
        (
            answer("True exactly where there is a cycle", has_directed_cycle),
            _cycle(has_directed_cycle, 1),
        ),
    ),
    reference=has_directed_cycle,
    edges=(
        ({0: []},),
        ({0: [0]},),
        ({0: [1], 1: []},),
        ({0: [1], 1: [0]},),
        ({0: [1, 2], 1: [2], 2: []},),
        ({0: [1, 2], 1: [3], 2: [3], 3: []},),
        ({0: [], 1: [2], 2: [1]},),
        ({0: [1], 1: [2], 2: [0]},),
        ({0: [], 1: [0], 2: [1, 0]},),
        ({0: [1], 1: [2], 2: [3], 3: [1]},),
        ({0: [1, 2], 1: [], 2: [0]},),
        ({0: [2, 1], 1: [3, 0], 2: [], 3: []},),
    ),
)

_UNDIRECTED_CYCLE = Entry(
    name="cycle detection in undirected graph",
    names=listed("""
        detect cycle in undirected graph, undirected graph has cycle, undirected graph contains cycle,
        cycle in undirected graph, undirected graph cycle detection, detect cycles in undirected graph,
        check undirected graph has cycle, check if undirected graph contains cycle, undirected cycle detection,
        check for cycle in undirected graph,
        无向图环检测, 无向图判环, 检测无向图中的环, 判断无向图是否有环, 判断无向图中是否存在环,
        无向图中检测环, 检测无向图是否有环
    """),
    entry_points=listed("""
        has_cycle_undirected, has_undirected_cycle, is_cyclic_undirected, detect_cycle_undirected,
        undirected_has_cycle, has_cycle_in_undirected_graph
    """),
    signature="def has_cycle_undirected(graph: dict[int, list[int]]) -> bool",
    summary=UNDIRECTED_GRAPH + "Returns True if the graph has a cycle; going back along the same edge is none.",
    why=WHY_UNDIRECTED,
    inputs=of_one(undirected),
    conventions=conventions(
        (*UNDIRECTED_FORMS, *LETTER_FORMS),
        (
            answer("True exactly where there is a cycle", has_undirected_cycle),
            _cycle(has_undirected_cycle, 3),
        ),
    ),
    reference=has_undirected_cycle,
    edges=UNDIRECTED_EDGES,
)

ENTRIES: tuple[Entry, ...] = (_COMPONENTS, _COUNT_COMPONENTS, _DIRECTED_CYCLE, _UNDIRECTED_CYCLE)
