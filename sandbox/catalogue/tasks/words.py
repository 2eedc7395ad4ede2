"""Words of a text: turned round, counted."""

from __future__ import annotations

import string
from collections import Counter
from typing import TYPE_CHECKING

from ...checking.property import MISSING, Call
from ..entry import Entry, listed
from ..properties import Choice, Form, answer, as_list, conventions

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments

FIELD = "strings"


def _spaced_text() -> SearchStrategy[Arguments]:
    """Words of letters and marks; some spaces are doubled, or stand at the beginning or the end."""
    from hypothesis import strategies as st

    word = st.text("abc", min_size=1, max_size=3) | st.sampled_from(("Hello", "World!", "a,", "x-1", "it's", "noon"))
    gap = st.sampled_from((" ", " ", " ", " ", "  ", "   "))
    pairs = st.lists(st.tuples(word, gap), max_size=5).map(lambda drawn: "".join(word + gap for word, gap in drawn))
    lead = st.sampled_from(("", "", " ", "  "))
    return st.tuples(pairs.map(str.strip) | st.tuples(lead, pairs).map("".join))


_TEXTS: tuple[Arguments, ...] = tuple(
    (text,)
    for text in ("", "a", "ab", "a b", "ab c", "a b c", "the sky is blue", " a", "a ", "a  b", "  hello  world  ",
                 "Hello, World!", " ", "one two  three", "ab ab c", "a bc def")
)  # fmt: skip

# Turned round


def words_reversed(text: str) -> str:
    return " ".join(reversed(text.split()))


def letters_reversed(text: str) -> str:
    return " ".join(word[::-1] for word in text.split(" "))


_IN_ORDER = (
    answer("the words in reverse order, one space between", words_reversed),
    answer("the words in reverse order", lambda text: " ".join(text.split(" ")[::-1]), choice="spaces kept"),
    answer(
        "the words in reverse order",
        lambda text: " ".join(text.strip().split(" ")[::-1]),
        choice="spaces kept but at the ends",
    ),
)
_BY_LETTERS = (
    answer("each word reversed, spaces kept", letters_reversed),
    answer(
        "each word reversed, one space between",
        lambda text: " ".join(word[::-1] for word in text.split()),
        choice="spaces merged",
    ),
)
_WHY_TURNED = "Words of different lengths, spaces doubled or at the ends; marks belong to their word."

_REVERSE_WORDS = Entry(
    name="reverse words",
    names=listed("""
        reverse words in string, reverse words in sentence, reverse words string, reverse words sentence, 反转单词,
        反转字符串中的单词, 翻转字符串里的单词, 翻转字符串中的单词, 反转字符串里的单词, 反转句子中的单词, 翻转单词,
        单词反转, 单词翻转, reverse words of string, reverse words of sentence, reverse words in text,
        翻转字符串中单词, 颠倒字符串中的单词
    """),
    entry_points=listed("reverse_words, reverse_words_in_string, reverse_words_in_sentence"),
    signature="def reverse_words(text: str) -> str",
    summary="Returns the words of `text`, which spaces separate, in reverse order with one space between them and none"
    " at the ends.",
    inputs=_spaced_text,
    conventions=conventions(
        (Form("", 1),),
        (
            *_IN_ORDER,
            *(Choice(f"the letters of each word, {c.name or 'spaces kept'}", c.properties) for c in _BY_LETTERS),
        ),
    ),
    reference=words_reversed,
    edges=_TEXTS,
    why=_WHY_TURNED,
)

_REVERSE_ORDER = Entry(
    name="reverse word order",
    names=listed("""
        reverse order of words, reverse order of words in string, reverse order of words in sentence,
        reverse word order in sentence, 单词顺序反转, 反转单词顺序, 反转单词的顺序, 反转句子中单词的顺序,
        翻转单词顺序, 反转字符串中单词的顺序, 单词倒序, reverse word order in string, reverse order of words in text,
        颠倒单词顺序, 反转字符串单词顺序, 翻转单词的顺序
    """),
    entry_points=listed("reverse_word_order, reverse_order_of_words, reverse_words_order"),
    signature="def reverse_word_order(text: str) -> str",
    summary="Returns the words of `text`, which spaces separate, in reverse order with one space between them and none"
    " at the ends.",
    inputs=_spaced_text,
    conventions=conventions((Form("", 1),), _IN_ORDER),
    reference=words_reversed,
    edges=_TEXTS,
    why=_WHY_TURNED,
)

_REVERSE_EACH = Entry(
    name="reverse each word",
    names=listed("""
        reverse each word in string, reverse each word in sentence, reverse each word of string,
        reverse each word of sentence, reverse letters of each word, reverse every word, 反转每个单词,
        反转每个单词的字母, 反转字符串中的每个单词, 反转句子中的每个单词, 翻转每个单词
    """),
    entry_points=listed("reverse_each_word, reverse_every_word, reverse_each_word_in_string"),
    signature="def reverse_each_word(text: str) -> str",
    summary="Returns `text` with the characters of each word in reverse order; words and spaces stay where they are.",
    inputs=_spaced_text,
    conventions=conventions((Form("", 1),), _BY_LETTERS),
    reference=letters_reversed,
    edges=_TEXTS,
    why=_WHY_TURNED,
)

# Counted


