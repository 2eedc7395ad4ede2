"""Orders in which every edge of a directed graph points forwards, and whether there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...checking.property import Call, Property
from ..absence import EMPTY, NOTHING, absences
from ..entry import Entry, listed, phrased
from ..graphs import Graph, directed, edge_pairs, from_letters, graph_of, lettered, neighbour_lists
from ..properties import Choice, answer, as_list, conventions
from ..shapes import form

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "graphs"


def _graphs() -> SearchStrategy[Arguments]:
    """Mostly without a cycle, in an order of the nodes that tells nothing; some nodes have no edge."""
    from hypothesis import strategies as st

    def acyclic(order: list[int]) -> SearchStrategy[Graph]:
        place = st.integers(0, len(order) - 1)
        pairs = st.lists(st.tuples(place, place).filter(lambda pair: pair[0] < pair[1]), max_size=9)
        return pairs.map(lambda found: graph_of(len(order), [(order[one], order[other]) for one, other in found]))

    orders = st.integers(2, 7).flatmap(lambda size: st.permutations(range(size)))
    some = orders.flatmap(acyclic)
    return st.tuples(st.one_of(some, some, directed(5)))


def topological_order(graph: Graph) -> list[int] | None:
    """The nodes without an unplaced predecessor, again and again; None where none is left to begin with."""
    order: list[int] = []
    while len(order) < len(graph):
        free = [n for n in graph if n not in order and not any(n in graph[m] for m in graph if m not in order)]
        if not free:
            return None
        order += free
    return order


def _is_cyclic(graph: Graph) -> bool:
    return topological_order(graph) is None


def _orders(nodes: Callable[[Graph], list[int]] = list) -> Choice:
    """`nodes`: those that the program is told of."""

    def holds(call: Call) -> bool:
        (graph,) = call.input
        if not isinstance(graph, dict) or _is_cyclic(graph):
            return True
        found = as_list(call.value)
        if not isinstance(found, list):
            return False
        order = [from_letters(node) for node in found]
        if not all(type(node) is int for node in order) or sorted(map(repr, order)) != sorted(map(repr, nodes(graph))):
            return False
        return all(order.index(one) < order.index(other) for one, other in edge_pairs(graph))

    def expected(call: Call) -> object:
        (graph,) = call.input
        return topological_order(graph) if isinstance(graph, dict) else None

    return Choice("", (Property("every node once, every edge forwards", "postcondition", holds, expected),))


def _connected(graph: Graph) -> list[int]:
    return sorted({node for pair in edge_pairs(graph) for node in pair})


_FORMS = (
    form("", 1, lambda graph: (graph,)),
    form("called with a dict of letters", 1, lambda graph: (lettered(graph),)),
    form("called with lists of neighbours", 1, lambda graph: (neighbour_lists(graph),)),
    form("called with (n, edges)", 2, lambda graph: (len(graph), edge_pairs(graph))),
    form("called with (edges, n)", 2, lambda graph: (edge_pairs(graph), len(graph))),
    form("called with (nodes, edges)", 2, lambda graph: (list(graph), edge_pairs(graph))),
    form("called with (n, lists of neighbours)", 2, lambda graph: (len(graph), neighbour_lists(graph))),
    form("called with (lists of neighbours, n)", 2, lambda graph: (neighbour_lists(graph), len(graph))),
)
_EDGES_ONLY = (form("called with edges", 1, lambda graph: (edge_pairs(graph),)),)
_CYCLES = absences("says when there is a cycle", _is_cyclic, (NOTHING[0], EMPTY, *NOTHING[1:]))
_GRAPH_EDGES: tuple[Arguments, ...] = (
    ({0: []},),
    ({0: [1], 1: []},),
    ({0: [], 1: [0]},),
    ({0: [1], 1: [0]},),
    ({0: [0]},),
    ({0: [], 1: []},),
    ({0: [], 1: [], 2: [3], 3: [1], 4: [0, 1], 5: [2, 0]},),
    ({0: [1, 2], 1: [3], 2: [3], 3: []},),
    ({0: [1], 1: [2], 2: [0]},),
    ({0: [1], 1: [2], 2: [1]},),
    ({0: [2, 1], 1: [], 2: [1]},),
    ({0: [1, 3], 1: [2], 2: [3], 3: []},),
)
_WHY = (
    "Edges against the order of the numbers, several ways to the same node, nodes without an edge, and cycles, some"
    " behind a beginning that can be placed, some a node with itself."
)

_TOPOLOGICAL = Entry(
    name="topological sort",
    names=(
        *phrased(
            "topological |kahn |kahns |kahn s ", "sorting|ordering|order|sort", "| graph| directed acyclic graph| dag"
        ),
        *phrased("kahn|kahns|kahn s|topological sort bfs"),
        *phrased("拓扑排序|kahn拓扑排序|有向图拓扑排序|有向无环图拓扑排序|图拓扑排序|拓扑序"),
        *phrased("topological sort dfs|topological sort kahn|topological sort kahns|topological sort kahn s"),
    ),
    entry_points=listed("""
        topological_sort, topo_sort, topological_order, kahn, kahn_topological_sort, topological_sort_kahn, toposort,
        topological_sort_dfs, kahns_algorithm
    """),
    signature="def topological_sort(graph: dict[int, list[int]]) -> list[int] | None",
    summary="Returns all nodes of a directed graph in an order in which every edge points forwards (any such order), or"
    " None if there is a cycle. `graph` maps each node to the list of its successors.",
    why=_WHY,
    inputs=_graphs,
    conventions=(
        *conventions(_FORMS, (_orders(),), _CYCLES),
        *conventions(_EDGES_ONLY, (_orders(_connected),), _CYCLES),
    ),
    reference=topological_order,
    edges=_GRAPH_EDGES,
)

# Courses, of which each pair names the later one first

_COURSES = (
    form("", 2, lambda graph: (len(graph), [[later, first] for first, later in edge_pairs(graph)])),
    form("called with (pairs, n)", 2, lambda graph: ([[b, a] for a, b in edge_pairs(graph)], len(graph))),
)

_COURSE_ORDER = Entry(
    name="course schedule ii",
    names=listed("course schedule 2, find course order, course order, 课程表ii, 课程表2, 课程顺序"),
    entry_points=listed("find_order, course_order, find_course_order, course_schedule_ii"),
    signature="def find_order(n: int, prerequisites: list[list[int]]) -> list[int]",
    summary="Returns an order (any one) in which the courses 0 to n - 1 can be taken, where a pair [a, b] says that b"
    " has to be taken before a; [] if there is none.",
    why=_WHY,
    inputs=_graphs,
    conventions=conventions(_COURSES, (_orders(),), (_CYCLES[1], _CYCLES[0], *_CYCLES[2:])),
    reference=lambda graph: topological_order(graph) or [],
    edges=_GRAPH_EDGES,
)

_CAN_FINISH = Entry(
    name="course schedule",
    names=listed("course schedule i, can finish courses, can finish all courses, 课程表"),
    entry_points=listed("can_finish, course_schedule, can_finish_courses"),
    signature="def can_finish(n: int, prerequisites: list[list[int]]) -> bool",
    summary="Returns True if the courses 0 to n - 1 can all be taken, where a pair [a, b] says that b has to be taken"
    " before a, else False.",
    why=_WHY,
    inputs=_graphs,
    conventions=conventions(
        _COURSES, (answer("True exactly where there is no cycle", lambda graph: not _is_cyclic(graph)),)
    ),
    reference=lambda graph: not _is_cyclic(graph),
    edges=_GRAPH_EDGES,
)

ENTRIES: tuple[Entry, ...] = (_TOPOLOGICAL, _COURSE_ORDER, _CAN_FINISH)
