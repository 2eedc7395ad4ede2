"""Whether two colours are enough for a graph."""

from __future__ import annotations

from ...checking.comparison import same
from ..entry import Entry, listed
from ..graphs import Graph, components, edge_pairs, undirected
from ..properties import Choice, answer, conventions
from ..shapes import elements, satisfies
from .connectivity import (
    LETTER_FORMS,
    UNDIRECTED_EDGES,
    UNDIRECTED_FORMS,
    UNDIRECTED_GRAPH,
    WHY_UNDIRECTED,
    are_integers,
    of_one,
)

FIELD = "graphs"


def is_bipartite(graph: Graph) -> bool:
    return _colours(graph) is not None


def _colours(graph: Graph) -> dict[int, int] | None:
    found: dict[int, int] = {}
    for part in components(graph):
        found[part[0]], rest = 0, [part[0]]
        while rest:
            node = rest.pop()
            rest += [other for other in graph[node] if other not in found]
            found |= {other: 1 - found[node] for other in graph[node] if other not in found}
    return None if any(found[node] == found[other] for node, other in edge_pairs(graph)) else found


def _two_groups(found: object, graph: Graph) -> bool:
    """Two sets of nodes or a colour for each node; None or False where there is neither."""
    if not is_bipartite(graph):
        return found is None or found is False or same(found, {}) or same(found, (None, None))
    colours = _as_colours(found)
    return (
        colours is not None
        and colours.keys() == graph.keys()
        and all(colours[node] != colours[other] for node, other in edge_pairs(graph))
    )


def _as_colours(found: object) -> dict[object, int] | None:
    if isinstance(found, dict):
        return found if are_integers([*found, *found.values()]) and len({*found.values()}) < 3 else None
    groups = [elements(group) for group in elements(found) or []]
    if len(groups) != 2 or not all(group is not None and are_integers(group) for group in groups):
        return None
    return {node: number for number, group in enumerate(groups) for node in group or []}


def _with_colours(found: object, graph: Graph) -> bool:
    """(True, colours) or (False, anything that says none)."""
    if not isinstance(found, tuple) or len(found) != 2 or found[0] is not is_bipartite(graph):
        return False
    return _two_groups(found[1], graph) if found[0] is True else True


_TWO_GROUPS: tuple[Choice, ...] = (
    answer("True exactly for bipartite graphs", is_bipartite),
    satisfies("two groups or colours, or nothing", _two_groups, _colours, choice="the two groups"),
    satisfies("whether and which groups", _with_colours, choice="(True, the two groups)"),
)

_BIPARTITE = Entry(
    name="bipartite check",
    names=listed("""
        bipartite graph check, is graph bipartite, graph is bipartite, check graph is bipartite, is bipartite,
        check bipartite graph, check graph bipartite, bipartite graph, bipartite graph checker, bipartite,
        undirected graph is bipartite, test graph is bipartite, 二分图, 判断二分图, 二分图判定, 二分图检测,
        判断图是否为二分图, 判断无向图是否为二分图, 二分图判断, 判断是否为二分图
    """),
    entry_points=listed("is_bipartite, is_bipartite_graph, check_bipartite, bipartite, is_graph_bipartite"),
    signature="def is_bipartite(graph: dict[int, list[int]]) -> bool",
    summary=UNDIRECTED_GRAPH
    + "Returns True if its nodes can be put into two groups such that no edge joins two nodes of one"
    " group.",
    why=WHY_UNDIRECTED,
    inputs=of_one(undirected),
    conventions=conventions((*UNDIRECTED_FORMS, *LETTER_FORMS), _TWO_GROUPS[:1])
    + conventions(UNDIRECTED_FORMS, _TWO_GROUPS[1:]),
    reference=is_bipartite,
    edges=UNDIRECTED_EDGES,
)

ENTRIES: tuple[Entry, ...] = (_BIPARTITE,)