def _sentences() -> SearchStrategy[Arguments]:
    """Few words, so that they come again, with capitals, and a mark after some of them."""
    from hypothesis import strategies as st

    word = st.sampled_from(("a", "b", "ab", "the", "The", "cat", "cats", "A"))
    marked = st.tuples(word, st.sampled_from(("", "", "", ",", ".", "!"))).map("".join)
    gap = st.sampled_from((" ", " ", " ", "  "))
    text = st.lists(st.tuples(marked, gap).map("".join), max_size=7).map("".join)
    return st.tuples(text.map(str.strip) | text | st.lists(word, max_size=7).map(" ".join))


_WITHOUT_MARKS = str.maketrans("", "", string.punctuation)

_READINGS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("", str),
    ("case ignored", str.lower),
    ("marks left out", lambda text: text.translate(_WITHOUT_MARKS)),
    ("case ignored, marks left out", lambda text: text.lower().translate(_WITHOUT_MARKS)),
)


def as_counts(call: Call) -> object:
    """A dict of counts, whether it was returned as one or as pairs, each key once."""
    pairs = as_list(call.value)
    if not isinstance(pairs, list):
        return call.value
    items = [as_list(pair) for pair in pairs]
    if not all(isinstance(item, list) and len(item) == 2 and type(item[0]) is str for item in items):
        return MISSING
    found = {item[0]: item[1] for item in items if isinstance(item, list)}
    return found if len(found) == len(items) else MISSING


def _word_counts(read: Callable[[str], str]) -> Callable[[str], object]:
    return lambda text: dict(Counter(read(text).split()))


_FREQUENCIES = tuple(
    answer("how often each word occurs", _word_counts(read), as_counts, choice=name) for name, read in _READINGS
)
_SENTENCES: tuple[Arguments, ...] = tuple(
    (text,)
    for text in ("", "a", "a a", "a b a", "the cat the", "The the", "a, a", "cat. Cat", " a", "a ", "a  b", "  ",
                 "the cat, the cats!", "a b c d e f", "ab a")
)  # fmt: skip

_WORD_COUNT = Entry(
    name="word count",
    names=listed("""
        count words, count words in string, count number of words, count number of words in string, number of words,
        number of words in string, count words in text, count words in sentence, count number of words in sentence,
        number of words in sentence, word counter, 统计单词数, 统计单词个数, 单词计数, 单词个数, 统计单词数量,
        统计字符串中的单词数, 统计字符串中单词的个数, 统计字符串中单词的数量, count number of words in text,
        count number of words in paragraph, count words of string, 统计文本中的单词数, 统计句子中的单词数,
        统计句子中单词的个数, 统计文本中单词的数量, 计算字符串中单词的数量, 计算单词数
    """),
    entry_points=listed("word_count, count_words, number_of_words, count_number_of_words, num_words"),
    signature="def word_count(text: str) -> int",
    summary="Returns the number of words of `text`, which one or more spaces separate; 0 for a text without words.",
    inputs=_sentences,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("the number of words", lambda text: len(text.split())),
            *(Choice(f"how often each occurs{one.name and ', '}{one.name}", one.properties) for one in _FREQUENCIES),
        ),
    ),
    reference=lambda text: len(text.split()),
    edges=_SENTENCES,
    why="Words that come again, capitals, marks after words, spaces doubled or at the ends. Hyphens, apostrophes and"
    " digits, on which programs differ, do not occur.",
)

_WORD_FREQUENCY = Entry(
    name="word frequency",
    names=listed("""
        word frequencies, count word frequency, count word frequencies, word frequency count, word frequency counter,
        frequency of words, frequency of each word, count frequency of each word, count frequency of words,
        count frequency of each word in string, count frequency of each word in text, word frequency in text,
        count word frequency in text, count word frequency in string, count occurrences of each word,
        count occurrences of each word in string, 词频, 词频统计, 统计词频, 单词频率, 统计单词频率, 统计单词出现次数,
        统计每个单词出现的次数, 单词词频统计, 统计文本词频, 统计字符串中每个单词出现的次数, 统计单词出现的次数,
        count word frequencies in text, count word frequencies in string, count frequencies of words,
        count frequency of words in text, count number of occurrences of each word, word frequency in string,
        word frequency analysis, 统计文本中每个单词出现的次数, 统计一段文本的词频, 统计文本中单词出现的次数,
        统计文章词频, 统计单词出现频率, 统计每个单词的出现次数, 统计文本中的词频, 统计字符串中单词出现的次数
    """),
    entry_points=listed("""
        word_frequency, word_frequencies, count_word_frequency, count_word_frequencies, word_freq, get_word_frequency,
        word_frequency_counter, count_word_occurrences
    """),
    signature="def word_frequency(text: str) -> dict[str, int]",
    summary="Returns a dict from each word of `text` to how often it occurs; words are what spaces separate, with their"
    " case and marks as they are.",
    inputs=_sentences,
    conventions=conventions((Form("", 1),), _FREQUENCIES),
    reference=_word_counts(str),
    edges=_SENTENCES,
    why="Words that come again, capitals, marks after words, spaces doubled or at the ends. Hyphens, apostrophes and"
    " digits, on which programs differ, do not occur.",
)

ENTRIES: tuple[Entry, ...] = (
    _REVERSE_WORDS,
    _REVERSE_ORDER,
    _REVERSE_EACH,
    _WORD_COUNT,
    _WORD_FREQUENCY,
)
