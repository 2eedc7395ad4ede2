"""Binary trees given by their root."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ...values import Tree
from ..entry import Entry, listed, phrased
from ..nodes import Node, in_order, levels, returned_tree, root
from ..properties import Form, answer, as_list, collected, conventions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "graphs"

_WHY_NODES = (
    "Nodes have `val`, `left` and `right`; a program may define their class or only mention it. An empty tree is None;"
    " trees of every shape up to twelve nodes, also chains to either side."
)
_GIVEN = "(with the attributes `val`, `left` and `right`; None is the empty tree)"
_EDGES = tuple(
    (Tree(tree),)
    for tree in (
        (),
        (1,),
        (1, 2),
        (1, None, 2),
        (2, 1, 3),
        (1, None, 2, 3),
        (1, 2, None, 3, None, 4),
        (4, 2, 7, 1, 3, 6, 9),
        (1, 2, 3, None, 4, 5),
        (1, None, 2, None, 3, None, 4),
    )
)


def _trees() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    from ...checking.inputs.nodes import trees

    return st.tuples(trees(st.integers(0, 4) | st.integers(-100, 100)))


# Inversion


def _mirrored(node: Node | None) -> Node | None:
    return node and Node(node.value, _mirrored(node.right), _mirrored(node.left))


def _inverted(tree: object) -> Tree:
    return levels(_mirrored(root(tree)))


_INVERT = Entry(
    name="invert binary tree",
    names=(
        *phrased("invert |mirror |flip ", "binary tree"),
        *phrased("翻转|反转|镜像", "二叉树"),
        "二叉树镜像",
        "二叉树翻转",
        "mirror image of binary tree",
    ),
    entry_points=listed("invert_tree, invert_binary_tree, mirror_tree, mirror_binary_tree"),
    signature="def invert_tree(root: TreeNode) -> TreeNode",
    summary=f"Swaps the children of every node of the binary tree at `root` {_GIVEN} and returns its root.",
    why=f"{_WHY_NODES} It may be turned in place, or be a new tree.",
    inputs=_trees,
    conventions=conventions((Form("", 1),), (answer("the mirror image", _inverted, returned_tree),)),
    reference=lambda tree: _inverted(tree) if tree.levels else None,
    edges=_EDGES,
)


# Depth


def _depth(node: Node | None) -> int:
    return 1 + max(_depth(node.left), _depth(node.right)) if node is not None else 0


_DEPTH = Entry(
    name="depth of binary tree",
    names=(
        *phrased("|find ", "maximum |max |", "depth |height ", "of |", "binary tree"),
        *phrased("binary tree ", "maximum |max |", "depth|height"),
        *phrased("二叉树", "|最大", "深度|高度"),
    ),
    entry_points=listed(
        "max_depth, maximum_depth, tree_depth, tree_height, height_of_binary_tree, depth_of_binary_tree"
    ),
    signature="def max_depth(root: TreeNode) -> int",
    summary=f"Returns how many nodes the longest way from the root of the binary tree {_GIVEN} to a leaf has; 0 for the"
    " empty tree.",
    why=f"{_WHY_NODES} The edges on that way may be counted instead of the nodes.",
    inputs=_trees,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the nodes on the longest way", lambda tree: _depth(root(tree))),
            answer("the edges on the longest way", lambda tree: _depth(root(tree)) - 1, choice="counts edges"),
            answer(
                "the edges on the longest way, none in an empty tree",
                lambda tree: max(_depth(root(tree)) - 1, 0),
                choice="counts edges, none in an empty tree",
            ),
        ),
    ),
    reference=lambda tree: _depth(root(tree)),
    edges=_EDGES,
)


# Traversals


def _before(node: Node | None) -> Iterator[int]:
    if node is not None:
        yield node.value
        yield from _before(node.left)
        yield from _before(node.right)


def _after(node: Node | None) -> Iterator[int]:
    if node is not None:
        yield from _after(node.left)
        yield from _after(node.right)
        yield node.value


_WALKS = {"in": in_order, "pre": _before, "post": _after}


def _filled(call: Call) -> object:
    """The returned values, or else the list that was given to be filled."""
    return collected(call) if call.value is not None or len(call.after) < 2 else call.after[1]


def _traversal(order: str, chinese: str, summary: str) -> Entry:
    def walked(tree: object) -> list[int]:
        return list(_WALKS[order](root(tree)))

    return Entry(
        name=f"{order}order traversal",
        names=(
            *phrased("|binary tree ", f"{order}order|{order} order", " traversal", "| of binary tree| of tree"),
            *phrased("|二叉树", f"{chinese}遍历"),
        ),
        entry_points=listed(f"{order}order_traversal, {order}_order_traversal"),
        signature=f"def {order}order_traversal(root: TreeNode) -> list[int]",
        summary=f"Returns the values of the binary tree at `root` {_GIVEN} {summary}.",
        why=f"{_WHY_NODES} The values may come as a list, a tuple or one by one.",
        inputs=_trees,
        conventions=conventions(
            (Form("", 1), Form("called with (root, [])", 2, lambda given: (*given, []))),
            (answer(f"the values {order}-order", walked, _filled),),
        ),
        reference=walked,
        edges=_EDGES,
    )


_IN = _traversal("in", "中序", "in-order: those of the left child's tree, its own, those of the right child's tree")
_PRE = _traversal("pre", "前序", "pre-order: its own, those of the left child's tree, those of the right child's tree")
_POST = _traversal(
    "post", "后序", "post-order: those of the left child's tree, those of the right child's tree, its own"
)


def _by_level(tree: object) -> list[list[int]]:
    found: list[list[int]] = []
    level = [node for node in (root(tree),) if node is not None]
    while level:
        found.append([node.value for node in level])
        level = [child for node in level for child in (node.left, node.right) if child is not None]
    return found


def _rows(call: Call) -> object:
    """Levels as lists, tuples or deques."""
    rows = collected(call)
    return [as_list(row) for row in rows] if isinstance(rows, list) else rows


_LEVEL_ORDER = Entry(
    name="level order traversal",
    names=(
        *phrased("|binary tree ", "level order", " traversal", "| of binary tree| of tree"),
        "breadth first traversal of binary tree",
        *phrased("|二叉树", "层序遍历|层次遍历"),
    ),
    entry_points=listed("level_order, level_order_traversal"),
    signature="def level_order(root: TreeNode) -> list[list[int]]",
    summary=f"Returns the values of the binary tree at `root` {_GIVEN} level by level from the root downwards, each"
    " level as a list from left to right.",
    why=f"{_WHY_NODES} All values in one list are right too.",
    inputs=_trees,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the values of each level", _by_level, _rows),
            answer(
                "the values level by level",
                lambda tree: list(itertools.chain.from_iterable(_by_level(tree))),
                collected,
                choice="in one list",
            ),
        ),
    ),
    reference=_by_level,
    edges=_EDGES,
)


# Search trees


def _is_search_tree(tree: object) -> bool:
    found = list(in_order(root(tree)))
    return all(one < other for one, other in itertools.pairwise(found))


def _nearly_search_trees() -> SearchStrategy[Arguments]:
    """Different values in order, of which two may have been exchanged."""
    from hypothesis import strategies as st

    from ...checking.inputs.nodes import trees

    def filled(drawn: tuple[Tree, list[int], int, int]) -> Arguments:
        shape, numbers, *swapped = drawn
        shown = [index for index, value in enumerate(shape.levels) if value is not None]
        ordered = sorted(numbers)[: len(shown)]
        for one, other in [swapped] if shown and max(swapped) < len(shown) else []:
            ordered[one], ordered[other] = ordered[other], ordered[one]
        given = dict(zip(_in_order_places(shape), ordered, strict=True))
        return (Tree(tuple(given.get(index) for index in range(len(shape.levels)))),)

    place = st.integers(0, 8)
    numbers = st.sampled_from([list(range(first, first + 12)) for first in (-3, -6, -1, 0, 20)])
    return st.tuples(trees(st.just(0)), numbers, place, place).map(filled)


def _in_order_places(shape: Tree) -> list[int]:
    """The indices in `levels` of the nodes, in order."""
    numbered = Tree(tuple(None if value is None else index for index, value in enumerate(shape.levels)))
    return list(in_order(root(numbered)))


_VALIDATE = Entry(
    name="validate binary search tree",
    names=(
        *phrased("validate |check if |is |valid |check ", "binary search tree|bst"),
        *phrased("check if binary tree is ", "|valid ", "binary search tree|bst"),
        *phrased("验证|判断", "二叉搜索树|二叉查找树"),
        "判断二叉树是否为二叉搜索树",
    ),
    entry_points=listed("is_valid_bst, is_bst, validate_bst, is_binary_search_tree, is_valid_binary_search_tree"),
    signature="def is_valid_bst(root: TreeNode) -> bool",
    summary=f"Tells whether the binary tree at `root` {_GIVEN} is a search tree: every value of a node's left tree is"
    " smaller, every one of its right tree is larger.",
    why=f"{_WHY_NODES} About half are search trees, the others differ from one by two exchanged values, which may be"
    " far apart. Equal values are left out: nobody agrees on them.",
    inputs=_nearly_search_trees,
    conventions=conventions((Form("", 1),), (answer("True exactly for a search tree", _is_search_tree),)),
    reference=_is_search_tree,
    edges=tuple(
        (Tree(tree),)
        for tree in (
            (),
            (1,),
            (2, 1),
            (1, 2),
            (1, None, 2),
            (2, None, 1),
            (2, 1, 3),
            (5, 1, 4, None, None, 3, 6),
            (5, 4, 6, None, None, 3, 7),
            (4, 2, 6, 1, 5, 3, 7),
            (4, 2, 6, 1, 3, 5, 7),
            (0, -1),
            (0, 1),
            (0, None, -1),
            (-2, -3, 0, None, None, -4, 1),
            (3, 1, 5, 0, 2, 4, 6),
        )
    ),
)

ENTRIES: tuple[Entry, ...] = (_INVERT, _DEPTH, _IN, _PRE, _POST, _LEVEL_ORDER, _VALIDATE)
