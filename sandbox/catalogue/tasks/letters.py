"""Characters of a text: how often each occurs, which is alone, which are missing."""

from __future__ import annotations

import string
from collections import Counter
from typing import TYPE_CHECKING

from ..entry import Entry, each, listed
from ..properties import Choice, Form, answer, conventions
from .strings import readings
from .words import as_counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"


def short_texts() -> SearchStrategy[Arguments]:
    """Few letters, so that they come again; capitals, digits, spaces and marks among them."""
    from hypothesis import strategies as st

    return st.tuples(st.text("abc", max_size=8) | st.text("abAB", max_size=8) | st.text("aAbBzZ 19,.!-", max_size=12))


# How often


def _character_counts(read: Callable[[str], str]) -> Callable[[str], object]:
    return lambda text: dict(Counter(read(text)))


_FEW = each("", "a", "aa", "ab", "aab", "aba", "aA", "a a", "hello world", "a1!a", "  ", "Hello, World!")
#: What of a text counts, where case makes no difference.
_UNFOLDED = [(name, read) for name, read in readings() if "case" not in name]

_CHARACTER_FREQUENCY = Entry(
    name="character frequency",
    names=listed("""
        character frequencies, count character frequency, count character frequencies, frequency of characters,
        frequency of each character, count frequency of each character, count frequency of characters in string,
        count frequency of each character in string, count occurrences of each character,
        count occurrences of each character in string, character frequency in string, letter frequency,
        letter frequencies, count letter frequency, 字符频率, 统计字符频率, 字符频率统计, 统计字符出现次数,
        统计字符串中每个字符出现的次数, 统计每个字符出现的次数, 字符出现次数, 统计字符串中各字符出现的次数,
        统计字符串中字符出现的次数, 字母频率, count frequency of each letter in string, count frequency of letters,
        count frequency of letters in string, frequency of characters in string,
        frequency of each character in string, count number of occurrences of each character in string,
        count occurrences of characters in string, 统计字符串中各个字符出现的次数, 统计字符串中各个字符的出现次数,
        统计字符串每个字符出现的次数, 统计字符串中每个字符的出现次数, 统计字母出现次数
    """),
    entry_points=listed("""
        character_frequency, char_frequency, letter_frequency, char_freq, character_frequencies,
        count_character_frequency
    """),
    signature="def character_frequency(text: str) -> dict[str, int]",
    summary="Returns a dict from each character of `text` to how often it occurs; every character counts as it is.",
    inputs=short_texts,
    conventions=conventions(
        (Form("", 1),),
        tuple(
            answer("how often each character occurs", _character_counts(read), as_counts, choice=name)
            for name, read in readings()
        ),
    ),
    reference=_character_counts(str),
    edges=_FEW,
    why="Few letters that come again, with capitals, spaces, digits and marks; case may be ignored and spaces or marks"
    " left out, but the same way everywhere.",
)

# How many


def _length_by(read: Callable[[str], str]) -> Callable[[str], int]:
    return lambda text: len(read(text))


_CHARACTER_COUNT = Entry(
    name="character count",
    names=listed("""
        count characters, count characters in string, count number of characters, number of characters in string,
        count number of characters in string, character counter, 字符统计, 统计字符, 统计字符个数, 字符计数,
        统计字符数, 统计字符串中的字符个数, 统计字符串中的字符数, 字符个数, 字符串字符统计
    """),
    entry_points=listed("""
        count_characters, character_count, char_count, count_chars, number_of_characters, count_letters, letter_count
    """),
    signature="def count_characters(text: str) -> int",
    summary="Returns the number of characters of `text`, all of them counted.",
    inputs=short_texts,
    conventions=conventions(
        (Form("", 1),),
        (
            *(answer("the number of characters", _length_by(read), choice=name) for name, read in _UNFOLDED),
            *(
                answer(
                    "how often each character occurs",
                    _character_counts(read),
                    as_counts,
                    choice=", ".join(filter(None, ("how often each occurs", name))),
                )
                for name, read in readings()
            ),
        ),
    ),
    reference=len,
    edges=_FEW,
    why="Few letters that come again, with capitals, spaces, digits and marks. The prompt may mean their number or how"
    " often each occurs; spaces or marks may be left out, but the same way everywhere.",
)

# Vowels


def _vowels_among(vowels: str) -> Callable[[str], int]:
    return lambda text: sum(character in vowels for character in text)


def _with_vowels() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(st.text("aeioub", max_size=8) | st.text("aeiouAEIOUyYxz 1!", max_size=12))


_VOWELS = Entry(
    name="count vowels",
    names=listed("""
        vowel count, count vowels in string, number of vowels, number of vowels in string, count number of vowels,
        count number of vowels in string, vowel counter, 统计元音, 元音计数, 统计元音个数, 统计元音数量,
        统计字符串中元音的个数, 统计字符串中的元音, 统计字符串中元音字母的个数, 元音字母个数, 统计元音字母,
        统计字符串中的元音字母, 统计字符串中元音字母的数量, 统计元音字母个数, count number of vowels in string,
        count all vowels in string, vowels count, count vowels in text, count vowels of string,
        计算字符串中元音的数量, 计算元音数量, 计算元音个数, 计算字符串中元音字母的个数, 计算字符串中的元音个数,
        统计元音字母数量
    """),
    entry_points=listed("count_vowels, vowel_count, number_of_vowels, num_vowels, count_the_vowels, get_vowel_count"),
    signature="def count_vowels(text: str) -> int",
    summary="Returns how many characters of `text` are vowels: a, e, i, o, u, small or capital.",
    inputs=_with_vowels,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the number of vowels", _vowels_among("aeiouAEIOU")),
            answer("the number of vowels", _vowels_among("aeiouyAEIOUY"), choice="y is a vowel"),
        ),
    ),
    reference=_vowels_among("aeiouAEIOU"),
    edges=each("", "a", "e", "i", "o", "u", "A", "E", "I", "O", "U", "b", "y", "aeiou", "xyz", "Hello World", "aa"),
    why="Each vowel in both cases, next to consonants, y, digits and marks.",
)

