"""Text in another style: names in snake or camel case, titles, lines of a given width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entry import Entry, listed
from ..properties import Form, answer, collected, conventions

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from ...checking.property import Arguments, Call

FIELD = "strings"


def _one(texts: SearchStrategy[str]) -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    return st.tuples(texts)


def _words(least: int, shortest: int = 1) -> SearchStrategy[list[str]]:
    from hypothesis import strategies as st

    word = st.text("abz", min_size=shortest, max_size=4) | st.sampled_from(("get", "user", "name", "http", "is", "of"))
    return st.lists(word, min_size=least, max_size=4)


# Names


def camel_of(words: list[str]) -> str:
    return words[0] + pascal_of(words[1:])


def pascal_of(words: list[str]) -> str:
    return "".join(map(str.capitalize, words))


def camel_to_snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).removeprefix("_")


def snake_to_camel(name: str) -> str:
    return camel_of(name.split("_"))


def _camel_names() -> SearchStrategy[Arguments]:
    """No two capitals side by side, and no digits: there programs differ."""
    return _one(_words(1, 2).map(camel_of) | _words(1, 2).map(pascal_of))


_CAMEL_TO_SNAKE = Entry(
    name="camel to snake",
    names=listed("""
        camel case to snake case, camelcase to snake case, convert camel case to snake case, camel to snake case,
        convert camelcase to snake case, camelcase to snakecase, convert camelcase to snakecase,
        camelcase to snake_case, convert camel case string to snake case, convert camelcase string to snake case,
        camelcase string to snake case, camel to snake case converter, convert camel to snake,
        camel case to snake case converter, 驼峰转下划线, 驼峰命名转下划线, 驼峰命名转下划线命名, 驼峰转蛇形,
        驼峰命名转换为下划线命名, 驼峰转换为下划线, 驼峰命名转蛇形命名, 驼峰式转下划线, 驼峰法转下划线,
        camel case string to snake case, transform camel case to snake case, 驼峰命名转换成下划线命名,
        驼峰转换成下划线, 驼峰命名法转下划线命名法, 驼峰字符串转下划线, 驼峰命名转换为蛇形命名,
        驼峰式命名转换为下划线命名
    """),
    entry_points=listed("""
        camel_to_snake, camel_case_to_snake_case, to_snake_case, camelcase_to_snakecase, camel_to_snake_case
    """),
    signature="def camel_to_snake(name: str) -> str",
    summary="Returns the name, of letters in camel case (`getUserName` or `GetUserName`, never two capitals side by"
    " side), in snake case: `get_user_name`.",
    inputs=_camel_names,
    conventions=conventions((Form("", 1),), (answer("words in small letters with _ between", camel_to_snake),)),
    reference=camel_to_snake,
    edges=tuple(
        (name,)
        for name in (
            "ab",
            "Ab",
            "abCd",
            "AbCd",
            "abCdEf",
            "getUserName",
            "GetUserName",
            "camelCase",
            "aaBbCcDd",
            "abZz",
            "ZzAb",
        )
    ),
    why="Names of one to four words, the first with or without a capital. Two capitals side by side (`getHTTP`) and"
    " digits, on which programs differ, do not occur.",
)

_SNAKE_TO_CAMEL = Entry(
    name="snake to camel",
    names=listed("""
        snake case to camel case, snake case to camelcase, convert snake case to camel case, snake to camel case,
        convert snake case to camelcase, snakecase to camelcase, convert snake_case to camelcase,
        snake_case to camelcase, convert snake case string to camel case, convert snakecase to camelcase,
        convert snake to camel, snake case to camel case converter, 下划线转驼峰, 下划线命名转驼峰,
        下划线命名转驼峰命名, 蛇形转驼峰, 下划线命名转换为驼峰命名, 下划线转换为驼峰, 蛇形命名转驼峰命名,
        下划线转驼峰命名, snake case string to camel case, transform snake case to camel case,
        下划线命名转换成驼峰命名, 下划线转换成驼峰, 下划线命名法转驼峰命名法, 蛇形命名转换为驼峰命名,
        下划线字符串转驼峰
    """),
    entry_points=listed("""
        snake_to_camel, snake_case_to_camel_case, to_camel_case, snakecase_to_camelcase, snake_to_camel_case
    """),
    signature="def snake_to_camel(name: str) -> str",
    summary="Returns the name, of words in small letters with one underscore between (`get_user_name`), in camel case:"
    " `getUserName`.",
    inputs=lambda: _one(_words(1).map("_".join)),
    conventions=conventions(
        (Form("", 1),),
        (
            answer("in camel case", snake_to_camel),
            answer(
                "in Pascal case", lambda name: pascal_of(name.split("_")), choice="the first word with a capital too"
            ),
        ),
    ),
    reference=snake_to_camel,
    edges=tuple((name,) for name in ("a", "ab", "a_b", "ab_cd", "get_user_name", "a_b_c", "ab_c_de", "zz_ab", "aa_aa")),
    why="Names of one to four words of one letter and more. Capitals, digits and underscores at the ends, on which"
    " programs differ, do not occur.",
)

# Titles


def title_of(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:].lower() for word in text.split(" "))


def _phrases() -> SearchStrategy[Arguments]:
    from hypothesis import strategies as st

    word = st.text("abz", min_size=1, max_size=4) | st.text("abzABZ", min_size=1, max_size=4)
    return _one(st.lists(word, max_size=4).map(" ".join))


_TITLE = Entry(
    name="title case",
    names=listed("""
        convert to title case, title case string, convert string to title case, capitalize words,
        capitalize each word, capitalize first letter of each word, capitalize first letter of each word in string,
        capitalize words in string, capitalize each word in string, capitalize every word,
        capitalize first letter of every word, capitalise each word, capitalise first letter of each word, 首字母大写,
        单词首字母大写, 每个单词首字母大写, 将每个单词首字母大写, 将每个单词的首字母大写, 字符串中每个单词首字母大写,
        每个单词的首字母大写, capitalize first letter of every word in string,
        capitalize first letter of words in string, capitalize first letter of each word in sentence,
        capitalize all words in string, 字符串单词首字母大写, 将字符串中每个单词的首字母大写, 每个单词首字母转大写
    """),
    entry_points=listed("""
        title_case, to_title_case, capitalize_words, capitalize_each_word, capitalize_first_letters, titlecase
    """),
    signature="def title_case(text: str) -> str",
    summary="Returns `text`, words of letters with one space between, with the first letter of each word as a capital"
    " and its other letters small.",
    inputs=_phrases,
    conventions=conventions(
        (Form("", 1),),
        (
            answer("each word begins with a capital", title_of),
            answer(
                "each word begins with a capital",
                lambda text: " ".join(word[:1].upper() + word[1:] for word in text.split(" ")),
                choice="the other letters stay as they are",
            ),
        ),
    ),
    reference=title_of,
    edges=tuple(
        (text,)
        for text in ("", "a", "A", "ab", "AB", "aB", "ab cd", "Ab Cd", "hello world", "HELLO wORLD", "a b c", "abc d")
    ),
    why="Words of one letter and more, in small letters, capitals and both. Spaces side by side, digits and marks, on"
    " which programs differ, do not occur.",
)

# Lines


def wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _texts_and_widths() -> SearchStrategy[Arguments]:
    """Widths near the longest word and near sums of words, so that many lines are exactly full."""
    from hypothesis import strategies as st

    def with_width(words: list[str]) -> SearchStrategy[Arguments]:
        longest = max(map(len, words))
        full = st.integers(1, len(words)).map(lambda n: len(" ".join(words[:n])))
        near = st.tuples(full, st.integers(-1, 1)).map(sum)
        return st.tuples(
            st.just(" ".join(words)), (near | near | st.integers(longest, 30)).map(lambda w: max(w, longest))
        )

    word = st.integers(1, 6).map(lambda n: "abcdef"[:n]) | st.sampled_from(("a", "the", "fox", "over"))
    return st.lists(word, min_size=1, max_size=9).flatmap(with_width)


def _by_lines(call: Call) -> object:
    """The lines of a returned string; a newline at its end ends no further line."""
    return call.value.removesuffix("\n").split("\n") if isinstance(call.value, str) else collected(call)


_WRAP = Entry(
    name="word wrap",
    names=listed("""
        text wrap, text wrapping, word wrapping, wrap text, wrap text to given width, wrap text to width, wrap lines,
        greedy word wrap, line wrapping, wrap string to width, wrap text at given width, 自动换行, 文本换行,
        按宽度换行, 文本自动换行, 单词换行, wrap text to specified width, wrap text to maximum width,
        wrap text to fit within given width, wrap string to given width, 按指定宽度换行, 文本按宽度换行, 按单词换行
    """),
    entry_points=listed("word_wrap, wrap_text, text_wrap, wrap_words, wordwrap"),
    signature="def word_wrap(text: str, width: int) -> list[str]",
    summary="Returns the words of `text`, which one space separates, as lines of at most `width` characters: each line"
    " takes as many words as fit, with one space between. There is at least one word, and none is longer than `width`.",
    inputs=_texts_and_widths,
    conventions=conventions(
        (Form("", 2), Form("called with (width, text)", 2, lambda given: (given[1], given[0]))),
        (answer("as many words on each line as fit", wrapped, _by_lines),),
    ),
    reference=wrapped,
    edges=(
        ("a", 1), ("a b", 1), ("a b", 2), ("a b", 3), ("ab c", 2), ("ab c", 3), ("ab c", 4), ("a b c d", 3),
        ("aaa b c", 3), ("the quick brown fox", 10), ("the quick brown fox", 9), ("the quick brown fox", 19),
        ("a bb ccc dddd", 4),
        ("aa bb cc dd", 5), ("aa bb cc dd", 6), ("a b c d e f", 30),
    ),
    why="Widths at which lines are exactly full, or one too short. Words longer than a line, empty texts and several"
    " spaces side by side, on which programs differ, do not occur.",
)  # fmt: skip


ENTRIES: tuple[Entry, ...] = (_CAMEL_TO_SNAKE, _SNAKE_TO_CAMEL, _TITLE, _WRAP)
