"""Prompts and function names for graphs, dynamic programming, search and lists; and that none is guessed."""

from __future__ import annotations

import pytest

from sandbox import catalogue


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Write a Python function that performs breadth-first search on a graph", "breadth-first search"),
        ("用Python实现广度优先搜索", "breadth-first search"),
        ("BFS", "breadth-first search"),
        ("implement depth first search", "depth-first search"),
        ("请编写深度优先搜索函数", "depth-first search"),
        ("DFS traversal of a graph", "depth-first search"),
        ("shortest path in a maze", "shortest path in maze"),
        ("迷宫最短路径", "shortest path in maze"),
        ("Implement Dijkstra's algorithm in Python", "dijkstra"),
        ("用 Python 写一个 Dijkstra 算法", "dijkstra"),
        ("实现迪杰斯特拉算法", "dijkstra"),
        ("Bellman-Ford algorithm", "bellman-ford"),
        ("Floyd–Warshall algorithm", "floyd-warshall"),
        ("实现弗洛伊德算法", "floyd-warshall"),
        ("find the minimum spanning tree of a graph", "minimum spanning tree"),
        ("求最小生成树", "minimum spanning tree"),
        ("Kruskal's algorithm", "kruskal minimum spanning tree"),
        ("Prim's algorithm for minimum spanning tree", "prim minimum spanning tree"),
        ("find the connected components of an undirected graph", "connected components"),
        ("无向图的连通分量", "connected components"),
        ("count the number of islands in a grid", "number of islands"),
        ("岛屿数量", "number of islands"),
        ("flood fill", "flood fill"),
        ("detect a cycle in a directed graph", "cycle detection in directed graph"),
        ("判断有向图是否有环", "cycle detection in directed graph"),
        ("detect a cycle in an undirected graph", "cycle detection in undirected graph"),
        ("check if a graph is bipartite", "bipartite check"),
        ("判断二分图", "bipartite check"),
        ("Solve the 0/1 knapsack problem using dynamic programming", "0-1 knapsack"),
        ("01背包问题", "0-1 knapsack"),
        ("用动态规划解决01背包问题", "0-1 knapsack"),
        ("solve sudoku using backtracking", "sudoku solver"),
        ("tower of hanoi using recursion", "tower of hanoi"),
        ("完全背包", "unbounded knapsack"),
        ("coin change problem", "coin change"),
        ("零钱兑换", "coin change"),
        ("count the number of ways to make change", "coin change ways"),
        ("longest increasing subsequence", "longest increasing subsequence"),
        ("最长递增子序列的长度", "length of longest increasing subsequence"),
        ("maximum subarray sum", "maximum subarray"),
        ("Kadane's algorithm", "maximum subarray"),
        ("最大子数组和", "maximum subarray"),
        ("climbing stairs", "climbing stairs"),
        ("爬楼梯", "climbing stairs"),
        ("unique paths", "unique paths"),
        ("不同路径", "unique paths"),
        ("最小路径和", "minimum path sum"),
        ("generate all subsets of a set", "subsets"),
        ("求所有子集", "subsets"),
        ("generate all permutations of a list", "permutations"),
        ("全排列", "permutations"),
        ("all permutations of a string", "string permutations"),
        ("generate all combinations of k elements", "combinations"),
        ("N-Queens problem", "n-queens"),
        ("N皇后问题", "n-queens"),
        ("write a sudoku solver", "sudoku solver"),
        ("解数独", "sudoku solver"),
        ("Tower of Hanoi", "tower of hanoi"),
        ("汉诺塔", "tower of hanoi"),
        ("flatten a nested list", "flatten nested list"),
        ("扁平化嵌套列表", "flatten nested list"),
        ("merge overlapping intervals", "merge intervals"),
        ("合并区间", "merge intervals"),
        ("Conway's Game of Life", "game of life"),
        ("生命游戏", "game of life"),
        ("word break", "word break"),
        ("trapping rain water", "trapping rain water"),
        ("接雨水", "trapping rain water"),
        ("generate parentheses", "generate parentheses"),
        ("括号生成", "generate parentheses"),
        ("remove duplicates from a list", "remove duplicates from list"),
        ("列表去重", "remove duplicates from list"),
        ("find the second largest number in a list", "second largest"),
        ("split a list into chunks of size n", "chunk list"),
        ("intersection of two lists", "intersection of two lists"),
        ("rotate an array", "rotate array"),
        ("three sum", "three sum"),
    ],
)
def test_a_prompt_means_a_task(prompt: str, name: str) -> None:
    found = catalogue.find(prompt)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    "prompt",
    [
        "shortest path",
        "detect a cycle",
        "dfs of a binary tree",
        "bidirectional bfs",
        "a star search",
        "maximum spanning tree",
        "strongly connected components",
        "fractional knapsack",
        "longest decreasing subsequence",
        "maximum product subarray",
        "permutations with repetition",
        "subsets with duplicates",
        "best time to buy and sell stock ii",
        "house robber ii",
        "minimum number of jumps",
        "three sum closest",
        "word search ii",
        "moving average",
        "最大生成树",
        "分数背包",
    ],
)
def test_a_prompt_that_asks_for_something_near_is_not_guessed(prompt: str) -> None:
    assert catalogue.find(prompt) is None


@pytest.mark.parametrize(
    ("function", "name"),
    [
        ("bfs", "breadth-first search"),
        ("dijkstra", "dijkstra"),
        ("knapSack", "0-1 knapsack"),
        ("numIslands", "number of islands"),
        ("coin_change", "coin change"),
        ("lengthOfLIS", "length of longest increasing subsequence"),
        ("maxSubArray", "maximum subarray"),
        ("solveNQueens", "n-queens"),
        ("isValidSudoku", "valid sudoku"),
        ("tower_of_hanoi", "tower of hanoi"),
        ("merge_intervals", "merge intervals"),
        ("gameOfLife", "game of life"),
        ("moveZeroes", "move zeroes"),
    ],
)
def test_a_function_is_recognised_by_its_name(function: str, name: str) -> None:
    found = catalogue.by_entry_point(function)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "function", ["has_cycle", "shortest_path", "flatten", "maxProfit", "search", "explore", "trace"]
)
def test_a_function_that_could_be_anything_is_not_recognised(function: str) -> None:
    assert catalogue.by_entry_point(function) is None
