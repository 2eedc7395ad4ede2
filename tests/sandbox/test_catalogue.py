"""Which task a prompt, a name or a function means; and that none is guessed."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from collections import Counter

import pytest

from sandbox import catalogue
from sandbox.catalogue import Entry, index, prompts, tasks
from sandbox.errors import CheckError

ENTRIES = catalogue.entries()


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("quick sort", "quick sort"),
        ("生成可执行的快速排序 Python 代码", "quick sort"),
        ("Write a Python function for quicksort, please!", "quick sort"),
        ("quick_sort", "quick sort"),
        ("quickSort", "quick sort"),
        ("Quick-Sort algorithm", "quick sort"),
        ("Give me runnable Python 3.12 code that implements quick sort", "quick sort"),
        ("Can you write a simple recursive quick sort?", "quick sort"),
        ("I want you to write a quick sort", "quick sort"),
        ("sort a list of integers using merge sort", "merge sort"),
        ("bubble sort in ascending order", "bubble sort"),
        ("请帮我写一个冒泡排序的程序", "bubble sort"),
        ("用Python实现堆排序算法", "heap sort"),
        ("ＱＵＩＣＫ　ＳＯＲＴ", "quick sort"),
        ("sort a list of numbers", "sort"),
        ("对一个列表进行排序", "sort"),
        ("对列表排序", "sort"),
        ("counting sort", "counting sort"),
        ("基数排序", "radix sort"),
        ("merge two sorted lists", "merge sorted lists"),
        ("合并两个有序数组", "merge sorted lists"),
        ("请用Python实现二分查找", "binary search"),
        ("Two-Sum", "two-sum"),
        ("两数之和", "two-sum"),
        ("compute the greatest common divisor of two numbers", "gcd"),
        ("求两个数的最大公约数", "gcd"),
        ("least common multiple", "lcm"),
        ("check if a number is prime", "is_prime"),
        ("写一个判断素数的函数", "is_prime"),
        ("判断一个数是否为质数", "is_prime"),
        ("sieve of Eratosthenes", "sieve of eratosthenes"),
        ("prime factorization of a number", "prime factorisation"),
        ("分解质因数", "prime factorisation"),
        ("计算n的阶乘", "factorial"),
        ("nth Fibonacci number", "fibonacci"),
        ("第n个斐波那契数", "fibonacci"),
        ("convert an integer to a Roman numeral", "integer to roman"),
        ("Roman numerals to integers", "roman to integer"),
        ("matrix multiplication", "matrix multiply"),
        ("矩阵乘法", "matrix multiply"),
        ("check whether a string is a palindrome", "palindrome"),
        ("判断回文字符串", "palindrome"),
        ("write a function to reverse a string", "reverse string"),
        ("a function that reverses a string", "reverse string"),
        ("reverse a string", "reverse string"),
        ("check if two strings are anagrams", "anagram"),
        ("valid parentheses", "balanced brackets"),
        ("括号匹配", "balanced brackets"),
        ("balanced parentheses", "balanced parentheses"),
        ("Levenshtein distance", "levenshtein distance"),
        ("编辑距离", "levenshtein distance"),
        ("run-length encoding", "run-length encoding"),
        ("a stack class", "stack"),
        ("栈", "stack"),
    ],
)
def test_a_prompt_means_a_task(prompt: str, name: str | None) -> None:
    found = catalogue.find(prompt)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "Python",
        "write code",
        "quick sort in descending order",
        "降序快速排序",
        "quick sort by key",
        "sort a dictionary",
        "merge sort a linked list",
        "quick sort in C++",
        "write tests for quick sort",
        "explain quick sort",
        "quick sort and merge sort",
        "generate valid parentheses",
        "生成有效的括号",
        "generate palindromes",
        "longest palindrome",
        "gcd of a list of numbers",
        "fibonacci heap",
        "two sum closest",
        "4sum",
        "heap",
        "树",
    ],
)
def test_a_prompt_that_says_more_is_not_guessed(prompt: str) -> None:
    assert catalogue.find(prompt) is None


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_name_leads_to_its_task(entry: Entry) -> None:
    names = (entry.name, *entry.names)
    assert {name: catalogue.get(name).name for name in names} == dict.fromkeys(names, entry.name)
    assert {name: (catalogue.find(name) or entry).name for name in names} == dict.fromkeys(names, entry.name)


@pytest.mark.parametrize("as_compared", [prompts.key, prompts.meaning], ids=["key", "meaning"])
def test_no_name_belongs_to_two_tasks(as_compared: object) -> None:
    assert callable(as_compared)
    owners = {(as_compared(name), entry.name) for entry in ENTRIES for name in (entry.name, *entry.names)}
    assert [name for name, count in Counter(name for name, _ in owners).items() if count > 1 or not name] == []


def test_no_function_belongs_to_two_tasks() -> None:
    owners = {(point.replace("_", "").casefold(), entry.name) for entry in ENTRIES for point in entry.entry_points}
    assert [point for point, count in Counter(point for point, _ in owners).items() if count > 1] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_signature_defines_the_function_that_is_asked_for(entry: Entry) -> None:
    kind = "class " if entry.is_class else "def "
    assert entry.signature.startswith(kind + entry.entry_points[0])
    assert entry.conventions[0].arity == entry.signature.count(":")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_task_says_why_its_inputs_are_what_they_are(entry: Entry) -> None:
    assert entry.why.endswith(".")


@pytest.mark.parametrize("module", [one.name for one in pkgutil.iter_modules(tasks.__path__)])
def test_every_module_of_tasks_is_listed_under_its_field(module: str) -> None:
    found = importlib.import_module(f"{tasks.__name__}.{module}")
    assert set(found.ENTRIES) <= set(catalogue.by_field()[found.FIELD])


def test_an_unknown_name_is_answered_with_the_closest() -> None:
    with pytest.raises(CheckError, match="unknown task 'qick sort', did you mean 'quick sort'"):
        catalogue.get("qick sort")


@pytest.mark.parametrize(
    ("function", "name"),
    [("quick_sort", "quick sort"), ("quickSort", "quick sort"), ("Stack", "stack"), ("is_prime", "is_prime")],
)
def test_a_function_is_recognised_by_its_name(function: str, name: str) -> None:
    found = catalogue.by_entry_point(function)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "function", ["main", "solve", "encode", "search", "stack", "reverse", "anagrams", "quick", "f", ""]
)
def test_a_function_that_could_be_anything_is_not_recognised(function: str) -> None:
    assert catalogue.by_entry_point(function) is None


def test_names_are_known_without_loading_hypothesis() -> None:
    asked = "import sys; from sandbox import catalogue; catalogue.find('x'); print('hypothesis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "False\n"


def test_the_index_says_what_the_tasks_say() -> None:
    due = "the tasks' names have changed: run `python -m sandbox.catalogue`"
    assert index.FILE.read_text(encoding="utf-8") == index.text(tasks.by_module()), due


@pytest.mark.parametrize(
    ("asked", "loaded"),
    [
        ("by_entry_point('quick_sort')", ["sorting"]),
        ("by_entry_point('do_something')", []),
        ("find('write a quick sort')", ["sorting"]),
        ("find('a web server for my shop')", []),
        ("get('isPrime')", ["primes"]),
        ("get('is_prime')", ["primes"]),
    ],
)
def test_of_the_tasks_only_those_are_loaded_that_are_asked_for(asked: str, loaded: list[str]) -> None:
    script = f"import sys; from sandbox.catalogue import *; {asked}; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    prefix = f"{tasks.__name__}."
    assert [name.removeprefix(prefix) for name in modules if name.startswith(prefix)] == loaded
