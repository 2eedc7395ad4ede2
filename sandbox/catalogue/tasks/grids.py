"""Grids of cells: islands and their size, flood fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Choice, Form, answer, conventions, in_place
from ..shapes import form, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "graphs"

Grid = list[list[int]]
Cell = tuple[int, int]

SIDES: tuple[Cell, ...] = ((0, 1), (0, -1), (1, 0), (-1, 0))
ALL_AROUND: tuple[Cell, ...] = (*SIDES, (1, 1), (1, -1), (-1, 1), (-1, -1))


def grids(values: Iterable[int] = (0, 1), size: int = 6) -> SearchStrategy[Grid]:
    """Rows of equal length, seldom square; at least one cell."""
    from hypothesis import strategies as st

    cell = st.sampled_from(tuple(values))

    def with_width(width: int) -> SearchStrategy[Grid]:
        return st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=size)

    return st.integers(1, size).flatmap(with_width)


def _one_grid() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(grids())


def _strings(grid: Grid) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in grid]


def neighbours(grid: Grid, cell: Cell, steps: Iterable[Cell]) -> list[Cell]:
    around = [(cell[0] + down, cell[1] + right) for down, right in steps]
    return [(row, column) for row, column in around if 0 <= row < len(grid) and 0 <= column < len(grid[0])]


def _area(grid: Grid, start: Cell, steps: Iterable[Cell]) -> set[Cell]:
    """The connected cells with the value of the start."""
    found, rest = {start}, [start]
    while rest:
        near = neighbours(grid, rest.pop(), steps)
        new = [cell for cell in near if cell not in found and grid[cell[0]][cell[1]] == grid[start[0]][start[1]]]
        found.update(new)
        rest += new
    return found


# Islands


def _islands(grid: Grid, steps: Iterable[Cell] = SIDES) -> list[set[Cell]]:
    found: list[set[Cell]] = []
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            if cell and not any((row, column) in island for island in found):
                found.append(_area(grid, (row, column), steps))
    return found


def count_islands(grid: Grid) -> int:
    return len(_islands(grid))


def largest_island(grid: Grid) -> int:
    return max(map(len, _islands(grid)), default=0)


_GRID_FORMS = (
    Form("", 1),
    form('cells are "0" and "1"', 1, lambda grid: (_strings(grid),)),
    form("called with (grid, rows, columns)", 3, lambda grid: (grid, len(grid), len(grid[0]))),
)
_GRID_EDGES: tuple[Arguments, ...] = (
    ([[0]],),
    ([[1]],),
    ([[1, 1, 0], [0, 1, 0], [0, 0, 1]],),
    ([[1, 0, 1]],),
    ([[1], [0], [1], [1]],),
    ([[1, 0], [0, 1]],),
    ([[0, 1], [1, 0]],),
    ([[1, 1, 1], [1, 0, 1], [1, 1, 1]],),
    ([[1, 0, 1], [1, 0, 1], [1, 1, 1]],),
    ([[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 0, 0]],),
    ([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 0], [0, 0, 0, 1]],),
)
_GRID_WHY = (
    "Grids of up to 6 by 6 cells, seldom square, with islands that bend, touch at a corner only or run along the"
    " border. There is at least one cell: what an empty grid is, programs see differently."
)

_ISLANDS = Entry(
    name="number of islands",
    names=listed("""
        count islands, number of islands in grid, count islands in grid, count number of islands, num islands,
        count number of islands in grid, number of islands problem, count islands in 2d grid, 岛屿数量, 岛屿个数,
        岛屿的数量, 岛屿问题, 统计岛屿数量, 计算岛屿数量, 岛屿数目
    """),
    entry_points=listed("num_islands, number_of_islands, count_islands, find_islands_count"),
    signature="def num_islands(grid: list[list[int]]) -> int",
    summary="`grid` holds rows of equal length, of 1 (land) and 0 (water). Returns the number of islands: groups of"
    " land cells that are connected horizontally or vertically.",
    why=_GRID_WHY,
    inputs=_one_grid,
    conventions=conventions(
        _GRID_FORMS,
        (
            answer("the number of islands", count_islands),
            answer(
                "the number of islands",
                lambda grid: len(_islands(grid, ALL_AROUND)),
                choice="connected across corners too",
            ),
        ),
    ),
    reference=count_islands,
    edges=_GRID_EDGES,
)

_LARGEST_ISLAND = Entry(
    name="max area of island",
    names=listed("""
        maximum area of island, largest island, area of largest island, max island area, size of largest island,
        largest island area, max area of an island in grid, 岛屿的最大面积, 最大岛屿面积, 最大的岛屿面积
    """),
    entry_points=listed("max_area_of_island, largest_island, max_island_area, largest_island_area"),
    signature="def max_area_of_island(grid: list[list[int]]) -> int",
    summary="`grid` holds rows of equal length, of 1 (land) and 0 (water). Returns the number of cells of the largest"
    " island, a group of land cells that are connected horizontally or vertically; 0 if there is no land.",
    why=_GRID_WHY,
    inputs=_one_grid,
    conventions=conventions(_GRID_FORMS, (answer("the cells of the largest island", largest_island),)),
    reference=largest_island,
    edges=_GRID_EDGES,
)

# Flood fill


def filled(image: Grid, row: int, column: int, colour: int) -> Grid:
    area = _area(image, (row, column), SIDES)
    return [[colour if (r, c) in area else cell for c, cell in enumerate(cells)] for r, cells in enumerate(image)]


def _image_and_place() -> SearchStrategy[Arguments]:
    """The colour is often the one that is there already, on which a careless program never ends."""
    from hypothesis import strategies as st

    def with_place(image: Grid) -> SearchStrategy[Arguments]:
        row, column = st.integers(0, len(image) - 1), st.integers(0, len(image[0]) - 1)
        return st.tuples(st.just(image), row, column, st.integers(0, 3))

    return grids((0, 1, 2)).flatmap(with_place)


def either_way(name: str, expected: Callable[..., object]) -> tuple[Choice, ...]:
    return (answer(name, expected, rows_of()), answer(name, expected, rows_of(in_place), choice="in place"))


_FLOOD_FILL = Entry(
    name="flood fill",
    names=listed("""
        flood fill image, flood fill grid, flood fill on grid, flood fill 2d grid, floodfill, flood fill on image,
        图像渲染, 洪水填充, 泛洪填充, 漫水填充, 泛洪算法, 洪水填充算法
    """),
    entry_points=listed("flood_fill, floodfill, flood_fill_image"),
    signature="def flood_fill(image: list[list[int]], row: int, column: int, color: int) -> list[list[int]]",
    summary="`image` holds rows of equal length. Returns the image in which the cell at `row`, `column` and all cells"
    " of its value that are connected with it horizontally or vertically have the value `color`.",
    why="Images of up to 6 by 6 cells in three colours; the new colour is often that of the start, on which a program"
    " may never end, or that of a neighbour. The start is inside the image.",
    inputs=_image_and_place,
    conventions=conventions(
        (
            Form("", 4),
            form("called with (image, (row, column), color)", 3, lambda image, row, c, new: (image, (row, c), new)),
            form("called with (image, row, column, old, new)", 5, lambda i, r, c, new: (i, r, c, i[r][c], new)),
            form("called with (image, row, column, new, old)", 5, lambda i, r, c, new: (i, r, c, new, i[r][c])),
        ),
        either_way("the image with the area filled", filled),
    ),
    reference=filled,
    edges=(
        ([[0]], 0, 0, 0),
        ([[0]], 0, 0, 1),
        ([[1, 1, 1], [1, 1, 0], [1, 0, 1]], 1, 1, 2),
        ([[0, 0, 0], [0, 0, 0]], 0, 0, 0),
        ([[1, 0, 1]], 0, 2, 0),
        ([[1, 2], [2, 1], [1, 1]], 2, 0, 2),
    ),
)

ENTRIES: tuple[Entry, ...] = (_ISLANDS, _LARGEST_ISLAND, _FLOOD_FILL)