# Pangram


def is_pangram(text: str) -> bool:
    return set(string.ascii_lowercase) <= set(text.lower())


def _near_pangrams() -> SearchStrategy[Arguments]:
    """The alphabet in any order, with marks and capitals; at times a letter is replaced by another character."""
    from hypothesis import strategies as st

    def change(drawn: tuple[str, str, str, int]) -> str:
        text, old, new, upper = drawn
        return (text[:upper].upper() + text[upper:]).replace(old, new).replace(old.upper(), new)

    alphabet = st.sampled_from(
        (string.ascii_lowercase, string.ascii_lowercase[::-1], "the quick brown fox jumps over the lazy dog.")
    )
    letter = st.sampled_from(string.ascii_lowercase) | st.sampled_from("az")
    upper = st.sampled_from((0, 1, 13, 25, 50))
    changed = st.tuples(alphabet, letter, st.sampled_from(("a", "z", " ", "1", "")), upper).map(change)
    whole = st.tuples(alphabet, st.just("~"), st.just(""), upper).map(change)
    return st.tuples(changed | whole | st.text("abcxyz ", max_size=6))


_PANGRAM = Entry(
    name="pangram",
    names=listed("""
        is pangram, pangram check, pangram checker, check pangram, check string is pangram, check sentence is pangram,
        detect pangram, 全字母句, 判断全字母句, 判断是否为全字母句, 检查全字母句, 判断句子是否为全字母句
    """),
    entry_points=listed("is_pangram, check_pangram, pangram, ispangram, check_if_pangram"),
    signature="def is_pangram(text: str) -> bool",
    summary="Returns True if each of the letters a to z occurs in `text`, small or capital.",
    inputs=_near_pangrams,
    conventions=conventions((Form("", 1),), (answer("True exactly for pangrams", is_pangram),)),
    reference=is_pangram,
    edges=each(
        "", "a", string.ascii_lowercase, string.ascii_uppercase, "The quick brown fox jumps over the lazy dog",
        *(string.ascii_lowercase.replace(letter, "") for letter in string.ascii_lowercase), "a" * 26,
        string.ascii_lowercase[:-1] + "a", string.ascii_lowercase + "z", "abcdefghijklmnopqrstuvwxy1",
    ),
    why="The alphabet with one letter missing, often the first or the last, with capitals, marks and doubled letters.",
)  # fmt: skip

# Alone


def _first_alone(text: str) -> int | None:
    return next((index for index, character in enumerate(text) if text.count(character) == 1), None)


def _alone(absent: object, *, index: bool) -> Callable[[str], object]:
    def expected(text: str) -> object:
        found = _first_alone(text)
        if found is None:
            return absent
        return found if index else text[found]

    return expected


def _alone_choice(choice: str, absent: object, *, index: bool) -> Choice:
    what = "the index of the first" if index else "the first"
    return answer(f"{what} character that occurs once", _alone(absent, index=index), choice=choice)


_ALONE = (
    _alone_choice("", None, index=False),
    _alone_choice("the empty string where there is none", "", index=False),
    _alone_choice("'_' where there is none", "_", index=False),
    _alone_choice("-1 where there is none", -1, index=False),
    _alone_choice("index, -1 where there is none", -1, index=True),
    _alone_choice("index, None where there is none", None, index=True),
)

_FIRST_UNIQUE = Entry(
    name="first unique character",
    names=listed("""
        first non repeating character, first unique character in string, first non repeating character in string,
        find first non repeating character in string, find first unique character in string,
        find first non repeating character, find first unique character, first non repeated character,
        first non repeated character in string, find first non repeated character in string, 第一个不重复字符,
        第一个只出现一次的字符, 字符串中第一个唯一字符, 字符串中的第一个唯一字符, 第一个唯一字符,
        字符串中第一个不重复的字符, 第一个不重复的字符, 字符串中第一个只出现一次的字符, 首个不重复字符,
        first unique letter, first non repeating letter, find first unique letter in string,
        find first character that does not repeat, 查找字符串中第一个不重复的字符, 查找第一个不重复的字符,
        找出字符串中第一个只出现一次的字符, 找到第一个不重复的字符, 查找第一个只出现一次的字符,
        返回字符串中第一个不重复的字符
    """),
    entry_points=listed("""
        first_unique_character, first_unique_char, first_non_repeating_character, first_non_repeating_char,
        first_uniq_char, first_non_repeating, find_first_unique_character, find_first_non_repeating_character,
        find_first_unique_char, first_nonrepeating_char, find_first_non_repeating_char, first_non_repeating_letter
    """),
    signature="def first_unique_character(text: str) -> str | None",
    summary="Returns the first character of `text` that occurs in it only once, None if there is none.",
    inputs=short_texts,
    conventions=conventions((Form("", 1),), _ALONE),
    reference=_alone(None, index=False),
    edges=each(
        "", "a", "aa", "ab", "aab", "aba", "abb", "leetcode", "loveleetcode", "aabb", "abab", "aAa", "abcab", "a a"
    ),
    why="Few letters, so that most come again, with capitals, spaces and digits; often none is alone,"
    " or only the last.",
)

ENTRIES: tuple[Entry, ...] = (
    _CHARACTER_FREQUENCY,
    _CHARACTER_COUNT,
    _VOWELS,
    _PANGRAM,
    _FIRST_UNIQUE,
)
