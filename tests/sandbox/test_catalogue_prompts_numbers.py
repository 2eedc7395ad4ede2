"""What prompts and functions about sorting, searching and numbers mean; and which are not guessed."""

from __future__ import annotations

import pytest

from sandbox import catalogue


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Write a Python function that finds the kth largest element in an array", "kth largest"),
        ("用Python实现查找数组中第k大的元素", "kth largest"),
        ("请编写查找第k小元素的函数", "kth smallest"),
        ("implement quickselect in Python", "quickselect"),
        ("请用Python实现快速选择算法", "quickselect"),
        ("Write a function to find the top k frequent elements", "top k frequent"),
        ("前K个高频元素", "top k frequent"),
        ("Dutch national flag problem", "dutch national flag"),
        ("用Python实现颜色分类", "dutch national flag"),
        ("Write a function that computes the next permutation of a list", "next permutation"),
        ("下一个排列", "next permutation"),
        ("count the number of inversions in an array", "count inversions"),
        ("请编写计算逆序对的函数", "count inversions"),
        ("implement lower bound binary search", "lower bound"),
        ("upper_bound", "upper bound"),
        ("search insert position", "search insert position"),
        ("find the first occurrence in a sorted array", "first occurrence"),
        ("Find the first and last position of an element in a sorted array", "first and last position"),
        ("在排序数组中查找元素的第一个和最后一个位置", "first and last position"),
        ("Write a Python function to search in a rotated sorted array", "search rotated sorted array"),
        ("搜索旋转排序数组", "search rotated sorted array"),
        ("find the minimum in a rotated sorted array", "minimum of rotated sorted array"),
    ],
)
def test_a_prompt_means_a_task(prompt: str, name: str) -> None:
    found = catalogue.find(prompt)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    "prompt",
    [
        "kth largest element in a stream",
        "kth smallest element in a BST",
        "top k frequent words",
        "second largest element",
        "previous permutation",
        "all permutations",
        "search in a rotated sorted array with duplicates",
        "first and last name",
        "minimum of an array",
    ],
)
def test_a_prompt_that_says_more_is_not_guessed(prompt: str) -> None:
    assert catalogue.find(prompt) is None


@pytest.mark.parametrize(
    ("function", "name"),
    [
        ("findKthLargest", "kth largest"),
        ("kth_smallest", "kth smallest"),
        ("topKFrequent", "top k frequent"),
        ("sortColors", "dutch national flag"),
        ("nextPermutation", "next permutation"),
        ("searchRange", "first and last position"),
        ("searchInsert", "search insert position"),
    ],
)
def test_a_function_is_recognised_by_its_name(function: str, name: str) -> None:
    found = catalogue.by_entry_point(function)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("function", ["select", "partition", "find", "kth", "top_k", "bound", "rotate"])
def test_a_function_that_could_be_anything_is_not_recognised(function: str) -> None:
    assert catalogue.by_entry_point(function) is None
