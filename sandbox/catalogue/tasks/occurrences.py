"""What occurs in a text: the most frequent character, the longest word, a part and how often, each only once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...checking.property import Property
from ..entry import Entry, each, listed
from ..properties import Choice, Form, answer, as_list, conventions
from .letters import short_texts

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "strings"


# The most frequent character


def most_frequent(text: str) -> str:
    """The first of them."""
    return max(text, key=text.count)


def _is_most_frequent(found: object, text: str) -> bool:
    return (
        isinstance(found, str)
        and len(found) == 1
        and found in text
        and text.count(found) == text.count(most_frequent(text))
    )


def _with_favourite() -> SearchStrategy[Arguments]:
    """At least one small letter; often one letter leads by one, or two are equal."""
    from hypothesis import strategies as st

    few = st.text("ab", min_size=1, max_size=6)
    return st.tuples(few | st.text("abc", min_size=1, max_size=9) | st.text("abcdxyz", min_size=1, max_size=12))


def _with_count(call: Call) -> bool:
    text = str(call.input[0])
    pair = as_list(call.value)
    return isinstance(pair, list) and len(pair) == 2 and _is_most_frequent(pair[0], text) and _counts(pair, text)


def _counts(pair: list[object], text: str) -> bool:
    return type(pair[1]) is int and pair[1] == text.count(str(pair[0]))


_MOST_FREQUENT = Entry(
    name="most frequent character",
    names=listed("""
        find most frequent character, most frequent character in string, find most frequent character in string,
        most common character, most common character in string, find most common character in string,
        maximum occurring character, maximum occurring character in string,
        find maximum occurring character in string, most frequent letter, 出现次数最多的字符,
        字符串中出现次数最多的字符, 统计出现次数最多的字符, 出现最多的字符, 字符串中出现最多的字符,
        查找出现次数最多的字符, 查找字符串中出现次数最多的字符
    """),
    entry_points=listed("""
        most_frequent_character, most_frequent_char, most_common_character, most_common_char, max_occurring_char,
        find_most_frequent_char, find_most_frequent_character
    """),
    signature="def most_frequent_character(text: str) -> str",
    summary="Returns the character that occurs most often in `text`, any of them if there are several; `text` has only"
    " small letters and is not empty.",
    inputs=_with_favourite,
    conventions=conventions(
        (Form("", 1),),
        (
            Choice(
                "",
                (
                    Property(
                        "a character that occurs most often",
                        "postcondition",
                        lambda call: _is_most_frequent(call.value, str(call.input[0])),
                        lambda call: most_frequent(str(call.input[0])),
                    ),
                ),
            ),
            Choice(
                "with its count",
                (Property("a character that occurs most often, and how often", "postcondition", _with_count),),
            ),
        ),
    ),
    reference=most_frequent,
    edges=each(
        "a", "ab", "aab", "abb", "aba", "abcb", "abbb", "zzza", "abcabca", "hello", "mississippi", "aaab", "abab"
    ),
    why="Few letters, so that one leads by one or several are equal; a leader at the beginning, at the end and spread"
    " out. The empty string, capitals and spaces, on which programs differ, do not occur.",
)

# The longest word


def longest_word(text: str) -> str:
    return max(text.split(), key=len)


def _is_longest(call: Call) -> bool:
    words = str(call.input[0]).split()
    return isinstance(call.value, str) and call.value in words and len(call.value) == max(map(len, words))


def _word_lines() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    word = st.integers(1, 5).map(lambda n: "abcde"[:n]) | st.text("abZ", min_size=1, max_size=6)
    return st.tuples(st.lists(word, min_size=1, max_size=6).map(" ".join))


_LONGEST_WORD = Entry(
    name="longest word",
    names=listed("""
        find longest word, longest word in sentence, find longest word in sentence, longest word in string,
        find longest word in string, longest word in text, find longest word in text, 最长单词, 最长的单词,
        句子中最长的单词, 字符串中最长的单词, 查找最长单词, 查找句子中最长的单词, 找出句子中的最长单词
    """),
    entry_points=listed("longest_word, find_longest_word, get_longest_word, longest_word_in_sentence"),
    signature="def longest_word(text: str) -> str",
    summary="Returns the longest word of `text`, which has words of letters with one space between; any of them if"
    " there are several.",
    inputs=_word_lines,
    conventions=conventions(
        (Form("", 1), Form("called with a list of words", 1, lambda given: (str(given[0]).split(),))),
        (
            Choice(
                "",
                (
                    Property(
                        "one of the longest words",
                        "postcondition",
                        _is_longest,
                        lambda call: longest_word(str(call.input[0])),
                    ),
                ),
            ),
            answer("its length", lambda text: len(longest_word(text)), choice="its length"),
        ),
    ),
    reference=longest_word,
    edges=each(
        "a",
        "a b",
        "ab c",
        "a bc",
        "a bc d",
        "abc ab a",
        "a ab abc",
        "ab cd",
        "the quick brown fox",
        "bb aaa c",
        "zz ab",
    ),
    why="The longest word at the beginning, in between and at the end, and two of the same length. Marks, and texts"
    " without words, on which programs differ, do not occur.",
)

# How often a part occurs


def overlapping_count(text: str, part: str) -> int:
    return sum(text.startswith(part, start) for start in range(len(text)))


def _texts_and_parts() -> SearchStrategy[Arguments]:
    """The part is not empty; often it overlaps with itself."""
    from hypothesis import strategies as st

    part = st.sampled_from(("a", "aa", "ab", "aba", "aab", "abab")) | st.text("ab", min_size=1, max_size=3)
    pieces = st.lists(st.sampled_from(("a", "b", "ab", "aba", "c", "aa")), max_size=7).map("".join)
    repeated = st.tuples(part, st.integers(0, 4), st.text("ab", max_size=2)).map(lambda d: (d[0] * d[1] + d[2], d[0]))
    return st.tuples(pieces, part) | repeated


_COUNT_SUBSTRING = Entry(
    name="count substring",
    names=listed("""
        count substring occurrences, count occurrences of substring, count occurrences of substring in string,
        number of occurrences of substring, substring count, count number of occurrences of substring,
        count number of occurrences of substring in string, count number of times substring occurs in string,
        number of occurrences of substring in string, 统计子串出现次数, 统计子字符串出现次数, 子串出现次数,
        统计字符串中子串出现的次数, 计算子串出现的次数, 统计子串在字符串中出现的次数, 子字符串出现次数
    """),
    entry_points=listed("""
        count_substring, count_substring_occurrences, count_occurrences_of_substring, substring_count
    """),
    signature="def count_substring(text: str, part: str) -> int",
    summary="Returns at how many places of `text` the string `part`, which is not empty, begins; occurrences may"
    " overlap.",
    inputs=_texts_and_parts,
    conventions=conventions(
        (Form("", 2), Form("called with (part, text)", 2, lambda given: (given[1], given[0]))),
        (
            answer("the number of occurrences", overlapping_count),
            answer("the number of occurrences", lambda text, part: text.count(part), choice="without overlaps"),
        ),
    ),
    reference=overlapping_count,
    edges=(
        ("", "a"), ("a", "a"), ("aa", "a"), ("aaa", "aa"), ("aaaa", "aa"), ("ababa", "aba"), ("abc", "c"), ("abc", "a"),
        ("ab", "ba"), ("a", "ab"), ("abcabc", "abc"), ("aab", "ab"), ("abababab", "abab"), ("bab", "b"), ("aabaab",
        "aab"),
    ),
    why="Parts that overlap with themselves, at the beginning, at the end and as the whole. Overlapping occurrences may"
    " count or not. The empty part does not occur.",
)  # fmt: skip

# Each only once


def _often_unique() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    letters = st.lists(st.sampled_from("abcdeAB1 "), unique=True, max_size=7).map("".join)
    again = st.tuples(letters, st.sampled_from("abA ")).map("".join)
    return st.tuples(letters | again | again.map(lambda text: text[-1:] + text[:-1]) | st.text("abAB", max_size=4))


_UNIQUE = Entry(
    name="unique characters",
    names=listed("""
        is unique, all unique characters, has unique characters, check string has all unique characters,
        has all unique characters, check string has unique characters, all characters are unique,
        check all characters in string are unique, string has all unique characters, check unique characters,
        判断字符是否唯一, 判定字符是否唯一, 判断字符串中字符是否唯一, 判断字符串字符是否唯一, 字符是否唯一
    """),
    entry_points=listed("""
        has_unique_characters, has_unique_chars, is_unique, all_unique_characters, has_all_unique_characters,
        is_unique_string, all_unique_chars, has_all_unique_chars
    """),
    signature="def has_unique_characters(text: str) -> bool",
    summary="Returns True if no character occurs twice in `text`; case matters, and the empty string has none twice.",
    inputs=_often_unique,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("True exactly where none occurs twice", lambda text: len(set(text)) == len(text)),
            answer(
                "True exactly where none occurs twice",
                lambda text: len(set(text.lower())) == len(text),
                choice="case ignored",
            ),
        ),
    ),
    reference=lambda text: len(set(text)) == len(text),
    edges=each("", "a", "aa", "ab", "aba", "abb", "aab", "abc", "aA", "a b", " a ", "abcda", "abcdd", "abcabc", "1a1"),
    why="Characters that are all different, and then one of them once more at the end or at the beginning, next to it"
    " or apart; both cases, spaces and digits.",
)

# Duplicates


def without_duplicates(text: str) -> str:
    return "".join(dict.fromkeys(text))


_DEDUPLICATED = Entry(
    name="remove duplicate characters",
    names=listed("""
        remove duplicates from string, remove duplicate characters from string, remove duplicate letters from string,
        remove repeated characters from string, remove all duplicate characters from string,
        remove duplicate characters in string, 字符串去重, 删除字符串中的重复字符, 去除字符串中的重复字符,
        移除重复字符, 去除重复字符, 移除字符串中的重复字符, remove all duplicates from string,
        remove duplicates in string, remove duplicate letters in string,
        remove duplicate characters from given string, 字符串去除重复字符, 删除重复字符, 去掉字符串中的重复字符,
        字符串字符去重, 移除字符串中的重复字符
    """),
    entry_points=listed("""
        remove_duplicate_characters, remove_duplicate_chars, remove_duplicates_from_string,
        remove_duplicate_chars_from_string, remove_repeated_characters
    """),
    signature="def remove_duplicate_characters(text: str) -> str",
    summary="Returns `text` with only the first occurrence of each character, in the same order; case matters.",
    inputs=short_texts,
    conventions=conventions((Form("", 1),), (answer("the first occurrence of each character", without_duplicates),)),
    reference=without_duplicates,
    edges=each("", "a", "aa", "ab", "aba", "abab", "aA", "hello world", "banana", "cba", "aab", "abb", "bcabc"),
    why="Few letters that come again, next to each other and apart, with capitals, spaces and digits.",
)

ENTRIES: tuple[Entry, ...] = (_MOST_FREQUENT, _LONGEST_WORD, _COUNT_SUBSTRING, _UNIQUE, _DEDUPLICATED)
