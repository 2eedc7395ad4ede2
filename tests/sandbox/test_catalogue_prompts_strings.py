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
        ("Write a function to reverse the words in a string", "reverse words"),
        ("反转字符串中的单词", "reverse words"),
        ("reverse the order of words in a sentence", "reverse word order"),
        ("Reverse each word in a string", "reverse each word"),
        ("反转每个单词", "reverse each word"),
        ("Write a Python function that counts the number of words in a string", "word count"),
        ("统计字符串中单词的个数", "word count"),
        ("count the frequency of each word in a text", "word frequency"),
        ("用Python统计词频", "word frequency"),
        ("Group anagrams", "group anagrams"),
        ("字母异位词分组", "group anagrams"),
        ("Write a function to count the frequency of characters in a string", "character frequency"),
        ("统计字符串中每个字符出现的次数", "character frequency"),
        ("Write a Python function that counts the vowels in a string", "count vowels"),
        ("统计字符串中元音字母的个数", "count vowels"),
        ("check if a sentence is a pangram", "pangram"),
        ("find the first non-repeating character in a string", "first unique character"),
        ("字符串中的第一个唯一字符", "first unique character"),
        ("remove duplicate characters from a string", "remove duplicate characters"),
        ("Implement a Caesar cipher", "caesar cipher"),
        ("用Python实现凯撒密码", "caesar cipher"),
        ("decrypt a message using Caesar cipher", "caesar decryption"),
        ("ROT13", "rot13"),
        ("Vigenère cipher", "vigenere cipher"),
        ("维吉尼亚密码解密", "vigenere decryption"),
        ("base64 encode a string", "base64 encoding"),
        ("用Python实现base64解码", "base64 decoding"),
        ("convert a string to hex", "hex encoding"),
        ("convert hex to bytes", "hex decoding"),
        ("URL encode a string", "url encoding"),
        ("URL解码", "url decoding"),
        ("Write a function to convert camelCase to snake_case", "camel to snake"),
        ("驼峰命名转下划线命名", "camel to snake"),
        ("convert a snake case string to camel case", "snake to camel"),
        ("下划线转驼峰", "snake to camel"),
        ("Capitalize the first letter of each word in a string", "title case"),
        ("word wrap", "word wrap"),
        ("用Python实现文本自动换行", "word wrap"),
        ("decode a run-length encoded string", "run-length decoding"),
        ("Write a Python function to evaluate an arithmetic expression in a string", "evaluate expression"),
        ("表达式求值", "evaluate expression"),
        ("Evaluate Reverse Polish Notation", "evaluate reverse polish notation"),
        ("用Python实现逆波兰表达式求值", "evaluate reverse polish notation"),
        ("Convert an infix expression to postfix", "infix to postfix"),
        ("中缀表达式转后缀表达式", "infix to postfix"),
        ("Write a JSON parser from scratch", "json parser"),
        ("用Python实现JSON解析器", "json parser"),
        ("flatten a nested dictionary", "flatten dictionary"),
        ("parse a CSV line", "csv line parser"),
        ("CSV parser", "csv parser"),
        ("解析CSV", "csv parser"),
        ("Parse a URL query string", "query string parser"),
        ("解析URL参数", "query string parser"),
        ("build a query string from a dictionary", "query string builder"),
        ("Write a Python function to check if a year is a leap year", "leap year"),
        ("判断闰年", "leap year"),
        ("determine whether a given date is valid", "valid date"),
        ("Calculate the number of days between two dates", "days between dates"),
        ("计算两个日期之间的天数", "days between dates"),
        ("find the day of the week for a given date", "day of week"),
        ("计算某一天是星期几", "day of week"),
        ("String to Integer (atoi)", "string to integer"),
        ("字符串转换整数", "string to integer"),
        ("validate an IPv4 address", "ipv4 validation"),
        ("验证IP地址", "ipv4 validation"),
        ("Write a function to validate an email address", "email validation"),
        ("邮箱格式验证", "email validation"),
        ("Hamming distance between two strings", "hamming distance"),
        ("汉明距离", "hamming distance"),
        ("check if two strings are isomorphic", "isomorphic strings"),
        ("word pattern", "word pattern"),
        ("check if a string can be rearranged to form a palindrome", "palindrome permutation"),
        ("find the most frequent character in a string", "most frequent character"),
        ("字符串中出现次数最多的字符", "most frequent character"),
        ("Find the longest word in a sentence", "longest word"),
        ("count occurrences of a substring in a string", "count substring"),
        ("check if a string has all unique characters", "unique characters"),
        ("Count and Say", "count and say"),
        ("外观数列", "count and say"),
        ("decode string", "decode string"),
        ("Simplify a Unix path", "simplify path"),
        ("convert a number to an Excel column title", "excel column title"),
        ("Excel sheet column number", "excel column number"),
        ("Implement the Luhn algorithm", "luhn algorithm"),
        ("count the characters in a string", "character count"),
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
        "count palindromic substrings",
        "reverse words of length greater than 4",
        "count unique words",
        "most frequent word",
        "count consonants",
        "count vowels and consonants",
        "last non-repeating character",
        "break a Caesar cipher",
        "find a palindrome",
        "write a function to find all anagrams",
        "编写函数找出回文串",
        "validate a credit card number",
        "read an Excel file",
        "print a calendar",
        "days until a date",
        "next leap year",
        "validate an IPv6 address",
        "extract email addresses",
        "validate a password",
        "read a CSV file",
        "validate json",
        "json formatter",
        "parse a URL",
        "calculator",
        "scientific calculator",
        "evaluate a boolean expression",
        "postfix to infix",
        "infix to prefix",
        "camel case",
        "convert to upper case",
        "text justification",
        "base64 encode a file",
        "encrypt a string",
        "substitution cipher",
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


@pytest.mark.parametrize(
    "function",
    [
        "common",
        "longest",
        "longest_palindrome",
        "parse_query",
        "build_query",
        "validate_date",
        "calculate",
        "parse_csv",
        "prefix",
    ],
)
def test_a_function_that_could_be_anything_is_not_recognised(function: str) -> None:
    assert catalogue.by_entry_point(function) is None
