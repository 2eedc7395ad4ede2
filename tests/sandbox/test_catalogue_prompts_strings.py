"""Which prompts and function names mean the tasks about strings, text and formats; and that none is guessed."""

from __future__ import annotations

import pytest

from sandbox import catalogue


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Write a Python function to find the longest common subsequence of two strings", "longest common subsequence"),
        ("求两个字符串的最长公共子序列", "longest common subsequence"),
        ("compute the length of the longest common subsequence", "length of longest common subsequence"),
        ("longest common substring", "longest common substring"),
        ("请用Python实现最长公共子串", "longest common substring"),
        ("Write a function that finds the longest common prefix in a list of strings", "longest common prefix"),
        (
            "Find the longest substring without repeating characters",
            "longest substring without repeating characters",
        ),
        ("无重复字符的最长子串", "longest substring without repeating characters"),
        (
            "Write a Python function to find the length of the longest substring without repeating characters",
            "length of longest substring without repeating characters",
        ),
        ("Find the longest palindromic substring in a string", "longest palindromic substring"),
        ("用Python实现最长回文子串", "longest palindromic substring"),
        ("最长回文子串的长度", "length of longest palindromic substring"),
        ("check if a string is a subsequence of another string", "is subsequence"),
        ("编写一个函数来查找字符串数组中的最长公共前缀", "longest common prefix"),
    ],
)
def test_a_prompt_means_a_task(prompt: str, name: str) -> None:
    found = catalogue.find(prompt)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    "prompt",
    [
        "longest common subsequence of three strings",
        "longest common suffix",
        "print all longest common subsequences",
        "shortest common supersequence",
        "longest substring with at most k distinct characters",
        "longest palindromic subsequence",
        "count palindromic substrings",
    ],
)
def test_a_prompt_that_says_more_is_not_guessed(prompt: str) -> None:
    assert catalogue.find(prompt) is None


@pytest.mark.parametrize(
    ("function", "name"),
    [("lcs", "longest common subsequence"), ("longestCommonPrefix", "longest common prefix")],
)
def test_a_function_is_recognised_by_its_name(function: str, name: str) -> None:
    found = catalogue.by_entry_point(function)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("function", ["common", "longest", "longest_palindrome", "prefix"])
def test_a_function_that_could_be_anything_is_not_recognised(function: str) -> None:
    assert catalogue.by_entry_point(function) is None
